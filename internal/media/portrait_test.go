package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/media"
)

var (
	red   = color.RGBA{200, 0, 0, 255}
	green = color.RGBA{0, 160, 0, 255}
	blue  = color.RGBA{0, 0, 200, 255}
	white = color.RGBA{255, 255, 255, 255}
)

// quarters is a picture whose four corners differ: red, green, and below blue, white.
func quarters(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, c := range []color.RGBA{red, green, blue, white} {
		x, y := i%2*(w/2), i/2*(h/2)
		draw.Draw(m, image.Rect(x, y, x+w-w/2, y+h-h/2), image.NewUniform(c), image.Point{}, draw.Src)
	}
	return m
}

func encoded(t testing.TB, encode func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := encode(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return png.Encode(w, m) })
}

func asJPEG(t testing.TB, m image.Image) []byte {
	return encoded(t, func(w io.Writer) error { return jpeg.Encode(w, m, &jpeg.Options{Quality: 95}) })
}

func asGIF(t testing.TB, list ...image.Image) []byte {
	g := &gif.GIF{}
	for _, m := range list {
		p := image.NewPaletted(m.Bounds(), color.Palette{red, green, blue, white})
		draw.Draw(p, p.Rect, m, image.Point{}, draw.Src)
		g.Image, g.Delay = append(g.Image, p), append(g.Delay, 10)
	}
	return encoded(t, func(w io.Writer) error { return gif.EncodeAll(w, g) })
}

func file(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// withExif puts a segment into a JPEG that tells how it is to be turned, and where it was taken.
func withExif(picture []byte, order binary.AppendByteOrder, orientation uint16, place string) []byte {
	tiff := []byte("MM\x00*")
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		tiff = []byte("II*\x00")
	}
	tiff = order.AppendUint16(order.AppendUint32(tiff, 8), 1)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3), 1)
	tiff = append(order.AppendUint16(order.AppendUint16(tiff, orientation), 0), 0, 0, 0, 0)
	segment := append([]byte("Exif\x00\x00"), append(tiff, place...)...)
	out := append([]byte{}, picture[:2]...)
	out = binary.BigEndian.AppendUint16(append(out, 0xff, 0xe1), uint16(len(segment)+2))
	return append(append(out, segment...), picture[2:]...)
}

// claiming is a PNG whose beginning says that it is of some size.
func claiming(w, h uint32) []byte {
	chunk := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)...)
	chunk = append(chunk, 8, 6, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(b, chunk...), crc32.ChecksumIEEE(chunk))
}

// portrait makes one and reads it again.
func portrait(t *testing.T, from []byte) ([]byte, image.Image) {
	t.Helper()
	out, err := media.NewStudio().Portrait(t.Context(), bytes.NewReader(from))
	if err != nil {
		t.Fatalf("portrait: %v", err)
	}
	m, err := jpeg.Decode(bytes.NewReader(out))
	if err != nil || m.Bounds() != image.Rect(0, 0, media.Side, media.Side) {
		t.Fatalf("the portrait is %v, %v", m.Bounds(), err)
	}
	return out, m
}

// near reports whether a pixel is about of a colour: JPEG keeps none as it is.
func near(c color.Color, want color.RGBA) bool {
	r, g, b, _ := c.RGBA()
	for _, d := range []int{int(r>>8) - int(want.R), int(g>>8) - int(want.G), int(b>>8) - int(want.B)} {
		if d < -24 || d > 24 {
			return false
		}
	}
	return true
}

// corners gives which colours the portrait has in its corners, in the order of quarters.
func corners(m image.Image) string {
	var b strings.Builder
	for _, at := range []image.Point{{40, 40}, {216, 40}, {40, 216}, {216, 216}} {
		c := m.At(at.X, at.Y)
		switch {
		case near(c, red):
			b.WriteByte('r')
		case near(c, green):
			b.WriteByte('g')
		case near(c, blue):
			b.WriteByte('b')
		case near(c, white):
			b.WriteByte('w')
		default:
			b.WriteByte('?')
		}
	}
	return b.String()
}

func TestPortraitsOfEveryFormat(t *testing.T) {
	other := image.NewUniform(blue)
	second := image.NewRGBA(image.Rect(0, 0, 64, 64))
	draw.Draw(second, second.Rect, other, image.Point{}, draw.Src)
	for _, tt := range []struct {
		name string
		from []byte
	}{
		{"PNG", asPNG(t, quarters(300, 300))},
		{"JPEG", asJPEG(t, quarters(300, 300))},
		{"GIF that moves", asGIF(t, quarters(64, 64), second)},
		{"smaller than the portrait", asPNG(t, quarters(8, 8))},
		{"wide", asPNG(t, wide(false))},
		{"high", asPNG(t, wide(true))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, m := portrait(t, tt.from); corners(m) != "rgbw" {
				t.Errorf("corners are %s, want rgbw", corners(m))
			}
		})
	}
}

