package web

import (
	"strconv"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// correctionSamples are the pages of corrections, of developing stories and of what changed.
var correctionSamples = []sample{
	{"story-developing", "story", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleStoryPage(t, lang)
		p.Discussion = nil
		p.Story.Additions = sampleAdditions(rozmova.NewestFirst, 4)
		p.Since = &SinceView{At: sampleTime, Additions: 2, Addition: "/stories/x/additions/1", Corrections: 1, Correction: "/stories/x#correction-1", Text: true, Changes: "/stories/x/changes?since=1"}
		p.Me = &Me{PenName: "Данута", Editor: true}
		return p
	}},
	{"story-closed", "story", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleStoryPage(t, lang)
		p.Discussion = nil
		p.Story.Additions = sampleAdditions(rozmova.NotDeveloping, 2)
		p.Since = &SinceView{Changes: "/stories/x/changes"}
		return p
	}},
	{"story-corrected-in-place", "story", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleStoryPage(t, lang)
		p.Discussion = nil
		s := sampleFixed(t)
		p.Story = ViewStory(s, SectionLink{"world", "Світ"})
		bundle, err := i18n.Load()
		if err != nil {
			t.Fatal(err)
		}
		placeInText(&p.Story, s, bundle.Printer(string(lang)))
		return p
	}},
	{"corrections-page", "corrections-page", func(t testing.TB, lang rozmova.Locale) any {
		p := &CorrectionsPage{Frame: sampleFrame(lang, "/corrections", "Виправлення"), Older: "/corrections?before=x", Newest: "/corrections"}
		views := viewCorrections(sampleFixed(t), ViewNotes(sampleFixed(t)))
		p.Months = []CorrectionMonth{{sampleTime, views[:2]}, {sampleTime.AddDate(0, -1, 0), views[2:]}}
		p.All = []MonthLink{{sampleTime, "/corrections?month=2021-12", 2, true}, {sampleTime.AddDate(0, -1, 0), "/corrections?month=2021-11", 1, false}}
		return p
	}},
	{"corrections-empty", "corrections-page", func(_ testing.TB, lang rozmova.Locale) any {
		return &CorrectionsPage{Frame: sampleFrame(lang, "/corrections", "Виправлення")}
	}},
	{"desk-additions", "desk-additions", func(_ testing.TB, lang rozmova.Locale) any {
		p := &DeskAdditionsPage{DeskFrame: sampleStoryDesk(lang, "additions"), Story: sampleRef(), Developing: "newest", More: "/desk/stories/x/additions?from=1", New: AdditionForm{Byline: hostile, Body: hostile}, Errors: FieldErrors{{"body", "Напишіть, що нового."}}}
		for i, a := range sampleAdditions(rozmova.NewestFirst, 3).Items {
			p.Items = append(p.Items, DeskAddition{AdditionView: a, Form: AdditionForm{Title: a.Title, Byline: a.Byline, Body: "Міст відкрито.", Note: "Бо так."}, Open: i < 2, Taking: i == 1, Errors: FieldErrors{{"note", "Напишіть, чому."}}})
		}
		return p
	}},
	{"desk-additions-closed", "desk-additions", func(_ testing.TB, lang rozmova.Locale) any {
		return &DeskAdditionsPage{DeskFrame: sampleStoryDesk(lang, "additions"), Story: sampleRef(), Developing: "no"}
	}},
	{"desk-correct", "desk-correct", func(t testing.TB, lang rozmova.Locale) any {
		s := sampleFixed(t)
		return &CorrectPage{
			DeskFrame: sampleStoryDesk(lang, "corrections"), Story: sampleRef(), Revision: 3, Statements: ViewNotes(s), Kinds: correctionKinds, Made: viewCorrections(s, ViewNotes(s)),
			Facts: []FactChoice{{"geneva", "переговори", "9 січня"}}, Preview: true, Retracts: true, Changes: []DiffBlock{{"paragraph", DiffWords("10 січня", "9 січня")}},
			Form:   CorrectForm{Kind: rozmova.Updated, Target: "fact-geneva", Wrong: hostile, Right: hostile, Text: hostile, Where: "place"},
			Errors: FieldErrors{{"wrong", "Таких слів там немає."}, {"in_place", "Ні."}, {"target", "Ні."}, {"kind", "Ні."}},
		}
	}},
	{"changes", "changes", func(t testing.TB, lang rozmova.Locale) any {
		s := sampleFixed(t)
		return &ChangesPage{
			Frame: sampleFrame(lang, "/stories/x/changes?since=1", "Зміни"), Story: sampleRef(), Since: sampleTime, Revision: 1, Now: 3,
			Additions: sampleAdditions(rozmova.OldestFirst, 3).Items, Corrections: viewCorrections(s, ViewNotes(s)), Blocks: []DiffBlock{{"paragraph", DiffWords("10 січня", "9 січня")}},
		}
	}},
	{"changes-none", "changes", func(_ testing.TB, lang rozmova.Locale) any {
		return &ChangesPage{Frame: sampleFrame(lang, "/stories/x/changes?since=1", "Зміни"), Story: sampleRef(), Since: sampleTime, Revision: 1, Now: 1}
	}},
}

