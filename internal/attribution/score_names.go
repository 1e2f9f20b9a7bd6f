package attribution

import (
	"strings"

	"github.com/rozmova/rozmova/internal/lang"
)

func orNone(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// sameName compares two names after normalisation: letters of one case, no marks of quotation, one kind of apostrophe and space. Of somebody
// unnamed, an institution or a group, it is enough that the words of the shorter form all stand, in any grammatical case, in the longer one.
func sameName(a, b *string, named bool) bool {
	x, y := nameWords(orNone(a)), nameWords(orNone(b))
	if strings.Join(x, " ") == strings.Join(y, " ") {
		return true
	}
	if named || len(x) == 0 || len(y) == 0 {
		return false
	}
	if len(x) > len(y) {
		x, y = y, x
	}
	stems := map[string]bool{}
	for _, w := range y {
		for _, stem := range lang.Stems(w) {
			stems[stem] = true
		}
	}
	for _, w := range x {
		for _, stem := range lang.Stems(w) {
			if !stems[stem] {
				return false
			}
		}
	}
	return true
}

// nameWords gives the words of a name as they are compared.
func nameWords(name string) []string {
	name = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "«", "", "»", "", "\"", "", "„", "", "“", "", "”", "", "ё", "е", "\u0301", "").Replace(strings.ToLower(name))
	return strings.Fields(strings.ReplaceAll(name, "\u00a0", " "))
}

// shareWord reports whether two cues have a word in common.
func shareWord(a, b string) bool {
	for _, x := range nameWords(a) {
		for _, y := range nameWords(b) {
			if strings.Trim(x, ",.:;") == strings.Trim(y, ",.:;") {
				return true
			}
		}
	}
	return false
}
