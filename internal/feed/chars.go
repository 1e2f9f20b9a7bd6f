package feed

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// A line is plain text without line breaks. Writing it, as XML or JSON, drops what a program that shows lists of other
// people's headlines should never get: controls, and the marks that turn the text after them around.
type line string

// MarshalText gives the text as it may be written.
func (l line) MarshalText() ([]byte, error) { return []byte(oneLine(string(l))), nil }

// A markup is HTML, or text with line breaks. Writing it drops the characters that XML 1.0 (section 2.2) does not allow.
type markup string

// MarshalText gives the text as it may be written.
func (m markup) MarshalText() ([]byte, error) { return []byte(legal(string(m))), nil }

// A moment is a time as RFC 3339 in UTC, to the second. The zero time is empty and left out by omitempty.
type moment string

func at(t time.Time) moment {
	if t.IsZero() {
		return ""
	}
	return moment(t.UTC().Format(time.RFC3339))
}

// legal drops what XML 1.0 does not allow, bytes that are not UTF-8, and the C1 controls and DEL, which it discourages.
func legal(s string) string {
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				continue
			}
		}
		switch {
		case r == '\t', r == '\n', r == '\r', r >= 0x20 && r < 0x7f, r >= 0xa0 && r <= 0xd7ff, r >= 0xe000 && r <= 0xfffd, r >= 0x10000:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// oneLine makes legal text one line, without the bidirectional embeddings, overrides and isolates (U+202A–202E,
// U+2066–2069): an override that is never closed would reach into the next headline of whoever lists ours.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			return -1
		}
		return r
	}, legal(s))
	return strings.Join(strings.FieldsFunc(s, breaks), " ")
}

// breaks reports whether r parts words in a line. The no-break space does not: it belongs to the text.
func breaks(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\u2028', '\u2029':
		return true
	}
	return false
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x7f || c < 0x20 && c != '\n' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// webAddress gives s where it is an absolute http or https address, and else nothing: no feed carries javascript:.
func webAddress(s string) string {
	s = oneLine(s)
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return s
}
