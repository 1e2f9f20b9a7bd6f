package moderation_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// arrive asks what becomes of a new comment with some words.
func (d *desk) arrive(author *rozmova.Reader, text string, v *rozmova.Verdict, change func(*moderation.Arrival)) (o moderation.Outcome, err error) {
	d.t.Helper()
	now := d.clock.Now()
	a := &moderation.Arrival{Mode: rozmova.Open, Author: author, Story: d.Story, Verdict: v, At: now, Comment: &rozmova.Comment{
		ID: rozmova.NewID[rozmova.Comment](now), Site: d.Site.ID, Thread: d.Thread, Story: d.Story.ID, Author: author.ID, Created: now,
		Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}},
	}}
	if change != nil {
		change(a)
	}
	stop := errors.New("stop")
	if e := d.db.Update(d.t.Context(), func(tx *store.Tx) error {
		if o, err = d.Arrive(tx, a); err != nil {
			return err
		}
		return stop // it was only asked
	}); e != nil && err == nil && !errors.Is(e, stop) {
		d.t.Fatal(e)
	}
	return o, err
}

func TestArrive(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		admin, calm := d.staff("Адмін", rozmova.Admin, ""), &rozmova.Verdict{Language: "uk", Model: "m"}
		reader := d.Readers[0]
		seen := 0
		with := func(p rozmova.Policy) { seen = d.setPolicy(admin, "", p, seen) }
		expect := func(name string, o moderation.Outcome, err error, state rozmova.CommentState, mark bool, facts string) {
			t.Helper()
			if err != nil || o.State != state || o.Mark != mark || o.Facts != facts {
				t.Errorf("%s: %+v, %v", name, o, err)
			}
		}
		ask := func(text string, change func(*moderation.Arrival)) (moderation.Outcome, error) {
			return d.arrive(reader, text, calm, change)
		}

		o, err := ask("Добрий день.", nil)
		expect("nothing set", o, err, rozmova.Published, false, "")
		with(rozmova.Policy{Words: []rozmova.Word{{Entry: "зрадник", Action: rozmova.Hold, Rule: "spam"}, {Entry: "дурень", Action: rozmova.Keep}, {Entry: "бидло"}}})
		o, err = ask("Самі зрaдники!", nil)
		expect("a word that holds", o, err, rozmova.Held, false, "policy.found_word")
		if o.Rule != "spam" {
			t.Errorf("held for %q", o.Rule)
		}
		o, err = ask("Оце дурні… ні, дурня.", nil)
		expect("a word that marks", o, err, rozmova.Published, true, "policy.found_word")
		o, err = ask("Яке бидло", nil)
		expect("a word that asks", o, err, rozmova.Published, false, "")
		o, err = ask("Яке бидло", func(a *moderation.Arrival) { a.Nudged = true })
		expect("posted against a nudge", o, err, rozmova.Published, true, "policy.why_nudged")
		with(rozmova.Policy{Nudged: rozmova.Hold, Words: []rozmova.Word{{Entry: "бидло"}}})
		o, err = ask("Яке бидло", func(a *moderation.Arrival) { a.Nudged = true })
		expect("posted against a nudge that holds", o, err, rozmova.Held, false, "policy.found_word")

		with(rozmova.Policy{Mode: rozmova.PreModeration})
		o, err = ask("Добрий день.", nil)
		expect("read first", o, err, rozmova.Pending, false, "policy.why_pre")
		with(rozmova.Policy{Mode: rozmova.NewcomersFirst, Newcomer: 2})
		o, err = ask("Добрий день.", nil)
		expect("a newcomer", o, err, rozmova.Pending, false, "policy.why_newcomer")
		d.comment(reader, rozmova.Published, 0)
		d.comment(reader, rozmova.Published, 0)
		o, err = ask("Добрий день.", nil)
		expect("a newcomer no more", o, err, rozmova.Published, false, "")
		o, err = ask("Добрий день.", func(a *moderation.Arrival) { a.Author = admin })
		expect("staff are no newcomers", o, err, rozmova.Published, false, "")
		o, err = ask("Добрий день.", func(a *moderation.Arrival) { a.Mode = rozmova.Premoderated })
		expect("the thread is stricter", o, err, rozmova.Pending, false, "")

		linked := func(n int) func(*moderation.Arrival) {
			return func(a *moderation.Arrival) {
				for i := range n {
					a.Comment.Body[0].Spans = append(a.Comment.Body[0].Spans, rozmova.Span{Text: "тут", Link: fmt.Sprintf("https://example.org/%d", i)})
				}
			}
		}
		with(rozmova.Policy{Links: 4, NewLinks: 2, NewHours: 24, NewPerHour: 3})
		o, err = ask("", linked(2))
		expect("links of a new account", o, err, rozmova.Held, false, "policy.found_links")
		d.comment(reader, rozmova.Published, 0)
		if _, err = ask("Добрий день.", nil); reasonOf(err) != "comment.new_account" || !errors.Is(err, rozmova.TooMany) {
			t.Errorf("the fourth of a new account in an hour: %v", err)
		}
		d.clock.Add(25 * time.Hour)
		o, err = ask("", linked(3))
		expect("links of an old account", o, err, rozmova.Published, false, "")
		o, err = ask("", linked(4))
		expect("too many links", o, err, rozmova.Held, false, "policy.found_links")

		with(rozmova.Policy{Failure: "pass"})
		o, err = d.arrive(reader, "Добрий день.", nil, nil)
		expect("not judged", o, err, rozmova.Published, false, "")
		with(rozmova.Policy{Hold: map[string]float32{"obscenity": .9}, Mark: map[string]float32{"participant": moderation.NeverScore}})
		v := *calm
		v.Scores[rozmova.Obscenity], v.Scores[rozmova.Participant] = .95, .99
		o, err = d.arrive(reader, "…", &v, nil)
		expect("a label of its own", o, err, rozmova.Held, false, "")
		v.Scores[rozmova.Obscenity] = 0
		o, err = d.arrive(reader, "…", &v, nil)
		expect("a label that is never marked", o, err, rozmova.Published, false, "")
	})
}

