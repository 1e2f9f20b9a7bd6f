package moderation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// decided removes a comment by the moderator and lets the ten seconds pass.
func (d *desk) decided(c *rozmova.Comment, r moderation.Ruling) *rozmova.Decision {
	d.t.Helper()
	r.Comment = c.ID
	if r.Facts == "" {
		r.Facts = "факти"
	}
	decision, err := d.Decide(d.t.Context(), d.Moderator, r)
	if err != nil {
		d.t.Fatal(err)
	}
	d.pass(rozmova.Undoing)
	return decision
}

func (d *desk) pass(time time.Duration) {
	d.t.Helper()
	d.clock.Add(time)
	if err := d.Settle(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) stateOf(c *rozmova.Comment) (state rozmova.CommentState) {
	d.t.Helper()
	err := d.db.View(d.t.Context(), func(tx *store.Tx) error {
		now, err := tx.Comment(c.ID)
		state = now.State
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return state
}

// mayPost asks whether a reader may write now.
func (d *desk) mayPost(r *rozmova.Reader) (reason string) {
	d.update(func(tx *store.Tx) error {
		reason = reasonOf(d.MayAct(tx, r, moderation.DeedPost, d.clock.Now()))
		return nil
	})
	return reason
}

func TestAnAppealRepairsTheRecord(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		author, senior := d.Readers[0], d.staff("Старша", rozmova.Senior, "")
		c := d.comment(author, rozmova.Published, 1)
		removal := d.decided(c, moderation.Ruling{Action: rozmova.Remove, Rule: "spam", Rung: rozmova.WarningRung})
		if reason := d.mayPost(author); reason != "sanction.warning" {
			t.Errorf("before the warning is read: %q", reason)
		}
		if _, err := d.Appeal(t.Context(), d.Readers[1], removal.ID, "Чому?"); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("somebody else appeals: %v", err)
		}
		if _, err := d.Appeal(t.Context(), author, removal.ID, " \n"); reasonOf(err) != "appeal.empty" {
			t.Errorf("without a word: %v", err)
		}
		a, err := d.Appeal(t.Context(), author, removal.ID, "Це не реклама.")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := d.Appeal(t.Context(), author, removal.ID, "Ще раз."); reasonOf(err) != "appeal.once" {
			t.Errorf("twice: %v", err)
		}
		counts, err := d.Counts(t.Context(), senior)
		if err != nil || counts[rozmova.AppealList] != 1 {
			t.Errorf("the queue of appeals: %v, %v", counts, err)
		}
		reverse := moderation.AppealRuling{State: rozmova.AppealReversed, Answer: "Справді, це порада."}
		both := &rozmova.Reader{ID: d.Moderator.ID, Site: d.Site.ID, Grants: []rozmova.Grant{{Role: rozmova.Senior}}}
		for who, tt := range map[string]struct {
			by     *rozmova.Reader
			reason string
		}{
			"nobody": {nil, "sign_in.needed"}, "the author": {author, "role.senior_needed"}, "a moderator": {d.staff("Інша", rozmova.Moderator, ""), "role.senior_needed"},
			"the decider": {both, "appeal.own_decision"}, "a senior moderator of sport": {d.staff("Спорт", rozmova.Senior, "sport"), "role.senior_needed"},
			"the author, who is senior": {&rozmova.Reader{ID: author.ID, Grants: []rozmova.Grant{{Role: rozmova.Senior}}}, "appeal.own_case"},
		} {
			if _, err := d.Hear(t.Context(), tt.by, a.ID, reverse); reasonOf(err) != tt.reason {
				t.Errorf("%s hears it: %v, want %s", who, err, tt.reason)
			}
		}
		d.clock.Add(time.Hour)
		heard, err := d.Hear(t.Context(), senior, a.ID, reverse)
		if err != nil {
			t.Fatal(err)
		}
		if heard.State != rozmova.AppealReversed || heard.Outcome.IsZero() || d.stateOf(c) != rozmova.Published {
			t.Errorf("heard: %+v; the comment is %v", heard, d.stateOf(c))
		}
		if reason := d.mayPost(author); reason != "" {
			t.Errorf("after the reversal: %q", reason)
		}
		if s, err := d.Ladder(t.Context(), senior, c.ID, "spam"); err != nil || s.Count != 0 {
			t.Errorf("the ladder after the reversal: %+v, %v", s, err)
		}
		if counts, err := d.Counts(t.Context(), senior); err != nil || counts[rozmova.AppealList] != 0 {
			t.Errorf("the queue of appeals afterwards: %v, %v", counts, err)
		}
		if _, err := d.Hear(t.Context(), senior, a.ID, reverse); reasonOf(err) != "appeal.heard" {
			t.Errorf("heard twice: %v", err)
		}
	})
}

