package richtext

import (
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// Offsets maps an anchor to the whole text: the runes of rozmova.PlainText(body) from start up to, not including, end. What
// lies outside of the body is moved to its nearest edge; whether the anchor still holds is told by Words.
func Offsets(body []rozmova.Block, a rozmova.Anchor) (start, end int) {
	start = offset(body, a.Start)
	return start, max(start, offset(body, a.End))
}

func offset(body []rozmova.Block, p rozmova.Position) int {
	if p.Block < 0 {
		return 0
	}
	at := 0
	for i := range body {
		n := runes(&body[i])
		if i == p.Block {
			return at + min(max(p.Rune, 0), n)
		}
		at += n + 1 // the line feed between blocks
	}
	return max(at-1, 0)
}

// AnchorAt is the inverse of Offsets: the anchor, without its revision, of the runes of rozmova.PlainText(body) from start up
// to end. The error is rozmova.Invalid, anchor.range, where start < end does not hold or they are not in the text.
func AnchorAt(body []rozmova.Block, start, end int) (rozmova.Anchor, error) {
	from, ok := position(body, start)
	to, ok2 := position(body, end)
	if !ok || !ok2 || start >= end {
		return rozmova.Anchor{}, &rozmova.Error{Kind: rozmova.Invalid, Reason: "anchor.range", Field: "anchor",
			Args: map[string]any{"Start": start, "End": end}}
	}
	return rozmova.Anchor{Start: from, End: to}, nil
}

func position(body []rozmova.Block, at int) (rozmova.Position, bool) {
	if at < 0 {
		return rozmova.Position{}, false
	}
	for i := range body {
		n := runes(&body[i])
		if at <= n {
			return rozmova.Position{Block: i, Rune: at}, true
		}
		at -= n + 1
	}
	return rozmova.Position{}, false
}

// Words gives the words that an anchor marks, blocks parted by a line feed.
func Words(body []rozmova.Block, a rozmova.Anchor) string {
	start, end := Offsets(body, a)
	text := rozmova.PlainText(body)
	from := byteAt(text, start)
	return text[from : from+byteAt(text[from:], end-start)]
}

// byteAt gives where the n-th rune of s begins, len(s) where there are fewer.
func byteAt(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// Excerpt gives the beginning of a body as one line of at most maxRunes runes, cut at the edge of a word and with an
// ellipsis where something is left out; headings, code, captions and links to elsewhere are passed over.
func Excerpt(body []rozmova.Block, maxRunes int) string {
	var line []byte
	for i := range body {
		switch body[i].Kind {
		case rozmova.Paragraph, rozmova.Item:
			line = append(append(line, body[i].Text()...), ' ')
		}
		if len(line) > maxRunes*utf8.UTFMax {
			break
		}
	}
	return shorten(string(line), maxRunes)
}
