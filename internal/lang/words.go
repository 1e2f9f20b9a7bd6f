package lang

import (
	"unicode"
	"unicode/utf8"
)

// A Word is a run of letters, marks and digits. An apostrophe or a hyphen between two letters is part of it (п’ять,
// по-перше), and so are a comma or a dot between two digits (3,5).
type Word struct {
	Text       string
	Start, End int // in runes of the text
}

// Words gives the words of s in order. Apostrophes stay as they were typed.
func Words(s string) []Word {
	var words []Word
	start, startRune := -1, 0
	var last rune // of the word under way
	n := 0
	for i, r := range s {
		inside := wordRune(r)
		if !inside && start >= 0 && r != utf8.RuneError { // RuneError may be one byte or three, and joins nothing
			next, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
			inside = joinsWord(last, r, next)
		}
		switch {
		case inside && start < 0:
			start, startRune = i, n
		case !inside && start >= 0:
			words = append(words, Word{s[start:i], startRune, n})
			start = -1
		}
		last = r
		n++
	}
	if start >= 0 {
		words = append(words, Word{s[start:], startRune, n})
	}
	return words
}

func wordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || r == zwj || r == zwnj
}

// joinsWord tells whether r holds two parts of one word together.
func joinsWord(before, r, after rune) bool {
	switch {
	case apostrophe(r), r == '-', r == '‐', r == '\u2011':
		return isLetterOrMark(before) && unicode.IsLetter(after)
	case r == ',', r == '.':
		return unicode.IsDigit(before) && unicode.IsDigit(after)
	}
	return false
}

func isLetterOrMark(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.M, r) }

// apostrophe tells whether r is one of those Ukrainian is typed with. U+02BC is a letter by Unicode.
func apostrophe(r rune) bool { return r == '\'' || r == '’' || r == 'ʼ' || r == '‘' || r == '`' }
