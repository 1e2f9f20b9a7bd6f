package moderation

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// A Deed is something that a sanction may keep a reader from.
type Deed string

// The deeds.
const (
	DeedPost   Deed = "post" // and edit
	DeedVote   Deed = "vote"
	DeedReport Deed = "report"
)

// MayAct refuses a reader whom a sanction keeps from a deed: Forbidden sanction.warning, sanction.cool_down, sanction.suspension or
// sanction.ban, with the Decision and, but for a warning, Until. A warning keeps from writing until it was read, a cool-down from writing,
// the others from voting and reporting too; notices of illegal content anybody may send.
func (d *Desk) MayAct(tx *store.Tx, reader *rozmova.Reader, deed Deed, now time.Time) error {
	list, err := tx.SanctionsInForce(reader.ID, now)
	if err != nil || len(list) == 0 {
		return err
	}
	s := list[0] // the gravest
	if deed != DeedPost && s.Rung < rozmova.SuspensionRung {
		return nil
	}
	return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "sanction." + s.Rung.String(), Args: map[string]any{"Until": s.Ends, "Decision": s.Decision.String()}}
}

// Ladder tells which rung the removal of a comment under a rule would lead to, for the card.
func (d *Desk) Ladder(ctx context.Context, by *rozmova.Reader, comment rozmova.ID[rozmova.Comment], rule string) (s Suggestion, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		c, err := tx.Comment(comment)
		if err != nil {
			return err
		}
		story, err := tx.StoryHead(c.Story)
		if err != nil {
			return err
		}
		if err := may(by, story.Section); err != nil || c.Author.IsZero() {
			return err
		}
		p, err := d.PolicyOf(tx, story.Section, story.ID)
		if err != nil {
			return err
		}
		s, err = suggest(tx, p, c.Author, rule, d.now())
		return err
	})
	return s, err
}

// mayRung refuses a sanction that is graver than the ladder says, but to those who hear appeals: nobody is punished beyond the rule by the
// first who is angry. It has to be asked before the removal is written.
func (d *Desk) mayRung(tx *store.Tx, by *rozmova.Reader, c *rozmova.Comment, r *Ruling) error {
	if r.Rung == rozmova.NoRung || r.Action != rozmova.Remove {
		return nil
	}
	if c.Author.IsZero() {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "sanction.nobody", Field: "rung"}
	}
	story, err := tx.StoryHead(c.Story)
	if err != nil {
		return err
	}
	p, err := d.PolicyOf(tx, story.Section, story.ID)
	if err != nil {
		return err
	}
	s, err := suggest(tx, p, c.Author, r.Rule, d.now())
	if err != nil {
		return err
	}
	if r.Rung > rozmova.BanRung || r.Rung > s.Rung && !by.HasFor(rozmova.Senior, story.Section) {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "sanction.too_grave", Field: "rung"}
	}
	return nil
}

// sanction puts the author of a removed comment on a rung of the ladder, as part of the step that removes it: a decision about the
// reader with reasons of its own, and a Sanction. NoRung does nothing. It stands a microsecond behind the removal, by which Undo finds it.
func (d *Desk) sanction(tx *store.Tx, c *rozmova.Comment, removal *rozmova.Decision, rung rozmova.Rung) error {
	if rung == rozmova.NoRung || c.Author.IsZero() {
		return nil
	}
	story, err := tx.StoryHead(c.Story)
	if err != nil {
		return err
	}
	p, err := d.PolicyOf(tx, story.Section, story.ID)
	if err != nil {
		return err
	}
	if removal.Automatic && rung > p.Automatic {
		rung = p.Automatic
		if rung == rozmova.NoRung {
			return nil
		}
	}
	ladder := ladderOf(p, removal.Rule)
	now := removal.At
	decision := *removal
	decision.ID, decision.Scope, decision.Reader, decision.Action = rozmova.NewID[rozmova.Decision](now), rozmova.OfReader, c.Author, rung.Action()
	decision.At, decision.Settled = now.Add(time.Microsecond), time.Time{}
	if _, err := tx.AddDecision(&decision); err != nil {
		return err
	}
	s := &rozmova.Sanction{
		ID: rozmova.NewID[rozmova.Sanction](now), Site: c.Site, Reader: c.Author, Decision: decision.ID, Rung: rung, Rule: removal.Rule,
		Starts: now, Ends: now.Add(time.Duration(hoursOf(ladder, rung)) * time.Hour),
	}
	if err := tx.AddSanction(s); err != nil {
		return err
	}
	if err := d.giveReasons(tx, c, &decision, s); err != nil {
		return err
	}
	if err := d.sanctionChanged(tx, s, decision.By, now); err != nil || !decision.Automatic {
		return err
	}
	return d.settle(tx, &decision)
}

