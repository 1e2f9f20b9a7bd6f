package richtext

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
)

func TestStoryText(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"each line a paragraph", "Один.\r\nДва. \n", `paragraph ["Один."]` + "\n" + `paragraph ["Два."]` + "\n"},
		{"wrapped lines", "\n\nОдин\nі далі.\n\n\nДва.\n", `paragraph ["Один і далі."]` + "\n" + `paragraph ["Два."]` + "\n"},
		{"nothing means anything", "# *a* <b>\n- https://a.example", `paragraph ["# *a* <b>"]` + "\n" + `paragraph ["- https://a.example"]` + "\n"},
		{"empty", " \n\u200B\n", ""},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, outline(StoryText(tt.in))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// The sample story: ROZMOVA_DATA is the folder that holds stories/.
func TestStoryTextOfSample(t *testing.T) {
	dir := os.Getenv("ROZMOVA_DATA")
	if dir == "" {
		t.Skip("ROZMOVA_DATA is not set")
	}
	text, err := os.ReadFile(filepath.Join(dir, "stories", "000_db73d7b45dd1dcaf.txt"))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(StoryText(string(text))); got != 12 {
		t.Errorf("%d paragraphs, want the story's 11 and the form's notice", got)
	}
}

func TestStoryMarkdown(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"headings", "# a\n## b\n### c\n#### d\n##### e\nf\n===", "heading level=2 [\"a\"]\nheading level=2 [\"b\"]\nheading level=3 [\"c\"]\nheading level=4 [\"d\"]\nheading level=4 [\"e\"]\nheading level=2 [\"f\"]"},
		{"lines of a paragraph are joined", "a\nb  \nc", `paragraph ["a b\nc"]`},
		{"figure", "![Міст & люди](/m/a.jpg \"Фото: *Н. Н.*\")", `figure source=/m/a.jpg alt="Міст & люди" ["Фото: *Н. Н.*"]`},
		{"figure from elsewhere", "![](https://a.example/b.png)", `figure source=https://a.example/b.png alt=""`},
		{"a picture among words", "див. ![міст](https://a.example/b.png)", `paragraph ["див. "] [https://a.example/b.png "міст"]`},
		{"a picture that cannot be shown", "![x](data:image/png;base64,AA)", `paragraph ["![x](data:image/png;base64,AA)"]`},
		{"pause", "a\n\n---\n\nb", "paragraph [\"a\"]\npause\nparagraph [\"b\"]"},
		{"reference links", "[a][1] і [b].\n\n[1]: https://a.example\n[b]: javascript:alert(1)", `paragraph [https://a.example "a"] [" і [b](javascript:alert(1))."]`},
		{"quotation in a list in a quotation", "> - a\n>   > b\n> - c", "item quote=1 [\"a\"]\nitem quote=2 goes [\"b\"]\nitem quote=1 [\"c\"]"},
		{"html is text", "<div>a</div>\n\n<!-- b -->", "paragraph [\"<div>a</div>\"]\nparagraph [\"<!-- b -->\"]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, err := StoryMarkdown(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want+"\n", outline(body)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func TestStoryHTML(t *testing.T) {
	doc, err := StoryHTML(`<!doctype html><html><head><title>Сайт</title><script>x</script><style>y</style></head><body>
<h1>Міст <em>відкрито</em></h1>
<p>Перший   <b>рядок</b><br>другий<br><br>Новий <a href="https://a.example">абзац</a> і <a href="/y">ще</a>.</p>
текст без абзацу
<h2>Далі</h2><h1>Ще один</h1>
<ul><li>a<ol><li>b</li></ol></li><li></li><li><p>c</p><p>d</p></li></ul>
<ol start="5"><li>e</li><li>f</li></ol>
<blockquote><p>q</p><blockquote>r</blockquote></blockquote>
<pre><code>x
  y</code></pre>
<figure><img src="/m/a.jpg" alt="міст"><figcaption><p>Фото: <i>Н.</i></p></figcaption></figure>
<p><img src="https://a.example/b.png" alt="b"></p>
<table><tr><th>Рік<th>Сума<tr><td>2025<td>7</table>
<hr><form action="/c"><p>форма</p></form><iframe src="https://v.example/1"></iframe>
<p hidden>ні</p><p style="display: none">ні</p><svg><text>ні</text></svg><img src="data:image/gif;base64,AA" alt="крапка">
<p>&#x202E;кінець&#0;</p></body></html>`)
	if err != nil {
		t.Fatal(err)
	}
	want := `paragraph ["Перший "] [strong "рядок"] ["\nдругий"]
paragraph ["Новий "] [https://a.example "абзац"] [" і ще."]
paragraph ["текст без абзацу"]
heading level=2 ["Далі"]
heading level=2 ["Ще один"]
item ["a"]
item depth=1 ordered ["b"]
item ["c"]
item goes ["d"]
paragraph ["5. e"]
paragraph ["6. f"]
paragraph quote=1 ["q"]
paragraph quote=2 ["r"]
code ["x"]
code ["  y"]
figure source=/m/a.jpg alt="міст" ["Фото: "] [em "Н."]
figure source=https://a.example/b.png alt="b"
paragraph ["Рік | Сума"]
paragraph ["2025 | 7"]
pause
paragraph ["крапка"]
paragraph ["кінець�"]
`
	if diff := cmp.Diff(want, outline(doc.Blocks)); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
	if doc.Headline != "Міст відкрито" {
		t.Errorf("headline %q", doc.Headline)
	}
	left := []string{"script", "style", "a /y", "form /c", "iframe https://v.example/1", "hidden p", "svg", "img data:image/gif;base64,AA"}
	if diff := cmp.Diff(left, doc.LeftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
	check(t, doc.Blocks, string(HTML(doc.Blocks, Options{})), storyElements)
}

func TestStoryHTMLTakesTheTitleWithoutH1(t *testing.T) {
	doc, err := StoryHTML("<title> A\n b </title><p>c")
	if err != nil || doc.Headline != "A b" || outline(doc.Blocks) != "paragraph [\"c\"]\n" {
		t.Errorf("%+v, %v", doc, err)
	}
}

func TestStoryRefusals(t *testing.T) {
	markdown := func(s string) error { _, err := StoryMarkdown(s); return err }
	page := func(s string) error { _, err := StoryHTML(s); return err }
	tests := []struct {
		name   string
		err    error
		kind   rozmova.Kind
		reason string
	}{
		{"empty Markdown", markdown(" \n"), rozmova.Invalid, "story.empty"},
		{"empty HTML", page("<script>a</script>"), rozmova.Invalid, "story.empty"},
		{"bytes in Markdown", markdown("a\xff"), rozmova.Invalid, "story.not_utf8"},
		{"bytes in HTML", page("a\xff"), rozmova.Invalid, "story.not_utf8"},
		{"ten megabytes", markdown(strings.Repeat("a", 10<<20)), rozmova.TooLarge, "story.too_large"},
		{"ten megabytes of HTML", page(strings.Repeat("a", 10<<20)), rozmova.TooLarge, "story.too_large"},
		{"too deep", page(strings.Repeat("<div>", 1000)), rozmova.Invalid, "story.not_html"},
	}
	for _, tt := range tests {
		var e *rozmova.Error
		if !errors.As(tt.err, &e) || e.Kind != tt.kind || e.Reason != tt.reason || e.Field != "body" {
			t.Errorf("%s: %v, want %v %s", tt.name, tt.err, tt.kind, tt.reason)
		}
	}
}

// Eight times the input must not take much more than eight times the time.
func TestTimeIsLinear(t *testing.T) {
	read := map[string]func(string) []rozmova.Block{
		"Markdown": func(s string) []rozmova.Block { body, _ := StoryMarkdown(s); return body },
		"HTML":     func(s string) []rozmova.Block { doc, _ := StoryHTML(s); return doc.Blocks },
		"text":     StoryText,
	}
	const small, large = 8 << 10, 64 << 10
	huge, little := hostile(large), hostile(small)
	for name, read := range read {
		for of := range little {
			once := func(in string) time.Duration {
				start := time.Now()
				HTML(read(in), Options{Typeset: true, Lang: "uk"})
				return time.Since(start)
			}
			if slow := once(huge[of]); slow > 40*time.Millisecond {
				quick := min(once(little[of]), once(little[of]))
				if slow = min(slow, once(huge[of])); slow > 24*quick && slow > 100*time.Millisecond*slowness {
					t.Errorf("%s of %s: %v for %d KiB, %v for %d KiB", name, of, quick, small>>10, slow, large>>10)
				}
			}
		}
	}
}

// goldmark alone takes five seconds for these.
func TestManyReferencesAreQuick(t *testing.T) {
	start := time.Now()
	if _, err := StoryMarkdown(strings.Repeat("[a]: b\n", 70000)); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(start); took > 500*time.Millisecond*slowness {
		t.Errorf("%v", took)
	}
}
