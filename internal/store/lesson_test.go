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

func TestWhatPeopleSaid(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 3)
		one, two := s.Readers[0].ID, s.Readers[1].ID
		var c []*rozmova.Comment
		for i := range 6 {
			x := reported(t, db, s, 3*i+2, rozmova.Published, 0) // by the third reader
			c = append(c, x)
			score := float32(i+1) / 10
			step(t, db, func(tx *store.Tx) error {
				v := &rozmova.Verdict{Language: "uk", Model: "m"}
				v.Scores[rozmova.Participant] = score
				return tx.PutVerdict(x.ID, 1, v, at(i))
			})
		}
		names := map[rozmova.ID[rozmova.Comment]]int{}
		for i, x := range c {
			names[x.ID] = i
		}
		uncertain := func(by rozmova.ID[rozmova.Reader], limit int, sections ...rozmova.Slug) (got []int) {
			t.Helper()
			step(t, db, func(tx *store.Tx) error {
				ids, err := tx.Uncertain(s.Site.ID, by, sections, map[string]float32{"uk": .41, "": .9}, limit)
				for _, id := range ids {
					got = append(got, names[id])
				}
				return err
			})
			return got
		}
		want := func(what string, got, want []int) {
			t.Helper()
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", what, diff)
			}
		}
		want("the most uncertain first", uncertain(one, 9), []int{3, 4, 2, 5, 1, 0})
		want("no more than asked for", uncertain(one, 2), []int{3, 4})
		want("one’s own", uncertain(s.Readers[2].ID, 9), nil)
		want("of another section", uncertain(one, 9, "nowhere"), nil)
		decide := func(i int, action rozmova.Action, rule string, automatic bool, minutes int) {
			step(t, db, func(tx *store.Tx) error {
				d := &rozmova.Decision{ID: rozmova.NewID[rozmova.Decision](at(minutes)), Site: s.Site.ID, Comment: c[i].ID, Revision: 1, Action: action, Rule: rule, Automatic: automatic, By: one, At: at(minutes)}
				if automatic {
					d.By = rozmova.ID[rozmova.Reader]{}
				}
				_, err := tx.AddDecision(d)
				return err
			})
		}
		label := func(i int, by rozmova.ID[rozmova.Reader], participant, toxic rozmova.Answer, minutes int) {
			step(t, db, func(tx *store.Tx) error {
				return tx.PutLesson(&rozmova.Lesson{Comment: c[i].ID, Revision: 1, Participant: participant, Toxic: toxic, By: by, At: at(minutes)})
			})
		}
		label(3, one, rozmova.Yes, rozmova.No, 20)
		label(4, one, rozmova.Unsaid, rozmova.Unsaid, 21)
		label(2, two, rozmova.Unsaid, rozmova.Yes, 22)
		want("labelled, passed over", uncertain(one, 9), []int{5, 1, 0})
		want("passed over by somebody else", uncertain(two, 9), []int{4, 5, 1, 0})

		decide(0, rozmova.Hold, "respect", false, 10)
		decide(0, rozmova.Restore, "", false, 30) // the latest counts
		decide(1, rozmova.Remove, "respect", false, 11)
		decide(1, rozmova.Hold, "respect", true, 31) // by itself: never
		decide(3, rozmova.Keep, "", false, 32)       // the label wins
		decide(5, rozmova.Remove, "spam", false, 33) // says nothing of it
		label(3, two, rozmova.No, rozmova.Unsaid, 25)
		step(t, db, func(tx *store.Tx) error {
			told, err := tx.Told(s.Site.ID, []string{"respect", "threats"}, at(24), one, at(0))
			if diff := cmp.Diff(store.Told{Yes: 1, No: 2, Since: 2, Today: 1}, told); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
			lessons, err2 := tx.Lessons(s.Site.ID, 9)
			if len(lessons) != 3 || lessons[0].Comment != c[3].ID || lessons[0].By != two || lessons[0].Participant != rozmova.No || !lessons[0].At.Equal(at(25)) {
				t.Errorf("labels: %+v", lessons)
			}
			decisions, err3 := tx.PeoplesDecisions(s.Site.ID, 9)
			var got []rozmova.Action
			for _, d := range decisions {
				got = append(got, d.Action)
			}
			if diff := cmp.Diff([]rozmova.Action{rozmova.Remove, rozmova.Keep, rozmova.Restore, rozmova.Remove}, got); diff != "" {
				t.Errorf("decisions (-want +got):\n%s", diff)
			}
			return errors.Join(err, err2, err3)
		})
	})
}

func TestAdjustmentsAreKept(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		step(t, db, func(tx *store.Tx) error {
			if _, err := tx.Adjustment(); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("of none: %v", err)
			}
			if _, _, err := tx.RevertAdjustment(); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("back from none: %v", err)
			}
			return nil
		})
		var made []*store.Adjustment
		for i := range 3 {
			a := &store.Adjustment{ID: rozmova.NewID[store.Adjustment](at(i)), Made: at(i), Model: "m", Body: []byte("{}"), Evaluation: []byte(`{"n":1}`)}
			made = append(made, a)
			step(t, db, func(tx *store.Tx) error { return tx.PutAdjustment(a) })
		}
		back := func(want *store.Adjustment) {
			t.Helper()
			step(t, db, func(tx *store.Tx) error {
				_, is, err := tx.RevertAdjustment()
				id, err2 := tx.AdjustmentID()
				if diff := cmp.Diff(want, is); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
				if want == nil && !id.IsZero() || want != nil && id != want.ID {
					t.Errorf("in force: %v", id)
				}
				return errors.Join(err, err2)
			})
		}
		step(t, db, func(tx *store.Tx) error {
			got, err := tx.Adjustment()
			if diff := cmp.Diff(made[2], got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			return err
		})
		made[1].State, made[0].State = store.InForce, store.InForce
		back(made[1])
		extra := &store.Adjustment{ID: rozmova.NewID[store.Adjustment](at(9)), Made: at(9).Add(time.Second), Model: "m", Body: []byte("{}"), Evaluation: []byte("{}")}
		step(t, db, func(tx *store.Tx) error { return tx.PutAdjustment(extra) })
		back(made[1]) // what was reverted does not come back
		back(made[0])
		back(nil)
	})
}
