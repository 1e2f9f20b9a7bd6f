package discussion

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// VisitEnds is how long after the last look at a thread a reader's visit to it is over. What others write from then on is new
// at the next one.
const VisitEnds = 30 * time.Minute

// MostNew is how far new comments are counted.
const MostNew = 100

// lookEvery is how often a look is written down: not each time that somebody loads the page.
const lookEvery = time.Minute

// looked gives what a look at a thread makes of a reader's visits: when the visit before the present one ended, and when the
// last look was. record tells whether that is to be written down.
func looked(before, last, now time.Time) (_, _ time.Time, record bool) {
	switch gone := now.Sub(last); {
	case last.IsZero():
		return time.Time{}, now, true // the first of all: nothing is new
	case gone >= VisitEnds:
		return last, now, true
	case gone >= lookEvery:
		return before, now, true
	}
	return before, last, false
}

// look writes down that a reader looks at a thread. Where that does not succeed, the reader sees as new again what was new
// before, which is no reason to refuse the page.
func (d *Desk) look(ctx context.Context, reader *rozmova.Reader, thread rozmova.ID[rozmova.Thread]) {
	now := d.now()
	_ = d.db.Update(ctx, func(tx *store.Tx) error {
		before, last, err := tx.Visit(reader.ID, thread) // again: another of the reader's pages may have been quicker
		if err != nil {
			return err
		}
		before, last, record := looked(before, last, now)
		if !record {
			return nil
		}
		return tx.SetVisit(reader.ID, thread, before, last)
	})
}
