package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// payloads are what people put into comments to make other people's browsers run it.
var payloads = []string{
	`<script>hacked=1</script>`, `<img src=x onerror=hacked=1>`, `<svg onload=hacked=1>`, `<svg><script>hacked=1</script></svg>`,
	`<iframe src="javascript:parent.hacked=1"></iframe>`, `<a href="javascript:hacked=1">click</a>`, `[click](javascript:hacked=1)`,
	`[click](JaVaScRiPt:hacked=1)`, `[click](java&#115;cript:hacked=1)`, `[click](&#x6A;avascript:hacked=1)`, "[click](java\tscript:hacked=1)",
	`[click](data:text/html,<script>hacked=1</script>)`, `[click](vbscript:hacked=1)`, `![x](x "onerror=hacked=1")`, `![x" onerror="hacked=1](x)`,
	`<https://example.org/" onmouseover="hacked=1>`, `[x](https://example.org/"onmouseover="hacked=1)`, `https://example.org/"><script>hacked=1</script>`,
	`<details open ontoggle=hacked=1>`, `<body onload=hacked=1>`, `<math><mtext><table><mglyph><style><img src=x onerror=hacked=1>`,
	`</div></article><script>hacked=1</script>`, `</textarea><script>hacked=1</script>`, `</template><script>hacked=1</script>`,
	`<style>@import "//evil.example/x.css";</style>`, `<link rel=stylesheet href=//evil.example/x.css>`, `<meta http-equiv=refresh content="0;url=//evil.example">`,
	`<base href="//evil.example/">`, `<form action=//evil.example><input type=submit></form>`, `<object data="javascript:hacked=1">`,
	`<rz-form><textarea autofocus onfocus=hacked=1></textarea></rz-form>`, `{{.}} ${hacked=1} #{hacked=1}`, `<img src="//evil.example/p.png">`,
	"```\n</code><script>hacked=1</script>\n```", `<a id=form name=rz-thread data-live="//evil.example">x</a>`, "\u202e<script>hacked=1</script>",
}

// TestNothingOfReadersRuns: neither in the page, nor when it comes through the stream, nor in the form that gives it back.
func TestNothingOfReadersRuns(t *testing.T) {
	h := open(t, setup{stories: []string{theatre}, silent: true})
	hostile := strings.NewReplacer("\n", " ").Replace(strings.Join(payloads[:8], " "))
	draft, err := newsroom.Parse("hostile.md", []byte(fmt.Sprintf("---\nheadline: %q\nstandfirst: %q\nbyline: %q\nslug: hostile\nsection: hromada\nlanguage: uk\n"+
		"sources:\n  - key: a\n    kind: person\n    name: %q\n    role: %q\nstatements:\n  - key: s\n    quote: Текст твердження\n    speaker: a\n    mode: direct\n---\n"+
		"Текст твердження </script><script>hacked=1</script>\n\n%s\n\n<div onclick=hacked=1>тут</div>\n", "</title><script>hacked=1</script>", "\"></script><script>hacked=1</script>",
		"<img src=x onerror=hacked=1>", "<b onmouseover=hacked=1>", "</script><script>hacked=1</script>", hostile)), newsroom.ParseOptions{})
	if err == nil {
		var p *newsroom.Published
		p, err = h.Newsroom.Publish(t.Context(), rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{})
		if err == nil {
			h.stories["hostile"] = p.Story
		}
	}
	must(t, err)
	browser := chromium(t)
	reader := h.tab(t, browser, look{})
	reader.signIn(h, h.member(t, "reader@example.org"))
	for _, file := range []string{theatre, "hostile"} {
		open := h.tab(t, browser, look{})
		open.to(h.path(file))
		half := len(payloads) / 2
		var root *rozmova.Comment
		for i, text := range payloads { // one half is there already, the other comes through the stream
			if i == half {
				open.to(h.path(file))
			}
			root = h.say(t, fmt.Sprintf("evil%d@example.org", i%4), file, fmt.Sprintf("%s кінець%d", text, i), nil)
		}
		open.await("what came through the stream", shows(fmt.Sprint("кінець", half+1))+` || document.querySelector(".rz-bars button")`)
		open.innocent(file + ", through the stream")
		reader.to(h.path(file))
		reader.await("the comments", shows("кінець0")+" && "+shows("кінець10"))
		for _, b := range []*tab{open, reader} {
			for _, page := range []string{"", "next", "branch"} {
				switch page {
				case "next":
					if !eval[bool](b, `!!document.querySelector("[rel=next]")`) {
						continue
					}
					b.arrives("the next page", func() { b.click("[rel=next]") }, "true")
				case "branch":
					b.to(h.path(file) + "/branch/" + root.ID.String())
				}
				b.innocent(file + " " + page)
			}
		}
	}
	for _, path := range []string{"/", "/sections/hromada", "/stories/hostile/revisions/1", "/me"} {
		reader.to(path)
		reader.innocent(path)
	}
	reader.to(h.path(theatre))
	reader.fill("#body", payloads[0]+payloads[1]+" </textarea><script>hacked=1</script>")
	reader.click("#form [type=submit]")
	reader.await("my own", `document.querySelector("#body").value === ""`)
	reader.innocent("what was posted in place")
}

// innocent fails the test if anything ran, or could.
func (b *tab) innocent(where string) {
	b.t.Helper()
	eval[bool](b, `(document.querySelectorAll(".words a, .story-body a, .words *").forEach((e) => e.dispatchEvent(new MouseEvent("mouseover", {bubbles: true}))), true)`)
	if eval[bool](b, `typeof hacked !== "undefined"`) {
		b.t.Fatalf("%s: something ran", where)
	}
	found := eval[[]string](b, `[...document.querySelectorAll("main *")].flatMap((e) => [
		...[...e.attributes].filter((a) => a.name.startsWith("on") || a.name === "srcdoc" || /^\s*(javascript|data|vbscript):/i.test(a.value)).map((a) => e.outerHTML.slice(0, 100)),
		...(e.closest(".words, .story-body") && e.matches("script, img, svg, iframe, style, link, meta, base, form, object, math, details, input, body, template, textarea, rz-form") ? [e.outerHTML.slice(0, 100)] : []),
		...(e.matches(".words a") && e.rel !== "ugc nofollow noopener" ? ["rel " + e.outerHTML.slice(0, 100)] : []),
	])`)
	for _, f := range found {
		b.t.Errorf("%s: %s", where, f)
	}
	if n := eval[int](b, `document.querySelectorAll("script:not([src]):not([type='application/ld+json'])").length`); n > 0 {
		b.t.Errorf("%s: %d scripts in the page", where, n)
	}
	for _, doc := range eval[[]string](b, `[...document.querySelectorAll("script[type='application/ld+json']")].map((s) => { try { JSON.parse(s.textContent); return ""; } catch (e) { return String(e); } })`) {
		if doc != "" {
			b.t.Errorf("%s: JSON-LD: %s", where, doc)
		}
	}
	b.safe()
}
