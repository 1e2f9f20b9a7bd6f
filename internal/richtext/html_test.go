package richtext

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
)

func para(words ...rozmova.Span) rozmova.Block {
	return rozmova.Block{Kind: rozmova.Paragraph, Spans: words}
}

func plain(s string) rozmova.Span { return rozmova.Span{Text: s} }

func TestHTML(t *testing.T) {
	md := func(s string) []rozmova.Block {
		body, err := StoryMarkdown(s)
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	tests := []struct {
		name string
		body []rozmova.Block
		o    Options
		want string
	}{
		{"inline", md("*a **b*** ~~c~~ `<d>` [e *f*](https://a.example/?x&y)"), Options{},
			`<p><em>a </em><strong><em>b</em></strong> <del>c</del> <code>&lt;d&gt;</code> <a href="https://a.example/?x&amp;y" rel="noopener">e <em>f</em></a></p>`},
		{"links of readers", md("https://a.example"), Options{Untrusted: true},
			`<p><a href="https://a.example" rel="ugc nofollow noopener">https://a.example</a></p>`},
		{"a mention", []rozmova.Block{para(plain("Так, "), rozmova.Span{Text: "@O'Ніл <b>", Marks: rozmova.Mention | rozmova.Strong}, plain("!"))}, Options{Typeset: true, Lang: "uk", Untrusted: true},
			`<p>Так, <strong><b class="mention">@O&#39;Ніл &lt;b&gt;</b></strong>!</p>`},
		{"line break", md("a\\\nb"), Options{}, `<p>a<br>b</p>`},
		{"lists", md("- a\n  1. b\n\n     c\n  2. d\n- e\n\nf"), Options{},
			`<ul><li>a<ol><li>b<p>c</p></li><li>d</li></ol></li><li>e</li></ul><p>f</p>`},
		{"lists of two kinds", md("- a\n\n1. b"), Options{}, `<ul><li>a</li></ul><ol><li>b</li></ol>`},
		{"quotations", md("> a\n>> b\n>\n> - c\n>\n> d"), Options{},
			`<blockquote><p>a</p><blockquote><p>b</p></blockquote><ul><li>c</li></ul><p>d</p></blockquote>`},
		{"quotation in an item", md("- a\n  > - b\n- c"), Options{},
			`<ul><li>a<blockquote><ul><li>b</li></ul></blockquote></li><li>c</li></ul>`},
		{"code", md("```\na\n\n b\n```\n\n- c\n  ```\n  d\n  ```"), Options{BlockIDs: true},
			`<pre id="p-0"><code>a` + "\n" + `<span id="p-1"></span>` + "\n" + `<span id="p-2"> b</span></code></pre><ul><li id="p-3">c<pre id="p-4"><code>d</code></pre></li></ul>`},
		{"figure, heading, pause", md("# a\n\n![b](/m/c.png \"d\")\n\n---"), Options{BlockIDs: true, Base: "https://n.example"},
			`<h2 id="p-0">a</h2><figure id="p-1"><img src="https://n.example/m/c.png" alt="b" loading="lazy"><figcaption>d</figcaption></figure><hr id="p-2">`},
		{"embed", []rozmova.Block{{Kind: rozmova.Embed, Source: "https://v.example/1"}}, Options{},
			`<p><a href="https://v.example/1" rel="noopener">https://v.example/1</a></p>`},
		{"typography", md("\"Так\" - сказав *\"він\"* `\"a\" - b` https://a.example/--b"), Options{Typeset: true, Lang: "uk"},
			`<p>«Так» — сказав <em>«він»</em> <code>&#34;a&#34; - b</code> <a href="https://a.example/--b" rel="noopener">https://a.example/--b</a></p>`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.NewReplacer(">\n<", "><", "\u00a0", " ").Replace(strings.TrimSuffix(string(HTML(tt.body, tt.o)), "\n"))
			if want := strings.ReplaceAll(tt.want, ">\n<", "><"); got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}

func TestMarks(t *testing.T) {
	at := func(block, start, block2, end int) rozmova.Anchor {
		return rozmova.Anchor{Revision: 1, Start: rozmova.Position{Block: block, Rune: start}, End: rozmova.Position{Block: block2, Rune: end}}
	}
	first := func(key string) string {
		return fmt.Sprintf(`<mark class="statement" id="st-%s" tabindex="0" aria-describedby="st-%[1]s-card" data-statement="%[1]s">`, key)
	}
	more := func(key string) string { return fmt.Sprintf(`<mark class="statement" data-statement="%s">`, key) }
	const end = `</mark>`
	body := []rozmova.Block{
		para(plain("абв"), rozmova.Span{Text: "где", Link: "https://a.example"}, rozmova.Span{Text: "є", Marks: rozmova.Strong}),
		{Kind: rozmova.Pause},
		para(plain("жзи")),
	}
	link := `<a href="https://a.example" rel="noopener">`
	tests := []struct {
		name  string
		marks []Mark
		want  string
	}{
		{"one", []Mark{{Anchor: at(0, 1, 0, 3), Key: "a", After: "<sup>1</sup>"}},
			"<p>а" + first("a") + "бв" + end + "<sup>1</sup>" + link + "где</a><strong>є</strong></p><hr><p>жзи</p>"},
		{"through a link", []Mark{{Anchor: at(0, 2, 0, 4), Key: "a"}},
			"<p>аб" + first("a") + "в" + link + "г</a>" + end + link + "де</a><strong>є</strong></p><hr><p>жзи</p>"},
		{"nested, the outer given last", []Mark{{Anchor: at(0, 1, 0, 2), Key: "in", After: "2"}, {Anchor: at(0, 1, 0, 3), Key: "out", After: "1"}},
			"<p>а" + first("out") + first("in") + "б" + end + "2в" + end + "1" + link + "где</a><strong>є</strong></p><hr><p>жзи</p>"},
		{"ending together", []Mark{{Anchor: at(0, 0, 0, 3), Key: "out", After: "1"}, {Anchor: at(0, 1, 0, 3), Key: "in", After: "2"}},
			"<p>" + first("out") + "а" + first("in") + "бв" + end + "2" + end + "1" + link + "где</a><strong>є</strong></p><hr><p>жзи</p>"},
		{"crossing", []Mark{{Anchor: at(2, 0, 2, 2), Key: "a", After: "1"}, {Anchor: at(2, 1, 2, 3), Key: "b", After: "2"}},
			"<p>абв" + link + "где</a><strong>є</strong></p><hr><p>" + first("a") + "ж" + first("b") + "з" + end + end + "1" + more("b") + "и" + end + "2</p>"},
		{"across blocks", []Mark{{Anchor: at(0, 6, 2, 1), Key: "a", After: "1"}},
			"<p>абв" + link + "где</a>" + first("a") + "<strong>є</strong>" + end + "</p><hr><p>" + more("a") + "ж" + end + "1зи</p>"},
		{"ends before the first rune of a block", []Mark{{Anchor: at(0, 7, 2, 0), Key: "nothing", After: "1"}, {Anchor: at(0, 6, 2, 0), Key: "a", After: "2"}},
			"<p>абв" + link + "где</a>" + first("a") + "<strong>є</strong>" + end + "2</p><hr><p>жзи</p>"},
		{"out of place", []Mark{{Anchor: at(0, 3, 0, 3), Key: "a"}, {Anchor: at(2, 0, 9, 1), Key: "b"}, {Anchor: at(-1, 0, 0, 1), Key: "c"}, {Anchor: at(2, 2, 2, 1), Key: "d"}, {Anchor: at(2, 7, 2, 9), Key: "e"}},
			"<p>абв" + link + "где</a><strong>є</strong></p><hr><p>жзи</p>"},
		{"of no statement", []Mark{{Anchor: at(0, 2, 0, 4), Class: `possible"`, After: "!"}},
			"<p>аб" + `<mark class="possible&#34;">` + "в" + link + "г</a>" + end + "!" + link + "де</a><strong>є</strong></p><hr><p>жзи</p>"},
		{"a hostile key", []Mark{{Anchor: at(2, 0, 2, 3), Key: `"><script>`}},
			"<p>абв" + link + "где</a><strong>є</strong></p><hr><p>" + first("&#34;&gt;&lt;script&gt;") + "жзи" + end + "</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.ReplaceAll(string(HTML(body, Options{Marks: tt.marks})), "\n", "")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s\n%s", diff, got)
			}
		})
	}
}

