package alerts

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// DigestLetter is the kind of the letter that gathers what happened in a day or a week.
const DigestLetter = "digest"

// due is when the next digest of a pace goes: at the site's hour, weekly ones on Monday. A day has its hour even when the clocks
// are put forward over it.
func (d *Desk) due(p rozmova.Pace, now time.Time) time.Time {
	local := now.In(d.o.Location)
	for day := 0; ; day++ {
		at := time.Date(local.Year(), local.Month(), local.Day()+day, d.o.Hour, 0, 0, 0, d.o.Location)
		if at.After(now) && (p != rozmova.Weekly || at.Weekday() == time.Monday) {
			return at
		}
	}
}

// Gather writes down the digests that are due, one letter for each reader, in a step for each: what is in a letter is no longer
// due, so that nothing is sent twice or lost. It tells how many there are.
func (d *Desk) Gather(ctx context.Context) (letters int, err error) {
	for {
		now := d.o.Now()
		var readers []rozmova.ID[rozmova.Reader]
		err := d.db.View(ctx, func(tx *store.Tx) (err error) {
			readers, err = tx.DueDigests(now, 100)
			return err
		})
		if err != nil || len(readers) == 0 {
			return letters, err
		}
		before := letters
		for _, r := range readers {
			err := d.db.Update(ctx, func(tx *store.Tx) error {
				seq, err := tx.TakeDigest(r, now)
				if err != nil {
					return err
				}
				return d.addLetter(tx, &store.Letter{Seq: seq, Kind: DigestLetter, Reader: r, Next: now})
			})
			if errors.Is(err, rozmova.NotFound) {
				continue // another process was quicker
			}
			if err != nil {
				return letters, err
			}
			letters++
		}
		if letters == before {
			return letters, nil // all of them by other processes, which go on
		}
	}
}
