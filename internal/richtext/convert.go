package richtext

import (
	"strconv"

	"github.com/rozmova/rozmova"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// builder makes a body, block by block.
type builder struct {
	comment  bool
	maxLinks int
	links    int // made so far
	blocks   []rozmova.Block
	source   []byte
	spanner
}

// place is where a block stands.
type place struct {
	quote  int
	lists  int     // how many lists it stands in
	item   *item   // the item of the innermost of them; nil outside of lists
	number *string // what the next block begins with: its number in a list that is shown as paragraphs
}

// item is a list item.
type item struct {
	ordered bool
	begun   bool // its first block is there
}

// deeper gives the place inside one more quotation.
func (p place) deeper() place {
	p.quote = min(p.quote+1, maxNesting)
	return p
}

// inItem gives the place inside one more item of a list in p.
func (p place) inItem(ordered bool) place {
	p.lists = min(p.lists+1, maxNesting)
	p.item = &item{ordered: ordered}
	p.number = nil
	return p
}

// emit appends a block at its place.
func (b *builder) emit(block rozmova.Block, p place) {
	block.Quote = p.quote
	if p.number != nil && *p.number != "" && len(block.Spans) > 0 {
		numbered := spanner{}
		for _, span := range append([]rozmova.Span{{Text: *p.number + " "}}, block.Spans...) {
			numbered.add(span.Text, span.Marks, span.Link)
		}
		block.Spans = numbered.take()
		*p.number = ""
	}
	if p.lists > 0 {
		block.Depth = p.lists - 1
		switch {
		case p.item.begun && block.Kind == rozmova.Paragraph:
			block.Kind, block.Goes = rozmova.Item, true
		case block.Kind == rozmova.Paragraph:
			block.Kind, block.Ordered = rozmova.Item, p.item.ordered
		case p.item.begun:
			block.Goes = true
		default: // an item that begins with something else than words
			b.blocks = append(b.blocks, rozmova.Block{Kind: rozmova.Item, Ordered: p.item.ordered, Depth: block.Depth, Quote: p.quote})
			block.Goes = true
		}
		p.item.begun = true
	}
	b.blocks = append(b.blocks, block)
}

// end makes a block of the spans that were gathered, unless there is nothing to see in them.
func (b *builder) end(kind rozmova.BlockKind, level int, p place) {
	spans := autolink(b.take(), b.allow)
	if spans != nil {
		b.emit(rozmova.Block{Kind: kind, Level: level, Spans: spans}, p)
	}
}

// allow counts one more link and reports whether there may be one.
func (b *builder) allow() bool {
	if b.links >= b.maxLinks {
		return false
	}
	b.links++
	return true
}

// read parses Markdown and appends its blocks.
func (b *builder) read(p parser.Parser, markdown string) {
	b.source = []byte(flatten(harmless(markdown)))
	b.children(p.Parse(text.NewReader(b.source)), place{})
}

func (b *builder) children(n ast.Node, p place) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.block(c, p)
	}
}

func (b *builder) block(n ast.Node, p place) {
	switch n := n.(type) {
	case *ast.Heading:
		if b.comment {
			b.inline(n, rozmova.Strong, "")
			b.end(rozmova.Paragraph, 0, p)
			return
		}
		b.inline(n, 0, "")
		b.end(rozmova.Heading, min(max(n.Level, 2), 4), p)
	case *ast.Blockquote:
		b.children(n, p.deeper())
	case *ast.List:
		number := n.Start
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			label := string(n.Marker)
			if n.IsOrdered() {
				label = strconv.Itoa(number) + label
				number++
			}
			b.item(p, n.IsOrdered(), n.Start, label, func(p place) { b.children(c, p) })
		}
	case *ast.FencedCodeBlock:
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			b.code(string(line.Value(b.source)), p)
		}
	case *ast.ThematicBreak:
		if !b.comment {
			b.emit(rozmova.Block{Kind: rozmova.Pause}, p)
		}
	default: // Paragraph, TextBlock
		if picture, ok := n.FirstChild().(*ast.Image); ok && !b.comment && picture.NextSibling() == nil && b.figure(picture, p) {
			return
		}
		b.inline(n, 0, "")
		b.end(rozmova.Paragraph, 0, p)
	}
}

// item appends what children does in one item of a list. Items of a numbered list that begins with another number than 1 are
// paragraphs and keep their number, since the block model counts from 1; an empty item is its label alone: somebody who
// comments «+» means it.
func (b *builder) item(p place, ordered bool, start int, label string, children func(place)) {
	inside := p.inItem(ordered)
	if ordered && start != 1 {
		inside = p
		inside.number = &label
	}
	before := len(b.blocks)
	children(inside)
	if len(b.blocks) == before && label != "" {
		b.add(label, 0, "")
		b.end(rozmova.Paragraph, 0, p)
	}
}

// code appends one line of code; an empty one too, since it stands between others.
func (b *builder) code(line string, p place) {
	for len(line) > 0 && line[len(line)-1] == '\n' {
		line = line[:len(line)-1]
	}
	block := rozmova.Block{Kind: rozmova.Code}
	if line != "" {
		block.Spans = []rozmova.Span{{Text: line}}
	}
	b.emit(block, p)
}
