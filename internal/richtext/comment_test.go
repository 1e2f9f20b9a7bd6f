package richtext

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
)

func TestComment(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"paragraphs", "Перший.\n\nДругий.", `paragraph ["Перший."]` + "\n" + `paragraph ["Другий."]`},
		{"a line break stays", "рядок\nдругий", `paragraph ["рядок\nдругий"]`},
		{"emphasis", "*a* **b** ~~c~~ `d*`", `paragraph [em "a"] [" "] [strong "b"] [" "] [del "c"] [" "] [code "d*"]`},
		{"one tilde is about", "~100 і ~200", `paragraph ["~100 і ~200"]`},
		{"indented text is no code", "    відступ", `paragraph ["відступ"]`},
		{"fenced code", "```go\na\n\n  b\n```", `code ["a"]` + "\ncode\n" + `code ["  b"]`},
		{"headings are strong", "# Так!\nі далі", `paragraph [strong "Так!"]` + "\n" + `paragraph ["і далі"]`},
		{"no underlined headings", "Так\n---\nНі", `paragraph ["Так"]` + "\n" + `paragraph ["Ні"]`},
		{"quotation with an answer", "> він\n>> вона\n\nя", `paragraph quote=1 ["він"]` + "\n" + `paragraph quote=2 ["вона"]` + "\n" + `paragraph ["я"]`},
		{"nested lists", "- a\n  1. b\n  2. c\n- d", `item ["a"]` + "\n" + `item depth=1 ordered ["b"]` + "\n" + `item depth=1 ordered ["c"]` + "\n" + `item ["d"]`},
		{"item of two paragraphs", "- a\n\n  b", `item ["a"]` + "\n" + `item goes ["b"]`},
		{"item with a quotation", "- a\n  > b", `item ["a"]` + "\n" + `item quote=1 goes ["b"]`},
		{"item that begins with code", "- ```\n  x\n  ```", "item\n" + `code goes ["x"]`},
		{"a year is no list", "1991. Почалося", `paragraph ["1991. Почалося"]`},
		{"a plus is a word", "+", `paragraph ["+"]`},
		{"a number is a word", "7.", `paragraph ["7."]`},
		{"links", "[тут](https://a.example/б?q=1&amp;r=2)", `paragraph [https://a.example/%D0%B1?q=1&r=2 "тут"]`},
		{"bare address in a sentence", "див. https://a.example/b_c_d(1), (http://b.example).",
			`paragraph ["див. "] [https://a.example/b_c_d(1) "https://a.example/b_c_d(1)"] [", ("] [http://b.example "http://b.example"] [")."]`},
		{"no address in a word or in code", "xhttp://a.example `http://b.example`", `paragraph ["xhttp://a.example "] [code "http://b.example"]`},
		{"address in brackets", "<https://a.example> <desk@a.example>", `paragraph [https://a.example "https://a.example"] [" "] [mailto:desk@a.example "desk@a.example"]`},
		{"pictures are links", "![кіт](https://a.example/c.png)", `paragraph [https://a.example/c.png "кіт"]`},
		{"link without words", "[](https://a.example)", `paragraph [https://a.example "https://a.example"]`},
		{"a refused link stays as typed", "[**x**](javascript:alert(1))", `paragraph ["["] [strong "x"] ["](javascript:alert(1))"]`},
		{"a link in disguise stays as typed", "[x](https://bank&#x202E;elpmaxe.example)", `paragraph ["[x](https://bank&#x202E;elpmaxe.example)"]`},
		{"an address within a refused one", "[x](view-source:https://a.example)", `paragraph ["[x](view-source:https://a.example)"]`},
		{"relative links are refused", "[x](/stories/y \"z\")", `paragraph ["[x](/stories/y \"z\")"]`},
		{"reference links are text", "[x][1]\n\n[1]: https://a.example", `paragraph ["[x][1]"]` + "\n" + `paragraph ["[1]: "] [https://a.example "https://a.example"]`},
		{"html is text", "<b>a</b> <script>", `paragraph ["<b>a</b> <script>"]`},
		{"tables are text", "|a|b|\n|-|-|", `paragraph ["|a|b|\n|-|-|"]`},
		{"character references", "&laquo;a&raquo; &#1103; &notit; &amp;lt; &#59;", `paragraph ["«a» я &notit; &lt; ;"]`},
		{"references to what cannot be typed", "a&#x202E;b&#769;&#0;&nbsp;c", `paragraph ["a&#x202E;b&#769;&#0;\u00a0c"]`},
		{"backslashes", `\*a\* \<`, `paragraph ["*a* <"]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, err := Comment(tt.in, CommentLimits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want+"\n", outline(body)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.in, diff)
			}
			check(t, body, string(HTML(body, Options{Untrusted: true})), commentElements)
		})
	}
}

func TestCommentRefusals(t *testing.T) {
	link := "https://a.example "
	tests := []struct {
		name, in string
		limits   CommentLimits
		reason   string
		args     map[string]any
	}{
		{"nothing", "", CommentLimits{}, "comment.empty", nil},
		{"nothing to see", " \u200B\n\n> \n\n***\n\u2800", CommentLimits{}, "comment.empty", nil},
		{"too long", strings.Repeat("я", 5001), CommentLimits{}, "comment.too_long", map[string]any{"Max": 5000, "N": 5001}},
		{"too long for the site", "12345", CommentLimits{Runes: 4}, "comment.too_long", map[string]any{"Max": 4, "N": 5}},
		{"six links", strings.Repeat(link, 6), CommentLimits{}, "comment.too_many_links", map[string]any{"Max": 5, "N": 6}},
		{"links in disguises", link + "[a](http://b) <http://c>", CommentLimits{Links: 2}, "comment.too_many_links", map[string]any{"Max": 2, "N": 3}},
		{"no links at all", link, CommentLimits{Links: -1}, "comment.too_many_links", map[string]any{"Max": 0, "N": 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			body, err := Comment(tt.in, tt.limits)
			var e *rozmova.Error
			if !errors.As(err, &e) || body != nil {
				t.Fatalf("body %v, error %v", body, err)
			}
			want := &rozmova.Error{Kind: rozmova.Invalid, Reason: tt.reason, Field: "body", Args: tt.args}
			if diff := cmp.Diff(want, e); diff != "" {
				t.Error(diff)
			}
		})
	}
	if _, err := Comment(strings.Repeat(link, 5), CommentLimits{}); err != nil {
		t.Errorf("five links: %v", err)
	}
	if _, err := Comment(strings.Repeat("я", 5000), CommentLimits{}); err != nil {
		t.Errorf("5000 runes: %v", err)
	}
}

// hostile gives inputs that make careless parsers slow, of about n bytes each.
func hostile(n int) map[string]string {
	repeat := func(s string) string { return strings.Repeat(s, n/len(s)+1) }
	return map[string]string{
		"quotations":               repeat(">"),
		"spaced quotations":        repeat("> "),
		"quoted lists":             repeat("> - ") + "x",
		"lists":                    repeat("- ") + "x",
		"numbered lists":           repeat("1. ") + "x",
		"stars":                    repeat("*"),
		"emphasis":                 repeat("*a "),
		"closers":                  repeat("a* "),
		"mixed emphasis":           repeat("*a _b **c __d ~~e "),
		"underscores":              repeat("_a__b_"),
		"brackets":                 repeat("["),
		"closed brackets":          repeat("]"),
		"pictures":                 repeat("!["),
		"open links":               repeat("[a]("),
		"links in links":           repeat("[") + repeat("](a)"),
		"titles":                   repeat(`[a](b "`),
		"references":               repeat("[a]: b\n"),
		"backticks":                backticks(n),
		"angles":                   repeat("<a@b."),
		"angle addresses":          repeat("<http:"),
		"fences":                   repeat("```\n"),
		"tildes":                   repeat("~~~ a\n"),
		"emoji":                    repeat("👩‍👩‍👧‍👦"),
		"references to characters": repeat("&#x202e;"),
		"ampersands":               repeat("&"),
		"addresses":                repeat("http://a.b/("),
		"schemes":                  repeat("http://"),
		"schemes, spaced":          repeat("x:// "),
		"backslashes":              repeat("\\"),
		"html":                     repeat("<b><i>"),
		"line feeds":               repeat("\n") + "x",
		"items":                    repeat("-\n"),
		"indents":                  stairs(n),
		"rules":                    repeat("* * *\n"),
		"headings":                 repeat("# a\n"),
		"underlines":               repeat("a\n-\n"),
		"marks":                    "x" + repeat("\u0301"),
	}
}

