package store_test

import (
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestErasureWaitsForErrands: what somebody left in a sign-in that was never ended is gone too before an erasure is done.
func TestErasureWaitsForErrands(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			place := e.place(t)
			db := rozmovatest.OpenStore(t, place)
			f := fillReader(t, db)
			now := rozmovatest.Noon.Add(time.Hour)
			desk := membership.New(db, membership.Options{Now: func() time.Time { return now }, Site: f.Site})
			add := func(id, kind, doc string) {
				step(t, db, func(tx *store.Tx) error {
					return tx.AddChallenge(&store.Challenge{ID: hash(id), Kind: kind, Doc: []byte(doc), Created: now, Expires: now.Add(membership.DoorLife)})
				})
			}
			var email string
			step(t, db, func(tx *store.Tx) (err error) { email, err = tx.Email(f.marked.ID); return err })
			add("p1", "pending-identity", `{"Kind":"provider","Subject":"mine-pending","Email":"`+strings.ToLower(email)+`"}`)
			add("p2", "pending-identity", `{"Kind":"provider","Subject":"others-pending","Email":"somebody@example.net"}`)
			add("p3", "provider", `{"Carry":"parked-canary"}`)
			holds := func(word string) bool { return strings.Contains(dump(t, place)["challenge"], word) }
			receipt, err := desk.AskErasure(t.Context(), f.marked, false)
			if err != nil {
				t.Fatal(err)
			}
			if holds("mine-pending") || !holds("others-pending") || !holds("parked-canary") {
				t.Error("asking takes the identity that waits for the account's address, and no other")
			}
			now = now.Add(time.Minute)
			add("p4", "token", `{"Carry":"later-errand"}`)
			for _, after := range []struct {
				wait time.Duration
				done bool
			}{{0, false}, {time.Minute, false}, {membership.DoorLife - 90*time.Second, true}} {
				now = now.Add(after.wait)
				if err := desk.EraseAll(t.Context()); err != nil {
					t.Fatal(err)
				}
				if r, err := desk.Erasure(t.Context(), receipt.ID); err != nil || r.Done.IsZero() == after.done {
					t.Errorf("at %v: %+v, %v, want done: %v", now, r, err, after.done)
				}
			}
			if holds("parked-canary") || !holds("later-errand") {
				t.Error("what was begun before is gone when it is done, and what was begun after stays")
			}
			for name, rows := range dump(t, place) {
				if strings.Contains(rows, canary) || strings.Contains(rows, "parked-canary") || strings.Contains(rows, "mine-pending") {
					t.Errorf("%s still holds words of the erased", name)
				}
			}
			if e.name == "sqlite" {
				for _, word := range []string{canary, "parked-canary", "mine-pending"} {
					if found := inFiles(t, place.Dir, word); found != nil {
						t.Errorf("%q is in the store's files: %v", word, found)
					}
				}
			}
		})
	}
}
