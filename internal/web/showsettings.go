package web

import (
	"net/http"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
)

// longestInvited bounds the list of those invited, in characters.
const longestInvited = 20_000

// spokenLanguages are those that can be told apart in what readers write.
var spokenLanguages = []rozmova.Locale{"uk", "en", "ru"}

// showSettings shows how a discussion is kept, with the fields as they are filled and what is wrong with them.
func (s *Server) showSettings(w http.ResponseWriter, r *http.Request, code int, story *rozmova.Story, setup *discussion.Setup, f filled, errs FieldErrors) error {
	p := s.printer(visitOf(r.Context()).lang)
	page := &SettingsPage{Frame: s.frame(r, p.T("settings.title")), Story: refOf(story), Zone: s.zone().String(), Errors: errs, Wrong: settingsTroubles(p, errs)}
	field := func(name string) SettingsField {
		field := SettingsField{Name: name, Value: f.values[name], Trouble: errs.For(name), Beneath: beneath(p, name, &setup.Beneath), Focus: name == page.Focus()}
		if i := slices.IndexFunc(numbers, func(n setting) bool { return n.name == name }); i >= 0 {
			field.Type, field.Min, field.Max = "number", numbers[i].lowest(), numbers[i].most
		}
		return field
	}
	for _, key := range []string{"open", "premoderated", "slow", "closed"} {
		page.Modes = append(page.Modes, SettingsChoice{key, p.T("settings.mode." + key), p.T("settings.mode_hint." + key), f.values["mode"] == key})
	}
	page.Times = []SettingsField{field("opens"), field("closes"), field("close_after_days")}
	for i := range page.Times {
		if f := &page.Times[i]; f.Type == "" && f.Trouble == "" {
			f.Type = "datetime-local"
		} else if f.Type == "" {
			f.Type = "text" // the other would drop what is no time
		}
	}
	page.Slow, page.Older, page.Message, page.Invited = field("slow_minutes"), field("older_than_days"), field("message"), field("invited")
	page.Message.Max, page.Invited.Max = discussion.MaxMessage, longestInvited
	page.Limits = []SettingsField{field("runes"), field("links"), field("per_minute"), field("nesting")}
	page.Writers = []SettingsChoice{{"", p.T("settings.writers_beneath", "Value", beneath(p, "writers", &setup.Beneath)), "", f.values["writers"] == ""}}
	for _, who := range []rozmova.Writers{rozmova.Anyone, rozmova.OlderReaders, rozmova.Invited} {
		page.Writers = append(page.Writers, SettingsChoice{string(who), begun(p.T("settings.writers." + string(who))), "", f.values["writers"] == string(who)})
	}
	page.Spoken = i18n.LanguageNames(p, setup.Beneath.Languages)
	choices := append(slices.Clone(spokenLanguages), rozmova.AnyLanguage)
	for _, l := range setup.Own.Languages { // set by other means than this page
		if !slices.Contains(choices, l) {
			choices = append(choices, l)
		}
	}
	for _, l := range choices {
		page.Languages = append(page.Languages, SettingsChoice{string(l), begun(p.Language(string(l))), "", slices.Contains(f.languages, string(l))})
	}
	return s.show(w, r, code, "settings", page)
}

// settingsFields are the fields of the page from its top down, each with the id of its label.
var settingsFields = [][2]string{
	{"mode", "settings.mode_title"}, {"slow_minutes", "settings.label.slow_minutes"}, {"opens", "settings.label.opens"}, {"closes", "settings.label.closes"},
	{"close_after_days", "settings.label.close_after_days"}, {"writers", "settings.writers_title"}, {"older_than_days", "settings.label.older_than_days"},
	{"invited", "settings.label.invited"}, {"message", "settings.label.message"}, {"runes", "settings.label.runes"}, {"links", "settings.label.links"},
	{"per_minute", "settings.label.per_minute"}, {"nesting", "settings.label.nesting"}, {"languages", "settings.languages_title"},
}

// settingsTroubles puts what is wrong with fields in the order of the page.
func settingsTroubles(p *i18n.Printer, errs FieldErrors) (list []SettingsTrouble) {
	for _, field := range settingsFields {
		if text := errs.For(field[0]); text != "" {
			list = append(list, SettingsTrouble{field[0], p.T(field[1]), text})
		}
	}
	return list
}

// beneath tells what holds where a field is empty: what the section or the site says.
func beneath(p *i18n.Printer, name string, settings *rozmova.ThreadSettings) string {
	for _, n := range numbers {
		if n.name != name {
			continue
		}
		switch value := *n.of(settings); {
		case value == rozmova.Never:
			return p.T("settings.never." + name)
		case value != 0:
			return p.Number(int64(value))
		}
	}
	switch name {
	case "opens":
		return timeOr(p, settings.Opens, "settings.never.opens")
	case "closes":
		return timeOr(p, settings.Closes, "settings.never.closes")
	case "writers":
		if settings.Writers != "" {
			return p.T("settings.writers." + string(settings.Writers))
		}
	}
	return ""
}

func timeOr(p *i18n.Printer, at time.Time, never string) string {
	if at.IsZero() {
		return p.T(never)
	}
	return p.DateTime(at)
}

// begun gives words as they begin a line.
func begun(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}
