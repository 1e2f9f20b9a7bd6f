package richtext

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
	"golang.org/x/net/html/atom"
)

func seeds(f *testing.F) {
	for _, s := range obfuscations {
		f.Add(s)
	}
	for _, s := range hostile(300) {
		f.Add(s)
	}
	f.Add("# Заголовок\n\n1. a\n\n   > б\n   > - в\n\n![x](/m/a.png \"підпис\")\n\n---\n\n```\nкод\n```")
}

// checkBody holds what is true of every body that richtext makes, and of what HTML makes of it.
func checkBody(t *testing.T, body []rozmova.Block, o Options, elements []string) {
	t.Helper()
	for i, b := range body {
		if b.Quote < 0 || b.Quote > maxNesting || b.Depth < 0 || b.Depth >= maxNesting {
			t.Fatalf("block %d stands at quote %d, depth %d", i, b.Quote, b.Depth)
		}
		if b.Kind == rozmova.Heading && (b.Level < 2 || b.Level > 4) {
			t.Fatalf("heading of level %d", b.Level)
		}
		if text := b.Text(); !utf8.ValidString(text) || strings.ContainsAny(text, "\r\x00\u202E\u2066\u200B") {
			t.Fatalf("block %d: %q", i, text)
		}
		for _, s := range b.Spans {
			if s.Text == "" {
				t.Fatalf("block %d has an empty span", i)
			}
			if s.Link == "" {
				continue
			}
			if again, ok := address(s.Link); !ok || again != s.Link {
				t.Fatalf("link %q is %q when checked again", s.Link, again)
			}
		}
	}
	check(t, body, string(HTML(body, o)), elements)
	o.BlockIDs = true
	root := check(t, body, string(HTML(body, o)), append([]string{"span"}, elements...)) // a span for each line of code
	ids := 0
	for n := range root.Descendants() {
		if n.DataAtom == atom.P && n.Parent.DataAtom == atom.P {
			t.Fatal("paragraph in a paragraph")
		}
		if strings.HasPrefix(attribute(n, "id"), "p-") {
			ids++
		}
	}
	if ids != len(body) {
		t.Fatalf("%d ids for %d blocks:\n%s\n%s", ids, len(body), outline(body), HTML(body, o))
	}
}

func FuzzComment(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, in string) {
		body, err := Comment(in, CommentLimits{Links: 5000})
		if err != nil {
			if body != nil {
				t.Fatal("a body beside an error")
			}
			return
		}
		checkBody(t, body, Options{Untrusted: true}, commentElements)
		for _, b := range body {
			if k := b.Kind; k != rozmova.Paragraph && k != rozmova.Item && k != rozmova.Code {
				t.Fatalf("a %s in a comment", k)
			}
		}
		keepsTheEnd(t, in, func(in string) ([]rozmova.Block, error) { return Comment(in, CommentLimits{Runes: 9000, Links: 5000}) })
	})
}

// keepsTheEnd holds that nothing in front makes the last paragraph disappear.
func keepsTheEnd(t *testing.T, in string, read func(string) ([]rozmova.Block, error)) {
	t.Helper()
	if !utf8.ValidString(in) {
		return
	}
	body, err := read(in + "\n\nкінець")
	if err != nil || !strings.HasSuffix(rozmova.PlainText(body), "кінець") {
		t.Fatalf("%q lost the end: %v\n%s", in, err, outline(body))
	}
}

func FuzzStoryMarkdown(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, in string) {
		body, err := StoryMarkdown(in)
		if err != nil {
			return
		}
		checkBody(t, body, Options{}, storyElements)
		checkAnchors(t, body)
		keepsTheEnd(t, in, StoryMarkdown)
	})
}

func FuzzStoryHTML(f *testing.F) {
	seeds(f)
	f.Add(`<h1>a</h1><ul><li>b<ol start=3><li>c</ol><li>d<blockquote>e<li>f</blockquote></ul><figure><img src=/a.png><figcaption>g<p>h</figcaption></figure><table><tr><td>i<td>j</table><pre>k<br>l</pre>`)
	f.Fuzz(func(t *testing.T, in string) {
		doc, err := StoryHTML(in)
		if err != nil {
			return
		}
		checkBody(t, doc.Blocks, Options{}, storyElements)
		checkAnchors(t, doc.Blocks)
		if strings.ContainsAny(doc.Headline, "\n\r") {
			t.Fatalf("headline %q", doc.Headline)
		}
	})
}

func FuzzStoryText(f *testing.F) {
	f.Add("а\nб\n\nв")
	f.Fuzz(func(t *testing.T, in string) {
		if len(in) > MaxStory {
			return
		}
		body := StoryText(in)
		checkBody(t, body, Options{}, []string{"p"})
		want := strings.Fields(harmless(in))
		got := strings.Fields(rozmova.PlainText(body))
		if visible := func(words []string) []string { return slices.DeleteFunc(words, blank) }; !slices.Equal(visible(got), visible(want)) {
			t.Fatalf("words %q, want %q", got, want)
		}
	})
}

// checkAnchors holds that offsets and anchors are two names of the same words, and that marks at them lose none.
func checkAnchors(t *testing.T, body []rozmova.Block) {
	t.Helper()
	text := []rune(rozmova.PlainText(body))
	var marks []Mark
	for step := range 12 {
		start := len(text) * step / 13
		end := min(len(text), start+1+len(text)*(step*7%5)/4)
		a, err := AnchorAt(body, start, end)
		if start >= end {
			if err == nil {
				t.Fatalf("an anchor from %d to %d", start, end)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if s, e := Offsets(body, a); s != start || e != end {
			t.Fatalf("%d–%d is %v is %d–%d", start, end, a, s, e)
		}
		if got := Words(body, a); got != string(text[start:end]) {
			t.Fatalf("words %q, want %q", got, string(text[start:end]))
		}
		marks = append(marks, Mark{Anchor: a, Key: string(rune('a' + step)), After: "<sup></sup>"})
	}
	root := check(t, body, string(HTML(body, Options{Marks: marks})), storyElements)
	for _, m := range marks {
		got, first, after := "", 0, 0
		for n := range root.Descendants() {
			if attribute(n, "data-statement") == m.Key {
				got += words(n)
				if attribute(n, "id") == "st-"+m.Key {
					first++
				}
			}
		}
		for n := range root.Descendants() {
			if n.DataAtom == atom.Sup {
				after++
			}
		}
		want := Words(body, m.Anchor)
		if diff := cmp.Diff(squeeze(want), squeeze(got)); diff != "" {
			t.Fatalf("mark %s (-want +got):\n%s", m.Key, diff)
		}
		if seen := squeeze(want) != ""; seen && first != 1 || after > len(marks) {
			t.Fatalf("mark %s: %d ids, %d insertions", m.Key, first, after)
		}
	}
}
