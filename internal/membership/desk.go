// Package membership is the desk of the people of the discussion: how they come in, by which name they go, what they may do
// beyond writing, and how a program proves to be one of them. It holds every secret as a hash only.
package membership

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"log/slog"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
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
	Now          func() time.Time // nil: time.Now
	Site         *rozmova.Site
	Log          *slog.Logger // nil: none
	CodesPerHour int          // to one address; 0: 5
	// SendCode sends a sign-in code to an address, in the background; the desk waits for no answer.
	SendCode func(ctx context.Context, email, code string, locale rozmova.Locale) error
}

// A Desk knows who is who. It is safe for use by many goroutines.
type Desk struct {
	db      *store.DB
	o       Options
	sending sync.WaitGroup
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
	return &Desk{db: db, o: o}
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
