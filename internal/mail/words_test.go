package mail

import "testing"

func TestUnlinked(t *testing.T) {
	for in, want := range map[string]string{
		"див. https://evil.example/a?b=c":      "див. https[:]//evil[.]example/a?b=c",
		"www.evil.example і evil.co.uk":        "www[.]evil[.]example і evil[.]co[.]uk",
		"a.b.cc.dd.ee":                         "a.b[.]cc[.]dd[.]ee",
		"сайт.укр, зло.рф/шлях":                "сайт[.]укр, зло[.]рф/шлях",
		"пишіть на me@evil.example":            "пишіть на me@evil[.]example",
		"mailto:me@x tel:+380 JAVASCRIPT:x":    "mailto[:]me@x tel[:]+380 JAVASCRIPT[:]x",
		"http://1.2.3.4/":                      "http[:]//1.2.3.4/",
		"о 14:05, 3.14, т. д., і т.ін.":        "о 14:05, 3.14, т. д., і т.ін.",
		"Кінець.Початок. Ціна: 5":              "Кінець.Початок. Ціна: 5",
		"рядок\r\nдругий\x00\x1b[31m\u202eabc": "рядок\nдругий[31mabc",
	} {
		if got := unlinked(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, tt := range []struct {
		in    string
		limit int
		want  string
	}{
		{"коротко", 7, "коротко"},
		{"одне слово за другим", 12, "одне слово…"},
		{"нерозривне", 5, "нероз"[:8] + "…"},
	} {
		if got := shorten(tt.in, tt.limit); got != tt.want {
			t.Errorf("%q to %d: %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
}
