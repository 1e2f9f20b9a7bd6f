// Package lang knows how languages are written: what may come in, how it is shown, where its words begin and end, and how
// it looks in an address. It takes and gives strings, asks nothing of the world, and everything in it may be called from
// many goroutines.
package lang

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxMarks is how many combining marks a base letter may carry. Written languages need up to five; the rest is Zalgo.
const maxMarks = 8

// An EncodingError is text that is not UTF-8.
type EncodingError struct{ Offset int } // of the first bad byte, from 0

func (e *EncodingError) Error() string { return fmt.Sprintf("not UTF-8 at byte %d", e.Offset) }

// Clean makes text from people safe to keep and to show beside other people's: NFC, lines ended by \n alone, without what
// cannot be seen and without letters under towers of marks. It takes out controls other than \n and \t, bidi controls,
// tags outside flags, interlinear annotation, noncharacters and zero-width characters; it keeps ZWJ and ZWNJ where a script
// or an emoji needs them, and all apostrophes as they were typed. What is left of a text may be empty. The error is an
// *EncodingError; there is no other. Clean(Clean(s)) is Clean(s).
func Clean(s string) (string, error) {
	if i := badByte(s); i >= 0 {
		return "", &EncodingError{Offset: i}
	}
	if plain(s) {
		return s, nil
	}
	s = strings.Map(visible, lineEnds.Replace(s))
	// What one step takes out can bring together what another would not have let stand side by side. Twice is what tests
	// have seen; the bound is there so that no text can make it more.
	for range 8 {
		next := norm.NFC.String(limitMarks(joiners(s)))
		if next == s {
			break
		}
		s = next
	}
	return s, nil
}

// CleanLine is Clean for a field of one line, such as a name: each run of white space becomes one space, and none is left
// at the ends.
func CleanLine(s string) (string, error) {
	s, err := Clean(s)
	if err != nil {
		return "", err
	}
	// Folding can bring a mark from behind a line break next to a letter, hence again.
	return Clean(strings.Join(strings.Fields(s), " "))
}

// lineEnds makes every line end \n. U+2028 and U+2029 are line ends too, though few editors show them so.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// badByte gives the offset of the first byte that is not UTF-8, or -1.
func badByte(s string) int {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// plain tells whether s is of such letters only that Clean has nothing to do: printable ASCII, Ukrainian and Russian
// letters, and common punctuation.
func plain(s string) bool {
	for _, r := range s {
		switch {
		case r >= ' ' && r < 0x7F, r == '\n', r == '\t', r >= 'Ѐ' && r <= 'ґ' && (r < 0x483 || r > 0x489), r == '«', r == '»', r == '\u00a0', r == '—', r == '–', r == '’', r == '“', r == '”', r == '„', r == '…', r == '№':
		default:
			return false
		}
	}
	return true
}

// visible maps to -1 what nobody could see wherever it stands. Tags, variation selectors, ZWJ and ZWNJ, which depend on
// what is beside them, stay for joiners.
func visible(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case r < 0x20, r >= 0x7F && r < 0xA0, // C0, DEL, C1
		r == 0xAD, r == 0x61C, r == 0x180E, // soft hyphen, Arabic letter mark, Mongolian vowel separator
		r == 0x200B, r == 0x200E, r == 0x200F, r >= 0x202A && r <= 0x202E, // zero width space, bidi marks and embeddings
		r >= 0x2060 && r <= 0x206F, // word joiner, invisible operators, isolates, deprecated controls
		r == 0x3164, r == 0xFFA0,   // Hangul fillers: letters that show nothing
		r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFC, // byte order mark, interlinear annotation, object replacement
		r >= 0xFDD0 && r <= 0xFDEF, r&0xFFFE == 0xFFFE, // noncharacters
		r >= 0x1BCA0 && r <= 0x1BCA3, r >= 0x1D173 && r <= 0x1D17A, // shorthand and musical format controls
		r >= 0xE0000 && r <= 0xE001F, r >= 0xE0080 && r <= 0xE00FF, r >= 0xE01F0 && r <= 0xE0FFF: // unassigned, ignorable
		return -1
	}
	return r
}

// limitMarks cuts what a base letter carries to maxMarks. A joiner does not make a new base.
func limitMarks(s string) string {
	marks := 0
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.M, r):
			if marks++; marks > maxMarks {
				return -1
			}
		case r != zwj && r != zwnj:
			marks = 0
		}
		return r
	}, s)
}
