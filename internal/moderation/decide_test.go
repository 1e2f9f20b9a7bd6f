package moderation_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A desk is moderation's in a seeded newsroom.
type desk struct {
	*moderation.Desk
	*rozmovatest.Seed
	t     *testing.T
	db    *store.DB
	clock *rozmovatest.Clock
}

func eachEngine(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		d := &desk{t: t, Seed: rozmovatest.SeedStore(t, db, 3), db: db, clock: rozmovatest.NewClock()}
		d.Desk = moderation.New(db, moderation.Options{Now: d.clock.Now, Site: d.Site})
		test(t, d)
	})
}

func (d *desk) update(fn func(tx *store.Tx) error) {
	d.t.Helper()
	if err := d.db.Update(d.t.Context(), fn); err != nil {
		d.t.Fatal(err)
	}
}

// comment writes one in a state, by a reader, with open reports by the others.
func (d *desk) comment(author *rozmova.Reader, state rozmova.CommentState, reports int) *rozmova.Comment {
	d.t.Helper()
	now := d.clock.Now()
	c := &rozmova.Comment{
		ID: rozmova.NewID[rozmova.Comment](now), Site: d.Site.ID, Thread: d.Thread, Story: d.Story.ID, Author: author.ID, Language: "en", Source: "слово **гостре**",
		Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "слово"}}}}, State: state, Revision: 1, Created: now, Changed: now, Seq: 1,
	}
	d.update(func(tx *store.Tx) error {
		if err := tx.AddComment(c, rozmova.MaxNesting); err != nil {
			return err
		}
		for i := range reports {
			n := &rozmova.Notice{ID: rozmova.NewID[rozmova.Notice](now), Comment: c.ID, Reporter: d.Readers[1+i].ID, Rule: "spam", At: now}
			if err := tx.AddNotice(d.Site.ID, n); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

// staff makes somebody with a role.
func (d *desk) staff(name string, role rozmova.Role, section rozmova.Slug) *rozmova.Reader {
	d.t.Helper()
	r := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](d.clock.Now()), Site: d.Site.ID, PenName: name, Grants: []rozmova.Grant{{Role: role, Section: section}}}
	d.update(func(tx *store.Tx) error { return tx.AddReader(r, name) })
	return r
}

func reasonOf(err error) string {
	var e *rozmova.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestWhoDecides(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Published, 0)
		mine := d.comment(d.Moderator, rozmova.Published, 0)
		hold := moderation.Ruling{Comment: c.ID, Action: rozmova.Hold, Rule: "respect", Facts: "факти"}
		change := func(fn func(*moderation.Ruling)) moderation.Ruling { r := hold; fn(&r); return r }
		for _, tt := range []struct {
			what   string
			by     *rozmova.Reader
			r      moderation.Ruling
			reason string
		}{
			{"nobody", nil, hold, "sign_in.needed"},
			{"a reader", d.Readers[1], hold, "role.moderator_needed"},
			{"an editor", d.staff("Редактор", rozmova.Editor, ""), hold, "role.moderator_needed"},
			{"a moderator of another section", d.staff("Спорт", rozmova.Moderator, "sport"), hold, "role.moderator_needed"},
			{"about an own comment", d.Moderator, change(func(r *moderation.Ruling) { r.Comment = mine.ID }), "decision.own_comment"},
			{"an older revision", d.Moderator, change(func(r *moderation.Ruling) { r.Revision = 2 }), "comment.changed"},
			{"no facts", d.Moderator, change(func(r *moderation.Ruling) { r.Facts = " \u200b\n" }), "decision.facts_missing"},
			{"facts too long", d.Moderator, change(func(r *moderation.Ruling) { r.Facts = strings.Repeat("ї", moderation.MaxFacts+1) }), "decision.facts_too_long"},
			{"facts not UTF-8", d.Moderator, change(func(r *moderation.Ruling) { r.Facts = "\xff" }), "text.not_utf8"},
			{"no rule", d.Moderator, change(func(r *moderation.Ruling) { r.Rule = "" }), "decision.rule_missing"},
			{"no such rule", d.Moderator, change(func(r *moderation.Ruling) { r.Rule = "taste" }), "decision.rule_missing"},
			{"no such action", d.Moderator, change(func(r *moderation.Ruling) { r.Action = "label" }), "decision.action_unknown"},
			{"nothing to keep", d.Moderator, change(func(r *moderation.Ruling) { r.Action = rozmova.Keep }), "decision.nothing_waits"},
			{"no such comment", d.Moderator, change(func(r *moderation.Ruling) { r.Comment = rozmova.NewID[rozmova.Comment](rozmovatest.Noon) }), "not found"},
		} {
			if decision, err := d.Decide(t.Context(), tt.by, tt.r); reasonOf(err) != tt.reason || decision != nil {
				t.Errorf("%s: %v, %v; want %s", tt.what, decision, err, tt.reason)
			}
		}
		err := d.db.View(t.Context(), func(tx *store.Tx) error { // a refusal leaves nothing behind
			list, err := tx.RecentDecisions(d.Site.ID, nil, 9)
			if len(list) != 0 {
				t.Errorf("refusals left %d decisions", len(list))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, by := range []*rozmova.Reader{d.staff("Громада", rozmova.Moderator, "hromada"), d.staff("Головний", rozmova.Admin, "")} {
			if _, err := d.Decide(t.Context(), by, change(func(r *moderation.Ruling) { r.Comment = d.comment(d.Readers[0], rozmova.Published, 0).ID })); err != nil {
				t.Errorf("%s: %v", by.PenName, err)
			}
		}
	})
}

// TestTheSectionOfAStoryWithoutOne: who moderates some section does not thereby moderate what stands in none.
func TestTheSectionOfAStoryWithoutOne(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		c := d.comment(d.Readers[0], rozmova.Pending, 0)
		d.update(func(tx *store.Tx) error {
			s, err := tx.Story(d.Story.ID)
			if err != nil {
				return err
			}
			s.Section = ""
			s.Revision++
			return tx.ReviseStory(s, rozmova.ID[rozmova.Reader]{})
		})
		sport := d.staff("Спорт", rozmova.Moderator, "sport")
		_, err := d.Decide(t.Context(), sport, moderation.Ruling{Comment: c.ID, Action: rozmova.Publish})
		if reasonOf(err) != "role.moderator_needed" {
			t.Errorf("decided by a moderator of sport: %v", err)
		}
		if _, err := d.Card(t.Context(), sport, c.ID); reasonOf(err) != "role.moderator_needed" {
			t.Errorf("read by a moderator of sport: %v", err)
		}
		if cards, err := d.Cards(t.Context(), sport, moderation.WaitingList, 9); err != nil || len(cards) != 0 {
			t.Errorf("the queue of a moderator of sport: %d, %v", len(cards), err)
		}
		if _, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Publish}); err != nil {
			t.Errorf("decided by a moderator of all: %v", err)
		}
	})
}

