package newsroom_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// FuzzParse holds that no file makes Parse panic; that what it lets in is whole (headline, slug, text, anchors that quote
// the text they mark, keys that lead somewhere); and that what it refuses it refuses as Invalid, with file and message.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(demo, "*.md"))
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(1), text)
	}
	f.Add(uint8(0), []byte("Перший.\nДодаючи коментар, будьте толерантними."))
	f.Add(uint8(1), []byte(first))
	f.Add(uint8(1), []byte(withCorrections("{kind: update, text: a}")))
	f.Add(uint8(1), []byte("# Заголовок\n\nТекст.\n\nЧитайте також:\n\n- [a](https://example.org)"))
	f.Add(uint8(1), []byte("---\na: &a [*a]\n? [b]\n: c\n---\n"))
	f.Add(uint8(1), []byte("---\nheadline: e\u0301\nstatements: [{key: a, mode: direct, quote: \"e\u0301\"}]\n---\ne\u0301 \u200b\u0301"))
	f.Add(uint8(2), []byte("<h1>A</h1><p>B<p>Фото: C"))
	f.Add(uint8(3), []byte("---\n---\n"))
	f.Fuzz(func(t *testing.T, kind uint8, content []byte) {
		name := []string{"a.txt", "a.md", "a.html", "-"}[kind%4]
		d, err := newsroom.Parse(name, content, newsroom.ParseOptions{})
		if err != nil {
			var problems newsroom.Problems
			if d != nil || !errors.Is(err, rozmova.Invalid) || !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("refused with %v, %v", d, err)
			}
			for _, p := range problems {
				if line, ok := p.Args["Line"].(int); p.Args["File"] != name || !ok || line < 0 {
					t.Errorf("%v: args %v", p, p.Args)
				}
			}
			return
		}
		s := &d.Story
		if s.Headline == "" || !s.Slug.Valid() || len(s.Body) == 0 || s.Language == "" {
			t.Errorf("let in without headline, slug, text or language: %+v", s)
		}
		if text := rozmova.PlainText(s.Body); !utf8.ValidString(text) {
			t.Errorf("text is not UTF-8: %q", text)
		}
		checkStatements(t, s)
		for _, st := range s.Statements {
			if st.Speaker != "" && s.SourceByKey(st.Speaker) == nil || st.Side != "" && s.SideByKey(st.Side) == nil {
				t.Errorf("statement %+v refers to nobody", st)
			}
		}
		for _, src := range s.Sources {
			if (src.Name == "") == (src.Anonymous == "") {
				t.Errorf("source %+v is neither named nor unnamed with a reason", src)
			}
		}
	})
}
