package web

import (
	"slices"
	"time"

	"github.com/rozmova/rozmova"
)

// RulePage shows one version of a house rule, and its differences from the one before. Page: rule.
type RulePage struct {
	Frame
	Key          string
	Version      int
	Newest       int // version in force
	Since        time.Time
	Until        time.Time // when the next one came; zero: it is in force
	Title        []DiffRun
	Text         []DiffRun
	Older, Newer int // 0: none
}

// Changed reports whether the version says anything else than the one before in this language.
func (p *RulePage) Changed() bool {
	differs := func(r DiffRun) bool { return r.Gone() || r.Added() }
	return slices.ContainsFunc(p.Title, differs) || slices.ContainsFunc(p.Text, differs)
}

// DeskRulesPage lists the house rules for who may change them. Page: desk-rules.
type DeskRulesPage struct {
	DeskFrame
	Rules []RuleView
}

// RuleFormPage is where a house rule is written: POST /desk/rules/edit. Page: desk-rule.
type RuleFormPage struct {
	DeskFrame
	Key     string
	Seen    int // version that was in force when the form was opened, 0 for a new rule; of the field seen
	Fields  []RuleFields
	Changes []RuleChanges // what would change; none was asked for where it is empty
	Errors  FieldErrors
}

// RuleFields are the title and the text of a rule in one language: of the fields title-LANGUAGE and text-LANGUAGE.
type RuleFields struct {
	Language    rozmova.Locale
	Title, Text string
}

// RuleChanges are the differences in one language.
type RuleChanges struct {
	Language    rozmova.Locale
	Title, Text []DiffRun
}
