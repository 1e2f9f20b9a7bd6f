package feed

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with testdata/name.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func day(d, hour int) time.Time { return time.Date(2026, 1, d, hour, 30, 0, 0, time.UTC) }

// nasty is what nobody should be able to say to somebody else's program: the end of CDATA and of a script, characters
// outside XML, a byte that is not UTF-8, an override that is never closed.
const nasty = "]]> </script><script>alert(1)</script> &amp; \x00\x08\x1b\x7f\u0085\ufffe\xff \u202etxt.exe\u2066 \"q\" 'a'\r\nX: y"

var fixes = []rozmova.Correction{
	{Kind: rozmova.Clarified, At: day(9, 8), Text: "Уточнено посаду речниці."},
	{Kind: rozmova.Corrected, At: day(10, 7), Text: "Змінено дату переговорів.", Wrong: "10 січня", Right: "9 січня"},
}

// channels are the feeds of the golden files, by name.
func channels() map[string]*Channel {
	return map[string]*Channel{
		"empty": {Title: "Розмова", Language: "uk", SiteURL: "https://news.example/", FeedURL: "https://news.example/feed"},
		"answers": {
			Title: "Дискусія: Телефонна розмова", Language: "uk", SiteURL: "https://news.example/stories/rozmova#discussion",
			FeedURL: "https://news.example/stories/rozmova/comments", Updated: day(10, 9),
			Items: []Item{{
				ID: "urn:uuid:2", URL: "https://news.example/comments/2", Title: "Леся: Саме так.", HTML: "<p>Саме так.</p>", Author: "Леся",
				Published: day(9, 8), Updated: day(9, 9), Language: "uk", Answers: "urn:uuid:1", AnswersURL: "https://news.example/comments/1",
			}},
		},
		"usual": {
			Title: "Розмова", Description: "Новини і розмова про них", Language: "uk",
			SiteURL: "https://news.example/", FeedURL: "https://news.example/feed", Updated: day(10, 9),
			CorrectionNames: map[rozmova.CorrectionKind]string{rozmova.Corrected: "Виправлення", rozmova.Clarified: "Уточнення"},
			Items: []Item{
				{
					ID: "tag:news.example,2026:0190", URL: "https://news.example/stories/rozmova", Title: "Телефонна розмова: що кажуть сторони",
					Summary: "Дві сторони — дві версії.", HTML: "<p>Перше речення &amp; друге.</p>", Author: "Олена Коваль", Section: "Світ",
					Published: day(8, 6), Updated: day(10, 7), Language: "uk", Comments: 42,
					CommentsURL: "https://news.example/stories/rozmova#comments", Corrections: fixes, Image: "https://news.example/i/1.jpg",
				},
				{
					URL: "https://news.example/stories/library", Title: "The library stays open", HTML: "<p>It does.</p>",
					Published: day(7, 6), Language: "en", CommentsURL: "https://news.example/stories/library#comments",
				},
				{URL: "https://news.example/stories/short", Title: "Коротко", Published: day(6, 6), Corrections: fixes[:1], Summary: "Лише стислий виклад."},
			},
		},
		"hostile": {
			Title: nasty, Description: nasty, Language: "uk", SiteURL: "https://news.example/", FeedURL: "https://news.example/feed", Updated: day(10, 9),
			CorrectionNames: map[rozmova.CorrectionKind]string{rozmova.Retraction: nasty},
			Items: []Item{{
				ID: nasty, URL: "https://news.example/stories/x?a=1&b=2", Title: nasty, Summary: nasty, HTML: "<p>" + "]]>\x0b\ufffe" + "</p>", Author: nasty,
				Section: nasty, Published: day(8, 6), Updated: day(8, 7), Language: nasty, Comments: 1, CommentsURL: "https://news.example/x#c",
				Corrections: []rozmova.Correction{{Kind: rozmova.Retraction, At: day(9, 1), Text: nasty, Wrong: nasty, Right: nasty}},
				Image:       "javascript:alert(1)",
			}},
		},
	}
}
