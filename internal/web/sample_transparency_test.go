package web

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// transparencySamples are the public pages about moderation.
var transparencySamples = []sample{
	{"transparency", "transparency", func(_ testing.TB, lang rozmova.Locale) any {
		first := time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)
		half := ShareView{"50 %", "2 з 4", "15–85 %"}
		p := &TransparencyPage{
			Frame: sampleFrame(lang, "/transparency", "Як ми модеруємо"), Mode: "newcomers", Automatic: "none", AppealDays: 14, Made: sampleTime,
			Months: []time.Time{first.AddDate(0, 1, 0), first},
			Rows:   []FigureRow{{"comments", []ShareView{{Percent: "1 200"}, {Percent: "800"}, {Percent: "2 000"}}}, {"automatic", []ShareView{half, {}, half}}},
			Total:  MonthView{2000, 9, 4, 2, half},
			Bars:   []MonthBars{{first, "жов", 0, 0, 0, 0, 0}, {first.AddDate(0, 1, 0), "лис", 44, 120, 53, 9, 4}}, Top: 9, Width: 88,
			ByRule: []RuleCount{{"respect", 2, hostile, 3, half}, {Title: "За законом", N: 1, Share: half}},
			Waits:  []WaitRow{{"held", 5, "12 хв"}, {"appeal", 2, "3 д"}}, Accuracy: []AccuracyView{{"", 40, 6, half, half, half}, {"uk", 30, 6, half, half, ShareView{}}},
			Nudges: &NudgeCounts{4, half, half, half}, Log: sampleLog(), Head: sampleSeal(),
		}
		for _, r := range sampleRules(lang) {
			p.Rules = append(p.Rules, RuleView{Key: r.Key, Version: r.Version, Title: r.Title})
		}
		return p
	}},
	{"transparency-new", "transparency", func(_ testing.TB, lang rozmova.Locale) any {
		return &TransparencyPage{Frame: sampleFrame(lang, "/transparency", "Як ми модеруємо"), Automatic: "ban", AppealDays: 1, Months: []time.Time{sampleTime}, Outside: true, Made: sampleTime}
	}},
	{"public-log", "public-log", func(_ testing.TB, lang rozmova.Locale) any {
		return &PublicLogPage{Frame: sampleFrame(lang, "/transparency/log?before=30", "Журнал рішень"), Lines: sampleLog(), Older: 9, Head: sampleSeal()}
	}},
	{"public-log-empty", "public-log", func(_ testing.TB, lang rozmova.Locale) any {
		return &PublicLogPage{Frame: sampleFrame(lang, "/transparency/log", "Журнал рішень"), Newest: true}
	}},
}

func sampleSeal() *LogSeal { return &LogSeal{12, sampleTime, "00ff" + hostile, "aa11"} }

// sampleLog has an entry of each kind.
func sampleLog() []LogLine {
	return []LogLine{
		{Seq: 12, At: sampleTime, Appeal: "reversed"},
		{Seq: 11, At: sampleTime, Action: "restore", Source: "appeal", Repairs: true},
		{Seq: 10, At: sampleTime, Action: "remove", Source: "report", Rule: "respect", Version: 2, Title: hostile},
		{Seq: 9, At: sampleTime, Action: "slow_branch", Branch: true, Automatic: true, Source: "numbers"},
		{Seq: 8, At: sampleTime, Action: "remove", Source: "notice", Law: true},
	}
}