func TestAnAppealTakesSixMonths(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		early, late := d.comment(d.Readers[0], rozmova.Published, 0), d.comment(d.Readers[0], rozmova.Published, 0)
		first := d.decided(early, moderation.Ruling{Action: rozmova.Remove, Rule: "spam"})
		second := d.decided(late, moderation.Ruling{Action: rozmova.Hold, Rule: "spam"})
		d.clock.Add(first.At.AddDate(0, 6, 0).Sub(d.clock.Now()) - time.Minute)
		if _, err := d.Appeal(t.Context(), d.Readers[0], first.ID, "Ще встигаю."); err != nil {
			t.Errorf("on the last day: %v", err)
		}
		d.clock.Add(time.Hour)
		if _, err := d.Appeal(t.Context(), d.Readers[0], second.ID, "Запізно."); reasonOf(err) != "appeal.late" {
			t.Errorf("a day later: %v", err)
		}
	})
}

func TestAppealsUpheldAndAmended(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		senior := d.staff("Старша", rozmova.Senior, "")
		appealed := func(r moderation.Ruling) (*rozmova.Comment, *rozmova.Appeal) {
			c := d.comment(d.Readers[0], rozmova.Published, 0)
			a, err := d.Appeal(t.Context(), d.Readers[0], d.decided(c, r).ID, "Не згоден.")
			if err != nil {
				t.Fatal(err)
			}
			return c, a
		}
		c, a := appealed(moderation.Ruling{Action: rozmova.Remove, Rule: "spam"})
		if _, err := d.Hear(t.Context(), senior, a.ID, moderation.AppealRuling{State: rozmova.AppealUpheld, Answer: "Це реклама."}); err != nil || d.stateOf(c) != rozmova.Removed {
			t.Errorf("upheld: %v, %v", err, d.stateOf(c))
		}
		c, a = appealed(moderation.Ruling{Action: rozmova.Remove, Rule: "spam"})
		amend := moderation.AppealRuling{State: rozmova.AppealAmended, Answer: "Не реклама, але образа.", Action: rozmova.Remove, Rule: "spam"}
		if _, err := d.Hear(t.Context(), senior, a.ID, amend); reasonOf(err) != "appeal.same" {
			t.Errorf("amended to the same: %v", err)
		}
		amend.Rule = "respect"
		heard, err := d.Hear(t.Context(), senior, a.ID, amend)
		if err != nil || d.stateOf(c) != rozmova.Removed {
			t.Fatalf("amended: %v, %v", err, d.stateOf(c))
		}
		if g, err := d.Reasons(t.Context(), d.Readers[0], heard.Outcome); err != nil || g.Reasons.RuleKey != "respect" {
			t.Errorf("the reasons of the amended decision: %+v, %v", g, err)
		}
		c, a = appealed(moderation.Ruling{Action: rozmova.Remove, Rule: "spam"})
		d.decided(c, moderation.Ruling{Action: rozmova.Restore})
		amend.Action = rozmova.Restore
		if _, err := d.Hear(t.Context(), senior, a.ID, amend); reasonOf(err) != "appeal.same" {
			t.Errorf("what stands again, put back by another rule: %v", err)
		}
		c, a = appealed(moderation.Ruling{Action: rozmova.Hold, Rule: "spam"})
		if _, err := d.Hear(t.Context(), senior, a.ID, moderation.AppealRuling{State: rozmova.AppealReversed, Answer: "Усе гаразд."}); err != nil || d.stateOf(c) != rozmova.Published {
			t.Errorf("a hold reversed: %v, %v", err, d.stateOf(c))
		}
	})
}

