package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"time"

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
	atOnce     = 2               // pictures being decoded: the largest takes some 300 MiB meanwhile
	inside     = 16              // pictures that arrive, wait or are decoded: each takes up to MaxBytes, and more while it arrives
	longest    = 3 * time.Second // that decoding may take
	backLight  = 0xec
	headerSize = 12
)

// Type is the media type of a portrait.
const Type = "image/jpeg"

// A Studio makes portraits, two at once at most, while a few more wait. It is safe for use by many goroutines.
type Studio struct {
	tickets chan struct{} // of those who were let in
	seats   chan struct{} // of those whose turn it is
	longest time.Duration
}

// NewStudio makes one.
func NewStudio() *Studio {
	return &Studio{make(chan struct{}, inside), make(chan struct{}, atOnce), longest}
}

// errTooLong is why decoding was stopped that took too long.
var errTooLong = errors.New("decoding takes too long")

// A format is a kind of picture that is taken.
type format struct {
	begins func([]byte) bool
	size   func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)

	scanned bool // it is a JPEG, which may go over its pixels more than once
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
	{begins: prefixed("\x89PNG\r\n\x1a\n"), size: png.DecodeConfig, decode: png.Decode},
	{begins: prefixed("\xff\xd8\xff"), size: jpeg.DecodeConfig, decode: jpeg.Decode, scanned: true},
	{begins: prefixed("GIF87a", "GIF89a"), size: gif.DecodeConfig, decode: gif.Decode}, // the first image of those that move
	{begins: func(b []byte) bool {
		return len(b) >= headerSize && string(b[:4]) == "RIFF" && string(b[8:headerSize]) == "WEBP"
	}, size: webp.DecodeConfig, decode: webp.Decode},
}

// Portrait makes a square JPEG of Side by Side pixels of the middle of a PNG, JPEG, GIF or WebP picture, the right way up. Only
// its pixels are taken over: nothing that the file says of the camera, the place or the time. What is transparent becomes a
// light grey. It waits while others are being made, until ctx ends. Refusals: Unavailable picture.busy where too many wait
// already, before anything is read; Invalid picture.not_a_picture, picture.too_large (MaxBytes), picture.too_many_pixels
// (MaxPixels, fewer for a progressive JPEG), picture.too_narrow (MaxAspect) and picture.too_intricate, which is one that takes
// too long; field picture.
func (s *Studio) Portrait(ctx context.Context, r io.Reader) ([]byte, error) {
	select {
	case s.tickets <- struct{}{}:
		defer func() { <-s.tickets }()
	default:
		return nil, &rozmova.Error{Kind: rozmova.Unavailable, Reason: "picture.busy", Field: "picture"}
	}
	file, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read a picture: %w", err)
	}
	if len(file) > MaxBytes {
		return nil, refusal("picture.too_large", nil)
	}
	f, file, err := look(file)
	if err != nil {
		return nil, err
	}
	select {
	case s.seats <- struct{}{}:
		defer func() { <-s.seats }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	decoding, cancel := context.WithTimeoutCause(ctx, s.longest, errTooLong)
	defer cancel()
	portrait, err := develop(decoding, f, file)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, errTooLong):
		return nil, refusal("picture.too_intricate", err)
	}
	return portrait, err
}

// look finds out what a file is, and whether it is worth decoding, from what it tells of itself. It gives what is to be decoded
// of it.
func look(file []byte) (_ *format, _ []byte, err error) {
	defer caught(&err)
	for i := range formats {
		f := &formats[i]
		if !f.begins(file) {
			continue
		}
		size, err := f.size(bytes.NewReader(file))
		if err != nil {
			return nil, nil, refusal("picture.not_a_picture", err)
		}
		most := int64(MaxPixels)
		if f.scanned {
			l := layoutOf(file)
			if l.scans > maxScans {
				return nil, nil, refusal("picture.too_intricate", nil)
			}
			if l.progressive {
				most = maxProgressive
			}
			file = file[:l.size]
		}
		w, h := int64(size.Width), int64(size.Height)
		switch {
		case w < 1 || h < 1:
			return nil, nil, refusal("picture.not_a_picture", nil)
		case w*h > most:
			return nil, nil, tooManyPixels(most)
		case max(w, h) > MaxAspect*min(w, h):
			return nil, nil, refusal("picture.too_narrow", nil)
		}
		return f, file, nil
	}
	return nil, nil, refusal("picture.not_a_picture", nil)
}

// develop decodes a picture until ctx ends, cuts the middle out, scales it and encodes it anew.
func develop(ctx context.Context, f *format, file []byte) (_ []byte, err error) {
	defer caught(&err)
	from, err := f.decode(patient{ctx, bytes.NewReader(file)})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx) // whatever the decoder made of it
	}
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

// tooManyPixels refuses a picture that has more than most.
func tooManyPixels(most int64) error {
	args := map[string]any{"Pixels": int(most / 1_000_000)}
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "picture.too_many_pixels", Field: "picture", Args: args}
}

func refusal(reason string, err error) error {
	args := map[string]any{"Bytes": MaxBytes >> 20}
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: reason, Field: "picture", Args: args, Err: err}
}
