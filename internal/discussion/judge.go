package discussion

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// mostJudging is how many verdicts are under way at once. What is slow goes on by itself; behind so many the next waits for its turn,
// no longer than for a verdict.
const mostJudging = 32

// What came of asking for a verdict, as Options.OnJudged hears it.
const (
	Judged   = "judged"
	Late     = "late"     // it took longer than the time limit
	Panicked = "panicked" // it broke
	Busy     = "busy"     // too many were under way all that time
	Missing  = "missing"  // there is nobody to ask
)

// verdict asks the classifier, and waits no longer than the time limit. It is nil where nobody is asked and where that failed;
// what came of it is counted, and told in the log by the names in where: an ID, never a word of the text.
func (d *Desk) verdict(ctx context.Context, q *question, where ...any) *rozmova.Verdict {
	if d.moderation == nil {
		return nil
	}
	began := time.Now()
	v, how, attrs := d.ask(ctx, q)
	d.judged(how, time.Since(began))
	if how != Judged && how != Missing { // of that the program tells when it starts
		d.log.WarnContext(ctx, "a comment was not judged", append(append([]any{"how", how}, where...), attrs...)...)
	}
	return v
}

func (d *Desk) ask(ctx context.Context, q *question) (*rozmova.Verdict, string, []any) {
	if d.judge == nil || q == nil {
		return nil, Missing, nil
	}
	timer := time.NewTimer(d.patience)
	defer timer.Stop()
	select {
	case d.judging <- struct{}{}:
	case <-timer.C:
		return nil, Busy, nil
	case <-ctx.Done():
		return nil, Late, nil
	}
	type answer struct {
		verdict rozmova.Verdict
		broke   []any
	}
	done := make(chan answer, 1) // so that who is late does not wait for a listener
	go func() {
		var a answer
		defer func() {
			if p := recover(); p != nil {
				a.broke = []any{"panic", panicWords(p), "stack", string(debug.Stack())}
			}
			<-d.judging
			done <- a
		}()
		a.verdict = d.judge(&q.input)
	}()
	select {
	case a := <-done:
		if a.broke != nil {
			return nil, Panicked, a.broke
		}
		if !sound(&a.verdict) {
			return nil, Panicked, []any{"model", a.verdict.Model, "why", "scores out of bounds"}
		}
		a.verdict.Spans = q.inWholeText(a.verdict.Spans)
		return &a.verdict, Judged, nil
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil, Late, []any{"limit", d.patience}
}

// sound tells whether all scores are numbers from 0 to 1: others can be neither weighed nor stored.
func sound(v *rozmova.Verdict) bool {
	for _, s := range v.Scores {
		if !(s >= 0 && s <= 1) { // not a number is neither
			return false
		}
	}
	return !slices.ContainsFunc(v.Spans, func(m rozmova.Marked) bool { return !(m.Score >= 0 && m.Score <= 1) })
}

// panicWords tells of a panic without what it may say of the text: the words of the runtime's own, of others their type alone.
func panicWords(p any) string {
	if e, ok := p.(runtime.Error); ok {
		return e.Error()
	}
	return fmt.Sprintf("%T", p)
}

// outcome asks the policy what becomes of a comment. What a guest writes is never published by it.
func (d *Desk) outcome(tx *store.Tx, a *moderation.Arrival) (moderation.Outcome, error) {
	if d.moderation == nil {
		state, err := moderation.FirstState(a.Mode)
		return forGuest(a.Author, moderation.Outcome{State: state}), err
	}
	o, err := d.moderation.Arrive(tx, a)
	return forGuest(a.Author, o), err
}

// arrived keeps the verdict on a new comment, and lets the moderators' desk do what follows from it.
func (d *Desk) arrived(tx *store.Tx, a *moderation.Arrival, o moderation.Outcome) error {
	if d.moderation == nil {
		return nil
	}
	if a.Verdict != nil {
		if err := tx.PutVerdict(a.Comment.ID, a.Comment.Revision, a.Verdict, a.At); err != nil {
			return err
		}
	}
	return d.moderation.Arrived(tx, a, o)
}

// unread refuses new words for a comment that all can see where they would be a new comment's and wait for a person: the old
// ones cannot be taken back.
func unread(c *rozmova.Comment, o moderation.Outcome) error {
	if c.State == rozmova.Published && o.State == rozmova.Pending {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "comment.unread", Field: "body"}
	}
	return nil
}

// allowed reports whether a person has let stand what the policy would hold: the last that people decided about the comment was about words on which
// the verdict was as bad. A machine does not overrule that; it asks to look again.
func (d *Desk) allowed(tx *store.Tx, c *rozmova.Comment) (bool, error) {
	decisions, err := tx.Decisions(c.ID) // the latest first
	if err != nil {
		return false, err
	}
	at := slices.IndexFunc(decisions, func(d *rozmova.Decision) bool { return !d.Automatic })
	if at < 0 || decisions[at].Action.Restricts() {
		return false, nil
	}
	v, err := tx.Verdict(c.ID, decisions[at].Revision)
	if errors.Is(err, rozmova.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	o, err := d.moderation.JudgedAs(tx, c, v)
	return o.State == rozmova.Held, err
}

// mended keeps the verdict on new words of a comment, and marks or holds it anew. A mark stays until a moderator has looked,
// whatever the new words are: readers can open the old ones.
func (d *Desk) mended(tx *store.Tx, a *moderation.Arrival, o moderation.Outcome) error {
	if d.moderation == nil {
		return nil
	}
	c, v, now := a.Comment, a.Verdict, a.At
	if err := d.moderation.Mended(tx, a); err != nil {
		return err
	}
	if v != nil {
		if err := tx.PutVerdict(c.ID, c.Revision, v, now); err != nil {
			return err
		}
	}
	if c.State != rozmova.Published {
		return nil
	}
	if o.State == rozmova.Held {
		allowed, err := d.allowed(tx, c)
		if err != nil {
			return err
		}
		o.Mark = o.Mark || allowed
		if allowed {
			o.State = rozmova.Published
		}
	}
	if o.State == rozmova.Held {
		decision, err := d.moderation.HoldByItself(tx, c, o)
		if err != nil || decision != nil {
			return err
		}
		o.Mark = true // there is no rule to name: let somebody look
	}
	if o.Mark && c.Marked.IsZero() {
		return tx.MarkComment(c, now)
	}
	return nil
}
