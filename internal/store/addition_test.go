package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func TestAdditionRows(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		at := func(n int) time.Time { return rozmovatest.Noon.Add(time.Duration(n) * time.Minute) }
		var list []*rozmova.Addition
		for _, minute := range []int{1, 2, 2, 3} { // two of one moment
			list = append(list, &rozmova.Addition{
				ID: rozmova.NewID[rozmova.Addition](at(minute)), Site: s.Site.ID, Story: s.Story.ID, By: s.Moderator.ID, Byline: "Ірина", Title: "Нове", Source: "Міст відкрито.",
				Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "Міст відкрито."}}}}, State: rozmova.AdditionPublished, At: at(minute), Changed: at(minute),
			})
		}
		slices.SortFunc(list, func(a, b *rozmova.Addition) int {
			if c := a.At.Compare(b.At); c != 0 {
				return c
			}
			return slices.Compare(a.ID[:], b.ID[:])
		})
		step(t, db, func(tx *store.Tx) error {
			var errs []error
			for _, a := range list {
				errs = append(errs, tx.AddAddition(a))
			}
			changed := *list[1]
			changed.State, changed.Changed, changed.Note = rozmova.AdditionTakenBack, at(9), "не підтвердилося"
			changed.Body = []rozmova.Block{}
			list[1] = &changed
			none := changed
			none.ID = rozmova.NewID[rozmova.Addition](at(5))
			if err := tx.ChangeAddition(&none); err != rozmova.NotFound {
				t.Errorf("changing one that is not there: %v", err)
			}
			return errors.Join(append(errs, tx.ChangeAddition(&changed))...)
		})
		reversed := slices.Clone(list)
		slices.Reverse(reversed)
		behind := func(a *rozmova.Addition) store.Cursor[rozmova.Addition] {
			return store.Cursor[rozmova.Addition]{At: a.At, ID: a.ID}
		}
		var none store.Cursor[rozmova.Addition]
		err := db.View(t.Context(), func(tx *store.Tx) error {
			for name, tt := range map[string]struct {
				newest bool
				from   store.Cursor[rozmova.Addition]
				limit  int
				want   []*rozmova.Addition
			}{
				"all":                   {false, none, 9, list},
				"newest":                {true, none, 9, reversed},
				"newest two":            {true, none, 2, reversed[:2]},
				"behind one, newest":    {true, behind(reversed[1]), 9, reversed[2:]},
				"behind one, in time":   {false, behind(list[1]), 9, list[2:]},
				"behind the last":       {false, behind(list[3]), 9, nil},
				"behind the oldest one": {true, behind(list[0]), 9, nil},
			} {
				got, err := tx.Additions(s.Story.ID, tt.newest, tt.from, tt.limit)
				if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
					t.Errorf("%s: %v (-want +got):\n%s", name, err, diff)
				}
			}
			counts, err := tx.CountAdditions(s.Story.ID)
			if diff := cmp.Diff(store.AdditionCounts{Count: 3, First: at(1), Last: at(3), Any: true}, counts); diff != "" || err != nil {
				t.Errorf("counts: %v (-want +got):\n%s", err, diff)
			}
			since, err := tx.AdditionsSince(s.Story.ID, at(2), 9)
			if diff := cmp.Diff([]*rozmova.Addition{list[1], list[3]}, since); diff != "" || err != nil {
				t.Errorf("since: %v (-want +got):\n%s", err, diff)
			}
			if none, err := tx.CountAdditions(rozmova.NewID[rozmova.Story](at(1))); none != (store.AdditionCounts{}) || err != nil {
				t.Errorf("of another story: %+v, %v", none, err)
			}
			if _, err := tx.Addition(rozmova.NewID[rozmova.Addition](at(1))); err != rozmova.NotFound {
				t.Errorf("one that is not there: %v", err)
			}
			one, err := tx.Addition(list[0].ID)
			if diff := cmp.Diff(list[0], one); diff != "" || err != nil {
				t.Errorf("one: %v (-want +got):\n%s", err, diff)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestDevelopingIsKept(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		story := *s.Story
		story.Developing, story.Modified = rozmova.NewestFirst, rozmovatest.Noon.Add(time.Hour)
		step(t, db, func(tx *store.Tx) error { return tx.SetDeveloping(&story) })
		read := func() (whole, head *rozmova.Story) {
			err := db.View(t.Context(), func(tx *store.Tx) (err error) {
				if whole, err = tx.Story(story.ID); err != nil {
					return err
				}
				head, err = tx.StoryHead(story.ID)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return whole, head
		}
		whole, head := read()
		if whole.Developing != rozmova.NewestFirst || head.Developing != rozmova.NewestFirst || !whole.Modified.Equal(story.Modified) || !head.Modified.Equal(story.Modified) {
			t.Errorf("whole %v %v, head %v %v", whole.Developing, whole.Modified, head.Developing, head.Modified)
		}
		next := *whole
		next.Revision, next.Changed, next.Developing = whole.Revision+1, rozmovatest.Noon.Add(2*time.Hour), rozmova.OldestFirst
		next.Silences = []rozmova.Silence{{Key: "n1", Source: "a", Kind: rozmova.Declined, At: rozmovatest.Noon}}
		step(t, db, func(tx *store.Tx) error { return tx.ReviseStory(&next, s.Moderator.ID) })
		whole, _ = read()
		if diff := cmp.Diff(&next, whole); diff != "" {
			t.Errorf("revised (-want +got):\n%s", diff)
		}
	})
}

func TestCorrectionsAreListed(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 1)
		at := func(n int) time.Time { return rozmovatest.Noon.Add(time.Duration(n) * time.Hour) }
		next := *s.Story
		next.Revision, next.Changed = 2, at(5)
		for _, hour := range []int{3, 1, 1, 4} {
			next.Corrections = append(next.Corrections, rozmova.Correction{Kind: rozmova.Corrected, At: at(hour), Text: "Не той день."})
		}
		step(t, db, func(tx *store.Tx) error { return tx.ReviseStory(&next, s.Moderator.ID) })
		again := next
		again.Revision, again.Changed = 3, at(6)
		step(t, db, func(tx *store.Tx) error { return tx.ReviseStory(&again, s.Moderator.ID) })
		err := db.View(t.Context(), func(tx *store.Tx) error {
			places := func(list []store.Listed) (n []int) {
				for _, l := range list {
					n = append(n, l.Place)
				}
				return n
			}
			list, err := tx.Corrections(s.Site.ID, at(9), store.Listed{}, 9)
			if diff := cmp.Diff([]int{3, 0, 2, 1}, places(list)); diff != "" || err != nil {
				t.Fatalf("all: %v (-want +got):\n%s", err, diff)
			}
			rest, err := tx.Corrections(s.Site.ID, time.Time{}, list[2], 9)
			if diff := cmp.Diff([]int{1}, places(rest)); diff != "" || err != nil {
				t.Errorf("behind the third: %v (-want +got):\n%s", err, diff)
			}
			rest, err = tx.Corrections(s.Site.ID, at(4), store.Listed{}, 2)
			if diff := cmp.Diff([]int{0, 2}, places(rest)); diff != "" || err != nil {
				t.Errorf("from before a time on: %v (-want +got):\n%s", err, diff)
			}
			times, err := tx.CorrectionTimes(s.Site.ID)
			if diff := cmp.Diff([]time.Time{at(4), at(3), at(1), at(1)}, times); diff != "" || err != nil {
				t.Errorf("times: %v (-want +got):\n%s", err, diff)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestWhoCitedAStatement(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 3)
		var root rozmova.ID[rozmova.Comment]
		post := func(reader, minute int, statement string, state rozmova.CommentState) *rozmova.Comment {
			c := comment(s, root, minute)
			c.Author, c.State = s.Readers[reader].ID, state
			if statement != "" {
				c.Cites = rozmova.Citation{Statement: statement, Revision: 1}
			}
			step(t, db, func(tx *store.Tx) error { return tx.AddComment(c, 9) })
			return c
		}
		post(0, 1, "s1", rozmova.Published)
		latest := post(0, 2, "s1", rozmova.Published)
		post(0, 9, "s1", rozmova.Published) // after it was corrected
		post(1, 3, "s2", rozmova.Published)
		post(2, 4, "s1", rozmova.Held)
		var ids []rozmova.ID[rozmova.Reader]
		for _, r := range s.Readers {
			ids = append(ids, r.ID)
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			cited, err := tx.CitedBy(s.Story.ID, "s1", latest.Created.Add(time.Microsecond), ids)
			want := map[rozmova.ID[rozmova.Reader]]rozmova.ID[rozmova.Comment]{s.Readers[0].ID: latest.ID}
			if diff := cmp.Diff(want, cited); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
