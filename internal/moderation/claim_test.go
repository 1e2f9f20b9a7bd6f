package moderation_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// TestTwoNeverWorkOnOneCard, and a card that was left is free again.
func TestTwoNeverWorkOnOneCard(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Pending, 0)
		second := d.staff("Марта", rozmova.Moderator, "")
		if _, err := d.Claim(t.Context(), d.Readers[1], c.ID, false); !errors.Is(err, rozmova.Forbidden) {
			t.Errorf("a reader claims a card: %v", err)
		}
		if _, err := d.Claim(t.Context(), d.Moderator, c.ID, false); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Claim(t.Context(), second, c.ID, false); reasonOf(err) != "card.claimed" {
			t.Errorf("another claims it: %v", err)
		}
		ruling := moderation.Ruling{Comment: c.ID, Action: rozmova.Publish}
		if _, err := d.Decide(t.Context(), second, ruling); reasonOf(err) != "card.claimed" {
			t.Errorf("another decides: %v", err)
		}
		if err := d.Release(t.Context(), second, c.ID); err != nil {
			t.Errorf("another gives it back, which is nothing: %v", err)
		}
		card, err := d.Card(t.Context(), second, c.ID)
		if err != nil || card.Claim == nil || card.Claim.By != d.Moderator.ID || card.People[d.Moderator.ID] == nil {
			t.Errorf("the card tells %+v, %v", card.Claim, err)
		}
		d.clock.Add(moderation.ClaimLife - time.Second)
		if _, err := d.Claim(t.Context(), d.Moderator, c.ID, false); err != nil { // renewed
			t.Fatal(err)
		}
		d.clock.Add(moderation.ClaimLife - time.Second)
		if _, err := d.Claim(t.Context(), second, c.ID, false); reasonOf(err) != "card.claimed" {
			t.Errorf("another claims what was renewed: %v", err)
		}
		senior := d.staff("Старша", rozmova.Senior, "")
		if _, err := d.Claim(t.Context(), second, c.ID, true); reasonOf(err) != "role.senior_needed" {
			t.Errorf("another takes it over: %v", err)
		}
		if _, err := d.Claim(t.Context(), senior, c.ID, true); err != nil {
			t.Errorf("a senior moderator takes it over: %v", err)
		}
		if _, err := d.Claim(t.Context(), d.Moderator, c.ID, false); reasonOf(err) != "card.claimed" {
			t.Errorf("who had it renews what was taken over: %v", err)
		}
		if err := d.Release(t.Context(), senior, c.ID); err != nil {
			t.Error(err)
		}
		if _, err := d.Claim(t.Context(), d.Moderator, c.ID, false); err != nil {
			t.Error(err)
		}
		d.clock.Add(moderation.ClaimLife - time.Second)
		d.clock.Add(time.Second)
		if _, err := d.Claim(t.Context(), second, c.ID, false); err != nil {
			t.Errorf("a card that was left: %v", err)
		}
		if _, err := d.Decide(t.Context(), second, ruling); err != nil {
			t.Errorf("its holder decides: %v", err)
		}
		if card, err := d.Card(t.Context(), second, c.ID); err != nil || card.Claim != nil {
			t.Errorf("decided, and still claimed: %+v, %v", card.Claim, err)
		}
	})
}

// TestAssigned cards are found by those who are to decide.
func TestAssigned(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Pending, 0)
		d.comment(d.Readers[0], rozmova.Pending, 0)
		second, sport := d.staff("Марта", rozmova.Moderator, ""), d.staff("Спорт", rozmova.Moderator, "sport")
		d.update(func(tx *store.Tx) error {
			return errors.Join(tx.Grant(second.ID, second.Grants[0], d.clock.Now()), tx.Grant(sport.ID, sport.Grants[0], d.clock.Now()))
		})
		for _, to := range []*rozmova.Reader{d.Readers[0], d.Readers[1], sport} {
			if err := d.Assign(t.Context(), d.Moderator, c.ID, to.ID); reasonOf(err) != "card.assign" {
				t.Errorf("assigned to %s: %v", to.PenName, err)
			}
		}
		if err := d.Assign(t.Context(), d.Moderator, c.ID, second.ID); err != nil {
			t.Fatal(err)
		}
		for by, want := range map[*rozmova.Reader]int{second: 1, d.Moderator: 0} {
			if page, err := d.Queue(t.Context(), by, moderation.Filter{Mine: true, Limit: 9}); err != nil || len(page.Cards) != want {
				t.Errorf("%s has %v, %v; want %d", by.PenName, page, err, want)
			}
		}
	})
}

