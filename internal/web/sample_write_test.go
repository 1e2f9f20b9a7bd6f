package web

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// writeSamples are the pages on which people write and set things.
var writeSamples = []sample{
	{"form-usual", "story", func(_ testing.TB, lang rozmova.Locale) any {
		return sampleForm(lang, func(f *CommentForm) {
			f.Nonce, f.PenName, f.Quote = "n", "Юрко", "> раніше очікували, що вони почнуться 10 січня\n\n"
			f.Mode, f.Terms = rozmova.Slow, TermsView{Mode: rozmova.Slow, Slow: 15, Ends: sampleTime.Add(72 * time.Hour), Writers: rozmova.Anyone}
			f.Parent = &ParentView{sampleID[rozmova.Comment](1), "Оксана з Подолу", "Дякую, що поруч стоять обидві версії.", rozmova.Heated}
			f.Statement = &StatementRef{Key: "s7", Number: 9, Words: "це означало б повний розрив відносин", Speaker: "Володимир Путін", Language: "uk"}
		})
	}},
	{"form-refused", "story", func(_ testing.TB, lang rozmova.Locale) any {
		return sampleForm(lang, func(f *CommentForm) {
			f.Nonce, f.PenName, f.Body, f.Preview = "n", "Юрко", "Дуже *важливо*.", "<p>Дуже <em>важливо</em>.</p>"
			f.Terms = TermsView{Mode: rozmova.Open, Writers: rozmova.OlderReaders, OlderDays: 7, Languages: []rozmova.Locale{"uk", "en", "ru", "pl"}}
			f.Errors = FieldErrors{{"parent", "Коментаря, на який ви відповідаєте, вже не видно."}, {"statement", "Такого твердження вже немає."}, {"body", "Задовго."}, {"", "Зачекайте."}}
		})
	}},
	{"form-early", "story", func(_ testing.TB, lang rozmova.Locale) any {
		return sampleForm(lang, func(f *CommentForm) {
			f.Mode, f.Body = rozmova.Closed, "Слова, які прийшли зарано."
			f.Terms = TermsView{Mode: rozmova.Closed, Early: true, Opens: sampleTime.Add(time.Hour)}
			f.Errors = FieldErrors{{"", "Ще зарано."}}
		})
	}},
	{"form-barred", "story", func(_ testing.TB, lang rozmova.Locale) any {
		return sampleForm(lang, func(f *CommentForm) {
			f.Barred, f.PenName, f.Body = true, "Юрко", "Слова, яких тут не беруть."
			f.Terms = TermsView{Mode: rozmova.Open, Writers: rozmova.OlderReaders, OlderDays: 7}
			f.Errors = FieldErrors{{"", "Ще зарано."}}
		})
	}},
	{"form-hostile", "story", func(_ testing.TB, lang rozmova.Locale) any {
		return sampleForm(lang, func(f *CommentForm) {
			f.Nonce, f.PenName, f.Quote = hostile, hostile, hostile
			f.Terms = TermsView{Mode: rozmova.Open, Writers: rozmova.Invited, Languages: []rozmova.Locale{rozmova.Locale(hostile)}}
			f.Parent, f.Statement = &ParentView{Excerpt: hostile, PenName: hostile}, &StatementRef{Key: hostile, Words: hostile, Speaker: hostile, Language: rozmova.Locale(hostile)}
		})
	}},
	{"edit-append", "edit", func(_ testing.TB, lang rozmova.Locale) any {
		c := sampleComment(1, 0, "Оксана", "x")
		return &EditPage{Frame: sampleFrame(lang, "/comments/x/edit", "Доповнити"), Story: sampleRef(), Comment: c, Append: true, Old: "<p>Те, що вже прочитали.</p>", Revision: 3,
			Body: "Уточнення", Kept: "Зовсім інші слова", Limit: 5000, Errors: FieldErrors{{"addition", "Напишіть щось."}, {"", "Час минув."}}}
	}},
	{"feature", "feature", func(_ testing.TB, lang rozmova.Locale) any {
		return &FeaturePage{Frame: sampleFrame(lang, "/comments/x/feature", "Вибір редакції"), Story: sampleRef(), Comment: sampleComment(1, 0, "Оксана", "Варте уваги."), Block: 1,
			Blocks: []BlockChoice{{0, "Президенти Сполучених Штатів і Росії…"}, {1, "За даними «Голосу Америки»…"}}}
	}},
	{"feature-hostile", "feature", func(_ testing.TB, lang rozmova.Locale) any {
		c := hostileComment()
		c.Featured = true
		return &FeaturePage{Frame: sampleFrame(lang, "/comments/x/feature", hostile), Story: StoryRef{"x", hostile, "uk"}, Comment: c, Block: rozmova.Never,
			Blocks: []BlockChoice{{0, hostile}}, Errors: FieldErrors{{"block", hostile}}}
	}},
	{"settings-usual", "settings", func(_ testing.TB, lang rozmova.Locale) any { return sampleSettings(lang, "15", "") }},
	{"settings-hostile", "settings", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleSettings(lang, hostile, hostile)
		p.Errors = FieldErrors{{"mode", hostile}, {"writers", hostile}, {"languages", hostile}}
		p.Wrong = []SettingsTrouble{{"mode", hostile, hostile}, {hostile, hostile, hostile}}
		p.Spoken, p.Zone, p.Modes[0].Label, p.Languages[0].Value = hostile, hostile, hostile, hostile
		return p
	}},
	{"sign-in-vote", "sign-in", func(_ testing.TB, lang rozmova.Locale) any {
		return &SignInPage{Frame: sampleFrame(lang, "/sign-in", "Увійти"), Next: "/stories/x#c-1", Vote: true}
	}},
	{"me-muted", "me", func(_ testing.TB, lang rozmova.Locale) any {
		return &MePage{Frame: sampleFrame(lang, "/me", "Обліковий запис"), PenName: "Оксана з Подолу", Joined: sampleTime, Answers: "/readers/x/answers.atom",
			Muted: []MutedReader{{sampleID[rozmova.Reader](1), "Гострий язик"}, {sampleID[rozmova.Reader](2), hostile}}}
	}},
	{"error-401", "error", func(_ testing.TB, lang rozmova.Locale) any {
		return &ErrorPage{Frame: sampleFrame(lang, "/x", ""), Status: 401, Kept: "Мій довгий коментар", SignIn: "/comments/x/edit", Back: "/stories/x"}
	}},
}

