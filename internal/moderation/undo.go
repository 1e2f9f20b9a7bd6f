package moderation

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Undo takes a decision back within rozmova.Undoing, by whoever made it: the comment is as it was before, the reports wait again, a
// sanction that went with it is gone, and nobody is told. It gives the comment's ID. Conflict when the time is over, when it was undone
// before, or when something else happened to the comment since; Forbidden to others.
func (d *Desk) Undo(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Decision]) (comment rozmova.ID[rozmova.Comment], err error) {
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		decision, err := tx.Decision(id)
		if err != nil {
			return err
		}
		c, err := tx.CommentToChange(decision.Comment)
		if err != nil {
			return err
		}
		comment = c.ID
		if err := mayAbout(tx, by, c, "decision.own_comment"); err != nil {
			return err
		}
		if decision.By != by.ID || decision.Scope != rozmova.OfComment {
			return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "decision.not_yours"}
		}
		now := d.now()
		if !now.Before(decision.Final) || !decision.Undone.IsZero() || !decision.Settled.IsZero() {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "decision.settled"}
		}
		last, err := tx.Decisions(c.ID)
		if err != nil {
			return err
		}
		if len(last) == 0 || last[0].ID != decision.ID { // somebody has decided since
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		}
		return d.undo(tx, c, decision, by, now)
	})
	return comment, err
}

func (d *Desk) undo(tx *store.Tx, c *rozmova.Comment, decision *rozmova.Decision, by *rozmova.Reader, now time.Time) error {
	answered, err := tx.NoticesOf(decision.ID)
	if err != nil {
		return err
	}
	if err := tx.UndoDecision(decision.ID, now); err != nil {
		return err
	}
	for i := range answered {
		if answered[i].Kind == rozmova.RuleNotice {
			continue
		}
		if err := d.queueIllegal(tx, c, &answered[i]); err != nil {
			return err
		}
	}
	if err := d.undoSanctions(tx, decision, now); err != nil {
		return err
	}
	event := rozmova.Event{
		At: now, Kind: rozmova.DecisionUndone, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: by.ID, Ref: decision.ID,
	}
	if to, moves := decision.Action.To(); moves {
		if c.State != to {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		}
		if err := c.State.Move(rozmova.ByUndoing, decision.Before); err != nil {
			return err
		}
		back := event
		back.Kind = rozmova.CommentRestored
		switch decision.Before {
		case rozmova.Pending:
			back.Kind = rozmova.CommentPending
		case rozmova.Held:
			back.Kind = rozmova.CommentHeld
		case rozmova.Removed:
			back.Kind = rozmova.CommentRemoved
		}
		seq, err := tx.Append(back)
		if err != nil {
			return err
		}
		if err := tx.MoveComment(c, decision.Before, seq); err != nil {
			return err
		}
	}
	if err := tx.MarkAgain(c, decision.ID); err != nil {
		return err
	}
	_, err = tx.Append(event)
	return err
}

// settleAtOnce is how many decisions are settled in one step.
const settleAtOnce = 100

// Settle appends DecisionFinal for every decision that can no longer be undone, so that those whom it concerns are told. It is called
// by the program every second; several processes may.
func (d *Desk) Settle(ctx context.Context) error {
	for {
		n := 0
		err := d.db.Update(ctx, func(tx *store.Tx) error {
			list, err := tx.Unsettled(d.site.ID, d.now(), settleAtOnce)
			if err != nil {
				return err
			}
			n = len(list)
			for _, decision := range list {
				if err := d.settle(tx, decision); err != nil && !errors.Is(err, rozmova.Conflict) { // another process was quicker
					return err
				}
			}
			return nil
		})
		if err != nil || n < settleAtOnce {
			return err
		}
	}
}

// settle makes a decision final: from here on whom it concerns is told.
func (d *Desk) settle(tx *store.Tx, decision *rozmova.Decision) error {
	now := d.now()
	if err := tx.SettleDecision(decision.ID, now); err != nil {
		return err
	}
	decision.Settled = now
	c, err := tx.Comment(decision.Comment)
	if err != nil {
		return err
	}
	_, err = tx.Append(rozmova.Event{
		At: now, Kind: rozmova.DecisionFinal, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: decision.By, Ref: decision.ID,
	})
	return err
}
