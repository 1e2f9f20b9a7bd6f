package civility

// A class is what a word or phrase of the lists is known for. A class says nothing of a comment by itself: "bot" may be a
// machine, and a quoted insult is nobody's.
type class uint8

// The order is part of the trained weights: new classes go to the end.
const (
	classObscene  class = iota // mat and strong vulgar words
	classRude                  // mild vulgar words
	classInsult                // nouns and adjectives that insult a person
	classAnimal                // animals that serve as insults
	classDim                   // said of ideas as well as of people: stupid, sick, ridiculous
	classKin                   // address that belittles: dear child, grandpa
	classSlur                  // attack on an identity by the word itself
	classIdentity              // neutral names of groups
	classThreat                // threats to persons
	classWish                  // death wishes and curses
	classDismiss               // shut up, go away
	classSly                   // condescension without a rude word
	classBot                   // "you are paid for this"
	classQuote                 // reporting verbs and words for words
	classPublic                // public figures, parties, offices
	classYou                   // second person
	classMe                    // first person
	classThey                  // third person
	classAddress               // vocatives
	classPolite                // thanks, please, sorry, I agree
	classNegate                // not, never
	classCounter               // calls to order
	classIdea                  // what a strong word may rightly fall on: an argument, a law, an article
	classCount
)

// String gives the name that the lists use.
func (c class) String() string {
	if c >= classCount {
		return "unknown"
	}
	return [classCount]string{"obscene", "rude", "insult", "animal", "dim", "kin", "slur", "identity", "threat", "wish",
		"dismiss", "sly", "bot", "quote", "public", "you", "me", "they", "address", "polite", "negate", "counter", "idea"}[c]
}

// classNamed is the class of a list's name; false for a name that no class has.
func classNamed(name string) (class, bool) {
	for c := range classCount {
		if c.String() == name {
			return c, true
		}
	}
	return 0, false
}

// classes is a set of classes, bit 1<<c for class c.
type classes uint32

// has tells whether c is in the set.
func (s classes) has(c class) bool { return s>>c&1 != 0 }

// any tells whether the sets share a class.
func (s classes) any(other classes) bool { return s&other != 0 }

// classSet is the set of the classes given.
func classSet(list ...class) (s classes) {
	for _, c := range list {
		s |= 1 << c
	}
	return s
}
