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
	Rule     string // key of the house rule; needed to hold or remove
	Facts    string // what is the case; needed to hold or remove
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
	var decision *rozmova.Decision
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.CommentToChange(r.Comment)
		if err != nil {
			return err
		}
		if err := mayAbout(tx, by, c, "decision.own_comment"); err != nil {
			return err
		}
		if r.Revision != 0 && r.Revision != c.Revision {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "comment.changed"}
		}
		decision, err = d.decide(tx, c, by.ID, r)
		return err
	})
	return decision, err
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
		ID: rozmova.NewID[rozmova.Decision](now), Site: c.Site, Comment: c.ID, Revision: c.Revision, Action: r.Action,
		Facts: r.Facts, Automatic: by.IsZero(), By: by, At: now,
	}
	var rule *rozmova.Rule
	if r.Action.Restricts() {
		rule, err = tx.Rule(c.Site, r.Rule)
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
	if rule != nil && !c.Author.IsZero() {
		if err := d.giveReasons(tx, c, decision, rule, len(answered) > 0); err != nil {
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
	return decision, nil
}

// after is the time of a decision: now, but always later than the last one about the comment, however the clock was set.
// That order is what readers and authors are told by.
func (d *Desk) after(tx *store.Tx, c *rozmova.Comment) (time.Time, error) {
	now := d.now()
	earlier, err := tx.Decisions(c.ID)
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

// giveReasons freezes the statement of reasons (DSA Art. 17(3)) in the author's language, with the words it is about as
// they stood.
func (d *Desk) giveReasons(tx *store.Tx, c *rozmova.Comment, decision *rozmova.Decision, rule *rozmova.Rule, noticed bool) error {
	author, err := tx.Reader(c.Author)
	if err != nil {
		return err
	}
	detected := "voluntary"
	if noticed {
		detected = "notice"
	}
	return tx.AddReasons(&rozmova.Reasons{
		Decision: decision.ID, Comment: c.ID, Author: c.Author, Language: author.Locale, Action: decision.Action,
		RuleKey: rule.Key, RuleVersion: rule.Version,
		RuleTitle: rozmova.In(rule.Title, author.Locale), RuleText: rozmova.In(rule.Text, author.Locale),
		Facts: decision.Facts, Automatic: decision.Automatic, Detected: detected, Words: c.Source,
		AppealUntil: decision.At.AddDate(0, AppealMonths, 0), At: decision.At,
	})
}
