package moderation

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// A WordHit is an entry of a word list that stands in a text: runes [Start, End) of it.
type WordHit struct {
	rozmova.Word
	Start, End int
}

// Bounds of a word list.
const (
	MaxWords     = 2_000 // of one level
	MaxEntry     = 80    // runes
	maxWordsOf   = 6     // of an entry
	leastLoose   = 4     // letters that a word has to have for its spellings in the other language to count
	mostWordHits = 50

	leastBeginning = 3 // letters that an entry with * has to have
)

// A wordList finds the entries of a policy's lists in texts. It compares whole words by their stems, so that an entry catches the forms
// that Ukrainian and Russian make of it and nothing that merely has it inside. It is read-only, and safe for many goroutines.
type wordList struct {
	words   []rozmova.Word
	parts   [][]listedPart
	exact   map[string][]int // key of an entry's first word → entries
	loose   map[string][]int
	opening map[string][]int // first letters of an entry whose first word is a beginning → entries
}

// A listedPart is a word of an entry, or a way to read a word of a text. As a beginning it holds all letters of the word: those that
// others begin with, or the whole that may begin so.
type listedPart struct {
	exact, loose string
	also         string // of an entry: the stem of its other forms, where a vowel goes from it (козел, козла); empty for none
	beginning    bool
}

func newWordList(words []rozmova.Word) *wordList {
	l := &wordList{words: words, parts: make([][]listedPart, len(words)), exact: map[string][]int{}, loose: map[string][]int{}, opening: map[string][]int{}}
	for i, w := range words {
		parts := entryParts(w.Entry)
		if len(parts) == 0 {
			continue
		}
		l.parts[i] = parts
		first := parts[0]
		if first.beginning {
			key := opens(first.loose)
			l.opening[key] = append(l.opening[key], i)
			continue
		}
		l.exact[first.exact] = append(l.exact[first.exact], i)
		if first.loose != "" {
			l.loose[first.loose] = append(l.loose[first.loose], i)
		}
		if first.also != "" {
			l.exact[first.also] = append(l.exact[first.also], i)
		}
	}
	return l
}

// entryParts reads an entry: words, of which each may end with * for all that begin so; none where it has nothing to look for.
func entryParts(entry string) []listedPart {
	var parts []listedPart
	for field := range strings.FieldsSeq(strings.NewReplacer("-", " ", "‐", " ", "‑", " ").Replace(entry)) {
		word, beginning := strings.CutSuffix(field, "*")
		for _, w := range lang.Words(word) {
			if !beginning {
				p := keysOf(plainWord(w.Text))
				if p.exact == "" {
					return nil
				}
				p.also = fleeting(plainWord(w.Text))
				parts = append(parts, p)
				continue
			}
			key := looseKey(plainWord(w.Text))
			if utf8.RuneCountInString(key) < leastBeginning {
				return nil
			}
			parts = append(parts, listedPart{loose: key, beginning: true})
		}
	}
	if len(parts) > maxWordsOf {
		return nil
	}
	return parts
}

// keysOf gives by what a word is found: its stem, and its stem spelt as Ukrainian and Russian may both spell it. Short words have no
// second one: too many others are spelt like them (кит, кіт).
func keysOf(word string) listedPart {
	stems := lang.Stems(word)
	if len(stems) != 1 {
		return listedPart{}
	}
	p := listedPart{exact: stems[0]}
	if loose := looseKey(stems[0]); utf8.RuneCountInString(loose) >= leastLoose {
		p.loose = loose
	}
	return p
}

// fleeting gives the stem that the other forms of a word have without its last vowel: дурень, дурня; козел, козла.
func fleeting(word string) string {
	for _, end := range [...][2]string{{"ень", "н"}, {"ел", "л"}, {"ол", "л"}, {"ёл", "л"}} {
		rest, found := strings.CutSuffix(word, end[0])
		if found && utf8.RuneCountInString(rest) >= 2 {
			return rest + end[1]
		}
	}
	return ""
}

// looseKey spells a word so that Ukrainian and Russian spellings of it are one: и, і, ї, ы and й are one letter, е, є, э and ё, г and
// ґ; signs and apostrophes go, and of letters written twice one.
func looseKey(word string) string {
	var b strings.Builder
	var last rune
	for _, r := range strings.ToLower(word) {
		switch r {
		case 'і', 'ї', 'ы', 'й':
			r = 'и'
		case 'є', 'э', 'ё':
			r = 'е'
		case 'ґ':
			r = 'г'
		case 'ь', 'ъ', '\'', '’', 'ʼ', '‘', '`':
			continue
		}
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// find gives the entries that stand in a text, in its order.
func (l *wordList) find(text string) []WordHit {
	if l == nil || len(l.words) == 0 {
		return nil
	}
	var hits []WordHit
	spelt := spellings(text)
	for i := range spelt {
		for _, n := range l.entriesAt(spelt[i].keys) {
			end, fits := l.fits(n, spelt, i)
			again := slices.ContainsFunc(hits, func(h WordHit) bool { return h.Word == l.words[n] && h.Start < end && spelt[i].start < h.End })
			if fits && !again {
				hits = append(hits, WordHit{l.words[n], spelt[i].start, end})
			}
		}
		if len(hits) >= mostWordHits {
			break
		}
	}
	slices.SortStableFunc(hits, func(a, b WordHit) int { return cmp.Compare(a.Start, b.Start) })
	return hits
}

// entriesAt gives the entries that may begin with a word.
func (l *wordList) entriesAt(keys []listedPart) []int {
	var found []int
	add := func(list ...int) {
		for _, n := range list {
			if !slices.Contains(found, n) {
				found = append(found, n)
			}
		}
	}
	for _, k := range keys {
		if k.beginning {
			continue
		}
		add(l.exact[k.exact]...)
		if k.loose != "" {
			add(l.loose[k.loose]...)
		}
	}
	for _, k := range keys {
		if !k.beginning {
			continue
		}
		for _, n := range l.opening[opens(k.loose)] {
			if strings.HasPrefix(k.loose, l.parts[n][0].loose) {
				add(n)
			}
		}
	}
	return found
}

// opens gives the letters by which beginnings are kept: as many as the shortest has.
func opens(key string) string {
	n := 0
	for i := range key {
		if n == leastBeginning {
			return key[:i]
		}
		n++
	}
	return key
}

// fits tells whether an entry stands where it may begin, and where it ends.
func (l *wordList) fits(n int, spelt []spelling, at int) (end int, fits bool) {
	next := at
	for i := range l.parts[n] {
		if i > 0 {
			for next++; next < len(spelt) && spelt[next].start < end; next++ { // another reading of the same letters
				continue
			}
			if next >= len(spelt) {
				return 0, false
			}
		}
		if !meets(&l.parts[n][i], spelt[next].keys) {
			return 0, false
		}
		end = spelt[next].end
	}
	return end, true
}

func meets(p *listedPart, keys []listedPart) bool {
	return slices.ContainsFunc(keys, func(k listedPart) bool {
		switch {
		case p.beginning != k.beginning:
			return false
		case p.beginning:
			return strings.HasPrefix(k.loose, p.loose)
		}
		return k.exact == p.exact || p.also != "" && k.exact == p.also || k.loose != "" && k.loose == p.loose
	})
}
