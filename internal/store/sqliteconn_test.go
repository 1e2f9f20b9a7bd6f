package store_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestKeptStatements: statements stay prepared; one that failed, was given back early or is asked for again while it runs
// must not spoil the next.
func TestKeptStatements(t *testing.T) {
	db := rozmovatest.SQLite(t)
	seed := rozmovatest.SeedStore(t, db, 3)
	ctx := context.Background()
	for i := range 50 {
		err := db.Update(ctx, func(tx *store.Tx) error {
			name := fmt.Sprintf("Гість %d", i)
			r := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](rozmovatest.Noon), Site: seed.Site.ID, PenName: name, Locale: "uk", Joined: rozmovatest.Noon}
			if err := tx.AddReader(r, name); err != nil {
				return err
			}
			again := *r
			again.ID = rozmova.NewID[rozmova.Reader](rozmovatest.Noon)
			if err := tx.AddReader(&again, name); err == nil {
				t.Error("a name was given away twice")
			}
			_, err := tx.Reader(r.ID)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	gone, cancel := context.WithCancel(ctx)
	err := db.View(gone, func(tx *store.Tx) error {
		if _, err := tx.Reader(seed.Readers[0].ID); err != nil {
			return err
		}
		cancel()
		_, err := tx.Reader(seed.Readers[1].ID)
		return err
	})
	if err == nil {
		t.Error("somebody who had left was still read to")
	}
	for n := 1; n <= 3; n++ { // lists are filled up
		ids := make([]rozmova.ID[rozmova.Reader], n)
		for i := range ids {
			ids[i] = seed.Readers[i].ID
		}
		err := db.View(ctx, func(tx *store.Tx) error {
			found, err := tx.Readers(ids)
			if len(found) != n {
				t.Errorf("asked for %d readers, got %d", n, len(found))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
