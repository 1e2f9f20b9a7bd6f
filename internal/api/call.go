package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/live"
)

// bodyTime is how long a request's body may take to arrive.
const bodyTime = 10 * time.Second

// A call is what is known of a request before its operation begins.
type call struct {
	viewer  *rozmova.Reader // whom the token stands for; nil without one
	printer *i18n.Printer   // in the language of Accept-Language
	asked   bool            // the request says which language
	hasBody bool            // the operation takes one
	before  bool            // the request has a parameter of that name
	from    netip.Prefix    // the network that the request comes from
	id      string          // names the request in the log; empty unless something in front has given one
}

type callKey struct{}

func callOf(ctx context.Context) *call { return ctx.Value(callKey{}).(*call) }

// locale is the language of what the caller writes.
func (c *call) locale() rozmova.Locale {
	if !c.asked && c.viewer != nil && c.viewer.Locale != "" {
		return c.viewer.Locale
	}
	return rozmova.Locale(c.printer.Lang())
}

// serve does what all operations have in common, and then calls the one that is meant.
func (a *API) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Add("Vary", "Accept-Language")
	languages := strings.Join(r.Header.Values("Accept-Language"), ",")
	c := &call{
		printer: a.o.Bundle.Printer(i18n.Negotiate(languages)).In(a.o.Location), asked: languages != "",
		before: r.URL.Query().Has("before"),
		id:     h.Get("X-Request-Id"), from: live.Origin(r),
	}
	r = r.WithContext(context.WithValue(r.Context(), callKey{}, c))
	if err := a.prepare(w, r, c); err != nil {
		a.refuse(w, c, err)
		return
	}
	a.mux.ServeHTTP(w, r)
}

// prepare finds out what the mux would say, who asks, and what is sent.
func (a *API) prepare(w http.ResponseWriter, r *http.Request, c *call) (err error) {
	handler, pattern := a.mux.Handler(r)
	if pattern == "" {
		var unknown statusOnly
		handler.ServeHTTP(&unknown, r)
		if unknown.status == http.StatusMethodNotAllowed {
			return &refusal{status: unknown.status, reason: "request.method", header: "Allow", value: unknown.Header().Get("Allow")}
		}
		return rozmova.NotFound
	}
	if c.viewer, err = a.viewer(r); err != nil {
		return err
	}
	if c.hasBody = a.bodies[pattern]; !c.hasBody {
		return nil
	}
	return a.readBody(w, r)
}

// viewer gives the reader whose token the request shows; nil where it shows none.
func (a *API) viewer(r *http.Request) (*rozmova.Reader, error) {
	values := r.Header.Values("Authorization")
	if len(values) == 0 {
		return nil, nil
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	if len(values) > 1 || !strings.EqualFold(scheme, "Bearer") {
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "token.unknown"}
	}
	return a.o.Membership.ByToken(r.Context(), strings.TrimSpace(token))
}

// readBody reads the whole body, within bounds of size and time, and puts it back for huma.
func (a *API) readBody(w http.ResponseWriter, r *http.Request) error {
	kind, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := parameters["charset"]
	if err != nil || kind != "application/json" || charset != "" && !strings.EqualFold(charset, "utf-8") {
		return &refusal{status: http.StatusUnsupportedMediaType, reason: "request.content_type", header: "Accept", value: "application/json"}
	}
	if r.ContentLength > a.o.MaxBody {
		return a.tooLarge()
	}
	rc := http.NewResponseController(w)
	bounded := rc.SetReadDeadline(time.Now().Add(bodyTime)) == nil // not so in tests without a connection
	content, err := io.ReadAll(http.MaxBytesReader(w, r.Body, a.o.MaxBody))
	if bounded {
		_ = rc.SetReadDeadline(time.Time{}) // or it would end the request while it is answered
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return a.tooLarge()
	case errors.Is(err, os.ErrDeadlineExceeded):
		return &refusal{status: http.StatusRequestTimeout, reason: "request.slow"}
	case err != nil:
		return &refusal{status: http.StatusBadRequest, reason: "request.broken"}
	}
	r.Body = io.NopCloser(bytes.NewReader(content))
	return nil
}

func (a *API) tooLarge() error {
	return &rozmova.Error{Kind: rozmova.TooLarge, Reason: "request.too_large", Args: map[string]any{"Max": a.o.MaxBody >> 10}}
}

// statusOnly takes an answer and keeps its status and headers: what the mux says to a request that it does not know.
type statusOnly struct {
	header http.Header
	status int
}

func (s *statusOnly) Header() http.Header {
	if s.header == nil {
		s.header = http.Header{}
	}
	return s.header
}

func (s *statusOnly) WriteHeader(status int) { s.status = status }

func (s *statusOnly) Write(b []byte) (int, error) { return len(b), nil }
