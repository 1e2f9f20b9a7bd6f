package media

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	scale "golang.org/x/image/draw"
	"golang.org/x/image/webp"

	"github.com/rozmova/rozmova"
)

// What is taken, and what becomes of it.
const (
	MaxBytes   = 4 << 20
	MaxPixels  = 16 << 20
	MaxAspect  = 10  // the longer side by the shorter
	Side       = 256 // of a portrait, in pixels
	jpegGrade  = 85
	atOnce     = 2 // pictures being decoded: the largest takes some 200 MiB meanwhile
	backLight  = 0xec
	headerSize = 12
)

// Type is the media type of a portrait.
const Type = "image/jpeg"

// A Studio makes portraits, two at once at most. It is safe for use by many goroutines.
type Studio struct{ seats chan struct{} }

// NewStudio makes one.
func NewStudio() *Studio { return &Studio{make(chan struct{}, atOnce)} }

// A format is a kind of picture that is taken.
type format struct {
	begins func([]byte) bool
	size   func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func prefixed(prefixes ...string) func([]byte) bool {
	return func(b []byte) bool {
		for _, p := range prefixes {
			if bytes.HasPrefix(b, []byte(p)) {
				return true
			}
		}
		return false
	}
}

// formats are told apart by their first bytes. Each is decoded by its own decoder, whatever else this program knows.
var formats = []format{
	{prefixed("\x89PNG\r\n\x1a\n"), png.DecodeConfig, png.Decode},
	{prefixed("\xff\xd8\xff"), jpeg.DecodeConfig, jpeg.Decode},
	{prefixed("GIF87a", "GIF89a"), gif.DecodeConfig, gif.Decode}, // the first image of those that move
	{func(b []byte) bool {
		return len(b) >= headerSize && string(b[:4]) == "RIFF" && string(b[8:headerSize]) == "WEBP"
	}, webp.DecodeConfig, webp.Decode},
}

// Portrait makes a square JPEG of Side by Side pixels of the middle of a PNG, JPEG, GIF or WebP picture, the right way up. Only
// its pixels are taken over: nothing that the file says of the camera, the place or the time. What is transparent becomes a
// light grey. It waits while others are being made, until ctx ends. Refusals: Invalid picture.not_a_picture,
// picture.too_large (MaxBytes), picture.too_many_pixels (MaxPixels) and picture.too_narrow (MaxAspect), field picture.
func (s *Studio) Portrait(ctx context.Context, r io.Reader) ([]byte, error) {
	file, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read a picture: %w", err)
	}
	if len(file) > MaxBytes {
		return nil, refusal("picture.too_large", nil)
	}
	f, err := look(file)
	if err != nil {
		return nil, err
	}
	select {
	case s.seats <- struct{}{}:
		defer func() { <-s.seats }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	return develop(f, file)
}

// look finds out what a file is, and whether it is worth decoding, from its beginning alone.
func look(file []byte) (_ *format, err error) {
	defer caught(&err)
	for i := range formats {
		f := &formats[i]
		if !f.begins(file) {
			continue
		}
		size, err := f.size(bytes.NewReader(file))
		if err != nil {
			return nil, refusal("picture.not_a_picture", err)
		}
		w, h := int64(size.Width), int64(size.Height)
		switch {
		case w < 1 || h < 1:
			return nil, refusal("picture.not_a_picture", nil)
		case w*h > MaxPixels:
			return nil, refusal("picture.too_many_pixels", nil)
		case max(w, h) > MaxAspect*min(w, h):
			return nil, refusal("picture.too_narrow", nil)
		}
		return f, nil
	}
	return nil, refusal("picture.not_a_picture", nil)
}

// develop decodes a picture, cuts the middle out, scales it and encodes it anew.
func develop(f *format, file []byte) (_ []byte, err error) {
	defer caught(&err)
	from, err := f.decode(bytes.NewReader(file))
	if err != nil {
		return nil, refusal("picture.not_a_picture", err)
	}
	b := from.Bounds()
	side := min(b.Dx(), b.Dy())
	if side < 1 || int64(b.Dx())*int64(b.Dy()) > MaxPixels {
		return nil, refusal("picture.not_a_picture", nil) // it is not as large as its beginning said
	}
	middle := image.Rect(0, 0, side, side).Add(b.Min).Add(image.Pt((b.Dx()-side)/2, (b.Dy()-side)/2))
	to := image.NewRGBA(image.Rect(0, 0, Side, Side))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.Gray{backLight}), image.Point{}, draw.Src)
	scale.CatmullRom.Scale(to, to.Bounds(), from, middle, scale.Over, nil)
	to = turned(to, orientation(file))
	var out bytes.Buffer
	if err := jpeg.Encode(&out, to, &jpeg.Options{Quality: jpegGrade}); err != nil {
		return nil, fmt.Errorf("encode a portrait: %w", err)
	}
	return out.Bytes(), nil
}

// caught turns a panic in a decoder into a refusal of what it was given.
func caught(err *error) {
	if p := recover(); p != nil {
		*err = refusal("picture.not_a_picture", fmt.Errorf("decoding panicked: %v", p))
	}
}

func refusal(reason string, err error) error {
	args := map[string]any{"Bytes": MaxBytes >> 20, "Pixels": MaxPixels / 1_000_000}
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "picture", Args: args, Err: err}
}
