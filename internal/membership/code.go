package membership

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
)

// RequestCode sends a six-digit code to an address and gives the secret that the asking browser must show with it. The
// answer is the same whether or not somebody goes by that address. Invalid for what is no address; TooMany when the
// address was sent too many codes within the hour.
func (d *Desk) RequestCode(ctx context.Context, address string, locale rozmova.Locale) (string, error) {
	email, err := mail.ParseAddress(strings.TrimSpace(address))
	if err != nil {
		return "", err
	}
	code, err := sixDigits()
	if err != nil {
		return "", err
	}
	secret, id := token()
	now := d.o.Now()
	key := emailKey(email)
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("code " + key); err != nil {
			return err
		}
		n, err := tx.CountSignInCodes(d.o.Site.ID, key, now.Add(-time.Hour), now.Add(time.Minute))
		if err != nil {
			return err
		}
		if n >= d.o.CodesPerHour {
			return &rozmova.Error{Kind: rozmova.TooMany, Reason: "code.too_many", Field: "email", Args: map[string]any{"Seconds": 3600}}
		}
		return tx.AddSignInCode(&store.SignInCode{
			ID: id, Site: d.o.Site.ID, Email: key, Locale: locale, Hash: hashOf(secret + code), Created: now, Expires: now.Add(CodeLife),
		})
	})
	if err != nil {
		return "", err
	}
	d.sending.Go(func() { d.send(context.WithoutCancel(ctx), email, code, locale) })
	return secret, nil
}

// send tries for a minute: a code is of no use much later, and the reader can ask for another.
func (d *Desk) send(ctx context.Context, email, code string, locale rozmova.Locale) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for wait := 2 * time.Second; ; wait *= 2 {
		err := d.o.SendCode(ctx, email, code, locale)
		if err == nil {
			return
		}
		if !mail.Temporary(err) || ctx.Err() != nil {
			d.o.Log.Warn("sending a sign-in code", "error", err)
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// A Welcome is what comes of a right code.
type Welcome struct {
	Reader  *rozmova.Reader
	Session string // secret for the browser's cookie
	New     bool   // the reader has just joined, under a made-up pen name
}

// EnterCode signs in with a code and the secret of the browser that asked for it. A reader who comes for the first time
// joins under a made-up pen name. Invalid "code.wrong" tells how many tries are left; "code.over" asks for another code.
func (d *Desk) EnterCode(ctx context.Context, secret, code string) (*Welcome, error) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
	id, now := hashOf(secret), d.o.Now()
	var w *Welcome
	var refusal error
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		w, refusal = nil, nil
		c, err := tx.TrySignInCode(id)
		if errors.Is(err, rozmova.NotFound) {
			refusal = over()
			return nil
		}
		if err != nil {
			return err
		}
		switch {
		case now.After(c.Expires) || c.Tries > CodeTries:
			refusal = over()
			return nil // the try stays counted
		case subtle.ConstantTimeCompare(c.Hash, hashOf(secret+digits)) != 1:
			refusal = &rozmova.Error{Kind: rozmova.Invalid, Reason: "code.wrong", Field: "code", Args: map[string]any{"N": CodeTries - c.Tries}}
			if c.Tries == CodeTries {
				refusal = over()
			}
			return nil
		}
		if err := tx.UseSignInCode(id); err != nil {
			return err
		}
		w, err = d.enter(tx, c.Email, c.Locale, now)
		return err
	})
	if err == nil {
		err = refusal
	}
	if err != nil {
		return nil, err
	}
	return w, nil
}

func over() error { return &rozmova.Error{Kind: rozmova.Invalid, Reason: "code.over", Field: "code"} }

// enter signs the owner of an address in, who joins if not there yet.
func (d *Desk) enter(tx *store.Tx, email string, locale rozmova.Locale, now time.Time) (*Welcome, error) {
	if err := tx.Lock("email " + email); err != nil {
		return nil, err
	}
	w := &Welcome{}
	var err error
	w.Reader, err = tx.ReaderByEmail(d.o.Site.ID, email)
	if errors.Is(err, rozmova.NotFound) {
		w.New = true
		w.Reader, err = d.join(tx, email, "", locale, now)
	}
	if err != nil {
		return nil, err
	}
	w.Session, err = d.begin(tx, w.Reader, now)
	return w, err
}

// emailKey is an address as it is compared: in lower case.
func emailKey(email string) string { return strings.ToLower(email) }

func sixDigits() (string, error) {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%06d", n), nil
}
