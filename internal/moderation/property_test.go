package moderation_test

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// A play is one sequence of what readers, the classifier and moderators do.
type play struct {
	*desk
	rt        *rapid.T
	second    *rozmova.Reader
	comments  []rozmova.ID[rozmova.Comment]
	decisions []rozmova.ID[rozmova.Decision]
	appeals   []rozmova.ID[rozmova.Appeal]
	court     *rozmova.Reader // decides nothing, and hears appeals
	done      map[string]int
	before    int // comments in the thread that stood before
}

// TestWhateverModeratorsDo plays random sequences of moderation. Nothing is restricted without reasons, a comment is in the state that the
// last decision says, sanctions end, what is counted is what a recount gives, and the queues are as if they were made anew.
func TestWhateverModeratorsDo(t *testing.T) {
	for name, n := range map[string]int{"rapid.checks": 30, "rapid.steps": 60} {
		if f := flag.Lookup(name); f.Value.String() == f.DefValue {
			_ = f.Value.Set(fmt.Sprint(n))
			t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
		}
	}
	eachEngine(t, func(t *testing.T, d *desk) {
		second, court, done := d.staff("Марта", rozmova.Senior, ""), d.staff("Соломія", rozmova.Senior, ""), map[string]int{}
		rapid.Check(t, func(rt *rapid.T) {
			p := &play{desk: d, rt: rt, second: second, court: court, done: done}
			p.before = p.stand()
			rt.Repeat(map[string]func(*rapid.T){
				"write": p.write, "judge": p.judge, "report": p.report, "revise": p.revise, "mark": p.mark, "decide": p.decide, "decide again": p.decide,
				"undo": p.undo, "settle": p.settle, "claim": p.claim, "assign": p.assign, "withdraw": p.withdraw, "wait": p.wait, "lift": p.lift, "appeal": p.appeal, "hear": p.hear, "hear again": p.hear,
			})
			p.check()
		})
		for _, step := range []string{"judge", "report", "revise", "mark", "decide", "undo", "claim", "assign", "withdraw", "sanction", "lift", "appeal", "hear"} {
			if done[step] == 0 {
				t.Errorf("%s never succeeded, so nothing was tried", step)
			}
		}
		t.Log(done)
	})
}

// did counts what succeeded; a refusal is an answer, anything else a fault.
func (p *play) did(step string, err error) bool {
	p.rt.Helper()
	var refused *rozmova.Error
	if err != nil && !errors.As(err, &refused) {
		p.rt.Fatalf("%s: %v", step, err)
	}
	if err == nil {
		p.done[step]++
	}
	return err == nil
}

func (p *play) any() (id rozmova.ID[rozmova.Comment]) {
	if len(p.comments) == 0 {
		p.write(p.rt)
	}
	return rapid.SampledFrom(p.comments).Draw(p.rt, "comment")
}

func (p *play) moderator() *rozmova.Reader {
	return rapid.SampledFrom([]*rozmova.Reader{p.Moderator, p.second}).Draw(p.rt, "moderator")
}

func (p *play) write(*rapid.T) {
	state := rapid.SampledFrom([]rozmova.CommentState{rozmova.Pending, rozmova.Published, rozmova.Published}).Draw(p.rt, "state")
	author := rapid.SampledFrom(p.Readers).Draw(p.rt, "author")
	p.comments = append(p.comments, p.comment(author, state, 0).ID)
}

// step does something to a comment as it is.
func (p *play) step(name string, do func(tx *store.Tx, c *rozmova.Comment) error) {
	id := p.any()
	p.did(name, p.db.Update(p.t.Context(), func(tx *store.Tx) error {
		c, err := tx.CommentToChange(id)
		if err != nil {
			return err
		}
		return do(tx, c)
	}))
}

func (p *play) judge(*rapid.T) {
	v := &rozmova.Verdict{Model: "m1", Language: "uk"}
	for l := range v.Scores {
		v.Scores[l] = float32(rapid.IntRange(0, 1000).Draw(p.rt, "score")) / 1000
	}
	p.step("judge", func(tx *store.Tx, c *rozmova.Comment) error { return tx.PutVerdict(c.ID, c.Revision, v, p.clock.Now()) })
}

func (p *play) report(*rapid.T) {
	by := rapid.SampledFrom(p.Readers).Draw(p.rt, "reporter")
	p.step("report", func(tx *store.Tx, c *rozmova.Comment) error {
		if c.State != rozmova.Published || c.Author == by.ID {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.state"}
		}
		now := p.clock.Now()
		return tx.AddNotice(p.Site.ID, &rozmova.Notice{ID: rozmova.NewID[rozmova.Notice](now), Comment: c.ID, Reporter: by.ID, Rule: "spam", At: now})
	})
}

func (p *play) revise(*rapid.T) {
	p.step("revise", func(tx *store.Tx, c *rozmova.Comment) error {
		if c.State == rozmova.Withdrawn {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.state"}
		}
		return tx.ReviseComment(c, c.Source+"!", c.Body, p.clock.Now(), c.Seq)
	})
}

