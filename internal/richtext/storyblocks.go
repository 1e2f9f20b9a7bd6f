package richtext

import (
	"github.com/rozmova/rozmova"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"strconv"
	"strings"
)

// list reads the items of a list; what is in it without being in an item is an item too.
func (r *reader) list(n *html.Node, h here) {
	start := 1
	if s, err := strconv.Atoi(attribute(n, "start")); err == nil && n.DataAtom == atom.Ol {
		start = s
	}
	number := start
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode && strings.TrimSpace(c.Data) == "" || c.Type != html.TextNode && c.Type != html.ElementNode {
			continue
		}
		if c.Type == html.ElementNode && (hidden(c) || leftOut[c.DataAtom] || c.Namespace != "") {
			r.element(c, h)
			continue
		}
		label := "" // an empty item is nothing
		if start != 1 {
			label = strconv.Itoa(number) + "."
		}
		number++
		r.item(h.place, n.DataAtom == atom.Ol, start, label, func(p place) {
			in := h
			in.place = p
			switch {
			case c.Type == html.TextNode:
				r.text(c.Data, in)
			case c.DataAtom == atom.Li:
				r.children(c, in)
			default:
				r.element(c, in)
			}
			r.close(in)
		})
	}
}

// pre appends each line of preformatted text as one of code.
func (r *reader) pre(n *html.Node, h here) {
	var text strings.Builder
	for c := range n.Descendants() {
		switch {
		case c.Type == html.TextNode && !leftOut[c.Parent.DataAtom]:
			text.WriteString(c.Data)
		case c.DataAtom == atom.Br:
			text.WriteByte('\n')
		case leftOut[c.DataAtom]:
			r.leave(c, c.Data, attribute(c, "src"))
		}
	}
	code := strings.Trim(harmless(text.String()), "\n")
	if blank(code) {
		return
	}
	for line := range strings.Lines(code) {
		r.code(line, h.place)
	}
}

// figure makes a block of a <figure> with one picture and perhaps a caption, and reports whether it was that and no more.
func (r *reader) figure(n *html.Node, h here) bool {
	var img, caption *html.Node
	for c := range n.Descendants() {
		captioned := caption != nil && within(c, caption)
		switch {
		case hidden(c) || leftOut[c.DataAtom]:
			return false
		case c.DataAtom == atom.Img && img == nil && !captioned:
			img = c
		case c.DataAtom == atom.Figcaption && caption == nil:
			caption = c
		case c.DataAtom == atom.Img, c.DataAtom == atom.Figcaption, c.Type == html.TextNode && !captioned && strings.TrimSpace(c.Data) != "":
			return false
		}
	}
	if img == nil {
		return false
	}
	source, ok := picture(attribute(img, "src"))
	if !ok {
		return false
	}
	block := rozmova.Block{Kind: rozmova.Figure, Source: source, Alt: strings.Join(strings.Fields(harmless(attribute(img, "alt"))), " ")}
	if caption != nil {
		block.Spans = r.apart(caption)
	}
	r.emit(block, h.place)
	return true
}

// within reports whether n stands in ancestor.
func within(n, ancestor *html.Node) bool {
	for a := range n.Ancestors() {
		if a == ancestor {
			return true
		}
	}
	return false
}

// row makes a paragraph of a row of a table.
func (r *reader) row(n *html.Node, h here) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.DataAtom == atom.Td || c.DataAtom == atom.Th) && !hidden(c) {
			if r.last() != '\n' {
				r.text(" | ", h)
			}
			r.children(c, h)
		} else if c.Type == html.ElementNode {
			r.element(c, h)
		}
	}
	r.close(h)
}
