package moderation

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// A PolicyNumber is a field of a Policy that is a number, with its bounds.
type PolicyNumber struct {
	Name      string // as in JSON
	Min, Max  int
	MayNever  bool // rozmova.Never is one of its values
	Of        func(*rozmova.Policy) *int
	Newcomers bool // it is about who is new
}

// PolicyNumbers are they all, in the order of the editor.
var PolicyNumbers = []PolicyNumber{
	{"newcomer", 1, 50, false, func(p *rozmova.Policy) *int { return &p.Newcomer }, true},
	{"new_hours", 1, 8784, true, func(p *rozmova.Policy) *int { return &p.NewHours }, true},
	{"new_per_hour", 1, 600, true, func(p *rozmova.Policy) *int { return &p.NewPerHour }, true},
	{"new_links", 1, 100, true, func(p *rozmova.Policy) *int { return &p.NewLinks }, true},
	{"links", 1, 100, true, func(p *rozmova.Policy) *int { return &p.Links }, false},
	{"reports", 1, 50, true, func(p *rozmova.Policy) *int { return &p.Reports }, false},
	{"sample", 1, 100_000, true, func(p *rozmova.Policy) *int { return &p.Sample }, false},
	{"appeal_days", 1, 60, false, func(p *rozmova.Policy) *int { return &p.AppealDays }, false},
}

// PolicySignals are the kinds of signals that a policy may act on, with what it may do about each besides nothing.
var PolicySignals = [][2]string{
	{ReportSignal, NumbersIgnore}, {VoteSignal, NumbersIgnore}, {EvasionSignal, NumbersHold}, {FloodSignal, NumbersHold}, {LinkSignal, NumbersHold},
}

// MaxSteps is how many rungs a ladder of a policy may have.
const MaxSteps = 6

// sound looks at a policy and gives it as it is kept: words cleaned, none twice. All that is wrong is joined.
func (d *Desk) sound(tx *store.Tx, at PolicyLevel, p rozmova.Policy) (*rozmova.Policy, error) {
	rules, err := d.currentRules(tx)
	if err != nil {
		return nil, err
	}
	beneath, err := d.beneath(tx, at)
	if err != nil {
		return nil, err
	}
	var wrong []error
	refuse := func(reason, field string, args map[string]any) {
		wrong = append(wrong, &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: field, Args: args})
	}
	isRule := func(key string) bool {
		return slices.ContainsFunc(rules, func(r rozmova.Rule) bool { return r.Key == key })
	}
	for field, bad := range map[string]bool{
		"mode":      !slices.Contains([]rozmova.PolicyMode{"", rozmova.PostModeration, rozmova.PreModeration, rozmova.NewcomersFirst}, p.Mode),
		"nudged":    p.Nudged != "" && p.Nudged != rozmova.Keep && p.Nudged != rozmova.Hold,
		"failure":   !slices.Contains([]string{"", string(FailureHold), string(FailurePass), string(FailureTrusted)}, p.Failure),
		"automatic": p.Automatic > rozmova.BanRung,
	} {
		if bad {
			refuse("policy.choice", field, nil)
		}
	}
	for _, n := range PolicyNumbers {
		if v := *n.Of(&p); v != 0 && (v < n.Min || v > n.Max) && !(n.MayNever && v == rozmova.Never) {
			refuse("policy.number", n.Name, map[string]any{"Min": n.Min, "Max": n.Max})
		}
	}
	for name, bars := range map[string]map[string]float32{"nudge": p.Nudge, "mark": p.Mark, "hold": p.Hold} {
		for label, bar := range bars {
			var l rozmova.Label
			if l.UnmarshalText([]byte(label)) != nil || !(bar > 0 && bar <= 1) && bar != NeverScore {
				refuse("policy.score", name+"."+label, nil)
			}
		}
	}
	for name, v := range map[string]float64{"heated": p.Heated, "boiling": p.Boiling, "spam": float64(p.Spam)} {
		if !(v >= 0 && v <= 1) && float32(v) != NeverScore {
			refuse("policy.score", name, nil)
		}
	}
	if all := over(beneath, &p); all.Heated <= 1 && all.Boiling <= 1 && all.Heated >= all.Boiling && (p.Heated != 0 || p.Boiling != 0) {
		refuse("policy.boiling", "boiling", nil)
	}
	for kind, does := range p.Numbers {
		if does != NumbersNothing && !slices.Contains(PolicySignals, [2]string{kind, does}) {
			refuse("policy.choice", "numbers."+kind, nil)
		}
	}
	for rule, l := range p.Ladders {
		if rule != "" && !isRule(rule) || !soundLadder(l) {
			refuse("policy.ladder", "ladders."+rule, map[string]any{"Max": MaxSteps})
		}
	}
	words, bad, err := soundWords(p.Words, isRule)
	if err != nil {
		refuse("text.not_utf8", "words", nil)
	} else if len(bad) > 0 {
		refuse("policy.words", "words", map[string]any{"Words": strings.Join(bad[:min(len(bad), 5)], ", "), "Max": MaxEntry})
	} else if len(words) > MaxWords {
		refuse("policy.words_too_many", "words", map[string]any{"Number": len(words), "Max": MaxWords})
	}
	p.Words = words
	return &p, errors.Join(wrong...)
}

// soundLadder tells whether a ladder goes up, and each of its rungs lasts.
func soundLadder(l rozmova.Ladder) bool {
	if len(l.Rungs) == 0 || len(l.Rungs) > MaxSteps || l.DecayDays < 0 || l.DecayDays > 3650 {
		return false
	}
	last := rozmova.NoRung
	for _, s := range l.Rungs {
		if s.Rung > rozmova.BanRung || s.Rung < last || s.Hours < 0 || s.Hours > 8784 {
			return false
		}
		if lasts := s.Rung > rozmova.WarningRung; lasts != (s.Hours > 0) {
			return false
		}
		last = s.Rung
	}
	return true
}

// soundWords cleans word lists and gives the entries that nothing can be found by.
func soundWords(list []rozmova.Word, isRule func(string) bool) (words []rozmova.Word, bad []string, err error) {
	for _, w := range list {
		if w.Entry, err = lang.CleanLine(w.Entry); err != nil {
			return nil, nil, err
		}
		if w.Entry == "" || slices.ContainsFunc(words, func(o rozmova.Word) bool { return o.Entry == w.Entry && o.Action == w.Action }) {
			continue
		}
		known := w.Action == "" || w.Action == rozmova.Keep || w.Action == rozmova.Hold
		if !known || utf8.RuneCountInString(w.Entry) > MaxEntry || len(entryParts(w.Entry)) == 0 || w.Rule != "" && !isRule(w.Rule) {
			bad = append(bad, "«"+w.Entry+"»")
			continue
		}
		words = append(words, w)
	}
	return words, bad, nil
}

func samePolicy(a, b *rozmova.Policy) bool {
	one, err := json.Marshal(a)
	other, err2 := json.Marshal(b)
	return err == nil && err2 == nil && string(one) == string(other)
}

func itoa(n int) string { return strconv.Itoa(n) }
