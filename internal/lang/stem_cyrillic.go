package lang

import (
	"strings"
	"unicode/utf8"
)

// stemCyrillic gives the stem of a word as Ukrainian and Russian form theirs. It takes the ending of a noun, an adjective
// or a verb, undoes what a vowel or a consonant before it changed to (кіт, кота; рука, руці), and goes by tables where no
// rule tells (день, дня). A word that looks like another's form is taken for it: that brings a few words together that are not
// one, and the tests count them.
func stemCyrillic(w string) string {
	if strings.IndexByte(w, '\'') >= 0 {
		w = strings.ReplaceAll(w, "'", "")
	}
	w = reflexive(w)
	if s, ok := ukrainianForms[w]; ok {
		return s
	}
	if rest, ok := abstract(w); ok {
		return tidied(rest+"ост", "")
	}
	if s, ok := knownStem(w); ok {
		return s
	}
	rest, ending := cut(w)
	bare := ending == "" || ending == "ь"
	if bare || ending == "ю" && doubled(rest) {
		if open := closed(rest, ending != ""); open != rest {
			return tidied(open, ending)
		}
	}
	if bare {
		rest = fleeting(rest)
	}
	if verbal(ending) {
		return tidied(rest, ending)
	}
	return tidied(shorter(rest), ending)
}

// letters counts the letters of a part; there are but Cyrillic ones in it, of two bytes each, and digits.
func letters(s string) int { return utf8.RuneCountInString(s) }

func hasVowel(s string) bool {
	for _, r := range s {
		switch r {
		case 'а', 'е', 'є', 'и', 'і', 'ї', 'о', 'у', 'ю', 'я', 'ы', 'э':
			return true
		}
	}
	return false
}

// last gives the last letter of a part, and what is before it.
func last(s string) (rest string, r rune) {
	if n := len(s); n >= 2 && s[n-2]&0xFC == 0xD0 { // all of Cyrillic, without asking what else it could be
		return s[:n-2], rune(s[n-2]&0x1F)<<6 | rune(s[n-1]&0x3F)
	}
	r, size := utf8.DecodeLastRuneInString(s)
	return s[:len(s)-size], r
}

func consonant(r rune) bool {
	switch r {
	case 'а', 'е', 'и', 'й', 'о', 'у', 'ь', 'ы', 'ъ', 'э', 'ю', 'я':
		return false
	}
	return r >= 'а' && r <= 'я'
}

// reflexive takes -ся and -сь from what can be a verb before it.
func reflexive(w string) string {
	rest, ok := strings.CutSuffix(w, "ся")
	if !ok {
		if rest, ok = strings.CutSuffix(w, "сь"); !ok {
			return w
		}
	}
	if len(rest) < 6 {
		return w
	}
	for _, verb := range []string{"ть", "ти", "в", "ла", "ло", "ли", "є", "ю", "ує", "еш", "иш", "мо", "те", "чи", "л", "й", "ет", "ит", "ут", "ют", "ят", "ат"} {
		if strings.HasSuffix(rest, verb) {
			return rest
		}
	}
	return w
}

// abstract knows the nouns in -ість, whose і is о in most forms: незалежність, незалежності, незалежністю.
func abstract(w string) (rest string, ok bool) {
	if rest, ok = strings.CutSuffix(w, "ість"); !ok {
		rest, ok = strings.CutSuffix(w, "істю")
	}
	switch rest {
	case "", "в", "пов", "сов", "зв", "нов": // вість, вісті
		return "", false
	}
	return rest, ok
}

// knownStem finds a stem of the table with an ending behind it.
func knownStem(w string) (string, bool) {
	for n, end := 0, len(w); n <= 4 && end > 2; n++ {
		if s, ok := ukrainianStems[w[:end]]; ok && (n == 0 || isEnding(w[end:])) {
			return s, true
		}
		rest, _ := last(w[:end])
		end = len(rest)
	}
	return "", false
}

// cut parts a word from its ending: the longest that leaves enough of it, three letters with a vowel, two before an ending of
// one letter.
func cut(w string) (rest, ending string) {
	if rest, ok := strings.CutSuffix(w, "ій"); ok && nounIn(rest) {
		return rest + "і", "й"
	}
	best := len(w)
	rest = w
	for n := 1; n <= 5; n++ {
		if rest, _ = last(rest); len(rest) < 3 { // one letter, or nothing
			break
		}
		if isEnding(w[len(rest):]) && (n == 1 || len(rest) > 4 && hasVowel(rest)) {
			best = len(rest)
		}
	}
	return w[:best], w[best:]
}

