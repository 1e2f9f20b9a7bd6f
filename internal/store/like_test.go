package store_test

import (
	"slices"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestABeginningEndsWithALetter: M has the key of rn, but whoever looks for R and its like is not offered Mark.
func TestABeginningEndsWithALetter(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 5)
		step(t, db, func(tx *store.Tx) error {
			for i, name := range []string{"Марк", "Галина", "Rita", "Мавка", "Юстина"} {
				if err := tx.Rename(s.Readers[i].ID, name, lang.PenKey(name)); err != nil {
					return err
				}
				c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
				c.Author = s.Readers[i].ID
				if err := tx.AddComment(c, 9); err != nil {
					return err
				}
			}
			return nil
		})
		for _, tt := range []struct {
			prefix string
			limit  int
			want   []string
		}{
			{"Г", 9, []string{"Rita", "Галина"}}, {"ма", 9, []string{"Мавка", "Марк"}}, {"М", 9, []string{"Мавка", "Марк"}}, {"М", 1, nil}, {"ю", 9, []string{"Юстина"}}, {"і", 9, nil}, {"Rit", 9, []string{"Rita"}},
		} {
			err := db.View(t.Context(), func(tx *store.Tx) error {
				list, err := tx.ParticipantsLike(s.Thread, lang.PenKey(tt.prefix), tt.limit)
				var got []string
				for _, r := range list {
					got = append(got, r.PenName)
				}
				slices.Sort(got)
				if tt.limit == 1 {
					if len(got) != 1 {
						t.Errorf("like %q, one: %q", tt.prefix, got)
					}
				} else if !slices.Equal(got, tt.want) {
					t.Errorf("like %q: %q, want %q", tt.prefix, got, tt.want)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
