package moderation

import (
	"context"
	"errors"
	"hash/fnv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// LookOneIn is of how many final decisions one is looked at again; SamplesADay is how many comments are drawn each day to measure the
// automation.
const (
	LookOneIn   = 20
	SamplesADay = 20
)

// DrawLooks draws by lot among the decisions that became final after a time, and gives the time up to which it drew. The lot hangs on
// the decision alone, so that several processes draw the same.
func (d *Desk) DrawLooks(ctx context.Context, after time.Time) (time.Time, error) {
	const step = 500
	for {
		n, to := 0, after
		err := d.db.Update(ctx, func(tx *store.Tx) error {
			list, err := tx.SettledSince(d.site.ID, after, step)
			if err != nil {
				return err
			}
			n = len(list)
			for _, decision := range list {
				to = decision.Settled
				lot := fnv.New32a()
				_, _ = lot.Write(decision.ID[:])
				if lot.Sum32()%LookOneIn != 0 {
					continue
				}
				if err := tx.DrawLook(decision.ID, d.now()); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return after, err
		}
		if after = to; n < step {
			return after, nil
		}
	}
}

// DrawSamples draws the comments of the day before by which the automation is measured, once a day. The day is that of the zone.
func (d *Desk) DrawSamples(ctx context.Context, zone *time.Location) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("samples"); err != nil {
			return err
		}
		now := d.now()
		local := now.In(zone)
		today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone)
		drawn, err := tx.SamplesDrawn(d.site.ID, today)
		if err != nil || drawn > 0 {
			return err
		}
		_, err = tx.DrawSamples(d.site.ID, today.AddDate(0, 0, -1), today, SamplesADay, now)
		return err
	})
}

// A Look is a comment that was decided about, shown to somebody who does not know how.
type Look struct {
	Decision rozmova.ID[rozmova.Decision]
	Card     *Card // of the comment alone: without decisions, reports and what the classifier says
}

// NextLook gives the comment of the moderator's sections that waits longest for a second look; nil: none does. It tells nothing of the
// first.
func (d *Desk) NextLook(ctx context.Context, by *rozmova.Reader) (look *Look, err error) {
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		look = nil
		decision, err := tx.NextLook(d.site.ID, by.ID, sections)
		if errors.Is(err, rozmova.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		c, err := tx.Comment(decision.Comment)
		if err != nil {
			return err
		}
		card, err := d.blind(tx, c)
		look = &Look{decision.ID, card}
		return err
	})
	return look, err
}

// blind gives a card that tells nothing of what anybody thinks of the comment.
func (d *Desk) blind(tx *store.Tx, c *rozmova.Comment) (*Card, error) {
	card, err := d.card(tx, c)
	if err != nil {
		return nil, err
	}
	return &Card{Comment: card.Comment, Parent: card.Parent, Story: card.Story, Since: card.Since, People: card.People}, nil
}

// LookAgain keeps what a moderator would have decided: Keep, or Remove with a rule. It changes nothing about the comment. Whoever
// decided first, and the author, are Forbidden; Conflict: somebody else has answered.
func (d *Desk) LookAgain(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Decision], action rozmova.Action, rule string) error {
	switch {
	case action != rozmova.Keep && action != rozmova.Remove:
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "quality.answer_missing", Field: "action"}
	case action == rozmova.Keep:
		rule = ""
	case rule == "":
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.rule_missing", Field: "rule"}
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		decision, err := tx.Decision(id)
		if err != nil {
			return err
		}
		c, err := tx.Comment(decision.Comment)
		if err != nil {
			return err
		}
		if err := mayAbout(tx, by, c, "decision.own_comment"); err != nil {
			return err
		}
		if decision.By == by.ID {
			return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "quality.own_decision"}
		}
		if rule != "" {
			if _, err := tx.Rule(c.Site, rule); errors.Is(err, rozmova.NotFound) {
				return &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.rule_missing", Field: "rule"}
			} else if err != nil {
				return err
			}
		}
		return tx.PutLook(id, by.ID, action, rule, d.now())
	})
}

// NextSample gives the comment of the sample, of the moderator's sections, that waits longest for an answer; nil: none does.
func (d *Desk) NextSample(ctx context.Context, by *rozmova.Reader) (card *Card, err error) {
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		card = nil
		c, err := tx.NextSample(d.site.ID, by.ID, sections)
		if errors.Is(err, rozmova.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		card, err = d.blind(tx, c)
		return err
	})
	return card, err
}

// AnswerSample keeps what a moderator says of a comment of the sample: does it insult, threaten or attack somebody here. It decides
// nothing about the comment.
func (d *Desk) AnswerSample(ctx context.Context, by *rozmova.Reader, comment rozmova.ID[rozmova.Comment], revision int, said rozmova.Answer) error {
	if said == rozmova.Unsaid {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "quality.answer_missing", Field: "said"}
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.Comment(comment)
		if err != nil {
			return err
		}
		if err := mayAbout(tx, by, c, "label.own_comment"); err != nil {
			return err
		}
		if revision != c.Revision {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		}
		return tx.PutSample(comment, by.ID, said, d.now())
	})
}