func (d *Desk) sanctionChanged(tx *store.Tx, s *rozmova.Sanction, by rozmova.ID[rozmova.Reader], now time.Time) error {
	_, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.SanctionChanged, Site: s.Site, Actor: by, Ref: s.ID})
	return err
}

// withRemoval gives the decision about the reader that went with a removal; nil where none did.
func withRemoval(tx *store.Tx, removal *rozmova.Decision) (*rozmova.Decision, error) {
	all, err := tx.AllDecisions(removal.Comment)
	for _, other := range all {
		if other.Scope == rozmova.OfReader && other.Undone.IsZero() && other.Action.Restricts() && other.At.Equal(removal.At.Add(time.Microsecond)) {
			return other, err
		}
	}
	return nil, err
}

// undoSanctions takes away the sanctions that went with a decision that is undone.
func (d *Desk) undoSanctions(tx *store.Tx, removal *rozmova.Decision, now time.Time) error {
	if removal.Action == rozmova.Restore {
		return d.undoLifting(tx, removal, now)
	}
	decision, err := withRemoval(tx, removal)
	if err != nil || decision == nil {
		return err
	}
	if err := tx.UndoDecision(decision.ID, now); err != nil {
		return err
	}
	s, err := tx.SanctionOf(decision.ID)
	if err != nil {
		return err
	}
	if err := tx.DropSanction(s.ID); err != nil {
		return err
	}
	return d.sanctionChanged(tx, s, decision.By, now)
}

// undoLifting brings back the sanction that a restoration lifted which is undone.
func (d *Desk) undoLifting(tx *store.Tx, restored *rozmova.Decision, now time.Time) error {
	all, err := tx.AllDecisions(restored.Comment)
	if err != nil {
		return err
	}
	for _, lifted := range all {
		if lifted.Action != rozmova.Lift || !lifted.Undone.IsZero() || !lifted.At.Equal(restored.At.Add(time.Microsecond)) {
			continue
		}
		if err := tx.UndoDecision(lifted.ID, now); err != nil {
			return err
		}
		s, err := tx.SanctionOf(lifted.Repairs)
		if err != nil {
			return err
		}
		if err := tx.UnliftSanction(s.ID); err != nil {
			return err
		}
		return d.sanctionChanged(tx, s, lifted.By, now)
	}
	return nil
}

// liftSanctions lifts the sanction that went with a decision, or that it is about, because it is reversed: with a decision of its own, a
// microsecond behind the one that reverses it and final with it. It is nothing where there was none or it is over.
func (d *Desk) liftSanctions(tx *store.Tx, c *rozmova.Comment, reversed *rozmova.Decision, by rozmova.ID[rozmova.Reader], facts string, with *rozmova.Decision) error {
	decision := reversed
	if reversed.Scope != rozmova.OfReader {
		var err error
		if decision, err = withRemoval(tx, reversed); err != nil || decision == nil {
			return err
		}
	}
	s, err := tx.SanctionOf(decision.ID)
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil || !s.Lifted.IsZero() {
		return err
	}
	return d.lift(tx, c, s, by, facts, with)
}

// lift ends a sanction with a decision that stands a microsecond behind another, is found as that was and is final with it.
func (d *Desk) lift(tx *store.Tx, c *rozmova.Comment, s *rozmova.Sanction, by rozmova.ID[rozmova.Reader], facts string, with *rozmova.Decision) error {
	if err := tx.LiftSanction(s.ID, with.At); err != nil {
		return err
	}
	lifted := &rozmova.Decision{
		ID: rozmova.NewID[rozmova.Decision](with.At), Site: c.Site, Scope: rozmova.OfReader, Comment: c.ID, Reader: s.Reader, Revision: c.Revision, Before: c.State,
		Action: rozmova.Lift, Facts: facts, Source: with.Source, By: by, At: with.At.Add(time.Microsecond), Final: with.Final, Repairs: s.Decision,
	}
	if _, err := tx.AddDecision(lifted); err != nil {
		return err
	}
	if err := d.sanctionChanged(tx, s, by, with.At); err != nil || lifted.Final.After(d.now()) {
		return err
	}
	return d.settle(tx, lifted)
}

