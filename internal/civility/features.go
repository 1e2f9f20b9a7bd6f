package civility

import (
	"math/bits"
	"strings"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// A Reader turns texts into features. It is for one goroutine at a time; its memory is used again for the next text.
type Reader struct {
	lexicon  *lexicon
	page     *page
	features [3]Features
	letters  []byte // skeleton of the word at hand, between a < and a >
	ends     []int  // of its letters
	names    [mostNames]uint32
	named    int
	language string
}

// mostNames is how many pen names are looked for.
const mostNames = 64

// NewReader makes a reader with the word lists of the package.
func NewReader() *Reader { return newReader(newLens(newLexicon())) }

func newReader(l *lens) *Reader { return &Reader{lexicon: l.lexicon, page: l.page()} }

// Read gives the features of each reading of a text that differs from the plain one, which is always there; nil for the
// others. They are valid until the next call. language is uk, ru, en or other.
func (r *Reader) Read(in *Input) (readings [3]*Features, language string) {
	r.page.read(in.Text)
	r.language, _ = lang.Detect(in.Text)
	r.named = 0
	for _, name := range in.Names {
		r.learnName(name)
	}
	for i := range readings {
		if i == int(rozmova.AsWritten) || r.page.differs[i] {
			readings[i] = &r.features[i]
			r.fill(readings[i], in, r.page.readings[i])
		}
	}
	return readings, r.language
}

// learnName keeps the stems of the words of a pen name.
func (r *Reader) learnName(name string) {
	start := -1
	for i := 0; i <= len(name); i++ {
		if i < len(name) && name[i] != ' ' {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 && r.named < mostNames {
			r.skeleton([]byte(strings.ToLower(name[start:i])))
			if len(r.ends) > 4 { // three letters at least
				r.names[r.named] = r.stem()
				r.named++
			}
		}
		start = -1
	}
}

// Traits of a word: its classes first, then what the page and its shape tell.
const (
	flagTraits  = 27 // from here wordFlags
	shapeTraits = 38 // from here shapes
	kindTraits  = 54 // from here wordKind
	nameTrait   = 59 // a pen name of the branch
	firstTrait  = 60 // first word of the text
	replyTrait  = 61 // first word, and an address such as @name
	longTrait   = 62 // more than 11 letters
	shortTrait  = 63 // one or two letters
)

func (r *Reader) fill(f *Features, in *Input, words []word) {
	f.reset()
	for i := range words {
		w := &words[i]
		form := r.page.letters[w.from:w.to]
		f.Start, f.End = append(f.Start, w.start), append(f.End, w.end)
		r.skeleton(form)
		trait := uint64(w.flags)<<flagTraits | 1<<(kindTraits+uint64(w.kind))
		if w.kind == letters {
			r.grams(f)
			trait |= uint64(r.lexicon.of(form)) | uint64(shape(form))<<shapeTraits
			switch n := len(r.ends) - 2; {
			case n > 11:
				trait |= 1 << longTrait
			case n <= 2:
				trait |= 1 << shortTrait
			}
		}
		f.At = append(f.At, int32(len(f.Grams)))
		f.Word = append(f.Word, hash(form)&(1<<WordBits-1))
		stem := r.stem()
		for _, name := range r.names[:r.named] {
			if name == stem {
				trait |= 1 << nameTrait
			}
		}
		if i == 0 {
			trait |= 1 << firstTrait
			if w.kind == address {
				trait |= 1 << replyTrait
			}
		}
		f.Stem = append(f.Stem, stem&(1<<StemBits-1))
		f.Trait = append(f.Trait, trait)
	}
	form := func(i int) []byte { return r.page.letters[words[i].from:words[i].to] }
	r.lexicon.phrases(len(words), form, func(from, to int, c class) {
		for i := from; i < to; i++ {
			f.Trait[i] |= 1 << c
		}
	})
	r.apart(f, words)
	r.aim(f, words)
	r.pairs(f)
	r.cut(f, words)
	r.context(f, in)
	f.global()
}

// skeleton puts the letters of a word into r.letters, those that Ukrainian and Russian write differently as one, and marks where
// each ends.
func (r *Reader) skeleton(form []byte) {
	r.letters, r.ends = append(r.letters[:0], '<'), append(r.ends[:0], 1)
	for i := 0; i < len(form); {
		c, size := rune(form[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(form[i:])
		}
		i += size
		switch c {
		case 'і', 'ї', 'й', 'ы':
			c = 'и'
		case 'є', 'э', 'ё':
			c = 'е'
		case 'ґ':
			c = 'г'
		case 'ь', 'ъ':
			continue
		}
		r.letters = utf8.AppendRune(r.letters, c)
		r.ends = append(r.ends, len(r.letters))
	}
	r.letters = append(r.letters, '>')
	r.ends = append(r.ends, len(r.letters))
}

const (
	hashStart = 2166136261
	hashPrime = 16777619
)

func hash(b []byte) uint32 {
	x := uint32(hashStart)
	for _, c := range b {
		x = (x ^ uint32(c)) * hashPrime
	}
	return mix(x)
}

// mix spreads what FNV leaves together.
func mix(x uint32) uint32 {
	x ^= x >> 16
	x *= 0x85ebca6b
	x ^= x >> 13
	x *= 0xc2b2ae35
	return x ^ x>>16
}

// stem is the hash of the first five letters.
func (r *Reader) stem() uint32 { return hash(r.letters[:r.ends[min(5, len(r.ends)-1)]]) }

// Lengths of the character n-grams.
const (
	shortestGram = 3
	longestGram  = 6
)

// grams adds the n-grams of the word in r.letters, its edges included.
func (r *Reader) grams(f *Features) {
	n := len(r.ends)
	for i := range n - shortestGram + 1 {
		start := 0
		if i > 0 {
			start = r.ends[i-1]
		}
		x := uint32(hashStart)
		at := start
		for j := i; j < min(i+longestGram, n); j++ {
			for ; at < r.ends[j]; at++ {
				x = (x ^ uint32(r.letters[at])) * hashPrime
			}
			if j-i+1 >= shortestGram {
				f.Grams = append(f.Grams, mix(x)&(1<<GramBits-1))
			}
		}
	}
}

// Salts keep the kinds of pairs apart.
const (
	saltWord uint32 = 0x1e3779b1 * (iota + 1)
	saltGram
	saltNext
	saltSkip
	saltClass
	saltAim
	saltApart
)

// telling are the traits whose meeting within a few words tells who is spoken to and how: the classes.
const telling = uint64(1<<classCount - 1)

// pairs adds what the linear part reads: words, their n-grams, neighbours, and meetings of classes.
func (r *Reader) pairs(f *Features) {
	put := func(x uint32) { f.Pairs = append(f.Pairs, mix(x)&(1<<PairBits-1)) }
	for i := range f.Word {
		put(f.Word[i] ^ saltWord)
		for _, g := range f.Grams[f.At[i]:f.At[i+1]] {
			put(g ^ saltGram)
		}
		if i > 0 {
			put(f.Stem[i-1]*31 ^ f.Stem[i] ^ saltNext)
		}
		if i > 1 {
			put(f.Stem[i-2]*31 ^ f.Stem[i] ^ saltSkip)
		}
		mine := f.Trait[i] & telling
		for j := max(0, i-3); j < i && mine != 0; j++ {
			theirs := f.Trait[j] & telling
			for a := theirs; a != 0; a &= a - 1 {
				for b := mine; b != 0; b &= b - 1 {
					put(uint32(bits.TrailingZeros64(a))*64 + uint32(bits.TrailingZeros64(b)) ^ saltClass)
				}
			}
		}
		for b := f.Trait[i] >> calledTrait & (1<<aims - 1); b != 0; b &= b - 1 {
			for c := mine; c != 0; c &= c - 1 {
				put(uint32(bits.TrailingZeros64(b))*64 + uint32(bits.TrailingZeros64(c)) ^ saltAim)
			}
		}
		for b := f.Trait[i] >> apartTrait & (1<<aparts - 1); b != 0; b &= b - 1 {
			for c := mine | f.Trait[i]&(1<<flagTraits|1<<(flagTraits+1)) | f.Trait[i]>>shapeTraits&0x3f<<shapeTraits; c != 0; c &= c - 1 {
				put(uint32(bits.TrailingZeros64(b))*64 + uint32(bits.TrailingZeros64(c)) ^ saltApart)
			}
		}
		f.PairAt = append(f.PairAt, int32(len(f.Pairs)))
	}
}

// Places of the globals: those named, then one for each class, then one for each aiming trait.
const (
	answersGlobal = iota
	authorGlobal
	ukGlobal
	ruGlobal
	enGlobal
	otherGlobal
	lengthGlobal
	shoutedGlobal
	quotedGlobal
	hiddenGlobal
	stretchedGlobal
	markGlobal
	emojiGlobal
	addressGlobal
	nameGlobal
	perWordGlobal // rude words for a word
	firstClassGlobal
	classGlobals     = 32 // room for classes
	firstAimGlobal   = firstClassGlobal + classGlobals
	firstApartGlobal = firstAimGlobal + aims
)

// flagCount is how many bits wordFlags has in a trait.
const flagCount = 11

// context fills in what holds for the whole text and each of its sentences.
func (r *Reader) context(f *Features, in *Input) {
	g := &f.Global
	if in.Answers != "" {
		g[answersGlobal] = 1
	}
	if in.ToAuthor {
		g[authorGlobal] = 1
	}
	switch r.language {
	case lang.Ukrainian:
		g[ukGlobal] = 1
	case lang.Russian:
		g[ruGlobal] = 1
	case lang.English:
		g[enGlobal] = 1
	default:
		g[otherGlobal] = 1
	}
}

// global counts what the words have.
func (f *Features) global() { f.Global = f.part(0, f.Words()) }

// part gives the globals of words [from,to).
func (f *Features) part(from, to int) (global [Globals]float32) {
	g := &global
	copy(g[:otherGlobal+1], f.Global[:otherGlobal+1])
	n := to - from
	var flags [16]int
	var kinds [8]int
	var counted [classGlobals]int
	var aimed [aims]int
	var aside [aparts]int
	names := 0
	for _, t := range f.Trait[from:to] {
		for b := uint16(t>>flagTraits) & (1<<flagCount - 1); b != 0; b &= b - 1 {
			flags[bits.TrailingZeros16(b)]++
		}
		for b := uint32(t) & (1<<classCount - 1); b != 0; b &= b - 1 {
			counted[bits.TrailingZeros32(b)]++
		}
		for b := uint8(t >> calledTrait); b != 0; b &= b - 1 {
			aimed[bits.TrailingZeros8(b)]++
		}
		for b := uint8(t>>apartTrait) & (1<<aparts - 1); b != 0; b &= b - 1 {
			aside[bits.TrailingZeros8(b)]++
		}
		kinds[bits.TrailingZeros64(t>>kindTraits)&7]++
		names += int(t >> nameTrait & 1)
	}
	share := func(flag wordFlags) float32 {
		return float32(flags[bits.TrailingZeros16(uint16(flag))]) / float32(max(n, 1))
	}
	some := func(n int) float32 { return few[min(n, len(few)-1)] }
	g[lengthGlobal] = some(n) / 4
	g[shoutedGlobal], g[quotedGlobal] = share(shouted), share(quoted)
	g[hiddenGlobal], g[stretchedGlobal] = share(hidden), share(stretched)
	g[markGlobal], g[emojiGlobal], g[addressGlobal] = some(kinds[mark])/2, some(kinds[emoji]), some(kinds[address])
	g[nameGlobal] = some(names)
	for i, c := range counted[:classCount] {
		g[firstClassGlobal+i] = some(c)
	}
	for i, c := range aimed {
		g[firstAimGlobal+i] = some(c)
	}
	for i, c := range aside {
		g[firstApartGlobal+i] = some(c)
	}
	g[perWordGlobal] = float32(counted[classInsult]+counted[classObscene]+counted[classSlur]) / float32(max(n, 1))
	return global
}

// cut finds the sentences of a text of several: a word or a smile at least in each.
func (r *Reader) cut(f *Features, words []word) {
	from, full := 0, false
	for i := range words {
		full = full || words[i].kind == letters || words[i].kind == emoji
		if full && r.stops(words[i]) {
			f.Cut = append(f.Cut, int32(i+1))
			from, full = i+1, false
		}
	}
	if full && from < len(words) {
		f.Cut = append(f.Cut, int32(len(words)))
	}
	if step := (len(f.Cut) + mostSentences - 1) / mostSentences; step > 1 { // several in one, rather than none of the last
		n := 0
		for i := range f.Cut {
			if (i+1)%step == 0 || i == len(f.Cut)-1 {
				f.Cut[n] = f.Cut[i]
				n++
			}
		}
		f.Cut = f.Cut[:n]
	}
	if len(f.Cut) < 2 {
		f.Cut = f.Cut[:0]
	}
}

// mostSentences is how many sentences are looked at one by one; of longer texts, some together.
const mostSentences = 64

// few is log2(1+n).
var few = [...]float32{0, 1, 1.585, 2, 2.322, 2.585, 2.807, 3, 3.17, 3.322, 3.459, 3.585, 3.7, 3.807, 3.907, 4, 4.087, 4.17, 4.248, 4.322,
	4.392, 4.459, 4.524, 4.585, 4.644, 4.7, 4.755, 4.807, 4.858, 4.907, 4.954, 5, 5.044, 5.087, 5.129, 5.17, 5.209, 5.248, 5.285, 5.322}
