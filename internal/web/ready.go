package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// An answer is what a handler of a page for everybody gives: a page and its data, or a document that is written already.
type answer struct {
	name     string // template
	data     any
	mime     string // of body
	body     []byte
	redirect string     // site path, instead of all that
	shows    [][16]byte // stories whose events touch the page
	due      time.Time  // when the page changes by itself; zero: never
}

type keptHandler func(r *http.Request) (*answer, error)

// answer writes an answer to somebody who is signed in.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, a *answer) error {
	switch {
	case a.redirect != "":
		return s.seeOther(w, r, a.redirect)
	case a.body != nil:
		w.Header().Set("Content-Type", a.mime)
		_, _ = w.Write(a.body)
		return nil
	}
	return s.show(w, r, http.StatusOK, a.name, a.data)
}

// A readyPage is a page as it goes over the wire, in each coding that was asked for so far.
type readyPage struct {
	mime     []string
	tag      string // ETag without the coding's suffix and quotation marks
	redirect string
	due      time.Time // from then on it is stale; zero: not by itself
	plain    *coded
	codings  [3]struct {
		once sync.Once
		*coded
	}
}

// A coded is a page in one coding with the headers that go with it, shared by all answers.
type coded struct {
	body                 []byte
	tag                  string
	coding, length, etag []string // coding is nil for the plain page
}

func newCoded(body []byte, tag, coding string) *coded {
	c := &coded{body: body, length: []string{strconv.Itoa(len(body))}}
	if coding != "" {
		tag += "-" + coding
		c.coding = []string{coding}
	}
	c.tag = `"` + tag + `"`
	c.etag = []string{c.tag}
	return c
}

func (s *Server) makeReady(r *http.Request, a *answer) (*readyPage, error) {
	p := &readyPage{mime: []string{a.mime}, due: a.due}
	body := a.body
	switch {
	case a.redirect != "":
		p.redirect = LocalPath(visitOf(r.Context()).lang, a.redirect)
	case body == nil:
		var b bytes.Buffer
		if err := s.render.Page(&b, string(visitOf(r.Context()).lang), a.name, a.data); err != nil {
			return nil, err
		}
		p.mime, body = pageMime, bytes.Clone(b.Bytes()) // without what the buffer has to spare
	}
	sum := sha256.Sum256(body)
	p.tag = base64.RawURLEncoding.EncodeToString(sum[:9])
	p.plain = newCoded(body, p.tag, "")
	return p, nil
}

// overdue reports whether the page would look otherwise now, though nothing happened: a discussion closes at its hour.
func (p *readyPage) overdue() bool { return !p.due.IsZero() && !time.Now().Before(p.due) }

// size is what the page weighs in memory, once it was asked for in every coding: the compressed ones are a third at most.
func (p *readyPage) size() int64 { return int64(len(p.plain.body))*2 + 512 }

// codingNames are the codings in the order in which they are preferred.
var codingNames = [3]string{"br", "zstd", "gzip"}

func (p *readyPage) coded(i int) *coded {
	c := &p.codings[i]
	c.once.Do(func() {
		var b bytes.Buffer
		var w io.WriteCloser
		switch i {
		case 0:
			w = brotli.NewWriterLevel(&b, 5)
		case 1:
			w, _ = zstd.NewWriter(&b, zstd.WithEncoderLevel(zstd.SpeedBetterCompression), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(1<<20))
		case 2:
			w, _ = gzip.NewWriterLevel(&b, 7)
		}
		_, _ = w.Write(p.plain.body) // to memory: it cannot fail
		_ = w.Close()
		c.coded = newCoded(bytes.Clone(b.Bytes()), p.tag, codingNames[i])
	})
	return c.coded
}

// serve answers a request with the page.
func (p *readyPage) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Cache-Control"] = keptControl
	if vary := h["Vary"]; vary == nil {
		h["Vary"] = keptVary
	} else {
		h["Vary"] = append(vary, keptVary...)
	}
	if p.redirect != "" {
		http.Redirect(w, r, p.redirect, http.StatusSeeOther)
		return
	}
	c := p.plain
	if accept := r.Header.Get("Accept-Encoding"); accept != "" {
		for i, name := range codingNames {
			if accepts(accept, name) {
				c = p.coded(i)
				break
			}
		}
	}
	h["Etag"] = c.etag
	if match := r.Header.Get("If-None-Match"); match != "" && strings.Contains(match, c.tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if c.coding != nil {
		h["Content-Encoding"] = c.coding
	}
	h["Content-Type"] = p.mime
	h["Content-Length"] = c.length // or it would go out in chunks
	_, _ = w.Write(c.body)
}

var pageMime = []string{"text/html; charset=utf-8"}

// keptControl lets shared caches keep a page for a second; browsers ask each time, and mostly hear that it is the same.
var keptControl = []string{"public, max-age=0, s-maxage=1"}

var keptVary = []string{"Accept-Encoding, Cookie"}
