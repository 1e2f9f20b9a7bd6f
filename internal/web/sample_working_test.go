package web

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
)

func sampleWorkingFrame(lang rozmova.Locale, path, title string) DeskFrame {
	return DeskFrame{Frame: sampleFrame(lang, path, title), Area: "stories", Areas: []DeskTab{{"stories", "/desk/stories", 0}, {"register", "/desk/register", 0}}}
}

func sampleHead(headline, tab string) *StoryHead {
	return &StoryHead{StoryRef: StoryRef{"dzvinok", headline, "uk"}, Tab: tab, Public: true, Version: 7, Open: 3}
}

// sampleMarks is the page of a story's statements with one card open.
func sampleMarks(t testing.TB, lang rozmova.Locale, words string) *MarksPage {
	s := sampleStory(t)
	p := &MarksPage{
		DeskFrame: sampleWorkingFrame(lang, "/desk/stories/dzvinok/statements?card=st-s2", "Твердження"), Story: *sampleHead(s.Headline, "statements"), Done: 2,
		Items: []MarkItem{
			{ID: "st-s1", Kind: "statement", Number: 1, State: "confirmed", Text: "сторони домовилися почати переговори", Who: "Голос Америки", Via: "Голос Америки", Turn: 1},
			{ID: "st-s2", Kind: "statement", Number: 2, State: "again", Text: words, Who: words, Depth: 1, At: true, Turn: 4},
			{ID: "st-s3", Kind: "statement", Number: 3, State: "suggested", Text: "розмова була «серйозною»"},
			{ID: "st-s4", Kind: "statement", Number: 4, State: "gone", Text: "чого вже немає", Who: "Юрій Ушаков"},
			{ID: "dev-d1", Kind: "date", State: "confirmed", Text: "10 січня → 9 січня"}, {ID: "out-0", Kind: "out", State: "suggested", Text: "Читайте також"},
		},
		Speakers: []string{"Джен Псакі", words}, Outlets: []string{"Голос Америки"}, Sides: []string{"Американська сторона"}, Topics: []string{"Переговори"},
		Dismissed: []MarkItem{{ID: "st-s9", Kind: "statement", State: "wrong", Text: words, Turn: 2}}, Left: []MarkItem{{ID: "out-1", Kind: "out", State: "confirmed", Text: words}},
		Silences: []SilenceView{{"n1", "Міністерство", rozmova.NoAnswer, sampleTime, words}},
	}
	anchor, err := richtext.Locate(s.Body, "9 січня", 0)
	if err != nil {
		t.Fatal(err)
	}
	p.Text = richtext.HTML(s.Body, richtext.Options{Lang: "uk", Marks: []richtext.Mark{{Anchor: anchor, Key: "s2", State: "again at"}}})
	p.At = &MarkCard{MarkItem: p.Items[1], Content: words, Was: words, Reads: "Джен Псакі",
		Form: newsroom.StatementCard{Mode: rozmova.Mixed, Cue: "сказав", Speaker: words, Kind: rozmova.Person, Role: "речниця", Unnamed: words, Side: words, Topic: words, Record: rozmova.Background,
			Evidence: words, Within: "s1", Enter: true}, Outer: []MarkItem{p.Items[0]}}
	return p
}

