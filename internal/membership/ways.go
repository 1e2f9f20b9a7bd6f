package membership

import (
	"context"
	"encoding/hex"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A WayIn is one of a reader's ways in.
type WayIn struct {
	Kind  Way
	ID    string // hex digits of the passkey's or identity's; empty for the address
	Label string // how the reader tells it from others: the address, a passkey's name, a provider
	Added time.Time
	Used  time.Time // zero: never, or that is not known
}

// Ways gives a reader's ways in: the address first, then passkeys, then who they are at providers.
func (d *Desk) Ways(ctx context.Context, r *rozmova.Reader) ([]WayIn, error) {
	var list []WayIn
	err := d.db.View(ctx, func(tx *store.Tx) error {
		found, err := tx.Ways(r.ID)
		list = list[:0]
		for _, w := range found {
			in := WayIn{Kind: Way(w.Kind), ID: hex.EncodeToString(w.ID), Label: w.Label, Added: w.Added, Used: w.Used}
			if w.Kind == "contact" {
				in.Kind = ByCode
			}
			list = append(list, in)
		}
		return err
	})
	return list, err
}

// mayLose says whether a reader may lose one way in: the last is never removed. Whoever removes one asks in the same step.
// Conflict "way.last" says no.
func (d *Desk) mayLose(tx *store.Tx, reader rozmova.ID[rozmova.Reader]) error {
	if err := tx.Lock("ways " + reader.String()); err != nil {
		return err
	}
	n, err := tx.CountWays(reader)
	if err != nil {
		return err
	}
	if n <= 1 {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "way.last"}
	}
	return nil
}

// RemoveAddress forgets a reader's address. Conflict "way.last" where it is the only way in.
func (d *Desk) RemoveAddress(ctx context.Context, r *rozmova.Reader) error {
	var old string
	err := d.db.Update(ctx, func(tx *store.Tx) (err error) {
		if old, err = tx.Email(r.ID); errors.Is(err, rozmova.NotFound) {
			return nil // it is gone already
		}
		if err == nil {
			err = d.mayLose(tx, r.ID)
		}
		if err != nil {
			return err
		}
		return tx.DropContact(r.ID)
	})
	if err == nil && old != "" {
		d.tellChanged(ctx, r, old, "")
	}
	return err
}

// tellChanged tells an address, in the background, that it is no longer the one of an account; with shall stand in its place,
// masked, and is empty where none does.
func (d *Desk) tellChanged(ctx context.Context, r *rozmova.Reader, old, with string) {
	if d.o.SendChanged == nil {
		return
	}
	ctx = context.WithoutCancel(ctx)
	d.sending.Go(func() {
		d.deliver(ctx, "telling of a changed address", func(ctx context.Context) error {
			return d.o.SendChanged(ctx, old, Masked(with), r.Locale)
		})
	})
}

// Masked is an address as it is shown to whoever should know it already: its first letter, and where it is kept.
func Masked(email string) string {
	at := strings.LastIndexByte(email, '@')
	if at <= 0 {
		return ""
	}
	_, size := utf8.DecodeRuneInString(email)
	return email[:size] + "•••" + email[at:]
}

// Proven reports whether a reader showed a way in within Fresh in the session of a secret. Who has no way in at all, as a
// guest, has nothing more to show.
func (d *Desk) Proven(ctx context.Context, r *rozmova.Reader, secret string) (bool, error) {
	proven, now := false, d.o.Now()
	err := d.db.View(ctx, func(tx *store.Tx) error {
		s, err := tx.Session(hashOf(secret))
		if err != nil {
			return err
		}
		if proven = s.Reader == r.ID && now.Sub(s.Proven) < Fresh; proven {
			return nil
		}
		n, err := tx.CountWays(r.ID)
		proven = n == 0 && s.Reader == r.ID
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return false, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "session.over"}
	}
	return proven, err
}
