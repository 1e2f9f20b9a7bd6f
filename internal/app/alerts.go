package app

import (
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/store"
)

// alertsFollower is the name under which the log's position is kept.
const alertsFollower = "alerts"

// mostAlertEvents is how many events are taken in one step. A story that is corrected has a step of its own, as it may concern
// thousands.
const mostAlertEvents = 32

// beginFollower remembers from where a follower reads the log, where it is new: what happened before is not told.
func (a *App) beginFollower(ctx context.Context, name string) error {
	return a.Store.Update(ctx, func(tx *store.Tx) error {
		_, known, err := tx.Position(name)
		if err != nil || known {
			return err
		}
		head, err := tx.Head()
		if err != nil {
			return err
		}
		return tx.SetPosition(name, head)
	})
}

// followAlerts reads the log and tells readers what concerns them. Its position and the alerts are stored in one step.
func (a *App) followAlerts(ctx context.Context) error {
	var position int64
	err := a.Store.View(ctx, func(tx *store.Tx) (err error) {
		position, _, err = tx.Position(alertsFollower)
		return err
	})
	if err != nil {
		return err
	}
	saved := time.Now()
	return a.Store.Follow(ctx, position, poll, func(batch []rozmova.Event) error {
		last := batch[len(batch)-1].Seq
		batch = slices.DeleteFunc(slices.Clone(batch), func(e rozmova.Event) bool { return !alerts.Concerns(e) })
		for len(batch) > 0 {
			n := 1
			for n < len(batch) && n < mostAlertEvents && !batch[0].Comment.IsZero() && !batch[n].Comment.IsZero() {
				n++
			}
			if err := a.takeAlerts(ctx, batch[:n]); err != nil {
				return err
			}
			batch = batch[n:]
		}
		// Most batches concern nobody; to read them again after a restart does no harm.
		if time.Since(saved) < saveEvery {
			return nil
		}
		saved = time.Now()
		return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.SetPosition(alertsFollower, last) })
	})
}

// takeAlerts tells of some events in one step.
func (a *App) takeAlerts(ctx context.Context, events []rozmova.Event) error {
	raised, err := a.Alerts.AnyRaised(ctx, events)
	if err != nil || !raised {
		return err
	}
	err = a.Store.Update(ctx, func(tx *store.Tx) error {
		for _, e := range events {
			if err := a.Alerts.Take(tx, e); err != nil {
				return err
			}
		}
		return tx.SetPosition(alertsFollower, events[len(events)-1].Seq)
	})
	a.wakePost()
	return err
}

// wakePost has the letters and the pushes that are due sent now.
func (a *App) wakePost() {
	for _, wake := range []chan struct{}{a.letters, a.pushes} {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// gatherDigests writes down the digests that are due, every minute.
func (a *App) gatherDigests(ctx context.Context) error {
	for {
		n, err := a.Alerts.Gather(ctx)
		if err != nil && ctx.Err() == nil {
			a.Log.Warn("gathering digests", "error", err)
		}
		if n > 0 {
			a.wakePost()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Minute):
		}
	}
}