// backticks gives code spans that never close: runs of growing length.
func backticks(n int) string {
	var s strings.Builder
	for i := 1; s.Len() < n; i++ {
		s.WriteString(strings.Repeat("`", i) + "a")
	}
	return s.String()
}

// stairs gives lists as deep as n bytes make them, followed by blank lines.
func stairs(n int) string {
	var s strings.Builder
	for i := 0; s.Len() < n/2; i++ {
		s.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return s.String() + strings.Repeat("\n", n/2) + "x"
}

func TestHostileCommentsAreQuick(t *testing.T) {
	check := func(in string) {
		start := time.Now()
		body, err := Comment(in, CommentLimits{Runes: 5000, Links: 5000})
		if err == nil {
			HTML(body, Options{Untrusted: true, Typeset: true, Lang: "uk"})
		}
		if took := time.Since(start); took > 50*time.Millisecond*slowness {
			t.Errorf("%.20q…, %d bytes: %v", in, len(in), took)
		}
	}
	for _, in := range hostile(4900) {
		check(in)
	}
	for _, in := range hostile(1 << 20) {
		check(in) // refused for its length before anything else
	}
}

// slowness allows for the race detector and a busy machine.
const slowness = 4

func BenchmarkComment(b *testing.B) {
	in := strings.Repeat("Не погоджуюсь з *цим*, бо [тут](https://a.example/b) сказано інше. ", 6) + "\n\n> цитата\n\nі відповідь."
	in = string([]rune(in)[:400])
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Comment(in, CommentLimits{Links: 10}); err != nil {
			b.Fatal(err)
		}
	}
}
