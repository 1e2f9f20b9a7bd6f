package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func TestWorkingRows(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		at := rozmovatest.Noon.Add(48 * time.Hour)
		w := &store.Working{Story: s.Story.ID, Base: 1, Version: 1, Doc: []byte(`{"headline":"Міст"}`), By: s.Moderator.ID, Changed: at}
		write := func(w *store.Working) error {
			return db.Update(t.Context(), func(tx *store.Tx) error { return tx.SetWorking(w) })
		}
		conflict := func(err error) bool {
			var e *rozmova.Error
			return errors.As(err, &e) && e.Kind == rozmova.Conflict && e.Reason == "working.changed"
		}
		if err := write(w); err != nil {
			t.Fatal(err)
		}
		if err := write(w); !conflict(err) {
			t.Errorf("a second one beside it: %v", err)
		}
		w.Version, w.Base, w.Doc = 2, 3, []byte(`{}`)
		if err := write(w); err != nil {
			t.Fatal(err)
		}
		if err := write(w); !conflict(err) {
			t.Errorf("the same version once more: %v", err)
		}
		step(t, db, func(tx *store.Tx) error {
			got, err := tx.Working(s.Story.ID)
			if diff := cmp.Diff(w, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			list, err2 := tx.DeskStories(s.Site.ID, nil, store.Cursor[rozmova.Story]{}, 10)
			if len(list) == 0 || list[0].Story.ID != s.Story.ID || !list[0].At.Equal(at) {
				t.Errorf("listed: %+v", list)
			} else if diff := cmp.Diff(w, list[0].Working); diff != "" {
				t.Errorf("listed (-want +got):\n%s", diff)
			}
			others, err3 := tx.DeskStories(s.Site.ID, []rozmova.Slug{"no-such"}, store.Cursor[rozmova.Story]{}, 10)
			behind, err4 := tx.DeskStories(s.Site.ID, nil, store.Cursor[rozmova.Story]{At: at, ID: s.Story.ID}, 10)
			for _, d := range append(others, behind...) {
				if d.Story.ID == s.Story.ID {
					t.Errorf("listed where it should not be")
				}
			}
			return errors.Join(err, err2, err3, err4, tx.DropWorking(s.Story.ID), tx.DropWorking(s.Story.ID))
		})
		step(t, db, func(tx *store.Tx) error {
			if _, err := tx.Working(s.Story.ID); err != rozmova.NotFound {
				t.Errorf("thrown away: %v", err)
			}
			return nil
		})
	})
}
