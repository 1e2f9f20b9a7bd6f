package lang

import "strings"

// NameKey gives a name as names are compared: its words in lower case with single spaces, without stress, quotation marks and what else
// is no word; ё is е and ґ is г.
func NameKey(name string) string {
	words := Words(name)
	keys := make([]string, 0, len(words))
	for _, w := range words {
		key, _, _ := folded(w.Text)
		if key != "" {
			keys = append(keys, key)
		}
	}
	return strings.Join(keys, " ")
}
