package store_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// step runs a step that must go well.
func step(t testing.TB, db *store.DB, fn func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Update(context.Background(), fn); err != nil {
		t.Fatal(err)
	}
}

func at(minutes int) time.Time {
	return rozmovatest.Noon.Add(time.Duration(minutes) * time.Minute)
}

// reported writes a comment in a state, with a number of open reports.
func reported(t *testing.T, db *store.DB, s *rozmovatest.Seed, n int, state rozmova.CommentState, reports int) *rozmova.Comment {
	t.Helper()
	c := comment(s, rozmova.ID[rozmova.Comment]{}, n)
	c.State, c.Created, c.Changed = state, at(n), at(n)
	if err := post(t.Context(), db, c); err != nil {
		t.Fatal(err)
	}
	step(t, db, func(tx *store.Tx) error {
		for i := range reports {
			err := tx.AddNotice(s.Site.ID, &rozmova.Notice{ID: rozmova.NewID[rozmova.Notice](at(n)), Comment: c.ID, Reporter: s.Readers[i].ID, Rule: "respect", At: at(100 - i)})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

func TestQueueOrderAndDecisions(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 4)
		names := map[rozmova.ID[rozmova.Comment]]string{}
		add := func(name string, n int, state rozmova.CommentState, reports int) *rozmova.Comment {
			c := reported(t, db, s, n, state, reports)
			names[c.ID] = name
			return c
		}
		add("published", 1, rozmova.Published, 0)
		add("removed", 2, rozmova.Removed, 0)
		add("pending late", 9, rozmova.Pending, 0)
		add("pending early", 3, rozmova.Pending, 0)
		twice := add("reported twice", 5, rozmova.Published, 2)
		add("reported once", 4, rozmova.Published, 1)
		add("held", 6, rozmova.Held, 0)
		add("reported, then withdrawn", 7, rozmova.Withdrawn, 3) // every report is answered
		marked := add("marked", 8, rozmova.Published, 0)
		both := add("marked and reported", 10, rozmova.Published, 1)
		step(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.MarkComment(marked, at(8)), tx.MarkComment(both, at(10)))
		})
		queue := func(limit int, sections ...rozmova.Slug) (got []string, n int) {
			err := db.View(t.Context(), func(tx *store.Tx) error {
				list, err := tx.Queue(store.QueueFilter{Site: s.Site.ID, Sections: sections, Limit: limit})
				for _, w := range list {
					got = append(got, string(w.List)+": "+names[w.Comment])
				}
				if err == nil {
					n, err = tx.CountWaiting(s.Site.ID, 100)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return got, n
		}
		// Reports weigh more than what waits in sight, that more than what waits out of sight; of equals the oldest comes first.
		want := []string{
			"reported: reported twice", "reported: reported once", "new: marked and reported", "reported: marked and reported", "reported: reported, then withdrawn",
			"new: marked", "new: pending early", "held: held", "new: pending late",
		}
		got, n := queue(50)
		if diff := cmp.Diff(want, got); diff != "" || n != 8 {
			t.Errorf("%d wait; the queue (-want +got):\n%s", n, diff)
		}
		if got, _ := queue(2, "hromada", "sport"); cmp.Diff(want[:2], got) != "" {
			t.Errorf("the first two of the story's section: %v", got)
		}
		if got, _ := queue(50, "sport", "culture"); got != nil {
			t.Errorf("the queue of other sections: %v", got)
		}

		var answered []rozmova.Notice
		first := &rozmova.Decision{ID: rozmova.NewID[rozmova.Decision](at(200)), Site: s.Site.ID, Comment: twice.ID, Revision: 1, Action: rozmova.Keep, By: s.Moderator.ID, At: at(200)}
		second := &rozmova.Decision{ID: rozmova.NewID[rozmova.Decision](at(201)), Site: s.Site.ID, Comment: twice.ID, Revision: 1, Action: rozmova.Remove, Rule: "spam", Version: 1, Facts: "факти", Automatic: true, At: at(201)}
		reasons := &rozmova.Reasons{
			Decision: second.ID, Comment: twice.ID, Author: twice.Author, Language: "uk", Action: rozmova.Remove, RuleKey: "spam", RuleVersion: 1, RuleTitle: "т",
			RuleText: "т", Facts: "факти", Detected: "notice", Words: twice.Source, AppealUntil: at(300), At: at(201),
		}
		step(t, db, func(tx *store.Tx) (err error) {
			if answered, err = tx.AddDecision(first); err != nil {
				return err
			}
			again, err := tx.AddDecision(second)
			if len(again) != 0 {
				t.Errorf("a second decision answers %d reports once more", len(again))
			}
			return errors.Join(err, tx.AddReasons(reasons))
		})
		if len(answered) != 2 || answered[0].Decision != first.ID || answered[1].Decision != first.ID {
			t.Errorf("the decision answered %+v", answered)
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			all, err := tx.Decisions(twice.ID)
			if err != nil {
				return err
			}
			if diff := cmp.Diff([]*rozmova.Decision{second, first}, all); diff != "" {
				t.Errorf("decisions, the latest first (-want +got):\n%s", diff)
			}
			last, err := tx.LatestDecisions([]rozmova.ID[rozmova.Comment]{twice.ID})
			if err != nil || last[twice.ID].ID != second.ID {
				t.Errorf("the last decision: %v, %v", last[twice.ID], err)
			}
			recent, err := tx.RecentDecisions(s.Site.ID, []rozmova.Slug{"hromada"}, 10)
			if err != nil || len(recent) != 1 || recent[0].ID != second.ID {
				t.Errorf("recent: %v, %v; want the last about each comment", recent, err)
			}
			if recent, err := tx.RecentDecisions(s.Site.ID, []rozmova.Slug{"sport"}, 10); err != nil || len(recent) != 0 {
				t.Errorf("recent of another section: %v, %v", recent, err)
			}
			kept, err := tx.Reasons(second.ID)
			if diff := cmp.Diff(reasons, kept); diff != "" || err != nil {
				t.Errorf("reasons: %v (-want +got):\n%s", err, diff)
			}
			if _, err := tx.Reasons(first.ID); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("reasons of a decision that owes none: %v", err)
			}
			notices, err := tx.NoticesOf(first.ID)
			if len(notices) != 2 || notices[0].At.After(notices[1].At) {
				t.Errorf("reports that were answered: %v", notices)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestRevisionsAndMoves(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		c := reported(t, db, s, 1, rozmova.Published, 0)
		stale := *c
		body := []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "друге"}}}}
		step(t, db, func(tx *store.Tx) error { return tx.ReviseComment(c, "друге", body, at(2), c.Seq+1) })
		step(t, db, func(tx *store.Tx) error { return tx.ReviseComment(c, "третє", body, at(3), c.Seq+1) })
		err := db.Update(t.Context(), func(tx *store.Tx) error { return tx.ReviseComment(&stale, "чуже", body, at(4), c.Seq+1) })
		if !errors.Is(err, rozmova.Conflict) {
			t.Errorf("revising what has changed meanwhile: %v, want Conflict", err)
		}
		gone := *c
		step(t, db, func(tx *store.Tx) error { return tx.MoveComment(c, rozmova.Held, c.Seq+1) })
		err = db.Update(t.Context(), func(tx *store.Tx) error { return tx.MoveComment(&gone, rozmova.Removed, c.Seq+1) })
		if !errors.Is(err, rozmova.Conflict) {
			t.Errorf("moving what has moved meanwhile: %v, want Conflict", err)
		}
		err = db.View(t.Context(), func(tx *store.Tx) error {
			kept, err := tx.Comment(c.ID)
			if err != nil {
				return err
			}
			if diff := cmp.Diff(c, kept); diff != "" {
				t.Errorf("the comment (-in hand +kept):\n%s", diff)
			}
			list, err := tx.CommentRevisions(c.ID)
			if len(list) != 2 || list[0].Source != stale.Source || list[0].Revision != 1 || list[1].Source != "друге" || !list[1].At.Equal(at(2)) {
				t.Errorf("earlier texts: %+v", list)
			}
			thread, err2 := tx.Thread(s.Thread)
			if err2 == nil && thread.Comments != 0 {
				t.Errorf("the thread counts %d, its only comment is held", thread.Comments)
			}
			return errors.Join(err, err2)
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestLettersSessionsAndTidy(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		r := s.Readers[0]
		t.Run("letters", func(t *testing.T) {
			letter := &store.Letter{Seq: 7, Kind: "reasons", Reader: r.ID, Ref: [16]byte{1}, Next: at(5)}
			step(t, db, func(tx *store.Tx) error { return errors.Join(tx.AddLetter(letter), tx.AddLetter(letter)) })
			due := func(now time.Time) (list []store.Letter) {
				step(t, db, func(tx *store.Tx) (err error) { list, err = tx.DueLetters(now, 10); return err })
				return list
			}
			if got := due(at(4)); len(got) != 0 {
				t.Errorf("before its time: %v", got)
			}
			if diff := cmp.Diff([]store.Letter{*letter}, due(at(5))); diff != "" {
				t.Errorf("at its time (-want +got):\n%s", diff)
			}
			step(t, db, func(tx *store.Tx) error { return tx.LetterAgain(letter, at(9)) })
			if got := due(at(9)); len(due(at(8))) != 0 || len(got) != 1 || got[0].Tries != 1 {
				t.Errorf("after a failed try: %v", got)
			}
			step(t, db, func(tx *store.Tx) error { return tx.LetterSent(letter, at(9)) })
			if got := due(at(99)); len(got) != 0 {
				t.Errorf("once sent: %v", got)
			}
		})
		t.Run("tidy", func(t *testing.T) {
			hash := func(b byte) []byte { return bytes.Repeat([]byte{b}, 32) }
			now := at(60 * 48)
			code := func(id byte, created, expires time.Time) *store.SignInCode {
				return &store.SignInCode{ID: hash(id), Site: s.Site.ID, Email: "a@example.org", Hash: hash(0), Created: created, Expires: expires, Tries: -3}
			}
			step(t, db, func(tx *store.Tx) error {
				return errors.Join(
					tx.AddSession(&store.Session{Hash: hash(1), Reader: r.ID, Created: at(0), Seen: at(0), Expires: now.Add(-time.Second)}),
					tx.AddSession(&store.Session{Hash: hash(2), Reader: r.ID, Created: at(0), Seen: at(0), Expires: now.Add(time.Second)}),
					tx.AddSignInCode(code(3, at(0), at(10))),
					tx.AddSignInCode(code(4, now.Add(-time.Hour), now.Add(-50*time.Minute))), // counts against too many
					tx.AddSignInCode(code(5, at(0), now.Add(time.Hour))),                     // a link that lasts for days
					tx.AddToken(hash(6), r.ID, "old", at(0), now.Add(-time.Second)),
					tx.AddToken(hash(7), r.ID, "for ever", at(0), time.Time{}),
					tx.Done(hash(8), hash(8), [16]byte{1}, at(0)),
					tx.Done(hash(9), hash(9), [16]byte{2}, now.Add(-time.Hour)),
				)
			})
			step(t, db, func(tx *store.Tx) error { return tx.Tidy(now) })
			step(t, db, func(tx *store.Tx) error {
				left := map[byte]bool{}
				for _, id := range []byte{1, 2} {
					_, err := tx.Session(hash(id))
					left[id] = err == nil
				}
				for _, id := range []byte{3, 4, 5} {
					_, err := tx.TrySignInCode(hash(id))
					left[id] = err == nil
				}
				for _, id := range []byte{6, 7} {
					_, err := tx.TokenReader(hash(id), at(0))
					left[id] = err == nil
				}
				for _, id := range []byte{8, 9} {
					_, done, err := tx.Once(hash(id), hash(id))
					left[id] = err == nil && done
				}
				want := map[byte]bool{1: false, 2: true, 3: false, 4: true, 5: true, 6: false, 7: true, 8: false, 9: true}
				if diff := cmp.Diff(want, left); diff != "" {
					t.Errorf("what is left (-want +got):\n%s", diff)
				}
				return nil
			})
		})
	})
}