// TestNotes stay on the desk: the next moderator reads them on the card.
func TestNotes(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Pending, 0)
		for text, want := range map[string]string{" \n": "note.empty", strings.Repeat("я", moderation.MaxNote+1): "note.too_long", "Уже просили по-доброму": ""} {
			if err := d.AddNote(t.Context(), d.Moderator, c.ID, text); reasonOf(err) != want {
				t.Errorf("a note of %d bytes: %v, want %q", len(text), err, want)
			}
		}
		if err := d.AddNote(t.Context(), d.Readers[1], c.ID, "слово"); !errors.Is(err, rozmova.Forbidden) {
			t.Errorf("a reader writes a note: %v", err)
		}
		other := d.comment(d.Readers[0], rozmova.Published, 0)
		card, err := d.Card(t.Context(), d.staff("Марта", rozmova.Moderator, ""), other.ID)
		if err != nil || len(card.Author.Notes) != 1 || card.Author.Notes[0].Text != "Уже просили по-доброму" {
			t.Errorf("notes on another card of the author: %+v, %v", card, err)
		}
		if _, err := d.History(t.Context(), d.Readers[1], d.Readers[0].ID); !errors.Is(err, rozmova.Forbidden) {
			t.Errorf("a reader reads a history: %v", err)
		}
		h, err := d.History(t.Context(), d.Moderator, d.Readers[0].ID)
		if err != nil || len(h.Record.Notes) != 1 {
			t.Errorf("the history: %+v, %v", h, err)
		}
	})
}

// TestSeveralAtOnce tells before what it would do, and does that.
func TestSeveralAtOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		var ids []rozmova.ID[rozmova.Comment]
		for _, state := range []rozmova.CommentState{rozmova.Pending, rozmova.Published, rozmova.Withdrawn, rozmova.Pending} {
			ids = append(ids, d.comment(d.Readers[0], state, 0).ID)
		}
		own := d.comment(d.Moderator, rozmova.Published, 0).ID
		ids = append(ids, own, ids[0])
		if _, err := d.Claim(t.Context(), d.staff("Марта", rozmova.Moderator, ""), ids[3], false); err != nil {
			t.Fatal(err)
		}
		r := moderation.Ruling{Action: rozmova.Remove, Rule: "spam", Facts: "те саме вчетверте"}
		want := []string{"", "", "comment.state", "card.claimed", "decision.own_comment"}
		for _, do := range []func() ([]moderation.BulkItem, error){
			func() ([]moderation.BulkItem, error) { return d.BulkPreview(t.Context(), d.Moderator, ids, r) },
			func() ([]moderation.BulkItem, error) { return d.Bulk(t.Context(), d.Moderator, ids, nil, r) },
		} {
			items, err := do()
			if err != nil || len(items) != len(want) {
				t.Fatalf("%d items, %v", len(items), err)
			}
			for i, item := range items {
				if reasonOf(item.Refused) != want[i] {
					t.Errorf("item %d: %v, want %q", i, item.Refused, want[i])
				}
			}
		}
		if _, err := d.Bulk(t.Context(), d.Moderator, nil, nil, r); reasonOf(err) != "bulk.none" {
			t.Errorf("none: %v", err)
		}
		many := make([]rozmova.ID[rozmova.Comment], moderation.MostBulk+1)
		for i := range many {
			many[i] = rozmova.NewID[rozmova.Comment](d.clock.Now())
		}
		if _, err := d.Bulk(t.Context(), d.Moderator, many, nil, r); reasonOf(err) != "bulk.too_many" {
			t.Errorf("too many: %v", err)
		}
		if _, err := d.Bulk(t.Context(), d.Readers[1], ids, nil, r); !errors.Is(err, rozmova.Forbidden) {
			t.Errorf("a reader: %v", err)
		}
	})
}

