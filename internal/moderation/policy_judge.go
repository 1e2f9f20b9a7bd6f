package moderation

import (
	"github.com/rozmova/rozmova"
)

// A Case is a comment as a policy meets it.
type Case struct {
	Mode     rozmova.ThreadMode // in force in its thread
	Verdict  *rozmova.Verdict   // nil: the classifier failed
	Trusted  bool               // its author has a good standing
	Newcomer bool               // fewer comments of its author were published than the policy asks of newcomers
	New      bool               // its author's account is new
	Mended   bool               // it is published, and its words were changed
	Nudged   bool               // it was posted against a nudge
	Heat     rozmova.Heat       // of the branch that it answers in
	Links    int
	Words    []WordHit
	Traces   Traces
}

// An Outcome is what the policy says of a Case.
type Outcome struct {
	State rozmova.CommentState // Pending, Published, or Held with reasons
	Mark  bool                 // Published, and on the moderators' list
	Label rozmova.Label        // for which it is held or marked, where Facts is empty
	Score float32              // of that label
	Rule  string               // key of the house rule for which it is held; empty: the label's
	Facts string               // key of the message that says why it is held or marked, or why it waits; empty: the label's
}

// judge is the table that a policy is: the same case has the same outcome. The sternest wins: a thread that takes nothing, what waits for
// a person anyway, what is held, what is marked.
func judge(p *rozmova.Policy, threshold func(string, rozmova.Label) float32, c *Case) (Outcome, error) {
	state, err := FirstState(c.Mode)
	if err != nil || state == rozmova.Pending {
		return Outcome{State: state}, err
	}
	if why := waits(p, c); why != "" {
		return Outcome{State: rozmova.Pending, Facts: why}, nil
	}
	if c.Verdict == nil && p.Failure != string(FailurePass) && (p.Failure != string(FailureTrusted) || !c.Trusted) {
		return Outcome{State: rozmova.Pending}, nil
	}
	if o, held := holds(p, c); held {
		return o, nil
	}
	return marks(p, threshold, c), nil
}

// waits gives the key of the message that says why a comment waits for a person whatever its words are; empty: it does not.
func waits(p *rozmova.Policy, c *Case) string {
	switch {
	case p.Mode == rozmova.PreModeration:
		return "policy.why_pre"
	case p.Mode == rozmova.NewcomersFirst && c.Newcomer && !c.Mended:
		return "policy.why_newcomer"
	case c.Heat == rozmova.Boiling && !c.Mended:
		return "policy.why_boiling"
	}
	return ""
}

// holds gives the ground on which automation takes a comment out of sight until a person has read it.
func holds(p *rozmova.Policy, c *Case) (Outcome, bool) {
	held := Outcome{State: rozmova.Held}
	if l, found := worst(c.Verdict, p.Hold); found {
		held.Label, held.Score = l, c.Verdict.Scores[l]
		return held, true
	}
	if hit := firstHit(c.Words, rozmova.Hold); hit != nil {
		held.Rule, held.Facts = hit.Rule, "policy.found_word"
		if held.Rule == "" {
			held.Rule = respectRule
		}
		return held, true
	}
	if c.Traces.Hold {
		held.Rule, held.Facts = c.Traces.Rule, c.Traces.Facts
		return held, true
	}
	switch {
	case p.Spam > 0 && p.Spam <= 1 && c.Traces.Spam >= p.Spam:
		held.Rule, held.Facts = spamRule, "policy.found_spam"
	case reaches(c.Links, p.Links) || c.New && reaches(c.Links, p.NewLinks):
		held.Rule, held.Facts = spamRule, "policy.found_links"
	case c.Nudged && p.Nudged == rozmova.Hold:
		l, found := worst(c.Verdict, p.Nudge)
		switch hit := firstHit(c.Words, ""); {
		case found:
			held.Label, held.Score = l, c.Verdict.Scores[l]
		case hit != nil && hit.Rule != "":
			held.Rule, held.Facts = hit.Rule, "policy.found_word"
		default:
			held.Rule, held.Facts = respectRule, "policy.found_word"
		}
	default:
		return held, false
	}
	return held, true
}

// marks gives what becomes of a comment that others see: whether moderators are to look at it.
func marks(p *rozmova.Policy, threshold func(string, rozmova.Label) float32, c *Case) Outcome {
	o := Outcome{State: rozmova.Published}
	if c.Verdict != nil {
		bars := make(map[string]float32, rozmova.Labels)
		for l := range rozmova.Labels {
			if bar := markBar(p, threshold, c.Verdict.Language, l); bar > 0 {
				bars[l.String()] = bar
			}
		}
		if l, found := worst(c.Verdict, bars); found {
			o.Mark, o.Label, o.Score = true, l, c.Verdict.Scores[l]
			return o
		}
	}
	switch {
	case firstHit(c.Words, rozmova.Keep) != nil:
		o.Mark, o.Facts = true, "policy.found_word"
	case c.Nudged:
		o.Mark, o.Facts = true, "policy.why_nudged"
	case c.Mended && c.Newcomer && p.Mode == rozmova.NewcomersFirst:
		o.Mark, o.Facts = true, "policy.why_newcomer"
	}
	return o
}

// markBar is from which score on a label marks a comment: as the policy says, else for grave labels as the model does; 0: never.
func markBar(p *rozmova.Policy, threshold func(string, rozmova.Label) float32, language string, l rozmova.Label) float32 {
	if bar, said := p.Mark[l.String()]; said {
		return bar
	}
	for _, g := range grave {
		if g == l {
			return threshold(language, l)
		}
	}
	return 0
}

// worst gives the label with the highest score of those that reach their bar; the grave ones go before the others.
func worst(v *rozmova.Verdict, bars map[string]float32) (label rozmova.Label, found bool) {
	if v == nil || len(bars) == 0 {
		return 0, false
	}
	for _, l := range [...]rozmova.Label{rozmova.Participant, rozmova.Threat, rozmova.IdentityAttack, rozmova.Insult, rozmova.Obscenity, rozmova.Toxicity} {
		bar, said := bars[l.String()]
		if !said || bar <= 0 || v.Scores[l] < bar {
			continue
		}
		if found && (graveness(label) && !graveness(l) || v.Scores[l] <= v.Scores[label]) {
			continue
		}
		label, found = l, true
	}
	return label, found
}

func graveness(l rozmova.Label) bool {
	return l == rozmova.Participant || l == rozmova.Threat || l == rozmova.IdentityAttack
}

// reaches tells whether so many links are as many as a policy lets through no more.
func reaches(links, limit int) bool { return limit > 0 && links >= limit }

func firstHit(hits []WordHit, action rozmova.Action) *WordHit {
	for i := range hits {
		if hits[i].Action == action {
			return &hits[i]
		}
	}
	return nil
}
