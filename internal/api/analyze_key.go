package api

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"

	"golang.org/x/time/rate"
)

// A key lets a caller in. It is kept as its sum alone.
type key struct {
	sum   [sha256.Size]byte
	quota *rate.Limiter // nil: any number of requests
}

func sumOf(key string) [sha256.Size]byte { return sha256.Sum256([]byte(key)) }

// admit asks for a key in the query, where the old service's callers have it, or in the header of Google's newer libraries.
func (x *analyzer) admit(r *http.Request) error {
	if len(x.keys) == 0 {
		return errNoKeys
	}
	shown := r.URL.Query().Get("key")
	if shown == "" {
		shown = r.Header.Get("X-Goog-Api-Key")
	}
	if shown == "" {
		return errKeyMissing
	}
	k := x.find(shown)
	switch {
	case k == nil:
		return errKeyInvalid
	case k.quota != nil && !k.quota.Allow():
		return errQuota
	}
	return nil
}

// find gives the key that was shown, or nil. It takes as long whichever key it is, and whether it is one.
func (x *analyzer) find(shown string) *key {
	sum := sumOf(shown)
	at := -1
	for i := range x.keys {
		at = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(sum[:], x.keys[i].sum[:]), i, at)
	}
	if at < 0 {
		return nil
	}
	return &x.keys[at]
}
