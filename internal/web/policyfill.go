package web

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// policyValues is the editor's form as somebody filled it in, by the names of its fields.
type policyValues map[string]string

// wordLists are the fields of the word lists with what an entry of each does.
var wordLists = []struct {
	name string
	does rozmova.Action
}{{"words.nudge", ""}, {"words.keep", rozmova.Keep}, {"words.hold", rozmova.Hold}}

// barLists are the fields of the thresholds.
var barLists = []struct {
	name string
	of   func(*rozmova.Policy) *map[string]float32
}{
	{"nudge", func(p *rozmova.Policy) *map[string]float32 { return &p.Nudge }},
	{"mark", func(p *rozmova.Policy) *map[string]float32 { return &p.Mark }},
	{"hold", func(p *rozmova.Policy) *map[string]float32 { return &p.Hold }},
}

// percents are the other shares.
var percents = []string{"heated", "boiling", "spam"}

// barLabels are the labels in the order of the editor, the gravest first.
var barLabels = []rozmova.Label{rozmova.Participant, rozmova.Threat, rozmova.IdentityAttack, rozmova.Insult, rozmova.Obscenity, rozmova.Toxicity}

// percentOf writes a share as the form has it: 0 for never.
func percentOf(v float64) string {
	switch {
	case v == 0:
		return ""
	case v > 1:
		return "0"
	}
	return strconv.Itoa(int(math.Round(v * 100)))
}

// fillPolicy writes a policy into the fields.
func fillPolicy(p *rozmova.Policy) policyValues {
	v := policyValues{"mode": string(p.Mode), "nudged": string(p.Nudged), "failure": p.Failure}
	for _, n := range moderation.PolicyNumbers {
		switch value := *n.Of(p); {
		case value == rozmova.Never && n.MayNever:
			v[n.Name] = "0"
		case value != 0:
			v[n.Name] = strconv.Itoa(value)
		}
	}
	for _, list := range barLists {
		for label, bar := range *list.of(p) {
			v[list.name+"."+label] = percentOf(float64(bar))
		}
	}
	v["heated"], v["boiling"], v["spam"] = percentOf(p.Heated), percentOf(p.Boiling), percentOf(float64(p.Spam))
	for _, list := range wordLists {
		var lines []string
		for _, w := range p.Words {
			if w.Action != list.does {
				continue
			}
			line := w.Entry
			if w.Rule != "" {
				line += " ; " + w.Rule
			}
			lines = append(lines, line)
		}
		v[list.name] = strings.Join(lines, "\n")
	}
	for kind, does := range p.Numbers {
		v["numbers."+kind] = does
	}
	if p.Automatic != rozmova.NoRung {
		v["automatic"] = p.Automatic.String()
	}
	for rule, l := range p.Ladders {
		for i, step := range l.Rungs {
			v[stepName(rule, i+1, "rung")] = step.Rung.String()
			if step.Hours > 0 {
				v[stepName(rule, i+1, "hours")] = strconv.Itoa(step.Hours)
			}
		}
		if l.DecayDays > 0 {
			v["ladders."+rule+".decay"] = strconv.Itoa(l.DecayDays)
		}
	}
	return v
}

func stepName(rule string, n int, what string) string {
	return "ladders." + rule + "." + strconv.Itoa(n) + "." + what
}

// typedPolicy reads the fields of a request.
func typedPolicy(r *http.Request) policyValues {
	v := policyValues{}
	for name, list := range r.PostForm {
		if len(list) > 0 {
			v[name] = strings.TrimSpace(strings.ReplaceAll(list[0], "\r\n", "\n"))
		}
	}
	return v
}

