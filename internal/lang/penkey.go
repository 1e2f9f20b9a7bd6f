package lang

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// lookAlike maps letters of the Cyrillic and Latin alphabets that look the same, and digits that pass for letters, to one of
// them (the commonest of Unicode UTS #39's confusables; the whole table comes with the issue of joining).
var lookAlike = strings.NewReplacer(
	"а", "a", "в", "b", "е", "e", "ё", "e", "і", "i", "ї", "i", "ј", "j", "к", "k", "м", "m", "н", "h", "о", "o", "р", "p",
	"с", "c", "ѕ", "s", "т", "t", "у", "y", "х", "x", "ԁ", "d", "ѵ", "v", "ԝ", "w", "0", "o", "1", "l", "ı", "i",
	"’", "", "'", "", "ʼ", "", ".", "", "-", "", "_", "", " ", "",
)

// PenKey folds a pen name so that two that look alike meet: compatibility forms, case, accents, look-alike letters, and no
// spaces or signs. The key of a name's beginning is the beginning of the name's key. It may be empty.
func PenKey(name string) string {
	folded := cases.Fold().String(norm.NFKD.String(name))
	folded = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, folded)
	return lookAlike.Replace(folded)
}
