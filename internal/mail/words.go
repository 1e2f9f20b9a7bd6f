package mail

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible drops what has no place in a letter: bytes that are not UTF-8, controls but for the line feed, and the marks that
// turn the text after them around (U+202A–202E, U+2066–2069).
func visible(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\r', r == '\u2028', r == '\u2029':
			return ' '
		case unicode.IsControl(r), r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfffe, r == 0xffff:
			return -1
		}
		return r
	}, s)
}

// oneLine is visible text on one line.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(visible(s), func(r rune) bool { return r == ' ' || r == '\n' }), " ")
}

// shorten cuts s at a word after at most limit runes.
func shorten(s string, limit int) string {
	if utf8.RuneCountInString(s) <= limit {
		return s
	}
	cut := string([]rune(s)[:limit-1])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return cut + "…"
}

var (
	scheme = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*):(//|[^\s\pP])`)
	// dotted is a dot that makes two words a domain: any ASCII word behind it, or one of the Cyrillic top-level domains.
	// A full stop without its space ("кінець.Початок") stays one.
	dotted = regexp.MustCompile(`(?i)([\pL\pN_-])\.([a-z][a-z0-9-]+|(?:укр|рф|рус|бел|мкд|срб|бг|ею|қаз|мон|орг|ком|сайт|онлайн|дети|москва)(?:[^\pL\pN]|$))`)
)

// unlinked is what a reader wrote, with its addresses made so that no mail program turns them into links:
// https[:]//example[.]com. Whoever can make us write a letter must not have us send their links in our name.
func unlinked(s string) string {
	s = scheme.ReplaceAllString(visible(s), "$1[:]$2")
	// A match eats the letters around its dot, so that a.b.c needs a second pass.
	return dotted.ReplaceAllString(dotted.ReplaceAllString(s, "$1[.]$2"), "$1[.]$2")
}

// named is one line that somebody else wrote, a headline or a title, fit to stand in a sentence of ours.
func named(s string) string { return oneLine(unlinked(s)) }
