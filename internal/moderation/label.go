package moderation

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/store"
)

// Said gives what a decision tells of the comment, where a person made it: whether it insults somebody who takes part, and whether
// it threatens. A comment taken away under another rule tells nothing.
func Said(d *rozmova.Decision) (participant, threat rozmova.Answer) {
	switch {
	case d.Automatic:
	case !d.Action.Restricts():
		return rozmova.No, rozmova.No
	case d.Rule == respectRule:
		return rozmova.Yes, rozmova.Unsaid
	case d.Rule == threatsRule:
		return rozmova.Unsaid, rozmova.Yes
	}
	return rozmova.Unsaid, rozmova.Unsaid
}

// A Question is a comment that somebody is asked about, to teach the classifier.
type Question struct {
	Card  *Card // nil: there is nothing to ask about
	Today int   // comments that the moderator has labelled since midnight
	More  int   // that the next learning lacks; 0: there are enough
}

// Uncertain gives the comment of the moderator's sections that the classifier is least sure of and that nobody has labelled yet. The
// moderator's own are not asked about. The moderator's day is that of the zone.
func (d *Desk) Uncertain(ctx context.Context, by *rozmova.Reader, zone *time.Location) (*Question, error) {
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	thresholds := map[string]float32{}
	for _, language := range []string{"uk", "ru", "en", ""} {
		thresholds[language] = d.policy.markFrom(language, rozmova.Participant)
	}
	now := d.now().In(zone)
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, zone)
	q := &Question{}
	err := d.db.View(ctx, func(tx *store.Tx) error {
		told, more, err := d.told(tx, by.ID, midnight)
		if err != nil {
			return err
		}
		*q = Question{Today: told.Today, More: more}
		found, err := tx.Uncertain(d.site.ID, by.ID, sections, thresholds, 1)
		if err != nil || len(found) == 0 {
			return err
		}
		c, err := tx.Comment(found[0])
		if err != nil {
			return err
		}
		q.Card, err = d.card(tx, c)
		return err
	})
	if err != nil {
		return nil, err
	}
	return q, nil
}

// Label keeps what a moderator says of a comment. It decides nothing about it. A label without an answer passes the comment over: that
// moderator is not asked about it again. Whose section it is not, and whose own comment it is, is Forbidden; Conflict: the comment was changed
// meanwhile.
func (d *Desk) Label(ctx context.Context, by *rozmova.Reader, l rozmova.Lesson) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.Comment(l.Comment)
		if err != nil {
			return err
		}
		if err := mayAbout(tx, by, c, "label.own_comment"); err != nil {
			return err
		}
		if l.Revision != c.Revision {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		}
		l.By, l.At = by.ID, d.now()
		return tx.PutLesson(&l)
	})
}

// Lacking tells how many labels or decisions the next learning lacks; 0: there are enough for one.
func (d *Desk) Lacking(ctx context.Context) (more int, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		_, more, err = d.told(tx, rozmova.ID[rozmova.Reader]{}, d.now())
		return err
	})
	return more, err
}

// told counts what people have said. The first learning wants so many insults and as many that are none; the next ones as many that are new,
// also behind one that the operator took back: the same is not learnt again.
func (d *Desk) told(tx *store.Tx, by rozmova.ID[rozmova.Reader], midnight time.Time) (told store.Told, more int, err error) {
	since, err := tx.LastTaught()
	if err != nil {
		return told, 0, err
	}
	told, err = tx.Told(d.site.ID, []string{respectRule}, since, by, midnight)
	lacks := func(n int) int { return max(0, civility.LeastOfEach-n) }
	return told, max(lacks(told.Yes)+lacks(told.No), lacks(told.Since)), err
}
