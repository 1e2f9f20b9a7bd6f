package i18n

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func bundle(t testing.TB) *Bundle {
	t.Helper()
	b, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPluralForms(t *testing.T) {
	b := bundle(t)
	for _, tt := range []struct {
		lang string
		n    any
		want string
	}{
		{"uk", 0, "0 коментарів"}, {"uk", 1, "1 коментар"}, {"uk", 2, "2 коментарі"}, {"uk", 5, "5 коментарів"},
		{"uk", 11, "11 коментарів"}, {"uk", 12, "12 коментарів"}, {"uk", 21, "21 коментар"}, {"uk", 104, "104 коментарі"},
		{"uk", 111, "111 коментарів"}, {"uk", int64(1001), "1\u00a0001 коментар"}, {"uk", 1234567, "1\u00a0234\u00a0567 коментарів"},
		{"en", 0, "0 comments"}, {"en", 1, "1 comment"}, {"en", 2, "2 comments"}, {"en", int32(10000), "10,000 comments"},
		{"en", -1, "−1 comment"},
	} {
		if got := b.Printer(tt.lang).T("comment.count", "N", tt.n); got != tt.want {
			t.Errorf("%s, %v comments: %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestPlaceholders(t *testing.T) {
	p := bundle(t).Printer("uk")
	if got, want := p.T("page.owner", "Owner", "О. {{.Evil}} <b>"), "Видавець: О. {{.Evil}} <b>."; got != want {
		t.Errorf("got %q, want %q: what is put in must not be read as a template", got, want)
	}
	if got, want := p.T("page.owner"), "Видавець: ⟦Owner⟧."; got != want {
		t.Errorf("without its value: %q, want %q", got, want)
	}
	values := map[string]any{"N": 5000, "Max": 4000}
	if got, want := p.Fill("error.comment.too_long", values), "У коментарі 5\u00a0000 знаків, а можна не більш як 4000. Скоротіть його."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if values["N"] != 5000 {
		t.Error("Fill changed the caller's map")
	}
	if got, want := p.T("error.publish.slug_taken", "Slug", "x", "N", 3), "Адресу «x» уже зайнято іншим матеріалом."; got != want {
		t.Errorf("a count for a text that has no forms: %q, want %q", got, want)
	}
}

func TestMissingTextIsSeenAndCounted(t *testing.T) {
	b := bundle(t)
	p := b.Printer("en")
	p.T("no.such")
	if got, want := p.T("no.such", "N", 1), "⟦no.such⟧"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := b.Missing()["en no.such"]; got != 2 {
		t.Errorf("counted %d, want 2", got)
	}
	for range 2000 {
		p.T("no.such" + strings.Repeat("x", len(b.missing)))
	}
	if got := len(b.Missing()); got > 1000 {
		t.Errorf("%d missing ids kept; a stranger could fill the memory", got)
	}
}

func TestRuleAboveTheForm(t *testing.T) {
	b := bundle(t)
	for lang, want := range map[string]string{
		"uk": "Додаючи коментар, будь ласка, будьте толерантними й не ображайте інших учасників дискусії, навіть якщо не поділяєте їхньої думки.",
		"en": "When adding a comment, please be tolerant and do not insult the other participants of the discussion, even if you do not share their opinion.",
	} {
		if got := b.Printer(lang).T("discussion.rule"); got != want {
			t.Errorf("the rule in %s is %q", lang, got)
		}
	}
}

func TestDates(t *testing.T) {
	kyiv, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		t.Skip("this machine knows no time zones")
	}
	b := bundle(t)
	at := time.Date(2026, 11, 22, 12, 5, 0, 0, time.UTC)
	late := time.Date(2026, 12, 31, 22, 30, 0, 0, time.UTC)
	for _, tt := range []struct{ got, want string }{
		{b.Printer("uk").In(kyiv).DateTime(at), "22 листопада 2026, 14:05"},
		{b.Printer("en").In(kyiv).DateTime(at), "22 November 2026, 14:05"},
		{b.Printer("uk").DateTime(at), "22 листопада 2026, 12:05"},
		{b.Printer("uk").In(kyiv).Date(late), "1 січня 2027"},
		{b.Printer("en").In(kyiv).Time(late), "00:30"},
	} {
		if got := strings.ReplaceAll(tt.got, "\u00a0", " "); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestNegotiate(t *testing.T) {
	for header, want := range map[string]string{
		"": "uk", "uk": "uk", "uk-UA,uk;q=0.9,en;q=0.8": "uk", "en-GB,en;q=0.9": "en", "en;q=0.3, uk;q=0.9": "uk",
		"de,en;q=0.5": "en", "ja": "uk", "*": "uk", "en-US,uk": "en", ";;;": "uk", "fr;q=0": "uk", "en;q=0,uk": "uk",
		strings.Repeat("zz-ZZ,", 100000) + "en": "uk",
	} {
		if got := Negotiate(header); got != want {
			t.Errorf("%.40q: %s, want %s", header, got, want)
		}
	}
	b := bundle(t)
	for lang, want := range map[string]string{"uk": "uk", "en": "en", "en-GB": "en", "": "uk", "ja": "uk", "ru": "uk", "\x00": "uk"} {
		if got := b.Printer(lang).Lang(); got != want {
			t.Errorf("printer for %q speaks %s, want %s", lang, got, want)
		}
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"twice":   {"[a]\nb = 'x'", "a.b stands in another file too"},
		"action":  {"[a]\nc = '{{if .N}}x{{end}}'", "braces"},
		"broken":  {"[a", "catalog/b.uk.toml"},
		"no form": {"[a]\ndescription = 'x'\nb = 'y'", "catalog/b.uk.toml"},
	} {
		_, err := load(fstest.MapFS{
			"catalog/a.uk.toml": {Data: []byte("[a]\nb = 'x'")},
			"catalog/b.uk.toml": {Data: []byte(tt.text)},
		})
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "catalog/b.uk.toml") {
			t.Errorf("%s: %v, want the file and %q", name, err, tt.want)
		}
	}
}

// FuzzNegotiate holds that every header gives a language that is there.
func FuzzNegotiate(f *testing.F) {
	f.Add("uk-UA,uk;q=0.9,en;q=0.8")
	f.Add("-,;q=é")
	f.Fuzz(func(t *testing.T, header string) {
		if got := Negotiate(header); got != "uk" && got != "en" {
			t.Errorf("%q gives %q", header, got)
		}
	})
}

func BenchmarkPrinter(b *testing.B) {
	p := bundle(b).Printer("uk")
	b.Run("plain", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.T("comment.answer")
		}
	})
	b.Run("count", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.T("comment.count", "N", 1234)
		}
	})
}
