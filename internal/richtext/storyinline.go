package richtext

import (
	"strings"

	"github.com/rozmova/rozmova"
	"golang.org/x/net/html"
)

// lineBreak adds a line feed; a second one in a row begins a new paragraph.
func (r *reader) lineBreak(h here) {
	r.flush()
	if n := len(r.spans); n > 0 {
		r.spans[n-1].Text = strings.TrimRight(r.spans[n-1].Text, " ")
		if r.spans[n-1].Text == "" {
			r.spans = r.spans[:n-1]
		}
	}
	if len(r.spans) > 0 && r.last() == '\n' && h.kind == "" {
		r.close(h)
		return
	}
	r.add("\n", h.marks, h.link)
}

func (r *reader) anchor(n *html.Node, h here) {
	target := attribute(n, "href")
	if to, ok := address(target); ok && h.link == "" && h.kind != rozmova.Code && r.allow() {
		h.link = to
	} else if target != "" && !ok && target[0] != '#' {
		r.leave(n, "a", target)
	}
	r.children(n, h)
}

// image makes a figure of a picture that stands alone, and a link of one among words.
func (r *reader) image(n *html.Node, h here) {
	alt := strings.Join(strings.Fields(harmless(attribute(n, "alt"))), " ")
	source, ok := picture(attribute(n, "src"))
	switch {
	case !ok:
		r.leave(n, "img", attribute(n, "src"))
		r.text(alt, h)
	case h.kind == "" && r.last() == '\n':
		r.close(h)
		r.emit(rozmova.Block{Kind: rozmova.Figure, Source: source, Alt: alt}, h.place)
	default:
		if to, ok := address(source); ok && h.link == "" && alt != "" && r.allow() {
			h.link = to
		}
		r.add(alt, h.marks, h.link)
	}
}
