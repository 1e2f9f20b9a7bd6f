package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

type readerID = rozmova.ID[rozmova.Reader]

func TestMutesVisitsInvitationsAndBadges(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 4)
		a, b, c, d := s.Readers[0].ID, s.Readers[1].ID, s.Readers[2].ID, s.Readers[3].ID
		step(t, db, func(tx *store.Tx) error {
			if err := errors.Join(tx.Mute(a, b, at(1)), tx.Mute(a, c, at(2)), tx.Mute(a, b, at(3)), tx.Mute(a, d, at(2)), tx.Unmute(a, d), tx.Unmute(a, d), tx.Mute(b, a, at(1))); err != nil {
				return err
			}
			list, err := tx.Muted(a)
			if diff := cmp.Diff([]readerID{c, b}, list); diff != "" {
				t.Errorf("muted, the latest first (-want +got):\n%s", diff)
			}
			none, err2 := tx.Muted(d)
			if len(none) != 0 {
				t.Errorf("muted by one who mutes nobody: %v", none)
			}
			return errors.Join(err, err2)
		})
		step(t, db, func(tx *store.Tx) error {
			before, last, err := tx.Visit(a, s.Thread)
			if !before.IsZero() || !last.IsZero() || err != nil {
				t.Errorf("a visit that never was: %v, %v, %v", before, last, err)
			}
			if err := errors.Join(tx.SetVisit(a, s.Thread, time.Time{}, at(1)), tx.SetVisit(a, s.Thread, at(1), at(2)), tx.SetVisit(b, s.Thread, at(5), at(6))); err != nil {
				return err
			}
			before, last, err = tx.Visit(a, s.Thread)
			if !before.Equal(at(1)) || !last.Equal(at(2)) {
				t.Errorf("a visit from %v to %v", before, last)
			}
			return err
		})
		step(t, db, func(tx *store.Tx) error {
			if err := errors.Join(tx.SetInvited(s.Thread, []readerID{a, b, b}), tx.SetInvited(s.Thread, []readerID{b, c, d})); err != nil {
				return err
			}
			list, err := tx.Invited(s.Thread)
			inA, err2 := tx.IsInvited(s.Thread, a)
			inB, err3 := tx.IsInvited(s.Thread, b)
			if len(list) != 3 || inA || !inB {
				t.Errorf("invited: %v, %v, %v", list, inA, inB)
			}
			err4 := tx.SetInvited(s.Thread, nil)
			list, err5 := tx.Invited(s.Thread)
			if len(list) != 0 {
				t.Errorf("invited when nobody is: %v", list)
			}
			return errors.Join(err, err2, err3, err4, err5)
		})
		t.Run("badges", func(t *testing.T) {
			story := *s.Story
			story.Authors = []readerID{a, b}
			story.Sources = []rozmova.Source{{Key: "1", Kind: rozmova.Person, Name: "х", Reader: b}, {Key: "2", Kind: rozmova.Person, Name: "у", Reader: c}, {Key: "3", Kind: rozmova.Outlet}}
			want := map[readerID]string{a: "author", b: "author", c: "source"}
			for range 2 {
				story.Revision++
				step(t, db, func(tx *store.Tx) error { return tx.ReviseStory(&story, a) })
				step(t, db, func(tx *store.Tx) error {
					got, err := tx.StoryReaders(story.ID)
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("revision %d (-want +got):\n%s", story.Revision, diff)
					}
					kept, err2 := tx.Story(story.ID)
					if err2 == nil && cmp.Diff(story.Authors, kept.Authors) != "" {
						t.Errorf("authors kept: %v", kept.Authors)
					}
					return errors.Join(err, err2)
				})
				story.Authors, story.Sources, want = nil, story.Sources[:1], map[readerID]string{b: "source"}
			}
		})
		t.Run("settings", func(t *testing.T) {
			thread := &rozmova.Thread{ID: s.Thread, Mode: rozmova.Slow, Settings: rozmova.ThreadSettings{
				SlowMinutes: 3, Opens: at(1), Closes: at(2), CloseAfterDays: rozmova.Never, Message: "Пишіть \"тихо\"\n", Writers: rozmova.Invited, OlderThanDays: 4, Runes: 5,
				Links: 6, PerMinute: 7, Nesting: 8, Languages: []rozmova.Locale{"uk", "en"},
			}}
			step(t, db, func(tx *store.Tx) error { return tx.SetThread(thread) })
			step(t, db, func(tx *store.Tx) error {
				kept, err := tx.Thread(s.Thread)
				if err == nil && (cmp.Diff(thread.Settings, kept.Settings) != "" || kept.Mode != rozmova.Slow || kept.Story != s.Story.ID) {
					t.Errorf("kept %+v", kept)
				}
				if err := tx.SetThread(&rozmova.Thread{ID: rozmova.ID[rozmova.Thread]{9}}); err != rozmova.NotFound {
					t.Errorf("settings of no thread: %v, want NotFound", err)
				}
				return err
			})
		})
	})
}

