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

// MaxAppeal is the longest text of an appeal and of its answer, in runes.
const MaxAppeal = 3000

// appealText cleans and bounds a text of an appeal.
func appealText(text, field string) (string, error) {
	text, err := lang.Clean(text)
	if err != nil {
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "text.not_utf8", Field: field, Err: err}
	}
	text = strings.TrimSpace(text)
	switch n := utf8.RuneCountInString(text); {
	case n == 0:
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "appeal.empty", Field: field}
	case n > MaxAppeal:
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "appeal.too_long", Field: field, Args: map[string]any{"N": n, "Max": MaxAppeal}}
	}
	return text, nil
}

// Appeal makes the author's appeal against a decision: once, within six months, in one text (DSA Art. 20). Conflict appeal.once and
// appeal.late; NotFound to those whom the decision is not about, and while it can still be undone.
func (d *Desk) Appeal(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Decision], text string) (*rozmova.Appeal, error) {
	if author == nil {
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	}
	text, err := appealText(text, "text")
	if err != nil {
		return nil, err
	}
	var appeal *rozmova.Appeal
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		r, err := tx.Reasons(id)
		if err != nil {
			return err
		}
		if r.Author != author.ID {
			return rozmova.NotFound
		}
		appeal = &rozmova.Appeal{Appellant: author.ID, Text: text}
		return d.appeal(tx, appeal, id)
	})
	if err != nil {
		return nil, err
	}
	return appeal, nil
}

// appealOfNotice makes the appeal of who sent a notice against the decision on it. secret is what the page of the notice is found by.
func (d *Desk) appealOfNotice(tx *store.Tx, n *rozmova.Notice, text string) (*rozmova.Appeal, error) {
	if n.Decision.IsZero() {
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "appeal.not_yet"}
	}
	if n.Outcome != rozmova.NoticeRejected { // what was asked for was done
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "appeal.granted"}
	}
	appeal := &rozmova.Appeal{Appellant: n.Reporter, Notice: n.ID, Text: text}
	return appeal, d.appeal(tx, appeal, n.Decision)
}

// appeal writes an appeal against a decision and puts it into the queue.
func (d *Desk) appeal(tx *store.Tx, a *rozmova.Appeal, id rozmova.ID[rozmova.Decision]) error {
	decision, err := tx.Decision(id)
	if err != nil {
		return err
	}
	now := d.now()
	if now.Before(decision.Final) || !decision.Undone.IsZero() {
		return rozmova.NotFound
	}
	if now.After(decision.At.AddDate(0, AppealMonths, 0)) {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "appeal.late"}
	}
	c, err := tx.CommentToChange(decision.Comment)
	if err != nil {
		return err
	}
	story, err := tx.StoryHead(c.Story)
	if err != nil {
		return err
	}
	p, err := d.PolicyOf(tx, story.Section, story.ID)
	if err != nil {
		return err
	}
	a.ID, a.Site, a.Decision, a.Comment, a.At, a.State = rozmova.NewID[rozmova.Appeal](now), c.Site, id, c.ID, now, rozmova.AppealOpen
	a.Due = now.AddDate(0, 0, max(p.AppealDays, 1))
	if err := tx.AddAppeal(a); err != nil {
		return err
	}
	harm := 0.5
	if decision.Scope == rozmova.OfReader { // somebody cannot take part meanwhile
		harm = 0.9
	}
	err = tx.PutQueue(&rozmova.Queued{
		List: rozmova.AppealList, Subject: [16]byte(a.ID), Site: c.Site, Comment: c.ID, Story: c.Story, Section: story.Section, Author: c.Author, Rule: decision.Rule,
		Urgency: rozmova.Urgency{Harm: harm, Doubt: 1, Created: now}, Since: now,
	})
	if err != nil {
		return err
	}
	_, err = tx.Append(rozmova.Event{At: now, Kind: rozmova.AppealReceived, Site: c.Site, Actor: a.Appellant, Ref: a.ID})
	return err
}

// AppealTo gives the appeal against a decision by its author; nil where there is none. until is when the time for one ends; zero where
// it is over.
func (d *Desk) AppealTo(ctx context.Context, author *rozmova.Reader, id rozmova.ID[rozmova.Decision]) (a *rozmova.Appeal, until time.Time, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		r, err := tx.Reasons(id)
		if err != nil {
			return err
		}
		if author == nil || r.Author != author.ID {
			return rozmova.NotFound
		}
		a, err = tx.AppealAgainst(id, rozmova.ID[rozmova.Notice]{})
		if errors.Is(err, rozmova.NotFound) {
			if a, err = nil, nil; !d.now().After(r.AppealUntil) {
				until = r.AppealUntil
			}
		}
		return err
	})
	return a, until, err
}

// Now is the desk's time.
func (d *Desk) Now() time.Time { return d.now() }
