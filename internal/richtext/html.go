package richtext

import (
	"html"
	"html/template"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
)

// Options says how a body is written.
type Options struct {
	Lang      string // of the text, as rozmova.Locale
	Typeset   bool   // with the typography of Lang; otherwise the characters are those of the body
	Untrusted bool   // readers wrote it: links say ugc and nofollow, and nothing but the elements of a comment is written
	BlockIDs  bool   // each block has the id p-N, N being the Block of a rozmova.Position
	Base      string // put before addresses of pictures on the site itself, for feeds: https://news.example
	Marks     []Mark // statements and other marks, in any order
}

// A Mark is a statement's words, shown as marked.
//
// The first piece is <mark class="statement" id="st-KEY" tabindex="0" aria-describedby="st-KEY-card" data-statement="KEY">;
// where the words go on behind the end of a block, or of a mark that they cross, the other pieces have class and
// data-statement alone. Marks that lie inside another are written inside of it. Anchors that do not fit the body are passed
// over. A mark with a Class is none of a statement: it is <mark class="CLASS"> in each piece, or <ins class="CLASS">.
type Mark struct {
	Anchor rozmova.Anchor
	Key    string
	State  string        // with a Key: written as data-state; empty: not at all
	Class  string        // instead of a Key
	Ins    bool          // with a Class: the words came in the place of others
	Before template.HTML // with a Class: written before the first piece: those others. It is the caller's, and not checked
	After  template.HTML // written behind the last piece: a reference to the source. It is the caller's, and not checked
}

// HTML writes a body. Neighbouring Items become lists, lines of Code one <pre>, Quote depths <blockquote>; line feeds in a
// text are <br>. Every word is escaped and every address checked again, so that a body that somebody spoilt in the store shows
// no more than its text.
func HTML(body []rozmova.Block, o Options) template.HTML {
	w := writer{o: o, pieces: pieces(body, o.Marks), shown: map[int]bool{}}
	for i := range body {
		w.block(body, i)
	}
	w.shut(0)
	return template.HTML(w.String()) // every part is escaped, or from a fixed list
}

// writer holds the output and what is open at its end.
type writer struct {
	strings.Builder
	o      Options
	pieces map[int][]piece // by block
	open   []container
	quotes int          // of open
	lists  int          // of open
	shown  map[int]bool // marks whose first piece is written
}

// block writes the i-th block of the body.
func (w *writer) block(body []rozmova.Block, i int) {
	b := &body[i]
	id := ""
	if w.o.BlockIDs {
		id = ` id="p-` + strconv.Itoa(i) + `"`
	}
	if b.Kind == rozmova.Code {
		w.code(body, i, id)
		return
	}
	begins := b.Kind == rozmova.Item && !b.Goes
	w.reach(b, id)
	tag := "p"
	switch {
	case begins:
		w.words(i, b, "")
		return
	case b.Kind == rozmova.Pause && !w.o.Untrusted:
		w.WriteString("<hr" + id + ">\n")
		return
	case b.Kind == rozmova.Figure && !w.o.Untrusted:
		w.figure(i, b, id)
		return
	case b.Kind == rozmova.Heading && !w.o.Untrusted:
		tag = "h" + strconv.Itoa(min(max(b.Level, 2), 4))
	}
	w.WriteString("<" + tag + id + ">")
	if b.Kind == rozmova.Embed || b.Kind == rozmova.Figure {
		w.words(i, b, b.Source)
	} else {
		w.words(i, b, "")
	}
	w.WriteString("</" + tag + ">\n")
}

// code writes a line of code, and opens or closes the <pre> around it and its neighbours.
func (w *writer) code(body []rozmova.Block, i int, id string) {
	b := &body[i]
	if i > 0 && sameCode(&body[i-1], b) {
		w.WriteByte('\n')
		if id != "" {
			w.WriteString("<span" + id + ">")
		}
	} else {
		w.reach(b, id)
		w.WriteString("<pre" + id + "><code>")
		id = ""
	}
	w.words(i, b, "")
	if id != "" {
		w.WriteString("</span>")
	}
	if i+1 == len(body) || !sameCode(b, &body[i+1]) {
		w.WriteString("</code></pre>\n")
	}
}

// sameCode reports whether two neighbouring blocks are lines of the same code.
func sameCode(a, b *rozmova.Block) bool {
	return a.Kind == rozmova.Code && b.Kind == rozmova.Code && a.Quote == b.Quote && a.Goes == b.Goes && a.Depth == b.Depth
}

// figure writes a picture with its caption.
func (w *writer) figure(i int, b *rozmova.Block, id string) {
	w.WriteString("<figure" + id + ">")
	if source, ok := picture(b.Source); ok {
		if source[0] == '/' {
			source = w.o.Base + source
		}
		w.WriteString(`<img src="` + html.EscapeString(source) + `" alt="` + html.EscapeString(b.Alt) + `" loading="lazy">`)
	}
	if len(b.Spans) > 0 {
		w.WriteString("<figcaption>")
		w.words(i, b, "")
		w.WriteString("</figcaption>")
	}
	w.WriteString("</figure>\n")
}
