package moderation

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Keeping says for how many days what is personal is kept; of each kind 1 at least.
type Keeping struct {
	Origins, Notifiers, RemovedText, Cases, Nudges, Signals, Notes, Audit, Letters int
}

// forgetAtOnce is how many rows go in one step: a step holds up whoever writes.
const forgetAtOnce = 200

// Forget lets go what was kept for longer than it is to be, in small steps, and tells how much of each kind. What an appeal may need stays
// until the time for it is over, whatever the days say.
func (d *Desk) Forget(ctx context.Context, k Keeping) (map[string]int64, error) {
	now := d.now()
	gone := map[string]int64{}
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	appealable := now.AddDate(0, -AppealMonths, -4) // before it nothing can be appealed against any more; months end on different days
	earlier := func(a, b time.Time) time.Time {
		if b.Before(a) {
			return b
		}
		return a
	}
	var errs []error
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		day := int(ago(k.Origins).Unix() / (24 * 60 * 60))
		n, err := tx.CountOrigins(day)
		if err != nil {
			return err
		}
		gone["origins"] = int64(n)
		return tx.ForgetOrigins(day)
	})
	errs = append(errs, err)
	for _, kind := range []struct {
		name   string
		before time.Time
	}{
		{store.KeptNotifiers, earlier(ago(k.Notifiers), appealable)},
		{store.KeptCases, earlier(ago(k.Cases), appealable)},
		{store.KeptNudges, ago(k.Nudges)},
		{store.KeptSignals, ago(k.Signals)},
		{store.KeptNotes, ago(k.Notes)},
		{store.KeptAudit, ago(k.Audit)},
		{store.KeptLetters, ago(k.Letters)},
	} {
		errs = append(errs, inSteps(ctx, func() (more bool, err error) {
			var n int64
			err = d.db.Update(ctx, func(tx *store.Tx) (err error) {
				n, err = tx.Expire(d.site.ID, kind.name, kind.before, forgetAtOnce)
				return err
			})
			gone[kind.name] += n
			return n > 0, err
		}))
	}
	before := earlier(ago(k.RemovedText), appealable)
	errs = append(errs, inSteps(ctx, func() (more bool, err error) {
		var cleared []rozmova.ID[rozmova.Comment]
		err = d.db.Update(ctx, func(tx *store.Tx) (err error) {
			if cleared, err = tx.RemovedToClear(d.site.ID, before, forgetAtOnce/4); err != nil {
				return err
			}
			for _, id := range cleared {
				if err := tx.ClearRemoved(id); err != nil {
					return err
				}
			}
			return nil
		})
		gone["removed_text"] += int64(len(cleared))
		return len(cleared) > 0, err
	}))
	return gone, errors.Join(errs...)
}

// inSteps calls step until nothing more is to be done.
func inSteps(ctx context.Context, step func() (more bool, err error)) error {
	for ctx.Err() == nil {
		if more, err := step(); err != nil || !more {
			return err
		}
	}
	return ctx.Err()
}