// Lift ends a sanction before its time. Only senior moderators of the section may, and nobody for themselves.
func (d *Desk) Lift(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Sanction], facts string) error {
	if by == nil {
		return may(by, "")
	}
	if !by.Has(rozmova.Senior, "") {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.senior_needed"}
	}
	facts, err := lang.Clean(facts)
	if err != nil || utf8.RuneCountInString(facts) > MaxFacts {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.facts_too_long", Field: "facts", Args: map[string]any{"Max": MaxFacts}, Err: err}
	}
	if facts = strings.TrimSpace(facts); facts == "" {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.facts_missing", Field: "facts"}
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		s, err := tx.Sanction(id)
		if err != nil {
			return err
		}
		decision, err := tx.Decision(s.Decision)
		if err != nil {
			return err
		}
		c, err := tx.CommentToChange(decision.Comment)
		if err != nil {
			return err
		}
		story, err := tx.StoryHead(c.Story)
		if err != nil {
			return err
		}
		if !by.HasFor(rozmova.Senior, story.Section) || by.ID == s.Reader {
			return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.senior_needed"}
		}
		now, err := d.after(tx, c)
		if err != nil {
			return err
		}
		if !now.Before(s.Ends) {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "sanction.over"}
		}
		return d.lift(tx, c, s, by.ID, facts, &rozmova.Decision{At: now, Final: now, Source: rozmova.Voluntary})
	})
}

// ReadWarning writes down that its reader has read a warning; from then on it keeps from nothing. To others it is NotFound.
func (d *Desk) ReadWarning(ctx context.Context, reader *rozmova.Reader, decision rozmova.ID[rozmova.Decision]) error {
	if reader == nil {
		return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		s, err := tx.SanctionOf(decision)
		if err != nil {
			return err
		}
		if s.Reader != reader.ID || s.Rung != rozmova.WarningRung {
			return rozmova.NotFound
		}
		if !s.Read.IsZero() {
			return nil
		}
		now := d.now()
		if err := tx.ReadSanction(s.ID, now); err != nil {
			return err
		}
		return d.sanctionChanged(tx, s, reader.ID, now)
	})
}

// A Standing is what is decided about a reader, for the reader's own eyes.
type Standing struct {
	Sanctions []*rozmova.Sanction // the latest first, also such as are over
	Decisions []*rozmova.Decision // that restricted a comment of theirs or themselves, or gave something back; the latest first
	Comments  map[rozmova.ID[rozmova.Comment]]*rozmova.Comment
}

// shownStanding is how much of each a Standing has.
const shownStanding = 100

// StandingOf gives a reader what was decided about them and is final.
func (d *Desk) StandingOf(ctx context.Context, reader *rozmova.Reader) (st *Standing, err error) {
	if reader == nil {
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	}
	now := d.now()
	err = d.db.View(ctx, func(tx *store.Tx) error {
		st = &Standing{}
		var err error
		if st.Sanctions, err = tx.Sanctions(reader.ID, shownStanding); err != nil {
			return err
		}
		st.Sanctions = slices.DeleteFunc(st.Sanctions, func(s *rozmova.Sanction) bool { return now.Before(s.Starts.Add(rozmova.Undoing)) }) // not told yet
		decisions, err := tx.DecisionsAbout(reader.ID, shownStanding)
		if err != nil {
			return err
		}
		var comments []rozmova.ID[rozmova.Comment]
		for _, decision := range decisions {
			told := decision.Action.Restricts() || decision.Action == rozmova.Restore || decision.Action == rozmova.Lift
			if told && !now.Before(decision.Final) {
				st.Decisions, comments = append(st.Decisions, decision), append(comments, decision.Comment)
			}
		}
		st.Comments, err = tx.CommentsByID(comments)
		return err
	})
	return st, err
}
