package moderation_test

import (
	"errors"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

func TestCards(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		pending := d.comment(d.Readers[0], rozmova.Pending, 0)
		d.comment(d.Readers[0], rozmova.Published, 0)
		reported := d.comment(d.Readers[0], rozmova.Published, 2)
		for _, list := range []moderation.List{moderation.WaitingList, moderation.DecidedList, ""} {
			for who, by := range map[string]*rozmova.Reader{"nobody": nil, "a reader": d.Readers[1], "an editor": d.staff("Редактор "+string(list), rozmova.Editor, "")} {
				if cards, err := d.Cards(t.Context(), by, list, 9); err == nil || len(cards) != 0 {
					t.Errorf("%s reads %d cards", who, len(cards))
				}
			}
		}
		if _, err := d.Card(t.Context(), d.Readers[1], pending.ID); !errors.Is(err, rozmova.Forbidden) {
			t.Errorf("a reader reads a card: %v", err)
		}
		cards, err := d.Cards(t.Context(), d.Moderator, moderation.WaitingList, 9)
		if err != nil || len(cards) != 2 || cards[0].Comment.ID != reported.ID || cards[1].Comment.ID != pending.ID {
			t.Fatalf("the queue: %v, %v", cards, err)
		}
		if n, err := d.Waiting(t.Context()); err != nil || n != 2 {
			t.Errorf("%d wait, %v; want 2", n, err)
		}
		first := cards[0]
		if len(first.Notices) != 2 || first.People[d.Readers[1].ID] == nil || first.People[d.Readers[0].ID] == nil || first.Story.ID != d.Story.ID || first.Parent != nil {
			t.Errorf("the first card: %+v", first)
		}
		for _, c := range []*rozmova.Comment{reported, pending} {
			if _, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "spam", Facts: "факти"}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: reported.ID, Action: rozmova.Restore}); err != nil {
			t.Fatal(err)
		}
		cards, err = d.Cards(t.Context(), d.Moderator, moderation.DecidedList, 9)
		if err != nil || len(cards) != 2 || cards[0].Comment.ID != reported.ID || cards[1].Comment.ID != pending.ID {
			t.Errorf("decided: %v, %v; want each comment once, the latest first", cards, err)
		}
		if n, err := d.Waiting(t.Context()); err != nil || n != 0 {
			t.Errorf("%d wait, %v; want none", n, err)
		}
		err = d.db.View(t.Context(), func(tx *store.Tx) error {
			open, err := tx.OpenNotices(reported.ID)
			if len(open) != 0 {
				t.Errorf("%d reports are open behind a decision", len(open))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestAModeratorOfOneSectionSeesTheirs, however much waits in the others.
func TestAModeratorOfOneSectionSeesTheirs(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		for range 5 {
			d.comment(d.Readers[0], rozmova.Pending, 0)
		}
		now := d.clock.Now()
		match := &rozmova.Story{
			ID: rozmova.NewID[rozmova.Story](now), Site: d.Site.ID, Slug: "match", Section: "sport", Language: "uk", State: rozmova.PublicStory, Headline: "Матч",
			Revision: 1, Published: now, Changed: now, Thread: rozmova.NewID[rozmova.Thread](now),
		}
		match.Group = match.ID
		d.update(func(tx *store.Tx) error {
			return errors.Join(tx.AddStory(match, rozmova.ID[rozmova.Reader]{}),
				tx.AddThread(&rozmova.Thread{ID: match.Thread, Site: d.Site.ID, Story: match.ID, Mode: rozmova.Open, Opened: now}))
		})
		d.Story, d.Thread = match, match.Thread
		late := d.comment(d.Readers[0], rozmova.Pending, 0)
		sport := d.staff("Спорт", rozmova.Moderator, "sport")
		cards, err := d.Cards(t.Context(), sport, moderation.WaitingList, 3)
		if err != nil || len(cards) != 1 || cards[0].Comment.ID != late.ID {
			t.Errorf("the queue of sport, three at most: %v, %v", cards, err)
		}
		if cards, err := d.Cards(t.Context(), d.Moderator, moderation.WaitingList, 99); err != nil || len(cards) != 6 {
			t.Errorf("the queue of all: %d, %v", len(cards), err)
		}
	})
}

// TestTheLogTellsWhatWasDone: pages and letters act on the kind of an event.
func TestTheLogTellsWhatWasDone(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		type row struct {
			from    rozmova.CommentState
			reports int
			action  rozmova.Action
			want    []rozmova.EventKind
		}
		rows := []row{
			{rozmova.Pending, 0, rozmova.Publish, []rozmova.EventKind{rozmova.CommentPublished}},
			{rozmova.Pending, 0, rozmova.Hold, []rozmova.EventKind{rozmova.CommentHeld}},
			{rozmova.Published, 0, rozmova.Remove, []rozmova.EventKind{rozmova.CommentRemoved}},
			{rozmova.Published, 2, rozmova.Hold, []rozmova.EventKind{rozmova.CommentHeld, rozmova.NoticeAnswered}},
			{rozmova.Published, 1, rozmova.Keep, []rozmova.EventKind{rozmova.NoticeAnswered}},
			{rozmova.Held, 0, rozmova.Restore, []rozmova.EventKind{rozmova.CommentRestored}},
			{rozmova.Removed, 0, rozmova.Restore, []rozmova.EventKind{rozmova.CommentRestored}},
			{rozmova.Removed, 0, rozmova.Hold, []rozmova.EventKind{rozmova.CommentHeld}},
		}
		n, want := 1, 1 // the seed's
		for _, r := range rows {
			want += len(r.want)
		}
		var decisions []*rozmova.Decision
		for _, r := range rows {
			c := d.comment(d.Readers[0], r.from, r.reports)
			decision, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: r.action, Rule: "spam", Facts: "факти"})
			if err != nil {
				t.Fatalf("%s from %v: %v", r.action, r.from, err)
			}
			decisions = append(decisions, decision)
		}
		events := rozmovatest.Events(t, d.db, want)
		for i, r := range rows {
			for _, kind := range r.want {
				e := events[n]
				n++
				if e.Kind != kind || e.Ref != decisions[i].ID || e.Comment != decisions[i].Comment || e.Thread != d.Thread || e.Actor != d.Moderator.ID {
					t.Errorf("%s from %v with %d reports tells %+v, want kind %d", r.action, r.from, r.reports, e, kind)
				}
			}
		}
	})
}

