package web

import (
	"testing"

	"github.com/rozmova/rozmova"
)

// deskSamples are the pages of the desk besides its queue.
var deskSamples = []sample{
	{"desk-bulk", "bulk", func(_ testing.TB, lang rozmova.Locale) any {
		return &BulkPage{
			DeskFrame: sampleDeskFrame(lang, "/desk", "queue"), Action: rozmova.Remove, Rule: "respect", Facts: "Образи.", Back: "/desk?list=held", Rules: sampleRules(lang), Works: 1,
			Items: []BulkItem{
				{ID: sampleID[rozmova.Comment](1), Revision: 1, PenName: "Петро", Excerpt: "Ви нездара.", Path: "/desk?comment=1", Becomes: "Затримано → Вилучено"},
				{ID: sampleID[rozmova.Comment](2), Revision: 1, PenName: hostile, Excerpt: hostile, Path: "/" + hostile, Trouble: hostile},
			},
			Errors: FieldErrors{{"facts", "Напишіть, що саме не так."}},
		}
	}},
	{"desk-reader", "desk-reader", func(_ testing.TB, lang rozmova.Locale) any {
		sanctioned := sampleDesk(lang).Items[0].Author
		return &DeskReaderPage{
			DeskFrame: sampleDeskFrame(lang, "/desk/readers/x", "queue"), Author: sanctioned, Lifts: true, Lift: sampleID[rozmova.Sanction](5), Facts: hostile, Errors: FieldErrors{{"facts", "Напишіть чому."}},
		}
	}},
	{"quality-usual", "quality", func(_ testing.TB, lang rozmova.Locale) any {
		share := ShareView{"83 %", "10 з 12", "ймовірно 55–95 %"}
		return &QualityPage{
			DeskFrame: sampleDeskFrame(lang, "/desk/quality", qualityArea), Months: 3, Spans: qualityMonths, Looks: 2, Samples: 5, Kappa: "0.71", Machine: share,
			Work: []WorkView{
				{Who: "Тарас", Me: true, Decided: 412, Median: "14 хв", Ninth: "3 год", Agreed: share, SameRule: share, Reversed: share}, {Decided: 1_930, Median: "21 хв", Ninth: "5 год"},
				{Who: longest, Decided: 1},
			},
			Rows:   []AccuracyView{{"", 600, 31, share, share, share}, {"uk", 500, 20, share, share, ShareView{}}},
			Nudges: &NudgeCounts{120, share, share, share},
		}
	}},
	{"quality-empty", "quality", func(_ testing.TB, lang rozmova.Locale) any {
		return &QualityPage{DeskFrame: sampleDeskFrame(lang, "/desk/quality", qualityArea), Months: 1, Spans: qualityMonths, Work: []WorkView{{Me: true}, {}}}
	}},
	{"look-usual", "look", func(_ testing.TB, lang rozmova.Locale) any {
		p := &LookPage{DeskFrame: sampleDeskFrame(lang, "/desk/quality/look", qualityArea), Decision: sampleID[rozmova.Decision](1), Item: &sampleDesk(lang).Items[2], Rules: sampleRules(lang)}
		p.Action, p.Errors = rozmova.Remove, FieldErrors{{"rule", "Оберіть правило."}}
		return p
	}},
	{"look-empty", "look", func(_ testing.TB, lang rozmova.Locale) any {
		return &LookPage{DeskFrame: sampleDeskFrame(lang, "/desk/quality/look", qualityArea)}
	}},
	{"sampled-usual", "sampled", func(_ testing.TB, lang rozmova.Locale) any {
		return &LookPage{DeskFrame: sampleDeskFrame(lang, "/desk/quality/sample", qualityArea), Item: &sampleDesk(lang).Items[2]}
	}},
}
