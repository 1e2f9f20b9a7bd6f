package moderation

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Card is a comment on the desk with what is needed to decide about it.
type Card struct {
	Comment   *rozmova.Comment
	Parent    *rozmova.Comment // what it answers; nil for none
	Story     *rozmova.Story   // without its body
	Notices   []rozmova.Notice // that wait, the oldest first
	Decisions []*rozmova.Decision
	Verdict   *rozmova.Verdict // of the classifier on the words as they are now; nil: there is none
	Findings  []Finding        // what it says of them
	Since     time.Time
	People    map[rozmova.ID[rozmova.Reader]]*rozmova.Reader // everybody named on the card
}

// Actions gives what may be done about the card's comment.
func (c *Card) Actions() []rozmova.Action {
	var actions []rozmova.Action
	switch c.Comment.State {
	case rozmova.Pending:
		actions = []rozmova.Action{rozmova.Publish, rozmova.Hold, rozmova.Remove}
	case rozmova.Published:
		actions = []rozmova.Action{rozmova.Hold, rozmova.Remove}
	case rozmova.Held:
		actions = []rozmova.Action{rozmova.Restore, rozmova.Remove}
	case rozmova.Removed:
		actions = []rozmova.Action{rozmova.Restore}
	}
	if (len(c.Notices) > 0 || !c.Comment.Marked.IsZero()) && c.Comment.State != rozmova.Held {
		actions = append([]rozmova.Action{rozmova.Keep}, actions...)
	}
	return actions
}

// A Cause is why a comment waits for a person.
type Cause string

// The causes.
const (
	Reported Cause = "reported" // somebody reported it
	Waits    Cause = "waits"    // a person reads it before others do
	OnHold   Cause = "held"     // it is out of sight until somebody decides
	Marked   Cause = "marked"   // the classifier found something possible in it
)

// Causes gives why the card's comment waits; none where it does not.
func (c *Card) Causes() []Cause {
	var causes []Cause
	if len(c.Notices) > 0 {
		causes = append(causes, Reported)
	}
	switch c.Comment.State {
	case rozmova.Pending:
		causes = append(causes, Waits)
	case rozmova.Held:
		causes = append(causes, OnHold)
	}
	if !c.Comment.Marked.IsZero() {
		causes = append(causes, Marked)
	}
	return causes
}

// A List names a part of the desk.
type List string

// The parts of the desk.
const (
	WaitingList List = "waiting" // pending, held, marked, reported: the most reported first, then the longest waiting
	DecidedList List = "decided" // about which something was decided, the latest first
)

// Cards gives up to limit cards of a part of the desk, those of the sections that the moderator has.
func (d *Desk) Cards(ctx context.Context, by *rozmova.Reader, list List, limit int) (cards []Card, err error) {
	sections, held := by.SectionsOf(rozmova.Moderator)
	if !held {
		return nil, may(by, "")
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		cards = nil
		waiting, err := d.list(tx, list, sections, limit)
		if err != nil {
			return err
		}
		for _, w := range waiting { // a page of them: bounded by limit
			card, err := d.card(tx, w.Comment)
			if err != nil {
				return err
			}
			card.Since = w.Since
			cards = append(cards, *card)
		}
		return nil
	})
	return cards, err
}

func (d *Desk) list(tx *store.Tx, list List, sections []rozmova.Slug, limit int) ([]store.Waiting, error) {
	if list != DecidedList {
		return tx.Queue(d.site.ID, sections, limit)
	}
	decisions, err := tx.RecentDecisions(d.site.ID, sections, limit)
	if err != nil {
		return nil, err
	}
	var waiting []store.Waiting
	for _, decision := range decisions {
		c, err := tx.Comment(decision.Comment)
		if err != nil {
			return nil, err
		}
		waiting = append(waiting, store.Waiting{Comment: c, Since: decision.At})
	}
	return waiting, nil
}

// Card gives one comment as the desk sees it.
func (d *Desk) Card(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (card *Card, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		c, err := tx.Comment(id)
		if err != nil {
			return err
		}
		if card, err = d.card(tx, c); err != nil {
			return err
		}
		return may(by, card.Story.Section)
	})
	if err != nil {
		return nil, err
	}
	return card, nil
}

func (d *Desk) card(tx *store.Tx, c *rozmova.Comment) (*Card, error) {
	card := &Card{Comment: c, Since: c.Created}
	var err error
	if card.Story, err = tx.StoryHead(c.Story); err != nil {
		return nil, err
	}
	people := []rozmova.ID[rozmova.Reader]{c.Author}
	if !c.Parent.IsZero() {
		if card.Parent, err = tx.Comment(c.Parent); err != nil {
			return nil, err
		}
		people = append(people, card.Parent.Author)
	}
	if card.Notices, err = tx.OpenNotices(c.ID); err != nil {
		return nil, err
	}
	for _, n := range card.Notices {
		people = append(people, n.Reporter)
	}
	if card.Decisions, err = tx.Decisions(c.ID); err != nil {
		return nil, err
	}
	for _, decision := range card.Decisions {
		people = append(people, decision.By)
	}
	card.Verdict, err = tx.Verdict(c.ID, c.Revision)
	switch {
	case err == nil:
		card.Findings = d.policy.Findings(card.Verdict)
	case !errors.Is(err, rozmova.NotFound):
		return nil, err
	}
	card.People, err = tx.Readers(people)
	return card, err
}

// Waiting tells how many comments wait for a person.
func (d *Desk) Waiting(ctx context.Context) (n int, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		n, err = tx.CountWaiting(d.site.ID)
		return err
	})
	return n, err
}

// A Ground is the statement of reasons for a decision with what has been decided since.
type Ground struct {
	Reasons *rozmova.Reasons
	Story   *rozmova.Story // without its body
	Later   []*rozmova.Decision
}

// Reasons gives the statement of reasons for a decision to the author it was owed to, and to moderators. To everybody
// else it is NotFound.
func (d *Desk) Reasons(ctx context.Context, reader *rozmova.Reader, id rozmova.ID[rozmova.Decision]) (g *Ground, err error) {
	if reader == nil {
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		r, err := tx.Reasons(id)
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
		if r.Author != reader.ID && !reader.HasFor(rozmova.Moderator, story.Section) {
			return rozmova.NotFound
		}
		g = &Ground{Reasons: r, Story: story}
		decisions, err := tx.Decisions(r.Comment)
		for i := len(decisions) - 1; i >= 0; i-- {
			if decisions[i].At.After(r.At) {
				g.Later = append(g.Later, decisions[i])
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return g, nil
}
