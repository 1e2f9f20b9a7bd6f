package web

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jba/templatecheck"
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

var update = flag.Bool("update", false, "rewrite the golden pages")

func newRenderer(t testing.TB) (*Renderer, *Assets, *i18n.Bundle) {
	t.Helper()
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	assets, err := BuildAssets()
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRenderer(bundle, assets, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r, assets, bundle
}

func render(t testing.TB, r *Renderer, s sample, lang rozmova.Locale) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Page(&b, string(lang), s.page, s.data(t, lang)); err != nil {
		t.Fatalf("%s in %s: %v", s.file, lang, err)
	}
	return b.String()
}

// hashes differ with every change of an asset, which golden pages do not care for.
var hashes = regexp.MustCompile(`(/assets/[a-z]+)-[0-9a-f]+`)

func TestGoldenPages(t *testing.T) {
	r, _, bundle := newRenderer(t)
	golden := regexp.MustCompile(`^(front|story|desk|labels|sign-in|search)-(empty|usual|hostile|longest)$|^branch$|^story-(developing|closed|corrected-in-place)$|^corrections-page$|^desk-(additions|correct)$|^changes$`)
	for _, s := range samples {
		for _, lang := range []rozmova.Locale{"uk", "en"} {
			got := hashes.ReplaceAllString(render(t, r, s, lang), "$1")
			if !golden.MatchString(s.file) {
				continue
			}
			file := filepath.Join("testdata", "golden", s.file+"."+string(lang)+".html")
			if *update {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v (write it with -update)", err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s differs (rewrite with -update and read the diff):\n%s", file, diff)
			}
		}
	}
	if missing := bundle.Missing(); len(missing) > 0 {
		t.Errorf("texts that no catalogue has: %v", missing)
	}
}

func TestTemplatesFitTheirPages(t *testing.T) {
	r, _, _ := newRenderer(t)
	seen := map[string]bool{}
	for _, s := range samples {
		if seen[s.page] {
			continue
		}
		seen[s.page] = true
		if err := templatecheck.CheckHTML(r.sets["uk"].Lookup(s.page), s.data(t, "uk")); err != nil {
			t.Errorf("%s: %v", s.page, err)
		}
	}
	if err := templatecheck.CheckHTML(r.sets["uk"].Lookup("comment"), CommentView{}); err != nil {
		t.Errorf("comment: %v", err)
	}
}

// repeatable are forms that may be sent twice and change nothing by it, so that they need no nonce; they stand beside every
// comment, and comments are kept as HTML.
var repeatable = regexp.MustCompile(`action="[^"]*/(order|vote|mute|unmute|unfeature)"`)

// TestPagesObeyThePolicy holds what the Content-Security-Policy would refuse, and what is dangerous without it.
func TestPagesObeyThePolicy(t *testing.T) {
	r, _, _ := newRenderer(t)
	forbidden := map[string]*regexp.Regexp{
		"a style attribute":      regexp.MustCompile(`<[a-z][^>]*\sstyle=`),
		"an event attribute":     regexp.MustCompile(`<[a-z-]+(\s+[a-z-]+(="[^"]*")?)*\s+on[a-z]+=`),
		"a style element":        regexp.MustCompile(`<style`),
		"an inline script":       regexp.MustCompile(`<script(?: type="(?:text/javascript|module)")?>`),
		"a javascript address":   regexp.MustCompile(`(?i)(href|src|action)="\s*javascript:`),
		"a foreign address":      regexp.MustCompile(`(src|action)="(https?:)?//`),
		"an empty interpolation": regexp.MustCompile(`ZgotmplZ|⟦|%!|<no value>`),
	}
	for _, s := range samples {
		for _, lang := range []rozmova.Locale{"uk", "en"} {
			html := render(t, r, s, lang)
			for what, re := range forbidden {
				if what == "an empty interpolation" && strings.Contains(s.file, "hostile") {
					continue // addresses that are none are replaced by #ZgotmplZ there
				}
				if m := re.FindString(html); m != "" {
					t.Errorf("%s.%s has %s: %.200s", s.file, lang, what, m)
				}
			}
			for _, form := range regexp.MustCompile(`(?s)<form.*?</form>`).FindAllString(html, -1) {
				if strings.Contains(form, `method="post"`) && !strings.Contains(form, `name="nonce"`) && !repeatable.MatchString(form) {
					t.Errorf("%s.%s: a form without a nonce: %.200s", s.file, lang, form)
				}
			}
		}
	}
}

// TestWritePages writes every sample page to ROZMOVA_PAGES_DIR, with its assets, to be looked at.
func TestWritePages(t *testing.T) {
	dir := os.Getenv("ROZMOVA_PAGES_DIR")
	if dir == "" {
		t.Skip("ROZMOVA_PAGES_DIR is not set")
	}
	r, assets, _ := newRenderer(t)
	write := func(name, text string) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, a := range assets.byName {
		write("assets/"+name, string(a.plain))
	}
	for _, s := range samples {
		for _, lang := range []rozmova.Locale{"uk", "en"} {
			write(string(lang)+"/"+s.file+".html", render(t, r, s, lang))
		}
	}
}
