package membership

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
)

// join makes a reader; an empty name becomes a made-up one, and an empty address is none.
func (d *Desk) join(tx *store.Tx, email, name string, locale rozmova.Locale, now time.Time) (*rozmova.Reader, error) {
	if err := tx.Lock("pen names"); err != nil {
		return nil, err
	}
	if name == "" {
		var err error
		if name, err = d.madeUp(tx, locale); err != nil {
			return nil, err
		}
	}
	r := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](now), Site: d.o.Site.ID, PenName: name, Locale: locale, Joined: now}
	if err := tx.AddReader(r, lang.PenKey(name)); err != nil {
		return nil, err
	}
	if email != "" {
		if err := tx.SetContact(r, email, emailKey(email), now); err != nil {
			return nil, err
		}
	}
	_, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.ReaderJoined, Site: r.Site, Actor: r.ID})
	return r, err
}

// madeUp finds a free name: Reader and some digits.
func (d *Desk) madeUp(tx *store.Tx, locale rozmova.Locale) (string, error) {
	word := "Читач"
	if locale == "en" {
		word = "Reader"
	}
	for digits := int64(10_000); ; digits *= 10 {
		for range 5 {
			n, err := rand.Int(rand.Reader, big.NewInt(digits))
			if err != nil {
				return "", err
			}
			name := fmt.Sprintf("%s %d", word, n)
			taken, err := tx.PenKeyTaken(d.o.Site.ID, lang.PenKey(name), rozmova.ID[rozmova.Reader]{}, d.o.Now().Add(-OwnedName))
			if err != nil || !taken {
				return name, err
			}
		}
	}
}

// Invite makes a reader, or finds the one with the address, and gives the roles. It is what the command line does.
func (d *Desk) Invite(ctx context.Context, address, name string, locale rozmova.Locale, grants ...rozmova.Grant) (*rozmova.Reader, error) {
	return d.invite(ctx, rozmova.ID[rozmova.Reader]{}, address, name, locale, grants...)
}

// invite is Invite at somebody's wish; the zero ID is the operator at the console.
func (d *Desk) invite(ctx context.Context, by rozmova.ID[rozmova.Reader], address, name string, locale rozmova.Locale, grants ...rozmova.Grant) (*rozmova.Reader, error) {
	email, err := mail.ParseAddress(address)
	if err != nil {
		return nil, err
	}
	if name != "" {
		if name, err = checkPenName(name); err != nil {
			return nil, err
		}
	}
	now := d.o.Now()
	var r *rozmova.Reader
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		r, err = tx.ReaderByEmail(d.o.Site.ID, emailKey(email))
		if errors.Is(err, rozmova.NotFound) {
			if err := d.invitable(tx, name, grants); err != nil {
				return err
			}
			r, err = d.join(tx, email, name, locale, now)
		}
		if err != nil {
			return err
		}
		for _, g := range grants {
			if err := d.grant(tx, by, r, g, now); err != nil {
				return err
			}
		}
		r, err = tx.Reader(r.ID)
		return err
	})
	return r, err
}

// invitable says whether somebody new who is given some roles may go by a name; an empty one is yet to be made up.
func (d *Desk) invitable(tx *store.Tx, name string, grants []rozmova.Grant) error {
	if name == "" {
		return nil
	}
	if err := tx.Lock("pen names"); err != nil {
		return err
	}
	return d.free(tx, &rozmova.Reader{Grants: grants}, name)
}

// Revoke takes a role from a reader; NotFound where it was not held.
func (d *Desk) Revoke(ctx context.Context, r *rozmova.Reader, g rozmova.Grant) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		return d.revoke(tx, rozmova.ID[rozmova.Reader]{}, r, g, d.o.Now())
	})
}

// ByEmail gives the reader with an address; NotFound where there is none.
func (d *Desk) ByEmail(ctx context.Context, address string) (r *rozmova.Reader, err error) {
	email, err := mail.ParseAddress(address)
	if err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		r, err = tx.ReaderByEmail(d.o.Site.ID, emailKey(email))
		return err
	})
	return r, err
}

// Email gives a reader's own address.
func (d *Desk) Email(ctx context.Context, r *rozmova.Reader) (email string, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		email, err = tx.Email(r.ID)
		return err
	})
	return email, err
}

// Staff gives everybody who holds a role.
func (d *Desk) Staff(ctx context.Context) (list []*rozmova.Reader, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Staff(d.o.Site.ID)
		return err
	})
	return list, err
}

// Tidy deletes what has run out: sessions, codes, tokens.
func (d *Desk) Tidy(ctx context.Context) error {
	return d.db.Update(ctx, func(tx *store.Tx) error { return tx.Tidy(d.o.Now()) })
}
