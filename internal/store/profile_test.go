package store_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestPublishedOf: a profile has what was published and nothing else, the latest first, in parts that neither overlap nor leave
// anything out, also where comments came in the same moment.
func TestPublishedOf(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		me, other := s.Readers[0].ID, s.Readers[1].ID
		var want []rozmova.ID[rozmova.Comment]
		for i, state := range []rozmova.CommentState{
			rozmova.Published, rozmova.Pending, rozmova.Published, rozmova.Held, rozmova.Removed, rozmova.Published, rozmova.Withdrawn, rozmova.Published, rozmova.Published,
		} {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
			c.Author, c.State = me, state
			c.Created = at(i / 3) // three at a time
			if i == 8 {
				c.Author = other
			}
			step(t, db, func(tx *store.Tx) error { return tx.AddComment(c, 9) })
			if err := cast(t.Context(), db, c.ID, s.Moderator.ID, rozmova.Vote{Respect: true}, at(i)); err != nil {
				t.Fatal(err)
			}
			if state == rozmova.Published && c.Author == me {
				want = append([]rozmova.ID[rozmova.Comment]{c.ID}, want...)
			}
		}
		read := func(limit int) (got []rozmova.ID[rozmova.Comment]) {
			var from store.Cursor[rozmova.Comment]
			for range 10 {
				var list []*rozmova.Comment
				step(t, db, func(tx *store.Tx) (err error) {
					list, err = tx.PublishedOf(me, from, limit)
					return err
				})
				for _, c := range list {
					got = append(got, c.ID)
					from = store.Cursor[rozmova.Comment]{At: c.Created, ID: c.ID}
				}
				if len(list) < limit {
					break
				}
			}
			return got
		}
		for _, limit := range []int{1, 2, 20} {
			got := read(limit)
			if len(got) != len(want) {
				t.Fatalf("%d at a time: %d comments, want %d", limit, len(got), len(want))
			}
			seen := map[rozmova.ID[rozmova.Comment]]bool{}
			for _, id := range got {
				seen[id] = true
			}
			for _, id := range want {
				if !seen[id] {
					t.Errorf("%d at a time: %s is left out", limit, id)
				}
			}
		}
		sum := func() (comments, respect int) {
			step(t, db, func(tx *store.Tx) (err error) {
				comments, respect, err = tx.PublishedSum(me)
				return err
			})
			return comments, respect
		}
		if n, respect := sum(); n != 4 || respect != 4 {
			t.Errorf("%d comments with respect %d, want 4 and 4", n, respect)
		}
		step(t, db, func(tx *store.Tx) error {
			return store.Exec(tx, "update story set state = 1 where id = $1", s.Story.ID)
		})
		if n, respect := sum(); n != 0 || respect != 0 || len(read(5)) != 0 {
			t.Errorf("under a story that is no longer public: %d comments with respect %d", n, respect)
		}
	})
}

func TestPictures(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		me := s.Readers[0].ID
		picture := func(version string) (body []byte, err error) {
			err = db.View(t.Context(), func(tx *store.Tx) (err error) {
				body, err = tx.Picture(version)
				return err
			})
			return body, err
		}
		put := func(id rozmova.ID[rozmova.Reader], version, body string) error {
			return db.Update(t.Context(), func(tx *store.Tx) error { return tx.PutPicture(id, version, []byte(body), at(1)) })
		}
		reader := func() (r *rozmova.Reader) {
			step(t, db, func(tx *store.Tx) (err error) {
				r, err = tx.Reader(me)
				return err
			})
			return r
		}
		if err := put(me, "one", "\xff\xd8 one"); err != nil {
			t.Fatal(err)
		}
		if err := put(me, "two", "\xff\xd8\x00 two"); err != nil {
			t.Fatal(err)
		}
		if _, err := picture("one"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("the picture before: %v, want NotFound", err)
		}
		if body, err := picture("two"); err != nil || !bytes.Equal(body, []byte("\xff\xd8\x00 two")) || reader().Picture != "two" {
			t.Errorf("%q, %v; the reader has %q", body, err, reader().Picture)
		}
		step(t, db, func(tx *store.Tx) error { return tx.SetHidden(me, rozmova.HideComments|rozmova.HideJoined) })
		if got := reader().Hidden; got != rozmova.HideComments|rozmova.HideJoined {
			t.Errorf("hidden: %d", got)
		}
		step(t, db, func(tx *store.Tx) error { return tx.DropPicture(me) })
		if _, err := picture("two"); !errors.Is(err, rozmova.NotFound) || reader().Picture != "" {
			t.Errorf("after it was removed: %v; the reader has %q", err, reader().Picture)
		}
		if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.DropPicture(me) }); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("removed twice: %v, want NotFound", err)
		}
		step(t, db, func(tx *store.Tx) error { return store.Exec(tx, "update reader set erased = 1 where id = $1", me) })
		if err := put(me, "three", "x"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("a picture for an erased account: %v, want NotFound", err)
		}
	})
}
