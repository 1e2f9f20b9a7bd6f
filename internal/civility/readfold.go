package civility

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A glyphClass says what a folded rune is to a reader of words.
type glyphClass uint8

const (
	drop     glyphClass = iota // says nothing: zero-width, bidi, variation selectors, tags, soft hyphens
	space                      // parts words
	latin                      // a letter of the Latin alphabet, folded to a–z where it has a plain form
	cyrillic                   // a letter of the Cyrillic alphabet
	foreign                    // a letter of any other alphabet
	digit                      // 0–9
	apostrophe
	sign    // any other punctuation or symbol
	picture // emoji and dingbats
	accent  // a combining mark
)

func (c glyphClass) letter() bool { return c >= latin && c <= foreign }

// A glyph is one folded rune of a text.
type glyph struct {
	r     rune
	at    int32 // the rune of the text that it came from
	class glyphClass
	upper bool
	after bool // something invisible stood between it and the glyph before
}

// plain is how many runes, from 0 on, are folded by table: Latin, Greek and Cyrillic.
const plain = 0x530

// folded is one row of that table.
type folded struct {
	r     rune
	class glyphClass
	upper bool
}

// foldTable gives the folded form of every rune below plain that has a form of one rune.
func foldTable() *[plain]folded {
	var t [plain]folded
	for r := range rune(plain) {
		t[r] = foldOne(r)
	}
	return &t
}

// apart are letters whose plain form Unicode does not give: small capitals, letters with strokes, and the like.
const (
	apart      = "łđøħıŧɨʉɪʟɴʀʏʙɢʜɑɡɩⱥƀȼɇǥɉƙƚꝑꝗɍƭʋƶᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱꞯɘǝəʍɥɯɐɔɟɹʇʌʎʞһ"
	apartPlain = "ldohitiuilnrybghagiabcegjklpqrtvzacdejkmoptuvwzfsqeeewhmacfrtvykh"
)

// foldOne gives the folded form of a rune as far as it is one rune; a rune that unfolds to more keeps itself.
func foldOne(r rune) folded {
	upper := unicode.IsUpper(r) || unicode.IsTitle(r)
	if r < utf8.RuneSelf {
		switch {
		case 'a' <= r && r <= 'z':
			return folded{r, latin, false}
		case 'A' <= r && r <= 'Z':
			return folded{r + 'a' - 'A', latin, true}
		case '0' <= r && r <= '9':
			return folded{r, digit, false}
		case r == '\'' || r == '`':
			return folded{r, apostrophe, false}
		case r <= ' ' && unicode.IsSpace(r):
			return folded{' ', space, false}
		case r < ' ' || r == 0x7f:
			return folded{r, drop, false}
		}
		return folded{r, sign, false}
	}
	switch r {
	case '’', 'ʼ', '‘', '‛', '´', 'ʹ', 'ˈ', '′', '＇', 'ʻ', 'ʽ', 'ˊ', '՚', 'ꞌ':
		return folded{'\'', apostrophe, false}
	case 'ё', 'Ё':
		return folded{'е', cyrillic, upper}
	case 'й', 'Й':
		return folded{'й', cyrillic, upper}
	case 'ї', 'Ї':
		return folded{'ї', cyrillic, upper}
	}
	if r >= 0x1F300 && r <= 0x1FAFF {
		return folded{r, picture, false}
	}
	low := unicode.ToLower(r)
	switch {
	case low == 'ӏ':
		return folded{'і', cyrillic, upper}
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
		if invisible(r) {
			return folded{r, drop, false}
		}
		return folded{r, accent, false}
	case invisible(r):
		return folded{r, drop, false}
	case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
		return folded{' ', space, false}
	case r >= 0x1F150 && r <= 0x1F169:
		return folded{'a' + r - 0x1F150, latin, true}
	case r >= 0x1F170 && r <= 0x1F189:
		return folded{'a' + r - 0x1F170, latin, true}
	}
	if unicode.IsLetter(r) && unicode.Is(unicode.Latin, low) || low == 'һ' {
		if like := plainOf(low); like != 0 {
			return folded{like, glyphClassOf(like), upper}
		}
	}
	var b [utf8.UTFMax]byte
	if d := norm.NFKD.Properties(b[:utf8.EncodeRune(b[:], low)]).Decomposition(); d != nil {
		base, n := utf8.DecodeRune(d)
		if n == len(d) || marksOnly(d[n:]) {
			if base == ' ' {
				return folded{r, sign, false}
			}
			f := foldOne(base)
			f.upper = f.upper || upper
			return f
		}
		return folded{low, glyphClassOf(low), upper}
	}
	return folded{low, glyphClassOf(low), upper}
}

