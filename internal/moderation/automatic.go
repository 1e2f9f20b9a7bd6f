package moderation

import (
	"errors"
	"fmt"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Judged gives what the site's policy says of a comment.
func (d *Desk) Judged(c Case) (Outcome, error) { return d.policy.Arrival(c) }

// WantsStanding reports whether it depends on the author what becomes of a comment that was not judged.
func (d *Desk) WantsStanding() bool { return d.policy.Failure == FailureTrusted }

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
}

// HoldByItself takes a comment out of sight because of a verdict, until a person has read it, as part of the step that wrote the
// comment: an automatic decision, with its reasons in the author's language. It gives none and does nothing on a site that has
// no house rule to name: there is no hold without a ground.
func (d *Desk) HoldByItself(tx *store.Tx, c *rozmova.Comment, o Outcome) (*rozmova.Decision, error) {
	r := Ruling{Comment: c.ID, Action: rozmova.Hold}
	for _, key := range ruleKeys(o.Label) {
		rule, err := tx.Rule(c.Site, key)
		if err == nil {
			r.Rule = rule.Key
			break
		}
		if !errors.Is(err, rozmova.NotFound) {
			return nil, err
		}
	}
	if r.Rule == "" {
		return nil, nil
	}
	author, err := tx.Reader(c.Author)
	if err != nil {
		return nil, err
	}
	if d.words == nil {
		return nil, fmt.Errorf("hold comment %s: the desk has no words to give reasons in", c.ID)
	}
	r.Facts = d.words.Printer(string(author.Locale)).T(factsKeys[o.Label])
	return d.decide(tx, c, rozmova.ID[rozmova.Reader]{}, r)
}
