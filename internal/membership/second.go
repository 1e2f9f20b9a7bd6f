package membership

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// How codes of an authenticator app are made and bounded; docs/decisions/second-factor.md says why so.
const (
	appStep  = 30               // seconds that a code is good for, and one step before and after
	appTries = 5                // wrong codes before a wait
	appWait  = 15 * time.Minute // the first wait; each further one is twice as long
	appMost  = 24 * time.Hour   // the longest
)

// A Second is what somebody who has a role can show as a second factor.
type Second struct {
	Locked  bool      // it has to be shown in this session before the roles work
	Since   time.Time // when the authenticator app was set up; zero: there is none
	Pending string    // secret of an app that is being set up, base32; empty for none
	Address string    // otpauth address of it, for a QR code
	Passkey bool      // a passkey with which the device verifies who holds it
}

// Any reports whether there is a second factor to be shown.
func (s *Second) Any() bool { return s.Passkey || !s.Since.IsZero() }

// locked gives the roles of a reader that do not work in a session, for no second factor was shown in it; nil where they do.
func (d *Desk) locked(r *rozmova.Reader, second time.Time) []rozmova.Grant {
	if !d.o.SecondFactor || !second.IsZero() {
		return nil
	}
	return r.Grants
}

// AsksSecond reports whether roles wait for a second factor.
func (d *Desk) AsksSecond() bool { return d.o.SecondFactor }

// Visitor is Session for a browser: the reader comes without the roles that wait for a second factor, which are told beside.
func (d *Desk) Visitor(ctx context.Context, secret string) (r *rozmova.Reader, locked []rozmova.Grant, err error) {
	r, s, err := d.session(ctx, secret)
	if err != nil {
		return nil, nil, err
	}
	if locked = d.locked(r, s.Second); len(locked) > 0 {
		plain := *r
		plain.Grants = nil
		r = &plain
	}
	return r, locked, nil
}

// SecondOf tells what a reader who has a role can show in a session. Forbidden where no role is held.
func (d *Desk) SecondOf(ctx context.Context, r *rozmova.Reader, session string) (*Second, error) {
	var second *Second
	err := d.db.View(ctx, func(tx *store.Tx) error {
		fresh, s, err := d.staffIn(tx, r, session)
		if err != nil {
			return err
		}
		second = &Second{Locked: len(d.locked(fresh, s.Second)) > 0}
		app, err := tx.Totp(r.ID)
		switch {
		case err == nil && app.Added.IsZero():
			second.Pending = app.Secret
			second.Address = d.appAddress(fresh, app.Secret)
		case err == nil:
			second.Since = app.Added
		case !errors.Is(err, rozmova.NotFound):
			return err
		}
		second.Passkey, err = verifies(tx, fresh)
		return err
	})
	return second, err
}

// staffIn gives somebody who has a role as the store knows them, and the session that they are in.
func (d *Desk) staffIn(tx *store.Tx, r *rozmova.Reader, session string) (*rozmova.Reader, *store.Session, error) {
	fresh, err := tx.Reader(r.ID)
	if err != nil {
		return nil, nil, err
	}
	if !fresh.Staff() {
		return nil, nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.staff_needed"}
	}
	s, err := tx.Session(hashOf(session))
	if err == nil && s.Reader != r.ID {
		err = rozmova.NotFound
	}
	if errors.Is(err, rozmova.NotFound) {
		err = &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "session.over"}
	}
	return fresh, s, err
}

// verifies reports whether a reader has a passkey with which the device verifies who holds it: two factors in one.
func verifies(tx *store.Tx, r *rozmova.Reader) (bool, error) {
	h, err := holderOf(tx, r)
	if err != nil {
		return false, err
	}
	for _, c := range h.credentials {
		if c.Flags.UserVerified {
			return true, nil
		}
	}
	return false, nil
}

// MayChangeSecond refuses who has a role and a second factor, but has not shown it in this session: whoever reads somebody's letters
// must not make a factor of their own. Forbidden "second.needed".
func (d *Desk) MayChangeSecond(ctx context.Context, r *rozmova.Reader, session string) error {
	return d.db.View(ctx, func(tx *store.Tx) error { return d.mayChangeSecond(tx, r.ID, session) })
}