func TestPicks(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		var picks []rozmova.Pick
		for i := range 4 {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
			step(t, db, func(tx *store.Tx) error { return tx.AddComment(c, 9) })
			picks = append(picks, rozmova.Pick{Comment: c.ID, Thread: s.Thread, Story: s.Story.ID, By: s.Moderator.ID, At: at(i), Block: i - 1, Revision: 1})
		}
		step(t, db, func(tx *store.Tx) error {
			for _, p := range picks[:3] {
				if err := tx.PutPick(p); err != nil {
					return err
				}
			}
			picks[0].At, picks[0].Block = at(9), 7
			return errors.Join(tx.PutPick(picks[0]), tx.DropPick(picks[1].Comment))
		})
		step(t, db, func(tx *store.Tx) error {
			got, err := tx.Picks(s.Thread, 10)
			if diff := cmp.Diff([]rozmova.Pick{picks[0], picks[2]}, got); diff != "" {
				t.Errorf("picks, the latest first (-want +got):\n%s", diff)
			}
			one, err2 := tx.Picks(s.Thread, 1)
			if len(one) != 1 {
				t.Errorf("one pick: %v", one)
			}
			if err := tx.DropPick(picks[1].Comment); err != rozmova.NotFound {
				t.Errorf("dropping what is no pick: %v, want NotFound", err)
			}
			return errors.Join(err, err2)
		})
		for i, want := range []time.Time{at(9), {}, at(2), {}} {
			if c := stored(t, db, picks[i].Comment); !c.Featured.Equal(want) {
				t.Errorf("comment %d is featured at %v, want %v", i, c.Featured, want)
			}
		}
		none := picks[0]
		none.Comment = rozmova.ID[rozmova.Comment]{9}
		if err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.PutPick(none) }); err != rozmova.NotFound {
			t.Errorf("picking nothing: %v, want NotFound", err)
		}
	})
}

