package membership

import (
	"strings"
	"unicode"
	"unicode/utf8"

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
	if letters == 0 || lang.PenKey(name) == "" {
		return invalid("name.signs")
	}
	return name, nil
}
