package i18n

import (
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode"
)

// pluralForms are those CLDR 46 has for whole and decimal numbers in each language.
var pluralForms = map[string][]string{"uk": {"few", "many", "one", "other"}, "en": {"one", "other"}}

// areas are the files there are, in each language.
var areas = []string{
	"abuse", "addition", "alerts", "appeal", "cli", "corrections", "desk", "discussion", "error", "evidence", "guest", "mail", "membership", "moderation", "notice", "nudge", "orders", "owndata", "page", "passkey", "pen_name", "people",
	"policy", "profile", "provider", "public", "push", "quality", "register", "sanction", "since", "staff", "story", "ways", "working",
}

func TestEveryAreaInEveryLanguage(t *testing.T) {
	var want []string
	for _, area := range areas {
		for _, lang := range languages {
			want = append(want, "catalog/"+area+"."+lang+".toml")
		}
	}
	slices.Sort(want)
	got, err := fs.Glob(catalog, "catalog/*")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("files %v\nwant  %v", got, want)
	}
	if want := slices.Sorted(maps.Keys(pluralForms)); !slices.Equal(slices.Sorted(slices.Values(languages)), want) {
		t.Errorf("languages %v, but plural forms of %v", languages, want)
	}
}

func TestLanguagesSayTheSame(t *testing.T) {
	b := bundle(t)
	first := b.languages[languages[0]]
	for _, lang := range languages {
		texts := b.languages[lang]
		for id := range texts.messages {
			if first.messages[id] == nil {
				t.Errorf("%s has %s, %s has not", lang, id, first.lang)
			}
		}
		for id, want := range first.messages {
			m := texts.messages[id]
			if m == nil {
				t.Errorf("%s has no %s", lang, id)
				continue
			}
			if got, want := placeholders(t, forms(m)), placeholders(t, forms(want)); !slices.Equal(got, want) {
				t.Errorf("%s: %s has placeholders %v, in %s %v", lang, id, got, first.lang, want)
			}
		}
	}
}

func TestForms(t *testing.T) {
	b := bundle(t)
	for _, lang := range languages {
		for id, m := range b.languages[lang].messages {
			got := forms(m)
			names := slices.Sorted(maps.Keys(got))
			counts := slices.Contains(placeholders(t, got), "N")
			switch {
			case counts && !slices.Equal(names, pluralForms[lang]):
				t.Errorf("%s: %s counts and has forms %v, want %v", lang, id, names, pluralForms[lang])
			case !counts && !slices.Equal(names, []string{"other"}):
				t.Errorf("%s: %s does not count, or has no text, and has forms %v", lang, id, names)
			}
			for form, text := range got {
				if strings.TrimSpace(text) != text || text == "" {
					t.Errorf("%s: %s (%s) is empty or has space around it: %q", lang, id, form, text)
				}
				if counts && !slices.Contains(placeholders(t, map[string]string{form: text}), "N") {
					t.Errorf("%s: %s (%s) leaves its number out", lang, id, form)
				}
			}
		}
	}
}

// TestTypography holds that texts are set as well as stories are: no straight quotes, no hyphens for dashes, and Ukrainian
// words without Latin or Russian letters in them.
func TestTypography(t *testing.T) {
	b := bundle(t)
	for _, lang := range languages {
		for id, m := range b.languages[lang].messages {
			for _, text := range forms(m) {
				if strings.ContainsAny(text, `"'`) || strings.Contains(text, " - ") || strings.Contains(text, "...") {
					t.Errorf("%s: %s is not set well: %s", lang, id, text)
				}
				if strings.ContainsAny(text, "ыэёъЫЭЁЪ") {
					t.Errorf("%s: %s has a Russian letter: %s", lang, id, text)
				}
				for word := range strings.FieldsFuncSeq(placeholder.ReplaceAllString(text, " "), func(r rune) bool { return !unicode.IsLetter(r) }) {
					latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
					if latin && strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
						t.Errorf("%s: %s mixes alphabets in %q", lang, id, word)
					}
				}
			}
		}
	}
}

func TestErrorsLiveInTheirFile(t *testing.T) {
	for _, lang := range languages {
		names, _ := fs.Glob(catalog, "catalog/*."+lang+".toml")
		for _, name := range names {
			text, err := fs.ReadFile(catalog, name)
			if err != nil {
				t.Fatal(err)
			}
			b, err := loadLanguage(fstest.MapFS{name: {Data: text}}, lang)
			if err != nil {
				t.Fatal(err)
			}
			for id := range b.messages {
				if strings.HasPrefix(id, "error.") != (path.Base(name) == "error."+lang+".toml") {
					t.Errorf("%s has %s: ids below error. live in error.%s.toml, and no others do", name, id, lang)
				}
			}
		}
	}
}

// placeholders lists the names in all forms of a text, each once.
func placeholders(t *testing.T, forms map[string]string) []string {
	t.Helper()
	var names []string
	for _, text := range forms {
		tmpl, err := parseTemplate(text)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, tmpl.names...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
