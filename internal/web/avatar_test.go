package web

import (
	"math"
	"regexp"
	"strconv"
	"testing"
)

func TestLettersOfNames(t *testing.T) {
	for name, want := range map[string]string{
		"Оксана Коваль": "ОК", "оксана з подолу": "ОЗ", "Petro_K": "PK", "Марія": "М", "мар’яна О’Ніл": "МО", "Читач 2048": "Ч2", "42": "4",
		"  ЇЖАК  ": "Ї", "李小龍": "李", "éa": "É", "…": "", "": "", "ß": "ß", "שלום עולם": "שע",
	} {
		if got := (AvatarView{PenName: name}).Letters(); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// TestTonesOfNames: the same name always has the same colour, in whatever way it is written, and many names have many.
func TestTonesOfNames(t *testing.T) {
	if a, b := (AvatarView{PenName: "Оксана Коваль"}).Tone(), (AvatarView{PenName: "оксана  коваль"}).Tone(); a != b {
		t.Errorf("one name has the colours %d and %d", a, b)
	}
	seen := map[int]bool{}
	for i := range 200 {
		tone := AvatarView{PenName: "Читач " + strconv.Itoa(i)}.Tone()
		if tone < 0 || tone >= tones {
			t.Fatalf("colour %d, there are %d", tone, tones)
		}
		seen[tone] = true
	}
	if len(seen) != tones {
		t.Errorf("200 names have %d colours of %d", len(seen), tones)
	}
}

// TestLettersCanBeRead: white on each colour has the contrast that WCAG 2.2 (1.4.3) asks for, in light and in dark, which have
// the same colours.
func TestLettersCanBeRead(t *testing.T) {
	css, err := ui.ReadFile("ui/reader/reader.css")
	if err != nil {
		t.Fatal(err)
	}
	ground := regexp.MustCompile(`background: oklch\((\.\d+) (\.\d+) var\(--tone, 0\)\);\s+color: #fff;`).FindSubmatch(css)
	hues := regexp.MustCompile(`\.a(\d+) \{ --tone: (\d+); \}`).FindAllSubmatch(css, -1)
	if ground == nil || len(hues) != tones-1 {
		t.Fatalf("the style sheet has %d colours besides a0, and %q", len(hues), ground)
	}
	number := func(b []byte) float64 {
		f, err := strconv.ParseFloat(string(b), 64)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	l, c := number(ground[1]), number(ground[2])
	for _, hue := range append(hues, [][]byte{nil, []byte("0"), []byte("0")}) {
		if got := 1.05 / (luminance(l, c, number(hue[2])) + .05); got < 4.5 {
			t.Errorf("a%s: contrast %.2f, want 4.5", hue[1], got)
		}
	}
}

// luminance of a colour in OKLCH, that is the Y of CIE XYZ, as far as sRGB shows it.
func luminance(lightness, chroma, hue float64) float64 {
	a, b := chroma*math.Cos(hue*math.Pi/180), chroma*math.Sin(hue*math.Pi/180)
	l := math.Pow(lightness+.3963377774*a+.2158037573*b, 3)
	m := math.Pow(lightness-.1055613458*a-.0638541728*b, 3)
	s := math.Pow(lightness-.0894841775*a-1.2914855480*b, 3)
	cut := func(x float64) float64 { return min(max(x, 0), 1) }
	return .2126*cut(4.0767416621*l-3.3077115913*m+.2309699292*s) + .7152*cut(-1.2684380046*l+2.6097574011*m-.3413193965*s) +
		.0722*cut(-.0041960863*l-.7034186147*m+1.7076147010*s)
}
