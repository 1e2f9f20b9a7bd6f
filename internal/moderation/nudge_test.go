package moderation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// TestNudge: who is asked, by which label and threshold, and what is counted of what follows.
func TestNudge(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		admin, reader := d.staff("Адмін", rozmova.Admin, ""), d.Readers[0]
		ask := func(text string, v *rozmova.Verdict) *moderation.Nudged {
			t.Helper()
			n, err := d.Nudge(t.Context(), moderation.Intent{Author: reader, Thread: d.Thread, Story: d.Story, Text: text, Verdict: v})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if n := ask("Ви бачите це інакше.", nil); n != nil {
			t.Errorf("without a verdict: %+v", n)
		}
		for _, l := range []rozmova.Label{rozmova.Participant, rozmova.Threat, rozmova.IdentityAttack, rozmova.Obscenity} {
			v := scored(l, .98)
			v.Spans = []rozmova.Marked{{Start: 0, End: 3, Label: l, Score: .98}, {Start: 4, End: 6, Label: rozmova.Insult, Score: .98}}
			n := ask("Ось ви.", v)
			if n == nil || n.Nudge.Label != l || len(n.Spans) != 1 || n.Words || n.Nudge.Reader != reader.ID {
				t.Fatalf("%v: %+v", l, n)
			}
			if reasonOf(n) != "comment.nudge" || !errors.Is(n, rozmova.Conflict) {
				t.Errorf("%v is %v", l, n)
			}
			if n := ask("Ось ви.", scored(l, .89)); n != nil {
				t.Errorf("%v is asked about below the threshold", l)
			}
		}
		for _, l := range []rozmova.Label{rozmova.Insult, rozmova.Toxicity} {
			if n := ask("Міністр — злодій і нездара!", scored(l, 1)); n != nil {
				t.Errorf("%v of somebody absent: %+v", l, n)
			}
		}

		seen := d.setPolicy(admin, "", rozmova.Policy{Nudge: map[string]float32{"participant": moderation.NeverScore, "threat": .5}, Words: []rozmova.Word{{Entry: "бидло"}, {Entry: "дурень", Action: rozmova.Keep}}}, 0)
		if n := ask("Ось ви.", scored(rozmova.Participant, 1)); n != nil {
			t.Errorf("never: %+v", n)
		}
		if n := ask("Ось ви.", scored(rozmova.Threat, .55)); n == nil || n.Nudge.Label != rozmova.Threat {
			t.Errorf("from a half on: %+v", n)
		}
		if n := ask("Яке ж бидла!", scored(rozmova.Threat, 0)); n == nil || !n.Words || len(n.Spans) != 0 {
			t.Errorf("a word of the list: %+v", n)
		}
		if n := ask("Який дурень.", scored(rozmova.Threat, 0)); n != nil {
			t.Errorf("a word that only marks: %+v", n)
		}
		d.setPolicy(admin, "", rozmova.Policy{}, seen)
	})
}

// TestNudgesAreCounted: what was changed, posted all the same or given up is told apart by the words, once, and only of one's own.
func TestNudgesAreCounted(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		reader := d.Readers[0]
		ask := func() *rozmova.Nudge {
			t.Helper()
			n, err := d.Nudge(t.Context(), moderation.Intent{Author: reader, Thread: d.Thread, Story: d.Story, Text: "Ви нездара.", Verdict: scored(rozmova.Participant, .99)})
			if err != nil || n == nil {
				t.Fatal(n, err)
			}
			return n.Nudge
		}
		end := func(c *rozmova.Comment, n *rozmova.Nudge, text string) (same bool) {
			t.Helper()
			d.update(func(tx *store.Tx) (err error) {
				same, err = d.EndNudge(tx, c, n.ID, text, d.clock.Now())
				return err
			})
			return same
		}
		c := d.comment(reader, rozmova.Published, 0)
		changed, anyway, _, foreign := ask(), ask(), ask(), ask()
		if end(c, changed, "Ви помиляєтеся.") {
			t.Error("other words are the same")
		}
		if !end(c, anyway, "Ви нездара.") {
			t.Error("the same words are others")
		}
		if end(d.comment(d.Readers[1], rozmova.Published, 0), foreign, "Ви нездара.") {
			t.Error("somebody else has answered it")
		}
		for who, want := range map[*rozmova.Reader]bool{reader: true, d.Readers[1]: false} {
			if shown, err := d.Shown(t.Context(), who, d.Thread, foreign.ID, "Ви нездара."); err != nil || shown != want {
				t.Errorf("shown to %s: %v, %v", who.PenName, shown, err)
			}
		}
		for text, want := range map[string]bool{"слово": true, "Ще гірше слово.": false} { // the first are those of the comment that ended it
			if shown, err := d.Shown(t.Context(), reader, d.Thread, anyway.ID, text); err != nil || shown != want {
				t.Errorf("an ended one, for %q: %v, %v", text, shown, err)
			}
		}
		figures := func() moderation.NudgeFigures {
			t.Helper()
			if err := d.DropNudges(t.Context()); err != nil {
				t.Fatal(err)
			}
			f, err := d.Nudges(t.Context(), d.Moderator, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		if f := figures(); f.Shown != 4 || f.Changed != moderation.ShareOf(1, 2) || f.Anyway != moderation.ShareOf(1, 2) || f.Dropped != moderation.ShareOf(0, 2) {
			t.Errorf("at once: %+v", f)
		}
		d.clock.Add(2 * time.Hour)
		if f := figures(); f.Shown != 4 || f.Changed != moderation.ShareOf(1, 4) || f.Dropped != moderation.ShareOf(2, 4) {
			t.Errorf("two hours later: %+v", f)
		}
		if _, err := d.Nudges(t.Context(), reader, time.Time{}); err == nil {
			t.Error("a reader is told")
		}
	})
}
