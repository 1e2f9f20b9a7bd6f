package web

import (
	"testing"

	"github.com/rozmova/rozmova"
)

func sampleEntry() rozmova.Entry {
	return rozmova.Entry{
		ID: sampleID[rozmova.Entry](1), Kind: rozmova.Person, Slug: "yurii-ushakov", Name: "Юрій Ушаков", Aliases: []string{"Yuri Ushakov"}, Side: "Кремль",
		Roles: []rozmova.DatedRole{{Role: "посол у США", From: "1998", Until: "2008"}, {Role: "помічник президента Росії", From: "2012"}},
		Link:  "https://example.org/ushakov", About: "Дипломат, помічник із зовнішньої політики.", Changed: sampleTime,
	}
}

func sampleSaid() []SaidView {
	ref := sampleRef()
	return []SaidView{{Story: ref, Published: sampleTime, Lines: []SaidLine{
		{Key: "s4", Words: "розмова загалом була конструктивною", Mode: rozmova.Direct, Role: "помічник президента Росії", Via: "Бі-бі-сі", Side: "Кремль", Corrected: sampleTime},
		{Key: "s5", Words: "обидва президенти тверезо підійшли до справи", Mode: rozmova.Indirect, Speaker: "посадовець"},
		{Key: "s6", TakenBack: true},
	}}}
}

// registerSamples are the pages of those who are quoted, and of the register.
var registerSamples = []sample{
	{"person", "person", func(_ testing.TB, lang rozmova.Locale) any {
		return &PersonPage{Frame: sampleFrame(lang, "/people/yurii-ushakov", "Юрій Ушаков"), Entry: sampleEntry(), Said: sampleSaid(), Older: "/people/yurii-ushakov?before=abc"}
	}},
	{"outlet-empty", "person", func(_ testing.TB, lang rozmova.Locale) any {
		return &PersonPage{Frame: sampleFrame(lang, "/outlets/holos", "Голос"), Entry: rozmova.Entry{Kind: rozmova.Outlet, Slug: "holos", Name: "Голос"}, Newer: "/outlets/holos"}
	}},
	{"person-hostile", "person", func(_ testing.TB, lang rozmova.Locale) any {
		e := rozmova.Entry{Kind: rozmova.Person, Slug: "x", Name: hostile, About: hostile, Link: "javascript:alert(1)", Roles: []rozmova.DatedRole{{Role: hostile, From: hostile}}}
		said := []SaidView{{Story: StoryRef{"x", hostile, "uk"}, Lines: []SaidLine{{Key: `"><script>`, Words: hostile, Speaker: hostile, Role: hostile, Via: hostile, Side: hostile}}}}
		return &PersonPage{Frame: sampleFrame(lang, "/people/x", hostile), Entry: e, Said: said}
	}},
	{"register", "register", func(_ testing.TB, lang rozmova.Locale) any {
		e := sampleEntry()
		return &RegisterPage{DeskFrame: sampleDeskFrame(lang, "/desk/register", "register"), Kinds: entryKinds, Kind: rozmova.Person, Entries: []EntryRow{{e, "помічник президента Росії", 12, EntryPath(&e)}}, Next: "/desk/register?after=x", First: true,
			Unnamed: []UnnamedRow{{"Світ", 3, 12, "25 %", 25, []string{"говорив на умовах анонімності", hostile}}, {"", 0, 2, "0 %", 0, nil}}}
	}},
	{"register-none", "register", func(_ testing.TB, lang rozmova.Locale) any {
		return &RegisterPage{DeskFrame: sampleDeskFrame(lang, "/desk/register", "register"), Kinds: entryKinds, Query: "Хтось"}
	}},
	{"register-entry", "register-entry", func(_ testing.TB, lang rozmova.Locale) any {
		e := sampleEntry()
		return &EntryPage{DeskFrame: sampleDeskFrame(lang, "/desk/register/yurii-ushakov", "register"), Entry: e, Kinds: entryKinds, Roles: append(e.Roles, rozmova.DatedRole{}), Aliases: "Yuri Ushakov",
			Seen: sampleTime.UnixMicro(), Recognised: []string{"юрій ушаков", "ушакова"}, Public: EntryPath(&e), Said: sampleSaid()}
	}},
	{"register-new", "register-entry", func(_ testing.TB, lang rozmova.Locale) any {
		return &EntryPage{DeskFrame: sampleDeskFrame(lang, "/desk/register/new", "register"), Entry: rozmova.Entry{Kind: rozmova.Outlet, Name: hostile}, Kinds: entryKinds, Roles: make([]rozmova.DatedRole, 2),
			Errors: FieldErrors{{"name", "Напишіть назву чи ім’я."}, {"roles", "Дату пишіть інакше."}, {"link", "Адреса має починатися з https://."}}}
	}},
	{"register-merge", "register-merge", func(_ testing.TB, lang rozmova.Locale) any {
		e := sampleEntry()
		return &MergePage{DeskFrame: sampleDeskFrame(lang, "/desk/register/ushakov/merge", "register"), From: rozmova.Entry{Slug: "ushakov", Name: "Ушаков Ю."}, Into: e, FromSaid: 1, IntoSaid: 12}
	}},
}
