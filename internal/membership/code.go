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

// RequestCode sends a code to an address, for Confirm to the reader's own, and gives the secret that the asking browser must
// show with it. The answer is the same whether or not somebody goes by that address. Invalid for what is no address; TooMany
// where too many were asked for within the hour, and Unavailable where too many are asked for by all (see mayAsk).
func (d *Desk) RequestCode(ctx context.Context, a Asking, address string) (string, error) {
	email, err := d.addressFor(ctx, a, address)
	if err != nil {
		return "", err
	}
	secret, id := token()
	now := d.o.Now()
	key := emailKey(email)
	code, counted := "", false
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("code " + key); err != nil {
			return err
		}
		who, err := d.askerOf(tx, a, key)
		if err != nil {
			return err
		}
		if err := d.mayAsk(tx, who, key, now); err != nil {
			return err
		}
		if !who.known && !counted && !d.letters.AllowN(now, 1) {
			return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "code.busy", Field: "email"}
		}
		counted = true // also where the step is tried again
		digits, err := d.digits(tx, who, key, now)
		if err != nil {
			return err
		}
		if code, err = someDigits(digits); err != nil {
			return err
		}
		c := &store.SignInCode{
			ID: id, Site: d.o.Site.ID, Email: key, Locale: a.Locale, Hash: hashOf(secret + code), Created: now, Expires: now.Add(CodeLife),
			Purpose: string(a.purpose()), Origin: who.id, Known: who.known,
		}
		if a.Reader != nil {
			c.Reader = a.Reader.ID
		}
		return tx.AddSignInCode(c)
	})
	if err != nil {
		return "", err
	}
	d.sending.Go(func() { d.send(context.WithoutCancel(ctx), email, code, a.Locale) })
	return secret, nil
}

// addressFor gives the address to which a code is to go.
func (d *Desk) addressFor(ctx context.Context, a Asking, address string) (string, error) {
	if a.For != Confirm {
		return mail.ParseAddress(strings.TrimSpace(address))
	}
	email, err := d.Email(ctx, a.Reader)
	if errors.Is(err, rozmova.NotFound) {
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "confirm.no_address", Field: "email"}
	}
	return email, err
}

// send tries to send a code.
func (d *Desk) send(ctx context.Context, email, code string, locale rozmova.Locale) {
	d.deliver(ctx, "sending a sign-in code", func(ctx context.Context) error { return d.o.SendCode(ctx, email, code, locale) })
}

// deliver tries for a minute: a code is of no use much later, and the reader can ask for another.
func (d *Desk) deliver(ctx context.Context, what string, send func(context.Context) error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	for wait := 2 * time.Second; ; wait *= 2 {
		err := send(ctx)
		if err == nil {
			return
		}
		if !mail.Temporary(err) || ctx.Err() != nil {
			d.o.Log.Warn(what, "error", err)
			return
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// A Welcome is what comes of a way in that was shown.
type Welcome struct {
	Reader  *rozmova.Reader
	Session string // secret for the browser's cookie
	New     bool   // the reader has just joined, under a made-up pen name
	Way     Way
	// Proposed is a pen name that the reader may like, for whom a provider knows it; empty for none.
	Proposed string
	// Locked are the reader's roles that do not work in this session before a second factor is shown; nil: all do.
	Locked []rozmova.Grant
}

// EnterCode does what a code was asked for, with the secret of the browser that asked (see settle). A reader who comes for the
// first time joins under a made-up pen name. Invalid "code.wrong" tells how many tries are left; "code.expired",
// "code.guessed" and "code.over" ask for another code. Conflict "way.taken" says that the address to be linked is somebody else's, which only
// whoever reads its letters is told.
func (d *Desk) EnterCode(ctx context.Context, a Asking, secret, code string) (*Welcome, error) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
	id, now := hashOf(secret), d.o.Now()
	var w *Welcome
	var refusal error
	var old, email string // of the reader, where the address changed
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		w, refusal, old = nil, nil, ""
		c, err := tx.TrySignInCode(id)
		if errors.Is(err, rozmova.NotFound) {
			refusal = over("code.over")
			return nil
		}
		if err != nil {
			return err
		}
		if refusal = check(c, a, secret, digits, now); refusal != nil {
			return nil // the try stays counted
		}
		if err := tx.UseSignInCode(id); err != nil {
			return err
		}
		email, a.Locale = c.Email, c.Locale
		p := proof{way: ByCode, email: email, add: func(tx *store.Tx, r *rozmova.Reader) (err error) {
			if old, err = tx.Email(r.ID); err != nil && !errors.Is(err, rozmova.NotFound) {
				return err
			}
			return tx.ReplaceContact(r, email, email, now)
		}}
		if p.owner, err = d.ownerOf(tx, email); err != nil {
			return err
		}
		if p.owner != nil { // the letter has arrived
			if err := tx.ContactWorks(p.owner.ID); err != nil {
				return err
			}
		}
		w, err = d.settle(tx, a, p, now)
		if a.For != SignIn && (errors.Is(err, rozmova.Conflict) || errors.Is(err, rozmova.Invalid)) {
			refusal = err // nothing was changed yet; the code is used
			return nil
		}
		return err
	})
	if err == nil {
		err = refusal
	}
	if err != nil {
		return nil, err
	}
	if a.For == Link && old != "" && emailKey(old) != email {
		d.tellChanged(ctx, w.Reader, old, email)
	}
	return w, nil
}

// check tells what is wrong with the digits that were entered for a code, whose tries count this one; nil for nothing.
func check(c *store.SignInCode, a Asking, secret, digits string, now time.Time) error {
	switch {
	case c.Purpose != string(a.purpose()) || a.Reader != nil && c.Reader != a.Reader.ID:
		return over("code.over")
	case c.Tries > CodeTries:
		return over("code.guessed")
	case now.After(c.Expires):
		return over("code.expired")
	case subtle.ConstantTimeCompare(c.Hash, hashOf(secret+digits)) == 1:
		return nil
	case c.Tries == CodeTries:
		return over("code.guessed")
	}
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "code.wrong", Field: "code", Args: map[string]any{"N": CodeTries - c.Tries}}
}

func over(reason string) error {
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "code"}
}

// ownerOf gives who goes by an address, nil for nobody, and holds others off who would enter one for it at the same time.
func (d *Desk) ownerOf(tx *store.Tx, email string) (*rozmova.Reader, error) {
	if err := tx.Lock("email " + email); err != nil {
		return nil, err
	}
	r, err := tx.ReaderByEmail(d.o.Site.ID, email)
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil
	}
	return r, err
}

// emailKey is an address as it is compared: in lower case.
func emailKey(email string) string { return strings.ToLower(email) }

// someDigits makes a code of so many digits.
func someDigits(n int) (string, error) {
	most := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	drawn, err := rand.Int(rand.Reader, most)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%0*d", n, drawn), nil
}
