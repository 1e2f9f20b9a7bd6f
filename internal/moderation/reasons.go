package moderation

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// giveReasons freezes the statement of reasons (DSA Art. 17(3)) for a decision in the author's language, with the words it is about as
// they stood. s is the sanction that it tells of; nil: it is about the comment.
func (d *Desk) giveReasons(tx *store.Tx, c *rozmova.Comment, decision *rozmova.Decision, s *rozmova.Sanction) error {
	author, err := tx.Reader(c.Author)
	if err != nil {
		return err
	}
	r := &rozmova.Reasons{
		Decision: decision.ID, Comment: c.ID, Author: c.Author, Language: author.Locale, Action: decision.Action, Scope: decision.Scope,
		Ground: decision.Ground, Law: decision.Law, Source: decision.Source, Facts: decision.Facts, Automatic: decision.Automatic, Detected: detectedBy(decision),
		Model: decision.Model, Words: c.Source, AppealUntil: decision.At.AddDate(0, AppealMonths, 0), At: decision.At,
	}
	if decision.Rule != "" {
		rule, err := tx.RuleVersion(c.Site, decision.Rule, decision.Version)
		if err != nil {
			return err
		}
		r.RuleKey, r.RuleVersion = rule.Key, rule.Version
		r.RuleTitle, r.RuleText = rozmova.In(rule.Title, author.Locale), rozmova.In(rule.Text, author.Locale)
	}
	if s != nil {
		r.Rung, r.Ends = s.Rung, s.Ends
	}
	return tx.AddReasons(r)
}

// detectedBy tells in the word of earlier programs how a comment was found: notice or voluntary.
func detectedBy(decision *rozmova.Decision) string {
	switch decision.Source {
	case rozmova.ByReport, rozmova.ByNotice, rozmova.ByFlagger, rozmova.ByAuthority:
		return "notice"
	}
	return "voluntary"
}

// A Ground is the statement of reasons for a decision with what has been decided since, and what its reader can do.
type Ground struct {
	Reasons  *rozmova.Reasons
	Story    *rozmova.Story // without its body
	Later    []*rozmova.Decision
	Comment  *rozmova.Comment  // to its author and moderators, as it is now
	Verdict  *rozmova.Verdict  // of the classifier, where it had a part in the decision and the words are those; nil elsewhere
	Sanction *rozmova.Sanction // nil: it is about none
	Mend     bool              // the author may change the words and send them again
	Unread   bool              // a warning that its reader is to read
	Told     time.Time         // from when the author may know of it
}

// Mendable reports whether a decision lets the author mend the words and send them once more: what was held or removed under a house
// rule, but for threats. What the law forbids stays where it is.
func Mendable(d *rozmova.Decision, state rozmova.CommentState) bool {
	return (state == rozmova.Held || state == rozmova.Removed) && d.Scope == rozmova.OfComment && d.Action.Restricts() && d.Ground != rozmova.ByLaw && d.Rule != threatsRule
}

// Reasons gives the statement of reasons for a decision to the author it was owed to, once nobody can undo it, and to moderators. To
// everybody else it is NotFound.
func (d *Desk) Reasons(ctx context.Context, reader *rozmova.Reader, id rozmova.ID[rozmova.Decision]) (g *Ground, err error) {
	if reader == nil {
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	}
	now := d.now()
	err = d.db.View(ctx, func(tx *store.Tx) error {
		r, err := tx.Reasons(id)
		if err != nil {
			return err
		}
		decision, err := tx.Decision(id)
		if err != nil {
			return err
		}
		c, err := tx.Comment(r.Comment)
		if err != nil {
			return err
		}
		story, err := tx.StoryHead(c.Story)
		if err != nil {
			return err
		}
		author := r.Author == reader.ID
		if !author && !reader.HasFor(rozmova.Moderator, story.Section) || author && now.Before(decision.Final) {
			return rozmova.NotFound
		}
		g = &Ground{Reasons: r, Story: story, Told: decision.Final}
		if c.State != rozmova.Erased && c.State != rozmova.Withdrawn {
			g.Comment = c
		}
		if decision.Model != "" && decision.Revision == c.Revision {
			if g.Verdict, err = tx.Verdict(c.ID, c.Revision); err != nil && !errors.Is(err, rozmova.NotFound) {
				return err
			}
		}
		if decision.Scope == rozmova.OfReader {
			if g.Sanction, err = tx.SanctionOf(id); err != nil && !errors.Is(err, rozmova.NotFound) {
				return err
			}
			g.Unread = author && g.Sanction != nil && g.Sanction.Rung == rozmova.WarningRung && g.Sanction.InForce(now)
		}
		decisions, err := tx.Decisions(r.Comment)
		if err != nil {
			return err
		}
		g.Mend = author && len(decisions) > 0 && decisions[0].ID == id && Mendable(decision, c.State)
		for i := len(decisions) - 1; i >= 0; i-- {
			if decisions[i].At.After(r.At) && (!author || !now.Before(decisions[i].Final)) {
				g.Later = append(g.Later, decisions[i])
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return g, nil
}
