package moderation

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// An Arrival is a comment that comes in, or whose words were changed.
type Arrival struct {
	Mode    rozmova.ThreadMode // in force in its thread
	Author  *rozmova.Reader
	Story   *rozmova.Story              // its head is enough
	Comment *rozmova.Comment            // with its new words as Body; a new one need not be written yet, but has its ID
	Verdict *rozmova.Verdict            // on these words; nil: there is none
	Root    rozmova.ID[rozmova.Comment] // of the branch that a new comment answers in; zero: it begins one
	Nudged  bool                        // it was posted against a nudge
	Spam    bool                        // an outside service takes it for spam
	Mended  bool                        // it was there before
	Network string                      // it was sent from; empty: not known
	At      time.Time

	policy *rozmova.Policy
	traces Traces
}

// Policy gives the policy in force for the comment, once Arrive was asked.
func (a *Arrival) Policy() *rozmova.Policy { return a.policy }

// Arrive gives what the policy says of a comment, as part of the step that writes it: the state that it begins in, or that its new words
// would begin in. A closed thread takes none (Conflict thread.closed); of a new account too many in an hour are TooMany.
func (d *Desk) Arrive(tx *store.Tx, a *Arrival) (Outcome, error) {
	p, err := d.PolicyOf(tx, a.Story.Section, a.Story.ID)
	if err != nil {
		return Outcome{}, err
	}
	a.policy = p
	c := Case{Mode: a.Mode, Verdict: a.Verdict, Nudged: a.Nudged, Mended: a.Mended && a.Comment.State == rozmova.Published, Links: linksIn(a.Comment.Body)}
	if len(p.Words) > 0 {
		c.Words = d.WordsIn(p, plainOf(a.Comment))
	}
	if err := d.known(tx, a, &c); err != nil {
		return Outcome{}, err
	}
	if !a.Root.IsZero() && !a.Mended {
		heat, err := d.HeatOf(tx, a.Root)
		if err != nil {
			return Outcome{}, err
		}
		c.Heat = heat.In(a.At)
	}
	if a.traces, err = d.TracesOf(tx, a.Comment, a.Network, p, a.At); err != nil {
		return Outcome{}, err
	}
	if a.Spam && !a.traces.Hold {
		a.traces.Hold, a.traces.Rule, a.traces.Facts = true, spamRule, "abuse.facts.service"
	}
	c.Traces = a.traces
	return judge(p, d.policy.threshold, &c)
}

// known asks of the author what the policy wants to know. The staff are no newcomers.
func (d *Desk) known(tx *store.Tx, a *Arrival, c *Case) (err error) {
	p := a.policy
	if a.Author.Staff() {
		c.Trusted = true
		return nil
	}
	if a.Verdict == nil && p.Failure == string(FailureTrusted) {
		published, removed, err := tx.Standing(a.Author.ID, TrustedAfter)
		if err != nil {
			return err
		}
		c.Trusted = published >= TrustedAfter && !removed
	}
	if p.Mode == rozmova.NewcomersFirst {
		published, err := tx.CountPublished(a.Author.ID, p.Newcomer)
		if err != nil {
			return err
		}
		c.Newcomer = published < p.Newcomer
	}
	c.New = newAccount(p, a.Author.Joined, a.At)
	if !c.New || a.Mended || p.NewPerHour <= 0 {
		return nil
	}
	n, err := tx.WrittenSince(a.Author.ID, a.At.Add(-time.Hour), p.NewPerHour)
	if err == nil && n >= p.NewPerHour {
		err = &rozmova.Error{Kind: rozmova.TooMany, Reason: "comment.new_account", Args: map[string]any{"Most": p.NewPerHour, "Seconds": int((15 * time.Minute).Seconds())}}
	}
	return err
}

func newAccount(p *rozmova.Policy, joined, at time.Time) bool {
	return p.NewHours > 0 && !joined.IsZero() && at.Sub(joined) < time.Duration(p.NewHours)*time.Hour
}

// linksIn counts the links of a comment.
func linksIn(body []rozmova.Block) int {
	n, last := 0, ""
	for i := range body {
		for j := range body[i].Spans {
			if link := body[i].Spans[j].Link; link != "" && link != last {
				n++
			}
			last = body[i].Spans[j].Link
		}
	}
	return n
}

// Arrived does what follows from a comment that Arrive was asked about and that is written now: it is held where the policy says so, it
// warms its branch, leaves the traces by which copies are found, and may be drawn by lot for moderators to look at.
func (d *Desk) Arrived(tx *store.Tx, a *Arrival, o Outcome) error {
	c := a.Comment
	if err := d.LeaveTraces(tx, c, a.Network, a.At); err != nil {
		return err
	}
	switch {
	case o.State != rozmova.Held:
	case a.policy.Automatic > rozmova.NoRung && o.Facts == "" && o.Score >= SureScore:
		if err := d.removeByItself(tx, a, o); err != nil {
			return err
		}
	default:
		if _, err := d.holdByItself(tx, c, o, a.Verdict); err != nil {
			return err
		}
	}
	if err := d.warm(tx, c, a.Verdict, a.policy, a.At); err != nil {
		return err
	}
	if o.State == rozmova.Published && c.Marked.IsZero() && drawn(c.ID, a.policy.Sample) {
		return tx.MarkComment(c, a.At)
	}
	return nil
}

// Mended does what follows from new words of a comment that was there, but to hold it.
func (d *Desk) Mended(tx *store.Tx, a *Arrival) error {
	return d.LeaveTraces(tx, a.Comment, a.Network, a.At)
}

// drawn says whether the lot falls on a comment, where it falls on one in so many. It goes by what is random in its ID, so that a step
// that is done again comes to the same.
func drawn(id rozmova.ID[rozmova.Comment], oneIn int) bool {
	return oneIn > 0 && binary.BigEndian.Uint32(id[12:])%uint32(oneIn) == 0 //nolint:gosec // positive, and small
}

// JudgedAs gives what the policy in force for a comment's story says of a verdict alone: whether words with it would be held in an open
// discussion.
func (d *Desk) JudgedAs(tx *store.Tx, c *rozmova.Comment, v *rozmova.Verdict) (Outcome, error) {
	story, err := tx.StoryHead(c.Story)
	if err != nil {
		return Outcome{}, err
	}
	p, err := d.PolicyOf(tx, story.Section, story.ID)
	if err != nil {
		return Outcome{}, err
	}
	words := *p
	words.Mode = rozmova.PostModeration
	return judge(&words, d.policy.threshold, &Case{Mode: rozmova.Open, Verdict: v})
}

// ruleFor gives the house rule that an automatic hold cites, the first that the site has; empty for none.
func ruleFor(tx *store.Tx, site rozmova.ID[rozmova.Site], o Outcome) (string, error) {
	keys := ruleKeys(o.Label)
	if o.Rule != "" {
		keys = []string{o.Rule, respectRule}
	}
	for _, key := range keys {
		rule, err := tx.Rule(site, key)
		if err == nil {
			return rule.Key, nil
		}
		if !errors.Is(err, rozmova.NotFound) {
			return "", err
		}
	}
	return "", nil
}
