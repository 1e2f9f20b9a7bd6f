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

// ignoreNone lets what is not there be no error.
func ignoreNone(err error) error {
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	return err
}

func TestVerdictsAreKeptByRevision(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		c := reported(t, db, s, 1, rozmova.Published, 0)
		first := &rozmova.Verdict{
			Scores:   rozmova.Scores{.1, .9999, 0, 1, .5, .93},
			Spans:    []rozmova.Marked{{Start: 0, End: 5, Label: rozmova.Participant, Score: .93}, {Start: 7, End: 9, Label: rozmova.Threat, Score: .25}},
			Language: "uk", Reading: rozmova.Unmasked, Model: "m1",
		}
		second := &rozmova.Verdict{Language: "other", Model: "m2"}
		step(t, db, func(tx *store.Tx) error {
			return errors.Join(
				tx.PutVerdict(c.ID, 1, &rozmova.Verdict{Language: "ru", Model: "m0", Scores: rozmova.Scores{1, 1, 1, 1, 1, 1}}, at(1)),
				tx.PutVerdict(c.ID, 1, first, at(2)), // in place of the other
				tx.PutVerdict(c.ID, 2, second, at(3)))
		})
		step(t, db, func(tx *store.Tx) error {
			for revision, want := range map[int]*rozmova.Verdict{1: first, 2: second} {
				got, err := tx.Verdict(c.ID, revision)
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("of revision %d: %v (-want +got):\n%s", revision, err, diff)
				}
			}
			if _, err := tx.Verdict(c.ID, 3); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("of a revision that was not read: %v", err)
			}
			return nil
		})
	})
}

// TestAMarkEndsWithTheState: what is taken out of sight, or back by its author, no longer waits for somebody to look at the mark.
func TestAMarkEndsWithTheState(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		for _, to := range []rozmova.CommentState{rozmova.Held, rozmova.Removed, rozmova.Withdrawn} {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, int(to))
			c.Marked = at(3)
			if err := post(t.Context(), db, c); err != nil {
				t.Fatal(err)
			}
			kept := func() (marked time.Time) {
				step(t, db, func(tx *store.Tx) error {
					again, err := tx.Comment(c.ID)
					if err == nil {
						marked = again.Marked
					}
					return err
				})
				return marked
			}
			if !kept().Equal(at(3)) {
				t.Errorf("a comment marked as it came has the mark of %v", kept())
			}
			step(t, db, func(tx *store.Tx) error { return tx.MoveComment(c, to, c.Seq+1) })
			if !kept().IsZero() || !c.Marked.IsZero() {
				t.Errorf("still marked once it is %v: %v", to, kept())
			}
		}
	})
}

func TestNamesAndStanding(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 4)
		write := func(r int, parent rozmova.ID[rozmova.Comment], state rozmova.CommentState) *rozmova.Comment {
			c := comment(s, parent, r)
			c.Author, c.State = s.Readers[r].ID, state
			if err := post(t.Context(), db, c); err != nil {
				t.Fatal(err)
			}
			return c
		}
		root := write(0, rozmova.ID[rozmova.Comment]{}, rozmova.Published)
		answered := write(1, root.ID, rozmova.Removed)
		write(2, root.ID, rozmova.Published)
		write(2, answered.ID, rozmova.Published)
		write(3, root.ID, rozmova.Pending)
		step(t, db, func(tx *store.Tx) error {
			names, err := tx.BranchNames(root.ID, answered.ID)
			if diff := cmp.Diff([]string{"Читач 1", "Читач 2", "Читач 3"}, names); diff != "" || err != nil {
				t.Errorf("names: %v (-want +got):\n%s", err, diff)
			}
			type standing struct {
				n       int
				removed bool
			}
			for r, want := range []standing{{1, false}, {0, true}, {1, false}, {0, false}} {
				n, removed, err := tx.Standing(s.Readers[r].ID, 1)
				if err != nil || (standing{n, removed}) != want {
					t.Errorf("reader %d: %d published, removed %v, %v; want %+v", r, n, removed, err, want)
				}
			}
			return nil
		})
	})
}
