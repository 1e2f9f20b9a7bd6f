package mail

import (
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

// TestAlertLetters holds what letters of alerts say, that they make no link of what a reader wrote, and that one click ends them.
func TestAlertLetters(t *testing.T) {
	b, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	leave := Leave{URL: "https://news.example/unsubscribe/SECRET", Settings: "https://news.example/me/alerts"}
	const list = "https://news.example/alerts"
	answer := AlertLine{Kind: rozmova.AlertAnswer, Name: "Оксана з Подолу", Headline: "Телефонна розмова", Words: "Дякую за думку.", URL: link}
	bad := AlertLine{Kind: rozmova.AlertMention, Name: "evil.example", Headline: hostile, Words: hostile, URL: link}
	of := AlertLine{Kind: rozmova.AlertCorrection, Headline: "Телефонна розмова", Words: "Було інакше.", URL: link, Statement: "розмова відбулася"}
	cited, badCited := of, of
	cited.Cited, badCited.Cited = true, true
	badCited.Statement, badCited.Headline, badCited.Words = hostile, hostile, hostile
	for _, lang := range i18n.Languages() {
		p := b.Printer(lang)
		line := func(k rozmova.AlertKind) AlertLine {
			return AlertLine{Kind: k, Headline: "Телефонна розмова", Words: "Слова.", URL: link}
		}
		for name, l := range map[string]Letter{
			"alert-answer":     Alert(p, site, answer, leave),
			"alert-mention":    Alert(p, site, AlertLine{Kind: rozmova.AlertMention, Name: "Юрко", Headline: "Телефонна розмова", Words: "@Оксана, так.", URL: link}, leave),
			"alert-featured":   Alert(p, site, line(rozmova.AlertFeatured), leave),
			"alert-correction": Alert(p, site, line(rozmova.AlertCorrection), leave),
			"alert-statement":  Alert(p, site, of, leave),
			"alert-cited":      Alert(p, site, cited, leave),
			"alert-hostile":    Alert(p, site, bad, leave),
			"cited-hostile":    Alert(p, site, badCited, leave),
			"digest":           Digest(p, site, []AlertLine{answer, line(rozmova.AlertFeatured)}, 3, list, leave),
		} {
			name += "." + lang
			golden(t, name+".txt", "Subject: "+l.Subject+"\n\n"+l.Text)
			golden(t, name+".html", l.HTML)
			if l.Headers["List-Unsubscribe"] != "<"+leave.URL+">" || l.Headers["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" {
				t.Errorf("%s: headers %v", name, l.Headers)
			}
			if !strings.Contains(l.Text, leave.URL+"\n") {
				t.Errorf("%s does not tell how to get no more of them", name)
			}
			for _, href := range elements(t, name, l.HTML) {
				if href != link && href != leave.URL && href != leave.Settings && href != list {
					t.Errorf("%s links to %s", name, href)
				}
			}
			for _, live := range []string{"://evil", "://track", "evil.example"} {
				if strings.Contains(l.Subject+l.Text+l.HTML, live) {
					t.Errorf("%s: a mail program would make a link of %s", name, live)
				}
			}
			l.To = "reader@example.org"
			if _, err := l.check(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
