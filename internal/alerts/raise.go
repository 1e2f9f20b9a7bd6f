package alerts

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// AtOnceLetter is the kind of the letter about one alert; its Ref is the alert.
const AtOnceLetter = "alert"

// Concerns reports whether an event can be one that somebody is told of.
func Concerns(e rozmova.Event) bool {
	switch e.Kind {
	case rozmova.CommentPublished, rozmova.CommentEdited, rozmova.CommentHeld, rozmova.CommentRemoved, rozmova.CommentRestored,
		rozmova.CommentFeatured, rozmova.NoticeAnswered, rozmova.DecisionFinal, rozmova.AppealHeard, rozmova.StoryChanged, rozmova.StoryPublished:
		return true
	}
	return false
}

// AnyRaised reports whether somebody is to be told of one of some events, without telling anybody.
func (d *Desk) AnyRaised(ctx context.Context, events []rozmova.Event) (raised bool, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		raised = false
		for _, e := range events {
			list, err := d.concerned(tx, e)
			if err != nil || len(list) > 0 {
				raised = len(list) > 0
				return err
			}
		}
		return nil
	})
	return raised, err
}

// Take tells those whom an event concerns, as part of a step: it writes their alerts, the letters that go at once and the
// pushes, and appends AlertRaised for each. What was told of the event before is not told again.
func (d *Desk) Take(tx *store.Tx, e rozmova.Event) error {
	list, err := d.concerned(tx, e)
	if err != nil || len(list) == 0 {
		return err
	}
	for part := range slices.Chunk(list, 256) {
		if err := d.raise(tx, e, part); err != nil {
			return err
		}
	}
	return nil
}

// raise writes alerts by the channels that their readers chose.
func (d *Desk) raise(tx *store.Tx, e rozmova.Event, list []rozmova.Alert) error {
	now := d.o.Now()
	ids := make([]rozmova.ID[rozmova.Reader], len(list))
	for i := range list {
		ids[i] = list[i].Reader
	}
	readers, err := tx.Readers(ids)
	if err != nil {
		return err
	}
	settings, err := tx.AlertSettings(ids)
	if err != nil {
		return err
	}
	var rows []store.AlertRow
	for _, a := range list {
		if r := readers[a.Reader]; r == nil || r.Guest || r.Erased {
			continue
		}
		chosen := settings[a.Reader][a.Kind]
		if !chosen.Page && !chosen.Push && !mailed(a.Kind, chosen) {
			continue
		}
		a.ID, a.Seq, a.At = rozmova.NewID[rozmova.Alert](now), e.Seq, e.At
		row := store.AlertRow{Alert: a, Page: chosen.Page}
		if mailed(a.Kind, chosen) && chosen.Mail != rozmova.AtOnce {
			row.Digest = d.due(chosen.Mail, now)
		}
		rows = append(rows, row)
	}
	added, err := tx.AddAlerts(rows)
	if err != nil {
		return err
	}
	for i := range added {
		a := &added[i].Alert
		chosen := settings[a.Reader][a.Kind]
		if mailed(a.Kind, chosen) && chosen.Mail == rozmova.AtOnce {
			if err := d.addLetter(tx, &store.Letter{Seq: a.Seq, Kind: AtOnceLetter, Reader: a.Reader, Ref: a.ID, Next: now}); err != nil {
				return err
			}
		}
		if chosen.Push {
			if err := d.pushFor(tx, a); err != nil {
				return err
			}
		}
		if !added[i].Page {
			continue
		}
		if _, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.AlertRaised, Site: d.o.Site.ID, Ref: a.Reader}); err != nil {
			return err
		}
	}
	return nil
}

// mailed reports whether a letter of ours goes about a kind of alert. Of decisions the statement of reasons and the answer to a
// report tell, which go whatever is set.
func mailed(k rozmova.AlertKind, s rozmova.AlertSetting) bool {
	return k != rozmova.AlertDecision && s.Mail != rozmova.NoMail && s.Mail != ""
}

// addLetter writes down a letter, with the secret that stands in it.
func (d *Desk) addLetter(tx *store.Tx, l *store.Letter) error {
	if _, err := tx.AlertSecret(l.Reader, rand.Text()); err != nil {
		return err
	}
	return tx.AddLetter(l)
}

// concerned gives whom an event concerns: each reader once, and nobody by what they did themselves.
func (d *Desk) concerned(tx *store.Tx, e rozmova.Event) ([]rozmova.Alert, error) {
	var list []rozmova.Alert
	var err error
	switch e.Kind {
	case rozmova.CommentPublished, rozmova.CommentEdited:
		list, err = d.spokenTo(tx, e)
	case rozmova.CommentHeld, rozmova.CommentRemoved:
		list, err = d.decidedBefore(tx, e, d.decidedAbout)
	case rozmova.CommentRestored:
		if list, err = d.decidedBefore(tx, e, d.decidedAbout); err == nil {
			var more []rozmova.Alert
			more, err = d.spokenTo(tx, e)
			list = append(list, more...)
		}
	case rozmova.NoticeAnswered:
		list, err = d.decidedBefore(tx, e, d.answered)
	case rozmova.DecisionFinal:
		list, err = d.decided(tx, e)
	case rozmova.AppealHeard:
		list, err = d.heard(tx, e)
	case rozmova.CommentFeatured:
		list, err = d.featured(tx, e)
	case rozmova.StoryChanged, rozmova.StoryPublished:
		list, err = d.corrected(tx, e)
	}
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil // gone since
	}
	var once []rozmova.Alert
	told := make(map[rozmova.ID[rozmova.Reader]]bool, len(list))
	for _, a := range list {
		spoken := a.Kind == rozmova.AlertAnswer || a.Kind == rozmova.AlertMention // by the author, whoever let it be seen
		if !a.Reader.IsZero() && (spoken || a.Reader != e.Actor) && !told[a.Reader] {
			told[a.Reader] = true
			once = append(once, a)
		}
	}
	return once, err
}

// decidedBefore is whom a decision of an earlier program concerns, which told of it when it was made; of others DecisionFinal tells.
func (d *Desk) decidedBefore(tx *store.Tx, e rozmova.Event, who func(*store.Tx, rozmova.Event) ([]rozmova.Alert, error)) ([]rozmova.Alert, error) {
	decision, err := tx.Decision(rozmova.ID[rozmova.Decision](e.Ref))
	if err != nil || !decision.Final.IsZero() {
		return nil, err
	}
	return who(tx, e)
}

// decided is whom a decision concerns that nobody can undo any more: the author, and who reported.
func (d *Desk) decided(tx *store.Tx, e rozmova.Event) (list []rozmova.Alert, err error) {
	decision, err := tx.Decision(rozmova.ID[rozmova.Decision](e.Ref))
	if err != nil || decision.Scope == rozmova.OfBranch {
		return nil, err
	}
	if decision.Action.Restricts() || decision.Action == rozmova.Restore || decision.Action == rozmova.Lift {
		if list, err = d.decidedAbout(tx, e); err != nil {
			return nil, err
		}
	}
	more, err := d.answered(tx, e)
	return append(list, more...), err
}

// heard is who appealed, once the appeal was heard.
func (d *Desk) heard(tx *store.Tx, e rozmova.Event) ([]rozmova.Alert, error) {
	a, err := tx.Appeal(rozmova.ID[rozmova.Appeal](e.Ref))
	if err != nil || a.Appellant.IsZero() {
		return nil, err
	}
	return []rozmova.Alert{{Reader: a.Appellant, Kind: rozmova.AlertDecision, Story: e.Story, Comment: a.Comment, Ref: a.Decision}}, nil
}
