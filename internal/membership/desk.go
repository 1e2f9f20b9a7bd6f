// Package membership is the desk of the people of the discussion: how they come in, by which name they go, what they may do
// beyond writing, and how a program proves to be one of them. It holds every secret as a hash only.
package membership

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/media"
	"github.com/rozmova/rozmova/internal/outbound"
	"github.com/rozmova/rozmova/internal/store"
)

// How long things last.
const (
	CodeLife    = 10 * time.Minute
	SessionLife = 30 * 24 * time.Hour // without use
	SessionMost = 180 * 24 * time.Hour
	CodeTries   = 5
)

// Options are what the desk needs besides the store.
type Options struct {
	Now           func() time.Time // nil: time.Now
	Site          *rozmova.Site
	Log           *slog.Logger // nil: none
	CodesPerHour  int          // to one address at one asker's wish; 0: 5
	CodesPerMin   int          // to all addresses at strangers' wish, in a minute; 0: 300
	Origin        string       // scheme://host of the site, as browsers write it
	GuestsPerHour int          // from one network; 0: 5
	GuestsInAll   int          // within an hour; 0: 200
	VotesHidden   bool         // nobody, or not everybody, sees how readers vote: profiles do not tell it either
	Settings      config.Membership
	SecondFactor  bool         // roles work in a session only once a second factor was shown in it
	Outbound      *http.Client // asks providers; nil: outbound.NewClient's default
	// SendCode sends a sign-in code to an address, in the background; the desk waits for no answer.
	SendCode func(ctx context.Context, email, code string, locale rozmova.Locale) error
	// SendChanged tells an address that it is no longer the one of an account, in the background; with is the one in its place,
	// masked, and empty for none. Nil: nobody is told.
	SendChanged func(ctx context.Context, email, with string, locale rozmova.Locale) error
	// OnErased writes down whose account was erased, outside of the store; nil: nobody does.
	OnErased func(Erased) error
}

// A Desk knows who is who. It is safe for use by many goroutines.
type Desk struct {
	db      *store.DB
	o       Options
	sending sync.WaitGroup
	letters *rate.Limiter // codes asked for by strangers

	studio   *media.Studio
	reserved func() *reserved // names; gathered when they are first asked for

	providers []*provider // of OpenID Connect
	siteLogin *siteLogin  // the newsroom's own login

	erasing struct {
		one      sync.Mutex                             // held by whoever does erasures
		passages map[rozmova.ID[store.Erasure]]*passage // how far those have come that are open; guarded by one
		asked    chan struct{}                          // holds one token while an erasure was asked for that nobody looked at
	}
	party  *party // passkeys are made for it; nil: there are none
	guests struct {
		sync.Mutex
		joined []guestJoined // within the last hour, in order
	}
	exporting chan struct{} // holds a token for each download that is being gathered
}

// New makes the desk of a site.
func New(db *store.DB, o Options) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.CodesPerHour == 0 {
		o.CodesPerHour = 5
	}
	if o.CodesPerMin == 0 {
		o.CodesPerMin = 300
	}
	if o.GuestsPerHour == 0 {
		o.GuestsPerHour = 5
	}
	if o.GuestsInAll == 0 {
		o.GuestsInAll = 200
	}
	if o.Outbound == nil {
		o.Outbound = outbound.NewClient(outbound.Options{})
	}
	d := &Desk{
		db: db, o: o, studio: media.NewStudio(), providers: newProviders(o.Settings.Providers), siteLogin: newSiteLogin(o.Settings),
		letters:  rate.NewLimiter(rate.Every(time.Minute/time.Duration(o.CodesPerMin)), o.CodesPerMin),
		reserved: sync.OnceValue(func() *reserved { return newReserved(o.Site.Name, o.Settings.ReservedNames) }),
	}
	d.party = newParty(o.Site, o.Origin)
	d.erasing.asked = make(chan struct{}, 1)
	d.erasing.passages = map[rozmova.ID[store.Erasure]]*passage{}
	d.exporting = make(chan struct{}, exportsAtOnce)
	return d
}

// Wait returns when the codes under way are sent.
func (d *Desk) Wait() { d.sending.Wait() }

// token makes a secret of 256 bits and the hash under which it is kept.
func token() (secret string, hash []byte) {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the program instead
	secret = base64.RawURLEncoding.EncodeToString(b[:])
	return secret, hashOf(secret)
}

func hashOf(secret string) []byte {
	h := sha256.Sum256([]byte("rozmova 1 " + secret))
	return h[:]
}
