package richtext

import (
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// CommentLimits bounds what a reader may send.
type CommentLimits struct {
	Runes int // of the Markdown as it was written; 0 for 5000
	Links int // links and bare addresses; 0 for 5, below 0 for none at all
}

func (l CommentLimits) runes() int {
	if l.Runes == 0 {
		return 5000
	}
	return l.Runes
}

func (l CommentLimits) links() int {
	if l.Links == 0 {
		return 5
	}
	return max(l.Links, 0)
}

// Comment reads the Markdown that readers may use: paragraphs, in which a line break stays one; emphasis, strong and struck
// text; code; quotations; lists; links and bare addresses. The rest is shown as it was typed (HTML, tables, links to where
// links may not go, numbered lists that do not begin with 1, so that «1991. It began» keeps its year), except that
// headings become strong paragraphs, pictures become links to them, and rules go.
//
// The errors are rozmova.Invalid on field body: comment.empty where there is nothing to see, comment.too_long with Max and
// N in runes, comment.too_many_links with Max and N.
func Comment(markdown string, limits CommentLimits) ([]rozmova.Block, error) {
	if n := utf8.RuneCountInString(markdown); n > limits.runes() {
		return nil, invalid("comment.too_long", map[string]any{"Max": limits.runes(), "N": n})
	}
	b := builder{comment: true, maxLinks: len(markdown)} // all are counted, so that the error can tell the number
	b.read(commentParser, markdown)
	if len(b.blocks) == 0 {
		return nil, invalid("comment.empty", nil)
	}
	if b.links > limits.links() {
		return nil, invalid("comment.too_many_links", map[string]any{"Max": limits.links(), "N": b.links})
	}
	return b.blocks, nil
}

func invalid(reason string, args map[string]any) error {
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "body", Args: args}
}