// TestParticipants are those with a published comment in the thread, whatever else they wrote.
func TestParticipants(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 6)
		elsewhere := *s.Story
		elsewhere.ID, elsewhere.Slug, elsewhere.Thread = rozmova.NewID[rozmova.Story](at(1)), "inde", rozmova.NewID[rozmova.Thread](at(1))
		names := []string{"Оксана", "Оксен", "оса Ґ", "Петро", "Інший", "Держак"}
		step(t, db, func(tx *store.Tx) error {
			if err := errors.Join(tx.AddStory(&elsewhere, readerID{}), tx.AddThread(&rozmova.Thread{ID: elsewhere.Thread, Site: s.Site.ID, Story: elsewhere.ID, Mode: rozmova.Open})); err != nil {
				return err
			}
			for i, name := range names {
				s.Readers[i].PenName = name
				if err := tx.Rename(s.Readers[i].ID, name, lang.PenKey(name)); err != nil {
					return err
				}
				for n := range 3 {
					c := comment(s, rozmova.ID[rozmova.Comment]{}, n)
					c.Author = s.Readers[i].ID
					switch i {
					case 4: // in another thread
						c.Thread, c.Story = elsewhere.Thread, elsewhere.ID
					case 5: // held
						c.State = rozmova.Held
					}
					if err := tx.AddComment(c, 9); err != nil {
						return err
					}
				}
			}
			erased := comment(s, rozmova.ID[rozmova.Comment]{}, 9)
			erased.Author = readerID{}
			return tx.AddComment(erased, 9)
		})
		like := []struct {
			prefix string
			limit  int
			want   int
		}{{"Окс", 9, 2}, {"ОКС", 9, 2}, {"оса", 9, 1}, {"", 9, 4}, {"", 2, 2}, {"Інш", 9, 0}, {"Держ", 9, 0}, {"Оксана Б", 9, 0}, {"%", 9, 4}, {"_", 9, 4}, {"\x00", 9, 0}, {"\xff", 9, 0}}
		named := []struct {
			names []string
			want  []string
		}{
			{[]string{"Петро", "Оксана"}, []string{"Оксана", "Петро"}},
			{[]string{"петро", "Окс", "Інший", "Держак", "", "\x00", "\xff"}, nil},
			{[]string{"оса Ґ"}, []string{"оса Ґ"}},
			{nil, nil},
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			for _, tt := range like {
				prefix := tt.prefix
				if prefix[:min(1, len(prefix))] != "\xff" && prefix != "\x00" {
					prefix = lang.PenKey(prefix)
				}
				list, err := tx.ParticipantsLike(s.Thread, prefix, tt.limit)
				if err != nil || len(list) != tt.want {
					t.Errorf("like %q: %v, %v; want %d", tt.prefix, list, err, tt.want)
				}
				for i := 1; i < len(list); i++ {
					if lang.PenKey(list[i-1].PenName) >= lang.PenKey(list[i].PenName) {
						t.Errorf("like %q: %s stands before %s", tt.prefix, list[i-1].PenName, list[i].PenName)
					}
				}
			}
			for _, tt := range named {
				list, err := tx.ParticipantsNamed(s.Thread, tt.names)
				got := map[string]bool{}
				for _, r := range list {
					got[r.PenName] = true
				}
				want := map[string]bool{}
				for _, name := range tt.want {
					want[name] = true
				}
				if diff := cmp.Diff(want, got); diff != "" || err != nil || len(list) != len(got) {
					t.Errorf("named %q: %v (-want +got):\n%s", tt.names, err, diff)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestNewCommentsAnswersAndMentions(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 3)
		names := map[rozmova.ID[rozmova.Comment]]string{}
		add := func(name string, author int, parent rozmova.ID[rozmova.Comment], n int, state rozmova.CommentState) *rozmova.Comment {
			c := comment(s, parent, n)
			c.Author, c.State = s.Readers[author].ID, state
			if author == 2 {
				c.Author = readerID{} // erased since
			}
			names[c.ID] = name
			step(t, db, func(tx *store.Tx) error { return tx.AddComment(c, 1) })
			return c
		}
		mine := add("mine", 0, rozmova.ID[rozmova.Comment]{}, 1, rozmova.Published)
		first := add("first", 1, mine.ID, 2, rozmova.Published)
		add("held", 1, mine.ID, 3, rozmova.Held)
		again := add("mine again", 0, first.ID, 4, rozmova.Withdrawn)
		add("second", 1, again.ID, 5, rozmova.Published) // beside it, and an answer to it
		add("of nobody", 2, mine.ID, 6, rozmova.Published)
		counts := []struct {
			since time.Time
			but   readerID
			most  int
			want  int
		}{
			{time.Time{}, readerID{}, 100, 4},
			{time.Time{}, s.Readers[0].ID, 100, 3},
			{time.Time{}, s.Readers[1].ID, 100, 2},
			{first.Created, s.Readers[0].ID, 100, 2},
			{time.Time{}, readerID{}, 2, 2},
			{rozmovatest.Noon.Add(6 * time.Second), readerID{}, 100, 0},
		}
		step(t, db, func(tx *store.Tx) error {
			for _, tt := range counts {
				if n, err := tx.CountSince(s.Thread, tt.since, tt.but, tt.most); err != nil || n != tt.want {
					t.Errorf("since %v but %v to %d: %d, %v; want %d", tt.since, tt.but, tt.most, n, err, tt.want)
				}
			}
			for limit, want := range map[int]string{10: "[of nobody second first]", 2: "[of nobody second]"} {
				list, err := tx.AnswersTo(s.Readers[0].ID, limit)
				got := make([]string, len(list))
				for i, c := range list {
					got[i] = names[c.ID]
				}
				if err != nil || fmt.Sprint(got) != want {
					t.Errorf("%d answers: %v, %v; want %s", limit, got, err, want)
				}
			}
			a, b := s.Readers[0].ID, s.Readers[1].ID
			return errors.Join(tx.SetMentions(first.ID, []readerID{a, b, a}, at(1)), tx.SetMentions(first.ID, []readerID{b}, at(2)), tx.SetMentions(mine.ID, nil, at(2)))
		})
		step(t, db, func(tx *store.Tx) error { // an unpublished story hides what was answered under it
			story := *s.Story
			story.Revision, story.State = 2, rozmova.Draft
			if err := tx.ReviseStory(&story, readerID{}); err != nil {
				return err
			}
			list, err := tx.AnswersTo(s.Readers[0].ID, 10)
			if len(list) != 0 {
				t.Errorf("answers under a story that is not shown: %v", sources(list))
			}
			return err
		})
	})
}
