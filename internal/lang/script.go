package lang

import (
	"maps"
	"slices"
	"sync"
	"unicode"
)

// scriptNames are the scripts of letters, the commonest of our readers first.
var scriptNames = sync.OnceValue(func() []string {
	names := []string{"Cyrillic", "Latin"}
	for _, name := range slices.Sorted(maps.Keys(unicode.Scripts)) {
		if !slices.Contains(names, name) && name != "Common" && name != "Inherited" {
			names = append(names, name)
		}
	}
	return names
})

// together are the scripts that are written side by side in East Asia, in one word even (UTS #39, section 5.2).
var together = [][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Bopomofo"},
	{"Latin", "Han", "Hangul"},
}

// Unmixed reports whether all letters of a text are of one script, or of those that are written together in East Asia: the
// restriction level "highly restrictive" of UTS #39. Signs, digits and marks common to several scripts do not count.
func Unmixed(s string) bool {
	var found []string
	for _, r := range s {
		if unicode.In(r, unicode.Common, unicode.Inherited) {
			continue
		}
		for _, name := range scriptNames() {
			if unicode.Is(unicode.Scripts[name], r) {
				if !slices.Contains(found, name) {
					found = append(found, name)
				}
				break
			}
		}
	}
	if len(found) < 2 {
		return true
	}
	return slices.ContainsFunc(together, func(set []string) bool {
		return !slices.ContainsFunc(found, func(name string) bool { return !slices.Contains(set, name) })
	})
}
