package api

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// Analyze is what the doors in others' wire formats need: the Comment Analyzer API v1alpha1 of the service that closes on
// 31 December 2026, and the external moderation phase of Coral. docs/move.md tells how to move to them. What they are sent is
// judged and forgotten: it is neither stored nor logged.
type Analyze struct {
	Judge           func(*civility.Input) rozmova.Verdict              // safe for many goroutines; nil: 503
	Threshold       func(language string, label rozmova.Label) float32 // from which on Coral is told of a label; nil: likely
	Keys            []string                                           // of the callers; none: 403
	ExternalSecrets []string                                           // that Coral signs with; none: 403
	PerSecond       int                                                // requests of one key; 0: any number
}

// likely is the score from which on Coral is told of a label where nobody says otherwise.
const likely = 0.8

// Bounds of a request. The text may have what the old service took, all of it together a megabyte.
const (
	mostText    = 20 << 10
	mostAnalyze = 1 << 20
)

// ExternalPaths lists where these doors stand, as patterns of a mux; all of them are outside /api/v1 and its description.
func ExternalPaths() []string {
	return []string{"/v1alpha1/", "/$discovery/", "/discovery/v1/apis/", "/coral/v1/"}
}

// An analyzer answers these doors.
type analyzer struct {
	*API
	Analyze
	keys      []key
	secrets   [][]byte
	discovery []byte
	buffers   sync.Pool // of *bytes.Buffer
}

func (a *API) newAnalyzer() *analyzer {
	x := &analyzer{API: a, Analyze: a.o.Analyze, discovery: discovery(a.o.Origin)}
	x.buffers.New = func() any { return new(bytes.Buffer) }
	for _, k := range x.Keys {
		one := key{sum: sumOf(k)}
		if x.PerSecond > 0 {
			one.quota = rate.NewLimiter(rate.Limit(x.PerSecond), x.PerSecond)
		}
		x.keys = append(x.keys, one)
	}
	for _, s := range x.ExternalSecrets {
		x.secrets = append(x.secrets, []byte(s))
	}
	return x
}

// external puts these doors before the others.
func (a *API) external(others http.Handler) http.Handler {
	x := a.newAnalyzer()
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v1alpha1/comments:analyze", x.keyed(x.analyze))
	mux.HandleFunc("POST /v1alpha1/comments:suggestscore", x.keyed(x.suggestScore))
	mux.HandleFunc("GET /$discovery/rest", x.open(x.discover))
	mux.HandleFunc("GET /discovery/v1/apis/commentanalyzer/v1alpha1/rest", x.open(x.discover))
	mux.HandleFunc("POST /coral/v1/moderate", x.open(x.moderate))
	for _, p := range ExternalPaths() {
		mux.HandleFunc(p, x.open(nothingHere))
		mux.HandleFunc("OPTIONS "+p, preflight)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, p := range ExternalPaths() {
			if strings.HasPrefix(r.URL.Path, p) {
				mux.ServeHTTP(w, r)
				return
			}
		}
		others.ServeHTTP(w, r)
	})
}

// preflight lets scripts of any site ask, as the old service did. No cookie counts here, so nobody's session is lent.
func preflight(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "*, Authorization")
	h.Set("Access-Control-Max-Age", "3600")
	w.WriteHeader(http.StatusNoContent)
}

func nothingHere(*http.Request, *bytes.Buffer) (int, error) { return 0, errNotFound }

// A reply reads a request and writes the answer into the buffer, which holds nothing before. It gives the status, or the refusal.
type reply func(r *http.Request, out *bytes.Buffer) (int, error)

// keyed asks for a key before anything of the request is read.
func (x *analyzer) keyed(f reply) http.HandlerFunc {
	return x.open(func(r *http.Request, out *bytes.Buffer) (int, error) {
		if err := x.admit(r); err != nil {
			return 0, err
		}
		if x.Judge == nil {
			return 0, errUnavailable
		}
		return f(r, out)
	})
}

// open answers in the shapes of the old service. A panic while a text is judged is told without its value, in which the text
// could stand.
func (x *analyzer) open(f reply) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Type", "application/json; charset=UTF-8")
		h.Set("X-Content-Type-Options", "nosniff")
		out := x.buffers.Get().(*bytes.Buffer)
		out.Reset()
		defer x.keep(out)
		r.Body = http.MaxBytesReader(w, r.Body, mostAnalyze)
		rc := http.NewResponseController(w)
		bounded := rc.SetReadDeadline(time.Now().Add(bodyTime)) == nil // not so in tests without a connection
		status, err := x.safely(f, r, out)
		if bounded {
			_ = rc.SetReadDeadline(time.Time{})
		}
		if err != nil {
			status = x.refuse(h, out, err)
		}
		if status == http.StatusNoContent {
			h.Del("Content-Type")
		} else {
			h.Set("Content-Length", strconv.Itoa(out.Len()))
		}
		w.WriteHeader(status)
		_, _ = w.Write(out.Bytes()) // who has left is not served
	}
}

func (x *analyzer) safely(f reply, r *http.Request, out *bytes.Buffer) (status int, err error) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler { //nolint:errorlint // it is this very value
				panic(p)
			}
			x.o.Log.ErrorContext(r.Context(), "judging a text panicked", "route", r.Pattern, "stack", string(debug.Stack()))
			status, err = 0, errInternal
		}
	}()
	return f(r, out)
}

// keep gives a buffer back, unless it grew so large that it would only take memory.
func (x *analyzer) keep(b *bytes.Buffer) {
	if b.Cap() <= 64<<10 {
		x.buffers.Put(b)
	}
}

// read takes the whole body into a buffer that lives until f has returned.
func (x *analyzer) read(r *http.Request, f func(body []byte) (int, error)) (int, error) {
	in := x.buffers.Get().(*bytes.Buffer)
	in.Reset()
	defer x.keep(in)
	_, err := in.ReadFrom(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return 0, errTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded):
		return 0, errSlow
	case err != nil:
		return 0, errBroken
	}
	return f(in.Bytes())
}

func (x *analyzer) discover(r *http.Request, out *bytes.Buffer) (int, error) {
	if v := r.URL.Query().Get("version"); v != "" && v != "v1alpha1" {
		return 0, errNotFound
	}
	out.Write(x.discovery)
	return http.StatusOK, nil
}