// nounIn tells a noun whose й is the end of the stem (партій, Сергій) from an adjective in -ій (новій, синій), by what is
// before.
func nounIn(rest string) bool {
	before, r := last(rest)
	_, second := last(before)
	switch r {
	case 'к', 'в', 'ш', 'ч', 'ж', 'щ', 'ц':
		return r == 'ц'
	case 'н':
		return second == 'а' || second == 'о'
	case 'л':
		return second == 'а' || second == 'о' || second == 'е'
	case 'т':
		return consonant(second)
	case 'р', 'д':
		switch rest {
		case "стар", "добр", "гостр", "хвор", "сір", "мудр", "сир", "молод", "тверд":
			return false
		}
	}
	return letters(rest) > 1 && consonant(r)
}

// doubled tells whether a part ends with a consonant twice (ніччю).
func doubled(s string) bool {
	rest, r := last(s)
	_, before := last(rest)
	return r == before && consonant(r)
}

// single makes two like consonants at the end one.
func single(s string) string {
	if doubled(s) {
		s, _ = last(s)
	}
	return s
}

// closed undoes і in the last syllable of a word without an ending, where other forms have о or е.
func closed(s string, soft bool) string {
	s = single(s)
	before, r := last(s)
	onset, i := last(before)
	if i != 'і' {
		return s
	}
	for _, pattern := range closedSyllables[r] {
		if (pattern.soft && !soft) || pattern.whole && pattern.end != s || !strings.HasSuffix(s, pattern.end) {
			continue
		}
		return onset + pattern.vowel + string(r)
	}
	return s
}

// fleeting takes out the vowel that stands between the last two consonants of a word without an ending: ринок, ринку;
// українець, українця.
func fleeting(s string) string {
	for _, f := range []struct{ end, to string }{{"єц", "йц"}, {"ец", "ц"}, {"ок", "к"}} {
		rest, ok := strings.CutSuffix(s, f.end)
		if !ok || len(rest) < 4 || !hasVowel(rest) {
			continue
		}
		if _, r := last(rest); f.to == "йц" || consonant(r) {
			return rest + f.to
		}
	}
	return s
}

// shorter takes from the stem what looks like another ending, as it would have been taken from the word alone: системи as
// систем, сказала as сказав.
func shorter(s string) string {
	rest := s
	for range 2 {
		rest, _ = last(rest)
		if rest == "" {
			return s
		}
	}
	if n := strings.TrimSuffix(s, "ин"); n != s && (strings.HasSuffix(n, "ян") || strings.HasSuffix(n, "ан")) {
		return n // громадянин, громадяни
	}
	least := 4
	switch s[len(rest):] {
	case "ов", "ів":
		least = 3
	case "ом", "ем", "єм", "ам", "ям", "им", "ім", "ах", "ях", "их", "ев", "їв", "ей", "ат", "ит", "ят", "ал", "ил", "ял", "ав", "ив", "яв", "ув", "ул":
	default:
		return s
	}
	if letters(rest) < least || !hasVowel(rest) {
		return s
	}
	return rest
}

// tidied is the last step: consonants that change before an ending become one, and signs that some forms have go.
func tidied(s, ending string) string {
	s = single(s)
	rest, r := last(s)
	switch {
	case r == 'ц':
		before, second := last(rest)
		_, third := last(before)
		if consonant(second) || second == 'й' || strings.ContainsRune("аеуоіь", second) || second == 'и' && (third == 'т' || third == 'р') && before != "част" && before != "цар" {
			s = rest + "к"
		}
	case ending == "і" && (r == 'з' || r == 'с'):
		for _, change := range softened {
			if strings.HasSuffix(s, change[0]) {
				s = strings.TrimSuffix(s, change[0]) + change[1]
				break
			}
		}
	}
	return unsigned(s)
}

// unsigned takes the soft and the hard sign out, but not ь before к: міськ is of a town, and міск of a place.
func unsigned(s string) string {
	if !strings.Contains(s, "ь") && !strings.Contains(s, "ъ") {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		if r == 'ь' && strings.HasPrefix(s[i+2:], "к") || r != 'ь' && r != 'ъ' {
			b.WriteRune(r)
		}
	}
	return b.String()
}
