package moderation

import (
	"context"
	_ "embed"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

//go:embed rules.yaml
var firstRules []byte

// FirstRules are the house rules that a new site begins with, each in Ukrainian and English.
func FirstRules() ([]rozmova.Rule, error) {
	var list []struct {
		Key     string
		Version int
		Title   map[rozmova.Locale]string
		Text    map[rozmova.Locale]string
	}
	if err := yaml.Unmarshal(firstRules, &list); err != nil {
		return nil, fmt.Errorf("read the first rules: %w", err)
	}
	rules := make([]rozmova.Rule, len(list))
	for i, r := range list {
		rules[i] = rozmova.Rule{Key: r.Key, Version: r.Version, Title: r.Title, Text: r.Text}
	}
	return rules, nil
}

// Rules gives every version of every house rule, by key, the newest version of each first.
func (d *Desk) Rules(ctx context.Context) (rules []rozmova.Rule, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		rules, err = tx.Rules(d.site.ID)
		return err
	})
	return rules, err
}

// Current gives the newest version of every house rule: those that a notice or a decision may cite.
func (d *Desk) Current(ctx context.Context) ([]rozmova.Rule, error) {
	all, err := d.Rules(ctx)
	var current []rozmova.Rule
	for i, r := range all {
		if i == 0 || all[i-1].Key != r.Key {
			current = append(current, r)
		}
	}
	return current, err
}
