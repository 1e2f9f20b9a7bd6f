package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"net/http"
	"strings"
	"sync"

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
	mime     string
	tag      string // ETag without the coding's suffix and quotation marks
	redirect string
	plain    []byte
	codings  [3]struct {
		once sync.Once
		body []byte
	}
}

func (s *Server) makeReady(r *http.Request, a *answer) (*readyPage, error) {
	p := &readyPage{mime: a.mime, plain: a.body}
	switch {
	case a.redirect != "":
		p.redirect = LocalPath(visitOf(r.Context()).lang, a.redirect)
	case a.body == nil:
		var b bytes.Buffer
		if err := s.render.Page(&b, string(visitOf(r.Context()).lang), a.name, a.data); err != nil {
			return nil, err
		}
		p.mime, p.plain = "text/html; charset=utf-8", b.Bytes()
	}
	sum := sha256.Sum256(p.plain)
	p.tag = base64.RawURLEncoding.EncodeToString(sum[:9])
	return p, nil
}

// size is what the page weighs in memory, once it was asked for in every coding: the compressed ones are a third at most.
func (p *readyPage) size() int64 { return int64(len(p.plain))*2 + 512 }

// codingNames are the codings in the order in which they are preferred.
var codingNames = [3]string{"br", "zstd", "gzip"}

func (p *readyPage) coded(i int) []byte {
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
		_, _ = w.Write(p.plain) // to memory: it cannot fail
		_ = w.Close()
		c.body = b.Bytes()
	})
	return c.body
}

// serve answers a request with the page.
func (p *readyPage) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h["Cache-Control"] = keptControl
	h["Vary"] = append(h["Vary"], "Accept-Encoding, Cookie")
	if p.redirect != "" {
		http.Redirect(w, r, p.redirect, http.StatusSeeOther)
		return
	}
	body, tag, accept := p.plain, p.tag, r.Header.Get("Accept-Encoding")
	for i, name := range codingNames {
		if accepts(accept, name) {
			body, tag = p.coded(i), p.tag+"-"+name
			h["Content-Encoding"] = []string{name}
			break
		}
	}
	tag = `"` + tag + `"`
	h["Etag"] = []string{tag}
	if match := r.Header.Get("If-None-Match"); match != "" && strings.Contains(match, tag) {
		delete(h, "Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h["Content-Type"] = []string{p.mime}
	_, _ = w.Write(body)
}

// keptControl lets shared caches keep a page for a second; browsers ask each time, and mostly hear that it is the same.
var keptControl = []string{"public, max-age=0, s-maxage=1"}
