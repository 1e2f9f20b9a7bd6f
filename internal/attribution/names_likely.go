package attribution

import (
	"strings"
)

// likely says how much a word looks like a family name in the nominative.
func likely(name string, gender byte) int {
	for _, end := range []string{"ькоьо", "йо", "ьо", "ьй", "ой", "яя", "ого", "ому", "ові", "еві", "єві", "ської", "цької", "ською", "цькою", "ою", "ею", "єю", "ьої", "ським", "цьким", "ових"} {
		if strings.HasSuffix(name, end) && !(end == "ой" && gender == 'm') {
			return -4
		}
	}
	w := []rune(name)
	last := w[len(w)-1]
	before := ' '
	if len(w) > 1 {
		before = w[len(w)-2]
	}
	if last == 'я' && strings.ContainsRune("кгхжшчщцбпвмф", before) {
		return -4
	}
	if front, back, ok := strings.Cut(name, "-"); ok {
		return min(likely(front, gender), likely(back, gender))
	}
	consonant := func(l rune) bool { return strings.ContainsRune(consonants, l) }
	if gender == 'f' {
		switch {
		case hasAny(name, "ова", "єва", "ева", "іна", "їна", "ська", "цька", "зька", "ко", "ук", "юк", "ская", "цкая", "ина", "ёва"):
			return 6
		case last == 'а' || last == 'я':
			return 4
		case hasAny(name, "им", "ом", "ем", "єм", "ів"):
			return -2
		case consonant(last) || last == 'ь':
			return 4
		case last == 'і' || last == 'е' || last == 'о':
			return 2
		case last == 'у' || last == 'ю' || last == 'и':
			return -1
		}
		return 1
	}
	switch {
	case hasAny(name, "ська", "цька", "ова", "єва"):
		return -2
	case hasAny(name, "уко", "юко", "яко", "ако", "ико", "іко", "ско"):
		return 2
	case hasAny(name, "вко", "ок"):
		return 4
	case hasAny(name, "бо"):
		return 1
	case hasAny(name, "ко", "ський", "цький", "зький", "ук", "юк", "як", "ак", "ик", "ець", "єць", "ич", "ов", "ев", "єв", "ін", "їн", "ин", "ёв", "ский", "цкий"):
		return 6
	case hasAny(name, "ом", "ем", "єм", "им", "ім"):
		return 1
	case hasAny(name, "ий", "ый"):
		return 5
	case last == 'й' && consonant(before), last == 'ь' && !strings.ContainsRune("лнцсдтрз", before), strings.HasSuffix(name, "кій"), strings.HasSuffix(name, "ой"):
		return -1
	case last == 'ь' || last == 'й':
		return 4
	case consonant(last) && consonant(before) && !strings.Contains(clusters, string([]rune{before, last})+" "):
		return 2
	case last == 'ц' || strings.ContainsRune("жшчщ", last) || consonant(last):
		return 5
	case last == 'я' && consonant(before) && before != 'л' && before != 'н':
		return 0
	case last == 'а' || last == 'я':
		return 3
	case last == 'о':
		return 3
	case last == 'е' || last == 'і':
		return 1
	}
	return -1
}

// clusters are pairs of consonants that family names end in.
const clusters = "нт мп рт ст рг нд рд вк ск рк лк нк рн йн кс рс лс нс льд рц нц нг рч нч рш рм лм нн лл рр сс тт мм пп вс рз рж рб рп льт лт нь льф рф вч вш хт кт пт фт "

// likelyGiven says how much an unknown word looks like a given name in the nominative.
func likelyGiven(name string, gender byte) int {
	w := []rune(name)
	last := w[len(w)-1]
	vowel := strings.ContainsRune(vowels, last)
	switch {
	case hasAny(name, "ові", "еві", "ому", "ого", "ою", "ею", "єю", "ьо", "йо") || last == 'й' && len(w) > 1 && strings.ContainsRune(consonants, w[len(w)-2]):
		return -3
	case gender == 'f' && (last == 'а' || last == 'я'), gender == 'm' && (!vowel && last != 'ь' || hasAny(name, "ль")):
		return 2
	case gender == 'f' && !vowel && !hasAny(name, "ом", "ем", "им"), gender == 'm' && (last == 'о' || last == 'ь' || last == 'і' || last == 'е'):
		return 1
	case last == 'у' || last == 'ю':
		return -1
	}
	return 0
}
