package lang

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// PenKeyVersion is the version of PenKey. Stores whose names were folded by an older one fold them anew.
const PenKeyVersion = 2

// PenKey folds a pen name so that two that look alike meet, in capitals and in small letters: compatibility forms, case,
// accents, look-alike letters and digits, and no spaces or signs. There is never a ~ in it. It may be empty. The key of a
// name's beginning is the beginning of the name's key; the other way round it is not so, for one letter may look like two:
// m has the key of rn.
//
// What looks like two letters of one alphabet is folded to neither where both could not be told apart any more (Ь looks like
// b as в does): see alike. PenKeys has what is lost by that.
func PenKey(name string) string {
	table := alike()
	var b strings.Builder
	for _, r := range plainLetters(name) {
		if like, ok := table[r]; ok {
			b.WriteString(like)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// PenKeys gives the keys that nobody else's name may have: its own, and that of what it looks like just as it is written,
// whose case tells letters apart that its own key does not: Greek νονα is Latin vova as well, for all that ΝΟΝΑ is NONA.
func PenKeys(name string) []string {
	keys := []string{PenKey(name)}
	if other := PenKey(Skeleton(norm.NFKC.String(name))); other != "" && other != keys[0] {
		keys = append(keys, other)
	}
	return keys
}

// plainLetters gives the letters and digits of a text in compatibility form, in one case and without accents.
func plainLetters(s string) string {
	for range 4 { // what one round takes apart may be folded in the next; two is what tests have seen
		next := strings.Map(func(r rune) rune {
			if !unicode.In(r, unicode.L, unicode.N, unicode.Mc) || unseen(r) || r >= 0x2B9 && r <= 0x2DF { // ʼ and its like are letters to Unicode
				return -1
			}
			return r
		}, strings.ToLower(cases.Fold().String(norm.NFKD.String(s)))) // folding alone gives Cherokee now the one case, now the other
		if next == s {
			break
		}
		s = next
	}
	return s
}

// alphabets are those whose letters PenKey keeps apart, whatever looks like two of them. I and l are the exception: in most
// type they are the same stroke, and nothing serves whoever passes for another as well.
var alphabets = []string{
	"abcdefghijklmnopqrstuvwxyz", "абвгґдеєжзиійклмнопрстуфхцчшщьюяыъэ", "αβγδεζηθικλμνξοπρστυφχψω", "23456789",
}

// closest are pairs that are folded together before all others.
const closest = "аa вb еe іi јj кk мm нh оo рp сc ѕs тt уy хx ԁd ѵv ԝw ıi 1i li 0o 3з 6б"

// alike gives what PenKey writes for a letter, where that is another: all that look alike, in one case or the other, are one
// class, and one letter stands for it. Classes are joined in the order of closest pairs, capitals and the rest, so far as no
// two letters of an alphabet come together.
var alike = sync.OnceValue(func() map[rune]string {
	c := &classes{of: map[rune]rune{}, letters: map[rune][4]rune{}}
	for pair := range strings.FieldsSeq(closest) {
		r := []rune(pair)
		c.unite(c.root(r[0]), c.root(r[1]))
	}
	table := confusables()
	from := slices.SortedFunc(maps.Keys(table), func(a, b rune) int {
		return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), cmp.Compare(a, b))
	})
	several := map[rune][]rune{} // what looks like several letters
	for _, r := range from {
		self, like := []rune(plainLetters(string(r))), []rune(plainLetters(table[r]))
		switch {
		case len(self) != 1 || len(like) == 0:
		case marked(table[r]) && !unicode.Is(unicode.Latin, r): // the dots of Arabic letters are no accents
		case len(like) == 1:
			c.join(self[0], like[0])
		case several[self[0]] == nil || unicode.IsLower(r):
			several[self[0]] = like
		}
	}
	return c.fold(several)
})

// marked reports whether a text has letters with marks.
func marked(s string) bool {
	return strings.ContainsFunc(norm.NFD.String(s), func(r rune) bool { return unicode.Is(unicode.Mn, r) })
}

// rankOf sorts capitals before the rest.
func rankOf(r rune) int {
	if unicode.IsUpper(r) {
		return 0
	}
	return 1
}

// classes are sets of letters that look alike.
type classes struct {
	of      map[rune]rune    // towards the letter that stands for the class; none: that itself
	letters map[rune][4]rune // by that letter: which of each alphabet is in the class
}

func (c *classes) root(r rune) rune {
	for {
		next, ok := c.of[r]
		if !ok {
			return r
		}
		r = next
	}
}

// members gives which letter of each alphabet is in a class.
func (c *classes) members(root rune) [4]rune {
	if have, ok := c.letters[root]; ok {
		return have
	}
	var have [4]rune
	for i, alphabet := range alphabets {
		if root != 'l' && strings.ContainsRune(alphabet, root) {
			have[i] = root
		}
	}
	return have
}

// join makes two classes one, unless that brought two letters of an alphabet together.
func (c *classes) join(a, b rune) {
	a, b = c.root(a), c.root(b)
	if a == b {
		return
	}
	one, other := c.members(a), c.members(b)
	for i := range one {
		if one[i] != 0 && other[i] != 0 {
			return
		}
	}
	if digits := len(one) - 1; one[digits] != 0 && other != [4]rune{} || other[digits] != 0 && one != [4]rune{} {
		return // letters of scripts that few read would bring them together
	}
	c.unite(a, b)
}

// unite makes two classes one.
func (c *classes) unite(a, b rune) {
	one, other := c.members(a), c.members(b)
	for i := range one {
		one[i] = max(one[i], other[i])
	}
	if standing(b) < standing(a) || standing(b) == standing(a) && b < a {
		a, b = b, a
	}
	c.of[b], c.letters[a] = a, one
}

// standing says which letter stands for a class: a Latin one of those there are.
func standing(r rune) int {
	switch {
	case r >= 'a' && r <= 'z':
		return 0
	case r < 0x80:
		return 1
	}
	return 2
}

// fold gives the table of all letters that are written otherwise. A letter that looks like several is written as they are,
// where its class has no other letter of an alphabet or it is the one that stands for it.
func (c *classes) fold(several map[rune][]rune) map[rune]string {
	wide := map[rune][]rune{}
	for _, r := range slices.Sorted(maps.Keys(several)) {
		root := c.root(r)
		if have := c.members(root); r == root || have == [4]rune{} || slices.Contains(have[:], r) && have[0] == 0 {
			wide[root] = several[r]
		}
	}
	var write func(b *strings.Builder, r rune, within []rune) bool
	write = func(b *strings.Builder, r rune, within []rune) bool {
		root := c.root(r)
		if slices.Contains(within, root) {
			return false // it looks like itself and something else
		}
		for _, part := range wide[root] {
			if !write(b, part, append(within, root)) {
				return false
			}
		}
		if wide[root] == nil {
			b.WriteRune(root)
		}
		return true
	}
	var round []rune
	for root := range wide {
		if !write(&strings.Builder{}, root, nil) {
			round = append(round, root)
		}
	}
	for _, root := range round {
		delete(wide, root)
	}
	table := make(map[rune]string, len(c.of)+len(wide))
	add := func(r rune) {
		var b strings.Builder
		write(&b, r, nil)
		if s := b.String(); s != string(r) {
			table[r] = s
		}
	}
	for r := range c.of {
		add(r)
	}
	for r := range wide {
		add(r)
	}
	return table
}
