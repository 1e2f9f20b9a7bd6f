package moderation

import (
	"context"
	"errors"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Hearing is an appeal with what is needed to hear it.
type Hearing struct {
	Appeal   *rozmova.Appeal
	Decision *rozmova.Decision
	Reasons  *rozmova.Reasons // nil: none were owed
	Card     *Card
	Sanction *rozmova.Sanction // that the decision is about or that went with it; nil for none
	Refused  error             // why the asker may not hear it; nil: they may
	People   map[rozmova.ID[rozmova.Reader]]*rozmova.Reader
}

// Hearing gives an appeal to the moderators of its section; Refused says whether the asker may decide it.
func (d *Desk) Hearing(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Appeal]) (h *Hearing, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		h = &Hearing{}
		var err error
		if h.Appeal, err = tx.Appeal(id); err != nil {
			return err
		}
		c, err := tx.Comment(h.Appeal.Comment)
		if err != nil {
			return err
		}
		story, err := tx.StoryHead(c.Story)
		if err != nil {
			return err
		}
		if err := mayAbout(tx, by, c, "appeal.own_case"); err != nil {
			return err
		}
		if h.Card, err = d.card(tx, c); err != nil {
			return err
		}
		if err := d.fullCard(tx, h.Card, by); err != nil {
			return err
		}
		if h.Decision, err = tx.Decision(h.Appeal.Decision); err != nil {
			return err
		}
		if h.Reasons, err = tx.Reasons(h.Decision.ID); errors.Is(err, rozmova.NotFound) {
			h.Reasons, err = nil, nil
		}
		if err != nil {
			return err
		}
		with := h.Decision
		if with.Scope != rozmova.OfReader {
			if with, err = withRemoval(tx, h.Decision); err != nil {
				return err
			}
		}
		if with != nil {
			if h.Sanction, err = tx.SanctionOf(with.ID); err != nil && !errors.Is(err, rozmova.NotFound) {
				return err
			}
		}
		if h.Refused, err = mayHear(tx, by, h.Appeal, h.Decision, c, story.Section), nil; h.Refused != nil && ours(h.Refused) {
			return h.Refused
		}
		h.People, err = tx.Readers([]rozmova.ID[rozmova.Reader]{h.Decision.By, h.Appeal.Appellant, h.Appeal.By, c.Author})
		return err
	})
	if err != nil {
		return nil, err
	}
	return h, nil
}

// mayHear refuses who may not hear an appeal: whoever is no senior moderator of the section, who made the decision or any other about the
// comment, whom it is about, and who appeals.
func mayHear(tx *store.Tx, by *rozmova.Reader, a *rozmova.Appeal, decision *rozmova.Decision, c *rozmova.Comment, section rozmova.Slug) error {
	switch {
	case by == nil:
		return may(by, section)
	case !by.HasFor(rozmova.Senior, section):
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.senior_needed"}
	case by.ID == decision.By:
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "appeal.own_decision"}
	case by.ID == c.Author || by.ID == decision.Reader || by.ID == a.Appellant:
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "appeal.own_case"}
	}
	all, err := tx.AllDecisions(c.ID)
	for _, other := range all {
		if other.By == by.ID && other.Undone.IsZero() {
			return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "appeal.own_decision"}
		}
	}
	return err
}

// ours reports whether an error is no refusal, but a fault of ours.
func ours(err error) bool {
	var e *rozmova.Error
	return !errors.As(err, &e)
}

// An AppealRuling is what somebody rules on an appeal.
type AppealRuling struct {
	State  rozmova.AppealState // AppealUpheld, AppealReversed or AppealAmended
	Answer string              // what both sides are told; needed
	Rule   string              // of AppealAmended: the house rule that it is decided by instead
	Action rozmova.Action      // of AppealAmended: Hold, Remove or Restore instead of what was decided
}

// Hear decides an appeal. Upheld: the decision stands. Reversed: the record is repaired, the comment is back in its place or out of it
// again, a sanction that went with the decision is lifted, and the removal no longer counts on the ladder. Amended: another decision
// stands in its place. Nobody hears an appeal against their own decision, and no program hears any.
func (d *Desk) Hear(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Appeal], r AppealRuling) (*rozmova.Appeal, error) {
	answer, err := appealText(r.Answer, "answer")
	if err != nil {
		return nil, err
	}
	var a *rozmova.Appeal
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		if a, err = tx.Appeal(id); err != nil {
			return err
		}
		decision, err := tx.Decision(a.Decision)
		if err != nil {
			return err
		}
		c, err := tx.CommentToChange(a.Comment)
		if err != nil {
			return err
		}
		story, err := tx.StoryHead(c.Story)
		if err != nil {
			return err
		}
		if by.HasFor(rozmova.Senior, story.Section) && a.State != rozmova.AppealOpen {
			return &rozmova.Error{Kind: rozmova.Conflict, Reason: "appeal.heard"}
		}
		if err := mayHear(tx, by, a, decision, c, story.Section); err != nil {
			return err
		}
		now, err := d.after(tx, c)
		if err != nil {
			return err
		}
		a.State, a.Answer, a.By, a.Decided = r.State, answer, by.ID, now
		switch r.State {
		case rozmova.AppealUpheld:
		case rozmova.AppealReversed:
			err = d.reverse(tx, c, decision, by, a)
		case rozmova.AppealAmended:
			err = d.amend(tx, c, decision, by, a, &r)
		default:
			err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "appeal.state", Field: "state"}
		}
		if err != nil {
			return err
		}
		if err := tx.HearAppeal(a); err != nil {
			return err
		}
		if err := tx.DropQueue(rozmova.AppealList, a.ID); err != nil {
			return err
		}
		_, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.AppealHeard, Site: c.Site, Story: c.Story, Thread: c.Thread, Comment: c.ID, Actor: by.ID, Ref: a.ID})
		return err
	})
	if err != nil {
		return nil, err
	}
	return a, nil
}

