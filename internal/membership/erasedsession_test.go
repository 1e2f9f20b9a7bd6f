package membership_test

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/store"
)

// TestErasedSessionsAndTokens: a session or a token that was being written while its account was closed lets nobody in.
func TestErasedSessionsAndTokens(t *testing.T) {
	eachEngine(t, func(t *testing.T, h *house) {
		secret := h.signIn("gone@example.org")
		r, err := h.Session(t.Context(), secret)
		if err != nil {
			t.Fatal(err)
		}
		var kept *store.Session
		look := func(tx *store.Tx) error {
			all, err := tx.Sessions(r.ID)
			kept = &all[0]
			return err
		}
		if err := h.db.View(t.Context(), look); err != nil {
			t.Fatal(err)
		}
		if _, err := h.AskErasure(t.Context(), r, false); err != nil {
			t.Fatal(err)
		}
		if err := h.db.Update(t.Context(), func(tx *store.Tx) error { return tx.AddSession(kept) }); err != nil {
			t.Fatal(err)
		}
		bearer, err := h.NewToken(t.Context(), r, "late", time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Session(t.Context(), secret); reasonOf(err) != "session.over" {
			t.Errorf("a late session: %v", err)
		}
		if _, err := h.ByToken(t.Context(), bearer); reasonOf(err) != "token.unknown" {
			t.Errorf("a late token: %v", err)
		}
		if err := h.db.View(t.Context(), func(tx *store.Tx) (err error) { r, err = tx.Reader(r.ID); return err }); err != nil {
			t.Fatal(err)
		}
		if err := h.Begin(t.Context(), r); reasonOf(err) != "session.over" {
			t.Errorf("a session begun late: %v", err)
		}
	})
}
