package membership

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Begin begins a session for a reader, as every way in does in the end.
func (d *Desk) Begin(ctx context.Context, r *rozmova.Reader) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		_, err := d.begin(tx, r, Browser{}, ByCode, d.o.Now())
		return err
	})
}
