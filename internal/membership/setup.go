package membership

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
)

// SetupLife is how long the code for the first administrator is good.
const SetupLife = 30 * time.Minute

// setup is the purpose of that code, which is kept beside those of sign-ins, by its hash. It is stored.
const setup = "setup"

// SetupCode makes the code with which the first administrator comes in, for the console; empty where somebody has a role already.
func (d *Desk) SetupCode(ctx context.Context) (string, error) {
	var b [16]byte
	_, _ = rand.Read(b[:])
	plain := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])
	now, given := d.o.Now(), false
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		given = false
		staff, err := tx.Staff(d.o.Site.ID)
		if err != nil || len(staff) > 0 {
			return err
		}
		given = true
		return tx.AddSignInCode(&store.SignInCode{
			ID: hashOf("setup " + plain), Site: d.o.Site.ID, Hash: hashOf("setup " + plain), Created: now, Expires: now.Add(SetupLife), Purpose: setup,
		})
	})
	if err != nil || !given {
		return "", err
	}
	var groups []string
	for i := 0; i < len(plain); i += 5 {
		groups = append(groups, plain[i:min(i+5, len(plain))])
	}
	return strings.Join(groups, "-"), nil
}

// SetupOpen reports whether the site waits for its first administrator: nobody has a role.
func (d *Desk) SetupOpen(ctx context.Context) (open bool, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		staff, err := tx.Staff(d.o.Site.ID)
		open = len(staff) == 0
		return err
	})
	return open, err
}

// SetUp makes whoever shows the console's code the first administrator, under an address, and signs them in. It works once. Invalid
// "setup.code" for a code that is not or no longer good; NotFound where somebody has a role already.
func (d *Desk) SetUp(ctx context.Context, b Browser, locale rozmova.Locale, code, address string) (*Welcome, error) {
	email, err := mail.ParseAddress(strings.TrimSpace(address))
	if err != nil {
		return nil, err
	}
	plain := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= '2' && r <= '7' {
			return r
		}
		return -1
	}, strings.ToUpper(code))
	id, now := hashOf("setup "+plain), d.o.Now()
	var w *Welcome
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("setup"); err != nil {
			return err
		}
		staff, err := tx.Staff(d.o.Site.ID)
		if err != nil {
			return err
		}
		if len(staff) > 0 {
			return rozmova.NotFound
		}
		c, err := tx.TrySignInCode(id)
		if errors.Is(err, rozmova.NotFound) || err == nil && (c.Purpose != setup || now.After(c.Expires)) {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "setup.code", Field: "code"}
		}
		if err != nil {
			return err
		}
		if err := tx.UseSignInCode(id); err != nil {
			return err
		}
		w = &Welcome{Way: ByLink}
		w.Reader, err = tx.ReaderByEmail(d.o.Site.ID, emailKey(email))
		if errors.Is(err, rozmova.NotFound) {
			w.New = true
			w.Reader, err = d.join(tx, email, "", locale, now)
		}
		if err != nil {
			return err
		}
		if err := d.grant(tx, rozmova.ID[rozmova.Reader]{}, w.Reader, rozmova.Grant{Role: rozmova.Admin}, now); err != nil {
			return err
		}
		if w.Reader, err = tx.Reader(w.Reader.ID); err != nil {
			return err
		}
		if w.Session, err = d.begin(tx, w.Reader, b, ByLink, now); err != nil {
			return err
		}
		w.Locked = d.locked(w.Reader, time.Time{})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}
