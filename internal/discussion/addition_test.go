package discussion_test

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestAnAdditionIsWriting: who may not write, or must wait, does not do it by adding to an old comment.
func TestAnAdditionIsWriting(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		r := k.Readers[0]
		add := func(c *rozmova.Comment) error {
			_, err := k.desk.Append(t.Context(), r, c.ID, 0, "Ще.")
			return err
		}
		edit := func(c *rozmova.Comment, text string) error {
			_, err := k.desk.Edit(t.Context(), r, c.ID, 0, text)
			return err
		}
		a, b := k.say(r, nil, "Перше."), k.say(r, nil, "Друге.")
		k.clock.Add(time.Hour)
		k.keep(rozmova.Open, rozmova.ThreadSettings{Writers: rozmova.Invited})
		refused(t, "adding uninvited", add(a), rozmova.Forbidden, "thread.invited_only")
		refused(t, "a late edit uninvited", edit(a, "Перше. І ще."), rozmova.Forbidden, "thread.invited_only")
		k.keep(rozmova.Slow, rozmova.ThreadSettings{SlowMinutes: 10})
		if err := add(a); err != nil {
			t.Fatalf("the first addition: %v", err)
		}
		k.clock.Add(4 * time.Minute)
		refused(t, "adding to the same", add(a), rozmova.TooMany, "comment.slow")
		refused(t, "adding to another", add(b), rozmova.TooMany, "comment.slow")
		refused(t, "a late edit", edit(b, "Друге. І ще."), rozmova.TooMany, "comment.slow")
		err := k.post(r, "Третє.")
		refused(t, "a new comment", err, rozmova.TooMany, "comment.slow")
		if a := args(err); a["Seconds"] != 360 {
			t.Errorf("a new comment is told %v, want six minutes to wait", a)
		}
		k.clock.Add(6 * time.Minute)
		c := k.say(r, nil, "Третє.")
		k.clock.Add(time.Minute)
		refused(t, "adding behind a new comment", add(c), rozmova.TooMany, "comment.slow")
		if err := edit(c, "Трете."); err != nil {
			t.Errorf("mending a word: %v", err)
		}
		k.clock.Add(9 * time.Minute) // since the comment; the mending was no writing
		if err := add(a); err != nil {
			t.Errorf("ten minutes after the last: %v", err)
		}
		k.clock.Add(10 * time.Minute)
		if err := add(a); err != nil { // the one before is now an earlier revision
			t.Errorf("twenty minutes after: %v", err)
		}
	})
}

func TestAdditionsCountByTheMinute(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, rozmova.ThreadSettings{PerMinute: 2})
		r := k.Readers[0]
		old := k.say(r, nil, "Старе.")
		k.clock.Add(time.Hour)
		for range 2 { // the first becomes an earlier revision
			k.clock.Add(10 * time.Second)
			if _, err := k.desk.Append(t.Context(), r, old.ID, 0, "Ще."); err != nil {
				t.Fatal(err)
			}
		}
		k.clock.Add(10 * time.Second)
		_, err := k.desk.Append(t.Context(), r, old.ID, 0, "Ще.")
		refused(t, "a third addition", err, rozmova.TooMany, "comment.too_fast")
		if a := args(err); a["N"] != 2 || a["Seconds"] != 40 {
			t.Errorf("a third addition is told %v, want forty seconds to wait", a)
		}
		refused(t, "a comment behind them", k.post(r, "Нове."), rozmova.TooMany, "comment.too_fast")
		k.clock.Add(time.Minute)
		c := k.say(r, nil, "слово")
		texts := []string{"слова", "слів", "словам", "слово", "словом"}
		for _, text := range texts { // with the comment itself six
			if _, err := k.desk.Edit(t.Context(), r, c.ID, 0, text); err != nil {
				t.Fatalf("mending to %q: %v", text, err)
			}
		}
		_, err = k.desk.Edit(t.Context(), r, c.ID, 0, "словами")
		refused(t, "mending without end", err, rozmova.TooMany, "comment.too_fast")
		if err := k.post(r, "Нове."); err != nil {
			t.Errorf("a comment after mending another: %v", err)
		}
	})
}

