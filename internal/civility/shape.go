package civility

// Sizes of the net. Changing one changes the weights' file: Format tells them apart.
const (
	Hidden   = 48 // channels of a word
	Dense    = 32 // units over the whole text
	GramBits = 15 // tables hold 1<<bits rows
	WordBits = 14
	StemBits = 12
	PairBits = 16
	Traits   = 64 // yes-or-no properties of a word
	Reach    = 2  // how many words to each side a word is seen with
	Around   = 2 * Reach
	Globals  = 60
	Inputs   = 2*Hidden + Globals // of the dense layer
)

// Features are what the net reads of one reading of a text: for each of its words the numbers of the rows to add up.
// Word i has Grams[At[i]:At[i+1]] and Pairs[PairAt[i]:PairAt[i+1]].
type Features struct {
	Start, End []int32  // runes of the text as given
	At         []int32  // into Grams, one more than words
	Grams      []uint32 // character n-grams, below 1<<GramBits
	Word       []uint32 // the whole word, below 1<<WordBits
	Stem       []uint32 // its first letters, below 1<<StemBits: what neighbours see of it
	Trait      []uint64 // bit set
	PairAt     []int32
	Pairs      []uint32 // what the linear part reads besides, below 1<<PairBits
	Cut        []int32  // ends of the sentences, in words; empty for a text of one
	Global     [Globals]float32
}

func (f *Features) reset() {
	*f = Features{
		Start: f.Start[:0], End: f.End[:0], At: append(f.At[:0], 0), Grams: f.Grams[:0], Word: f.Word[:0], Stem: f.Stem[:0],
		Trait: f.Trait[:0], PairAt: append(f.PairAt[:0], 0), Pairs: f.Pairs[:0], Cut: f.Cut[:0],
	}
}

// Words tells how many words there are.
func (f *Features) Words() int { return len(f.Word) }

// Clone gives features that do not share memory with f.
func (f *Features) Clone() *Features {
	c := *f
	c.Start, c.End = append([]int32(nil), f.Start...), append([]int32(nil), f.End...)
	c.At, c.Grams = append([]int32(nil), f.At...), append([]uint32(nil), f.Grams...)
	c.Word, c.Stem = append([]uint32(nil), f.Word...), append([]uint32(nil), f.Stem...)
	c.Trait = append([]uint64(nil), f.Trait...)
	c.PairAt, c.Pairs = append([]int32(nil), f.PairAt...), append([]uint32(nil), f.Pairs...)
	c.Cut = append([]int32(nil), f.Cut...)
	return &c
}

// Part gives the features of words [from,to), which share the memory of f.
func (f *Features) Part(from, to int) Features {
	p := Features{
		Start: f.Start[from:to], End: f.End[from:to], At: f.At[from : to+1], Grams: f.Grams, Word: f.Word[from:to], Stem: f.Stem[from:to],
		Trait: f.Trait[from:to], PairAt: f.PairAt[from : to+1], Pairs: f.Pairs[f.PairAt[from]:f.PairAt[to]],
	}
	p.Global = f.part(from, to)
	return p
}
