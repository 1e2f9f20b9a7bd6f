package newsroom_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
)

// demo is the folder of the stories that the program brings along.
const demo = "../../cmd/rozmova/demo/stories"

func parse(t testing.TB, name, text string) *newsroom.Draft {
	t.Helper()
	d, err := newsroom.Parse(name, []byte(text), newsroom.ParseOptions{})
	if err != nil {
		t.Fatalf("parse %s: %v", name, err)
	}
	return d
}

// paragraphs gives the texts of a body's blocks.
func paragraphs(body []rozmova.Block) []string {
	var all []string
	for i := range body {
		all = append(all, body[i].Text())
	}
	return all
}

func TestSampleStory(t *testing.T) {
	data := os.Getenv("ROZMOVA_DATA")
	if data == "" {
		t.Skip("sample story: ROZMOVA_DATA is not set (the folder that has stories/000_db73d7b45dd1dcaf.txt)")
	}
	name := filepath.Join(data, "stories", "000_db73d7b45dd1dcaf.txt")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	_, err = newsroom.Parse(name, text, newsroom.ParseOptions{})
	if got := reasons(err); len(got) != 1 || got[0] != "publish.headline_missing" {
		t.Errorf("without a headline: %v, want publish.headline_missing alone", got)
	}
	for _, name := range []string{name, "-"} {
		d, err := newsroom.Parse(name, text, newsroom.ParseOptions{Headline: "Байден і Путін поговорили телефоном"})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		if len(lines) != 12 {
			t.Fatalf("the sample has %d lines, want 12", len(lines))
		}
		got := paragraphs(d.Story.Body)
		if len(got) != 11 {
			t.Fatalf("%s: %d paragraphs, want 11", name, len(got))
		}
		for i, p := range got {
			if p != strings.TrimSpace(lines[i]) {
				t.Errorf("%s: paragraph %d: %q, want %q", name, i+1, p, lines[i])
			}
		}
		if len(d.LeftOut) != 1 || d.LeftOut[0].Text != strings.TrimSpace(lines[11]) || d.LeftOut[0].Why != newsroom.WhyNotice {
			t.Errorf("%s: left out %+v, want the form's notice", name, d.LeftOut)
		}
		if d.Story.Language != "uk" || d.Story.Slug != "baiden-i-putin-pohovoryly-telefonom" {
			t.Errorf("%s: language %q, slug %q", name, d.Story.Language, d.Story.Slug)
		}
	}
}

func TestDemoStoriesParse(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(demo, "*.md"))
	if err != nil || len(files) < 6 {
		t.Fatalf("%d demo stories, want at least 6 (%v)", len(files), err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, err := newsroom.Parse(file, text, newsroom.ParseOptions{})
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if n := strings.Count(string(text), "    quote: "); len(d.Story.Statements) != n {
			t.Errorf("%s: %d statements, want %d", file, len(d.Story.Statements), n)
		}
		if len(d.LeftOut) > 0 {
			t.Errorf("%s: left out %+v", file, d.LeftOut)
		}
		checkStatements(t, &d.Story)
	}
}

// checkStatements holds what is true of every statement: its anchor quotes the text it marks, and a nested one lies inside
// of its outer one.
func checkStatements(t testing.TB, s *rozmova.Story) {
	t.Helper()
	anchors := map[string]rozmova.Anchor{}
	for _, st := range s.Statements {
		anchors[st.Key] = st.Anchor
	}
	for _, st := range s.Statements {
		if got := richtext.Words(s.Body, st.Anchor); got != st.Content || got == "" {
			t.Errorf("statement %s marks %q and says %q", st.Key, got, st.Content)
		}
		if st.Within == "" {
			continue
		}
		from, to := richtext.Offsets(s.Body, st.Anchor)
		outerFrom, outerTo := richtext.Offsets(s.Body, anchors[st.Within])
		if from < outerFrom || to > outerTo {
			t.Errorf("statement %s (%d–%d) is not inside %s (%d–%d)", st.Key, from, to, st.Within, outerFrom, outerTo)
		}
	}
}

func TestFormats(t *testing.T) {
	for _, tt := range []struct {
		name, file, text string
		headline         string // given by option
		want             []string
	}{
		{"text", "a.txt", "Перший.\nДругий.\n", "Новина", []string{"Новина", "Перший.", "Другий."}},
		{"byte order mark and CRLF", "a.TXT", "\uFEFFПерший.\r\nДругий.\r\n", "Новина", []string{"Новина", "Перший.", "Другий."}},
		{"front matter", "a.md", "---\nheadline: Новина\n---\nПерший.\n\nДругий.\n", "", []string{"Новина", "Перший.", "Другий."}},
		{"the option goes before the file", "a.md", "---\nheadline: Новина\n---\nПерший.", "Інша", []string{"Інша", "Перший."}},
		{"heading", "a.md", "# Новина\n\nПерший.", "", []string{"Новина", "Перший."}},
		{"heading underlined", "a.md", "Новина\n===\n\nПерший.", "", []string{"Новина", "Перший."}},
		{"heading as in the front matter", "a.md", "---\nheadline: Новина\n---\n\n# Новина\n\nПерший.", "", []string{"Новина", "Перший."}},
		{"another heading", "a.md", "---\nheadline: Новина\n---\n\n# Розділ\n\nПерший.", "", []string{"Новина", "Розділ", "Перший."}},
		{"second-level heading is no headline", "a.md", "---\nheadline: Новина\n---\n\n## Розділ\n\nПерший.", "", []string{"Новина", "Розділ", "Перший."}},
		{"page", "a.html", "<title>Новина — Вісник</title><h1>Новина</h1><p>Перший.<p>Другий.", "", []string{"Новина", "Перший.", "Другий."}},
		{"standard input, Markdown", "-", "---\nheadline: Новина\n---\nПерший.", "", []string{"Новина", "Перший."}},
		{"standard input, heading", "-", "# Новина\n\nПерший.", "", []string{"Новина", "Перший."}},
		{"standard input, HTML", "-", "\n<h1>Новина</h1><p>Перший.</p>", "", []string{"Новина", "Перший."}},
		{"standard input, text", "-", "Перший.\nДругий.", "Новина", []string{"Новина", "Перший.", "Другий."}},
	} {
		d, err := newsroom.Parse(tt.file, []byte(tt.text), newsroom.ParseOptions{Headline: tt.headline})
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got := append([]string{d.Story.Headline}, paragraphs(d.Story.Body)...)
		if strings.Join(got, "|") != strings.Join(tt.want, "|") {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct{ text, option, want string }{
		{"# Їжак\n\nТекст.", "", "uk"},
		{"# Hedgehog\n\nText.", "", "en"},
		{"# Ёж\n\nЭто был ёж, и он ушёл.", "", "ru"},
		{"# Hedgehog\n\nText.", "uk", "uk"},
		{"---\nlanguage: en\n---\n# Їжак\n\nТекст.", "uk", "en"},
	} {
		d, err := newsroom.Parse("a.md", []byte(tt.text), newsroom.ParseOptions{Language: tt.option})
		if err != nil {
			t.Fatal(err)
		}
		if got := string(d.Story.Language); got != tt.want {
			t.Errorf("%q with option %q: %s, want %s", tt.text, tt.option, got, tt.want)
		}
	}
}

// reasons lists the reasons of all problems in an error.
func reasons(err error) []string {
	var problems newsroom.Problems
	if !errors.As(err, &problems) {
		return nil
	}
	var all []string
	for _, p := range problems {
		all = append(all, p.Reason)
	}
	return all
}