// wide is quarters with something else on both sides of them, which is cut off.
func wide(high bool) image.Image {
	size, at := image.Rect(0, 0, 300, 100), image.Pt(100, 0)
	if high {
		size, at = image.Rect(0, 0, 100, 300), image.Pt(0, 100)
	}
	m := image.NewRGBA(size)
	draw.Draw(m, size, image.NewUniform(color.Black), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(0, 0, 100, 100).Add(at), quarters(100, 100), image.Point{}, draw.Src)
	return m
}

func TestWebP(t *testing.T) {
	if _, m := portrait(t, file(t, "lossy.webp")); !near(m.At(128, 128), red) {
		t.Errorf("the middle is %v", m.At(128, 128))
	}
	if _, m := portrait(t, file(t, "alpha.webp")); !near(m.At(128, 128), red) {
		t.Errorf("the middle of the transparent one is %v", m.At(128, 128))
	}
}

// TestTransparencyBecomesLight: what is not there is not black.
func TestTransparencyBecomesLight(t *testing.T) {
	m := image.NewNRGBA(image.Rect(0, 0, 100, 100))
	draw.Draw(m, image.Rect(25, 25, 75, 75), image.NewUniform(red), image.Point{}, draw.Src)
	_, out := portrait(t, asPNG(t, m))
	if r, g, b, _ := out.At(10, 10).RGBA(); r>>8 < 200 || g>>8 < 200 || b>>8 < 200 {
		t.Errorf("behind it is %v, want something light", out.At(10, 10))
	}
	if !near(out.At(128, 128), red) {
		t.Errorf("the middle is %v", out.At(128, 128))
	}
}

// TestTheRightWayUp: cameras write down how they were held. The same scene comes out whichever way that was.
func TestTheRightWayUp(t *testing.T) {
	for orientation, want := range map[uint16]string{
		0: "rgbw", 1: "rgbw", 2: "grwb", 3: "wbgr", 4: "bwrg", 5: "rbgw", 6: "brwg", 7: "wgbr", 8: "gwrb", 9: "rgbw", 65535: "rgbw",
	} {
		for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
			if _, m := portrait(t, withExif(asJPEG(t, quarters(128, 128)), order, orientation, "")); corners(m) != want {
				t.Errorf("orientation %d, %v: corners %s, want %s", orientation, order, corners(m), want)
			}
		}
	}
}

// TestNothingOfTheFileIsKept: what stands in a file besides its pixels is not in the portrait.
func TestNothingOfTheFileIsKept(t *testing.T) {
	const canary = "GPS-50.4501N-30.5234E"
	text := append([]byte("tEXtComment\x00"), canary...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(text)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, text...), crc32.ChecksumIEEE(text))
	whole := asPNG(t, quarters(64, 64))
	comment := asJPEG(t, quarters(64, 64))
	comment = append(append([]byte{0xff, 0xd8, 0xff, 0xfe, 0, byte(len(canary) + 2)}, canary...), comment[2:]...)
	for name, from := range map[string][]byte{
		"Exif":              withExif(asJPEG(t, quarters(64, 64)), binary.BigEndian, 1, canary),
		"a JPEG comment":    comment,
		"a text in a PNG":   append(append(bytes.Clone(whole[:33]), chunk...), whole[33:]...),
		"behind the JPEG":   append(asJPEG(t, quarters(64, 64)), canary...),
		"behind the GIF":    append(asGIF(t, quarters(64, 64)), canary...),
		"a page behind it":  append(asGIF(t, quarters(64, 64)), "<script>"+canary+"</script>"...),
		"a JPEG behind GIF": append(asGIF(t, quarters(64, 64)), withExif(asJPEG(t, quarters(8, 8)), binary.BigEndian, 6, canary)...),
	} {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(from, []byte(canary)) {
				t.Fatal("the canary is not in the file to begin with")
			}
			out, m := portrait(t, from)
			if bytes.Contains(out, []byte(canary)) || bytes.Contains(out, []byte("Exif")) || bytes.Contains(out, []byte("script")) {
				t.Errorf("the portrait holds it: %.200q", out)
			}
			if corners(m) != "rgbw" {
				t.Errorf("corners are %s", corners(m))
			}
		})
	}
}

