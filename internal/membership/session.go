package membership

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// begin starts a session for a reader and gives its secret; Unauthenticated where the account is being erased. The browser is known for the account from now on (KnownCookie).
func (d *Desk) begin(tx *store.Tx, r *rozmova.Reader, b Browser, way Way, now time.Time) (string, error) {
	if r.Erased {
		return "", &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "session.over"}
	}
	secret, hash := token()
	err := tx.AddSession(&store.Session{
		Hash: hash, Reader: r.ID, Created: now, Seen: now, Expires: now.Add(SessionLife), Device: b.Device(), Way: string(way), Proven: now,
	})
	if err != nil {
		return "", err
	}
	if r.Staff() {
		if err := d.audited(tx, r.ID, "staff.signed_in", "reader", r.ID, map[string]string{"way": string(way)}, now); err != nil {
			return "", err
		}
	}
	return secret, tx.KnowBrowser(r.ID, knownHash(b.Known), knownHash(KnownCookie(secret)), now)
}

// Session gives the reader whose browser shows a secret. It is Unauthenticated when the session has ended, or the account is being erased. Using a
// session keeps it going for SessionLife, up to SessionMost in all; that is written at most once an hour. A guest's
// lasts GuestLife, and no longer than the site takes guests.
func (d *Desk) Session(ctx context.Context, secret string) (*rozmova.Reader, error) {
	r, _, err := d.session(ctx, secret)
	return r, err
}

func (d *Desk) session(ctx context.Context, secret string) (*rozmova.Reader, *store.Session, error) {
	hash, now := hashOf(secret), d.o.Now()
	var r *rozmova.Reader
	var s *store.Session
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		if s, err = tx.Session(hash); err != nil {
			return err
		}
		if now.After(s.Expires) || now.After(s.Created.Add(SessionMost)) {
			return rozmova.NotFound
		}
		if r, err = tx.Reader(s.Reader); err == nil && (r.Erased || r.Guest && !d.Guests()) {
			return rozmova.NotFound
		}
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "session.over"}
	}
	if err != nil {
		return nil, nil, err
	}
	if now.Sub(s.Seen) > time.Hour && !r.Guest {
		err := d.db.Update(ctx, func(tx *store.Tx) error { return tx.TouchSession(hash, now, now.Add(SessionLife)) })
		if err != nil && !errors.Is(err, rozmova.NotFound) {
			d.o.Log.Warn("keeping a session", "error", err) // it lasts until its time all the same
		}
	}
	return r, s, nil
}

// SignOut ends a session; it may have ended already.
func (d *Desk) SignOut(ctx context.Context, secret string) error {
	return d.db.Update(ctx, func(tx *store.Tx) error { return tx.EndSession(hashOf(secret)) })
}

// Link gives a secret that signs a reader in without a letter, as many times as said within the time given: for the first
// editor, and for the demo.
func (d *Desk) Link(ctx context.Context, r *rozmova.Reader, life time.Duration, uses int) (string, error) {
	secret, id := token()
	now := d.o.Now()
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		email, err := tx.Email(r.ID)
		if err != nil {
			return err
		}
		return tx.AddSignInCode(&store.SignInCode{
			Purpose: store.Given, ID: id, Site: d.o.Site.ID, Email: emailKey(email), Locale: r.Locale, Hash: hashOf(secret + "link"), Tries: -uses, Created: now, Expires: now.Add(life),
		})
	})
	return secret, err
}

// FollowLink signs in with the secret of a link.
func (d *Desk) FollowLink(ctx context.Context, b Browser, secret string) (*Welcome, error) {
	id, now := hashOf(secret), d.o.Now()
	var w *Welcome
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.TrySignInCode(id)
		if errors.Is(err, rozmova.NotFound) || err == nil && (now.After(c.Expires) || c.Tries > 0 || string(c.Hash) != string(hashOf(secret+"link"))) {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "link.over"}
		}
		if err != nil {
			return err
		}
		p := proof{way: ByLink, email: c.Email, add: func(*store.Tx, *rozmova.Reader) error { return nil }}
		if p.owner, err = d.ownerOf(tx, c.Email); err != nil {
			return err
		}
		w, err = d.settle(tx, Asking{For: SignIn, Browser: b, Locale: c.Locale}, p, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// NewToken gives a reader a token for the API, shown this once; zero life: it does not run out. Below zero it has run out.
func (d *Desk) NewToken(ctx context.Context, r *rozmova.Reader, name string, life time.Duration) (string, error) {
	secret, hash := token()
	now := d.o.Now()
	var expires time.Time
	if life != 0 {
		expires = now.Add(life)
	}
	err := d.db.Update(ctx, func(tx *store.Tx) error { return tx.AddToken(hash, r.ID, name, now, expires) })
	return "rz_" + secret, err
}

// ByToken gives the reader whom an API token stands for; Unauthenticated for one that is not or no longer known.
func (d *Desk) ByToken(ctx context.Context, bearer string) (r *rozmova.Reader, err error) {
	const prefix = "rz_"
	if len(bearer) <= len(prefix) || bearer[:len(prefix)] != prefix {
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "token.unknown"}
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		id, err := tx.TokenReader(hashOf(bearer[len(prefix):]), d.o.Now())
		if err != nil {
			return err
		}
		if r, err = tx.Reader(id); err == nil && r.Erased {
			return rozmova.NotFound
		}
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "token.unknown"}
	}
	return r, err
}
