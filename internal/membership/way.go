package membership

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Way is a way in: how somebody shows who they are.
type Way string

// The ways. They are stored.
const (
	ByCode     Way = "code"     // a code sent to an address
	ByLink     Way = "link"     // a link that the command line made
	ByPasskey  Way = "passkey"  // WebAuthn
	ByProvider Way = "provider" // OpenID Connect
	ByToken    Way = "token"    // the newsroom's own login, by signed token
	AsGuest    Way = "guest"    // by a name alone
)

// Purpose says what a way in is shown for.
type Purpose string

// The purposes. They are stored.
const (
	SignIn  Purpose = "sign-in"
	Link    Purpose = "link"    // to add it to the account of who is signed in
	Confirm Purpose = "confirm" // to show once more that it is still the same person
)

// Fresh is how long a way in that was shown counts as just shown: for what cannot be taken back it must be shown again.
const Fresh = 10 * time.Minute

// A Browser is what is known of the browser that asks.
type Browser struct {
	Agent  string // User-Agent header
	Known  string // secret of the cookie of a browser that was signed in before; empty for none
	Origin string // network address that asks, as live.Origin gives it; empty for none
}

// Asking is for what a way in is shown, and by whom.
type Asking struct {
	For     Purpose
	Reader  *rozmova.Reader // who is signed in; nil for SignIn
	Session string          // secret of that session; empty for SignIn
	Browser Browser
	Locale  rozmova.Locale
}

// purpose is For, which is SignIn where nothing is said.
func (a Asking) purpose() Purpose {
	if a.For == "" {
		return SignIn
	}
	return a.For
}

// A proof is a way in that somebody has shown to hold.
type proof struct {
	way   Way
	owner *rozmova.Reader // who has it; nil: nobody yet
	name  string          // pen name to be proposed to somebody new; empty for none
	email string          // address that was shown to be theirs; empty for none
	// add gives the way to a reader who does not have it.
	add func(tx *store.Tx, r *rozmova.Reader) error
}

// settle does what a proven way in was shown for: it signs in, joining who is new; links it to who is signed in, which makes a
// guest a member; or notes in the session that its reader is still the same. Conflict "way.taken" says that it belongs to
// somebody else, Invalid "confirm.not_own" that what was shown is not the reader's own.
func (d *Desk) settle(tx *store.Tx, a Asking, p proof, now time.Time) (*Welcome, error) {
	switch a.For {
	case Link:
		if p.owner != nil && p.owner.ID != a.Reader.ID {
			return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "way.taken"}
		}
		if p.owner == nil {
			if err := p.add(tx, a.Reader); err != nil {
				return nil, err
			}
		}
		r := a.Reader
		if r.Guest {
			var err error
			if r, err = d.stay(tx, r, now); err != nil {
				return nil, err
			}
		}
		return &Welcome{Reader: r, Session: a.Session, Way: p.way}, tx.ProveSession(hashOf(a.Session), now)
	case Confirm:
		if p.owner == nil || p.owner.ID != a.Reader.ID {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "confirm.not_own"}
		}
		return &Welcome{Reader: a.Reader, Session: a.Session, Way: p.way}, tx.ProveSession(hashOf(a.Session), now)
	}
	w := &Welcome{Reader: p.owner, Way: p.way}
	var err error
	if p.owner == nil {
		w.New = true
		if w.Reader, err = d.join(tx, p.email, "", a.Locale, now); err != nil {
			return nil, err
		}
		if err = p.add(tx, w.Reader); err != nil {
			return nil, err
		}
		w.Proposed = p.name
	}
	w.Session, err = d.begin(tx, w.Reader, a.Browser, p.way, now)
	w.Locked = d.locked(w.Reader, time.Time{})
	return w, err
}