// TestAutomationRemovesOnlyWhereItMay: what is held by itself is removed, with a sanction up to a rung, only where the policy says so and the
// check is sure; and never without reasons.
func TestAutomationRemovesOnlyWhereItMay(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		words, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		d.Desk = moderation.New(d.db, moderation.Options{Now: d.clock.Now, Site: d.Site, Words: words})
		admin := d.staff("Адмін", rozmova.Admin, "")
		post := func(score float32) *rozmova.Comment {
			t.Helper()
			v := &rozmova.Verdict{Language: "uk", Model: "m"}
			v.Scores[rozmova.Threat] = score
			now := d.clock.Now()
			var c *rozmova.Comment
			d.update(func(tx *store.Tx) error {
				c = &rozmova.Comment{
					ID: rozmova.NewID[rozmova.Comment](now), Site: d.Site.ID, Thread: d.Thread, Story: d.Story.ID, Author: d.Readers[0].ID, Language: "uk", Source: "слово",
					Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "слово"}}}}, State: rozmova.Pending, Revision: 1, Created: now, Changed: now, Seq: 1,
				}
				a := &moderation.Arrival{Mode: rozmova.Open, Author: d.Readers[0], Story: d.Story, Comment: c, Verdict: v, At: now}
				o, err := d.Arrive(tx, a)
				if err != nil {
					return err
				}
				if err := errors.Join(tx.AddComment(c, rozmova.MaxNesting), tx.PutVerdict(c.ID, 1, v, now)); err != nil {
					return err
				}
				return d.Arrived(tx, a, o)
			})
			d.clock.Add(time.Minute)
			return c
		}
		d.setPolicy(admin, "", rozmova.Policy{Hold: map[string]float32{"threat": .9}}, 0)
		if c := post(.99); c.State != rozmova.Held {
			t.Errorf("by default: %v", c.State)
		}
		ladder := map[string]rozmova.Ladder{"": {Rungs: []rozmova.Step{{Rung: rozmova.CoolDownRung, Hours: 24}}}, "respect": {Rungs: []rozmova.Step{{Rung: rozmova.CoolDownRung, Hours: 24}}}}
		d.setPolicy(admin, "", rozmova.Policy{Hold: map[string]float32{"threat": .9}, Automatic: rozmova.WarningRung, Ladders: ladder}, 1)
		if c := post(.95); c.State != rozmova.Held {
			t.Errorf("not sure: %v", c.State)
		}
		c := post(.99)
		var all []*rozmova.Decision
		d.update(func(tx *store.Tx) (err error) {
			all, err = tx.AllDecisions(c.ID)
			for _, made := range all {
				_, e := tx.Reasons(made.ID)
				err = errors.Join(err, e)
			}
			return err
		})
		actions := map[rozmova.Action]bool{}
		for _, made := range all {
			actions[made.Action] = made.Automatic && made.Facts != ""
		}
		if c.State != rozmova.Removed || !actions[rozmova.Remove] || !actions[rozmova.Warn] || len(actions) != 2 {
			t.Errorf("sure, and allowed up to a warning: %v, %+v", c.State, all)
		}
	})
}
