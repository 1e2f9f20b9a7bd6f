package discussion

import (
	"context"
	"errors"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// MayWrite reports whether a viewer is among those who may write in the discussion that a page is of, while it is open. Who is
// not signed in may be, once signed in. story may be a head.
func (d *Desk) MayWrite(ctx context.Context, viewer *rozmova.Reader, page *Page, story *rozmova.Story) (bool, error) {
	if viewer == nil || page.Terms.Writers != rozmova.OlderReaders && page.Terms.Writers != rozmova.Invited {
		return true, nil
	}
	err := d.db.View(ctx, func(tx *store.Tx) error {
		return page.Terms.mayWrite(tx, viewer, page.Thread, story, d.now())
	})
	if errors.Is(err, rozmova.Forbidden) {
		return false, nil
	}
	return err == nil, err
}
