package civility

import "unicode/utf8"

// limit is how many runes of a text are read.
const limit = 20_000

// wordKind says what a word is.
type wordKind uint8

const (
	letters wordKind = iota // a word
	number                  // digits, with the dots, commas, colons, strokes and hyphens inside them
	mark                    // a punctuation rune, or a run of the same one; its letters hold it once
	emoji                   // an emoji with its modifiers, or a run of the same one; its letters hold it once
	address                 // URL, e-mail address, @name, or the data's [url], [user], [email], [phone]; no letters but the name's
)

// wordFlags say more of a word.
type wordFlags uint16

const (
	shouted     wordFlags = 1 << iota // two or more letters, all capitals
	capital                           // begins with a capital
	quoted                            // stands between quotation marks
	stretched                         // a letter, or a mark, comes three times running
	hidden                            // its letters had to be unmasked
	hasLatin                          // has Latin letters, as written
	hasCyrillic                       // has Cyrillic letters, as written
)

// mixed are the flags of a word with letters of both alphabets.
const mixed = hasLatin | hasCyrillic

// A word is one word of a reading.
type word struct {
	start, end int32 // runes [start,end) of the text as given: everything that was joined
	from, to   int32 // bytes of page.letters: its folded letters, UTF-8
	kind       wordKind
	flags      wordFlags
}

// A page reads one text at a time, in up to three ways, and holds the words of the last. It is for one goroutine, and its
// slices are good until the next read.
type page struct {
	x        *lens
	letters  []byte
	readings [3][]word // by rozmova.Reading: as written, unmasked, transliterated
	differs  [3]bool   // whether a reading differs from the one as written; where not, it is the same slice
	runes    int       // how many runes were read

	glyphs  []glyph
	kept    [3][]word // what readings are stored in
	tokens  []span    // the glyphs of each word of reading 0
	fitter  fitter
	word    []byte     // scratch
	script  glyphClass // latin or cyrillic, of which the text has more letters
	roman   int        // words of Latin letters
	russian int        // above 0: spelt in Russian rather than Ukrainian
	steps   int        // how much was tried to read what is hidden, for the proof that it is linear
}

// span is a range of glyphs.
type span struct {
	from, to int32
	odd      bool // of a word: digits among its letters, letters of other alphabets, or of two
}

// text gives the folded letters of a word.
func (p *page) text(w *word) []byte { return p.letters[w.from:w.to] }

// read refills the page with the readings of a text; any bytes will do.
func (p *page) read(text string) {
	p.letters, p.steps = p.letters[:0], 0
	p.differs = [3]bool{}
	p.runes = p.fold(text)
	p.split()
	p.quote()
	p.survey()
	p.readings[0] = p.kept[0]
	p.readings[1], p.readings[2] = p.readings[0], p.readings[0]
	p.unmask()
	p.transliterate()
}

// put adds glyphs [from,to) as a word to reading 0, and gives it.
func (p *page) put(from, to int, kind wordKind) *word {
	w := word{start: p.glyphs[from].at, end: p.glyphs[to-1].at + 1, from: int32(len(p.letters)), kind: kind}
	p.tokens = append(p.tokens, span{from: int32(from), to: int32(to)})
	p.kept[0] = append(p.kept[0], w)
	return &p.kept[0][len(p.kept[0])-1]
}

// end closes the word that was put last, once its letters are written.
func (p *page) end() { p.kept[0][len(p.kept[0])-1].to = int32(len(p.letters)) }

func (p *page) write(r rune) {
	if r < utf8.RuneSelf {
		p.letters = append(p.letters, byte(r))
		return
	}
	p.letters = utf8.AppendRune(p.letters, r)
}

// survey tells which alphabet and which of its languages the text is mostly in.
func (p *page) survey() {
	p.russian = 0
	roman, cyr := 0, 0
	for i := range p.glyphs {
		switch g := &p.glyphs[i]; g.class {
		case latin:
			roman++
		case cyrillic:
			cyr++
			switch g.r {
			case 'ы', 'э', 'ъ':
				p.russian++
			case 'і', 'ї', 'є', 'ґ':
				p.russian--
			}
		}
	}
	p.script = latin
	if cyr > roman {
		p.script = cyrillic
	}
}
