package web

import (
	"strconv"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

func samplePolicy(lang rozmova.Locale, name string) *PolicyPage {
	choice := func(field, key string, values ...string) PolicyChoice {
		c := PolicyChoice{Name: field, Key: key}
		for i, v := range values {
			c.Choices = append(c.Choices, SettingsChoice{v, "Вибір " + strconv.Itoa(i), "", i == 0})
		}
		return c
	}
	number := func(name, value, beneath string) PolicyField {
		return PolicyField{Name: name, Key: name, Value: value, Min: 0, Max: 50, Beneath: beneath}
	}
	p := &PolicyPage{
		DeskFrame:       DeskFrame{Frame: sampleFrame(lang, "/desk/policy/edit", "Політика"), Area: "policy", Areas: []DeskTab{{"queue", "/desk", 3}, {"policy", "/desk/policy", 0}}},
		PolicyLevelView: PolicyLevelView{Level: "section/society", Name: name, Version: 2, By: "Ірина", At: sampleTime}, Seen: 2,
		Modes: choice("mode", "policy.label.mode", "", "post", "newcomers", "pre"), New: []PolicyField{number("newcomer", "", "3"), number("new_hours", "24", "")},
		Nudged: choice("nudged", "policy.label.nudged", "", "keep"), Failure: choice("failure", "policy.label.failure", "", "hold"),
		Words: []PolicyField{{Name: "words.nudge", Key: "words_nudge", Value: "бидло"}, {Name: "words.keep", Key: "words_keep"}, {Name: "words.hold", Key: "words_hold", Value: name}},
		Rules: []RuleChoice{{Key: "respect", Version: 1, Title: "Поважаймо співрозмовника"}}, Limits: []PolicyField{number("links", "", "5")},
		Heat: []PolicyField{{Name: "heated", Key: "heated", Percent: true, Max: 100, Beneath: "50 %"}}, Signals: []PolicyChoice{choice("numbers.flood", "abuse.kind.flood", "", "hold")},
		Highest: choice("automatic", "policy.label.automatic", "", "warning"), Clocks: []PolicyField{number("appeal_days", "", "10")},
		Versions: []PolicyLevelView{{Level: "section/society", Version: 2, By: "Ірина", At: sampleTime, Open: true}, {Level: "section/society", Version: 1, At: sampleTime.Add(-time.Hour)}},
	}
	bars := PolicyBars{Label: "Погроза"}
	for _, list := range barLists {
		bars.Fields = append(bars.Fields, PolicyField{Name: list.name + ".threat", Key: "bar_" + list.name, Value: "90", Percent: true, Max: 100, Beneath: "90 %"})
	}
	p.Bars = []PolicyBars{bars}
	p.Ladders = []PolicyLadder{{Title: "Усі інші", Beneath: "попередження → пауза (1 день)", Steps: []PolicyStep{
		{1, choice("ladders..1.rung", "", "", "warning"), PolicyField{Name: "ladders..1.hours"}},
	}, Decay: PolicyField{Name: "ladders..decay"}}}
	return p
}

// policySamples are the pages of the policy editor.
var policySamples = []sample{
	{"policies-usual", "policies", func(_ testing.TB, lang rozmova.Locale) any {
		return &PoliciesPage{
			DeskFrame: DeskFrame{Frame: sampleFrame(lang, "/desk/policy", "Політика модерації"), Area: "policy", Areas: []DeskTab{{"queue", "/desk", 3}, {"policy", "/desk/policy", 0}}},
			Levels: []PolicyLevelView{
				{Name: "Увесь сайт", Version: 3, By: "Ірина", At: sampleTime}, {Level: "section/society", Name: "Рубрика «Суспільство»"},
				{Level: "story/" + sampleID[rozmova.Story](1).String(), Name: "Матеріал «Міст відкриють навесні»", Version: 1, At: sampleTime},
			},
		}
	}},
	{"policy-usual", "policy", func(_ testing.TB, lang rozmova.Locale) any {
		return samplePolicy(lang, "Рубрика «Суспільство»")
	}},
	{"policy-forecast", "policy", func(_ testing.TB, lang rozmova.Locale) any {
		p := samplePolicy(lang, "Рубрика «Суспільство»")
		p.Forecast = &PolicyForecast{
			Total: 1000, From: sampleTime, Nudged: 12, Rows: []ForecastRow{{"shown", 940, 900}, {"waits", 40, 40}, {"held", 20, 60}},
			Cells: []ForecastCellView{{"shown", "held", 40, []ForecastExampleView{{
				Text: "Та хто вас питає.", Language: "uk", Why: "Образа учасника розмови, 91 %", Headline: "Міст відкриють навесні", At: sampleTime,
			}}}},
		}
		return p
	}},
	{"policy-wrong", "policy", func(_ testing.TB, lang rozmova.Locale) any {
		p := samplePolicy(lang, "Рубрика «Суспільство»")
		p.Older = true
		p.New[0].Value, p.New[0].Trouble = "сто", "Тут має бути ціле число від 1 до 50."
		p.Ladders[0].Trouble = "Драбина не йде вгору."
		p.Errors = FieldErrors{{Field: "newcomer", Text: p.New[0].Trouble}}
		p.Wrong = []SettingsTrouble{{"newcomer", "Скільки перших коментарів читати наперед", p.New[0].Trouble}}
		return p
	}},
	{"policy-hostile", "policy", func(_ testing.TB, lang rozmova.Locale) any {
		p := samplePolicy(lang, hostile)
		p.Forecast = &PolicyForecast{Total: 1, Cells: []ForecastCellView{{"shown", "held", 1, []ForecastExampleView{{Text: hostile, Language: "uk", Why: hostile, Headline: hostile}}}}}
		return p
	}},
}