func TestUndoWithinTenSeconds(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		author := d.Readers[0]
		for _, tt := range []struct {
			before rozmova.CommentState
			action rozmova.Action
		}{
			{rozmova.Published, rozmova.Remove}, {rozmova.Published, rozmova.Hold}, {rozmova.Pending, rozmova.Publish}, {rozmova.Pending, rozmova.Remove},
			{rozmova.Held, rozmova.Restore}, {rozmova.Held, rozmova.Remove}, {rozmova.Published, rozmova.Keep}, {rozmova.Removed, rozmova.Restore},
		} {
			c := d.comment(author, tt.before, 1)
			waiting, err := d.Waiting(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			r := moderation.Ruling{Comment: c.ID, Action: tt.action, Rule: "spam", Facts: "факти"}
			if tt.action == rozmova.Remove {
				r.Rung = rozmova.WarningRung
			}
			decision, err := d.Decide(t.Context(), d.Moderator, r)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := d.Undo(t.Context(), d.staff("Хтось"+string(tt.action)+tt.before.String(), rozmova.Moderator, ""), decision.ID); reasonOf(err) != "decision.not_yours" {
				t.Errorf("somebody else undoes it: %v", err)
			}
			d.clock.Add(9 * time.Second)
			if _, err := d.Undo(t.Context(), d.Moderator, decision.ID); err != nil {
				t.Errorf("%s of %v: %v", tt.action, tt.before, err)
				continue
			}
			if got := d.stateOf(c); got != tt.before {
				t.Errorf("%s of %v undone is %v", tt.action, tt.before, got)
			}
			if n, err := d.Waiting(t.Context()); err != nil || n != waiting {
				t.Errorf("%s of %v undone: %d wait, %d before; %v", tt.action, tt.before, n, waiting, err)
			}
			if reason := d.mayPost(author); reason != "" {
				t.Errorf("%s of %v undone leaves %s", tt.action, tt.before, reason)
			}
			if _, err := d.Undo(t.Context(), d.Moderator, decision.ID); reasonOf(err) != "decision.settled" {
				t.Errorf("undone twice: %v", err)
			}
			d.pass(time.Minute)
			if _, err := d.Reasons(t.Context(), author, decision.ID); !errors.Is(err, rozmova.NotFound) {
				t.Errorf("the author reads reasons of what was undone: %v", err)
			}
		}
		c := d.comment(author, rozmova.Published, 0)
		decision := d.decided(c, moderation.Ruling{Action: rozmova.Hold, Rule: "spam"})
		if _, err := d.Undo(t.Context(), d.Moderator, decision.ID); reasonOf(err) != "decision.settled" {
			t.Errorf("after ten seconds: %v", err)
		}
	})
}

