package store_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestEvidence: a file comes back byte by byte on both engines, a list has no bodies, and a story has no two files of one name.
func TestEvidence(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		at := rozmovatest.Noon.Add(time.Hour)
		body := bytes.Repeat([]byte{0, 1, 0xff, '\'', '"', '\n'}, 100_000)
		e := &store.Evidence{ID: rozmova.NewID[store.Evidence](at), Story: s.Story.ID, Name: "б.bin", Body: body, By: s.Moderator.ID, At: at}
		step(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.AddEvidence(e), tx.AddEvidence(&store.Evidence{ID: rozmova.NewID[store.Evidence](at), Story: s.Story.ID, Name: "а.txt", Body: []byte("а"), At: at}))
		})
		step(t, db, func(tx *store.Tx) error {
			got, err := tx.Evidence(e.ID)
			if err != nil || !bytes.Equal(got.Body, body) || got.Size != len(body) || got.Name != e.Name || got.By != e.By || !got.At.Equal(at) {
				t.Errorf("came back: %v, %d of %d bytes, %v", err, got.Size, len(body), got)
			}
			list, err := tx.EvidenceOf(s.Story.ID)
			if err != nil || len(list) != 2 || list[0].Name != "а.txt" || list[1].Body != nil || !list[0].By.IsZero() {
				t.Errorf("listed: %v, %v", list, err)
			}
			return tx.DropEvidence(e.ID)
		})
		step(t, db, func(tx *store.Tx) error {
			if err := tx.DropEvidence(e.ID); err != rozmova.NotFound {
				t.Errorf("dropped twice: %v", err)
			}
			if _, err := tx.Evidence(e.ID); err != rozmova.NotFound {
				t.Errorf("after that: %v", err)
			}
			return nil
		})
		err := db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.AddEvidence(&store.Evidence{ID: rozmova.NewID[store.Evidence](at), Story: s.Story.ID, Name: "а.txt", Body: []byte("б"), At: at})
		})
		if err == nil {
			t.Error("a story has two files of one name")
		}
	})
}
