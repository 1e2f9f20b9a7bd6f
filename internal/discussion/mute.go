package discussion

import (
	"context"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxMuted is how many others a reader may mute. Every page that the reader opens asks for all of them.
const MaxMuted = 500

// Mute keeps another reader's words out of a reader's sight, and out of nobody else's; the staff's too. It gives the other.
// Muting twice is fine. Refusals: Unauthenticated; Forbidden guest.only_comment; NotFound; Conflict mute.self, mute.too_many.
func (d *Desk) Mute(ctx context.Context, reader *rozmova.Reader, other rozmova.ID[rozmova.Reader]) (who *rozmova.Reader, err error) {
	if err := member(reader); err != nil {
		return nil, err
	}
	if other == reader.ID {
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "mute.self"}
	}
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if who, err = d.reader(tx, other); err != nil {
			return err
		}
		muted, err := tx.Muted(reader.ID)
		if err != nil {
			return err
		}
		if slices.Contains(muted, other) {
			return nil
		}
		if len(muted) >= MaxMuted {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "mute.too_many", Args: map[string]any{"Max": MaxMuted}}
		}
		return tx.Mute(reader.ID, other, d.now())
	})
	return whole(who, err)
}

// Unmute brings another reader's words back into a reader's sight. It gives the other, muted or not.
func (d *Desk) Unmute(ctx context.Context, reader *rozmova.Reader, other rozmova.ID[rozmova.Reader]) (who *rozmova.Reader, err error) {
	if err := member(reader); err != nil {
		return nil, err
	}
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if who, err = d.reader(tx, other); err != nil {
			return err
		}
		return tx.Unmute(reader.ID, other)
	})
	return whole(who, err)
}

// Muted gives whom a reader has muted, the latest first.
func (d *Desk) Muted(ctx context.Context, reader *rozmova.Reader) (list []*rozmova.Reader, err error) {
	if err := signedIn(reader); err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		ids, err := tx.Muted(reader.ID)
		if err != nil {
			return err
		}
		people, err := tx.Readers(ids)
		for _, id := range ids {
			if r := people[id]; r != nil {
				list = append(list, r)
			}
		}
		return err
	})
	return list, err
}

// Reader gives a reader of the site.
func (d *Desk) Reader(ctx context.Context, id rozmova.ID[rozmova.Reader]) (who *rozmova.Reader, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		who, err = d.reader(tx, id)
		return err
	})
	return whole(who, err)
}

func (d *Desk) reader(tx *store.Tx, id rozmova.ID[rozmova.Reader]) (*rozmova.Reader, error) {
	r, err := tx.Reader(id)
	if err == nil && r.Site != d.site.ID {
		return nil, rozmova.NotFound
	}
	return r, err
}

// whole gives a reader, or an error and none.
func whole(r *rozmova.Reader, err error) (*rozmova.Reader, error) {
	if err != nil {
		return nil, err
	}
	return r, nil
}