// plainOf gives the plain form of one of the letters apart, 0 for others.
func plainOf(low rune) rune {
	at := 0
	for _, from := range apart {
		if from == low {
			for _, to := range apartPlain {
				if at--; at < 0 {
					return to
				}
			}
		}
		at++
	}
	return 0
}

func marksOnly(b []byte) bool {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if !unicode.Is(unicode.Mn, r) {
			return false
		}
		b = b[n:]
	}
	return true
}

// invisible tells runes that show nothing and are dropped wherever they stand.
func invisible(r rune) bool {
	switch {
	case r == 0x00AD, r == 0x034F, r == 0x061C, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r >= 0x180B && r <= 0x180F,
		r >= 0x200B && r <= 0x200F, r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0x3164, r == 0xFFA0,
		r >= 0xFE00 && r <= 0xFE0F, r == 0xFEFF, r >= 0xFFF0 && r <= 0xFFFB, r >= 0x1D173 && r <= 0x1D17A, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return r >= 0x80 && r < 0xA0 && r != 0x85
}

// glyphClassOf gives the class of a rune that is lower case and folded already.
func glyphClassOf(r rune) glyphClass {
	switch {
	case 'a' <= r && r <= 'z':
		return latin
	case '0' <= r && r <= '9':
		return digit
	case r >= 0x400 && r < 0x530:
		return cyrillic
	case r >= 0x1F000 && r <= 0x1FAFF, r >= 0x2600 && r <= 0x27BF, r >= 0x2B00 && r <= 0x2BFF, r >= 0x231A && r <= 0x23FF:
		return picture
	case unicode.Is(unicode.Latin, r):
		return latin
	case unicode.Is(unicode.Cyrillic, r):
		return cyrillic
	case unicode.IsLetter(r):
		return foreign
	case unicode.IsSpace(r):
		return space
	}
	return sign
}

// fold turns a text into glyphs: lower case, plain forms, no combining marks but those of й and ї, nothing invisible. It reads
// at most limit runes and says how many it read.
func (p *page) fold(text string) int {
	p.glyphs = p.glyphs[:0]
	at, unseen := int32(0), false
	for _, r := range text {
		if at == limit {
			break
		}
		var f folded
		if r < plain {
			f = p.x.table[r]
		} else {
			f = foldOne(r)
		}
		switch f.class {
		case drop:
			unseen = true
		case accent:
			p.compose(r)
		default:
			if f.r >= plain && p.unfold(f, at, unseen) {
				unseen = false
				break
			}
			p.glyphs = append(p.glyphs, glyph{f.r, at, f.class, f.upper, unseen})
			unseen = false
		}
		at++
	}
	return int(at)
}

// compose puts a combining mark on the glyph before it where the two make another letter; other marks are left out.
func (p *page) compose(mark rune) {
	if len(p.glyphs) == 0 {
		return
	}
	switch last := &p.glyphs[len(p.glyphs)-1]; {
	case mark == 0x306 && last.r == 'и':
		last.r = 'й'
	case mark == 0x308 && last.r == 'і':
		last.r = 'ї'
	}
}

// unfold adds the glyphs of a rune that stands for several (ﬁ, ㏇, ½) and says whether it was one.
func (p *page) unfold(f folded, at int32, unseen bool) bool {
	var b [utf8.UTFMax]byte
	d := norm.NFKD.Properties(b[:utf8.EncodeRune(b[:], f.r)]).Decomposition()
	if len(d) == 0 {
		return false
	}
	for len(d) > 0 {
		r, n := utf8.DecodeRune(d)
		d = d[n:]
		if g := foldOne(r); g.class != drop && g.class != accent {
			p.glyphs = append(p.glyphs, glyph{g.r, at, g.class, f.upper || g.upper, unseen})
			unseen = false
		}
	}
	return true
}
