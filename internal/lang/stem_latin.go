package lang

import "strings"

// stemLatin gives the stem of a word in Latin letters as English forms words, lightly: the possessive and plural s, -ing and
// -ed. Other languages lose no more than such an ending.
func stemLatin(w string) string {
	w = strings.TrimSuffix(w, "'s")
	w = strings.ReplaceAll(w, "'", "")
	if s, ok := englishForms[w]; ok {
		return s
	}
	w = singular(w)
	for _, ending := range []string{"ing", "ed"} {
		rest, ok := strings.CutSuffix(w, ending)
		if !ok || len(rest) < 3 || !strings.ContainsAny(rest, "aeiouy") || ending == "ed" && strings.HasSuffix(rest, "e") {
			continue
		}
		n := len(rest)
		switch {
		case rest[n-1] == rest[n-2] && !strings.ContainsRune("aeioulsz", rune(rest[n-1])):
			rest = rest[:n-1] // running, planned
		case n <= 4 && !vowel(rest[0]) && (n == 3 || !vowel(rest[1])) && vowel(rest[n-2]) && !vowel(rest[n-1]) && !strings.ContainsRune("wxy", rune(rest[n-1])):
			rest += "e" // making, placed
		}
		w = rest
		break
	}
	n := len(w)
	switch {
	case n >= 6 && w[n-1] == 'e' && !vowel(w[n-2]):
		w = w[:n-1] // decide, as decided
	case n >= 3 && w[n-1] == 'y' && !vowel(w[n-2]):
		w = w[:n-1] + "i" // country, as countries
	}
	return w
}

// singular takes the plural s, or that of a verb, from a word.
func singular(w string) string {
	n := len(w)
	switch {
	case n < 4 || w[n-1] != 's' || strings.HasSuffix(w, "ss") || strings.HasSuffix(w, "us") || strings.HasSuffix(w, "is"):
		return w
	case strings.HasSuffix(w, "ies") && n > 4:
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "xes"), strings.HasSuffix(w, "zzes"):
		return w[:n-2]
	}
	return w[:n-1]
}

func vowel(b byte) bool { return strings.IndexByte("aeiou", b) >= 0 }

// englishForms are words that only look like a form, and some that go by no rule.
var englishForms = map[string]string{
	"news": "news", "series": "series", "species": "species", "always": "always", "perhaps": "perhaps", "does": "do", "goes": "go",
	"evening": "evening", "evenings": "evening", "morning": "morning", "mornings": "morning", "nothing": "nothing", "something": "something",
	"everything": "everything", "anything": "anything", "during": "during", "ceiling": "ceiling", "hundred": "hundred", "sacred": "sacred",
	"naked": "naked", "wedding": "wedding", "weddings": "wedding", "using": "use", "used": "use", "uses": "use", "going": "go", "went": "go",
	"men": "man", "women": "woman", "children": "child", "people": "people", "said": "sai", "says": "sai", "say": "sai", "saying": "sai",
	"dying": "die", "died": "die", "dies": "die", "die": "die", "lying": "lie", "lied": "lie", "lies": "lie", "lie": "lie",
	"tied": "tie", "ties": "tie", "tie": "tie", "votes": "vote", "voted": "vote", "voting": "vote", "vote": "vote",
}
