package discussion

import (
	"context"
	"time"

	"github.com/rozmova/rozmova/internal/store"
)

// Beyond gives the time of the first comment on the page that follows one; zero where none does. Of a page in an order of time
// that is where it ends: what happened from then on belongs to the next.
func (d *Desk) Beyond(ctx context.Context, page *Page) (at time.Time, err error) {
	if page.Next == "" {
		return at, nil
	}
	o := page.Order.stored()
	from, err := parsePlace(page.Next, "after", o)
	if err != nil {
		return at, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		from, err := placeOf(tx, page.Thread.ID, o, from)
		if err != nil {
			return err
		}
		roots, err := tx.Roots(page.Thread.ID, o, from, false, 1)
		if err == nil && len(roots) > 0 {
			at = roots[0].Created
		}
		return err
	})
	return at, err
}
