package sharecard

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The typeface is Go (Bigelow & Holmes, BSD licence), which has the Latin, Cyrillic and Greek letters of WGL4.
var faces = sync.OnceValue(func() (f struct{ regular, bold *opentype.Font }) {
	f.regular, f.bold = parse(goregular.TTF), parse(gobold.TTF)
	return f
})

func parse(ttf []byte) *opentype.Font {
	f, err := opentype.Parse(ttf)
	if err != nil {
		panic(err) // it is built in: TestAllSizes would have failed
	}
	return f
}

// regular gives the typeface in a size of pixels. A face is for one goroutine.
func regular(size float64, bold bool) font.Face {
	f := faces().regular
	if bold {
		f = faces().bold
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err) // as above
	}
	return face
}

// drawable reports whether the typeface has all of a text, and it runs from left to right.
func drawable(s string) bool {
	var b sfnt.Buffer
	for _, r := range s {
		if unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Mn) {
			return false
		}
		if g, err := faces().regular.GlyphIndex(&b, r); err != nil || g == 0 {
			return false
		}
	}
	return true
}

func dot(x, y int) fixed.Point26_6 { return fixed.P(x, y) }

func advance(face font.Face, s string) int { return font.MeasureString(face, s).Ceil() }

// fit cuts a text so that it is not wider than room, with an ellipsis where something was cut.
func fit(face font.Face, s string, room int) string {
	if advance(face, s) <= room {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes) // the most runes that fit are looked for between
	for low < high {
		mid := (low + high + 1) / 2
		if advance(face, cut(runes[:mid])) <= room {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return cut(runes[:low])
}

// cut ends a text that goes on.
func cut(runes []rune) string {
	s := string(runes)
	if i := strings.LastIndexByte(s, ' '); i > len(s)/2 {
		s = s[:i]
	}
	return strings.TrimRight(s, " ,;:–—.…") + "…"
}

// wrap breaks a text into lines not wider than room; a word that is wider stands broken.
func wrap(face font.Face, s string, room int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(s) {
		for advance(face, word) > room {
			runes := []rune(word)
			n := 1
			for n < len(runes) && advance(face, string(runes[:n+1])) <= room {
				n++
			}
			if line != "" {
				lines, line = append(lines, line), ""
			}
			lines, word = append(lines, string(runes[:n])), string(runes[n:])
			if word == "" {
				break
			}
		}
		switch {
		case word == "":
		case line == "":
			line = word
		case advance(face, line+" "+word) <= room:
			line += " " + word
		default:
			lines, line = append(lines, line), word
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
