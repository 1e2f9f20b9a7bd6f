package app

import (
	"context"
	"time"

	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// retained is the name under which the store keeps the day on which what was over was last let go.
const retained = "retention"

// retain lets go every night what is no longer to be kept. A night that the program was not there for is made up for soon after its start.
func (a *App) retain(ctx context.Context) error {
	for {
		if err := a.retainTonight(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("letting go what is no longer to be kept", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(5 * time.Minute):
		}
	}
}

// quietNight gives the last night whose quiet hour is over, as a number such as 20261123.
func quietNight(now time.Time, zone *time.Location) int64 {
	last := nextQuiet(now, zone).In(zone).AddDate(0, 0, -1)
	return int64(last.Year()*10_000 + int(last.Month())*100 + last.Day())
}

// retainTonight lets go what is over, where the quiet hour has come and no other process does so tonight.
func (c *Core) retainTonight(ctx context.Context) error {
	night := quietNight(c.now(), c.Config.Location())
	var last int64
	if err := c.Store.View(ctx, func(tx *store.Tx) (err error) {
		last, _, err = tx.Position(retained)
		return err
	}); err != nil || last >= night {
		return err
	}
	mine := false
	if err := c.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock(retained); err != nil {
			return err
		}
		last, _, err := tx.Position(retained)
		if mine = last < night; err != nil || !mine {
			return err
		}
		return tx.SetPosition(retained, night)
	}); err != nil || !mine {
		return err
	}
	r := c.Config.Retention
	gone, err := c.Moderation.Forget(ctx, moderation.Keeping{
		Origins: r.Origins, Notifiers: r.Notifiers, RemovedText: r.RemovedText, Cases: r.Cases, Nudges: r.Nudges, Signals: r.Signals, Notes: r.Notes,
		Audit: r.Audit, Letters: r.Letters,
	})
	attrs, words := []any{"night", night}, int64(0)
	for _, kind := range []string{
		"origins", store.KeptNotifiers, "removed_text", store.KeptCases, store.KeptNudges, store.KeptSignals, store.KeptNotes, store.KeptAudit, store.KeptLetters,
	} {
		attrs = append(attrs, kind, gone[kind])
		words += gone[kind]
	}
	c.Log.Info("what is no longer to be kept was let go", attrs...)
	if err != nil || words == 0 {
		return err
	}
	return c.Store.Scrub(ctx)
}
