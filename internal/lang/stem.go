package lang

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of what Stems and QueryStems give.
const (
	mostStems      = 1_000
	mostQueryStems = 8
	longestStemmed = 64 // runes; what is longer is no word anybody looks for
)

// Stems gives the unique stems of the words of a text in order of first appearance, at most 1,000. Forms of one word have
// one stem, as far as that can be seen from the word alone (Байден, Байдена, Байденом); a stem is a key to compare, not a
// word to show. Each is in lower case and of letters and digits alone: without stress marks and apostrophes, and ґ and ё are
// г and е in it. The parts of п'ять-шість are words of their own, and what is longer than 64 runes is none. It takes any
// bytes, and never fails.
func Stems(text string) []string { return gather(text, mostStems) }

// QueryStems is Stems for what somebody typed into a search field, at most 8: quotation marks, operators and wildcards are
// not words there either.
func QueryStems(query string) []string { return gather(query, mostQueryStems) }

// Highlight gives the places, in runes of text, of the words whose stem is among stems: where each begins and the place
// behind it, in order.
func Highlight(text string, stems []string) [][2]int {
	if len(stems) == 0 {
		return nil
	}
	var found [][2]int
	eachWord(text, func(word string, start, end int) bool {
		if slices.Contains(stems, stem(word)) {
			found = append(found, [2]int{start, end})
		}
		return true
	})
	return found
}

func gather(text string, most int) []string {
	words := min(len(text)/12, most) // a guess, to grow seldom
	all, seen := make([]string, 0, words), make(map[string]bool, words)
	eachWord(text, func(word string, _, _ int) bool {
		if s := stem(word); s != "" && !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
		return len(all) < most
	})
	return all
}

// eachWord calls f with every word that can be looked for, and its place in runes, until f reports false. Unlike Words it
// parts words at hyphens and numbers at their commas, for people look for either part.
func eachWord(text string, f func(word string, start, end int) bool) {
	from, start, n := -1, 0, 0
	letter := false // the rune before is a letter or its mark
	for i, r := range text {
		inside := plainLetter(r) || r != ' ' && r != utf8.RuneError && (wordRune(r) || apostrophe(r))
		if inside && apostrophe(r) {
			next, _ := utf8.DecodeRuneInString(text[i+utf8.RuneLen(r):])
			inside = letter && unicode.IsLetter(next) && !apostrophe(next)
		}
		switch {
		case inside && from < 0:
			from, start = i, n
		case !inside && from >= 0:
			if n-start <= longestStemmed && !f(text[from:i], start, n) {
				return
			}
			from = -1
		}
		letter = inside && (plainLetter(r) || !unicode.IsDigit(r) && !apostrophe(r))
		n++
	}
	if from >= 0 && n-start <= longestStemmed {
		f(text[from:], start, n)
	}
}

// plainLetter tells the letters most words are made of, quickly.
func plainLetter(r rune) bool {
	return r >= 'А' && r <= 'я' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 'Ѐ' && r <= 'џ'
}

// stem gives the stem of one word, by the word alone; empty for one that is nothing but marks.
func stem(word string) string {
	word, cyrillic, latin := folded(word)
	switch {
	case cyrillic && !latin:
		return stemCyrillic(word)
	case latin && !cyrillic:
		return stemLatin(word)
	}
	return strings.ReplaceAll(word, "'", "")
}

// folded gives a word as it is compared, and which letters it has. Marks go from Latin letters (é is e) and stress from
// Cyrillic ones, of which й and ї are letters of their own.
func folded(word string) (s string, cyrillic, latin bool) {
	plain, lower := true, true
	for _, r := range word {
		switch {
		case r >= 'а' && r <= 'я', r == 'і', r == 'ї', r == 'є':
			cyrillic = true
		case r >= 'a' && r <= 'z':
			latin = true
		case r >= '0' && r <= '9':
		case r >= 'А' && r <= 'Я', r == 'І', r == 'Ї', r == 'Є':
			cyrillic, lower = true, false
		default:
			plain = false
		}
	}
	if plain && lower {
		return word, cyrillic, latin
	}
	if plain {
		return strings.ToLower(word), cyrillic, latin
	}
	var b strings.Builder
	b.Grow(len(word))
	for _, r := range norm.NFC.String(word) {
		if r < 'Ѐ' || r > 'ӿ' {
			latin = fold(&b, r) || latin
			continue
		}
		if r >= 0x483 && r <= 0x489 {
			continue // marks of Church Slavonic
		}
		cyrillic = true
		switch r = unicode.ToLower(r); r {
		case 'ё', 'ѐ':
			r = 'е'
		case 'ґ':
			r = 'г'
		case 'ѝ':
			r = 'и'
		}
		b.WriteRune(r)
	}
	return b.String(), cyrillic, latin
}

// fold writes a rune that is not Cyrillic, and reports whether it is a Latin letter.
func fold(b *strings.Builder, r rune) (latin bool) {
	if r < utf8.RuneSelf {
		if r = unicode.ToLower(r); r != '\'' && r != '`' {
			b.WriteRune(r)
		} else if b.Len() > 0 {
			b.WriteByte('\'') // for the English 's; stem takes it out
		}
		return r >= 'a' && r <= 'z'
	}
	if apostrophe(r) {
		b.WriteByte('\'')
		return false
	}
	if r == zwj || r == zwnj || r >= 0x300 && r <= 0x36F { // U+0301 is stress
		return false
	}
	if !unicode.Is(unicode.Latin, r) {
		b.WriteString(strings.ToLower(string(r)))
		return false
	}
	for _, part := range norm.NFKD.String(string(r)) {
		if part = unicode.ToLower(part); !unicode.Is(unicode.M, part) {
			b.WriteRune(part)
		}
	}
	return true
}