func (d *Desk) mayChangeSecond(tx *store.Tx, reader rozmova.ID[rozmova.Reader], session string) error {
	if !d.o.SecondFactor {
		return nil
	}
	r, err := tx.Reader(reader)
	if err != nil || !r.Staff() {
		return err
	}
	s, err := tx.Session(hashOf(session))
	if err != nil && !errors.Is(err, rozmova.NotFound) {
		return err
	}
	if err == nil && !s.Second.IsZero() {
		return nil
	}
	passkey, err := verifies(tx, r)
	if err != nil {
		return err
	}
	app, err := tx.Totp(reader)
	if err != nil && !errors.Is(err, rozmova.NotFound) {
		return err
	}
	if passkey || err == nil && !app.Added.IsZero() {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "second.needed"}
	}
	return nil
}

// appAddress is what an authenticator app reads from a QR code.
func (d *Desk) appAddress(r *rozmova.Reader, secret string) string {
	issuer := d.o.Site.Name
	if issuer == "" {
		issuer = d.o.Site.Host
	}
	u := url.URL{Scheme: "otpauth", Host: "totp", Path: "/" + strings.ReplaceAll(r.PenName, ":", " ")}
	u.RawQuery = strings.ReplaceAll(url.Values{"secret": {secret}, "issuer": {issuer}}.Encode(), "+", "%20")
	return u.String()
}

// BeginApp makes the secret of an authenticator app, which counts once a code of it was shown (ConfirmApp). Conflict "second.there"
// where there is one that counts already.
func (d *Desk) BeginApp(ctx context.Context, a Asking) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("second " + a.Reader.ID.String()); err != nil {
			return err
		}
		if _, _, err := d.staffIn(tx, a.Reader, a.Session); err != nil {
			return err
		}
		if err := d.mayChangeSecond(tx, a.Reader.ID, a.Session); err != nil {
			return err
		}
		app, err := tx.Totp(a.Reader.ID)
		if err == nil && !app.Added.IsZero() {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "second.there"}
		}
		if err != nil && !errors.Is(err, rozmova.NotFound) {
			return err
		}
		// What somebody else may have begun with a mailbox alone is never gone on with: each begins with a secret of its own.
		var b [20]byte // RFC 4226, section 4, R6
		_, _ = rand.Read(b[:])
		begun := &store.Totp{Reader: a.Reader.ID, Secret: base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(b[:])}
		if err == nil { // tries at the one before count
			begun.Wrong, begun.Tried = app.Wrong, app.Tried
		}
		return tx.PutTotp(begun)
	})
}

// EnterApp takes a code of the reader's authenticator app and notes in the session that a second factor was shown. The first code of
// an app that is being set up makes it count. Invalid "second.none" where there is none, "second.wrong" and "second.used" for a code
// that is not good; TooMany "second.wait" after too many wrong ones.
func (d *Desk) EnterApp(ctx context.Context, a Asking, code string) error {
	code = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
	var refusal error
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		refusal = nil
		now := d.o.Now()
		if err := tx.Lock("second " + a.Reader.ID.String()); err != nil {
			return err
		}
		r, _, err := d.staffIn(tx, a.Reader, a.Session)
		if err != nil {
			return err
		}
		app, err := tx.Totp(a.Reader.ID)
		if errors.Is(err, rozmova.NotFound) {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "second.none", Field: "code"}
		}
		if err != nil {
			return err
		}
		fresh := app.Added.IsZero()
		if fresh {
			if err := d.mayChangeSecond(tx, r.ID, a.Session); err != nil {
				return err
			}
		}
		if left := app.Tried.Add(waitAfter(app.Wrong)).Sub(now); app.Wrong > 0 && app.Wrong%appTries == 0 && left > 0 {
			refusal = &rozmova.Error{Kind: rozmova.TooMany, Reason: "second.wait", Field: "code", Args: map[string]any{"Seconds": int(left/time.Second) + 1}}
			return nil
		}
		step, err := matching(app.Secret, code, now)
		if err != nil {
			return err
		}
		switch {
		case step == 0:
			app.Wrong++
			app.Tried = now
			refusal = &rozmova.Error{Kind: rozmova.Invalid, Reason: "second.wrong", Field: "code"}
			return errors.Join(tx.PutTotp(app), d.audited(tx, r.ID, "second.wrong", "reader", r.ID, nil, now))
		case step <= app.Step:
			refusal = &rozmova.Error{Kind: rozmova.Invalid, Reason: "second.used", Field: "code"}
			return nil
		}
		app.Step, app.Wrong, app.Tried = step, 0, time.Time{}
		action := "second.shown"
		if fresh {
			app.Added, action = now, "second.set"
		}
		if err := tx.PutTotp(app); err != nil {
			return err
		}
		if err := tx.SecondSession(hashOf(a.Session), now); err != nil {
			return err
		}
		return d.audited(tx, r.ID, action, "reader", r.ID, map[string]string{"way": "app"}, now)
	})
	if err != nil {
		return err
	}
	return refusal
}