// workingSamples are the pages of working copies.
var workingSamples = []sample{
	{"stories-usual", "stories", func(_ testing.TB, lang rozmova.Locale) any {
		return &StoriesPage{DeskFrame: sampleWorkingFrame(lang, "/desk/stories", "Матеріали"), More: "/desk/stories?before=x", Items: []StoryLine{
			{StoryRef: StoryRef{"dzvinok", "Дзвінок", "uk"}, Section: SectionLink{"world", "Світ"}, State: "changed", At: sampleTime, Confirmed: 9, Open: 3, Again: 1, Unnamed: 2, Of: 9},
			{StoryRef: StoryRef{"hostile", hostile, "uk"}, State: "draft", At: sampleTime.Add(-time.Hour)}, {StoryRef: StoryRef{"longest", longest, "uk"}, State: "retracted", At: sampleTime, Confirmed: 1},
		}}
	}},
	{"stories-empty", "stories", func(_ testing.TB, lang rozmova.Locale) any {
		return &StoriesPage{DeskFrame: sampleWorkingFrame(lang, "/desk/stories", "Матеріали")}
	}},
	{"story-edit-new", "story-edit", func(_ testing.TB, lang rozmova.Locale) any {
		return &StoryEditPage{DeskFrame: sampleWorkingFrame(lang, "/desk/stories/new", "Новий матеріал"), Form: StoryForm{Headline: hostile, Body: hostile, Language: "en"}, Sections: []SectionLink{{"world", "Світ"}},
			Errors: FieldErrors{{"slug", "Матеріал із такою адресою вже є."}}}
	}},
	{"story-edit-both", "story-edit", func(t testing.TB, lang rozmova.Locale) any {
		form := StoryForm{Headline: "Дзвінок", Standfirst: longest, Byline: "Олена Гаврилюк", Section: "world", Body: "Мої слова.\n\n" + hostile, Language: "uk"}
		before, after := *sampleStory(t), *sampleStory(t)
		after.Headline = "Дзвінок"
		return &StoryEditPage{
			DeskFrame: sampleWorkingFrame(lang, "/desk/stories/dzvinok", "Дзвінок"), Story: sampleHead("Дзвінок", "text"), Form: form, Errors: FieldErrors{{"", "Хтось зберіг матеріал, поки ви працювали."}},
			Theirs: &StoryTheirs{By: "Ірина", At: sampleTime, Parts: DiffStories(&before, &after), Form: form}, Preview: "<p>Мої слова.</p>",
		}
	}},
	{"marks-usual", "marks", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleMarks(t, lang, "Володимир Путін")
		p.Items[1].State, p.At.State, p.At.Was, p.At.Reads, p.At.Known = "suggested", "suggested", "", "", true
		p.At.Form = newsroom.StatementCard{Mode: rozmova.Indirect, Cue: "відповів", Speaker: "Володимир Путін", Kind: rozmova.Person, Role: "президент Росії"}
		return p
	}},
	{"marks-hostile", "marks", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleMarks(t, lang, hostile)
		p.Sent, p.Errors = "card", FieldErrors{{"", "Хтось тим часом змінив цю картку."}, {"link", "Адреса має починатися з http://."}, {"words", "Таких слів немає."}}
		p.At.Words = hostile
		return p
	}},
	{"marks-longest", "marks", func(t testing.TB, lang rozmova.Locale) any { return sampleMarks(t, lang, longest) }},
	{"marks-date", "marks", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleMarks(t, lang, "x")
		p.Items[1].At, p.Items[4].At = false, true
		p.At = &MarkCard{MarkItem: p.Items[4], Signal: "раніше очікувалося", Date: newsroom.DateCard{What: "переговори починаються", Value: "9 січня", Date: "--01-09", Before: "10 січня", Source: "Голос Америки"}}
		p.At.State = "again"
		return p
	}},
	{"marks-out", "marks", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleMarks(t, lang, "x")
		p.At = &MarkCard{MarkItem: p.Items[5], Content: "Читайте також", Why: "read_also"}
		p.Sent, p.Errors, p.NewWords = "mark", FieldErrors{{"words", "Таких слів у тексті немає."}}, "слова"
		return p
	}},
	{"marks-done", "marks", func(t testing.TB, lang rozmova.Locale) any {
		p := sampleMarks(t, lang, "x")
		p.At, p.Items = nil, p.Items[:1]
		p.Sent, p.Errors = "silence", FieldErrors{{"at", "Час пишіть так: 2026-11-23T09:30."}}
		p.Silence = newsroom.SilenceCard{Who: hostile, Kind: rozmova.Organisation, Said: rozmova.NoAnswer, At: "учора"}
		return p
	}},
	{"working-publish-usual", "working-publish", func(t testing.TB, lang rozmova.Locale) any {
		return &WorkingPublishPage{DeskFrame: sampleWorkingFrame(lang, "/desk/stories/dzvinok/publish", "Опублікувати"), Story: *sampleHead("Дзвінок", "publish"), Confirmed: 12, Off: 1, Unnamed: 3, Of: 12,
			Waiting: sampleMarks(t, lang, longest).Items[1:], Changed: true}
	}},
	{"working-publish-behind", "working-publish", func(_ testing.TB, lang rozmova.Locale) any {
		p := &WorkingPublishPage{DeskFrame: sampleWorkingFrame(lang, "/desk/stories/dzvinok/publish", "Опублікувати"), Story: *sampleHead("Дзвінок", "publish"), Changed: true, Errors: FieldErrors{{"", "Спершу вирішіть, що лишити."}}}
		p.Story.Behind = true
		return p
	}},
}
