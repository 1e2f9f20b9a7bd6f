package civility

import _ "embed"

// usualTriples has a bit for every three letters running that ordinary words have; TestUsual writes it from the clean rows of
// the open training data.
//
//go:embed readtriples.bin
var usualTriples string

// Letters of a skeleton by alphabet, as usualTriples counts them; 0 is the edge of a word.
const (
	tripleLetters = 28
	tripleBits    = tripleLetters * tripleLetters * tripleLetters
)

// tripleLetter gives the alphabet, 0 Cyrillic and 1 Latin, and the number in it of a letter of a skeleton; 0 for what is neither.
func tripleLetter(letter byte) (alphabet, number int) {
	switch {
	case letter < 26:
		return 1, int(letter) + 1
	case letter >= 36 && letter < 36+tripleLetters-1:
		return 0, int(letter) - 35
	}
	return 0, 0
}

// tripleAt gives the bit of the three letters of a skeleton from i on, -1 for the edge before and n for the one behind.
func tripleAt(s []byte, i int) int {
	bit, alphabet := 0, 0
	for k := i; k < i+3; k++ {
		number := 0
		if k >= 0 && k < len(s) {
			alphabet, number = tripleLetter(s[k])
		}
		bit = bit*tripleLetters + number
	}
	return bit + alphabet*tripleBits
}

// usual tells whether the letters around letter d of a skeleton, up to reach letters behind it, stand together in ordinary words.
func usual(s []byte, d, reach int) bool {
	for i := max(d-2, -1); i <= min(d+reach, len(s)-2); i++ {
		bit := tripleAt(s, i)
		if bit/8 >= len(usualTriples) || usualTriples[bit/8]>>(bit%8)&1 == 0 {
			return false
		}
	}
	return true
}
