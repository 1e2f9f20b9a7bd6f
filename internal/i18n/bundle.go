// Package i18n holds every text that a person sees, in every language of the interface, and says numbers and times the way
// each language does.
//
// The texts are in catalog/<area>.<lang>.toml, one file an area and language, so that people who work on different areas
// do not meet. An id is the path of its tables: [comment] held = "…" is comment.held. Some words cannot be the last part of
// an id, as go-i18n reads them as parts of one message: id, description, hash, translation, zero, one, two, few, many,
// other. A text with a count N gives all the plural forms CLDR has for its language:
//
//	[comment.count]
//	one = "{{.N}} коментар"
//	few = "{{.N}} коментарі"
//	many = "{{.N}} коментарів"
//	other = "{{.N}} коментаря"
//
// Placeholders are {{.Name}} and nothing else. Texts are plain: no HTML, no Markdown.
package i18n

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"
	"time"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed catalog/*.toml
var catalog embed.FS

// languages are those of the interface, the default first. No package changes it.
var languages = []string{"uk", "en"}

// Languages lists the languages of the interface, the default first.
func Languages() []string { return slices.Clone(languages) }

// A Bundle is all texts in all languages. It may be used from many goroutines.
type Bundle struct {
	languages map[string]*texts

	mu      sync.Mutex
	missing map[string]int // guarded by mu; "lang id" → how often it was asked for
}

// texts is what one language says. Each language has a go-i18n bundle of its own: go-i18n would fall back to the default
// language in silence, and here a missing text must be seen.
type texts struct {
	lang      string
	messages  map[string]*goi18n.Message
	plain     map[string]string // texts without forms and placeholders, which need no work
	localizer *goi18n.Localizer
}

// Load reads the embedded catalogues. It fails on a file that cannot be read, an id that stands twice, and a placeholder
// that is not of the form {{.Name}}.
func Load() (*Bundle, error) { return load(catalog) }

// load reads the catalogues below catalog/ of files.
func load(files fs.FS) (*Bundle, error) {
	b := &Bundle{languages: map[string]*texts{}, missing: map[string]int{}}
	for _, lang := range languages {
		t, err := loadLanguage(files, lang)
		if err != nil {
			return nil, err
		}
		b.languages[lang] = t
	}
	return b, nil
}

func loadLanguage(files fs.FS, lang string) (*texts, error) {
	tag := language.MustParse(lang)
	bundle := goi18n.NewBundle(tag)
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	t := &texts{lang: lang, messages: map[string]*goi18n.Message{}, plain: map[string]string{}}
	names, err := fs.Glob(files, "catalog/*."+lang+".toml")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		file, err := bundle.ParseMessageFileBytes(text, path.Base(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, m := range file.Messages {
			if t.messages[m.ID] != nil {
				return nil, fmt.Errorf("%s: %s stands in another file too", name, m.ID)
			}
			t.messages[m.ID] = m
			constant := true
			for form, text := range forms(m) {
				tmpl, err := parseTemplate(text)
				if err != nil {
					return nil, fmt.Errorf("%s: %s (%s): %w", name, m.ID, form, err)
				}
				constant = constant && form == "other" && len(tmpl.names) == 0
			}
			if constant {
				t.plain[m.ID] = m.Other
			}
		}
	}
	t.localizer = goi18n.NewLocalizer(bundle, lang)
	return t, nil
}

// forms gives the plural forms a message has, by their CLDR name.
func forms(m *goi18n.Message) map[string]string {
	all := map[string]string{"zero": m.Zero, "one": m.One, "two": m.Two, "few": m.Few, "many": m.Many, "other": m.Other}
	maps.DeleteFunc(all, func(_, text string) bool { return text == "" })
	return all
}

// Printer speaks lang; for a language that is not there, and for en-GB and the like, the nearest that is. Times are UTC until
// In is told otherwise.
func (b *Bundle) Printer(lang string) *Printer {
	t := b.languages[lang]
	if t == nil {
		t = b.languages[Negotiate(lang)]
	}
	return &Printer{bundle: b, texts: t, style: styles[t.lang], loc: time.UTC}
}

// Has tells whether there is a text under id, in the default language.
func (b *Bundle) Has(id string) bool { return b.languages[languages[0]].messages[id] != nil }

// Missing tells which ids were asked for in vain, as "lang id", and how often.
func (b *Bundle) Missing() map[string]int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return maps.Clone(b.missing)
}

// miss counts an id that has no text. What the page shows then is ugly on purpose.
func (b *Bundle) miss(lang, id string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	// Ids are words of the program. Should one ever be made from what a reader sent, the map stays bounded.
	if key := lang + " " + id; len(b.missing) < 1000 || b.missing[key] > 0 {
		b.missing[key]++
	}
	return "⟦" + id + "⟧"
}