// TestFilters and pages of a queue: each thing once, the most urgent first.
func TestFilters(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		for i := range 7 {
			c := d.comment(d.Readers[0], rozmova.Pending, 0)
			v := &rozmova.Verdict{Model: "m1", Language: []string{"uk", "en"}[i%2]}
			v.Scores[rozmova.Threat] = float32(i) / 10
			d.update(func(tx *store.Tx) error { return tx.PutVerdict(c.ID, 1, v, d.clock.Now()) })
		}
		count := func(f moderation.Filter) (n int) {
			f.Limit = 3
			for {
				page, err := d.Queue(t.Context(), d.Moderator, f)
				if err != nil {
					t.Fatal(err)
				}
				if n += len(page.Cards); page.Next == "" {
					return n
				}
				f.After = page.Next
			}
		}
		story := d.Story.ID
		for name, row := range map[string]struct {
			f    moderation.Filter
			want int
		}{
			"all": {moderation.Filter{List: rozmova.NewList}, 7}, "no list": {moderation.Filter{}, 7}, "held": {moderation.Filter{List: rozmova.HeldList}, 0},
			"language": {moderation.Filter{Language: "uk"}, 4}, "label": {moderation.Filter{Label: "threat"}, 6}, "score": {moderation.Filter{MinScore: 0.45}, 2},
			"rule": {moderation.Filter{Rule: "threats"}, 6}, "story": {moderation.Filter{Story: story}, 7}, "section": {moderation.Filter{Section: "nowhere"}, 0},
			"words": {moderation.Filter{Text: "слова"}, 7}, "other words": {moderation.Filter{Text: "паром"}, 0}, "age": {moderation.Filter{OlderThan: time.Hour}, 0},
		} {
			if n := count(row.f); n != row.want {
				t.Errorf("%s: %d, want %d", name, n, row.want)
			}
		}
		page, err := d.Queue(t.Context(), d.Moderator, moderation.Filter{Limit: 99})
		if err != nil || page.Counts[rozmova.NewList] != 7 {
			t.Fatalf("counts %v, %v", page.Counts, err)
		}
		for i := 1; i < len(page.Cards); i++ {
			if page.Cards[i-1].Queued[0].Urgency.Rank() < page.Cards[i].Queued[0].Urgency.Rank() {
				t.Errorf("card %d stands before a more urgent one", i-1)
			}
		}
		if _, err := d.Queue(t.Context(), d.Moderator, moderation.Filter{After: "x"}); !errors.Is(err, rozmova.Invalid) {
			t.Errorf("a made-up cursor: %v", err)
		}
	})
}

// TestACommentInTwoListsIsReadTwice: it has one rank in both, and neither is lost where a page ends between them.
func TestACommentInTwoListsIsReadTwice(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		for range 4 {
			d.comment(d.Readers[0], rozmova.Pending, 1)
		}
		for _, f := range []moderation.Filter{{Limit: 1}, {Limit: 3}, {Limit: 3, Text: "слова"}} {
			seen := map[string]int{}
			for {
				page, err := d.Queue(t.Context(), d.Moderator, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, card := range page.Cards {
					seen[string(card.Queued[0].List)+card.Comment.ID.String()]++
				}
				if f.After = page.Next; page.Next == "" {
					break
				}
			}
			if len(seen) != 8 {
				t.Errorf("%+v: %d rows, want 8: %v", f, len(seen), seen)
			}
			for row, n := range seen {
				if n != 1 {
					t.Errorf("%+v: %s read %d times", f, row, n)
				}
			}
		}
	})
}

// TestUndoneWaitsAgain: what stood on the list before stands there after.
func TestUndoneWaitsAgain(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		at := d.clock.Now()
		d.update(func(tx *store.Tx) error { return tx.MarkComment(c, at) })
		for _, action := range []rozmova.Action{rozmova.Keep, rozmova.Remove} {
			decision, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: action, Rule: "spam", Facts: "факти"})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.Undo(t.Context(), d.Moderator, decision.ID); err != nil {
				t.Fatal(err)
			}
			card, err := d.Card(t.Context(), d.Moderator, c.ID)
			if err != nil || len(card.Queued) != 1 || !card.Comment.Marked.Equal(at) {
				t.Errorf("%s, undone: %+v, marked %v, %v", action, card.Queued, card.Comment.Marked, err)
			}
		}
	})
}
