package civility

import (
	"cmp"
	"embed"
	"slices"
	"strings"
	"unicode/utf8"
)

//go:embed words/uk.txt words/ru.txt words/en.txt
var wordFiles embed.FS

// A lexicon tells the classes of words and phrases of the lists in words/ (see words/README.md for their format). Words are
// compared by skeleton, so that one list meets Ukrainian, Russian and mixed spelling. It is read-only and safe for many goroutines.
type lexicon struct {
	letters  [0x500]byte  // rune → letter of a skeleton; skip, other
	anchored trie         // words and stems; slots index effects
	floating trie         // roots inside words: stem anywhere, whole at the end; slots index effects
	effects  []termEffect // effects[0] is empty
	rude     []string

	openings trie          // first words of phrases; slots index groups
	groups   []phraseGroup // groups[0] is empty
	list     []listPhrase  // sorted so that each group is a run
	parts    []phrasePart
	pool     []byte // skeletons of parts
}

// A termEffect is what a term does to the classes of a word that it meets: an exception (!term) takes away, and wins.
type termEffect struct{ add, remove classes }

type phraseGroup struct{ from, to uint32 } // of list

type listPhrase struct {
	first uint32 // of parts, the opening word left out
	more  uint8  // words after the opening one
	class class
}

type phrasePart struct {
	from uint32 // of pool
	size uint8
	kind partKind
}

type partKind uint8

const (
	partWhole partKind = iota
	partStem
	partAny // "_", any one word
)

const (
	letterOther = 63  // no term has it
	letterSkip  = 255 // leaves no trace in a skeleton
	skeletonMax = 64  // letters of a word that are looked at
	phraseMax   = 6   // words of a phrase
)

// newLexicon reads the embedded lists. They are held by tests, so a line that cannot be read is a broken build.
func newLexicon() *lexicon {
	x := &lexicon{letters: skeletonLetters()}
	var terms []listTerm
	for _, name := range []string{"uk", "ru", "en"} {
		b, err := wordFiles.ReadFile("words/" + name + ".txt")
		if err != nil {
			panic(err)
		}
		terms = readTerms(terms, string(b))
	}
	x.addWords(terms)
	x.addPhrases(terms)
	return x
}

// A listTerm is a line of a list.
type listTerm struct {
	class  class
	text   string // without the leading "!"
	except bool
}

// readTerms appends the terms of a list.
func readTerms(terms []listTerm, list string) []listTerm {
	var last string
	var c class
	var known bool
	for line := range strings.Lines(list) {
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		name, text, _ := strings.Cut(line, "\t")
		if name != last {
			c, known = classNamed(name)
			last = name
		}
		text, except := strings.CutPrefix(text, "!")
		if !known || strings.Trim(text, "*_ ") == "" {
			panic("civility: bad line in a word list: " + line)
		}
		terms = append(terms, listTerm{c, text, except})
	}
	return terms
}

// skeletonLetters is the table of letters that a skeleton keeps: і ї и ы й are one, е є э ё, г ґ; ь ъ and apostrophes go.
func skeletonLetters() (t [0x500]byte) {
	for i := range t {
		t[i] = letterOther
	}
	for i := range byte(26) {
		t['a'+i], t['A'+i] = i, i
	}
	for i := range byte(10) {
		t['0'+i] = 26 + i
	}
	next := byte(36)
	for _, same := range []string{"а", "б", "в", "гґ", "д", "еєэё", "ж", "з", "иіїый", "к", "л", "м", "н", "о", "п", "р", "с", "т",
		"уў", "ф", "х", "ц", "ч", "ш", "щ", "ю", "я"} {
		for _, r := range same {
			t[r] = next
		}
		for _, r := range strings.ToUpper(same) {
			t[r] = next
		}
		next++
	}
	for _, r := range "ьъЬЪ'-`" {
		t[r] = letterSkip
	}
	return t
}

