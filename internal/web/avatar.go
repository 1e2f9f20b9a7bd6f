package web

import (
	"hash/fnv"
	"strings"
	"unicode"

	"github.com/rozmova/rozmova/internal/lang"
)

// tones is how many colours there are for pictures made from names: a0 to a11 in ui/reader/reader.css.
const tones = 12

// An AvatarView is the small picture beside a name: the reader's own or, without one, letters of the name on a colour. It is
// made without asking anybody. Template: avatar; avatar-large.
type AvatarView struct {
	PenName string
	Picture string // version of the own picture; empty for none
}

// Avatar is the picture beside the author's name.
func (a AuthorView) Avatar() AvatarView { return AvatarView{a.PenName, a.Picture} }

// Src is the site path of the own picture.
func (a AvatarView) Src() string { return "/pictures/" + a.Picture + ".jpg" }

// Letters are the first letters, or digits, of the name's first two words; empty where it has none.
func (a AvatarView) Letters() string {
	var b strings.Builder
	words := strings.FieldsFunc(a.PenName, func(r rune) bool {
		return !unicode.In(r, unicode.L, unicode.N, unicode.M) && r != '’' && r != '\''
	})
	n := 0
	for _, word := range words {
		for _, r := range word {
			if unicode.In(r, unicode.L, unicode.N) {
				b.WriteRune(unicode.ToUpper(r))
				n++
				break
			}
		}
		if n == 2 {
			break
		}
	}
	return b.String()
}

// Tone is the number of the name's colour. Names that nobody can tell apart have the same.
func (a AvatarView) Tone() int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(lang.PenKey(a.PenName)))
	return int(h.Sum32() % tones)
}