func TestArrival(t *testing.T) {
	for mode, want := range map[rozmova.ThreadMode]rozmova.CommentState{rozmova.Open: rozmova.Published, rozmova.Slow: rozmova.Published, rozmova.Premoderated: rozmova.Pending, rozmova.Closed: 0, 0: 0, 9: 0} {
		state, err := moderation.FirstState(mode)
		if state != want || (want == 0) != errors.Is(err, rozmova.Conflict) {
			t.Errorf("mode %d: %v, %v; want %v", mode, state, err, want)
		}
	}
}

func TestHouseRules(t *testing.T) {
	first, err := moderation.FirstRules()
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, r := range first {
		if keys[r.Key] || r.Version != 1 || !rozmova.Slug(r.Key).Valid() {
			t.Errorf("rule %q, version %d", r.Key, r.Version)
		}
		keys[r.Key] = true
		for _, l := range []rozmova.Locale{"uk", "en"} {
			if r.Title[l] == "" || r.Text[l] == "" {
				t.Errorf("rule %s has no text in %s", r.Key, l)
			}
		}
	}
	d := moderation.New(rozmovatest.SQLite(t), moderation.Options{Site: &rozmova.Site{}})
	if current, err := d.Current(t.Context()); err != nil || len(current) != 0 {
		t.Errorf("rules of a site without any: %v, %v", current, err)
	}
	eachEngine(t, func(t *testing.T, d *desk) {
		d.update(func(tx *store.Tx) error {
			for v := 2; v <= 10; v++ {
				if err := tx.AddRule(d.Site.ID, &rozmova.Rule{Key: "respect", Version: v}); err != nil {
					return err
				}
			}
			return nil
		})
		all, err := d.Rules(t.Context())
		if err != nil || len(all) != 11 {
			t.Errorf("%d versions, %v; want 11", len(all), err)
		}
		current, err := d.Current(t.Context())
		if err != nil || len(current) != 2 || current[0].Version != 10 || current[1].Version != 1 {
			t.Errorf("in force: %v, %v", current, err)
		}
	})
}
