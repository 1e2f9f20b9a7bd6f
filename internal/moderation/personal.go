package moderation

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Personal is a place in a text that tells who somebody is, or where to find them.
type Personal struct {
	Start, End int    // in bytes
	Kind       string // email, phone, link, handle, number, address, name
}

// Hidden stands in a text for what was taken out of it.
const Hidden = "[…]"

// personal are the shapes of what tells who somebody is. They rather find too much: a bare number of ten digits may be a tax number. Names
// are found by what gives them away: a patronymic, initials, a form of address, a surname's ending behind another capital letter.
var personal = []struct {
	kind  string
	shape *regexp.Regexp
}{
	{"email", regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`)},
	{"link", regexp.MustCompile(`(?i)(?:https?://|www\.|t\.me/|instagram\.com/|facebook\.com/|vk\.com/)[^\s»”"')\]]+`)},
	{"handle", regexp.MustCompile(`@[A-Za-z0-9_.]{3,}`)},
	{"number", regexp.MustCompile(`\b(?:\d{1,3}\.){3}\d{1,3}\b`)},
	{"number", regexp.MustCompile(`(?i)\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b`)},
	{"number", regexp.MustCompile(`(?i)\b(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}\b`)},
	{"number", regexp.MustCompile(`[А-ЯІЇЄҐA-Z]{2} ?\d{4} ?[А-ЯІЇЄҐA-Z]{2}`)},                        // plate of a car
	{"number", regexp.MustCompile(`[А-ЯІЇЄҐ]{2} ?№? ?\d{6}`)},                                        // passport
	{"phone", regexp.MustCompile(`\+?\(?\d(?:[\s().\-\x{2010}-\x{2014}\x{00a0}\x{202f}]?\d){6,18}`)}, // also cards, tax numbers and other long numbers
	{"address", regexp.MustCompile(`(?i)(?:вул(?:\.|иц[яіею]+)|просп(?:\.|ект[іу]?)|пров(?:\.|улок|улку)|бульв(?:\.|ар[іу]?)|ул(?:\.|иц[аеуы]))\s*\p{L}[\p{L}’'\-. ]{0,40}?,?\s*(?:буд(?:\.|инок)?|д(?:\.|ом)?)?\s*\d+[\p{L}]?(?:\s*,?\s*(?:кв|оф)\.?\s*\d+)?`)},
	{"address", regexp.MustCompile(`\b\d{1,4} \p{Lu}\p{L}+(?: \p{Lu}\p{L}+)? (?i:street|st\.|avenue|ave\.|road|rd\.|lane)`)},
	{"name", regexp.MustCompile(`(?:\p{Lu}[\p{L}’'\-]+ )?\p{Lu}[\p{L}’']+ \p{Lu}\p{L}+(?:ович|йович|ївн|івн|овн|евн|евич|ьович)\p{L}{0,4}`)},
	{"name", regexp.MustCompile(`\p{Lu}\. ?(?:\p{Lu}\. ?)?\p{Lu}\p{Ll}[\p{L}’'\-]+|\p{Lu}\p{Ll}[\p{L}’'\-]+ \p{Lu}\.(?: ?\p{Lu}\.)`)},
	{"name", regexp.MustCompile(`\p{Lu}\p{Ll}[\p{L}’'\-]+ \p{Lu}[\p{L}’']+(?:енк|чук|ськ|цьк|ченк|щук|ишин|ович|ский|ская|ского|ов[аіу]?|ев[аіу]?|ів|їв|ко|юк|як|ій|ин[аіу]?)\p{L}{0,4}`)},
	{"name", regexp.MustCompile(`(?:[Пп]ан(?:ові|ом|а|у|і|ю|ею|я)?|[Гг]ромадян(?:ин|ин[аіу]|к[аиуі])|Mr|Ms|Mrs|Dr)\.? \p{Lu}\p{Ll}[\p{L}’'\-]+(?: \p{Lu}\p{Ll}[\p{L}’'\-]+)?`)},
}

// FindPersonal finds what in a text tells who somebody is, in order and apart from each other: contacts, numbers, addresses, names as they
// are mostly written, and the given names of people who have to do with the case, in their forms. It cannot know every name: who writes
// facts is told what was found, and what is sent out has it hidden.
func FindPersonal(text string, names ...string) []Personal {
	var found []Personal
	for _, p := range personal {
		for _, at := range p.shape.FindAllStringIndex(text, -1) {
			if _, before := utf8.DecodeLastRuneInString(text[:at[0]]); at[0] > 0 && p.kind == "name" && within(text, at[0]-before) {
				continue
			}
			found = append(found, Personal{at[0], at[1], p.kind})
		}
	}
	for _, name := range names {
		for _, at := range namePlaces(text, name) {
			found = append(found, Personal{at[0], at[1], "name"})
		}
	}
	slices.SortFunc(found, func(a, b Personal) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End)) })
	apart := found[:0]
	for _, p := range found {
		if last := len(apart) - 1; last >= 0 && p.Start < apart[last].End {
			apart[last].End = max(apart[last].End, p.End)
			continue
		}
		apart = append(apart, p)
	}
	return apart
}

// within reports whether a letter stands at a place: what follows it begins inside of a word.
func within(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.IsLetter(r)
}

// namePlaces finds a name as it is, in small letters and capitals alike, and each longer word of it that begins with a capital, in its forms.
func namePlaces(text, name string) [][]int {
	name = strings.TrimSpace(name)
	letters := 0
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
		}
	}
	if letters < 2 { // it would be found in the mark that hides others
		return nil
	}
	places := regexp.MustCompile(`(?i)`+regexp.QuoteMeta(name)).FindAllStringIndex(text, -1)
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && r != '’' && r != '\'' }) {
		letters := []rune(word)
		if len(letters) < 4 {
			continue
		}
		first := string(unicode.ToUpper(letters[0]))
		stem := string(letters[1 : len(letters)-1])
		for _, at := range regexp.MustCompile(first+`(?i:`+regexp.QuoteMeta(stem)+`)\p{L}{0,4}`).FindAllStringIndex(text, -1) {
			if _, before := utf8.DecodeLastRuneInString(text[:at[0]]); at[0] == 0 || !within(text, at[0]-before) {
				places = append(places, at)
			}
		}
	}
	return places
}

// HidePersonal gives a text without what FindPersonal finds in it.
func HidePersonal(text string, names ...string) string {
	for range 5 { // what is left beside something hidden may come to look like a name; each time there are fewer letters and digits
		found := FindPersonal(text, names...)
		if len(found) == 0 {
			return text
		}
		for _, p := range slices.Backward(found) {
			text = text[:p.Start] + Hidden + text[p.End:]
		}
	}
	return text
}