// reverse repairs the record: what the decision did is undone by another one that names it.
func (d *Desk) reverse(tx *store.Tx, c *rozmova.Comment, decision *rozmova.Decision, by *rozmova.Reader, a *rozmova.Appeal) error {
	if err := d.liftSanctions(tx, c, decision, by.ID, a.Answer, &rozmova.Decision{At: a.Decided, Final: a.Decided, Source: rozmova.ByAppeal}); err != nil {
		return err
	}
	if decision.Scope == rozmova.OfReader {
		return nil
	}
	all, err := tx.Decisions(c.ID)
	if err != nil {
		return err
	}
	r := Ruling{Comment: c.ID, Facts: a.Answer, source: rozmova.ByAppeal, repairs: decision.ID}
	switch {
	case len(all) > 0 && all[0].ID != decision.ID && all[0].Action.Restricts() && decision.Action.Restricts(): // a later decision stands: it has an appeal of its own
		return d.repair(tx, c, decision, by.ID, a)
	case c.State == rozmova.Pending && c.Revision != decision.Revision: // other words, which a person reads anyway
		return d.repair(tx, c, decision, by.ID, a)
	case decision.Action.Restricts() && (c.State == rozmova.Held || c.State == rozmova.Removed):
		r.Action = rozmova.Restore
	case decision.Action.Restricts() && c.State == rozmova.Pending:
		r.Action = rozmova.Publish
	case !decision.Action.Restricts() && c.State == rozmova.Published: // who reported was right
		r.Action, r.Rule = rozmova.Remove, decision.Rule
		if r.Rule == "" {
			r.Rule = respectRule
		}
	default: // its author took it back meanwhile, or it stands again: the record alone is repaired
		return d.repair(tx, c, decision, by.ID, a)
	}
	return d.outcome(tx, c, by.ID, r, a)
}

// amend puts another decision in the place of one.
func (d *Desk) amend(tx *store.Tx, c *rozmova.Comment, decision *rozmova.Decision, by *rozmova.Reader, a *rozmova.Appeal, r *AppealRuling) error {
	if decision.Scope == rozmova.OfReader {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "appeal.amend_sanction", Field: "state"}
	}
	if err := d.liftSanctions(tx, c, decision, by.ID, a.Answer, &rozmova.Decision{At: a.Decided, Final: a.Decided, Source: rozmova.ByAppeal}); err != nil {
		return err
	}
	ruling := Ruling{Comment: c.ID, Action: r.Action, Rule: r.Rule, Facts: a.Answer, source: rozmova.ByAppeal, repairs: decision.ID}
	if to, moves := r.Action.To(); !moves || to == c.State && (!r.Action.Restricts() || r.Rule == decision.Rule) { // putting back what stands restricts nothing anew
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "appeal.same", Field: "action"}
	} else if to == c.State { // the same by another rule
		return d.regrounded(tx, c, by.ID, ruling, a)
	}
	return d.outcome(tx, c, by.ID, ruling, a)
}

// outcome makes the decision that comes of an appeal; it is final at once, for whom it concerns is told by the answer.
func (d *Desk) outcome(tx *store.Tx, c *rozmova.Comment, by rozmova.ID[rozmova.Reader], r Ruling, a *rozmova.Appeal) error {
	made, err := d.decide(tx, c, by, r)
	if err != nil {
		return err
	}
	a.Outcome = made.ID
	return d.settle(tx, made)
}

// repair writes the decision that repairs the record where there is nothing to move.
func (d *Desk) repair(tx *store.Tx, c *rozmova.Comment, decision *rozmova.Decision, by rozmova.ID[rozmova.Reader], a *rozmova.Appeal) error {
	now, err := d.after(tx, c)
	if err != nil {
		return err
	}
	made := &rozmova.Decision{
		ID: rozmova.NewID[rozmova.Decision](now), Site: c.Site, Scope: rozmova.OfComment, Comment: c.ID, Revision: c.Revision, Before: c.State, Action: rozmova.Keep,
		Facts: a.Answer, Source: rozmova.ByAppeal, By: by, At: now, Final: now, Repairs: decision.ID,
	}
	if _, err := tx.AddDecision(made); err != nil {
		return err
	}
	a.Outcome = made.ID
	return d.settle(tx, made)
}

// regrounded writes a decision that leaves a comment where it is, by another rule, with reasons of its own.
func (d *Desk) regrounded(tx *store.Tx, c *rozmova.Comment, by rozmova.ID[rozmova.Reader], r Ruling, a *rozmova.Appeal) error {
	rule, err := tx.Rule(c.Site, r.Rule)
	if errors.Is(err, rozmova.NotFound) {
		return &rozmova.Error{Kind: rozmova.Invalid, Reason: "decision.rule_missing", Field: "rule"}
	}
	if err != nil {
		return err
	}
	now, err := d.after(tx, c)
	if err != nil {
		return err
	}
	made := &rozmova.Decision{
		ID: rozmova.NewID[rozmova.Decision](now), Site: c.Site, Scope: rozmova.OfComment, Comment: c.ID, Revision: c.Revision, Before: c.State, Action: r.Action,
		Rule: rule.Key, Version: rule.Version, Facts: r.Facts, Source: rozmova.ByAppeal, By: by, At: now, Final: now, Repairs: r.repairs,
	}
	if _, err := tx.AddDecision(made); err != nil {
		return err
	}
	if !c.Author.IsZero() {
		if err := d.giveReasons(tx, c, made, nil); err != nil {
			return err
		}
	}
	a.Outcome = made.ID
	return d.settle(tx, made)
}