// TestActionsAreThoseThatDecideTakes: in every state, with and without reports, the buttons are exactly what works, but for
// amending a removal, which is an appeal's.
func TestActionsAreThoseThatDecideTakes(t *testing.T) {
	all := []rozmova.Action{rozmova.Publish, rozmova.Hold, rozmova.Remove, rozmova.Restore, rozmova.Keep, "", "label"}
	eachEngine(t, func(t *testing.T, d *desk) {
		for state := rozmova.Pending; state <= rozmova.Erased; state++ {
			for reports := range 2 {
				card, err := d.Card(t.Context(), d.Moderator, d.comment(d.Readers[0], state, reports).ID)
				if err != nil {
					t.Fatal(err)
				}
				var taken []rozmova.Action
				for _, action := range all {
					c := d.comment(d.Readers[0], state, reports)
					_, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: action, Rule: "spam", Facts: "факти"})
					if err == nil && (state != rozmova.Removed || action != rozmova.Hold) {
						taken = append(taken, action)
					}
				}
				offered := card.Actions()
				slices.Sort(offered)
				slices.Sort(taken)
				if diff := cmp.Diff(taken, offered); diff != "" {
					t.Errorf("%v with %d reports (-taken +offered):\n%s", state, reports, diff)
				}
			}
		}
	})
}

