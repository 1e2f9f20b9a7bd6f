package membership

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// MaxPenName is the longest pen name, in runes.
const MaxPenName = 32

// checkPenName cleans a pen name. It must have a letter, and of signs only spaces and . ' ’ - _ .
func checkPenName(name string) (string, error) {
	invalid := func(reason string) (string, error) {
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "pen_name", Args: map[string]any{"Max": MaxPenName}}
	}
	name, err := lang.CleanLine(name)
	if err != nil {
		return invalid("text.not_utf8")
	}
	n := utf8.RuneCountInString(name)
	if n < 2 {
		return invalid("name.too_short")
	}
	if n > MaxPenName {
		return invalid("name.too_long")
	}
	letters := 0
	for _, r := range name {
		switch {
		case unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r): // Hangul fillers: letters that show nothing
			return invalid("name.signs")
		case unicode.IsLetter(r):
			letters++
		case unicode.IsMark(r), unicode.IsDigit(r), strings.ContainsRune(" .'’ʼ-_", r):
		default:
			return invalid("name.signs")
		}
	}
	if letters == 0 || penKey(name) == "" {
		return invalid("name.signs")
	}
	return name, nil
}

// lookAlike maps letters of the Cyrillic and Latin alphabets that look the same, and digits that pass for letters, to one of
// them (the commonest of Unicode UTS #39's confusables; the whole table comes with the issue of joining).
var lookAlike = strings.NewReplacer(
	"а", "a", "в", "b", "е", "e", "ё", "e", "і", "i", "ї", "i", "ј", "j", "к", "k", "м", "m", "н", "h", "о", "o", "р", "p",
	"с", "c", "ѕ", "s", "т", "t", "у", "y", "х", "x", "ԁ", "d", "ѵ", "v", "ԝ", "w", "0", "o", "1", "l", "ı", "i",
	"’", "", "'", "", "ʼ", "", ".", "", "-", "", "_", "", " ", "",
)

// penKey folds a pen name so that two that look alike meet: compatibility forms, case, accents, look-alike letters, and no
// spaces or signs.
func penKey(name string) string {
	folded := cases.Fold().String(norm.NFKD.String(name))
	folded = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, folded)
	return lookAlike.Replace(folded)
}
