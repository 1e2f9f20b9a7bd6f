package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/media"
)

// segment is a part of a JPEG.
func segment(marker byte, body ...byte) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(body)+2)), body...)
}

// scanned is a grey progressive JPEG, each scan of which but the first goes over all its pixels in a few bytes: they only tell
// for how many blocks there is nothing to tell.
func scanned(w, h, scans int, between []byte) []byte {
	out := append([]byte{0xff, 0xd8}, segment(0xdb, append([]byte{0}, bytes.Repeat([]byte{1}, 64)...)...)...)
	out = append(out, segment(0xc2, 8, byte(h>>8), byte(h), byte(w>>8), byte(w), 1, 1, 0x11, 0)...)
	one := append([]byte{1}, make([]byte, 15)...) // a code of one bit
	out = append(out, segment(0xc4, append(append([]byte{0x00}, one...), 0)...)...)
	out = append(out, segment(0xc4, append(append([]byte{0x10}, one...), 0xe0)...)...)
	blocks := ((w + 7) / 8) * ((h + 7) / 8)
	out = append(out, segment(0xda, 1, 1, 0, 0, 0, 0)...)
	out = append(out, make([]byte, (blocks+7)/8)...)

	var bits []byte // of a scan: runs of 16384 blocks and as many more as the next fourteen bits tell
	for left := blocks; left > 0; left -= 32767 {
		run := max(min(left, 32767), 16384) - 16384
		bits = append(bits, 0)
		for i := 13; i >= 0; i-- {
			bits = append(bits, byte(run>>i)&1)
		}
	}
	for len(bits)%8 != 0 {
		bits = append(bits, 1)
	}
	next := segment(0xda, 1, 1, 0, 1, 63, 0)
	for i := 0; i < len(bits); i += 8 {
		var b byte
		for _, bit := range bits[i : i+8] {
			b = b<<1 | bit
		}
		if next = append(next, b); b == 0xff {
			next = append(next, 0)
		}
	}
	next = append(next, between...)
	out = append(out, bytes.Repeat(next, scans-1)...)
	return append(out, 0xff, 0xd9)
}

// refused gives why there is no portrait; empty: there is one.
func refused(t *testing.T, s *media.Studio, from []byte) string {
	t.Helper()
	_, err := s.Portrait(t.Context(), bytes.NewReader(from))
	var e *rozmova.Error
	if err != nil && (!errors.As(err, &e) || e.Kind != rozmova.Invalid || e.Field != "picture") {
		t.Fatalf("%v, want a refusal", err)
	}
	if e == nil {
		return ""
	}
	return e.Reason
}

func TestScansOfAJPEG(t *testing.T) {
	scans := bytes.Repeat([]byte{0xff, 0xda}, 60)
	plain := asJPEG(t, quarters(64, 64))
	before := append(append(bytes.Clone(plain[:2]), segment(0xe1, scans...)...), plain[2:]...)
	hidden := scanned(64, 64, 51, segment(0xfe, 0xff, 0xe0, 0xff, 0xff))
	for _, tt := range []struct {
		name string
		from []byte
		want string
	}{
		{"a bomb of four megabytes", scanned(3072, 3072, 130_000, nil), "picture.too_intricate"},
		{"one scan too many", scanned(64, 64, 51, nil), "picture.too_intricate"},
		{"as many as may be", scanned(64, 64, 50, nil), ""},
		{"bytes that fill up", scanned(64, 64, 51, []byte{0xff, 0xff, 0xff}), "picture.too_intricate"},
		{"scans that a segment seems to hide", hidden, "picture.too_intricate"},
		{"a small picture in the head", before, ""},
		{"other pictures behind the end", append(bytes.Clone(plain), scans...), ""},
		{"no end", bytes.TrimSuffix(scanned(64, 64, 51, nil), []byte{0xff, 0xd9}), "picture.too_intricate"},
		{"cut off in a marker", scanned(64, 64, 1, nil)[:3], "picture.not_a_picture"},
		{"progressive, as large as may be", scanned(4096, media.MaxProgressive/4096, 2, nil), ""},
		{"progressive, one line too many", scanned(4096, media.MaxProgressive/4096+1, 2, nil), "picture.too_many_pixels"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := media.NewStudio()
			media.SetLongest(s, time.Hour) // it is not the clock that decides
			if got := refused(t, s, tt.from); len(tt.from) > media.MaxBytes || got != tt.want {
				t.Errorf("%d bytes: refused by %q, want %q", len(tt.from), got, tt.want)
			}
		})
	}
}

