package web

import (
	"net/http"
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
)

// A policySheet makes the fields of the editor.
type policySheet struct {
	p       *i18n.Printer
	v       policyValues
	beneath policyValues // what holds where a field is empty
	errs    FieldErrors
}

// showPolicy shows the editor with the fields as they are filled and what is wrong with them.
func (s *Server) showPolicy(w http.ResponseWriter, r *http.Request, code int, sheet *moderation.PolicySheet, values policyValues, seen int, errs FieldErrors, forecast *moderation.Forecast) error {
	lang := visitOf(r.Context()).lang
	f := policySheet{s.printer(lang), values, fillPolicy(sheet.Beneath), errs}
	name := s.viewLevel(lang, &sheet.PolicyLevel)
	page := &PolicyPage{DeskFrame: s.deskFrame(r, "policy", f.p.T("policy.title_of", "Name", name.Name)), PolicyLevelView: name, Seen: seen, Errors: errs}
	page.DeskFrame.Path = "/desk/policy/edit"
	page.Older = r.Method == http.MethodGet && sheet.Version != sheet.Newest
	if sheet.Story != nil {
		ref := refOf(sheet.Story)
		page.Story = &ref
	}
	if r.URL.Query().Get("done") == "saved" {
		page.Flash = &Flash{Text: f.p.T("policy.saved")}
	}
	for i := range sheet.Versions {
		version := s.viewLevel(lang, &sheet.Versions[i])
		version.Open = version.Version == sheet.Version
		page.Versions = append(page.Versions, version)
	}
	f.fields(page)
	for i := range sheet.Rules {
		rule := &sheet.Rules[i]
		page.Rules = append(page.Rules, RuleChoice{rule.Key, rule.Version, rozmova.In(rule.Title, lang), rozmova.In(rule.Text, lang)})
	}
	page.Ladders = append(page.Ladders, f.ladder("", f.p.T("policy.ladder_others"), sheet.Beneath))
	for _, rule := range page.Rules {
		page.Ladders = append(page.Ladders, f.ladder(rule.Key, rule.Title, sheet.Beneath))
	}
	page.Wrong = f.troubles(page)
	if forecast != nil {
		page.Forecast = s.viewForecast(f.p, forecast)
	}
	return s.show(w, r, code, "policy", page)
}

func (f *policySheet) fields(page *PolicyPage) {
	page.Modes = f.choice("mode", "mode", "post", "newcomers", "pre")
	page.Nudged = f.choice("nudged", "nudged", string(rozmova.Keep), string(rozmova.Hold))
	page.Failure = f.choice("failure", "failure", "hold", "trusted", "pass")
	page.Highest = f.choice("automatic", "rung", "warning", "cool_down", "suspension", "ban")
	for _, n := range moderation.PolicyNumbers {
		field := f.number(n.Name, n.Min, n.Max)
		if n.MayNever {
			field.Min = 0
		}
		switch {
		case n.Newcomers:
			page.New = append(page.New, field)
		case n.Name == "appeal_days":
			page.Clocks = append(page.Clocks, field)
		default:
			page.Limits = append(page.Limits, field)
		}
	}
	page.Limits = append(page.Limits, f.percent("spam"))
	page.Heat = []PolicyField{f.percent("heated"), f.percent("boiling")}
	for _, l := range barLabels {
		bars := PolicyBars{Label: f.p.T("policy.bar." + l.String())}
		for _, list := range barLists {
			field := f.percent(list.name + "." + l.String())
			field.Key = "bar_" + list.name
			grave := l == rozmova.Participant || l == rozmova.Threat || l == rozmova.IdentityAttack
			if field.Beneath == "" && list.name == "mark" && grave {
				field.Beneath = f.p.T("policy.by_model")
			} else if field.Beneath == "" {
				field.Beneath = f.p.T("policy.never")
			}
			bars.Fields = append(bars.Fields, field)
		}
		page.Bars = append(page.Bars, bars)
	}
	for _, list := range wordLists {
		field := PolicyField{Name: list.name, Key: strings.ReplaceAll(list.name, ".", "_"), Value: f.v[list.name]}
		if below := f.beneath[list.name]; below != "" {
			field.Beneath = f.p.T("policy.words_beneath", "N", strings.Count(below, "\n")+1)
		}
		if list.name == "words.nudge" {
			field.Trouble = f.errs.For("words")
		}
		page.Words = append(page.Words, field)
	}
	for _, kind := range moderation.PolicySignals {
		c := f.choice("numbers."+kind[0], "does", moderation.NumbersNothing, kind[1])
		c.Key = "abuse.kind." + kind[0]
		page.Signals = append(page.Signals, c)
	}
}

func (f *policySheet) number(name string, least, most int) PolicyField {
	field := PolicyField{Name: name, Key: name, Value: f.v[name], Min: least, Max: most, Trouble: f.errs.For(name)}
	switch value := f.beneath[name]; value {
	case "":
	case "0":
		field.Beneath = f.p.T("policy.never_" + name)
	default:
		field.Beneath = value
	}
	return field
}

