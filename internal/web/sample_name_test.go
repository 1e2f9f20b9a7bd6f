package web

import (
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

// nameSamples are the pages of the reader's own pen name.
var nameSamples = []sample{
	{"name-empty", "name", func(_ testing.TB, lang rozmova.Locale) any {
		return &NamePage{Frame: sampleFrame(lang, "/me/name", "Ім’я"), PenName: "Читач 12", Limit: 32}
	}},
	{"name-usual", "name", func(_ testing.TB, lang rozmova.Locale) any {
		return &NamePage{Frame: sampleFrame(lang, "/me/name", "Ім’я"), PenName: "Оксана", Limit: 32, Typed: "Олена", Errors: FieldErrors{{"pen_name", "Це ім’я вже зайняте."}},
			Former: []FormerName{{"Оксана з Подолу", sampleTime}}}
	}},
	{"name-later", "name", func(_ testing.TB, lang rozmova.Locale) any {
		return &NamePage{Frame: sampleFrame(lang, "/me/name", "Ім’я"), PenName: "Оксана", Next: sampleTime, Errors: FieldErrors{{"pen_name", "Ім’я можна змінювати раз на тридцять днів."}}}
	}},
	{"name-hostile", "name", func(_ testing.TB, lang rozmova.Locale) any {
		return &NamePage{Frame: sampleFrame(lang, "/me/name", hostile), PenName: hostile, Typed: hostile, Limit: 32, Errors: FieldErrors{{"", hostile}, {"pen_name", hostile}}, Former: []FormerName{{hostile, sampleTime}}}
	}},
	{"name-longest", "name", func(_ testing.TB, lang rozmova.Locale) any {
		long := strings.Repeat("Щ", 32)
		return &NamePage{Frame: sampleFrame(lang, "/me/name", "Ім’я"), PenName: long, Typed: long, Limit: 32, Former: []FormerName{{long, sampleTime}, {long, sampleTime}}}
	}},
}
