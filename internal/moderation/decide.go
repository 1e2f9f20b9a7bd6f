package moderation

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxFacts is the longest account of the facts of a decision, in runes (the DSA database takes 5,000; a moderator writes
// a sentence or two).
const MaxFacts = 1000

// A Ruling is what a moderator wants done about a comment.
type Ruling struct {
	Comment  rozmova.ID[rozmova.Comment]
	Revision int // of the comment, as the moderator read it; 0: whichever it is now
	Action   rozmova.Action
	Rule     string         // key of the house rule; needed to hold or remove, unless Ground is ByLaw
	Facts    string         // what is the case; needed to hold or remove
	Ground   rozmova.Ground // empty: ByRule
	Law      string         // the provision, where Ground is ByLaw
	Rung     rozmova.Rung   // the sanction that goes with a removal, up to what the ladder says; NoRung: none
	Answer   string         // to those who sent a notice; empty: the outcome alone is told
	Careful  bool           // what tells who somebody is among the facts of a restriction is refused: decision.personal

	source  rozmova.DecisionSource       // empty: by the reports that it answers, or the site's own look
	repairs rozmova.ID[rozmova.Decision] // the decision that it reverses or amends; zero for none
	verdict *rozmova.Verdict             // that it rests on, of the classifier; nil: it had no part in it
	label   rozmova.Label
}

// Decide does what a moderator rules, in one step: the decision, the comment's move, the reasons its author is owed, the
// answer to the notices about it, and the events that tell of all that. It is Forbidden to decide about one's own comment
// or outside one's section, a Conflict when the comment was changed meanwhile or may not move that way, Invalid without
// rule or facts where these are needed.
func (d *Desk) Decide(ctx context.Context, by *rozmova.Reader, r Ruling) (*rozmova.Decision, error) {
	facts, err := lang.Clean(r.Facts)
	if err != nil {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: "facts", Err: err}
	}
	r.Facts = strings.TrimSpace(facts)
	if utf8.RuneCountInString(r.Facts) > MaxFacts {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.facts_too_long", Field: "facts", Args: map[string]any{"Max": MaxFacts}}
	}
	if r.Action.Restricts() && r.Facts == "" {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.facts_missing", Field: "facts"}
	}
	for _, more := range []struct {
		text  *string
		field string
	}{{&r.Law, "law"}, {&r.Answer, "answer"}} {
		if *more.text, err = lang.Clean(*more.text); err != nil {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: more.field, Err: err}
		}
		if *more.text = strings.TrimSpace(*more.text); utf8.RuneCountInString(*more.text) > MaxFacts {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.facts_too_long", Field: more.field, Args: map[string]any{"Max": MaxFacts}}
		}
	}
	var decision *rozmova.Decision
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.CommentToChange(r.Comment)
		if err != nil {
			return err
		}
		if err := mayAbout(tx, by, c, "decision.own_comment"); err != nil {
			return err
		}
		if err := d.unclaimed(tx, c.ID, by.ID); err != nil {
			return err
		}
		if err := d.mayRung(tx, by, c, &r); err != nil {
			return err
		}
		if r.Revision != 0 && r.Revision != c.Revision {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		}
		if err := careful(tx, c, &r); err != nil {
			return err
		}
		decision, err = d.decide(tx, c, by.ID, r)
		return err
	})
	return decision, err
}

// careful refuses facts that tell who somebody is, where the ruling asks for that: they are read by others, too, and are exported.
func careful(tx *store.Tx, c *rozmova.Comment, r *Ruling) error {
	if !r.Careful || !r.Action.Restricts() {
		return nil
	}
	ids := []rozmova.ID[rozmova.Reader]{c.Author}
	if !c.Parent.IsZero() {
		parent, err := tx.Comment(c.Parent)
		if err != nil {
			return err
		}
		ids = append(ids, parent.Author)
	}
	people, err := tx.Readers(ids)
	if err != nil {
		return err
	}
	var names []string
	for _, p := range people {
		names = append(names, p.PenName)
	}
	return CarefulFacts(r.Facts, names...)
}

// CarefulFacts refuses facts that tell who somebody is, with what was found: decision.personal. names are those of people concerned.
func CarefulFacts(facts string, names ...string) error {
	var words []string
	for _, found := range FindPersonal(facts, names...) {
		words = append(words, "«"+facts[found.Start:found.End]+"»")
	}
	if len(words) == 0 {
		return nil
	}
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.personal", Field: "personal", Args: map[string]any{"Words": strings.Join(words, ", ")}}
}

