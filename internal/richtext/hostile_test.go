package richtext

import (
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

// obfuscations are what people write to run a script in somebody else's browser, or to lead there: none of them may become
// a link, an attribute or an element that a body cannot hold.
var obfuscations = []string{
	// elements and handlers
	`<script>alert(1)</script>`,
	`<SCRIPT SRC=//evil.example/x.js></SCRIPT>`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<img src=x onerror=alert(1)>`,
	`<img src=x onerror="&#97;lert(1)">`,
	`<img/src/onerror=alert(1)//`,
	"<img\tsrc=x\nonerror=alert(1)>",
	`<svg onload=alert(1)>`,
	`<svg><script>alert&lpar;1&rpar;</script></svg>`,
	`<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><rect/></a></svg>`,
	`<math><mtext></p><style><img src onerror=alert(1)></style></math>`,
	`<math href="javascript:alert(1)">x</math>`,
	`<iframe src="javascript:alert(1)"></iframe>`,
	`<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
	`<object data="data:text/html,<script>alert(1)</script>"></object>`,
	`<embed src="javascript:alert(1)">`,
	`<form action="javascript:alert(1)"><button>x</button></form>`,
	`<input autofocus onfocus=alert(1)>`,
	`<details open ontoggle=alert(1)>x</details>`,
	`<video><source onerror=alert(1)></video>`,
	`<body onload=alert(1)>`,
	`<base href="https://ok.example/">`,
	`<meta http-equiv=refresh content="0;url=https://ok.example">`,
	`<link rel=stylesheet href=https://ok.example/x.css>`,
	`<style>@import 'https://ok.example/x.css';</style>`,
	`<p style="background:url(javascript:alert(1))">x</p>`,
	`<p id=config name=config>x</p>`,
	`<a href="https://ok.example" onclick="alert(1)" style="position:fixed">x</a>`,
	`<template><script>alert(1)</script></template>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`,
	`<textarea></textarea><img src=x onerror=alert(1)>`,
	`<title></title><script>alert(1)</script>`,
	`<!--><img src=x onerror=alert(1)>-->`,
	`<![CDATA[><script>alert(1)</script>]]>`,
	`<?xml-stylesheet href="javascript:alert(1)"?>`,
	`<plaintext><xmp><listing>x`,
	`<custom-element onclick=alert(1)>x</custom-element>`,
	"<\u017fcript>alert(1)</\u017fcript>", // ſ is an S in upper case
	"<script\x00>alert(1)</script>",
	"\xff<script>\xc0\xbcscript\xc0\xbe",
	`&lt;script&gt;alert(1)&lt;/script&gt;`,
	`&amp;lt;script&amp;gt;alert(1)`,
	`&#60;script&#62;alert(1)&#60;/script&#62;`,
	`\<script>alert(1)\</script>`,
	"`<script>alert(1)</script>`",
	"```\n</code></pre><script>alert(1)</script>\n```",
	"```\"><script>alert(1)</script>\nx\n```",
	"> <script>\n> alert(1)",
	// addresses
	`[x](javascript:alert(1))`,
	`[x](JaVaScRiPt:alert(1))`,
	`[x](<javascript:alert(1)>)`,
	`[x](javascript&colon;alert(1))`,
	`[x](&#106;avascript:alert(1))`,
	`[x](&#x6A;&#x61;vascript&#58;alert(1))`,
	`[x](&amp;#x6A;avascript:alert(1))`,
	`[x](java&Tab;script:alert(1))`,
	`[x](java&NewLine;script:alert(1))`,
	"[x](java\tscript:alert(1))",
	"[x](<java\tscript:alert(1)>)",
	"[x](\x01javascript:alert(1))",
	"[x](&#1;javascript:alert(1))",
	"[x](java\u200Bscript:alert(1))",
	"[x](\u00A0javascript:alert(1))",
	`[x](javascript%3Aalert(1))`,
	`[x](%6Aavascript:alert(1))`,
	`[x](java\script:alert(1))`,
	`[x](javascript\:alert(1))`,
	`[x](vbscript:msgbox(1))`,
	`[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)`,
	`[x](data&#58;text/html,x)`,
	`[x](file:///etc/passwd)`,
	`[x](ftp://evil.example)`,
	`[x](tel:+380)`,
	`[x](//evil.example)`,
	`[x](/\evil.example)`,
	`[x](https:/evil.example)`,
	`[x](https:evil.example)`,
	`[x](https:///evil.example)`,
	`[x](https:\\evil.example)`,
	`[x](https://)`,
	`[x](https://bank.example@evil.example)`,
	`[x](https://bank.example%40evil.example)`,
	`[x](https://bank.example%00.evil.example)`,
	`[x](https://evil.example%2Fa)`,
	`[x](https://bank.example\@evil.example)`,
	`[x](mailto:a@b.example?bcc=c@d.example)`,
	`[x](mailto:a@b.example,c@d.example)`,
	`[x](mailto:a%0Abcc:c@d.example)`,
	`[x](mailto:a@b.example?subject=x%0Abcc:c@d.example)`,
	`[x](mailto:javascript:alert(1))`,
	`[x](#top)`,
	`[x](view-source:https://evil.example)`,
	`[x](blob:https://evil.example/1)`,
	`<javascript:alert(1)>`,
	`<vbscript:alert(1)>`,
	`![x](javascript:alert(1))`,
	`![x](data:image/svg+xml,<svg/onload=alert(1)>)`,
	"[x]: javascript:alert(1)\n\n[x]",
	"[a]\n\n[a]: <data:text/html,x> 'y'",
	`[![x](javascript:alert(1))](javascript:alert(2))`,
	// attributes out of addresses: these may become links, with everything in the address
	`[x](https://ok.example/"onmouseover="alert(1))`,
	`[x](https://ok.example/'onmouseover='alert(1))`,
	`[x](<https://ok.example/" onmouseover="alert(1)>)`,
	`[x](https://ok.example/?"><script>alert(1)</script>)`,
	`[x](https://ok.example/&quot;onmouseover=&quot;alert(1))`,
	`[x](https://ok.example/ "\" onmouseover=\"alert(1)")`,
	`https://ok.example/"onmouseover="alert(1)`,
	`https://ok.example/<script>alert(1)</script>`,
	`<https://ok.example/"onmouseover="alert(1)>`,
	`![" onerror="alert(1)](https://ok.example/a.png "\" onload=\"alert(1)")`,
	`![x](https://ok.example/a.png"onerror="alert(1))`,
	`[x<img src=x onerror=alert(1)>](https://ok.example)`,
	`*<b onclick=alert(1)>x*</b>`,
	`[a](https://ok.example)<a href="javascript:alert(1)">b</a>`,
}

func TestObfuscations(t *testing.T) {
	if len(obfuscations) < 60 {
		t.Fatal("the table shrank")
	}
	only := func(in, written string) {
		t.Helper()
		for _, link := range links(t, written) {
			if !strings.HasPrefix(link, "https://ok.example") {
				t.Errorf("%q leads to %q", in, link)
			}
		}
	}
	for _, in := range obfuscations {
		for _, in := range []string{in, "a " + in, "> " + in, "- " + in, strings.ReplaceAll(in, "[x]", "[**x**]"), "# " + in} {
			if body, err := Comment(in, CommentLimits{}); err == nil {
				only(in, string(HTML(body, Options{Untrusted: true})))
				check(t, body, string(HTML(body, Options{Untrusted: true})), commentElements)
			}
			if body, err := StoryMarkdown(strings.ToValidUTF8(in, "?")); err == nil {
				only(in, string(HTML(body, Options{})))
				check(t, body, string(HTML(body, Options{})), storyElements)
			}
			if doc, err := StoryHTML(strings.ToValidUTF8(in, "?")); err == nil {
				only(in, string(HTML(doc.Blocks, Options{})))
				check(t, doc.Blocks, string(HTML(doc.Blocks, Options{})), storyElements)
			}
		}
	}
}

// Whoever can write into the store still cannot write into pages.
func TestHTMLTrustsNoBody(t *testing.T) {
	for _, in := range obfuscations {
		_, raw, _ := strings.Cut(strings.TrimSuffix(in, ")"), "](")
		body := []rozmova.Block{
			{Kind: "script", Spans: []rozmova.Span{{Text: in, Link: raw, Marks: 0xFF}}},
			{Kind: rozmova.Figure, Source: raw, Alt: in, Spans: []rozmova.Span{{Text: in, Link: "javascript:alert(1)"}}},
			{Kind: rozmova.Embed, Source: raw, Spans: []rozmova.Span{{Text: in}}},
			{Kind: rozmova.Heading, Level: 99, Depth: 99, Quote: 99, Goes: true},
			{Kind: rozmova.Item, Depth: -5, Quote: -5, Goes: true, Spans: []rozmova.Span{{Text: in}}},
			{Kind: rozmova.Item, Depth: 1 << 30, Quote: 1 << 30, Spans: []rozmova.Span{{Text: in}}},
			{Kind: rozmova.Code, Goes: true, Spans: []rozmova.Span{{Text: in}}},
		}
		for i := range body {
			for j := range body[i].Spans {
				body[i].Spans[j].Text = harmless(body[i].Spans[j].Text)
			}
		}
		check(t, body, string(HTML(body, Options{BlockIDs: true})), storyElements)
		check(t, body, string(HTML(body, Options{Untrusted: true})), commentElements)
	}
}

func TestAddress(t *testing.T) {
	tests := []struct{ in, want string }{
		{"https://a.example", "https://a.example"},
		{"HTTPS://A.Example:8443/Б c", ""},
		{"HTTPS://A.Example:8443/Б", "https://a.example:8443/%D0%91"},
		{"https://новини.укр/стаття?як=так#тут", "https://новини.укр/%D1%81%D1%82%D0%B0%D1%82%D1%82%D1%8F?%D1%8F%D0%BA=%D1%82%D0%B0%D0%BA#%D1%82%D1%83%D1%82"},
		{"https://a.example/%2F..%0d%0a", "https://a.example/%2F..%0d%0a"},
		{"http://[::1]:80/", "http://[::1]:80/"},
		{"https://a.example/?q=\"<>'&b=1", "https://a.example/?q=%22%3C%3E%27&b=1"},
		{"mailto:desk@новини.укр", "mailto:desk@новини.укр"},
		{"mailto:desk@a.example?subject=Виправлення", "mailto:desk@a.example?subject=%D0%92%D0%B8%D0%BF%D1%80%D0%B0%D0%B2%D0%BB%D0%B5%D0%BD%D0%BD%D1%8F"},
		{"https://a.example/" + strings.Repeat("a", 2000), ""},
		{"/stories/x", ""},
		{"https://bank\u202Eelpmaxe.example", ""},
		{"https://ba\u00ADnk.example", ""},
		{"https://a..example", ""},
		{"", ""},
	}
	for _, tt := range tests {
		got, ok := address(tt.in)
		if got != tt.want || ok != (tt.want != "") {
			t.Errorf("%q: %q %v, want %q", tt.in, got, ok, tt.want)
		}
	}
}
