package civility

// Traits that tell at whom a harsh word is aimed. They are guesses from the words around it, to be weighed by the net.
const (
	calledTrait   = 46 + iota // a harsh word in a form that calls somebody by it
	aimedTrait                // a harsh word with the second person near it in the sentence
	citedTrait                // a harsh word in quotation marks
	reportedTrait             // a harsh word behind a reporting verb
	publicTrait               // a harsh word beside a public figure
	ideaTrait                 // a harsh word beside what it may rightly fall on
	negatedTrait              // a harsh word behind a not
	selfTrait                 // a harsh word beside the first person
)

// aims is how many aiming traits there are.
const aims = 8

// Traits of words that stand apart, between marks or the edges of a sentence: a call (", дурню!"), a verdict ("Сліпий кріт, …"), a
// parenthesis ("мабуть"). The bits are those that the classes leave free.
const (
	apartTrait    = 23 + iota // one word alone
	apartFewTrait             // one of two or three
	callTrait                 // apart, in lower case, with an ending that vocatives have
	leadTrait                 // apart, at the beginning of a sentence
)

// aparts is how many traits of standing apart there are.
const aparts = 4

// mostApart is how many words may stand apart.
const mostApart = 3

// apart finds the words that stand apart.
func (r *Reader) apart(f *Features, words []word) {
	from, lead := 0, true
	for i := 0; i <= len(words); i++ {
		if i < len(words) && words[i].kind != mark {
			continue
		}
		if n := i - from; n > 0 && n <= mostApart {
			for j := from; j < i; j++ {
				if words[j].kind != letters {
					continue
				}
				if n == 1 {
					f.Trait[j] |= 1 << apartTrait
				} else {
					f.Trait[j] |= 1 << apartFewTrait
				}
				if shapes(f.Trait[j]>>shapeTraits)&shapeVocative != 0 && (words[j].flags&capital == 0 || lead && j == from) {
					f.Trait[j] |= 1 << callTrait
				}
				if lead {
					f.Trait[j] |= 1 << leadTrait
				}
			}
		}
		if i < len(words) {
			from, lead = i+1, r.stops(words[i])
		}
	}
}

// harsh are the classes that may insult.
var harsh = classSet(classObscene, classRude, classInsult, classAnimal, classDim, classKin, classSlur, classThreat, classWish, classDismiss, classSly, classBot)

// aim adds the traits that tell at whom the harsh words of a text are aimed.
func (r *Reader) aim(f *Features, words []word) {
	for i := range words {
		of := classes(f.Trait[i]) & harsh
		if of == 0 {
			continue
		}
		var t uint64
		if shapes(f.Trait[i]>>shapeTraits).vocative(of) || of.any(classSet(classDim)) && shapes(f.Trait[i]>>shapeTraits)&shapeVocative != 0 {
			t |= 1 << calledTrait
		}
		if words[i].flags&quoted != 0 {
			t |= 1 << citedTrait
		}
		from, to := r.sentence(f, words, i)
		for j := max(from, i-5); j < min(to, i+6); j++ {
			if j == i {
				continue
			}
			near := classes(f.Trait[j])
			d := j - i
			switch {
			case near.has(classYou) || shapes(f.Trait[j]>>shapeTraits)&(shapeSecond|shapeImperative) != 0 || f.Trait[j]>>nameTrait&1 != 0:
				t |= 1 << aimedTrait
			case near.has(classQuote) && d < 0:
				t |= 1 << reportedTrait
			case near.has(classPublic):
				t |= 1 << publicTrait
			case near.has(classIdea) && d >= -2 && d <= 2:
				t |= 1 << ideaTrait
			case near.has(classNegate) && d < 0 && d >= -2:
				t |= 1 << negatedTrait
			case near.has(classMe) && d >= -3 && d <= 3:
				t |= 1 << selfTrait
			}
		}
		f.Trait[i] |= t
	}
}

// sentence gives the words [from,to) of the sentence that word i stands in.
func (r *Reader) sentence(f *Features, words []word, i int) (from, to int) {
	from, to = i, i+1
	for from > 0 && i-from < 8 && !r.stops(words[from-1]) {
		from--
	}
	for to < len(words) && to-i < 8 && !r.stops(words[to]) {
		to++
	}
	return from, to
}

// stops reports whether a word is a mark that ends a sentence.
func (r *Reader) stops(w word) bool {
	if w.kind != mark || w.from == w.to {
		return false
	}
	switch r.page.letters[w.from] {
	case '.', '!', '?', ';':
		return true
	}
	return string(r.page.letters[w.from:w.to]) == "…"
}
