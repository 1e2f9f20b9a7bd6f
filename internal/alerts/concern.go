package alerts

import (
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// spokenTo gives whom a published comment answers and mentions. Who was told of it before, as an answer or as a mention, is not
// told again: neither when it is edited nor when it comes back. Whom an edited comment answers has been told.
func (d *Desk) spokenTo(tx *store.Tx, e rozmova.Event) ([]rozmova.Alert, error) {
	c, err := tx.Comment(e.Comment)
	if err != nil || c.State != rozmova.Published {
		return nil, err
	}
	var readers []rozmova.ID[rozmova.Reader]
	var answered rozmova.ID[rozmova.Reader]
	if !c.Parent.IsZero() && e.Kind != rozmova.CommentEdited {
		parent, err := tx.Comment(c.Parent)
		if err != nil {
			return nil, err
		}
		if answered = parent.Author; !answered.IsZero() {
			readers = append(readers, answered)
		}
	}
	mentioned, err := tx.Mentions(c.ID)
	if err != nil {
		return nil, err
	}
	readers = slices.DeleteFunc(append(readers, mentioned...), func(r rozmova.ID[rozmova.Reader]) bool { return r == c.Author })
	if len(readers) == 0 {
		return nil, nil
	}
	told, err := tx.Alerted(c.ID, rozmova.AlertAnswer, rozmova.AlertMention)
	if err != nil {
		return nil, err
	}
	muted, err := tx.MutedBy(c.Author, readers)
	if err != nil {
		return nil, err
	}
	var list []rozmova.Alert
	for _, r := range readers {
		if told[r] || muted[r] {
			continue
		}
		kind := rozmova.AlertMention
		if r == answered {
			kind = rozmova.AlertAnswer
		}
		list = append(list, rozmova.Alert{Reader: r, Kind: kind, Story: c.Story, Comment: c.ID, Actor: c.Author})
	}
	return list, nil
}

// decidedAbout gives the author of a comment that somebody decided about.
func (d *Desk) decidedAbout(tx *store.Tx, e rozmova.Event) ([]rozmova.Alert, error) {
	if e.Ref == [16]byte{} {
		return nil, nil
	}
	c, err := tx.Comment(e.Comment)
	if err != nil {
		return nil, err
	}
	return []rozmova.Alert{{Reader: c.Author, Kind: rozmova.AlertDecision, Story: c.Story, Comment: c.ID, Ref: e.Ref}}, nil
}

// answered gives those whose reports a decision answered.
func (d *Desk) answered(tx *store.Tx, e rozmova.Event) ([]rozmova.Alert, error) {
	notices, err := tx.NoticesOf(rozmova.ID[rozmova.Decision](e.Ref))
	if err != nil {
		return nil, err
	}
	var list []rozmova.Alert
	for _, n := range notices {
		list = append(list, rozmova.Alert{Reader: n.Reporter, Kind: rozmova.AlertDecision, Story: e.Story, Comment: n.Comment, Ref: e.Ref})
	}
	return list, nil
}

// featured gives the author of a comment that the newsroom picked, the first time it does.
func (d *Desk) featured(tx *store.Tx, e rozmova.Event) ([]rozmova.Alert, error) {
	c, err := tx.Comment(e.Comment)
	if err != nil || c.Featured.IsZero() || !c.State.Visible() {
		return nil, err
	}
	told, err := tx.Alerted(c.ID, rozmova.AlertFeatured)
	if err != nil || told[c.Author] {
		return nil, err
	}
	return []rozmova.Alert{{Reader: c.Author, Kind: rozmova.AlertFeatured, Story: c.Story, Comment: c.ID}}, nil
}

// corrected gives those who took part under a story before it was corrected, where its new revision brings a correction: each once, with
// the comment in which they spoke to the statement that it corrects, where they did.
func (d *Desk) corrected(tx *store.Tx, e rozmova.Event) ([]rozmova.Alert, error) {
	head, err := tx.StoryHead(e.Story)
	if err != nil || !head.Shown() {
		return nil, err
	}
	now, before, err := tx.RevisionAt(head, e.At)
	if err != nil || before == nil || len(now.Corrections) <= len(before.Corrections) {
		return nil, err // NotFound: what changed is a translation of it
	}
	statement := corrects(before, now)
	var list []rozmova.Alert
	var last rozmova.ID[rozmova.Reader]
	for {
		part, err := tx.CommentedBefore(e.Story, e.At, last, 512)
		if err != nil {
			return nil, err
		}
		var cited map[rozmova.ID[rozmova.Reader]]rozmova.ID[rozmova.Comment]
		if statement != "" {
			if cited, err = tx.CitedBy(e.Story, statement, e.At, part); err != nil {
				return nil, err
			}
		}
		for _, r := range part {
			list = append(list, rozmova.Alert{Reader: r, Kind: rozmova.AlertCorrection, Story: e.Story, Comment: cited[r]})
		}
		if len(part) < 512 {
			return list, nil
		}
		last = part[len(part)-1]
	}
}

// corrects gives the key of the statement that the last correction concerns which a revision brings; empty: none.
func corrects(before, now *rozmova.Story) string {
	for _, c := range slices.Backward(now.Corrections) {
		if !slices.ContainsFunc(before.Corrections, func(old rozmova.Correction) bool {
			return old.Kind == c.Kind && old.At.Equal(c.At) && old.Text == c.Text
		}) {
			return c.Statement
		}
	}
	return ""
}
