package richtext

import (
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// An HTMLDocument is what StoryHTML found.
type HTMLDocument struct {
	Headline string // of the first <h1>, which is then not in Blocks; else of <title>; may be empty
	Blocks   []rozmova.Block
	LeftOut  []string // names of elements that were left out, each once, with the address where they have one: "iframe https://…"
}

// StoryHTML reads a page or part of one and keeps everything readable: headings, paragraphs, lists, quotations, code, pictures,
// rules, rows of tables as paragraphs, and of inline elements those that a span can hold. Scripts, styles, frames, forms,
// media and what is hidden are left out and named; so are pictures and links with addresses that cannot be kept, though the
// words of the link stay.
//
// The errors are rozmova.TooLarge, story.too_large with Max and N in bytes, and rozmova.Invalid, story.not_utf8, story.not_html
// (elements nested deeper than 512) or story.empty, each on field body.
func StoryHTML(source string) (HTMLDocument, error) {
	if err := readable(source, MaxStoryHTML); err != nil {
		return HTMLDocument{}, err
	}
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return HTMLDocument{}, &rozmova.Error{Kind: rozmova.Invalid, Reason: "story.not_html", Field: "body", Err: err}
	}
	r := reader{builder: builder{maxLinks: maxLinks}}
	r.children(root, here{})
	r.end(rozmova.Paragraph, 0, place{})
	if len(r.blocks) == 0 {
		return HTMLDocument{}, invalid("story.empty", nil)
	}
	return HTMLDocument{Headline: r.headline, Blocks: r.blocks, LeftOut: r.leftOut}, nil
}

// reader makes a body of a tree of elements.
type reader struct {
	builder
	headline string
	hasH1    bool
	leftOut  []string
}

// here is where in the tree the reader is, and what holds there.
type here struct {
	place
	kind  rozmova.BlockKind // of the block that is growing; empty for a paragraph
	level int
	marks rozmova.Mark
	link  string
}

// close ends the block that is growing.
func (r *reader) close(h here) {
	kind := h.kind
	if kind == "" {
		kind = rozmova.Paragraph
	}
	r.end(kind, h.level, h.place)
}

func (r *reader) children(n *html.Node, h here) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			r.text(c.Data, h)
		case html.ElementNode:
			r.element(c, h)
		}
	}
}

// text adds words, runs of white space as one space; no-break spaces are words.
func (r *reader) text(s string, h here) {
	s = harmless(s)
	for s != "" {
		n := strings.IndexAny(s, " \t\n\r\f")
		if n != 0 {
			if n < 0 {
				n = len(s)
			}
			r.add(s[:n], h.marks, h.link)
			s = s[n:]
			continue
		}
		s = strings.TrimLeft(s, " \t\n\r\f")
		if last := r.last(); last != ' ' && last != '\n' {
			r.add(" ", h.marks, h.link)
		}
	}
}

// leave notes an element that is left out, with the address that it has.
func (r *reader) leave(n *html.Node, name, address string) {
	if address != "" {
		name += " " + shorten(harmless(address), 100)
	}
	if !slices.Contains(r.leftOut, name) && len(r.leftOut) < 100 {
		r.leftOut = append(r.leftOut, name)
	}
}

func (r *reader) element(n *html.Node, h here) {
	if hidden(n) {
		r.leave(n, "hidden "+n.Data, "")
		return
	}
	if leftOut[n.DataAtom] || n.Namespace != "" {
		r.leave(n, n.Data, attribute(n, "src", "data", "action"))
		return
	}
	if mark, ok := marked[n.DataAtom]; ok {
		h.marks |= mark
		r.children(n, h)
		return
	}
	switch n.DataAtom {
	case atom.Title:
		if r.headline == "" && n.FirstChild != nil {
			r.headline = strings.Join(strings.Fields(harmless(n.FirstChild.Data)), " ")
		}
	case atom.Meta, atom.Link, atom.Base, atom.Source, atom.Wbr, atom.Rp:
	case atom.Br:
		r.lineBreak(h)
	case atom.Q:
		r.add(`"`, h.marks, h.link)
		r.children(n, h)
		r.add(`"`, h.marks, h.link)
	case atom.A:
		r.anchor(n, h)
	case atom.Img:
		r.image(n, h)
	default:
		if inlineElement[n.DataAtom] || n.DataAtom == 0 && !strings.Contains(n.Data, "-") {
			r.children(n, h)
			return
		}
		r.blockElement(n, h)
	}
}

// blockElement reads an element that begins and ends a block.
func (r *reader) blockElement(n *html.Node, h here) {
	r.close(h)
	inside := here{place: h.place, marks: h.marks, link: h.link}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		inside.kind, inside.level = rozmova.Heading, min(max(int(n.Data[1]-'0'), 2), 4)
		if n.DataAtom == atom.H1 && !r.hasH1 {
			r.title(n)
			return
		}
	case atom.Hr:
		r.emit(rozmova.Block{Kind: rozmova.Pause}, h.place)
		return
	case atom.Blockquote:
		inside.place = h.deeper()
	case atom.Ul, atom.Ol, atom.Menu:
		r.list(n, inside)
		return
	case atom.Pre:
		r.pre(n, inside)
		return
	case atom.Figure:
		if r.figure(n, inside) {
			return
		}
	case atom.Tr:
		r.row(n, inside)
		return
	}
	r.children(n, inside)
	r.close(inside)
}

// title takes the headline from the first <h1> that has words.
func (r *reader) title(n *html.Node) {
	words := ""
	for _, span := range r.apart(n) {
		words += span.Text
	}
	if words != "" {
		r.headline, r.hasH1 = strings.Join(strings.Fields(words), " "), true
	}
}

// apart reads the words of n, however many blocks they make, aside from the body.
func (r *reader) apart(n *html.Node) []rozmova.Span {
	sub := reader{builder: builder{maxLinks: r.maxLinks - r.links}, hasH1: true}
	sub.children(n, here{kind: rozmova.Paragraph})
	sub.close(here{})
	r.links += sub.links
	for _, name := range sub.leftOut {
		r.leave(n, name, "")
	}
	for i := range sub.blocks {
		if i > 0 && len(sub.blocks[i].Spans) > 0 {
			r.add(" ", 0, "")
		}
		for _, span := range sub.blocks[i].Spans {
			r.add(span.Text, span.Marks, span.Link)
		}
	}
	return r.take()
}
