package moderation

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// record gathers what is known of a reader: whole with history and notes, else the numbers alone.
func (d *Desk) record(tx *store.Tx, by *rozmova.Reader, id rozmova.ID[rozmova.Reader], comment rozmova.ID[rozmova.Comment], whole bool) (*Record, error) {
	r := &Record{}
	var err error
	if r.Reader, err = tx.Reader(id); err != nil {
		return nil, err
	}
	n, err := tx.RecordOf(id)
	if err != nil {
		return nil, err
	}
	r.Published, r.Removed, r.Warned, r.Reports, r.Founded = n.Published, n.Removed, n.Warned, n.Reports, n.Founded
	if !whole {
		return r, nil
	}
	if r.Sanctions, err = tx.SanctionsInForce(id, d.now()); err != nil {
		return nil, err
	}
	if r.History, err = tx.DecisionsAbout(id, shownHistory); err != nil {
		return nil, err
	}
	if err := elsewhere(tx, r.History, by); err != nil {
		return nil, err
	}
	notes, err := tx.Notes(id, comment, shownNotes)
	for _, n := range notes {
		r.Notes = append(r.Notes, Note{n.Text, n.By, n.At})
	}
	return r, err
}

// elsewhere takes the facts out of decisions about what stands where a moderator has nothing to say: that something was decided counts for
// the whole site, the words of it are for who decides there.
func elsewhere(tx *store.Tx, decisions []*rozmova.Decision, by *rozmova.Reader) error {
	var ids []rozmova.ID[rozmova.Comment]
	for _, d := range decisions {
		ids = append(ids, d.Comment)
	}
	comments, err := tx.CommentsByID(ids)
	if err != nil {
		return err
	}
	var stories []rozmova.ID[rozmova.Story]
	for _, c := range comments {
		stories = append(stories, c.Story)
	}
	heads, err := tx.StoryHeadsByID(stories)
	if err != nil {
		return err
	}
	for _, d := range decisions {
		c := comments[d.Comment]
		if c == nil || heads[c.Story] == nil || may(by, heads[c.Story].Section) != nil {
			d.Facts = ""
		}
	}
	return nil
}

// like finds what people decided in like cases: about the same words, then the nearest; only such as the moderator may see.
func (d *Desk) like(tx *store.Tx, card *Card, by *rozmova.Reader) ([]Like, error) {
	rule, label, score := "", "", float32(0)
	for _, q := range card.Queued {
		rule, label, score = q.Rule, q.Label, q.Score
		if rule != "" {
			break
		}
	}
	if label == "" && card.Verdict != nil {
		worst := rozmova.WorstOf(card.Verdict)
		label, score = worst.String(), card.Verdict.Scores[worst]
	}
	decisions, err := sameWords(tx, card.Comment)
	if err != nil {
		return nil, err
	}
	near, err := tx.LikeDecisions(d.site.ID, card.Comment.ID, rule, label, score, 4*shownLike)
	if err != nil {
		return nil, err
	}
	var comments []rozmova.ID[rozmova.Comment]
	for _, decision := range append(decisions, near...) {
		comments = append(comments, decision.Comment)
	}
	of, err := tx.CommentsByID(comments)
	if err != nil {
		return nil, err
	}
	var stories []rozmova.ID[rozmova.Story]
	for _, c := range of {
		stories = append(stories, c.Story)
	}
	heads, err := tx.StoryHeadsByID(stories)
	if err != nil {
		return nil, err
	}
	var list []Like
	told := map[rozmova.ID[rozmova.Comment]]bool{}
	for _, decision := range append(decisions, near...) {
		c := of[decision.Comment]
		if c == nil || told[c.ID] || len(list) == shownLike {
			continue
		}
		if head := heads[c.Story]; head == nil || may(by, head.Section) != nil {
			continue
		}
		told[c.ID] = true
		list = append(list, Like{decision, c})
	}
	return list, nil
}

// sameWords gives what people decided last about comments that say nearly the same.
func sameWords(tx *store.Tx, c *rozmova.Comment) (list []*rozmova.Decision, err error) {
	copies, err := tx.Copies(fingerprints(plainOf(c)), time.Time{}, 4*shownLike)
	if err != nil {
		return nil, err
	}
	var ids []rozmova.ID[rozmova.Comment]
	for _, other := range copies {
		if other.Comment != c.ID {
			ids = append(ids, other.Comment)
		}
	}
	latest, err := tx.LatestDecisions(ids)
	for _, id := range ids {
		if decision := latest[id]; decision != nil && !decision.Automatic && decision.Action != rozmova.Hold {
			list = append(list, decision)
		}
	}
	return list, err
}
