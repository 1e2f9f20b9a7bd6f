package web

import (
	"testing"

	"github.com/rozmova/rozmova"
)

// sampleDoors are a provider, linked, and the newsroom's own login.
func sampleDoors() ProviderPart {
	return ProviderPart{
		Doors:      []DoorButton{{Path: "site", Name: "Вхід Вісника"}, {Path: "provider/google", Name: "Google", Linked: true}},
		Identities: []IdentityLine{{ID: "1", Door: "Google", Label: "oksana@poshta.example", Added: sampleTime, Used: sampleTime}},
	}
}

// hostileDoors say whatever a provider lets its people say.
func hostileDoors() ProviderPart {
	return ProviderPart{
		Doors:      []DoorButton{{Path: hostile, Name: hostile}, {Path: "provider/x", Name: hostile, Linked: true}},
		Identities: []IdentityLine{{ID: hostile, Door: hostile, Label: hostile, Added: sampleTime, Used: sampleTime}},
	}
}

// providerSamples are the pages with providers and the newsroom's own login.
var providerSamples = []sample{
	{"sign-in-doors", "sign-in", func(t testing.TB, lang rozmova.Locale) any {
		return &SignInPage{Frame: sampleFrame(lang, "/sign-in", "Увійти"), ProviderPart: sampleDoors(), Next: "/stories/x", Parked: sampleParked(t), Errors: FieldErrors{{"", "Той сайт не відповідає."}}}
	}},
	{"sign-in-doors-hostile", "sign-in", func(_ testing.TB, lang rozmova.Locale) any {
		return &SignInPage{Frame: sampleFrame(lang, "/sign-in", "Увійти"), ProviderPart: hostileDoors(), Next: hostile}
	}},
	{"ways-doors", "ways", func(_ testing.TB, lang rozmova.Locale) any {
		return &WaysPage{Frame: sampleFrame(lang, "/me/ways", "Вхід"), ProviderPart: sampleDoors(), Email: "oksana@poshta.example"}
	}},
	{"ways-doors-hostile", "ways", func(_ testing.TB, lang rozmova.Locale) any {
		return &WaysPage{Frame: sampleFrame(lang, "/me/ways", "Вхід"), ProviderPart: hostileDoors(), Last: true}
	}},
	{"confirm-doors", "confirm", func(_ testing.TB, lang rozmova.Locale) any {
		return &ConfirmPage{Frame: sampleFrame(lang, "/confirm", "Підтвердьте"), ProviderPart: sampleDoors(), Next: "/me", Again: true}
	}},
	{"going", "going", func(_ testing.TB, lang rozmova.Locale) any {
		return &GoingPage{Frame: sampleFrame(lang, "/sign-in", "Увійти"), Name: "Google", To: "https://accounts.google.com/o?x=1"}
	}},
	{"going-hostile", "going", func(_ testing.TB, lang rozmova.Locale) any {
		return &GoingPage{Frame: sampleFrame(lang, "/sign-in", "Увійти"), Name: hostile, To: hostile}
	}},
}
