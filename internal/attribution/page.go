package attribution

// A page is a text taken apart: what every step of the finder reads.
type page struct {
	lang   string
	runes  []rune
	tokens []token
	quotes []quote // in the order of their opening marks
	paras  []para
}

// A token is a word, a number or one mark. Spaces are none.
type token struct {
	start, end int    // runes
	lower      string // in lower case, apostrophes as ’, without stress marks
	kind       tokenKind
	para, sent int // number of its paragraph and, through the whole text, of its sentence; a sentence inside quotation marks counts
	quote      int // the innermost pair of quotation marks that it stands in, an index of page.quotes; -1 outside. The marks themselves stand outside
}

// tokenKind tells tokens apart.
type tokenKind uint8

const (
	word   tokenKind = iota // letters, with inner apostrophes and hyphens: дев’ять, пів-Європи, Івано-Франківськ
	number                  // digits, with inner points, commas and colons
	opener                  // an opening quotation mark; a straight one is told by its neighbours
	closer                  // a closing quotation mark
	dash                    // – — or a hyphen with a space beside it
	mark                    // any other sign
)

// A quote is a pair of quotation marks: the tokens of its marks, and the pair that it stands in, -1 for none. Where the
// writer left the closing mark away, close is the token after the last of the paragraph.
type quote struct{ open, close, outer int }

// A para is a paragraph: its tokens, to exclusive. It is never empty.
type para struct{ from, to int }

// text gives the words from one rune to another.
func (p *page) text(start, end int) string { return string(p.runes[start:end]) }

// span marks the tokens from one up to another, exclusive; there must be one.
func (p *page) span(from, to int) Span {
	start, end := p.tokens[from].start, p.tokens[to-1].end
	return Span{Start: start, End: end, Text: p.text(start, end)}
}

// is tells whether a token is one of some words or marks.
func (p *page) is(i int, words ...string) bool {
	if i < 0 || i >= len(p.tokens) {
		return false
	}
	for _, w := range words {
		if p.tokens[i].lower == w {
			return true
		}
	}
	return false
}

// capital tells whether a token begins with a capital letter.
func (p *page) capital(i int) bool {
	return i >= 0 && i < len(p.tokens) && upper(p.runes[p.tokens[i].start])
}
