package web

import (
	"testing"

	"github.com/rozmova/rozmova"
)

// waysSamples are the pages of the ways in.
var waysSamples = []sample{
	{"sign-in-again", "sign-in", func(_ testing.TB, lang rozmova.Locale) any {
		return &SignInPage{Frame: sampleFrame(lang, "/sign-in", "Увійти"), Next: "/", Email: "oksana@poshta.example", Code: true, Resent: true, Errors: FieldErrors{{"email", "Забагато кодів."}}}
	}},
	{"ways-usual", "ways", func(_ testing.TB, lang rozmova.Locale) any {
		return &WaysPage{Frame: sampleFrame(lang, "/me/ways", "Вхід і пристрої"), Email: "oksana@poshta.example",
			Devices: []DeviceLine{
				{"0123456789abcdef", "Firefox, Android", "code", sampleTime, sampleTime, true},
				{"1123456789abcdef", "", "", sampleTime, sampleTime, false},
				{"2123456789abcdef", "Chrome, Windows", "provider", sampleTime, sampleTime, false},
			},
			Tokens: []TokenLine{{"0123456789abcdef", "скрипт", sampleTime, sampleTime}, {"1123456789abcdef", "ще один", sampleTime, sampleTime.AddDate(1, 0, 0)}}}
	}},
	{"ways-last", "ways", func(_ testing.TB, lang rozmova.Locale) any {
		return &WaysPage{Frame: sampleFrame(lang, "/me/ways", "Вхід і пристрої"), Last: true, Errors: FieldErrors{{"", "Це єдиний спосіб увійти."}, {"email", "Це не адреса."}}}
	}},
	{"ways-code", "ways", func(_ testing.TB, lang rozmova.Locale) any {
		return &WaysPage{Frame: sampleFrame(lang, "/me/ways", "Вхід і пристрої"), Email: "oksana@poshta.example", Typed: "nova@poshta.example", Code: true,
			Errors: FieldErrors{{"code", "Код не той."}}}
	}},
	{"ways-hostile", "ways", func(_ testing.TB, lang rozmova.Locale) any {
		return &WaysPage{Frame: sampleFrame(lang, "/me/ways", hostile), Email: hostile, Typed: hostile, Errors: FieldErrors{{"", hostile}, {"email", hostile}},
			Devices: []DeviceLine{{hostile, hostile, "code", sampleTime, sampleTime, false}}, Tokens: []TokenLine{{hostile, hostile, sampleTime, sampleTime}}}
	}},
	{"confirm-usual", "confirm", func(_ testing.TB, lang rozmova.Locale) any {
		return &ConfirmPage{Frame: sampleFrame(lang, "/confirm?next=/me/data", "Підтвердьте, що це ви"), Next: "/me/data", Email: "o•••@poshta.example", Again: true}
	}},
	{"confirm-code", "confirm", func(_ testing.TB, lang rozmova.Locale) any {
		return &ConfirmPage{Frame: sampleFrame(lang, "/confirm?next=/me/data", "Підтвердьте, що це ви"), Next: "/me/data", Email: "o•••@poshta.example", Code: true, Again: true,
			Errors: FieldErrors{{"code", "Код не той."}, {"email", "Забагато кодів."}}}
	}},
	{"confirm-hostile", "confirm", func(_ testing.TB, lang rozmova.Locale) any {
		return &ConfirmPage{Frame: sampleFrame(lang, "/confirm?next="+hostile, hostile), Next: hostile, Email: hostile, Errors: FieldErrors{{"", hostile}, {"email", hostile}}}
	}},
}
