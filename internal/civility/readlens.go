package civility

import (
	_ "embed"
	"strings"
)

// spareWords are ordinary words that one of the slow ways would read as rude; they were found in comments that people judged
// clean, and are left as written.
//
//go:embed readspare.txt
var spareWords string

// A lens holds the tables that pages read with. It is read-only once made, and safe for many goroutines.
type lens struct {
	table    *[plain]folded
	lexicon  *lexicon
	rude     trie // whole rude words and stems, from the beginning of a word
	inside   trie // rude roots that stand inside words
	spelling [2][]rune
	vowels   uint64 // letters of skeletons
	spare    trie   // ordinary words to leave alone
	cyrillic optionTable
	lookups  optionTable // as cyrillic, look-alikes only
	mirrors  optionTable // as cyrillic, the closest look-alikes only
	sounds   optionTable // as cyrillic, transliteration only
	latin    optionTable
	foreign  map[rune]rune // letters of other alphabets, and what they look like
	short    map[[2]rune]struct{}
	english  []englishWord
}

// newLens makes the tables for the rude words of a lexicon.
func newLens(x *lexicon) *lens {
	l := &lens{table: foldTable(), lexicon: x, foreign: foreignLetters(), short: shortSet(), english: englishSpelt()}
	var slots [2]map[string]trieSlot
	slots[0], slots[1] = map[string]trieSlot{}, map[string]trieSlot{}
	var forms [2][]string
	for _, form := range x.rudeForms() {
		bare, stem := strings.CutSuffix(form, "*")
		bare, inner := strings.CutPrefix(bare, "*")
		if strings.Contains(bare, " ") || bare == "" {
			continue
		}
		k := x.letterString(bare)
		at := slots[0][k]
		if stem {
			at.stem = 1
		} else {
			at.whole = 1
		}
		slots[0][k] = at
		forms[0] = append(forms[0], bare)
		if inner && len(k) > 2 {
			slots[1][k] = at
			forms[1] = append(forms[1], bare)
		}
	}
	for i, to := range []*trie{&l.rude, &l.inside} {
		*to = newTrie(slots[i])
		l.spelling[i] = l.spell(*to, forms[i])
	}
	l.spare = l.spareTrie(spareWords + " " + spareStems)
	for _, r := range "аеиоуюяaeiouy" {
		l.vowels |= 1 << l.letter(r)
	}
	l.cyrillic = cyrillicOptions(lookLike + " " + soundLike)
	l.lookups = cyrillicOptions(lookLike)
	l.mirrors = cyrillicOptions(mirrors)
	l.sounds = cyrillicOptions(soundLike)
	l.latin = latinOptions()
	return l
}

// spell gives for each node of a trie the letter that the first form through it has there.
func (x *lens) spell(t trie, forms []string) []rune {
	spelling := make([]rune, len(t))
	for _, form := range forms {
		node := uint32(0)
		for _, r := range form {
			letter := x.letter(r)
			if letter == letterSkip {
				continue
			}
			if node = t.next(node, letter); node == 0 {
				break
			}
			if spelling[node] == 0 {
				spelling[node] = r
			}
		}
	}
	return spelling
}

// letter is the letter of a skeleton for a folded rune.
func (x *lens) letter(r rune) byte {
	if uint32(r) < uint32(len(x.lexicon.letters)) {
		return x.lexicon.letters[r]
	}
	return letterOther
}

// page makes a page that reads with this lens.
func (x *lens) page() *page { return &page{x: x} }

// isRude tells whether the lexicon calls a word rude.
func (x *lens) isRude(form []byte) bool {
	return x.lexicon.of(form).any(1<<classObscene | 1<<classRude | 1<<classInsult | 1<<classSlur)
}

// spareStems are ordinary words, and stems with a star, that are spelt so unusually that a slip would be seen in them.
const spareStems = "приобр* отбер* отбеж* отберё* биатлон* добь* добе* підбіг* підбіж* юнн* юнос* халхин* высре* всра* ссылк* carp carps shtick* stuf ikke" +
	" ипоте* подбор* подбе* подби* подбі* отби* відби* бельг* пульт* уйд* нигр нігр синьхуа азери маккейн* сцкк" +
	" her hers orci strom azeri hue judy cat cats hope copy cope coke bic vibe vibes"

// spareTrie reads a list of words and stems.
func (x *lens) spareTrie(list string) trie {
	slots := map[string]trieSlot{}
	for word := range strings.FieldsSeq(list) {
		bare, stem := strings.CutSuffix(word, "*")
		k := x.lexicon.letterString(bare)
		at := slots[k]
		if stem {
			at.stem = 1
		} else {
			at.whole = 1
		}
		slots[k] = at
	}
	return newTrie(slots)
}

// isSpare tells whether a word, by its skeleton, is an ordinary one that only seems to hide something.
func (x *lens) isSpare(skeleton []byte) bool {
	node := uint32(0)
	for _, letter := range skeleton {
		if node = x.spare.next(node, letter); node == 0 {
			return false
		}
		if x.spare[node].stem != 0 {
			return true
		}
	}
	return x.spare[node].whole != 0
}