func TestReasonsAreCompleteAndFrozen(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		author := d.Readers[0]
		c := d.comment(author, rozmova.Published, 1)
		decision, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "spam", Facts: " Реклама кав’ярні. "})
		if err != nil {
			t.Fatal(err)
		}
		want := &rozmova.Reasons{
			Decision: decision.ID, Comment: c.ID, Author: author.ID, Language: "uk", Action: rozmova.Remove, RuleKey: "spam", RuleVersion: 1, RuleTitle: "spam",
			RuleText: "spam", Facts: "Реклама кав’ярні.", Detected: "notice", Scope: rozmova.OfComment, Ground: rozmova.ByRule, Source: rozmova.ByReport, Words: c.Source, AppealUntil: decision.At.AddDate(0, 6, 0), At: decision.At,
		}
		// What happens later does not change what was sent.
		d.update(func(tx *store.Tx) error {
			return tx.AddRule(d.Site.ID, &rozmova.Rule{Key: "spam", Version: 2, Title: map[rozmova.Locale]string{"uk": "інше"}, Text: map[rozmova.Locale]string{"uk": "інше"}})
		})
		d.clock.Add(-24 * time.Hour) // nor does a clock that was put back change what comes after what
		restored, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Restore})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Reasons(t.Context(), author, decision.ID); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("the author reads the reasons while they can be undone: %v", err)
		}
		d.clock.Add(25 * time.Hour)
		for who, reader := range map[string]*rozmova.Reader{"the author": author, "a moderator": d.Moderator} {
			g, err := d.Reasons(t.Context(), reader, decision.ID)
			if err != nil {
				t.Fatalf("%s: %v", who, err)
			}
			if diff := cmp.Diff(want, g.Reasons); diff != "" {
				t.Errorf("the reasons for %s (-want +got):\n%s", who, diff)
			}
			if len(g.Later) != 1 || g.Later[0].ID != restored.ID {
				t.Errorf("what was decided later, for %s: %v", who, g.Later)
			}
		}
		for who, reader := range map[string]*rozmova.Reader{"the reporter": d.Readers[1], "an editor": d.staff("Редактор", rozmova.Editor, ""), "a moderator of sport": d.staff("Спорт", rozmova.Moderator, "sport")} {
			if _, err := d.Reasons(t.Context(), reader, decision.ID); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("the reasons for %s: %v, want NotFound", who, err)
			}
		}
		if _, err := d.Reasons(t.Context(), nil, decision.ID); !errors.Is(err, rozmova.Unauthenticated) {
			t.Errorf("the reasons for nobody: %v", err)
		}
		held := d.comment(author, rozmova.Published, 0)
		second, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: held.ID, Action: rozmova.Hold, Rule: "spam", Facts: "ще"})
		if err != nil {
			t.Fatal(err)
		}
		d.clock.Add(rozmova.Undoing)
		if g, err := d.Reasons(t.Context(), author, second.ID); err != nil || g.Reasons.RuleVersion != 2 || g.Reasons.RuleTitle != "інше" || g.Reasons.Detected != "voluntary" {
			t.Errorf("a later decision cites %+v, %v; want version 2", g, err)
		}
		if card, err := d.Card(t.Context(), d.Moderator, c.ID); err != nil || len(card.Decisions) != 2 || card.Decisions[0].ID != restored.ID {
			t.Errorf("the card's history: %v, %v", card, err)
		}
	})
}
