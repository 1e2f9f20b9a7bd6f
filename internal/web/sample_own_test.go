package web

import (
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// ownSamples are the pages of own data.
var ownSamples = []sample{
	{"own-data", "own-data", func(_ testing.TB, lang rozmova.Locale) any {
		return &OwnDataPage{Frame: sampleFrame(lang, "/me/data", "Мої дані"), Kept: []OwnLine{{"contact", 1}, {"comments", 12345}, {"votes", 7}}}
	}},
	{"own-data-empty", "own-data", func(_ testing.TB, lang rozmova.Locale) any {
		return &OwnDataPage{Frame: sampleFrame(lang, "/me/data", "Мої дані")}
	}},
	{"erase", "erase", func(_ testing.TB, lang rozmova.Locale) any {
		return &ErasePage{Frame: sampleFrame(lang, "/me/data/erase", "Видалити"), PenName: longest, Staff: true, Texts: "keep",
			Errors: FieldErrors{{"", "Ви єдиний адміністратор."}, {"pen_name", "Це не ваше ім’я."}, {"texts", "Оберіть."}}}
	}},
	{"erase-hostile", "erase", func(_ testing.TB, lang rozmova.Locale) any {
		return &ErasePage{Frame: sampleFrame(lang, "/me/data/erase", "Видалити"), PenName: hostile}
	}},
	{"erasure", "erasure", func(_ testing.TB, lang rozmova.Locale) any {
		return &ErasurePage{Frame: sampleFrame(lang, "/erasures/x", "Видалення"), Erasure: membership.Erasure{Asked: sampleTime, Keep: true}}
	}},
	{"erasure-done", "erasure", func(_ testing.TB, lang rozmova.Locale) any {
		return &ErasurePage{Frame: sampleFrame(lang, "/erasures/x", "Видалення"), Erasure: membership.Erasure{Asked: sampleTime, Done: sampleTime}}
	}},
}

// TestTheTypedName: what a phone makes of a name is still the name.
func TestTheTypedName(t *testing.T) {
	for _, tt := range []struct {
		typed, name string
		want        bool
	}{
		{"Оксана з Подолу", "Оксана з Подолу", true}, {" оксана  з подолу ", "Оксана з Подолу", true}, {"О'Ніл", "О’Ніл", true},
		{"Оксана", "Оксана з Подолу", false}, {"", "Оксана", false}, {"Oксана", "Оксана", false},
	} {
		if got := sameName(tt.typed, tt.name); got != tt.want {
			t.Errorf("%q for %q: %v, want %v", tt.typed, tt.name, got, tt.want)
		}
	}
}
