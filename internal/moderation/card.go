package moderation

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Card is a comment on the desk with what is needed to decide about it. Desk.Queue gives light ones: without what stands under the
// line.
type Card struct {
	Queued    []rozmova.Queued // where it waits, the most urgent first; none: nowhere
	Comment   *rozmova.Comment
	Story     *rozmova.Story   // without its body
	Notices   []rozmova.Notice // that wait, the oldest first
	Verdict   *rozmova.Verdict // of the classifier on the words as they are now; nil: there is none
	Findings  []Finding        // what it says of them
	Since     time.Time
	Claim     *Claim                                         // who works on it; nil: nobody
	Assigned  rozmova.ID[rozmova.Reader]                     // zero: to nobody
	Heat      rozmova.Heat                                   // of its branch
	People    map[rozmova.ID[rozmova.Reader]]*rozmova.Reader // everybody named on the card
	Parent    *rozmova.Comment                               // what it answers; nil for none
	Decisions []*rozmova.Decision                            // about the comment, the latest first; also those about its author and its branch, and what was undone
	// ----
	Statement *rozmova.Statement // of the story that it speaks to; nil for none
	Branch    []*rozmova.Comment // around it, in the order of the branch, itself among them
	Author    *Record            // nil: the author is gone
	Reporters map[rozmova.ID[rozmova.Reader]]*Record
	Like      []Like // earlier decisions in like cases
}

// A Record is what moderators know of a reader. It never leaves the desk.
type Record struct {
	Reader    *rozmova.Reader
	Published int                 // comments that stand
	Removed   int                 // decisions that removed one, and were not reversed
	Warned    int                 // sanctions so far, lifted ones not among them
	Reports   int                 // sent
	Founded   int                 // of them, those after which something was restricted
	Sanctions []*rozmova.Sanction // in force
	History   []*rozmova.Decision // about their comments and themselves, the latest first
	Notes     []Note
}

// A Note is what a moderator wrote for the others.
type Note struct {
	Text string
	By   rozmova.ID[rozmova.Reader]
	At   time.Time
}

// A Like is a decision about a comment like another: of nearly the same words, under the same rule, or with the same worst label at a
// near score.
type Like struct {
	Decision *rozmova.Decision
	Comment  *rozmova.Comment
}

// A Claim says who works on a card, until when.
type Claim struct {
	By    rozmova.ID[rozmova.Reader]
	Until time.Time
}

// How much a card shows.
const (
	shownHistory = 10
	shownNotes   = 20
	shownLike    = 5
	shownBefore  = 4 // of the branch
	shownBehind  = 4
)

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
	Illegal  Cause = "illegal"  // somebody sent a notice of illegal content
	Waits    Cause = "waits"    // a person reads it before others do
	OnHold   Cause = "held"     // it is out of sight until somebody decides
	Marked   Cause = "marked"   // the classifier found something possible in it
	Sampled  Cause = "sampled"  // it was drawn by lot
)

// Causes gives why the card's comment waits; none where it does not.
func (c *Card) Causes() []Cause {
	var causes []Cause
	if slices.ContainsFunc(c.Notices, func(n rozmova.Notice) bool { return n.Kind == rozmova.RuleNotice }) {
		causes = append(causes, Reported)
	}
	if slices.ContainsFunc(c.Notices, func(n rozmova.Notice) bool { return n.Kind != rozmova.RuleNotice }) {
		causes = append(causes, Illegal)
	}
	switch c.Comment.State {
	case rozmova.Pending:
		causes = append(causes, Waits)
	case rozmova.Held:
		causes = append(causes, OnHold)
	}
	if !c.Comment.Marked.IsZero() {
		if len(c.Findings) == 0 && c.Comment.Revision == 1 { // what was mended may have been marked for words that are gone
			causes = append(causes, Sampled)
		} else {
			causes = append(causes, Marked)
		}
	}
	return causes
}

// lightCards makes cards of rows of a queue with a fixed number of queries.
func (d *Desk) lightCards(tx *store.Tx, by *rozmova.Reader, rows []rozmova.Queued) ([]Card, error) {
	var comments []rozmova.ID[rozmova.Comment]
	var stories []rozmova.ID[rozmova.Story]
	for _, row := range rows {
		comments, stories = append(comments, row.Comment), append(stories, row.Story)
	}
	of, err := tx.CommentsByID(comments)
	if err != nil {
		return nil, err
	}
	heads, err := tx.StoryHeadsByID(stories)
	if err != nil {
		return nil, err
	}
	claims, err := tx.Claims(comments)
	if err != nil {
		return nil, err
	}
	notices, err := tx.OpenNoticesOf(comments)
	if err != nil {
		return nil, err
	}
	verdicts, err := tx.Verdicts(comments)
	if err != nil {
		return nil, err
	}
	var people []rozmova.ID[rozmova.Reader]
	var cards []Card
	for _, row := range rows {
		c := of[row.Comment]
		if c == nil || c.Author == by.ID && !by.ID.IsZero() { // nobody reads what the desk knows of them
			continue
		}
		card := Card{Queued: []rozmova.Queued{row}, Comment: c, Story: heads[row.Story], Notices: notices[c.ID], Since: row.Since}
		if v := verdicts[c.ID]; v != nil {
			card.Verdict, card.Findings = v, d.policy.Findings(v)
		}
		card.claimed(claims[c.ID], d.now())
		people = append(people, c.Author, card.Assigned)
		if card.Claim != nil {
			people = append(people, card.Claim.By)
		}
		for _, n := range card.Notices {
			people = append(people, n.Reporter)
		}
		cards = append(cards, card)
	}
	known, err := tx.Readers(people)
	for i := range cards {
		cards[i].People = known
	}
	return cards, err
}