// TestCursorsTellNoVotes: two discussions that differ in votes alone, and not in the order, have the same cursors.
func TestCursorsTellNoVotes(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		roots := k.crowd(2*discussion.RootsPerPage+1, 0)
		rank := func(by int64) {
			err := k.db.Update(t.Context(), func(tx *store.Tx) error {
				for i, c := range roots {
					v := rozmova.Votes{Voters: 10 + i, Respect: 5}
					if err := tx.PutVote(c, k.Readers[0].ID, rozmova.Vote{Respect: true}, v, int64(i)*by, k.clock.Now()); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		cursors := func() (list []string) {
			page := k.page(nil, discussion.View{Order: discussion.Respected})
			second := k.page(nil, discussion.View{Order: discussion.Respected, After: page.Next})
			part, err := k.desk.Part(t.Context(), nil, k.Thread, discussion.View{Order: discussion.Respected, After: page.Next}, 5)
			if err != nil || len(part.Nodes) != 5 || part.Nodes[0].ID != second.Nodes[0].ID {
				t.Fatalf("a part behind the first page: %+v, %v", part, err)
			}
			return append(list, page.Next, second.Prev, second.Next, part.Prev, part.Next)
		}
		rank(1000)
		before := cursors()
		rank(2000)
		for i, c := range cursors() {
			if c == "" || c != before[i] {
				t.Errorf("cursor %d is %q, and with other votes %q", i, before[i], c)
			}
		}
		if got := k.pages(nil, discussion.Respected); len(got) != len(roots) {
			t.Errorf("%d roots on all pages, want %d", len(got), len(roots))
		}
	})
}

// TestARespectedCursorIntoNothing: what names no first comment of this thread gives the first page.
func TestARespectedCursorIntoNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		elsewhere := open(t, k.db, rozmova.ThreadSettings{PerMinute: 1 << 20})
		elsewhere.crowd(discussion.RootsPerPage+1, 0)
		foreign := elsewhere.page(nil, discussion.View{Order: discussion.Respected}).Next
		k.crowd(discussion.RootsPerPage+1, 0)
		first := k.page(nil, discussion.View{Order: discussion.Respected})
		for _, v := range []discussion.View{{After: foreign}, {Before: foreign}} {
			v.Order = discussion.Respected
			page := k.page(nil, v)
			if len(page.Nodes) != discussion.RootsPerPage || page.Nodes[0].ID != first.Nodes[0].ID || page.Prev != "" || page.Next != first.Next {
				t.Errorf("%+v: %d roots, prev %q, want the first page", v, len(page.Nodes), page.Prev)
			}
			part, err := k.desk.Part(t.Context(), nil, k.Thread, v, 5)
			if err != nil || len(part.Nodes) != 5 || part.Nodes[0].ID != first.Nodes[0].ID || part.Prev != "" || part.Next == "" {
				t.Errorf("%+v: part %+v, %v, want the first", v, part, err)
			}
		}
	})
}

func TestFeaturingTellsNobodyOfWhatWaits(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.mode(rozmova.Premoderated)
		c := k.say(k.Readers[0], nil, "слово")
		for what, r := range map[string]*rozmova.Reader{"a reader": k.Readers[1], "an editor": k.editor(k.Story.Section)} {
			refused(t, what+" features", k.desk.Feature(t.Context(), r, c.ID, 0), rozmova.NotFound, "")
			refused(t, what+" unfeatures", k.desk.Unfeature(t.Context(), r, c.ID), rozmova.NotFound, "")
		}
		refused(t, "its author", k.desk.Feature(t.Context(), k.Readers[0], c.ID, 0), rozmova.Forbidden, "role.editor_needed")
	})
}