// sampleForm is a story with nothing but a form under it.
func sampleForm(lang rozmova.Locale, change func(*CommentForm)) *StoryPage {
	s := &rozmova.Story{Slug: "x", Language: "uk", State: rozmova.PublicStory, Headline: "Заголовок", Published: sampleTime, Changed: sampleTime, Revision: 1}
	d := &Discussion{Thread: sampleID[rozmova.Thread](1), Story: sampleRef(), Mode: rozmova.Open}
	d.Form = CommentForm{Thread: d.Thread, Story: sampleRef(), Mode: rozmova.Open, Limit: 5000, Language: lang}
	change(&d.Form)
	d.Mode, d.Terms = d.Form.Mode, d.Form.Terms
	return &StoryPage{Frame: sampleFrame(lang, "/stories/x", s.Headline), Story: ViewStory(s, SectionLink{}), Discussion: d}
}

// sampleSettings has the same value in each field.
func sampleSettings(lang rozmova.Locale, value, trouble string) *SettingsPage {
	field := func(name, kind string) SettingsField {
		return SettingsField{Name: name, Value: value, Type: kind, Min: 1, Max: 1440, Beneath: "5", Trouble: trouble}
	}
	return &SettingsPage{
		Frame: sampleFrame(lang, "/stories/x/discussion", "Налаштування"), Story: sampleRef(), Zone: "Europe/Kyiv", Spoken: "українська",
		Modes:   []SettingsChoice{{"open", "Відкрита", "Коментар видно одразу.", false}, {"slow", "Неквапна", "", true}},
		Times:   []SettingsField{field("opens", "datetime-local"), field("closes", "datetime-local"), field("close_after_days", "number")},
		Writers: []SettingsChoice{{"", "Як на сайті", "", true}, {"invited", "Запрошені", "", false}},
		Slow:    field("slow_minutes", "number"), Message: field("message", ""), Older: field("older_than_days", "number"), Invited: field("invited", ""),
		Limits:    []SettingsField{field("runes", "number"), field("links", "number"), field("per_minute", "number"), field("nesting", "number")},
		Languages: []SettingsChoice{{"uk", "українська", "", true}, {"*", "будь-яка", "", false}},
	}
}
