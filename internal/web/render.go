package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
)

// A Renderer turns page types into HTML. The templates are parsed once and cloned for each language, with the language's
// words bound to them. It may be used from many goroutines.
type Renderer struct {
	sets    map[string]*template.Template
	said    *memo[said] // comments without their answers
	buffers sync.Pool
}

// mostSaid is how many bytes of comments' HTML are kept: those of some twenty full pages.
const mostSaid = 8 << 20

// NewRenderer parses the templates. Times are told in loc; nil is UTC.
func NewRenderer(b *i18n.Bundle, assets *Assets, loc *time.Location) (*Renderer, error) {
	if loc == nil {
		loc = time.UTC
	}
	r := &Renderer{sets: map[string]*template.Template{}, said: newMemo[said](mostSaid)}
	r.buffers.New = func() any { return new(bytes.Buffer) }
	parsed, err := template.New("ui").Funcs(r.funcs(b.Printer("").In(loc), assets)).ParseFS(ui, "ui/*/*.tmpl")
	if err != nil {
		return nil, err
	}
	for _, lang := range i18n.Languages() {
		set, err := parsed.Clone()
		if err != nil {
			return nil, err
		}
		r.sets[lang] = set.Funcs(r.funcs(b.Printer(lang).In(loc), assets))
	}
	return r, nil
}

// Page writes a whole page. It writes nothing where the template fails.
func (r *Renderer) Page(w io.Writer, lang, name string, data any) error {
	return r.run(lang, name, data, func(b []byte) error {
		_, err := w.Write(b)
		return err
	})
}

// Fragment gives a part of a page, such as comment for a CommentView. The bytes are the caller's.
func (r *Renderer) Fragment(lang, name string, data any) ([]byte, error) {
	var out []byte
	err := r.run(lang, name, data, func(b []byte) error {
		out = bytes.Clone(b)
		return nil
	})
	return out, err
}

func (r *Renderer) run(lang, name string, data any, use func([]byte) error) error {
	set := r.sets[lang]
	if set == nil {
		return fmt.Errorf("no templates in %q", lang)
	}
	buffer := r.buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	defer r.buffers.Put(buffer)
	if err := set.ExecuteTemplate(buffer, name, data); err != nil {
		return err
	}
	return use(buffer.Bytes())
}

// funcs are what templates may call besides the standard functions.
func (r *Renderer) funcs(p *i18n.Printer, assets *Assets) template.FuncMap {
	lang := p.Lang()
	return template.FuncMap{
		"t":        func(id string, args ...any) string { return p.T(id, args...) },
		"lang":     func() string { return lang },
		"date":     p.Date,
		"datetime": p.DateTime,
		"before":   p.Before,
		"clock":    p.Time,
		"month":    p.Month,
		"number":   func(n int) string { return p.Number(int64(n)) },
		"iso":      func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
		"path":     func(parts ...any) string { return LocalPath(rozmova.Locale(lang), joined(parts)) },
		"pathin":   func(l rozmova.Locale, p string) string { return LocalPath(l, p) },
		"asset":    assets.URL,
		"deskitem": func(d DeskItem, rules []RuleChoice, nonce, back string) *deskForm {
			return &deskForm{d, rules, nonce, back}
		},
		"next":          func(i int) int { return i + 1 },
		"labelquestion": func(name, words string) labelQuestion { return labelQuestion{name, words} },
		"linked":        linked,
		"said": func(c CommentView) (template.HTML, error) {
			return r.said.get(saidBy(lang, &c), func() (template.HTML, error) {
				html, err := r.Fragment(lang, "comment-start", c)
				return template.HTML(html), err // a template wrote it
			})
		},
		"deepest":  func() int { return discussion.Deepest },
		"inbranch": func(d Discussion) *Discussion { d.Branch = true; return &d },
		"titled": func(f Frame, title string) Frame {
			if f.Title == "" {
				f.Title = title
			}
			return f
		},
		"languages": func(list []rozmova.Locale) string { return i18n.LanguageNames(p, list) },
		"langname":  func(l rozmova.Locale) string { return languageNames[l] },
	}
}

// languageNames are what the languages of the interface call themselves.
var languageNames = map[rozmova.Locale]string{"uk": "Українська", "en": "English"}

// joined writes parts one after the other, without the spaces that fmt.Sprint would put between some.
func joined(parts []any) string {
	var b strings.Builder
	for _, p := range parts {
		fmt.Fprint(&b, p)
	}
	return b.String()
}

// LocalPath puts the language of the interface before a site path: /stories/x is Ukrainian, /en/stories/x English. The
// default language has no prefix.
func LocalPath(lang rozmova.Locale, path string) string {
	if path == "" {
		path = "/"
	}
	if string(lang) == i18n.Languages()[0] {
		return path
	}
	if path == "/" {
		return "/" + string(lang) + "/"
	}
	return "/" + string(lang) + path
}

// A textRun is a piece of plain text, a link where Href is set.
type textRun struct{ Text, Href string }

// linked finds the http and https addresses in the text of a letter.
func linked(text string) []textRun {
	var runs []textRun
	for text != "" {
		at := strings.Index(text, "http")
		if at < 0 || !strings.HasPrefix(text[at:], "http://") && !strings.HasPrefix(text[at:], "https://") {
			if at < 0 {
				return append(runs, textRun{Text: text})
			}
			runs, text = append(runs, textRun{Text: text[:at+4]}), text[at+4:]
			continue
		}
		end := at + strings.IndexAny(text[at:]+" ", " \t\r\n<>\"")
		href := strings.TrimRight(text[at:end], ".,;:!?)»”")
		runs = append(runs, textRun{Text: text[:at]}, textRun{href, href})
		text = text[at+len(href):]
	}
	return runs
}
