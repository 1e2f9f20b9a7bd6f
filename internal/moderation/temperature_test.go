package moderation_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// answer writes into the branch of root what the check takes for an insult as sure as score, as the discussion does; root nil begins a branch.
func (d *desk) answer(author *rozmova.Reader, root *rozmova.Comment, score float32) *rozmova.Comment {
	d.t.Helper()
	now := d.clock.Now()
	c := &rozmova.Comment{
		ID: rozmova.NewID[rozmova.Comment](now), Site: d.Site.ID, Thread: d.Thread, Story: d.Story.ID, Author: author.ID, Language: "uk", Source: "слово",
		Body:     []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "слово " + now.String()}}}},
		Revision: 1, Created: now, Changed: now,
	}
	a := &moderation.Arrival{Mode: rozmova.Open, Author: author, Story: d.Story, Comment: c, Verdict: &rozmova.Verdict{Language: "uk", Model: "m"}, At: now}
	a.Verdict.Scores[rozmova.Participant] = score
	if root != nil {
		c.Parent, c.Root, a.Root = root.ID, root.ID, root.ID
	}
	d.update(func(tx *store.Tx) error {
		o, err := d.Arrive(tx, a)
		if err != nil {
			return err
		}
		if c.State = o.State; c.State == rozmova.Held {
			c.State = rozmova.Pending // Arrived holds it
		}
		if err := tx.AddComment(c, rozmova.MaxNesting); err != nil {
			return err
		}
		if err := tx.PutVerdict(c.ID, c.Revision, a.Verdict, now); err != nil {
			return err
		}
		return d.Arrived(tx, a, o)
	})
	return c
}

// branch gives the temperature of a branch, what was decided about it, and whether it stands on the list of heated branches.
func (d *desk) branch(root *rozmova.Comment) (t *rozmova.Temperature, actions []rozmova.Action, listed bool) {
	d.t.Helper()
	d.update(func(tx *store.Tx) (err error) {
		if t, err = d.HeatOf(tx, root.ID); err != nil {
			return err
		}
		actions = nil
		all, err := tx.AllDecisions(root.ID)
		for _, x := range all {
			if x.Scope == rozmova.OfBranch {
				actions = append(actions, x.Action)
				if !x.Automatic || x.Source != rozmova.ByNumbers {
					d.t.Errorf("a decision about a branch: %+v", x)
				}
			}
		}
		if err != nil {
			return err
		}
		slices.Reverse(actions)
		queued, err := tx.QueuedOf(root.ID)
		listed = slices.ContainsFunc(queued, func(q rozmova.Queued) bool { return q.List == rozmova.HeatedList })
		return err
	})
	return t, actions, listed
}

// TestABranchHeatsBoilsAndCools: civil words heat nothing however fast, insults do, and what is heated ends by the clock alone. Every change is
// a decision.
func TestABranchHeatsBoilsAndCools(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		one, two := d.Readers[0], d.Readers[1]
		pace := func(r *rozmova.Reader, root *rozmova.Comment) (reason string) {
			d.update(func(tx *store.Tx) error {
				reason = reasonOf(d.PaceInBranch(tx, r, d.Story.Section, root.ID, d.clock.Now()))
				return nil
			})
			return reason
		}
		state := func(what string, root *rozmova.Comment, want rozmova.Heat, actions ...rozmova.Action) *rozmova.Temperature {
			t.Helper()
			now, did, listed := d.branch(root)
			if now.In(d.clock.Now()) != want || !slices.Equal(did, actions) || listed != (want != rozmova.Calm) {
				t.Fatalf("%s: %+v, decisions %v, listed %v; want %v, %v", what, now, did, listed, want, actions)
			}
			return now
		}
		civil := d.answer(one, nil, 0)
		for i := range 12 {
			d.clock.Add(5 * time.Second)
			d.answer([]*rozmova.Reader{two, one}[i%2], civil, 0.5)
		}
		state("a fast talk without a bad word", civil, rozmova.Calm)

		root := d.answer(one, nil, 0)
		for i := range 2 {
			d.clock.Add(5 * time.Minute)
			d.answer([]*rozmova.Reader{two, one}[i%2], root, 0.99)
		}
		state("three comments", root, rozmova.Calm)
		if reason := pace(two, root); reason != "" {
			t.Errorf("in a calm branch: %s", reason)
		}
		d.clock.Add(12 * time.Minute)
		d.answer(two, root, 0.75)
		heated := state("insults", root, rozmova.Heated, rozmova.SlowBranch)
		if left := heated.Until.Sub(d.clock.Now()); left > moderation.HeatedFor || left < moderation.HeatedFor-time.Second {
			t.Errorf("until %v at %v", heated.Until, d.clock.Now())
		}
		if reason := pace(two, root); reason != "comment.branch_slow" {
			t.Errorf("at once again in a heated branch: %q", reason)
		}
		if reason := pace(d.Moderator, root); reason != "" {
			t.Errorf("the staff in a heated branch: %s", reason)
		}
		d.clock.Add(moderation.BranchPause)
		if reason := pace(two, root); reason != "" {
			t.Errorf("after the pause: %s", reason)
		}
		for i := range 4 {
			d.clock.Add(10 * time.Second)
			if c := d.answer([]*rozmova.Reader{one, two}[i%2], root, 0.99); i == 0 && c.State != rozmova.Published {
				t.Errorf("an answer in a heated branch is %v", c.State)
			}
		}
		state("more insults", root, rozmova.Boiling, rozmova.SlowBranch, rozmova.WaitBranch)
		if c := d.answer(d.Readers[2], root, 0); c.State != rozmova.Pending {
			t.Errorf("an answer in a boiling branch is %v", c.State)
		}
		if c := d.answer(d.Readers[2], nil, 0); c.State != rozmova.Published {
			t.Errorf("what stands beside a boiling branch is %v", c.State)
		}

		boiling := state("a civil word does not cool it", root, rozmova.Boiling, rozmova.SlowBranch, rozmova.WaitBranch)
		d.clock.Add(boiling.Until.Sub(d.clock.Now()) - time.Second)
		if err := d.CoolBranches(t.Context()); err != nil {
			t.Fatal(err)
		}
		state("a second before its end", root, rozmova.Boiling, rozmova.SlowBranch, rozmova.WaitBranch)
		d.clock.Add(time.Second)
		if now, _, _ := d.branch(root); now.In(d.clock.Now()) != rozmova.Calm {
			t.Error("it does not end by itself")
		}
		for range 2 { // and it ends once
			if err := d.CoolBranches(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		state("after its end", root, rozmova.Calm, rozmova.SlowBranch, rozmova.WaitBranch, rozmova.CoolBranch)
		if c := d.answer(two, root, 0); c.State != rozmova.Published {
			t.Errorf("an answer in what was a boiling branch is %v", c.State)
		}

		d.setPolicy(d.staff("Адмін", rozmova.Admin, ""), "", rozmova.Policy{Heated: moderation.NeverScore, Boiling: moderation.NeverScore}, 0)
		off := d.answer(one, nil, 0.99)
		for i := range 6 {
			d.clock.Add(time.Second)
			d.answer([]*rozmova.Reader{two, one}[i%2], off, 0.99)
		}
		state("a policy that takes no temperature", off, rozmova.Calm)
		if err := d.db.View(t.Context(), func(tx *store.Tx) error {
			_, err := tx.Temperature(off.ID)
			return err
		}); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("its temperature was taken: %v", err)
		}
	})
}
