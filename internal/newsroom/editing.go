package newsroom

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// change does one step of an editor to a story that readers may see, and writes down the audit that it gives; nil for none.
func (d *Desk) change(ctx context.Context, editor *rozmova.Reader, slug rozmova.Slug, do func(*store.Tx, *rozmova.Story, time.Time) (*rozmova.Audit, error)) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("slug " + d.site.ID.String() + " " + string(slug)); err != nil {
			return err
		}
		s, err := d.edited(tx, editor, slug)
		if err != nil {
			return err
		}
		now := d.clock()
		audit, err := do(tx, s, now)
		if err != nil || audit == nil {
			return err
		}
		audit.ID, audit.Site, audit.Actor, audit.At = rozmova.NewID[rozmova.Audit](now), d.site.ID, editor.ID, now
		return tx.AddAudit(audit)
	})
}

// ToEdit gives a story that readers may see to an editor of its section: Unauthenticated, NotFound, or Forbidden (role.editor_needed).
func (d *Desk) ToEdit(ctx context.Context, editor *rozmova.Reader, slug rozmova.Slug) (s *rozmova.Story, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		s, err = d.edited(tx, editor, slug)
		return err
	})
	return s, err
}

// edited gives a story that readers may see to an editor of its section.
func (d *Desk) edited(tx *store.Tx, editor *rozmova.Reader, slug rozmova.Slug) (*rozmova.Story, error) {
	if editor == nil {
		return nil, rozmova.Unauthenticated
	}
	if !slug.Valid() {
		return nil, rozmova.NotFound
	}
	s, err := d.shown(tx.StoryBySlug(d.site.ID, slug))
	if err != nil {
		return nil, err
	}
	if editor.Site != d.site.ID || !edits(editor, s.Section) {
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	return s, nil
}
