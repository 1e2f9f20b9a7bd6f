package membership

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"math"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// How asking for codes is bounded; docs/decisions/sign-in-limits.md says why so.
const (
	// strangers is how many times Options.CodesPerHour one address is sent at the wish of browsers that it does not know.
	strangers = 6
	// guesses is how many wrong codes for an address within a day make those that strangers ask for longer.
	guesses = 20

	shortCode, longCode = 6, 12 // digits
)

// An asker is who asks for codes to one address.
type asker struct {
	id    string // tells askers of the same address apart
	known bool   // the browser was signed in to the account before, or is
}

// askerOf tells who asks. A browser that was signed in to the account is told by its cookie, a session that is to be confirmed
// by itself. All others are told by their network, of which twenty bits of a hash are kept: enough to tell the askers of one
// address apart, and too few to say which of four thousand networks it was.
func (d *Desk) askerOf(tx *store.Tx, a Asking, emailKey string) (asker, error) {
	if a.For == Confirm {
		return asker{"session " + publicID(hashOf(a.Session)), true}, nil
	}
	if hash := knownHash(a.Browser.Known); hash != nil {
		known, err := tx.Knows(hash, d.o.Site.ID, emailKey)
		if err != nil || known {
			return asker{"browser " + publicID(hash), true}, err
		}
	}
	sum := sha256.Sum256([]byte("rozmova origin " + d.o.Site.ID.String() + " " + emailKey + " " + a.Browser.Origin))
	return asker{"network " + hex.EncodeToString(sum[:3])[:5], false}, nil
}

// mayAsk bounds what one asker, and what all strangers together, have sent to one address within an hour. What strangers ask
// for does not count against a known browser. TooMany tells after how many seconds the next one may be asked for.
func (d *Desk) mayAsk(tx *store.Tx, who asker, emailKey string, now time.Time) error {
	limits := map[string]int{who.id: d.o.CodesPerHour}
	if !who.known {
		limits[""] = strangers * d.o.CodesPerHour
	}
	wait := 0
	for origin, most := range limits {
		sent, err := tx.SignInCodeSent(d.o.Site.ID, emailKey, origin, most, now.Add(-time.Hour), now.Add(time.Minute))
		if errors.Is(err, rozmova.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		wait = max(wait, int(math.Ceil(sent.Add(time.Hour).Sub(now).Seconds())), 1)
	}
	if wait > 0 {
		return &rozmova.Error{Kind: rozmova.TooMany, Reason: "code.too_many", Field: "email", Args: map[string]any{"Seconds": wait}}
	}
	return nil
}

// digits tells how long a code is: where somebody seems to guess, so long that guessing is hopeless.
func (d *Desk) digits(tx *store.Tx, who asker, emailKey string, now time.Time) (int, error) {
	origin := ""
	if who.known {
		origin = who.id
	}
	wrong, err := tx.WrongTries(d.o.Site.ID, emailKey, origin, now.Add(-24*time.Hour))
	if wrong >= guesses {
		return longCode, err
	}
	return shortCode, err
}

// KnownCookie is what a browser keeps for a year after a session was begun in it, by which its account knows it again. It
// opens nothing, and does not tell the session's secret.
func KnownCookie(session string) string {
	sum := sha256.Sum256([]byte("rozmova known " + session))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// knownHash is the hash under which that cookie is kept; nil for none.
func knownHash(cookie string) []byte {
	if cookie == "" {
		return nil
	}
	return hashOf("known " + cookie)
}