func TestTheLadder(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		author := d.Readers[0]
		removed := func(rung rozmova.Rung) {
			t.Helper()
			d.decided(d.comment(author, rozmova.Published, 0), moderation.Ruling{Action: rozmova.Remove, Rule: "respect", Rung: rung})
		}
		next := func() rozmova.Rung {
			t.Helper()
			s, err := d.Ladder(t.Context(), d.Moderator, d.comment(author, rozmova.Published, 0).ID, "respect")
			if err != nil {
				t.Fatal(err)
			}
			return s.Rung
		}
		if r := next(); r != rozmova.NoRung {
			t.Errorf("the first leads to %v", r)
		}
		c := d.comment(author, rozmova.Published, 0)
		if _, err := d.Decide(t.Context(), d.Moderator, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: "ф", Rung: rozmova.BanRung}); reasonOf(err) != "sanction.too_grave" {
			t.Errorf("a ban for the first: %v", err)
		}
		if d.stateOf(c) != rozmova.Published {
			t.Error("a refused ruling has removed the comment")
		}
		removed(rozmova.NoRung)
		if r := next(); r != rozmova.WarningRung {
			t.Errorf("the second leads to %v", r)
		}
		removed(rozmova.WarningRung)
		if r := next(); r != rozmova.CoolDownRung {
			t.Errorf("the third leads to %v", r)
		}
		removed(rozmova.CoolDownRung)
		if reason := d.mayPost(author); reason != "sanction.cool_down" {
			t.Errorf("cooling down: %q", reason)
		}
		d.pass(24*time.Hour + time.Minute)
		st, err := d.StandingOf(t.Context(), author)
		if err != nil || len(st.Sanctions) != 2 || len(st.Decisions) != 5 {
			t.Fatalf("%+v, %v", st, err)
		}
		if reason := d.mayPost(author); reason != "sanction.warning" {
			t.Errorf("with an unread warning: %q", reason)
		}
		for _, s := range st.Sanctions {
			err := d.ReadWarning(t.Context(), author, s.Decision)
			if want := s.Rung != rozmova.WarningRung; (err != nil) != want {
				t.Errorf("reading %v: %v", s.Rung, err)
			}
		}
		if reason := d.mayPost(author); reason != "" {
			t.Errorf("the cool-down has ended and the warning is read: %q", reason)
		}
		if r := next(); r != rozmova.SuspensionRung {
			t.Errorf("the fourth leads to %v", r)
		}
		d.pass(91 * 24 * time.Hour) // in good standing
		if r := next(); r != rozmova.CoolDownRung {
			t.Errorf("after three months the next leads to %v", r)
		}
		d.pass(500 * 24 * time.Hour)
		if r := next(); r != rozmova.NoRung {
			t.Errorf("after a long time the next leads to %v", r)
		}
	})
}

func TestLiftingASanction(t *testing.T) {
	eachEngine(t, func(t *testing.T, d *desk) {
		author, senior := d.Readers[0], d.staff("Старша", rozmova.Senior, "")
		c := d.comment(author, rozmova.Published, 0)
		if _, err := d.Decide(t.Context(), senior, moderation.Ruling{Comment: c.ID, Action: rozmova.Remove, Rule: "respect", Facts: "ф", Rung: rozmova.BanRung}); err != nil {
			t.Fatalf("a senior moderator goes beyond the ladder: %v", err)
		}
		d.pass(time.Minute)
		st, err := d.StandingOf(t.Context(), author)
		if err != nil || len(st.Sanctions) != 1 {
			t.Fatal(st, err)
		}
		s := st.Sanctions[0]
		if err := d.Lift(t.Context(), d.Moderator, s.ID, "помилка"); reasonOf(err) != "role.senior_needed" {
			t.Errorf("a moderator lifts it: %v", err)
		}
		if err := d.Lift(t.Context(), senior, s.ID, " "); reasonOf(err) != "decision.facts_missing" {
			t.Errorf("without a word: %v", err)
		}
		if err := d.Lift(t.Context(), senior, s.ID, "помилка"); err != nil {
			t.Fatal(err)
		}
		if reason := d.mayPost(author); reason != "" {
			t.Errorf("after it was lifted: %q", reason)
		}
		if err := d.Lift(t.Context(), senior, s.ID, "помилка"); reasonOf(err) != "sanction.over" {
			t.Errorf("lifted twice: %v", err)
		}
		final := 0
		err = d.db.View(t.Context(), func(tx *store.Tx) error {
			events, err := tx.Events(0, 1000)
			for _, e := range events {
				if e.Kind == rozmova.DecisionFinal {
					final++
				}
			}
			return err
		})
		if err != nil || final != 3 { // the removal, the ban, the lifting
			t.Errorf("%d decisions became final, want 3; %v", final, err)
		}
	})
}
