package moderation

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// policies keeps what was read of policies, by the versions that it was made of. Its zero value is empty.
type policies struct {
	mu     sync.Mutex
	merged map[string]*rozmova.Policy
	lists  map[*rozmova.Policy]*wordList
}

// mostPolicies bounds what is kept; beyond it all is made anew.
const mostPolicies = 500

// SectionLevel and StoryLevel name the levels of policies; empty is the site's.
func SectionLevel(section rozmova.Slug) string { return "section/" + string(section) }

// StoryLevel names the level of a story.
func StoryLevel(story rozmova.ID[rozmova.Story]) string { return "story/" + story.String() }

// PolicyOf gives the policy in force for a story, complete: what the settings say, over it what the site, the section and the story do.
// It is shared: nobody changes it.
func (d *Desk) PolicyOf(tx *store.Tx, section rozmova.Slug, story rozmova.ID[rozmova.Story]) (*rozmova.Policy, error) {
	levels := []string{""}
	if section != "" {
		levels = append(levels, SectionLevel(section))
	}
	if !story.IsZero() {
		levels = append(levels, StoryLevel(story))
	}
	return d.policyAt(tx, levels)
}

// policyAt gives the policy of some levels, the broadest first, one over the other.
func (d *Desk) policyAt(tx *store.Tx, levels []string) (*rozmova.Policy, error) {
	marks, err := tx.PolicyMarks(d.site.ID, levels...)
	if err != nil {
		return nil, err
	}
	var key strings.Builder
	for _, m := range marks {
		fmt.Fprintf(&key, "%s %d %d\n", m.Level, m.Version, m.At)
	}
	d.policies.mu.Lock()
	p := d.policies.merged[key.String()]
	d.policies.mu.Unlock()
	if p != nil {
		return p, nil
	}
	base := d.policy.Base()
	p = &base
	for _, level := range levels {
		v, err := tx.Policy(d.site.ID, level, 0)
		if errors.Is(err, rozmova.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		p = over(p, &v.Policy)
	}
	d.policies.mu.Lock()
	defer d.policies.mu.Unlock()
	if d.policies.merged == nil || len(d.policies.merged) >= mostPolicies {
		d.policies.merged, d.policies.lists = map[string]*rozmova.Policy{}, map[*rozmova.Policy]*wordList{}
	}
	d.policies.merged[key.String()] = p
	return p, nil
}

// WordsIn finds the entries of a policy's word lists that stand in a text: those with an empty Action ask the writer to say it another
// way, Keep marks, Hold holds.
func (d *Desk) WordsIn(p *rozmova.Policy, text string) []WordHit {
	if len(p.Words) == 0 {
		return nil
	}
	d.policies.mu.Lock()
	list := d.policies.lists[p]
	d.policies.mu.Unlock()
	if list == nil {
		list = newWordList(p.Words)
		d.policies.mu.Lock()
		if d.policies.lists == nil || len(d.policies.lists) >= mostPolicies {
			d.policies.lists = map[*rozmova.Policy]*wordList{}
		}
		d.policies.lists[p] = list
		d.policies.mu.Unlock()
	}
	return list.find(text)
}
