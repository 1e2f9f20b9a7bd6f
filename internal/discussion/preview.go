package discussion

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Preview gives what a comment would look like in a thread. It refuses the text as Post would, and keeps nothing; whether and
// by whom comments are taken there does not matter.
func (d *Desk) Preview(ctx context.Context, viewer *rozmova.Reader, thread rozmova.ID[rozmova.Thread], markdown string) (body []rozmova.Block, err error) {
	source, err := clean(markdown)
	if err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		t, s, err := d.open(tx, viewer, thread)
		if err != nil {
			return err
		}
		terms := d.Terms(t, s)
		if body, err = terms.read(source); err != nil {
			return err
		}
		body, _, err = mention(tx, t.ID, body)
		return err
	})
	if err != nil {
		return nil, err
	}
	return body, nil
}