// TestDecodingEndsInTime, whatever the decoder.
func TestDecodingEndsInTime(t *testing.T) {
	s := media.NewStudio()
	media.SetLongest(s, 0)
	for name, from := range map[string][]byte{
		"PNG": asPNG(t, quarters(64, 64)), "JPEG": asJPEG(t, quarters(64, 64)), "GIF": asGIF(t, quarters(64, 64)), "WebP": file(t, "lossy.webp"),
		"progressive": scanned(64, 64, 20, nil),
	} {
		if got := refused(t, s, from); got != "picture.too_intricate" {
			t.Errorf("%s: refused by %q", name, got)
		}
	}
	media.SetLongest(s, time.Hour)
	ctx, cancel := context.WithCancel(t.Context())
	leaving := io.MultiReader(bytes.NewReader(asPNG(t, quarters(9, 9))), readerFunc(func([]byte) (int, error) { cancel(); return 0, io.EOF }))
	if _, err := s.Portrait(ctx, leaving); !errors.Is(err, context.Canceled) || errors.Is(err, rozmova.Invalid) {
		t.Errorf("who left meanwhile gets %v", err)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(b []byte) (int, error) { return f(b) }

// TestDecodersAskOften whether they may go on: there is no other place to stop them.
func TestDecodersAskOften(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	r := media.Patient(ctx, bytes.NewReader(make([]byte, 10_000)))
	if n, err := r.Read(make([]byte, 4096)); n == 0 || n > 100 || err != nil {
		t.Errorf("%d bytes at once, %v", n, err)
	}
	cancel(image.ErrFormat)
	if n, err := r.Read(make([]byte, 4096)); n != 0 || !errors.Is(err, image.ErrFormat) {
		t.Errorf("after the end %d bytes, %v", n, err)
	}
	whole := bytes.Repeat([]byte("rozmova "), 1000)
	if err := iotest.TestReader(media.Patient(t.Context(), bytes.NewReader(whole)), whole); err != nil {
		t.Error(err)
	}
}

// TestTooManyPicturesAtOnce are refused before anything of them is read, and everybody who leaves makes room.
func TestTooManyPicturesAtOnce(t *testing.T) {
	s := media.NewStudio()
	tickets := media.Tickets(s)
	for range cap(tickets) {
		tickets <- struct{}{}
	}
	unread := readerFunc(func([]byte) (int, error) { t.Error("it is read"); return 0, io.EOF })
	var e *rozmova.Error
	if _, err := s.Portrait(t.Context(), unread); !errors.As(err, &e) || e.Kind != rozmova.Unavailable || e.Reason != "picture.busy" || e.Field != "picture" {
		t.Errorf("%v, want picture.busy", err)
	}
	<-tickets
	for name, from := range map[string]io.Reader{
		"a picture": bytes.NewReader(asPNG(t, quarters(9, 9))), "none": bytes.NewReader(nil), "one that breaks off": broken{},
		"one that is too large": bytes.NewReader(make([]byte, media.MaxBytes+1)),
	} {
		if _, err := s.Portrait(t.Context(), from); errors.Is(err, rozmova.Unavailable) {
			t.Errorf("%s: %v", name, err)
		}
		if got, want := len(tickets), cap(tickets)-1; got != want {
			t.Errorf("after %s %d tickets are taken, want %d", name, got, want)
		}
	}
	if cap(tickets) > 16 {
		t.Errorf("%d pictures are let in at once", cap(tickets))
	}
}
