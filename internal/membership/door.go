package membership

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/store"
)

// DoorLife is how long somebody may take at a provider or at the newsroom's own login.
const DoorLife = 10 * time.Minute

// clockSkew is by how much the clock of a provider may be ahead or behind.
const clockSkew = time.Minute

// SiteDoor is the key of the newsroom's own login, which no provider's can be.
const SiteDoor = ""

// A Door leads to another site that says who somebody is: a provider of OpenID Connect or the newsroom's own login.
type Door struct {
	Key    string // of the provider, or SiteDoor
	Issuer string
	Names  map[string]string // by language; "" for all that have none of their own
}

// Doors gives those there are, in the order in which they are offered: the newsroom's own first.
func (d *Desk) Doors() []Door {
	var list []Door
	if s := d.o.Settings; s.TokenURL != "" {
		list = append(list, Door{SiteDoor, s.TokenIssuer, d.siteLogin.names})
	}
	for _, p := range d.o.Settings.Providers {
		list = append(list, Door{p.Key, p.Issuer, p.Names})
	}
	return list
}

// Begun is what somebody set out with, and gets back whatever comes of it.
type Begun struct {
	For    Purpose
	Locale rozmova.Locale
	Carry  []byte // what the asking page gave along, a comment that waits for instance
	// Pending is a secret for the browser, with which LinkPending links an identity whose address is somebody's; empty for none.
	Pending string `json:"-"`
}

// errand is the document of a challenge of a door.
type errand struct {
	Begun
	Door     string
	Session  []byte `json:",omitempty"` // hash of the session that asked, where somebody was signed in
	Nonce    string `json:",omitempty"`
	Verifier string `json:",omitempty"` // PKCE (RFC 7636)
}

// setOut keeps an errand until the browser comes back with the secret, which is for its cookie, and the state.
func (d *Desk) setOut(ctx context.Context, kind Way, a Asking, e *errand) (state, secret string, err error) {
	e.For, e.Locale = a.For, a.Locale
	c := &store.Challenge{Kind: string(kind), Created: d.o.Now()}
	c.Expires = c.Created.Add(DoorLife)
	if a.Reader != nil {
		c.Reader, e.Session = a.Reader.ID, hashOf(a.Session)
	}
	if c.Doc, err = json.Marshal(e); err != nil {
		return "", "", err
	}
	state, _ = token()
	secret, _ = token()
	c.ID = hashOf(secret + "." + state)
	return state, secret, d.db.Update(ctx, func(tx *store.Tx) error { return tx.AddChallenge(c) })
}

// comeBack gives the errand of a secret and a state, once. Invalid "provider.over" where there is none, its time is over, or
// somebody else is signed in by now.
func (d *Desk) comeBack(ctx context.Context, kind Way, door, secret, state string, a Asking) (*errand, time.Time, error) {
	var c *store.Challenge
	over := &rozmova.Error{Kind: rozmova.Invalid, Reason: "provider.over"}
	err := d.db.Update(ctx, func(tx *store.Tx) (err error) {
		c, err = tx.TakeChallenge(hashOf(secret+"."+state), string(kind))
		return err
	})
	if errors.Is(err, rozmova.NotFound) {
		return nil, time.Time{}, over
	}
	if err != nil {
		return nil, time.Time{}, err
	}
	e := &errand{}
	if err := json.Unmarshal(c.Doc, e); err != nil {
		return nil, time.Time{}, err
	}
	switch {
	case e.Door != door, d.o.Now().After(c.Expires):
		return e, c.Created, over
	case e.For != SignIn && (a.Reader == nil || a.Reader.ID != c.Reader || string(hashOf(a.Session)) != string(e.Session)):
		return e, c.Created, over
	}
	return e, c.Created, nil
}

