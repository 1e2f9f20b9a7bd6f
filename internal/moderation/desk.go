// Package moderation is the desk that decides about comments: the policy a new one meets, the queue of those that wait for
// a person, decisions with their reasons, and the answers to notices. It holds every rule of who may decide what.
package moderation

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/store"
)

// AppealMonths is how long a decision may be appealed against (DSA Art. 20(1): six months at least).
const AppealMonths = 6

// Options are what the desk needs besides the store.
type Options struct {
	Now  func() time.Time // nil: time.Now
	Site *rozmova.Site

	Policy Policy       // for what the classifier says, or does not
	Words  *i18n.Bundle // for reasons of what is held by itself; nil: nothing can be

	Workdays Workdays // by which the terms of Ukrainian law run

	AskSpam func(context.Context, SpamQuestion) bool // an outside service; nil: none is asked
}

// A Desk decides. It is safe for use by many goroutines.
type Desk struct {
	db   *store.DB
	now  func() time.Time
	site *rozmova.Site

	policy   Policy
	policies policies
	figures  figures
	words    *i18n.Bundle

	workdays Workdays

	askSpam func(context.Context, SpamQuestion) bool
}

// New makes the desk of a site.
func New(db *store.DB, o Options) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Desk{db: db, now: o.Now, site: o.Site, policy: o.Policy, words: o.Words, workdays: o.Workdays, askSpam: o.AskSpam}
}

// FirstState is the policy for a new comment that nothing is known of: the state it begins in, by the mode in force in its thread. A closed thread takes
// none (Conflict thread.closed).
func FirstState(mode rozmova.ThreadMode) (rozmova.CommentState, error) {
	switch mode {
	case rozmova.Open, rozmova.Slow:
		return rozmova.Published, nil
	case rozmova.Premoderated:
		return rozmova.Pending, nil
	}
	return 0, &rozmova.Error{Kind: rozmova.Conflict, Reason: "thread.closed"}
}

// mayAbout refuses who may not say anything of a comment: whoever does not hold the role for its section, and its author, with the reason own.
func mayAbout(tx *store.Tx, by *rozmova.Reader, c *rozmova.Comment, own string) error {
	story, err := tx.StoryHead(c.Story)
	if err != nil {
		return err
	}
	if err := may(by, story.Section); err != nil {
		return err
	}
	if c.Author == by.ID {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: own}
	}
	return nil
}

// may refuses whoever does not hold the moderator's role for the section that a story stands in.
func may(by *rozmova.Reader, section rozmova.Slug) error {
	switch {
	case by == nil:
		return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	case !by.HasFor(rozmova.Moderator, section):
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.moderator_needed"}
	}
	return nil
}
