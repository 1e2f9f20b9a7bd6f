package store_test

import (
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestWordsOutOfSightAreNotFound: the stems of what is hidden or said otherwise go in the same step, whenever the follower of
// the log comes to it.
func TestWordsOutOfSightAreNotFound(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		f := plant(t, db)
		found := func() (n int) {
			t.Helper()
			step(t, db, func(tx *store.Tx) error {
				list, err := tx.Find([]string{"міст"}, f.Story.ID, store.Found{}, 10)
				n = len(list)
				return err
			})
			return n
		}
		index := func(c *rozmova.Comment) {
			t.Helper()
			step(t, db, func(tx *store.Tx) error {
				return tx.SetStems(c.ID, c.Story, store.Comments, c.Created, []string{"міст"})
			})
		}
		read := func(id rozmova.ID[rozmova.Comment]) (c *rozmova.Comment) {
			t.Helper()
			step(t, db, func(tx *store.Tx) (err error) { c, err = tx.Comment(id); return err })
			return c
		}
		hidden, revised := read(f.roots[0].ID), read(f.roots[1].ID)
		index(hidden)
		index(revised)
		if n := found(); n != 2 {
			t.Fatalf("%d are found before, want 2", n)
		}
		step(t, db, func(tx *store.Tx) error {
			return tx.ReviseComment(revised, "інше", nil, revised.Created, revised.Seq)
		})
		if n := found(); n != 1 {
			t.Errorf("%d are found after one was revised, want 1", n)
		}
		step(t, db, func(tx *store.Tx) error { return tx.MoveComment(hidden, rozmova.Held, hidden.Seq) })
		step(t, db, func(tx *store.Tx) error { return tx.MoveComment(hidden, rozmova.Published, hidden.Seq) }) // before the follower came
		if n := found(); n != 0 {
			t.Errorf("%d are found after the other was held, want none", n)
		}
	})
}