// claims are what a signed token says of somebody, as OpenID Connect names it.
type claims struct {
	Subject           string     `json:"sub"`
	Email             string     `json:"email"`
	EmailVerified     looseTruth `json:"email_verified"`
	Name              string     `json:"name"`
	PreferredUsername string     `json:"preferred_username"`
	AuthorizedParty   string     `json:"azp"`
	AuthTime          int64      `json:"auth_time"`
}

// looseTruth is true also where a provider writes it as a text.
type looseTruth bool

func (t *looseTruth) UnmarshalJSON(text []byte) error {
	*t = looseTruth(string(text) == "true" || string(text) == `"true"`)
	return nil
}

// address is the e-mail address that the claims show to be theirs; empty for none.
func (c *claims) address() string {
	email, err := mail.ParseAddress(strings.TrimSpace(c.Email))
	if err != nil || !c.EmailVerified {
		return ""
	}
	return email
}

// label is by what the reader tells the identity from others.
func (c *claims) label() string {
	for _, text := range []string{c.address(), c.PreferredUsername, c.Name} {
		if line, err := lang.CleanLine(text); err == nil && line != "" {
			runes := []rune(line)
			return string(runes[:min(len(runes), 80)])
		}
	}
	return ""
}

// penName is a pen name to be proposed; empty for none that may be one.
func (c *claims) penName() string {
	for _, text := range []string{c.Name, c.PreferredUsername} {
		if name, err := checkPenName(text); err == nil {
			return name
		}
	}
	return ""
}

// finish arrives, and keeps the identity where the address is somebody's.
func (d *Desk) finish(ctx context.Context, kind Way, issuer string, c *claims, a Asking, e *errand) (*Welcome, *Begun, error) {
	w, err := d.arrive(ctx, kind, issuer, c, a)
	var refusal *rozmova.Error
	if errors.As(err, &refusal) && refusal.Reason == "provider.email_known" {
		secret, failed := d.keepPending(ctx, kind, issuer, c)
		if failed != nil {
			return nil, &e.Begun, failed
		}
		e.Pending = secret
	}
	return w, &e.Begun, err
}

// arrive settles what somebody who is known by claims has come for. Conflict "provider.email_known" says that somebody goes by
// the address already: they are not taken for the same, for whoever rules the provider could then be anybody here.
func (d *Desk) arrive(ctx context.Context, kind Way, issuer string, c *claims, a Asking) (*Welcome, error) {
	now := d.o.Now()
	var w *Welcome
	err := d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("identity " + issuer + " " + c.Subject); err != nil {
			return err
		}
		p := proof{way: kind, email: c.address(), name: c.penName(), add: func(tx *store.Tx, r *rozmova.Reader) error {
			return d.addIdentity(tx, kind, issuer, c.Subject, c.label(), r, now)
		}}
		known, err := tx.IdentityOf(d.o.Site.ID, string(kind), issuer, c.Subject)
		if err == nil {
			if p.owner, err = tx.Reader(known.Reader); err == nil {
				err = tx.UseIdentity(known.ID, c.label(), now)
			}
		} else if errors.Is(err, rozmova.NotFound) {
			err = nil
		}
		if err != nil {
			return err
		}
		if a.For == SignIn && p.owner == nil && p.email != "" {
			if err := tx.Lock("email " + emailKey(p.email)); err != nil {
				return err
			}
			_, err := tx.ReaderByEmail(d.o.Site.ID, emailKey(p.email))
			if err == nil {
				return &rozmova.Error{Kind: rozmova.Conflict, Reason: "provider.email_known", Args: map[string]any{"Email": p.email}}
			}
			if !errors.Is(err, rozmova.NotFound) {
				return err
			}
		}
		w, err = d.settle(tx, a, p, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// withQuery adds values to an address that may have some.
func withQuery(address string, values url.Values) string {
	u, err := url.Parse(address)
	if err != nil {
		return address // the settings were looked at
	}
	q := u.Query()
	for name, list := range values {
		q[name] = list
	}
	u.RawQuery = q.Encode()
	return u.String()
}
