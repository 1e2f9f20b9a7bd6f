package attribution

import (
	"slices"
	"strings"
)

// Forms gives the forms in which a person's name may stand in a text of a language (uk or ru), by the rules of declension: the whole name
// in each case, and the family name alone in each. The letters are lower case, the name itself comes first. Where the gender is not known
// from the given name both are taken. A name in another alphabet, and one of another language, has no other form.
func Forms(language, name string) []string {
	words := strings.Fields(strings.ToLower(name))
	whole := strings.Join(words, " ")
	out := []string{whole}
	decl := paradigms[language]
	if len(words) == 0 || len(words) > 4 || decl == nil {
		return out
	}
	d, given := decl(), givenForms[language]()
	add := func(form string) {
		if form != "" && !slices.Contains(out, form) {
			out = append(out, form)
		}
	}
	for _, gender := range gendersOf(words[0], given, len(words) > 1) {
		byCase := make([]map[cases][]string, len(words))
		for i, w := range words {
			byCase[i] = map[cases][]string{}
			forms := d.forms(w, useOf(i, len(words)), gender, false)
			if i == len(words)-1 && d.rule([]rune(w), 'f', gender, true) >= 0 {
				for form, c := range d.forms(w, 'f', gender, true) {
					forms[form] |= c
				}
			}
			for form, c := range forms {
				for _, one := range allCases {
					if c&one != 0 {
						byCase[i][one] = append(byCase[i][one], form)
					}
				}
			}
			for _, list := range byCase[i] {
				slices.Sort(list)
			}
		}
		last := byCase[len(words)-1]
		for _, c := range allCases {
			for _, family := range last[c] {
				if len(words) > 1 {
					add(family)
				}
				add(strings.Join(append(firstOf(byCase[:len(words)-1], c), family), " "))
			}
		}
	}
	return out
}

// useOf tells what a word of a name is by its place: given name, patronymic, family name.
func useOf(i, n int) byte {
	switch {
	case i == n-1:
		return 'f'
	case i == 1:
		return 'p'
	}
	return 'g'
}

// firstOf gives one form of each word in a case.
func firstOf(words []map[cases][]string, c cases) []string {
	out := make([]string, len(words))
	for i := range words {
		if list := words[i][c]; len(list) > 0 {
			out[i] = list[0]
		}
	}
	return out
}

// gendersOf tells the gender by the given name; both where it is not known.
func gendersOf(first string, given map[string][]reading, named bool) []byte {
	var out []byte
	for _, r := range given[first] {
		if named && r.cases&nominative != 0 && r.name == first && !slices.Contains(out, r.gender) {
			out = append(out, r.gender)
		}
	}
	if len(out) == 0 {
		return []byte{'m', 'f'}
	}
	return out
}