// skeleton writes the letters of a word and gives their number; a word longer than the buffer is cut.
func (x *lexicon) skeleton(to *[skeletonMax]byte, form []byte) int {
	n := 0
	for i := 0; i < len(form) && n < skeletonMax; {
		r, size := rune(form[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(form[i:])
		}
		i += size
		letter := byte(letterOther)
		if uint32(r) < uint32(len(x.letters)) {
			letter = x.letters[r]
		} else if r == '’' || r == 'ʼ' {
			letter = letterSkip
		}
		if letter != letterSkip {
			to[n] = letter
			n++
		}
	}
	return n
}

// of gives the classes of one folded word over all languages. It allocates nothing.
func (x *lexicon) of(form []byte) classes {
	var buf [skeletonMax]byte
	word := buf[:x.skeleton(&buf, form)]
	sum := x.walk(x.anchored, word, termEffect{})
	roots := x.floating[0].mask
	for i, letter := range word {
		if roots>>letter&1 != 0 {
			sum = x.walk(x.floating, word[i:], sum)
		}
	}
	return sum.add &^ sum.remove
}

// walk adds the marks that stand along a word.
func (x *lexicon) walk(t trie, word []byte, sum termEffect) termEffect {
	node := uint32(0)
	for i, letter := range word {
		if node = t.next(node, letter); node == 0 {
			break
		}
		at := t[node].trieSlot
		if at.stem != 0 {
			sum.add |= x.effects[at.stem].add
			sum.remove |= x.effects[at.stem].remove
		}
		if at.whole != 0 && i == len(word)-1 {
			sum.add |= x.effects[at.whole].add
			sum.remove |= x.effects[at.whole].remove
		}
	}
	return sum
}

// phrases tells every phrase of the lists in a sequence of n folded words: words from ≤ i < to. It calls form at most once for a word,
// in order, takes time linear in n, and allocates nothing. The bytes that form gives may be overwritten by its next call.
func (x *lexicon) phrases(n int, form func(i int) []byte, found func(from, to int, c class)) {
	seen := window{x: x, form: form}
	for i := range n - 1 {
		opening, node := seen.word(i), uint32(0)
		for k, letter := range opening {
			if node = x.openings.next(node, letter); node == 0 {
				break
			}
			at := x.openings[node].trieSlot
			for which, id := range [2]uint16{at.stem, at.whole} {
				if id == 0 || which == 1 && k != len(opening)-1 {
					continue
				}
				for _, p := range x.list[x.groups[id].from:x.groups[id].to] {
					if i+int(p.more) < n && x.follows(p, i, &seen) {
						found(i, i+1+int(p.more), p.class)
					}
				}
			}
		}
	}
}

// A window holds the skeletons of the last words read.
type window struct {
	x    *lexicon
	form func(i int) []byte
	read int
	ring [phraseMax + 2][skeletonMax]byte
	size [phraseMax + 2]int
}

// word gives word i, which is at most phraseMax-1 words behind the furthest one read.
func (v *window) word(i int) []byte {
	for ; v.read <= i; v.read++ {
		at := v.read % len(v.ring)
		v.size[at] = v.x.skeleton(&v.ring[at], v.form(v.read))
	}
	return v.ring[i%len(v.ring)][:v.size[i%len(v.ring)]]
}

// follows tells whether the words after i are those of a phrase.
func (x *lexicon) follows(p listPhrase, i int, seen *window) bool {
	for k, part := range x.parts[p.first:][:p.more] {
		if part.kind == partAny {
			continue
		}
		w, want := seen.word(i+1+k), x.pool[part.from:][:part.size]
		if len(w) < len(want) || part.kind == partWhole && len(w) != len(want) || string(w[:len(want)]) != string(want) {
			return false
		}
	}
	return true
}

// rudeForms gives the obscene, rude, insulting and slurring words and stems as the lists write them, without phrases.
func (x *lexicon) rudeForms() []string { return slices.Clone(x.rude) }

// addWords builds the tries of single words.
func (x *lexicon) addWords(terms []listTerm) {
	rude := classSet(classObscene, classRude, classInsult, classSlur)
	type key struct {
		letters string
		stem    bool
	}
	var sums [2]map[key]termEffect // anchored, floating
	for i := range sums {
		sums[i] = make(map[key]termEffect, len(terms))
	}
	for _, t := range terms {
		if strings.Contains(t.text, " ") {
			continue
		}
		bare, stem := strings.CutSuffix(t.text, "*")
		bare, inner := strings.CutPrefix(bare, "*")
		which := 0
		if inner {
			which = 1
		}
		k := key{x.letterString(bare), stem}
		sum := sums[which][k]
		if t.except {
			sum.remove |= 1 << t.class
		} else {
			sum.add |= 1 << t.class
		}
		sums[which][k] = sum
		if rude.has(t.class) && !t.except {
			x.rude = append(x.rude, t.text)
		}
	}
	slices.Sort(x.rude)
	x.rude = slices.Compact(x.rude)
	x.effects = []termEffect{{}}
	known := map[termEffect]uint16{}
	for i, to := range []*trie{&x.anchored, &x.floating} {
		slots := make(map[string]trieSlot, len(sums[i]))
		for k, m := range sums[i] {
			id := known[m]
			if id == 0 {
				id = uint16(len(x.effects))
				known[m] = id
				x.effects = append(x.effects, m)
			}
			at := slots[k.letters]
			if k.stem {
				at.stem = id
			} else {
				at.whole = id
			}
			slots[k.letters] = at
		}
		*to = newTrie(slots)
	}
}

// letterString is the skeleton of a term.
func (x *lexicon) letterString(s string) string {
	var buf [skeletonMax]byte
	return string(buf[:x.skeleton(&buf, []byte(s))])
}

// addPhrases builds the index of phrases by their opening word.
func (x *lexicon) addPhrases(terms []listTerm) {
	type entry struct {
		opening string
		stem    bool
		rest    []string
		class   class
	}
	var entries []entry
	for _, t := range terms {
		words := strings.Split(t.text, " ")
		if len(words) < 2 {
			continue
		}
		bare, stem := strings.CutSuffix(words[0], "*")
		entries = append(entries, entry{x.letterString(bare), stem, words[1:], t.class})
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		if c := cmp.Compare(a.opening, b.opening); c != 0 || a.stem == b.stem {
			return c
		}
		if a.stem {
			return 1
		}
		return -1
	})
	x.groups = []phraseGroup{{}}
	slots := map[string]trieSlot{}
	for i, e := range entries {
		x.list = append(x.list, listPhrase{uint32(len(x.parts)), uint8(len(e.rest)), e.class})
		for _, w := range e.rest {
			x.addPart(w)
		}
		if i == 0 || e.opening != entries[i-1].opening || e.stem != entries[i-1].stem {
			x.groups = append(x.groups, phraseGroup{uint32(i), uint32(i)})
			at := slots[e.opening]
			if e.stem {
				at.stem = uint16(len(x.groups) - 1)
			} else {
				at.whole = uint16(len(x.groups) - 1)
			}
			slots[e.opening] = at
		}
		x.groups[len(x.groups)-1].to = uint32(i + 1)
	}
	x.openings = newTrie(slots)
}

// addPart adds a later word of a phrase.
func (x *lexicon) addPart(w string) {
	bare, stem := strings.CutSuffix(w, "*")
	letters := x.letterString(bare)
	kind := partWhole
	switch {
	case w == "_":
		kind = partAny
	case stem:
		kind = partStem
	}
	x.parts = append(x.parts, phrasePart{uint32(len(x.pool)), uint8(len(letters)), kind})
	x.pool = append(x.pool, letters...)
}