// Typography reads the whole block, wherever marks cut it.
func TestMarksDoNotChangeTypography(t *testing.T) {
	body := StoryText(`Він сказав: "Це - наша справа", - і пішов...`)
	whole := words(parsed(t, string(HTML(body, Options{Typeset: true, Lang: "uk"}))))
	n := runes(&body[0])
	for start := range n {
		for end := start + 1; end <= n; end++ {
			a, _ := AnchorAt(body, start, end)
			cut := string(HTML(body, Options{Typeset: true, Lang: "uk", Marks: []Mark{{Anchor: a, Key: "a"}}}))
			if got := words(parsed(t, cut)); got != whole {
				t.Fatalf("%d–%d: %q, want %q", start, end, got, whole)
			}
		}
	}
}

func BenchmarkHTML(b *testing.B) {
	var body []rozmova.Block
	for range 11 {
		body = append(body, para(plain(strings.Repeat("Речниця заявила, що \"перемовини почнуться в Женеві 9 січня\" - раніше, ніж очікували. ", 4))))
	}
	o := Options{Lang: "uk", Typeset: true, BlockIDs: true}
	for i := range 13 {
		start := rozmova.Position{Block: i * 11 / 13, Rune: 20 * (i % 3)}
		o.Marks = append(o.Marks, Mark{Anchor: rozmova.Anchor{Start: start, End: rozmova.Position{Block: start.Block, Rune: start.Rune + 120}},
			Key: fmt.Sprint("s", i), After: `<sup><a href="#src-1">1</a></sup>`})
	}
	b.ReportAllocs()
	for b.Loop() {
		HTML(body, o)
	}
}
