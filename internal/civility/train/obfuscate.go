package train

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

// Ways in which words are hidden. They are written from the descriptions, not from the development set.
var ways = []func(word []rune, r *rand.Rand) string{lookAlikes, digits, spaced, dotted, unseen, stretchedOut, starred, swappedOut, latinised, cased}

// obfuscate hides one to three words of a text, the longer the likelier. rude says which words are the ones to hide; where there
// is none of them, any may be.
func obfuscate(text string, rude func(string) bool, r *rand.Rand) string {
	words := strings.Fields(text)
	var at []int
	for i, w := range words {
		if rude(w) {
			at = append(at, i)
		}
	}
	if len(at) == 0 {
		for i, w := range words {
			if len([]rune(w)) > 3 && strings.IndexFunc(w, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsPunct(c) }) < 0 {
				at = append(at, i)
			}
		}
	}
	if len(at) == 0 {
		return text
	}
	r.Shuffle(len(at), func(i, j int) { at[i], at[j] = at[j], at[i] })
	for _, i := range at[:min(len(at), 1+r.IntN(3))] {
		word := []rune(words[i])
		from, to := 0, len(word)
		for from < to && !unicode.IsLetter(word[from]) {
			from++
		}
		for to > from && !unicode.IsLetter(word[to-1]) {
			to--
		}
		if to-from < 3 || strings.ContainsAny(words[i], "@[/") {
			continue
		}
		words[i] = string(word[:from]) + ways[r.IntN(len(ways))](word[from:to], r) + string(word[to:])
	}
	return strings.Join(words, " ")
}

var alike = map[rune]rune{
	'а': 'a', 'е': 'e', 'і': 'i', 'о': 'o', 'р': 'p', 'с': 'c', 'у': 'y', 'х': 'x', 'к': 'k', 'м': 'm', 'т': 't', 'в': 'b', 'н': 'h',
	'a': 'а', 'e': 'е', 'i': 'і', 'o': 'о', 'p': 'р', 'c': 'с', 'y': 'у', 'x': 'х',
}

var figures = map[rune]rune{
	'о': '0', 'з': '3', 'ч': '4', 'б': '6', 'і': '1', 'а': '@', 'е': '3', 'т': '7', 'o': '0', 'i': '1', 'e': '3', 'a': '@', 's': '$', 't': '7', 'l': '1',
}

// some changes letters by a table, about half of those that it has, one at least.
func some(word []rune, table map[rune]rune, r *rand.Rand) string {
	out := append([]rune(nil), word...)
	var at []int
	for i, c := range word {
		if table[unicode.ToLower(c)] != 0 {
			at = append(at, i)
		}
	}
	for n, i := range at {
		if n == 0 || r.IntN(2) == 0 {
			out[i] = table[unicode.ToLower(word[i])]
		}
	}
	return string(out)
}

func lookAlikes(w []rune, r *rand.Rand) string { return some(w, alike, r) }
func digits(w []rune, r *rand.Rand) string     { return some(w, figures, r) }

func between(w []rune, sep string) string {
	parts := make([]string, len(w))
	for i, c := range w {
		parts[i] = string(c)
	}
	return strings.Join(parts, sep)
}

func spaced(w []rune, r *rand.Rand) string { return between(w, " ") }

func dotted(w []rune, r *rand.Rand) string {
	return between(w, []string{".", "-", "_", "*", ","}[r.IntN(5)])
}

func unseen(w []rune, r *rand.Rand) string {
	i := 1 + r.IntN(len(w)-1)
	return string(w[:i]) + []string{"\u200b", "\u200d", "\u2060", "\u00ad"}[r.IntN(4)] + string(w[i:])
}

func stretchedOut(w []rune, r *rand.Rand) string {
	i := r.IntN(len(w))
	return string(w[:i]) + strings.Repeat(string(w[i]), 3+r.IntN(4)) + string(w[i+1:])
}

func starred(w []rune, r *rand.Rand) string {
	out := append([]rune(nil), w...)
	star := []rune("*#*@*")[r.IntN(5)]
	i := 1 + r.IntN(len(w)-2)
	out[i] = star
	if len(w) > 5 && r.IntN(2) == 0 && i+2 < len(w) {
		out[i+1] = star
	}
	return string(out)
}

func swappedOut(w []rune, r *rand.Rand) string {
	out := append([]rune(nil), w...)
	if len(w) > 3 {
		i := 1 + r.IntN(len(w)-3)
		out[i], out[i+1] = out[i+1], out[i]
	}
	return string(out)
}

var latin = strings.NewReplacer("а", "a", "б", "b", "в", "v", "г", "h", "ґ", "g", "д", "d", "е", "e", "є", "ye", "ж", "zh", "з", "z", "и", "y", "і", "i",
	"ї", "yi", "й", "y", "к", "k", "л", "l", "м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts",
	"ч", "ch", "ш", "sh", "щ", "shch", "ь", "", "ю", "yu", "я", "ya", "ы", "y", "э", "e", "ё", "yo", "ъ", "", "'", "")

func latinised(w []rune, r *rand.Rand) string { return latin.Replace(strings.ToLower(string(w))) }

func cased(w []rune, r *rand.Rand) string {
	out := append([]rune(nil), w...)
	for i := range out {
		if i%2 == 0 {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	return string(out)
}
