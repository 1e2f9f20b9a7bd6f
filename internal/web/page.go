package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

// A handler answers, or returns why it could not. It writes only when it can no longer fail.
type handler func(w http.ResponseWriter, r *http.Request) error

// page finds out who is asking, runs a handler and shows its error.
func (s *Server) page(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r, err := s.identify(w, r)
		w.Header().Set("Cache-Control", "private, no-store")
		if err == nil {
			err = readForm(r)
		}
		if err == nil {
			err = h(w, r)
		}
		if err != nil {
			s.fail(w, r, err)
		}
	})
}

// readForm reads the form of a POST, so that one that is too large or broken off is refused as such, and not taken for one
// with empty fields.
func readForm(r *http.Request) error {
	if r.Method != http.MethodPost {
		return nil
	}
	err := r.ParseForm()
	var tooLarge *http.MaxBytesError
	if err == nil || errors.As(err, &tooLarge) {
		return err
	}
	return &rozmova.Error{Kind: rozmova.Invalid, Reason: "request.broken", Err: err}
}

// reader is page for those who are signed in; others are asked to sign in first.
func (s *Server) reader(h handler) http.Handler {
	return s.page(func(w http.ResponseWriter, r *http.Request) error {
		v := visitOf(r.Context())
		if v.reader != nil {
			return h(w, r)
		}
		if wantsFragment(r) {
			return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
		}
		next := v.path
		if r.Method != http.MethodGet {
			next = "/"
		}
		http.Redirect(w, r, LocalPath(v.lang, "/sign-in?next="+url.QueryEscape(next)), http.StatusSeeOther)
		return nil
	})
}

// acting is reader for what a person does now and then, and a program could do without end.
func (s *Server) acting(h handler) http.Handler {
	return s.reader(func(w http.ResponseWriter, r *http.Request) error {
		if !s.acts.allow(r, time.Now()) {
			return &rozmova.Error{Kind: rozmova.TooMany, Reason: "too_many", Args: map[string]any{"Seconds": 60}}
		}
		return h(w, r)
	})
}

// identify looks up the session of the request's cookie. A session that has ended is forgotten.
func (s *Server) identify(w http.ResponseWriter, r *http.Request) (*http.Request, error) {
	v := visitOf(r.Context())
	cookie, err := r.Cookie(s.cookie)
	if err != nil || v.reader != nil {
		return r, nil
	}
	reader, err := s.o.Membership.Session(r.Context(), cookie.Value)
	if errors.Is(err, rozmova.Unauthenticated) {
		s.setCookie(w, "")
		return r, nil
	}
	if err != nil {
		return r, err
	}
	signed := *v
	signed.reader, signed.secret = reader, cookie.Value
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, &signed)), nil
}

// setCookie gives the browser a session's secret, or takes it away.
func (s *Server) setCookie(w http.ResponseWriter, secret string) {
	c := &http.Cookie{Name: s.cookie, Value: secret, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode, MaxAge: 180 * 24 * 3600}
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// show renders a page.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, name string, data any) error {
	var b bytes.Buffer
	if err := s.render.Page(&b, string(visitOf(r.Context()).lang), name, data); err != nil {
		return err
	}
	h := w.Header()
	body := s.squeezer.page(h, r, b.Bytes())
	h["Content-Type"] = pageMime
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
	return nil
}

// seeOther sends the browser to a page of the site, in the language of the interface.
func (s *Server) seeOther(w http.ResponseWriter, r *http.Request, path string) error {
	http.Redirect(w, r, LocalPath(visitOf(r.Context()).lang, path), http.StatusSeeOther)
	return nil
}

func (s *Server) printer(lang rozmova.Locale) *i18n.Printer {
	return s.o.Bundle.Printer(string(lang)).In(s.o.Location)
}

// wantsFragment reports whether the island asks, which takes a part of a page or a problem document.
func wantsFragment(r *http.Request) bool { return r.Header.Get("Rozmova-Fragment") != "" }