func TestRefusedPictures(t *testing.T) {
	good := asJPEG(t, quarters(300, 300))
	whole := asPNG(t, quarters(300, 300))
	bomb := asGIF(t, quarters(64, 64))
	bomb = bytes.Clone(bomb)
	binary.LittleEndian.PutUint16(bomb[6:], 65535)
	binary.LittleEndian.PutUint16(bomb[8:], 65535)
	for _, tt := range []struct {
		name string
		from []byte
		want string
	}{
		{"nothing", nil, "picture.not_a_picture"},
		{"a page", []byte("<!doctype html><script>alert(1)</script>"), "picture.not_a_picture"},
		{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), "picture.not_a_picture"},
		{"the beginning of a PNG alone", []byte("\x89PNG\r\n\x1a\n"), "picture.not_a_picture"},
		{"a PNG cut off", whole[:len(whole)/2], "picture.not_a_picture"},
		{"a JPEG cut off", good[:len(good)/4], "picture.not_a_picture"},
		{"a PNG with one wrong byte", append(append(bytes.Clone(whole[:60]), whole[60]^1), whole[61:]...), "picture.not_a_picture"},
		{"a GIF's beginning before a JPEG", append([]byte("GIF89a\x10\x00\x10\x00\x00\x00\x00"), good...), "picture.not_a_picture"},
		{"a PNG that says it is huge", claiming(65535, 65535), "picture.too_many_pixels"},
		{"a PNG larger than a number can count", claiming(1<<31-1, 1<<31-1), "picture.not_a_picture"},
		{"a GIF that says it is huge", bomb, "picture.too_many_pixels"},
		{"one pixel too many", claiming(4097, 4096), "picture.too_many_pixels"},
		{"a line", asPNG(t, image.NewGray(image.Rect(0, 0, 1100, 100))), "picture.too_narrow"},
		{"too large a file", append(whole, make([]byte, media.MaxBytes)...), "picture.too_large"},
		{"a WebP cut off", file(t, "lossy.webp")[:40], "picture.not_a_picture"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := media.NewStudio().Portrait(t.Context(), bytes.NewReader(tt.from))
			var e *rozmova.Error
			if !errors.As(err, &e) || e.Kind != rozmova.Invalid || e.Reason != tt.want || e.Field != "picture" {
				t.Errorf("%v, want %s", err, tt.want)
			}
		})
	}
}

// TestReadingBreaksOff: an upload that does not arrive is not taken for a broken picture.
func TestReadingBreaksOff(t *testing.T) {
	_, err := media.NewStudio().Portrait(t.Context(), io.MultiReader(bytes.NewReader(asPNG(t, quarters(9, 9))), broken{}))
	if !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, rozmova.Invalid) {
		t.Errorf("%v, want what went wrong with the reading", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestWaitingForASeatEnds: whoever waits for others leaves when the browser does.
func TestWaitingForASeatEnds(t *testing.T) {
	s := media.NewStudio()
	for range cap(media.Seats(s)) {
		media.Seats(s) <- struct{}{}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Portrait(ctx, bytes.NewReader(asPNG(t, quarters(9, 9)))); !errors.Is(err, context.Canceled) {
		t.Errorf("%v, want that it was cancelled", err)
	}
	<-media.Seats(s)
	if _, err := s.Portrait(t.Context(), bytes.NewReader(asPNG(t, quarters(9, 9)))); err != nil {
		t.Errorf("with a free seat: %v", err)
	}
	if got, want := len(media.Seats(s)), cap(media.Seats(s))-1; got != want {
		t.Errorf("%d seats are taken afterwards, want %d", got, want)
	}
}

// TestDecodersThatPanic: a picture that breaks a decoder is refused as every other that cannot be read.
func TestDecodersThatPanic(t *testing.T) {
	if err := media.Panicking(); !errors.Is(err, rozmova.Invalid) {
		t.Errorf("%v, want a refusal", err)
	}
}

func FuzzPortrait(f *testing.F) {
	f.Add(asPNG(f, quarters(8, 8)))
	f.Add(withExif(asJPEG(f, quarters(16, 16)), binary.LittleEndian, 6, "x"))
	f.Add(asGIF(f, quarters(8, 8), quarters(8, 8)))
	f.Add(file(f, "lossy.webp"))
	f.Add(file(f, "alpha.webp"))
	f.Add(claiming(65535, 65535))
	s := media.NewStudio()
	f.Fuzz(func(t *testing.T, from []byte) {
		out, err := s.Portrait(t.Context(), bytes.NewReader(from))
		if err != nil {
			if !errors.Is(err, rozmova.Invalid) {
				t.Fatalf("refused by %v, which is no refusal", err)
			}
			return
		}
		size, err := jpeg.DecodeConfig(bytes.NewReader(out))
		if err != nil || size.Width != media.Side || size.Height != media.Side {
			t.Fatalf("the portrait is %dx%d, %v", size.Width, size.Height, err)
		}
		for _, what := range []string{"Exif", "\xff\xe1", "ICC_PROFILE", "http:"} {
			if i := bytes.Index(out, []byte(what)); i >= 0 && i < 20 {
				t.Fatalf("the portrait tells more than its pixels: %q", out[:20])
			}
		}
	})
}
