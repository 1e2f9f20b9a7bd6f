package rozmova

import (
	"strings"
	"unicode/utf8"
)

// A Block is one piece of text that stands by itself: a paragraph, a heading, an item of a list, a line of code. A body is
// a flat []Block; nesting is told by Depth and Quote, so that an Anchor needs two numbers only and no input can make a tree
// too deep to walk. What the type cannot hold cannot appear on a page.
type Block struct {
	Kind    BlockKind `json:"kind"`
	Level   int       `json:"level,omitempty"`   // of a Heading, 2 to 4
	Ordered bool      `json:"ordered,omitempty"` // of an Item: numbered
	Depth   int       `json:"depth,omitempty"`   // of an Item: 0 for the outermost list
	Goes    bool      `json:"goes,omitempty"`    // goes on with the Item before it instead of beginning one
	Quote   int       `json:"quote,omitempty"`   // how many quotations it stands in, 0 to 8
	Spans   []Span    `json:"spans,omitempty"`
	Source  string    `json:"source,omitempty"` // of a Figure or Embed: address of what is shown
	Alt     string    `json:"alt,omitempty"`    // of a Figure: what is to be seen, for those who do not see it
}

// BlockKind tells blocks apart.
type BlockKind string

// The kinds of Block.
const (
	Paragraph BlockKind = "paragraph"
	Heading   BlockKind = "heading"
	Item      BlockKind = "item"
	Code      BlockKind = "code"
	Figure    BlockKind = "figure" // Spans hold the caption
	Embed     BlockKind = "embed"  // shown as a link; nothing is loaded from elsewhere
	Pause     BlockKind = "pause"  // a rule between two parts
)

// A Span is a run of text with the same marks.
type Span struct {
	Text  string `json:"text"`
	Marks Mark   `json:"marks,omitempty"`
	Link  string `json:"link,omitempty"` // absolute http, https or mailto address; empty for none
}

// Mark is a set of marks on a Span.
type Mark uint8

// The marks of a Span.
const (
	Emphasis Mark = 1 << iota
	Strong
	Strike
	Monospace
	Mention // of somebody who takes part in the discussion: an at sign and the pen name
)

// Text gives the words of the block without marks.
func (b *Block) Text() string {
	if len(b.Spans) == 1 {
		return b.Spans[0].Text
	}
	var s strings.Builder
	for _, span := range b.Spans {
		s.WriteString(span.Text)
	}
	return s.String()
}

// PlainText gives the words of a body, its blocks parted by one line feed. Offsets in the whole text, wherever Rozmova
// tells them, are runes of this string.
func PlainText(body []Block) string {
	var s strings.Builder
	for i := range body {
		if i > 0 {
			s.WriteByte('\n')
		}
		for _, span := range body[i].Spans {
			s.WriteString(span.Text)
		}
	}
	return s.String()
}

// A Position is a place between two runes of a block's Text: Rune 0 is before the first.
type Position struct {
	Block int `json:"block"`
	Rune  int `json:"rune"`
}

// An Anchor marks the words from Start up to, not including, End in one revision of a body. It may cross blocks.
type Anchor struct {
	Revision int      `json:"revision"`
	Start    Position `json:"start"`
	End      Position `json:"end"`
}

// In gives where the anchor begins and ends in PlainText(body), in runes; what lies outside the body ends with it.
func (a Anchor) In(body []Block) (start, end int) {
	before := 0
	for i := range body {
		size := utf8.RuneCountInString(body[i].Text())
		if i == a.Start.Block {
			start = before + min(a.Start.Rune, size)
		}
		if i == a.End.Block {
			end = before + min(a.End.Rune, size)
		}
		before += size + 1
	}
	whole := max(before-1, 0)
	if a.Start.Block >= len(body) {
		start = whole
	}
	if a.End.Block >= len(body) {
		end = whole
	}
	return start, max(start, end)
}

// A Locale is a language of content or interface, as a BCP 47 tag of one subtag: uk, en.
type Locale string

// A Slug is the last part of a story's or section's address: 1 to 80 of a–z, 0–9 and single hyphens inside.
type Slug string

// Valid reports whether s has the form of a Slug.
func (s Slug) Valid() bool {
	if len(s) == 0 || len(s) > 80 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		case c == '-' && s[i-1] != '-':
		default:
			return false
		}
	}
	return true
}