// policy turns the fields into a policy, as far as they can be read; the error tells of each that cannot.
func (v policyValues) policy(rules []string) (rozmova.Policy, error) {
	p := rozmova.Policy{Mode: rozmova.PolicyMode(v["mode"]), Nudged: rozmova.Action(v["nudged"]), Failure: v["failure"]}
	var wrong []error
	refuse := func(reason, field string, args map[string]any) {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: args})
	}
	for _, n := range moderation.PolicyNumbers {
		text := v[n.Name]
		if text == "" {
			continue
		}
		value, err := strconv.Atoi(text)
		switch {
		case err != nil || value < 0 || value == 0 && !n.MayNever:
			refuse("policy.number", n.Name, map[string]any{"Min": n.Min, "Max": n.Max})
		case value == 0:
			*n.Of(&p) = rozmova.Never
		default:
			*n.Of(&p) = value
		}
	}
	share := func(name string) (float64, bool) {
		text := strings.TrimSuffix(v[name], "%")
		if text == "" {
			return 0, false
		}
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 0 || n > 100 {
			refuse("policy.score", name, nil)
			return 0, false
		}
		if n == 0 {
			return moderation.NeverScore, true
		}
		return float64(n) / 100, true
	}
	for _, list := range barLists {
		for _, l := range barLabels {
			if bar, said := share(list.name + "." + l.String()); said {
				if *list.of(&p) == nil {
					*list.of(&p) = map[string]float32{}
				}
				(*list.of(&p))[l.String()] = float32(bar)
			}
		}
	}
	for _, name := range percents {
		value, said := share(name)
		switch {
		case !said:
		case name == "heated":
			p.Heated = value
		case name == "boiling":
			p.Boiling = value
		default:
			p.Spam = float32(value)
		}
	}
	for _, list := range wordLists {
		for line := range strings.Lines(v[list.name]) {
			entry, rule, _ := strings.Cut(line, ";")
			if entry = strings.TrimSpace(entry); entry != "" {
				p.Words = append(p.Words, rozmova.Word{Entry: entry, Action: list.does, Rule: strings.TrimSpace(rule)})
			}
		}
	}
	for _, kind := range moderation.PolicySignals {
		if does := v["numbers."+kind[0]]; does != "" {
			if p.Numbers == nil {
				p.Numbers = map[string]string{}
			}
			p.Numbers[kind[0]] = does
		}
	}
	p.Automatic, _ = rungNamed(v["automatic"])
	for _, rule := range append([]string{""}, rules...) {
		l, said, ok := v.ladder(rule)
		if !ok {
			refuse("policy.ladder", "ladders."+rule, map[string]any{"Max": moderation.MaxSteps})
		} else if said {
			if p.Ladders == nil {
				p.Ladders = map[string]rozmova.Ladder{}
			}
			p.Ladders[rule] = l
		}
	}
	return p, errors.Join(wrong...)
}

// ladder reads the ladder of a rule: whether anything is said, and whether it can be read. Rungs after an empty one are none.
func (v policyValues) ladder(rule string) (l rozmova.Ladder, said, ok bool) {
	for n := 1; n <= moderation.MaxSteps; n++ {
		name, hours := v[stepName(rule, n, "rung")], v[stepName(rule, n, "hours")]
		if name == "" {
			if hours != "" {
				return l, true, false
			}
			continue
		}
		rung, known := rungNamed(name)
		step := rozmova.Step{Rung: rung}
		if hours != "" && rung > rozmova.WarningRung {
			h, err := strconv.Atoi(hours)
			if err != nil {
				return l, true, false
			}
			step.Hours = h
		}
		if l.Rungs = append(l.Rungs, step); !known {
			return l, true, false
		}
	}
	if decay := v["ladders."+rule+".decay"]; decay != "" {
		days, err := strconv.Atoi(decay)
		if err != nil || days < 1 {
			return l, true, false
		}
		l.DecayDays = days
	}
	said = len(l.Rungs) > 0 || l.DecayDays > 0
	return l, said, true
}

func rungNamed(name string) (rozmova.Rung, bool) {
	for r := rozmova.NoRung; r <= rozmova.BanRung; r++ {
		if r.String() == name {
			return r, true
		}
	}
	return rozmova.NoRung, name == ""
}
