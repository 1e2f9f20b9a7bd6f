package web

import (
	"bytes"
	"net/http"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// A squeezer compresses pages that are made for one reader: with less effort than those that are kept, as nobody else gets
// them. There is nothing in them that must not be guessed from their length: a form's nonce only tells a repeated request
// from a new one, and is worth nothing without the session.
type squeezer struct {
	zstd *zstd.Encoder
	gzip sync.Pool // of *gzip.Writer
}

func newSqueezer() (*squeezer, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	return &squeezer{zstd: encoder}, nil
}

// leastSqueezed is the shortest page, in bytes, that is worth it.
const leastSqueezed = 1 << 10

// page gives a page as a request takes it, and says so in the answer's headers. What it gives may share memory with html.
func (q *squeezer) page(h http.Header, r *http.Request, html []byte) []byte {
	h.Add("Vary", "Accept-Encoding")
	accept := r.Header.Get("Accept-Encoding")
	if len(html) < leastSqueezed || accept == "" {
		return html
	}
	switch {
	case accepts(accept, "zstd"):
		h.Set("Content-Encoding", "zstd")
		return q.zstd.EncodeAll(html, make([]byte, 0, len(html)/6))
	case accepts(accept, "gzip"):
		h.Set("Content-Encoding", "gzip")
		b := bytes.NewBuffer(make([]byte, 0, len(html)/6))
		w, _ := q.gzip.Get().(*gzip.Writer)
		if w == nil {
			w, _ = gzip.NewWriterLevel(b, 4) // the level is a right one
		} else {
			w.Reset(b)
		}
		_, _ = w.Write(html) // to memory: it cannot fail
		_ = w.Close()
		q.gzip.Put(w)
		return b.Bytes()
	}
	return html
}