func sampleStoryDesk(lang rozmova.Locale, part string) DeskFrame {
	return DeskFrame{Frame: sampleFrame(lang, "/desk/stories/x/"+part, "Стіл"), Area: "stories", Areas: []DeskTab{{"queue", "/desk", 3}}}
}

// sampleAdditions are usual, changed, hostile and taken back.
func sampleAdditions(how rozmova.Developing, n int) *AdditionsView {
	s := &rozmova.Story{Slug: "dzvinok-na-piatdesiat-khvylyn", Headline: "Дзвінок", Language: "uk", Developing: how}
	body := func(text string) []rozmova.Block {
		return []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: text}}}}
	}
	list := &newsroom.Additions{Any: true, Count: n, More: sampleID[rozmova.Addition](1), Last: sampleTime.Add(time.Hour)}
	for i := range n {
		at := sampleTime.Add(time.Duration(n-i) * time.Minute)
		a := &rozmova.Addition{ID: sampleID[rozmova.Addition](byte(n - i)), Byline: "Олена Гаврилюк", Title: "Новина " + strconv.Itoa(i), Body: body("Речниця назвала місце \"зустрічі\"."), State: rozmova.AdditionPublished, At: at, Changed: at}
		switch i {
		case 1:
			a.State, a.Title, a.Body, a.Changed, a.Note = rozmova.AdditionTakenBack, "", nil, at.Add(time.Minute), "Не підтвердилося."
		case 2:
			a.Byline, a.Title, a.Body, a.Changed, a.Note = hostile, hostile, body(hostile+longest), at.Add(time.Minute), hostile
		}
		list.List = append(list.List, a)
	}
	return viewAdditions(s, list, sampleID[rozmova.Addition](9))
}

// sampleFixed is the usual story with corrections in place: of a statement's words, of a dated fact, and of words that are nowhere.
func sampleFixed(t testing.TB) *rozmova.Story {
	s := sampleStory(t)
	s.Corrections = []rozmova.Correction{
		{Kind: rozmova.Corrected, At: sampleTime.Add(time.Hour), Text: "Названо не те число шляхів.", Wrong: "три <b>шляхи</b>", Right: "два шляхи", InPlace: true},
		{Kind: rozmova.Updated, At: sampleTime.Add(2 * time.Hour), Text: "Сторони погодили день.", Wrong: "10 січня", Right: "9 січня", Development: "geneva", InPlace: true},
		{Kind: rozmova.Retraction, At: sampleTime.Add(3 * time.Hour), Text: "Цього не було.", Wrong: hostile, Right: "слів, яких немає", InPlace: true},
	}
	return s
}
