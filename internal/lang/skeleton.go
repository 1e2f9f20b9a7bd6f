package lang

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

//go:embed confusables.txt
var confusablesText string

// confusables gives the prototype of each letter, mark and digit that looks like something else. It is read when it is first
// asked for, which takes about a millisecond, and never changes then.
var confusables = sync.OnceValue(func() map[rune]string {
	table := make(map[rune]string, 4500)
	for line := range strings.Lines(confusablesText) {
		prototype, list, ok := strings.Cut(strings.TrimSuffix(line, "\n"), ";")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		like := codePoints(prototype)
		for _, r := range codePoints(list) {
			table[r] = string(like)
		}
	}
	return table
})

// codePoints reads code points in hexadecimal digits with spaces between them.
func codePoints(list string) (runes []rune) {
	for field := range strings.FieldsSeq(list) {
		if n, err := strconv.ParseUint(field, 16, 32); err == nil {
			runes = append(runes, rune(n))
		}
	}
	return runes
}

// Skeleton gives what a text looks like (UTS #39, section 4): two texts with one skeleton are easily taken for each other as
// they stand, whatever scripts they are of. It is for comparing, not for showing. Signs stay as they are.
func Skeleton(s string) string {
	table := confusables()
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if unseen(r) {
			continue
		}
		if like, ok := table[r]; ok {
			b.WriteString(like)
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFD.String(b.String())
}

// unseen reports whether a rune shows nothing by itself (Default_Ignorable_Code_Point).
func unseen(r rune) bool {
	return unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, unicode.Cf) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}