func (f *policySheet) percent(name string) PolicyField {
	field := PolicyField{Name: name, Key: name, Value: f.v[name], Max: 100, Percent: true, Trouble: f.errs.For(name)}
	switch value := f.beneath[name]; value {
	case "":
	case "0":
		field.Beneath = f.p.T("policy.never")
	default:
		field.Beneath = value + " %"
	}
	return field
}

// choice makes a field of which one value is chosen; its first says what holds where nothing is. words is what the texts of the values
// begin with.
func (f *policySheet) choice(name, words string, values ...string) PolicyChoice {
	c := PolicyChoice{Name: name, Key: "policy.label." + name, Trouble: f.errs.For(name)}
	first := f.p.T("policy.beneath_is", "Value", f.p.T("policy."+words+".none"))
	if now := f.beneath[name]; now != "" {
		first = f.p.T("policy.beneath_is", "Value", f.p.T("policy."+words+"."+now))
	}
	c.Choices = []SettingsChoice{{"", first, "", f.v[name] == ""}}
	for _, value := range values {
		hint := ""
		if id := "policy." + words + "_hint." + value; f.p.Has(id) {
			hint = f.p.T(id)
		}
		c.Choices = append(c.Choices, SettingsChoice{value, begun(f.p.T("policy." + words + "." + value)), hint, f.v[name] == value})
	}
	return c
}

func (f *policySheet) ladder(rule, title string, beneath *rozmova.Policy) PolicyLadder {
	l := PolicyLadder{Rule: rule, Title: title, Trouble: f.errs.For("ladders." + rule)}
	below, found := beneath.Ladders[rule]
	if !found {
		below = beneath.Ladders[""]
	}
	l.Beneath = f.ladderWords(below)
	for n := 1; n <= moderation.MaxSteps; n++ {
		rung, hours := stepName(rule, n, "rung"), stepName(rule, n, "hours")
		step := PolicyStep{N: n, Rung: PolicyChoice{Name: rung}, Hours: PolicyField{Name: hours, Value: f.v[hours], Min: 1, Max: 8784}}
		step.Rung.Choices = []SettingsChoice{{"", "—", "", f.v[rung] == ""}}
		for at := rozmova.NoRung; at <= rozmova.BanRung; at++ {
			step.Rung.Choices = append(step.Rung.Choices, SettingsChoice{at.String(), begun(f.p.T("policy.rung." + at.String())), "", f.v[rung] == at.String()})
		}
		l.Own = l.Own || f.v[rung] != "" || f.v[hours] != ""
		l.Steps = append(l.Steps, step)
	}
	decay := "ladders." + rule + ".decay"
	l.Decay = PolicyField{Name: decay, Key: "decay", Value: f.v[decay], Min: 1, Max: 3650}
	l.Own = l.Own || l.Decay.Value != ""
	return l
}

// ladderWords tells of a ladder in words: nothing → a warning → a cool-down of 24 h.
func (f *policySheet) ladderWords(l rozmova.Ladder) string {
	var steps []string
	for _, s := range l.Rungs {
		words := f.p.T("policy.rung." + s.Rung.String())
		switch {
		case s.Hours > 0 && s.Hours%24 == 0:
			words += " (" + f.p.T("policy.days", "N", s.Hours/24) + ")"
		case s.Hours > 0:
			words += " (" + f.p.T("policy.hours", "N", s.Hours) + ")"
		}
		steps = append(steps, words)
	}
	return strings.Join(steps, " → ")
}

// troubles puts what is wrong with fields in the order of the page.
func (f *policySheet) troubles(page *PolicyPage) (list []SettingsTrouble) {
	add := func(id, label, text string) {
		if text != "" {
			list = append(list, SettingsTrouble{id, label, text})
		}
	}
	choice := func(c PolicyChoice) { add(c.Name, f.p.T(c.Key), c.Trouble) }
	field := func(fields ...PolicyField) {
		for _, x := range fields {
			add(x.Name, f.p.T("policy.label."+x.Key), x.Trouble)
		}
	}
	choice(page.Modes)
	field(page.New...)
	for _, bars := range page.Bars {
		for _, x := range bars.Fields {
			add(x.Name, bars.Label+", "+f.p.T("policy.label."+x.Key), x.Trouble)
		}
	}
	choice(page.Nudged)
	field(page.Words...)
	field(page.Limits...)
	choice(page.Failure)
	field(page.Heat...)
	for _, c := range page.Signals {
		choice(c)
	}
	for _, l := range page.Ladders {
		add(stepName(l.Rule, 1, "rung"), l.Title, l.Trouble)
	}
	choice(page.Highest)
	field(page.Clocks...)
	return slices.Clip(list)
}
