package web

import (
	"testing"

	"github.com/rozmova/rozmova"
)

func sampleCard(name string) ProfileCard {
	return ProfileCard{
		PenName: name, Avatar: AvatarView{PenName: name}, Roles: []rozmova.Role{rozmova.Moderator, rozmova.Editor},
		Joined: sampleTime, Comments: 1234, Respect: 98765, Commented: true, Respected: true,
	}
}

func sampleProfileLines(words string) []ProfileLine {
	ref := sampleRef()
	return []ProfileLine{
		{ID: sampleID[rozmova.Comment](1), Story: ref, Excerpt: words, Language: "uk", Created: sampleTime, Respect: 12},
		{ID: sampleID[rozmova.Comment](2), Story: ref, Excerpt: words, Language: "uk", Created: sampleTime},
	}
}

// profileSamples are the pages of profiles.
var profileSamples = []sample{
	{"reader-usual", "reader", func(_ testing.TB, lang rozmova.Locale) any {
		return &ReaderPage{
			Frame: sampleFrame(lang, "/readers/x", "Оксана з Подолу"), ID: sampleID[rozmova.Reader](1), ProfileCard: sampleCard("Оксана з Подолу"),
			Lines: sampleProfileLines("Дякую, що поруч стоять обидві версії."), First: "/readers/x", More: "/readers/x?before=y",
		}
	}},
	{"reader-own", "reader", func(_ testing.TB, lang rozmova.Locale) any {
		p := &ReaderPage{Frame: sampleFrame(lang, "/readers/x", "Petro"), ProfileCard: ProfileCard{PenName: "Petro", Avatar: AvatarView{"Petro", "abcdef"}, Commented: true}, Own: true, Veiled: true}
		p.Me = &Me{PenName: "Petro"}
		return p
	}},
	{"reader-muted", "reader", func(_ testing.TB, lang rozmova.Locale) any {
		p := &ReaderPage{Frame: sampleFrame(lang, "/readers/x", "Petro"), ProfileCard: sampleCard("Petro"), Mute: true, Muted: true}
		p.Me = &Me{PenName: "Юрко"}
		return p
	}},
	{"reader-empty", "reader", func(_ testing.TB, lang rozmova.Locale) any {
		return &ReaderPage{Frame: sampleFrame(lang, "/readers/x", "Petro"), ProfileCard: ProfileCard{PenName: "Petro", Avatar: AvatarView{PenName: "Petro"}}}
	}},
	{"reader-hostile", "reader", func(_ testing.TB, lang rozmova.Locale) any {
		card := sampleCard(hostile)
		card.Avatar.Picture = hostile
		return &ReaderPage{Frame: sampleFrame(lang, "/readers/x", hostile), ProfileCard: card, Lines: sampleProfileLines(hostile), Mute: true}
	}},
	{"reader-longest", "reader", func(_ testing.TB, lang rozmova.Locale) any {
		return &ReaderPage{Frame: sampleFrame(lang, "/readers/x", longest), ProfileCard: sampleCard(longest), Lines: sampleProfileLines(longest)}
	}},
	{"profile-usual", "profile", func(_ testing.TB, lang rozmova.Locale) any {
		p := &ProfilePage{Frame: sampleFrame(lang, "/me/profile", "Профіль"), ID: sampleID[rozmova.Reader](1), ShowJoined: true, ShowComments: true, Votes: true, Others: sampleCard("Оксана з Подолу"), Megabytes: 4}
		p.Me = &Me{PenName: "Оксана з Подолу"}
		return p
	}},
	{"profile-trouble", "profile", func(_ testing.TB, lang rozmova.Locale) any {
		card := ProfileCard{PenName: longest, Avatar: AvatarView{longest, "abcdef"}}
		p := &ProfilePage{Frame: sampleFrame(lang, "/me/profile", "Профіль"), Others: card, Picture: true, ShowRespect: true, Megabytes: 4, Errors: FieldErrors{{"picture", hostile}, {"", hostile}}}
		p.Me = &Me{PenName: longest}
		return p
	}},
}
