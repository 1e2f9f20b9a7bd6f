package moderation

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/rozmova/rozmova/internal/lang"
)

// A spelling is a word of a text, runes [start, end) of it, with the keys of all ways to read it. A beginning among them holds the
// whole word, for entries that end with *.
type spelling struct {
	start, end int
	keys       []listedPart
}

// letter is a rune of a text as it may be meant.
type letter struct {
	r  rune
	at int // in runes of the text
}

const (
	mostReadings = 24 // of one word
	leastSpaced  = 3  // single letters in a row that may be one word
	mostSpelt    = 40 // letters of a word that is looked at
)

// spellings gives the words of a text: as they are written, with signs between their letters taken out, with look-alike letters and
// digits put back, and letters that stand alone put together.
func spellings(text string) []spelling {
	var list []spelling
	var alone []letter
	closeRun := func() {
		if len(alone) >= leastSpaced {
			list = appendSpelling(list, alone)
		}
		alone = nil
	}
	for _, token := range tokens(text) {
		pieces := piecesOf(token)
		if len(pieces) == 0 {
			if len(token) > 1 { // a dash between words: what is spelt out ends there
				closeRun()
			}
			continue
		}
		single := !slices.ContainsFunc(pieces, func(p []letter) bool { return len(p) > 1 })
		if single && len(pieces) == 1 {
			alone = append(alone, pieces[0]...)
			list = appendSpelling(list, pieces[0])
			continue
		}
		closeRun()
		for _, p := range pieces {
			list = appendSpelling(list, p)
		}
		if len(pieces) > 1 || masked(token) {
			list = appendSpelling(list, slices.Concat(pieces...))
			if whole := kept(token); len(whole) > 0 {
				list = appendSpelling(list, whole)
			}
		}
	}
	closeRun()
	slices.SortStableFunc(list, func(a, b spelling) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return a.end - b.end
	})
	return list
}

// tokens parts a text at its spaces; what shows nothing is left out.
func tokens(text string) [][]letter {
	var all [][]letter
	var token []letter
	at := 0
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			if len(token) > 0 {
				all = append(all, token)
				token = nil
			}
		case unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) || unicode.Is(unicode.Mn, r) && r != 0x306 && r != 0x308:
		case r == 0x306 && len(token) > 0 && (token[len(token)-1].r == 'и' || token[len(token)-1].r == 'И'):
			token[len(token)-1].r = 'й'
		case r == 0x308 && len(token) > 0 && (token[len(token)-1].r == 'і' || token[len(token)-1].r == 'І'):
			token[len(token)-1].r = 'ї'
		case unicode.Is(unicode.Mn, r):
		default:
			token = append(token, letter{plainRune(r), at})
		}
		at++
	}
	if len(token) > 0 {
		all = append(all, token)
	}
	return all
}

// plainRune gives a rune in lower case, letters of other alphabets and dress (full width, bold) as the Latin ones that they look like.
func plainRune(r rune) rune {
	if r = unicode.ToLower(r); r < 0x250 || unicode.Is(unicode.Cyrillic, r) {
		return r
	}
	if k := []rune(norm.NFKC.String(string(r))); len(k) == 1 && k[0] != r {
		return plainRune(k[0])
	}
	if unicode.IsLetter(r) && !apostropheRune(r) {
		if k := []rune(lang.Skeleton(string(r))); len(k) == 1 && k[0] != r {
			return unicode.ToLower(k[0])
		}
	}
	return r
}

func plainWord(word string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return plainRune(r)
	}, norm.NFC.String(word))
}

func apostropheRune(r rune) bool { return strings.ContainsRune("'’ʼ‘`", r) }

// piecesOf parts a token at its signs into runs of letters. Digits and signs that stand for letters are of none.
func piecesOf(token []letter) [][]letter {
	var pieces [][]letter
	var piece []letter
	for i, l := range token {
		inside := unicode.IsLetter(l.r) && !apostropheRune(l.r)
		if apostropheRune(l.r) && len(piece) > 0 && i+1 < len(token) && unicode.IsLetter(token[i+1].r) { // п'ять
			continue
		}
		if inside {
			piece = append(piece, l)
			continue
		}
		if len(piece) > 0 {
			pieces = append(pieces, piece)
			piece = nil
		}
	}
	if len(piece) > 0 {
		pieces = append(pieces, piece)
	}
	return pieces
}

// digitLetters are the letters that digits and signs are written for.
var digitLetters = map[rune]string{
	'0': "о", '1': "іл", '3': "зе", '4': "ча", '5': "с", '6': "б", '7': "т", '8': "в", '9': "д", '@': "а", '$': "с", '€': "е", '|': "і", '!': "і",
}

// masked tells whether digits or signs may stand for letters in a token: there are letters as well.
func masked(token []letter) bool {
	letters, others := 0, 0
	for i, l := range token {
		switch {
		case unicode.IsLetter(l.r):
			letters++
		case digitLetters[l.r] != "" && (l.r != '!' || i+1 < len(token) && unicode.IsLetter(token[i+1].r)):
			others++
		}
	}
	return others > 0 && letters > others
}

// kept gives the letters of a token and what may stand for letters, without the other signs.
func kept(token []letter) []letter {
	if !masked(token) {
		return nil
	}
	var all []letter
	for i, l := range token {
		last := i+1 == len(token)
		if unicode.IsLetter(l.r) && !apostropheRune(l.r) || digitLetters[l.r] != "" && (l.r != '!' || !last) {
			all = append(all, l)
		}
	}
	return all
}

func appendSpelling(list []spelling, word []letter) []spelling {
	if len(word) == 0 || len(word) > mostSpelt {
		return list
	}
	s := spelling{start: word[0].at, end: word[len(word)-1].at + 1}
	for _, reading := range readings(word) {
		k := keysOf(reading)
		if k.exact == "" {
			continue
		}
		if !slices.Contains(s.keys, k) {
			s.keys = append(s.keys, k, listedPart{loose: looseKey(reading), beginning: true})
		}
	}
	if len(s.keys) == 0 {
		return list
	}
	return append(list, s)
}
