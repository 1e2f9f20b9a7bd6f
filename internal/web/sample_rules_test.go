package web

import (
	"testing"

	"github.com/rozmova/rozmova"
)

// ruleSamples are the pages of the house rules' versions and of their editor.
var ruleSamples = []sample{
	{"rule-changed", "rule", func(_ testing.TB, lang rozmova.Locale) any {
		return &RulePage{
			Frame: sampleFrame(lang, "/rules/respect/2", "Поважаймо співрозмовника"), Key: "respect", Version: 2, Newest: 3, Since: sampleTime.AddDate(-1, 0, 0), Until: sampleTime,
			Title: DiffWords("Поважаймо", "Поважаймо співрозмовника"), Text: DiffWords("Не ображайте.", "Не ображайте і не погрожуйте."), Older: 1, Newer: 3,
		}
	}},
	{"rule-first", "rule", func(_ testing.TB, lang rozmova.Locale) any {
		return &RulePage{Frame: sampleFrame(lang, "/rules/spam/1", "Без реклами"), Key: "spam", Version: 1, Newest: 1, Since: sampleTime, Title: DiffWords("Без реклами", "Без реклами"), Text: DiffWords(hostile, hostile)}
	}},
	{"desk-rules", "desk-rules", func(_ testing.TB, lang rozmova.Locale) any {
		p := &DeskRulesPage{DeskFrame: sampleRulesFrame(lang)}
		for _, r := range sampleRules(lang) {
			p.Rules = append(p.Rules, RuleView{Key: r.Key, Version: r.Version, Title: r.Title, Text: r.Text, Since: sampleTime})
		}
		return p
	}},
	{"desk-rule", "desk-rule", func(_ testing.TB, lang rozmova.Locale) any {
		return &RuleFormPage{
			DeskFrame: sampleRulesFrame(lang), Key: "respect", Seen: 2, Fields: []RuleFields{{"uk", "Поважаймо", "Не ображайте."}, {"en", "Respect", hostile}},
			Changes: []RuleChanges{{"uk", DiffWords("Поважаймо", "Поважаймо"), DiffWords("Не лайтеся.", "Не ображайте.")}},
		}
	}},
	{"desk-rule-wrong", "desk-rule", func(_ testing.TB, lang rozmova.Locale) any {
		return &RuleFormPage{
			DeskFrame: sampleRulesFrame(lang), Key: hostile, Fields: []RuleFields{{"uk", "", ""}, {"en", "", ""}},
			Errors: FieldErrors{{"key", "Ключ не годиться."}, {"title-uk", "Дайте правилу назву."}},
		}
	}},
}

func sampleRulesFrame(lang rozmova.Locale) DeskFrame {
	return DeskFrame{Frame: sampleFrame(lang, "/desk/rules", "Правила дискусії"), Area: "rules", Areas: []DeskTab{{"queue", "/desk", 3}, {"rules", "/desk/rules", 0}}}
}
