package moderation

import (
	"errors"
	"fmt"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// The keys of the house rules that the classifier serves.
const (
	respectRule = "respect"
	threatsRule = "threats"
)

// ruleKeys are the house rules that an automatic hold cites, the first that the site has.
func ruleKeys(l rozmova.Label) []string {
	if l == rozmova.Threat {
		return []string{threatsRule, respectRule}
	}
	return []string{respectRule}
}

// factsKeys tell, by label, what an automatic check has found. They say that it is possible, never that it is so.
var factsKeys = map[rozmova.Label]string{
	rozmova.Participant:    "moderation.found_participant",
	rozmova.Threat:         "moderation.found_threat",
	rozmova.IdentityAttack: "moderation.found_identity_attack",
	rozmova.Insult:         "policy.found_insult",
	rozmova.Obscenity:      "policy.found_obscenity",
	rozmova.Toxicity:       "policy.found_toxicity",
}

// HoldByItself takes a comment out of sight because of a verdict, until a person has read it, as part of the step that wrote the
// comment: an automatic decision, with its reasons in the author's language. It gives none and does nothing on a site that has
// no house rule to name: there is no hold without a ground.
func (d *Desk) HoldByItself(tx *store.Tx, c *rozmova.Comment, o Outcome) (*rozmova.Decision, error) {
	v, err := tx.Verdict(c.ID, c.Revision)
	if errors.Is(err, rozmova.NotFound) {
		v, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	return d.holdByItself(tx, c, o, v)
}

func (d *Desk) holdByItself(tx *store.Tx, c *rozmova.Comment, o Outcome, v *rozmova.Verdict) (*rozmova.Decision, error) {
	r := Ruling{Comment: c.ID, Action: rozmova.Hold, source: rozmova.Voluntary} // reports that wait, nobody has read
	if o.Facts == reportsFacts {
		r.source = rozmova.ByReport
	}
	var err error
	if r.Rule, err = ruleFor(tx, c.Site, o); err != nil || r.Rule == "" {
		return nil, err
	}
	author, err := tx.Reader(c.Author)
	if err != nil {
		return nil, err
	}
	if d.words == nil {
		return nil, fmt.Errorf("hold comment %s: the desk has no words to give reasons in", c.ID)
	}
	facts := o.Facts
	if facts == "" {
		facts = factsKeys[o.Label]
	}
	if o.Facts == "" && v != nil {
		r.verdict, r.label = v, o.Label
	}
	r.Facts = d.words.Printer(string(author.Locale)).T(facts)
	return d.decide(tx, c, rozmova.ID[rozmova.Reader]{}, r)
}

// SureScore is the score from which on what the policy holds is removed by itself, where the site lets automation sanction at all
// (Policy.Automatic). Nothing else is ever removed without a person.
const SureScore = 0.98

// removeByItself removes a new comment because of a verdict, with the sanction that the ladder suggests, up to the rung that the policy lets
// automation reach. Without a house rule to name it does nothing, and a person reads the comment first.
func (d *Desk) removeByItself(tx *store.Tx, a *Arrival, o Outcome) error {
	c := a.Comment
	rule, err := ruleFor(tx, c.Site, o)
	if err != nil || rule == "" {
		return err
	}
	if d.words == nil {
		return fmt.Errorf("remove comment %s: the desk has no words to give reasons in", c.ID)
	}
	next, err := suggest(tx, a.policy, c.Author, rule, a.At)
	if err != nil {
		return err
	}
	p := d.words.Printer(string(a.Author.Locale))
	_, err = d.decide(tx, c, rozmova.ID[rozmova.Reader]{}, Ruling{
		Comment: c.ID, Action: rozmova.Remove, Rule: rule, Rung: min(next.Rung, a.policy.Automatic), verdict: a.Verdict, label: o.Label,
		Facts: p.T("policy.removed_by_itself", "Label", p.T("policy.bar."+o.Label.String())),
	})
	return err
}
