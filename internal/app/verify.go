package app

import (
	"context"
	"crypto/ed25519"

	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// A VerifyCommand holds the public log of the store against its signed heads, and against one that was kept elsewhere.
type VerifyCommand struct {
	Key  []byte              `json:"key,omitempty"` // by which heads must be signed; empty: the one that each names
	Head *moderation.LogHead `json:"head,omitempty"`
}

// A VerifyResult is what was found.
type VerifyResult struct {
	Entries int64  `json:"entries"`
	Why     string `json:"why,omitempty"` // it does not verify; empty: it does
}

func (c *Core) doVerify(ctx context.Context, v *VerifyCommand) (*VerifyResult, error) {
	r := &VerifyResult{}
	var key ed25519.PublicKey
	if len(v.Key) > 0 {
		key = v.Key
	}
	err := c.Store.View(ctx, func(tx *store.Tx) error {
		r.Why = ""
		n, err := moderation.VerifyLog(tx, key, v.Head)
		if r.Entries = n; err != nil {
			r.Why = err.Error()
		}
		return ctx.Err()
	})
	return r, err
}
