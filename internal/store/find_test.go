package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func TestFind(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		names := map[[16]byte]string{}
		draft := *s.Story
		draft.ID, draft.Slug, draft.State, draft.Thread = rozmova.NewID[rozmova.Story](rozmovatest.Noon), "chernetka", rozmova.Draft, rozmova.NewID[rozmova.Thread](rozmovatest.Noon)
		retracted := draft
		retracted.ID, retracted.Slug, retracted.State, retracted.Thread = rozmova.NewID[rozmova.Story](at(1)), "znyato", rozmova.RetractedNote, rozmova.NewID[rozmova.Thread](at(1))
		step(t, db, func(tx *store.Tx) error {
			for _, story := range []*rozmova.Story{&draft, &retracted} {
				if err := tx.AddStory(story, rozmova.ID[rozmova.Reader]{}); err != nil {
					return err
				}
				if err := tx.AddThread(&rozmova.Thread{ID: story.Thread, Site: s.Site.ID, Story: story.ID, Mode: rozmova.Open, Opened: at(0)}); err != nil {
					return err
				}
			}
			return nil
		})
		story := func(name string, st *rozmova.Story, minute int, stems string) {
			names[st.ID] = name
			step(t, db, func(tx *store.Tx) error {
				return tx.SetStems(st.ID, st.ID, store.Stories, at(minute), strings.Fields(stems))
			})
		}
		add := func(name string, st *rozmova.Story, minute int, state rozmova.CommentState, stems string) *rozmova.Comment {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, minute)
			c.Story, c.Thread, c.State = st.ID, st.Thread, state
			names[c.ID] = name
			step(t, db, func(tx *store.Tx) error {
				if err := tx.AddComment(c, 9); err != nil {
					return err
				}
				if err := tx.SetStems(c.ID, st.ID, store.Comments, at(minute), []string{"старе"}); err != nil { // what it said before
					return err
				}
				return tx.SetStems(c.ID, st.ID, store.Comments, at(minute), strings.Fields(stems))
			})
			return c
		}
		story("story", s.Story, 0, "міст річк")
		story("draft", &draft, 5, "міст річк")
		story("retracted", &retracted, 6, "міст")
		add("a", s.Story, 1, rozmova.Published, "міст нов нов")
		add("b", s.Story, 2, rozmova.Published, "міст річк")
		add("held", s.Story, 3, rozmova.Held, "міст річк")
		add("under the draft", &draft, 4, rozmova.Published, "міст річк")
		add("under the retracted", &retracted, 7, rozmova.Published, "річк міст")
		gone := add("taken out", s.Story, 8, rozmova.Published, "міст")
		step(t, db, func(tx *store.Tx) error { return tx.SetStems(gone.ID, s.Story.ID, store.Comments, at(8), nil) })
		same := []*rozmova.Comment{add("", s.Story, 9, rozmova.Published, "збіг"), add("", s.Story, 9, rozmova.Published, "збіг"), add("", s.Story, 9, rozmova.Published, "збіг")}
		slices.SortFunc(same, func(a, b *rozmova.Comment) int { return -strings.Compare(a.ID.String(), b.ID.String()) })
		for i, c := range same {
			names[c.ID] = []string{"x", "y", "z"}[i]
		}
		all := rozmova.ID[rozmova.Story]{}
		tests := []struct {
			stems string
			story rozmova.ID[rozmova.Story]
			want  string
		}{
			{"міст", all, "under the retracted, retracted, b, a, story"},
			{"міст річк", all, "under the retracted, b, story"},
			{"річк міст річк", all, "under the retracted, b, story"},
			{"міст", s.Story.ID, "b, a, story"},
			{"міст річк", s.Story.ID, "b, story"},
			{"міст", retracted.ID, "under the retracted, retracted"},
			{"міст", draft.ID, ""},
			{"нов", all, "a"},
			{"нов річк", all, ""},
			{"старе", all, ""},
			{"мі", all, ""},
			{"збіг", all, "x, y, z"},
			{"", all, ""},
			{"м\x00", all, ""},
			{"\xff міст", all, ""},
			{"' or 1=1 -- % _", all, ""},
		}
		for _, tt := range tests {
			for _, size := range []int{1, 2, 100} {
				var got []string
				var before store.Found
				for len(got) < 20 {
					var page []store.Found
					err := db.View(t.Context(), func(tx *store.Tx) (err error) {
						page, err = tx.Find(strings.Fields(tt.stems), tt.story, before, size)
						return err
					})
					if err != nil {
						t.Fatalf("%q: %v", tt.stems, err)
					}
					if len(page) == 0 {
						break
					}
					for _, f := range page {
						got = append(got, names[f.Subject])
						if (f.Kind == store.Stories) != (names[f.Subject] == "story" || names[f.Subject] == "retracted") {
							t.Errorf("%q: %s is of kind %d", tt.stems, names[f.Subject], f.Kind)
						}
					}
					before = page[len(page)-1]
				}
				if got := strings.Join(got, ", "); got != tt.want {
					t.Errorf("%q under %v in pages of %d: %s; want %s", tt.stems, tt.story, size, got, tt.want)
				}
			}
		}
		many := make([]string, 1000)
		for i := range many {
			many[i] = strings.Repeat("а", i%64+1) + strings.Repeat("б", i/64)
		}
		step(t, db, func(tx *store.Tx) error { return tx.SetStems(gone.ID, s.Story.ID, store.Comments, at(8), many) })
		step(t, db, func(tx *store.Tx) error {
			found, err := tx.Find([]string{many[0], many[500], many[999]}, all, store.Found{}, 2)
			if len(found) != 1 || found[0] != (store.Found{Kind: store.Comments, Subject: gone.ID, At: at(8)}) {
				t.Errorf("among a thousand stems: %v", found)
			}
			return err
		})
	})
}
