package richtext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shorten gives s as one line of at most most runes, the ellipsis counted. A single word that is longer is cut within.
func shorten(s string, most int) string {
	words := strings.Fields(s) // no-break spaces part words too; on display, typography brings them back
	whole := strings.Join(words, " ")
	if utf8.RuneCountInString(whole) <= most {
		return whole
	}
	if most < 1 {
		return ""
	}
	kept := whole[:byteAt(whole, most-1)]
	if next, _ := utf8.DecodeRuneInString(whole[len(kept):]); next != ' ' {
		if i := strings.LastIndexByte(kept, ' '); i > 0 {
			kept = kept[:i]
		}
	}
	kept = strings.TrimRightFunc(kept, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:.—–-(«“„", r)
	})
	return kept + "…"
}