func (c *Card) claimed(claim *store.Claim, now time.Time) {
	if claim == nil {
		return
	}
	c.Assigned = claim.Assigned
	if claim.In(now) {
		c.Claim = &Claim{By: claim.By, Until: claim.Until}
	}
}

// Card gives one comment as the desk sees it, whole.
func (d *Desk) Card(ctx context.Context, by *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (card *Card, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		c, err := tx.Comment(id)
		if err != nil {
			return err
		}
		if err := mayAbout(tx, by, c, "decision.own_comment"); err != nil {
			return err
		}
		if card, err = d.card(tx, c); err != nil {
			return err
		}
		return d.fullCard(tx, card, by)
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
	if card.Decisions, err = tx.AllDecisions(c.ID); err != nil {
		return nil, err
	}
	for _, decision := range card.Decisions {
		people = append(people, decision.By, decision.Reader)
	}
	card.Verdict, err = tx.Verdict(c.ID, c.Revision)
	switch {
	case err == nil:
		card.Findings = d.policy.Findings(card.Verdict)
	case !errors.Is(err, rozmova.NotFound):
		return nil, err
	}
	claim, err := tx.Claim(c.ID)
	if err != nil && !errors.Is(err, rozmova.NotFound) {
		return nil, err
	}
	if err == nil {
		card.claimed(claim, d.now())
		people = append(people, claim.By, claim.Assigned)
	}
	if card.Queued, err = tx.QueuedOf(c.ID); err != nil {
		return nil, err
	}
	if len(card.Queued) > 0 {
		card.Since = card.Queued[0].Since
	}
	card.People, err = tx.Readers(people)
	return card, err
}

// fullCard adds what only the open card shows.
func (d *Desk) fullCard(tx *store.Tx, card *Card, by *rozmova.Reader) error {
	c, now := card.Comment, d.now()
	if key := c.Cites.Statement; key != "" {
		story, err := tx.Story(c.Story)
		if err != nil {
			return err
		}
		for i := range story.Statements {
			if story.Statements[i].Key == key {
				card.Statement = &story.Statements[i]
			}
		}
	}
	var err error
	if card.Branch, err = around(tx, c); err != nil {
		return err
	}
	var people []rozmova.ID[rozmova.Reader]
	for _, b := range card.Branch {
		people = append(people, b.Author)
	}
	if !c.Author.IsZero() {
		if card.Author, err = d.record(tx, by, c.Author, c.ID, true); err != nil {
			return err
		}
		for _, n := range card.Author.Notes {
			people = append(people, n.By)
		}
		for _, h := range card.Author.History {
			people = append(people, h.By)
		}
	}
	card.Reporters = map[rozmova.ID[rozmova.Reader]]*Record{}
	for _, n := range card.Notices {
		if n.Reporter.IsZero() || card.Reporters[n.Reporter] != nil || len(card.Reporters) == shownHistory {
			continue
		}
		if card.Reporters[n.Reporter], err = d.record(tx, by, n.Reporter, rozmova.ID[rozmova.Comment]{}, false); err != nil {
			return err
		}
	}
	if card.Like, err = d.like(tx, card, by); err != nil {
		return err
	}
	for _, l := range card.Like {
		people = append(people, l.Comment.Author, l.Decision.By)
	}
	if t, err := d.HeatOf(tx, c.Root); err != nil {
		return err
	} else if t != nil {
		card.Heat = t.In(now)
	}
	more, err := tx.Readers(people)
	for id, r := range more {
		card.People[id] = r
	}
	return err
}

// around gives the branch around a comment: what stands before and behind it there.
func around(tx *store.Tx, c *rozmova.Comment) ([]*rozmova.Comment, error) {
	root := c
	if c.ID != c.Root {
		var err error
		if root, err = tx.Comment(c.Root); err != nil {
			return nil, err
		}
	}
	var before []*rozmova.Comment
	if c.Path != "" {
		list, err := tx.Below(c.Root, "", c.Path, true, shownBefore)
		if err != nil {
			return nil, err
		}
		slices.Reverse(list)
		if len(list) == 0 || list[0].ID != root.ID {
			before = append(before, root)
		}
		before = append(before, list...)
	}
	behind, err := tx.Below(c.Root, "", c.Path, false, shownBehind)
	return slices.Concat(before, []*rozmova.Comment{c}, behind), err
}