func (p *play) mark(*rapid.T) {
	p.step("mark", func(tx *store.Tx, c *rozmova.Comment) error {
		if c.State != rozmova.Published {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.state"}
		}
		return tx.MarkComment(c, p.clock.Now())
	})
}

func (p *play) withdraw(*rapid.T) {
	p.step("withdraw", func(tx *store.Tx, c *rozmova.Comment) error {
		if err := c.State.Move(rozmova.ByAuthor, rozmova.Withdrawn); err != nil {
			return err
		}
		return tx.MoveComment(c, rozmova.Withdrawn, c.Seq)
	})
}

func (p *play) decide(*rapid.T) {
	r := moderation.Ruling{Comment: p.any(), Rule: rapid.SampledFrom([]string{"spam", "respect"}).Draw(p.rt, "rule"),
		Facts:  rapid.SampledFrom([]string{"факти", "факти", "факти", ""}).Draw(p.rt, "facts"),
		Action: rapid.SampledFrom([]rozmova.Action{rozmova.Publish, rozmova.Hold, rozmova.Remove, rozmova.Remove, rozmova.Restore, rozmova.Keep}).Draw(p.rt, "action"),
		Rung:   rozmova.Rung(rapid.IntRange(0, 4).Draw(p.rt, "rung"))}
	by := p.moderator()
	decision, err := p.Decide(p.t.Context(), by, r)
	if p.did("decide", err) {
		p.decisions = append(p.decisions, decision.ID)
		if r.Rung != rozmova.NoRung {
			p.done["sanction"]++
		}
	}
}

func (p *play) undo(*rapid.T) {
	if n := len(p.decisions); n > 0 {
		back := rapid.IntRange(1, min(3, n)).Draw(p.rt, "back")
		_, err := p.Undo(p.t.Context(), p.moderator(), p.decisions[n-back])
		p.did("undo", err)
	}
}

func (p *play) settle(*rapid.T) { p.did("settle", p.Settle(p.t.Context())) }

func (p *play) claim(*rapid.T) {
	id, by := p.any(), p.moderator()
	_, err := p.Claim(p.t.Context(), by, id, false)
	if p.did("claim", err) && rapid.Bool().Draw(p.rt, "release") {
		p.did("release", p.Release(p.t.Context(), by, id))
	}
}

func (p *play) assign(*rapid.T) {
	p.did("assign", p.Assign(p.t.Context(), p.moderator(), p.any(), p.moderator().ID))
}

// lift takes back a sanction of one of those who have any.
func (p *play) lift(*rapid.T) {
	var list []*rozmova.Sanction
	err := p.db.View(p.t.Context(), func(tx *store.Tx) error {
		for _, r := range p.Readers {
			of, err := tx.SanctionsInForce(r.ID, p.clock.Now())
			if err != nil {
				return err
			}
			list = append(list, of...)
		}
		return nil
	})
	if err != nil {
		p.rt.Fatal(err)
	}
	if len(list) > 0 {
		s := rapid.SampledFrom(list).Draw(p.rt, "sanction")
		p.did("lift", p.Lift(p.t.Context(), p.second, s.ID, "помилка"))
	}
}

// appeal complains of a decision, for the most part by whom it concerns.
func (p *play) appeal(*rapid.T) {
	if len(p.decisions) == 0 {
		return
	}
	p.did("settle", p.Settle(p.t.Context()))
	id, author := rapid.SampledFrom(p.decisions).Draw(p.rt, "decision"), rapid.SampledFrom(p.Readers).Draw(p.rt, "author")
	if rapid.IntRange(0, 4).Draw(p.rt, "stranger") > 0 {
		author = p.authorOf(id)
	}
	a, err := p.Appeal(p.t.Context(), author, id, "Це не образа")
	if errors.Is(err, rozmova.NotFound) {
		return // somebody else's
	}
	if p.did("appeal", err) {
		p.appeals = append(p.appeals, a.ID)
	}
}

func (p *play) authorOf(id rozmova.ID[rozmova.Decision]) (author *rozmova.Reader) {
	err := p.db.View(p.t.Context(), func(tx *store.Tx) error {
		decision, err := tx.Decision(id)
		if err != nil {
			return err
		}
		c, err := tx.Comment(decision.Comment)
		if err == nil {
			author = p.Readers[slices.IndexFunc(p.Readers, func(r *rozmova.Reader) bool { return r.ID == c.Author })]
		}
		return err
	})
	if err != nil {
		p.rt.Fatal(err)
	}
	return author
}

