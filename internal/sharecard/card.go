// Package sharecard draws the picture that other sites show beside a link to a statement: the words, who said them and where. It is pure:
// the same card gives the same bytes.
package sharecard

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strings"
	"unicode"

	"golang.org/x/image/font"
)

// The size of a card in pixels: what Open Graph pictures have that are shown large.
const (
	Width  = 1200
	Height = 630
)

// A Card is what the picture says. All fields are text of one line; empty ones are left out.
type Card struct {
	Label  string // above the words: what kind of words they are
	Words  string
	Quoted bool   // the speaker's own words; the caller has set their quotation marks
	Who    string // who said it
	Role   string
	From   string // where it stands, and through whom it came
	Site   string // name of the newsroom
}

// ErrScript says that the words hold letters that the typeface of the card does not have, or that run from right to left: a card with holes
// is worse than none.
var ErrScript = errors.New("sharecard: letters that cannot be drawn")

var (
	paper  = color.RGBA{0xfd, 0xfc, 0xf9, 0xff}
	ink    = color.RGBA{0x1b, 0x1d, 0x21, 0xff}
	muted  = color.RGBA{0x5b, 0x5e, 0x65, 0xff}
	rule   = color.RGBA{0xdc, 0xd7, 0xcc, 0xff}
	accent = color.RGBA{0x8f, 0x1d, 0x2c, 0xff}
)

// Where things stand, in pixels.
const (
	left, right = 84, Width - 84
	siteLine    = 92  // base line of the newsroom's name
	wordsTop    = 150 // between these two stand label and words
	wordsEnd    = 452
	whoLine     = 516
	footLine    = 584
)

// sizes are those that words are tried in, in pixels; what does not fit in the last is cut.
var sizes = []float64{60, 52, 46, 40, 36}

// Drawable tells whether PNG can draw the card, at little cost. The error is ErrScript.
func (c *Card) Drawable() error {
	for _, s := range c.texts() {
		if !drawable(plain(*s)) {
			return ErrScript
		}
	}
	return nil
}

func (c *Card) texts() []*string {
	return []*string{&c.Label, &c.Words, &c.Who, &c.Role, &c.From, &c.Site}
}

// PNG draws the card, Width × Height. The error is ErrScript.
func (c Card) PNG() ([]byte, error) {
	if err := c.Drawable(); err != nil {
		return nil, err
	}
	for _, s := range c.texts() {
		*s = plain(*s)
	}
	p := &picture{image.NewRGBA(image.Rect(0, 0, Width, Height))}
	p.fill(0, 0, Width, Height, paper)
	p.fill(0, 0, Width, 14, accent)
	p.line(left, siteLine, fit(regular(34, true), c.Site, right-left), regular(34, true), ink)
	p.fill(left, siteLine+22, right, siteLine+24, rule)
	top := wordsTop
	if c.Label != "" {
		p.line(left, top+26, fit(regular(26, true), c.Label, right-left), regular(26, true), accent)
		top += 44
	}
	p.words(c, top)
	who, role := regular(36, true), regular(30, false)
	if c.Who != "" {
		name := fit(who, c.Who, right-left)
		p.line(left, whoLine, name, who, ink)
		at := left + advance(who, name)
		if room := right - at; c.Role != "" && room > 200 {
			p.line(at, whoLine, fit(role, ", "+c.Role, room), role, muted)
		}
	} else if c.Role != "" {
		p.line(left, whoLine, fit(who, c.Role, right-left), who, ink)
	}
	small := regular(28, false)
	p.line(left, footLine, fit(small, c.From, right-left), small, muted)
	var out bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, p.img)
	return out.Bytes(), err
}

// words sets the words as large as they fit between top and wordsEnd.
func (p *picture) words(c Card, top int) {
	for i, size := range sizes {
		face, step := regular(size, false), int(size*1.28)
		lines, most := wrap(face, c.Words, right-left), (wordsEnd-top)/step
		if len(lines) > most && i < len(sizes)-1 {
			continue
		}
		if len(lines) > most {
			lines = lines[:most]
			end := "…"
			if c.Quoted {
				end += closing(c.Words)
			}
			lines[most-1] = fit(face, strings.TrimRight(lines[most-1], " ,;:–—.")+"………", right-left-advance(face, end))
			lines[most-1] = strings.TrimRight(lines[most-1], "…") + end
		}
		for n, l := range lines {
			p.line(left, top+int(size)+n*step, l, face, ink)
		}
		return
	}
}

// closing is the quotation mark at the end of words; empty for none.
func closing(words string) string {
	for _, mark := range []string{"»", "”", "“", "\""} {
		if strings.HasSuffix(words, mark) {
			return mark
		}
	}
	return ""
}

// plain gives a text as one line of what is to be seen: without controls, and without pictographs, which say nothing that words do not.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == 0x2bc, r == 0x2b9: // the Ukrainian apostrophe as some type it
			return '’'
		case r == 0x2010, r == 0x2011: // hyphens
			return '-'
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.So, r), unicode.Is(unicode.Variation_Selector, r), 0x1f3fb <= r && r <= 0x1f3ff, r == 0x301:
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

type picture struct{ img *image.RGBA }

func (p *picture) fill(x0, y0, x1, y1 int, c color.Color) {
	draw.Draw(p.img, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
}

// line writes text with its base line at y.
func (p *picture) line(x, y int, text string, face font.Face, c color.Color) {
	d := font.Drawer{Dst: p.img, Src: image.NewUniform(c), Face: face, Dot: dot(x, y)}
	d.DrawString(text)
}
