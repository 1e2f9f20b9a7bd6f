package moderation

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// AlarmBefore is how long before a term runs out the alarm is given.
const AlarmBefore = 24 * time.Hour

// mostPressing is how many terms an alarm names.
const mostPressing = 100

// Pressing gives the notices and appeals that are due within a day or overdue, most pressing first, of the sections that the
// moderator has.
func (d *Desk) Pressing(ctx context.Context, by *rozmova.Reader) (list []store.Deadline, err error) {
	if by == nil || !by.Has(rozmova.Moderator, "") {
		return nil, may(by, "")
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		all, err := tx.Deadlines(d.site.ID, d.now().Add(AlarmBefore), mostPressing)
		for _, x := range all {
			if by.HasFor(rozmova.Moderator, x.Section) {
				list = append(list, x)
			}
		}
		return err
	})
	return list, err
}

// Alarms gives the notices and appeals that are due within a day and of which nobody was warned.
func (d *Desk) Alarms(ctx context.Context) (list []store.Deadline, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		all, err := tx.Deadlines(d.site.ID, d.now().Add(AlarmBefore), mostPressing)
		for _, x := range all {
			if x.Warned.IsZero() {
				list = append(list, x)
			}
		}
		return err
	})
	return list, err
}

// Alarmed writes down that the alarm before a term was given. It reports whether this call was the first to do so.
func (d *Desk) Alarmed(ctx context.Context, x store.Deadline) (first bool, err error) {
	err = d.db.Update(ctx, func(tx *store.Tx) error { return tx.DeadlineWarned(&x, d.now()) })
	if errors.Is(err, rozmova.NotFound) {
		return false, nil
	}
	return err == nil, err
}
