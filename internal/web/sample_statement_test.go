package web

import (
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// statementSamples are statements at their own addresses.
var statementSamples = []sample{
	{"statement", "statement", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleStatement(lang)
		p.Nested = []StatementNote{{Key: "s4a", Number: 5, Mode: rozmova.Indirect, Words: "переговори почнуться"}}
		p.Sides, p.Row = []string{"Кремль", "Київ", "Вашингтон"}, &AccountRow{Topic: "Розмова", Cells: []AccountCell{
			{Side: "Кремль", Notes: []StatementNote{p.Note}}, {Side: "Київ"}, {Side: "Вашингтон", Unanswered: []Unanswered{{Who: "Білий дім", Kind: rozmova.NoAnswer, At: sampleTime}}},
		}}
		p.Comments = []StatementRemark{{sampleID[rozmova.Comment](1), "Леся", "Саме так і було.", "uk", sampleTime}, {sampleID[rozmova.Comment](2), "", hostile, "en", sampleTime}}
		p.Count, p.More = 22, "/stories/x/statements/s4?after=abc"
		return p
	}},
	{"statement-taken-back", "statement", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleStatement(lang)
		p.TakenBack, p.Card = true, ""
		p.Fixes = []CorrectionView{{Correction: rozmova.Correction{Kind: rozmova.Retraction, At: sampleTime, Text: "Цього не казали.", Wrong: "було", Right: "не було", Statement: "s4"}, Number: 1, Story: p.Story}}
		return p
	}},
	{"statement-stood", "statement", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleStatement(lang)
		p.Stood, p.MaySpeak, p.Note.Speaker, p.Note.Via = 2, false, nil, nil
		return p
	}},
	{"statement-retracted", "statement", func(_ testing.TB, lang rozmova.Locale) any {
		return &StatementPage{Frame: sampleFrame(lang, "/stories/x/statements/s4", "x"), Story: sampleRef(), Retracted: true}
	}},
	{"evidence", "evidence", func(_ testing.TB, lang rozmova.Locale) any {
		return &EvidencePage{
			DeskFrame: sampleDeskFrame(lang, "/desk/stories/x/evidence", "stories"), Story: StoryHead{StoryRef: sampleRef(), Tab: "evidence", Public: true, Version: 3}, Megabytes: 8,
			Files: []newsroom.EvidenceFile{{ID: "1", Name: "лист мерії.pdf", Size: 1_250_000, By: "Леся", At: sampleTime}, {ID: "2", Name: hostile, Size: 1, At: sampleTime}},
		}
	}},
	{"evidence-none", "evidence", func(_ testing.TB, lang rozmova.Locale) any {
		return &EvidencePage{DeskFrame: sampleDeskFrame(lang, "/desk/stories/x/evidence", "stories"), Story: StoryHead{StoryRef: sampleRef(), Tab: "evidence"}, Megabytes: 8, Errors: FieldErrors{{"file", "Виберіть файл."}}}
	}},
	{"statement-hostile", "statement", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleStatement(lang)
		p.Note = StatementNote{Key: `"><script>`, Number: 1, Mode: rozmova.Mixed, Words: hostile, Side: hostile, Topic: hostile, Role: hostile, Speaker: &SourceView{Source: rozmova.Source{Anonymous: hostile, Role: hostile}}}
		p.Before, p.Behind, p.Address, p.Card = hostile, hostile, hostile, "javascript:alert(1)"
		return p
	}},
}

func sampleStatement(lang rozmova.Locale) *StatementPage {
	p := &StatementPage{
		Frame: sampleFrame(lang, "/stories/x/statements/s4", "Юрій Ушаков"), Story: sampleRef(), Published: sampleTime, Section: SectionLink{"svit", "Світ"}, MaySpeak: true,
		Note: StatementNote{
			Key: "s4", Number: 4, Mode: rozmova.Direct, Words: "розмова загалом була конструктивною", Role: "помічник президента Росії", Side: "Кремль", Topic: "Розмова",
			Speaker: &SourceView{Source: rozmova.Source{Name: "Юрій Ушаков", Kind: rozmova.Person}, Page: "/people/yurii-ushakov"},
			Via:     &SourceView{Source: rozmova.Source{Name: "Російська служба BBC", Kind: rozmova.Outlet, Link: "https://example.org/bbc", Read: sampleTime}},
			Chain:   []ChainLink{{Kind: rozmova.Outlet, Name: "Російська служба BBC"}, {Kind: rozmova.Person, Name: "Юрій Ушаков"}}, Within: &NoteRef{"s3", 3},
		},
		Before: "За словами Ушакова, «", Behind: "».", Address: "https://news.example/stories/x/statements/s4", Card: "https://news.example/stories/x/statements/s4/card.png",
	}
	p.Open = &OpenGraph{Type: "article", Image: p.Card, Width: 1200, Height: 630}
	return p
}
