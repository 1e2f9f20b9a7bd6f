package web

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

func sampleNotice(lang rozmova.Locale, words string) *NoticePage {
	p := &NoticePage{
		Frame: sampleFrame(lang, "/comments/x/notice", "Повідомити"), Story: sampleRef(), Comment: sampleComment(1, 0, "Гострий язик", "Приходьте до нього додому."), Country: "UA",
		Text: words, Law: words, Name: words, Limit: 3000,
	}
	for _, c := range moderation.NoticeCategories {
		p.Categories = append(p.Categories, categoryKey(c))
	}
	return p
}

func sampleCase(lang rozmova.Locale, words string) *NoticeCasePage {
	return &NoticeCasePage{
		Frame: sampleFrame(lang, "/notices/x", "Ваше повідомлення"), Code: "x", Story: sampleRef(), Category: "violence", Text: words, At: sampleTime,
		Due: sampleTime.Add(72 * time.Hour), Limit: 3000,
	}
}

// noticeSamples are the pages of notices of illegal content.
var noticeSamples = []sample{
	{"notice-usual", "notice", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleNotice(lang, "Приходьте до нього додому.")
		p.Errors = FieldErrors{{"good_faith", "Підтвердьте."}, {"email", "Це не адреса."}}
		return p
	}},
	{"notice-hostile", "notice", func(_ testing.TB, lang rozmova.Locale) any { return sampleNotice(lang, hostile) }},
	{"notice-case-waiting", "notice-case", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleCase(lang, hostile)
		p.Fresh = true
		return p
	}},
	{"notice-case-decided", "notice-case", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleCase(lang, "Тут адреса.")
		p.Outcome, p.Decided, p.Until, p.Answer, p.Rule, p.Draft = rozmova.NoticeRejected, sampleTime, sampleTime.AddDate(0, 6, 0), hostile, "Без погроз", longest
		return p
	}},
	{"notice-case-appealed", "notice-case", func(_ testing.TB, lang rozmova.Locale) any {
		p := sampleCase(lang, "Тут адреса.")
		p.Outcome, p.Decided, p.Law = rozmova.NoticeRestricted, sampleTime, "ККУ, ст. 129"
		p.Appeal = &rozmova.Appeal{State: rozmova.AppealOpen, Text: "Чому?", Due: sampleTime.AddDate(0, 0, 10)}
		return p
	}},
}
