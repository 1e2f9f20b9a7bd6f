package lang

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const (
	zwnj      = '\u200c'
	zwj       = '\u200d'
	blackFlag = '\U0001F3F4'
	tagFirst  = '\U000E0020'
	tagCancel = '\U000E007F'
	text15    = '\ufe0e' // shows an emoji as text
	emoji16   = '\ufe0f' // shows a character as emoji
)

// joiners takes out the invisible characters that have nothing to do where they stand: joiners outside joining scripts and
// emoji, tags outside flags, variation selectors that vary nothing. Each of them can otherwise carry a hidden message, or
// make two equal names differ.
func joiners(s string) string {
	if !strings.ContainsFunc(s, contextual) {
		return s
	}
	in := []rune(s)
	out := make([]rune, 0, len(in))
	for i := 0; i < len(in); i++ {
		r := in[i]
		switch {
		case r >= tagFirst && r <= tagCancel:
			continue // flagTags below takes those that belong to a flag
		case r == zwnj:
			if !joinsScript(out, in[i+1:]) {
				continue
			}
		case r == zwj:
			if !joinsScript(out, in[i+1:]) && !joinsEmoji(out, in[i+1:]) {
				continue
			}
		case variationSelector(r):
			if !varies(out, r) {
				continue
			}
		}
		out = append(out, r)
		if r == blackFlag {
			n := flagTags(in[i+1:])
			out = append(out, in[i+1:i+1+n]...)
			i += n
		}
	}
	return string(out)
}

func contextual(r rune) bool {
	return r == zwj || r == zwnj || r >= tagFirst && r <= tagCancel || variationSelector(r)
}

func variationSelector(r rune) bool {
	return unicode.Is(unicode.Variation_Selector, r)
}

// flagTags is the length of the tags that make a flag of a black one: a region and a subdivision, such as gbsct, and the
// cancel tag (UTS 51, ED-14a). It is 0 where they do not.
func flagTags(next []rune) int {
	for n, r := range next {
		switch c := r - 0xE0000; {
		case r == tagCancel && n >= 3 && n <= 6:
			return n + 1
		case n >= 6, n < 2 && (c < 'a' || c > 'z'), (c < 'a' || c > 'z') && (c < '0' || c > '9'):
			return 0
		}
	}
	return 0
}

// varies tells whether a variation selector follows something it can vary; a second in a row never does.
func varies(before []rune, r rune) bool {
	if len(before) == 0 {
		return false
	}
	base := before[len(before)-1]
	switch {
	case r == text15 || r == emoji16:
		return pictographic(base) || base == '#' || base == '*' || base >= '0' && base <= '9'
	case r >= 0xE0100:
		return unicode.Is(unicode.Han, base)
	}
	return (unicode.IsLetter(base) || unicode.Is(unicode.Sm, base)) && base > 0x7F && !unicode.Is(unicode.Cyrillic, base)
}

// joinsEmoji tells whether a ZWJ stands between two parts of one emoji, such as a family's.
func joinsEmoji(before, after []rune) bool {
	n := len(before)
	if n > 0 && before[n-1] == emoji16 {
		n--
	}
	after = after[:min(len(after), reach)]
	for len(after) > 0 && after[0] != zwj && after[0] != zwnj && contextual(after[0]) {
		after = after[1:] // will be taken out, or has no effect on what is next
	}
	return n > 0 && len(after) > 0 && (pictographic(before[n-1]) || before[n-1] == tagCancel) && pictographic(after[0])
}

// pictographic is near enough to Unicode's Extended_Pictographic, with skin tones.
func pictographic(r rune) bool {
	switch {
	case r >= 0x1F000 && r <= 0x1FAFF, r >= 0x2190 && r <= 0x21FF, r >= 0x2300 && r <= 0x23FF, r >= 0x25A0 && r <= 0x27BF,
		r >= 0x2934 && r <= 0x2935, r >= 0x2B00 && r <= 0x2BFF:
		return true
	}
	switch r {
	case '©', '®', '‼', '⁉', '™', 'ℹ', 'Ⓜ', '〰', '〽', '㊗', '㊙':
		return true
	}
	return false
}

// joining are the scripts in which ZWNJ and ZWJ choose between forms of letters.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Syriac, unicode.Nko, unicode.Mandaic, unicode.Mongolian, unicode.Phags_Pa, unicode.Adlam,
	unicode.Devanagari, unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati, unicode.Oriya, unicode.Tamil, unicode.Telugu,
	unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar, unicode.Tibetan, unicode.Meetei_Mayek,
}

// joinsScript tells whether a joiner stands between two letters of joining scripts, or after a virama, where Malayalam and
// Sinhala have it at the end of words (RFC 5892, A.1 and A.2). Never two in a row.
func joinsScript(before, after []rune) bool {
	if len(before) == 0 {
		return false
	}
	last := before[len(before)-1]
	if last == zwj || last == zwnj {
		return false
	}
	if norm.NFC.PropertiesString(string(last)).CCC() == 9 && unicode.In(last, joining...) {
		return true
	}
	return unicode.In(letter(before, -1), joining...) && unicode.In(letter(after, 1), joining...)
}

// reach is how far a joiner looks past marks for what it joins. No word needs more, and without a bound a long run of joiners
// would take time by its square.
const reach = 2 * maxMarks

// letter is the nearest rune that is no mark: the last of text for step -1, the first for 1. It is 0 where there is none.
func letter(text []rune, step int) rune {
	i := 0
	if step < 0 {
		text = text[max(0, len(text)-reach):]
		i = len(text) - 1
	} else {
		text = text[:min(len(text), reach)]
	}
	for ; i >= 0 && i < len(text); i += step {
		if r := text[i]; !unicode.Is(unicode.M, r) && !contextual(r) {
			if unicode.IsLetter(r) {
				return r
			}
			return 0
		}
	}
	return 0
}
