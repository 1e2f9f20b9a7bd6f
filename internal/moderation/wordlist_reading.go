package moderation

import (
	"strings"
	"unicode"
)

// cyrillicLike are the Cyrillic letters that Latin ones look like, latinLike the other way round.
var (
	cyrillicLike = map[rune]rune{
		'a': 'а', 'b': 'в', 'c': 'с', 'e': 'е', 'h': 'н', 'i': 'і', 'k': 'к', 'm': 'м', 'n': 'п', 'o': 'о', 'p': 'р', 'r': 'г', 't': 'т', 'u': 'и', 'x': 'х', 'y': 'у',
		'ï': 'ї', 'ë': 'ё', 'é': 'е', 'á': 'а', 'ó': 'о', 'ý': 'у', 'í': 'і',
	}
	latinLike = map[rune]rune{'а': 'a', 'в': 'b', 'с': 'c', 'е': 'e', 'н': 'h', 'і': 'i', 'к': 'k', 'м': 'm', 'о': 'o', 'р': 'p', 'т': 't', 'х': 'x', 'у': 'y', 'ѕ': 's', 'ј': 'j'}
)

// readings gives the ways to read a word: as written; without letters written three times and more; with all look-alikes of one
// alphabet put back where it has letters of two, or all of one look like the other.
func readings(word []letter) []string {
	cyrillic, latin, other := 0, 0, 0
	for _, l := range word {
		switch {
		case unicode.Is(unicode.Cyrillic, l.r):
			cyrillic++
		case unicode.Is(unicode.Latin, l.r):
			latin++
		default:
			other++
		}
	}
	all := []string{spelt(word)}
	if latin > 0 || other > 0 {
		if cyrillic > 0 || len(word) >= leastLoose || other > 0 {
			all = append(all, swapped(word, cyrillicLike)...)
		}
	}
	if cyrillic > 0 && latin > 0 {
		all = append(all, swapped(word, latinLike)...)
	}
	for _, r := range all[:len(all):len(all)] {
		if short := unstretched(r); short != r {
			all = append(all, short)
		}
	}
	return all[:min(len(all), mostReadings)]
}

func spelt(word []letter) string {
	var b strings.Builder
	for _, l := range word {
		b.WriteRune(l.r)
	}
	return b.String()
}

// swapped reads a word with the look-alikes of another alphabet, and digits for letters; nothing where one of its letters is like none.
func swapped(word []letter, like map[rune]rune) []string {
	all := []string{""}
	for _, l := range word {
		options := string(l.r)
		if to, known := like[l.r]; known {
			options = string(to)
		} else if digits := digitLetters[l.r]; digits != "" {
			if options = digits; like['а'] != 0 {
				return nil // digits are read in Cyrillic words alone
			}
		} else if like['а'] == 0 && unicode.Is(unicode.Latin, l.r) || like['а'] != 0 && unicode.Is(unicode.Cyrillic, l.r) {
			return nil
		}
		var next []string
		for _, so := range all {
			for _, o := range options {
				next = append(next, so+string(o))
			}
		}
		if all = next; len(all) > mostReadings {
			return nil
		}
	}
	return all
}

// unstretched makes one of a letter that is written three times or more.
func unstretched(word string) string {
	runes := []rune(word)
	var b strings.Builder
	for i := 0; i < len(runes); {
		n := i
		for n < len(runes) && runes[n] == runes[i] {
			n++
		}
		times := n - i
		if times > 2 {
			times = 1
		}
		for range times {
			b.WriteRune(runes[i])
		}
		i = n
	}
	return b.String()
}