func (p *play) hear(*rapid.T) {
	if len(p.appeals) == 0 {
		return
	}
	r := moderation.AppealRuling{Answer: "Подивилися ще раз", Rule: "respect",
		State:  rozmova.AppealState(rapid.IntRange(2, 4).Draw(p.rt, "state")),
		Action: rapid.SampledFrom([]rozmova.Action{rozmova.Hold, rozmova.Remove, rozmova.Restore}).Draw(p.rt, "instead")}
	by := rapid.SampledFrom([]*rozmova.Reader{p.court, p.court, p.moderator()}).Draw(p.rt, "by")
	a, err := p.Hear(p.t.Context(), by, rapid.SampledFrom(p.appeals).Draw(p.rt, "appeal"), r)
	if p.did("hear", err) {
		err := p.db.View(p.t.Context(), func(tx *store.Tx) error {
			first, err := tx.Decision(a.Decision)
			if err == nil && (first.By == a.By || a.By.IsZero() || a.By == a.Appellant) {
				p.rt.Errorf("an appeal by %s against a decision of %s was heard by %s", a.Appellant, first.By, a.By)
			}
			return err
		})
		if err != nil {
			p.rt.Fatal(err)
		}
	}
}

func (p *play) wait(*rapid.T) {
	p.clock.Add(rapid.SampledFrom([]time.Duration{time.Second, 11 * time.Second, 4 * time.Minute, 3 * 24 * time.Hour}).Draw(p.rt, "long"))
}

// stand is how many published comments the thread counts.
func (p *play) stand() (n int) {
	err := p.db.View(p.t.Context(), func(tx *store.Tx) error {
		thread, err := tx.Thread(p.Thread)
		if err == nil {
			n = thread.Comments
		}
		return err
	})
	if err != nil {
		p.rt.Fatal(err)
	}
	return n
}

// check looks at everything that was done.
func (p *play) check() {
	stand := p.before
	waits := map[rozmova.QueueList]map[rozmova.ID[rozmova.Comment]]bool{rozmova.HeldList: {}, rozmova.NewList: {}, rozmova.ReportedList: {}}
	err := p.db.View(p.t.Context(), func(tx *store.Tx) error {
		for _, id := range p.comments {
			c, err := tx.Comment(id)
			if err != nil {
				return err
			}
			if c.State == rozmova.Published {
				stand++
			}
			open, err := tx.OpenNotices(id)
			if err != nil {
				return err
			}
			waits[rozmova.HeldList][id] = c.State == rozmova.Held
			waits[rozmova.NewList][id] = c.State == rozmova.Pending || !c.Marked.IsZero()
			waits[rozmova.ReportedList][id] = len(open) > 0
			if err := p.checkDecisions(tx, c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		p.rt.Fatal(err)
	}
	if n := p.stand(); n != stand {
		p.rt.Errorf("the thread counts %d, a recount gives %d", n, stand)
	}
	kept := p.rows()
	for list, of := range waits {
		for id, want := range of {
			if have := slices.ContainsFunc(kept, func(q rozmova.Queued) bool { return q.List == list && q.Comment == id }); have != want {
				p.rt.Errorf("%s in %s: %t, want %t", id, list, have, want)
			}
		}
	}
	if err := p.RebuildQueue(p.t.Context()); err != nil {
		p.rt.Fatal(err)
	}
	if diff := cmp.Diff(kept, p.rows()); diff != "" {
		p.rt.Errorf("the queues (-kept +made anew):\n%s", diff)
	}
}

func (p *play) rows() (rows []rozmova.Queued) {
	err := p.db.View(p.t.Context(), func(tx *store.Tx) (err error) {
		rows, err = tx.Queue(store.QueueFilter{Site: p.Site.ID, Limit: 100_000})
		return err
	})
	if err != nil {
		p.rt.Fatal(err)
	}
	return rows
}

// checkDecisions looks at what was decided about a comment.
func (p *play) checkDecisions(tx *store.Tx, c *rozmova.Comment) error {
	all, err := tx.AllDecisions(c.ID)
	if err != nil {
		return err
	}
	said := false
	for _, decision := range all { // the latest first
		_, err := tx.Reasons(decision.ID)
		owed := decision.Action.Restricts() && decision.Undone.IsZero()
		if owed == errors.Is(err, rozmova.NotFound) || err != nil && !errors.Is(err, rozmova.NotFound) {
			p.rt.Errorf("%s, undone %v: reasons: %v", decision.Action, decision.Undone, err)
		}
		if decision.By == c.Author {
			p.rt.Errorf("%s by its author", decision.Action)
		}
		if decision.Scope != rozmova.OfComment || !decision.Undone.IsZero() {
			continue
		}
		if to, moves := decision.Action.To(); moves && !said {
			said = true
			if c.State != to && c.State != rozmova.Withdrawn {
				p.rt.Errorf("the last decision says %v, the comment is %v", to, c.State)
			}
		}
	}
	sanctions, err := tx.Sanctions(c.Author, 100)
	for _, s := range sanctions {
		if !s.Ends.After(s.Starts) || s.Ends.Sub(s.Starts) > 367*24*time.Hour || s.InForce(s.Ends) {
			p.rt.Errorf("a sanction without end: %+v", s)
		}
	}
	return err
}
