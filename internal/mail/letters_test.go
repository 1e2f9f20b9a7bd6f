package mail

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

var update = flag.Bool("update", false, "write the golden files anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// hostile is what a reader might write to have us send it on: markup, links, a picture that tells when it is seen, headers.
const hostile = "</blockquote><script>alert(1)</script> <img src=https://track.example/p.gif> [free](https://evil.example)\r\n" +
	"Bcc: victim@evil.example\r\n.\r\nwww.evil.example \u202etxt\x00\x1b ⟦x⟧ {{.Site}}"

var (
	site     = Site{Name: "Розмова", URL: "https://news.example", Contact: "desk@news.example"}
	decision = rozmova.ID[rozmova.Decision]{1, 2, 3, 4, 5, 6, 0x70, 8, 0x80, 10, 11, 12, 13, 14, 15, 16}
	when     = time.Date(2026, 1, 8, 12, 5, 0, 0, time.UTC)
	link     = "https://news.example/stories/rozmova?comment=1&x=2"
)

func reasons(action rozmova.Action) rozmova.Reasons {
	return rozmova.Reasons{
		Decision: decision, Action: action, RuleKey: "respect", RuleVersion: 2, RuleTitle: "Повага до співрозмовників",
		RuleText: "Не ображайте інших учасників.\nСперечайтеся з думкою, а не з людиною.", Facts: "У коментарі учасницю дискусії названо образливим словом.",
		Detected: "notice", Words: "Та ти дурна.\n\nІ крапка.", AppealUntil: when.AddDate(0, 6, 0), At: when,
	}
}

// letters are all letters in one language, by the name of their golden file.
func letters(t *testing.T, lang string) map[string]Letter {
	t.Helper()
	b, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	p := b.Printer(lang).In(time.FixedZone("Kyiv", 2*60*60))
	automatic := reasons(rozmova.Hold)
	automatic.Automatic, automatic.Detected = true, "voluntary"
	bad := reasons(rozmova.Remove)
	bad.Words, bad.Facts, bad.RuleTitle, bad.RuleText, bad.RuleKey, bad.Detected = hostile, hostile, hostile, hostile, hostile, hostile
	notice := rozmova.Notice{ID: rozmova.ID[rozmova.Notice](decision), Text: "Це образа.", At: when.Add(-time.Hour)}
	removed := rozmova.Decision{ID: decision, Action: rozmova.Remove, Facts: "Образливе слово.", At: when}
	kept := rozmova.Decision{ID: decision, Action: rozmova.Keep, At: when}
	mute := Site{Name: "Розмова", URL: "https://news.example"}
	return map[string]Letter{
		"code":            SignInCode(p, site, "014725", 10),
		"code-long":       SignInCode(p, site, "014725036914", 10),
		"changed":         AddressChanged(p, site, "n•••@example.org"),
		"changed-removed": AddressChanged(p, mute, ""),
		"reasons":         Reasons(p, site, reasons(rozmova.Remove), "Телефонна розмова", link),
		"reasons-held":    Reasons(p, mute, automatic, "Телефонна розмова", link),
		"reasons-hostile": Reasons(p, site, bad, hostile, link),
		"notice":          NoticeAnswered(p, site, notice, removed, "Повага", "Телефонна розмова", link),
		"notice-kept":     NoticeAnswered(p, mute, rozmova.Notice{ID: notice.ID, At: when}, kept, "", "Телефонна розмова", link),
	}
}

func TestLetters(t *testing.T) {
	for _, lang := range i18n.Languages() {
		for name, l := range letters(t, lang) {
			name += "." + lang
			golden(t, name+".txt", "Subject: "+l.Subject+"\n\n"+l.Text)
			golden(t, name+".html", l.HTML)
			if l.Language != lang || l.To != "" {
				t.Errorf("%s: language %q, to %q", name, l.Language, l.To)
			}
			if !strings.Contains(name, "hostile") && strings.Contains(l.Text+l.Subject, "⟦") {
				t.Errorf("%s: a text or a value is missing:\n%s", name, l.Text)
			}
			for _, s := range []string{l.Subject, l.Text, l.HTML} {
				if strings.ContainsAny(s, "\r\x00\x1b\u202e") {
					t.Errorf("%s holds controls: %q", name, s)
				}
			}
			if strings.Contains(l.Subject, "\n") {
				t.Errorf("%s: subject of two lines", name)
			}
			for _, href := range elements(t, name, l.HTML) {
				if href != link {
					t.Errorf("%s links to %s", name, href)
				}
			}
			for _, live := range []string{"://evil", "://track", "www.evil", "evil.example"} {
				if strings.Contains(l.Text, live) || strings.Contains(l.HTML, live) {
					t.Errorf("%s: a mail program would make a link of %s", name, live)
				}
			}
		}
	}
}

// elements reads the HTML of a letter, fails on elements and attributes it should not have, and gives its links.
func elements(t *testing.T, name, doc string) []string {
	t.Helper()
	allowed := map[string]string{
		"html": "lang", "head": "", "meta": "charset name content", "title": "", "body": "style", "h2": "style", "p": "style",
		"blockquote": "dir style", "br": "", "a": "href",
	}
	var links []string
	for z := html.NewTokenizer(strings.NewReader(doc)); z.Next() != html.ErrorToken; {
		tok := z.Token()
		if tok.Type != html.StartTagToken && tok.Type != html.SelfClosingTagToken {
			continue
		}
		attributes, ok := allowed[tok.Data]
		if !ok {
			t.Errorf("%s has an element %s", name, tok.Data)
		}
		for _, a := range tok.Attr {
			if !strings.Contains(" "+attributes+" ", " "+a.Key+" ") || strings.Contains(a.Val, "url(") {
				t.Errorf("%s: %s has %s=%q", name, tok.Data, a.Key, a.Val)
			}
			if a.Key == "href" {
				links = append(links, a.Val)
			}
		}
	}
	return links
}

// Every item of DSA Art. 17(3) is in the letter, in its text and in its HTML.
func TestReasonsAreComplete(t *testing.T) {
	for _, lang := range i18n.Languages() {
		for _, name := range []string{"reasons", "reasons-held"} {
			l := letters(t, lang)[name]
			r := reasons(rozmova.Remove)
			until := map[string]string{"uk": "8\u00a0липня\u00a02026", "en": "8\u00a0July\u00a02026"}[lang]
			at := map[string]string{"uk": "8\u00a0січня\u00a02026, 14:05", "en": "8\u00a0January\u00a02026, 14:05"}[lang]
			for _, item := range []string{
				"Телефонна розмова", "Та ти дурна.", "І крапка.", r.RuleTitle, r.RuleKey, "2)", "Не ображайте", r.Facts, until, at, decision.String(), "news.example",
			} {
				if !strings.Contains(l.Text, item) || !strings.Contains(l.HTML, item) {
					t.Errorf("%s.%s does not tell %q:\n%s", name, lang, item, l.Text)
				}
			}
		}
		person, machine := letters(t, lang)["reasons"].Text, letters(t, lang)["reasons-held"].Text
		word := map[string]string{"uk": "без участі людини", "en": "without a person"}[lang]
		if strings.Contains(person, word) || !strings.Contains(machine, word) {
			t.Errorf("%s: who decided is not told apart", lang)
		}
	}
}

func TestCodeCountsMinutes(t *testing.T) {
	b, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]string{1: "1 хвилину", 3: "3 хвилини", 10: "10 хвилин "} {
		if l := SignInCode(b.Printer("uk"), site, "1", n); !strings.Contains(l.Text, want) {
			t.Errorf("%d: no %q in %s", n, want, l.Text)
		}
	}
}

// The same decision gives the same letter again, and another one does not.
func TestKeys(t *testing.T) {
	seen := map[string]string{}
	for name, l := range letters(t, "uk") {
		if strings.HasPrefix(name, "code") || strings.HasPrefix(name, "changed") {
			continue // their keys are the callers'
		}
		kind, _, _ := strings.Cut(name, "-")
		if other, ok := seen[l.IdempotencyKey]; l.IdempotencyKey == "" || ok && other != kind {
			t.Errorf("%s and %s share the key %q", name, other, l.IdempotencyKey)
		}
		seen[l.IdempotencyKey] = kind
	}
	if len(seen) != 2 {
		t.Errorf("keys %s, want one a decision and one a notice", fmt.Sprint(seen))
	}
}