// matching gives the step whose code it is: this one, the one before or the one after; 0 for none of them. It takes the same time
// for each.
func matching(secret, code string, now time.Time) (step int64, err error) {
	this := now.Unix() / appStep
	for s := this - 1; s <= this+1; s++ {
		want, err := hotp.GenerateCodeCustom(secret, uint64(s), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1}) //nolint:gosec // after 1970
		if err != nil {
			return 0, fmt.Errorf("make a code: %w", err)
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			step = s
		}
	}
	return step, nil
}

// waitAfter tells how long nobody may try after so many wrong codes.
func waitAfter(wrong int) time.Duration {
	wait := appWait
	for range min(wrong/appTries-1, 10) {
		wait *= 2
	}
	return min(wait, appMost)
}

// ForgetApp forgets the reader's authenticator app. Where it was the only second factor, the roles work in this session until it
// ends; the next one has to set up another.
func (d *Desk) ForgetApp(ctx context.Context, a Asking) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("second " + a.Reader.ID.String()); err != nil {
			return err
		}
		if _, _, err := d.staffIn(tx, a.Reader, a.Session); err != nil {
			return err
		}
		if err := d.mayChangeSecond(tx, a.Reader.ID, a.Session); err != nil {
			return err
		}
		app, err := tx.Totp(a.Reader.ID)
		if errors.Is(err, rozmova.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := tx.DropTotp(a.Reader.ID); err != nil || app.Added.IsZero() {
			return err
		}
		return d.audited(tx, a.Reader.ID, "second.forgotten", "reader", a.Reader.ID, map[string]string{"way": "app"}, d.o.Now())
	})
}

// ResetSecond forgets every second factor of a reader and signs them out everywhere: for whoever has lost it, by the operator at the
// console. They come in by their address then, and set up another.
func (d *Desk) ResetSecond(ctx context.Context, r *rozmova.Reader) error {
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if _, err := tx.Email(r.ID); err != nil {
			return err // nobody is left without a way in
		}
		if _, err := tx.DropPasskeys(r.ID); err != nil {
			return err
		}
		if err := tx.DropTotp(r.ID); err != nil {
			return err
		}
		if err := tx.EndSessions(r.ID, nil); err != nil {
			return err
		}
		return d.audited(tx, rozmova.ID[rozmova.Reader]{}, "second.reset", "reader", r.ID, nil, d.o.Now())
	})
}

// secondShown notes in a session that a second factor was shown by passkey.
func (d *Desk) secondShown(tx *store.Tx, r *rozmova.Reader, session string, now time.Time) error {
	fresh, err := tx.Reader(r.ID)
	if err != nil {
		return err
	}
	if err := tx.SecondSession(hashOf(session), now); err != nil || !fresh.Staff() {
		return err
	}
	return d.audited(tx, r.ID, "second.shown", "reader", r.ID, map[string]string{"way": "passkey"}, now)
}

// audited writes down what somebody of the staff did; the zero actor is the operator at the console.
func (d *Desk) audited(tx *store.Tx, actor rozmova.ID[rozmova.Reader], action, kind string, subject [16]byte, detail map[string]string, now time.Time) error {
	return tx.AddAudit(&rozmova.Audit{
		ID: rozmova.NewID[rozmova.Audit](now), Site: d.o.Site.ID, Actor: actor, Action: action, Kind: kind, Subject: subject, Detail: detail, At: now,
	})
}