// status is the one table that turns kinds of error into HTTP.
func status(err error) int {
	for kind, code := range map[rozmova.Kind]int{
		rozmova.Invalid: http.StatusUnprocessableEntity, rozmova.NotFound: http.StatusNotFound, rozmova.Unauthenticated: http.StatusUnauthorized,
		rozmova.Forbidden: http.StatusForbidden, rozmova.Conflict: http.StatusConflict, rozmova.TooMany: http.StatusTooManyRequests,
		rozmova.TooLarge: http.StatusRequestEntityTooLarge, rozmova.Unavailable: http.StatusServiceUnavailable,
	} {
		if errors.Is(err, kind) {
			return code
		}
	}
	return http.StatusInternalServerError
}

// explain gives the words for an error in a language: its reason's or, without one, its kind's.
func (s *Server) explain(lang rozmova.Locale, err error) (text, field string) {
	p := s.printer(lang)
	var e *rozmova.Error
	if errors.As(err, &e) && e.Reason != "" {
		args := e.Args
		if args == nil {
			args = map[string]any{}
		}
		if max, ok := args["Max"]; ok && args["N"] == nil {
			args = map[string]any{"N": max, "Max": max}
		}
		return p.Fill("error."+e.Reason, args), e.Field
	}
	id := map[int]string{404: "not_found", 403: "forbidden", 401: "unauthenticated", 429: "too_many", 413: "too_large", 503: "unavailable"}[status(err)]
	if id == "" {
		id = "internal"
	}
	return p.T("error." + id), ""
}

// wait tells after how many seconds a refused request may be made again; 0 where that does not matter.
func wait(err error) int {
	var e *rozmova.Error
	switch {
	case errors.As(err, &e) && e.Kind == rozmova.TooMany:
		if n, ok := e.Args["Seconds"].(int); ok {
			return n
		}
		return 60
	case errors.Is(err, rozmova.Unavailable):
		return 5
	}
	return 0
}

// fail shows an error. One without a kind is ours: it is logged whole and shown as "internal" with the request's ID.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody is waiting any more
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = &rozmova.Error{Kind: rozmova.TooLarge, Reason: "too_large", Err: err}
	}
	v := visitOf(r.Context())
	code, request := status(err), w.Header().Get("X-Request-Id")
	if code == http.StatusInternalServerError {
		s.o.Log.Error("page failed", "request", request, "route", r.Pattern, "error", err)
	}
	text, field := s.explain(v.lang, err)
	seconds := wait(err)
	if seconds > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds))
	}
	w.Header().Set("Cache-Control", "private, no-store")
	if wantsFragment(r) {
		s.problem(w, code, text, field)
		return
	}
	page := &ErrorPage{Frame: s.frame(r, ""), Status: code, Wait: seconds}
	var e *rozmova.Error
	if errors.As(err, &e) && e.Reason != "" {
		page.Reason = text // otherwise the page says what the status means
	}
	if code == http.StatusInternalServerError {
		page.Request = request
	}
	if r.Method == http.MethodPost && code != http.StatusRequestEntityTooLarge {
		page.Kept = r.PostFormValue("body")
	}
	if err := s.show(w, r, code, "error", page); err != nil {
		s.o.Log.Error("error page failed", "request", request, "error", err)
		http.Error(w, http.StatusText(code), code)
	}
}

// problem writes an error for the island (RFC 9457).
func (s *Server) problem(w http.ResponseWriter, code int, text, field string) {
	type wrong struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	}
	doc := struct {
		Title  string  `json:"title"`
		Status int     `json:"status"`
		Detail string  `json:"detail"`
		Errors []wrong `json:"errors,omitempty"`
	}{http.StatusText(code), code, text, nil}
	if field != "" {
		doc.Errors = []wrong{{"body." + field, text}}
	}
	b, err := json.Marshal(doc)
	if err != nil {
		http.Error(w, text, code)
		return
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(code)
	_, _ = w.Write(b)
}

// formError tells whether an error belongs beside a form, and gives it so. Where it helps to wait, w says how long.
func (s *Server) formError(w http.ResponseWriter, r *http.Request, err error) (FieldErrors, int, bool) {
	code := status(err)
	switch code {
	case http.StatusUnprocessableEntity, http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if seconds := wait(err); seconds > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(seconds))
		}
		text, field := s.explain(visitOf(r.Context()).lang, err)
		return FieldErrors{{field, text}}, code, true
	}
	return nil, code, false
}
