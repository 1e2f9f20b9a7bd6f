package richtext

import (
	"html"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// inline gathers the words below n.
func (b *builder) inline(n ast.Node, marks rozmova.Mark, link string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.words(c, marks, link)
		case *ast.Emphasis:
			if c.Level > 1 {
				b.inline(c, marks|rozmova.Strong, link)
			} else {
				b.inline(c, marks|rozmova.Emphasis, link)
			}
		case *east.Strikethrough:
			b.inline(c, marks|rozmova.Strike, link)
		case *ast.CodeSpan:
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					b.add(strings.ReplaceAll(string(t.Value(b.source)), "\n", " "), marks|rozmova.Monospace, link)
				}
			}
		case *ast.Link:
			b.link(c, string(c.Destination), string(c.Title), "[", marks, link)
		case *ast.Image:
			b.link(c, string(c.Destination), string(c.Title), "![", marks, link)
		case *ast.AutoLink:
			b.autoLink(c, marks, link)
		default:
			b.inline(c, marks, link)
		}
	}
}

// words adds a text node and the line break after it.
func (b *builder) words(t *ast.Text, marks rozmova.Mark, link string) {
	b.add(unescape(t.Value(b.source)), marks, link)
	switch {
	case t.HardLineBreak(), t.SoftLineBreak() && b.comment:
		b.add("\n", marks, link)
	case t.SoftLineBreak():
		b.add(" ", marks, link)
	}
}

// link adds a link, or a picture as a link to it; where it may not lead there, what was typed.
func (b *builder) link(n ast.Node, destination, title, opener string, marks rozmova.Mark, outer string) {
	to, ok := address(decode(destination))
	switch {
	case outer != "": // a picture inside of a link
		b.inline(n, marks, outer)
	case !ok || !b.allow():
		b.add(opener, marks, "")
		b.inline(n, marks, "")
		if title != "" {
			title = ` "` + title + `"`
		}
		b.add("]("+destination+title+")", marks, "")
	default:
		b.flush()
		first := len(b.spans)
		b.inline(n, marks, to)
		b.flush()
		if !slices.ContainsFunc(b.spans[first:], func(s rozmova.Span) bool { return !blank(s.Text) }) {
			b.add(to, marks, to)
		}
	}
}

// autoLink adds <https://example.org> or <desk@example.org>.
func (b *builder) autoLink(n *ast.AutoLink, marks rozmova.Mark, outer string) {
	label := harmless(string(n.Label(b.source)))
	scheme := ""
	if n.AutoLinkType == ast.AutoLinkEmail {
		scheme = "mailto:"
	}
	if to, ok := address(scheme + label); ok && outer == "" && b.allow() {
		b.add(label, marks, to)
		return
	}
	b.add("<"+label+">", marks, outer)
}

// figure appends a picture that stands alone in its paragraph, its title the caption, and reports whether it may be shown.
func (b *builder) figure(n *ast.Image, p place) bool {
	source, ok := picture(decode(string(n.Destination)))
	if !ok {
		return false
	}
	b.inline(n, 0, "")
	block := rozmova.Block{Kind: rozmova.Figure, Source: source}
	for _, span := range b.take() {
		block.Alt += span.Text
	}
	b.add(harmless(decode(string(n.Title))), 0, "")
	block.Spans = b.take()
	b.emit(block, p)
	return true
}

// decode gives an address or title without backslash escapes and character references.
func decode(s string) string {
	return html.UnescapeString(string(util.UnescapePunctuations([]byte(s))))
}

// unescape gives text without backslash escapes and character references. References to what could not be typed (control
// and format characters, marks to pile on letters) stay as they are written, in sight.
func unescape(raw []byte) string {
	if !strings.ContainsAny(string(raw), "\\&") {
		return string(raw)
	}
	var out strings.Builder
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '\\' && i+1 < len(raw) && util.IsPunct(raw[i+1]):
			i++
			out.WriteByte(raw[i])
		case c == '&':
			if words, n := reference(string(raw[i:min(len(raw), i+maxReference)])); n > 0 {
				out.WriteString(words)
				i += n - 1
				continue
			}
			out.WriteByte(c)
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// maxReference is the length of the longest character reference, &CounterClockwiseContourIntegral;.
const maxReference = 33

// reference reads the character reference that s begins with: what it stands for and its length in bytes, 0 for none.
func reference(s string) (words string, n int) {
	n = strings.IndexByte(s, ';') + 1
	if n < 3 || strings.IndexFunc(s[1:n-1], func(r rune) bool {
		return r != '#' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	}) >= 0 {
		return "", 0
	}
	words = html.UnescapeString(s[:n])
	if words == s[:n] || utf8.RuneCountInString(words) > 2 {
		return "", 0 // unknown, or known for how it begins: &notit;
	}
	for _, r := range words {
		if !unicode.IsGraphic(r) || unicode.IsMark(r) || unicode.IsSpace(r) && r != ' ' && r != '\u00A0' || r == unicode.ReplacementChar {
			return "", 0
		}
	}
	return words, n
}
