package api

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// plainText takes the tags out of HTML and reads its entities. Blocks and line breaks end lines; what a browser does not show is
// left out. Space at both ends is gone.
func plainText(source string) string { return readHTML(source, false) }

// likelyText reads what may be HTML or plain text: what looks like a tag and is none that a comment in HTML has stays, so that
// nobody hides a word by writing <word>, <b word>, <!--word--> or <title>word.
func likelyText(source string) string { return readHTML(source, true) }

func readHTML(source string, keepUnknown bool) string {
	if !strings.ContainsAny(source, "<&") {
		return strings.TrimSpace(source)
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(source))
	hidden := atom.Atom(0) // the element that nothing is shown of, while we are in it
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			if keepUnknown {
				b.WriteString(strings.TrimLeft(string(z.Raw()), "<"))
			}
			return strings.TrimSpace(b.String())
		case html.TextToken:
			if hidden == 0 {
				b.Write(z.Text())
			}
		case html.CommentToken, html.DoctypeToken:
			if keepUnknown {
				b.WriteString(strings.Trim(string(z.Raw()), "<!-?/>"))
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw()) // before the name is read, which puts it in small letters where it stands
			name, attributes := z.TagName()
			tag := atom.Lookup(name)
			switch {
			case keepUnknown && (tag == 0 || unseenTag(tag) || attributes && saysMore(z)):
				b.WriteString(strings.Trim(raw, "</>"))
			case hidden != 0:
				if kind == html.EndTagToken && tag == hidden {
					hidden = 0
				}
			case kind == html.StartTagToken && unseenTag(tag):
				hidden = tag
			case tag == atom.Br && kind != html.EndTagToken, blockTag(tag):
				endLine(&b)
			}
		}
	}
}

// saysMore tells whether the attributes of a tag may be words that somebody wrote into a plain text.
func saysMore(z *html.Tokenizer) bool {
	for more := true; more; {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch atom.Lookup(key) {
		case atom.Href, atom.Class, atom.Rel, atom.Target:
			if bytes.ContainsFunc(value, func(r rune) bool { return r <= ' ' || r > '~' }) {
				return true
			}
		default:
			return true
		}
	}
	return false
}

func unseenTag(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Template, atom.Head, atom.Title, atom.Noscript, atom.Iframe:
		return true
	}
	return false
}

func blockTag(tag atom.Atom) bool {
	switch tag {
	case atom.P, atom.Div, atom.Blockquote, atom.Li, atom.Ul, atom.Ol, atom.Pre, atom.Tr, atom.Td, atom.Th, atom.Table, atom.Section, atom.Article,
		atom.Aside, atom.Figure, atom.Figcaption, atom.Hr, atom.Dl, atom.Dt, atom.Dd, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}

// endLine ends a line that has begun.
func endLine(b *strings.Builder) {
	if s := b.String(); s != "" && s[len(s)-1] != '\n' {
		b.WriteByte('\n')
	}
}