// decide writes a decision and all that follows from it.
func (d *Desk) decide(tx *store.Tx, c *rozmova.Comment, by rozmova.ID[rozmova.Reader], r Ruling) (*rozmova.Decision, error) {
	now, err := d.after(tx, c)
	if err != nil {
		return nil, err
	}
	to, moves := r.Action.To()
	if !moves && r.Action != rozmova.Keep {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.action_unknown", Field: "action"}
	}
	decision := &rozmova.Decision{
		ID: rozmova.NewID[rozmova.Decision](now), Site: c.Site, Scope: rozmova.OfComment, Comment: c.ID, Revision: c.Revision, Before: c.State, Action: r.Action,
		Facts: r.Facts, Automatic: by.IsZero(), By: by, At: now, Final: now.Add(rozmova.Undoing),
	}
	if decision.Automatic { // nobody is there who could undo it
		decision.Final = now
	}
	if r.verdict != nil {
		decision.Label, decision.Score, decision.Model = r.label, r.verdict.Scores[r.label], r.verdict.Model
	}
	decision.Repairs = r.repairs
	var undoes *rozmova.Decision // that restoring without an appeal takes back
	if r.Action == rozmova.Restore && r.repairs.IsZero() && !by.IsZero() {
		last, err := tx.Decisions(c.ID)
		if err != nil {
			return nil, err
		}
		if len(last) > 0 && last[0].Action.Restricts() {
			undoes, decision.Repairs = last[0], last[0].ID
		}
	}
	if decision.Source, err = sourceOf(tx, c, &r); err != nil {
		return nil, err
	}
	if r.Action.Restricts() && r.Ground == rozmova.ByLaw {
		if decision.Ground, decision.Law = rozmova.ByLaw, r.Law; r.Law == "" {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.law_missing", Field: "law"}
		}
	}
	if r.Action.Restricts() && (decision.Ground != rozmova.ByLaw || r.Rule != "") {
		rule, err := tx.Rule(c.Site, r.Rule)
		if errors.Is(err, rozmova.NotFound) {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.rule_missing", Field: "rule"}
		} else if err != nil {
			return nil, err
		}
		decision.Rule, decision.Version = rule.Key, rule.Version
	}
	if r.Action == rozmova.Keep && c.State == rozmova.Held { // out of sight: nothing of it is kept until it is restored
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.state"}
	}
	if moves && to == rozmova.Published && c.Source == "" { // its words were kept no longer
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.words_gone"}
	}
	if moves {
		if err := c.State.Move(rozmova.ByDecision, to); err != nil {
			return nil, err
		}
		if (r.Action == rozmova.Publish) != (c.State == rozmova.Pending) && to == rozmova.Published { // counted apart for the public
			return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.state"}
		}
	}
	answered, err := tx.AddDecision(decision)
	if err != nil {
		return nil, err
	}
	if r.Action == rozmova.Keep && len(answered) == 0 && c.Marked.IsZero() {
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "decision.nothing_waits"}
	}
	if len(answered) > 0 {
		outcome := rozmova.NoticeRejected
		if r.Action.Restricts() || c.State == rozmova.Removed {
			outcome = rozmova.NoticeRestricted
		} else if !c.State.Placed() || c.State == rozmova.Withdrawn || c.State == rozmova.Erased {
			outcome = rozmova.NoticeGone
		}
		if err := tx.AnswerNotices(decision.ID, outcome, r.Answer); err != nil {
			return nil, err
		}
		if err := tx.DropIllegal(answered); err != nil {
			return nil, err
		}
	}
	if r.Action.Restricts() && !c.Author.IsZero() {
		if err := d.giveReasons(tx, c, decision, nil); err != nil {
			return nil, err
		}
	}
	event := rozmova.Event{At: now, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: by, Ref: decision.ID}
	if moves {
		event.Kind = kindOf(c.State, to)
		seq, err := tx.Append(event)
		if err != nil {
			return nil, err
		}
		if err := tx.MoveComment(c, to, seq); err != nil {
			return nil, err
		}
	}
	if !c.Marked.IsZero() { // kept: somebody has looked
		if err := tx.MarkComment(c, time.Time{}); err != nil {
			return nil, err
		}
	}
	if len(answered) > 0 {
		event.Kind = rozmova.NoticeAnswered
		if _, err := tx.Append(event); err != nil {
			return nil, err
		}
	}
	if undoes != nil { // a sanction that went with it goes too
		if err := d.liftSanctions(tx, c, undoes, by, r.Facts, decision); err != nil {
			return nil, err
		}
	}
	if r.Action == rozmova.Remove {
		if err := d.sanction(tx, c, decision, r.Rung); err != nil {
			return nil, err
		}
	}
	if decision.Automatic {
		if err := d.settle(tx, decision); err != nil {
			return nil, err
		}
	}
	return decision, nil
}

// sourceOf tells how a comment came to be decided about: by the gravest of the reports that wait.
func sourceOf(tx *store.Tx, c *rozmova.Comment, r *Ruling) (rozmova.DecisionSource, error) {
	if r.source != "" {
		return r.source, nil
	}
	open, err := tx.OpenNotices(c.ID)
	source := rozmova.Voluntary
	for _, n := range open {
		switch {
		case n.Kind == rozmova.RuleNotice:
			if source == rozmova.Voluntary {
				source = rozmova.ByReport
			}
		case n.Notifier == rozmova.AuthorityNotifier:
			return rozmova.ByAuthority, err
		case n.Notifier == rozmova.FlaggerNotifier:
			source = rozmova.ByFlagger
		case source != rozmova.ByFlagger:
			source = rozmova.ByNotice
		}
	}
	return source, err
}

// after is the time of a decision: now, but always later than the last one about the comment, however the clock was set.
// That order is what readers and authors are told by.
func (d *Desk) after(tx *store.Tx, c *rozmova.Comment) (time.Time, error) {
	now := d.now()
	earlier, err := tx.AllDecisions(c.ID)
	if err == nil && len(earlier) > 0 && !now.After(earlier[0].At) {
		now = earlier[0].At.Add(time.Microsecond)
	}
	return now, err
}

func kindOf(from, to rozmova.CommentState) rozmova.EventKind {
	switch {
	case to == rozmova.Held:
		return rozmova.CommentHeld
	case to == rozmova.Removed:
		return rozmova.CommentRemoved
	case from == rozmova.Pending:
		return rozmova.CommentPublished
	}
	return rozmova.CommentRestored
}
