package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
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
		if wantsFragment(r) || wrote(r) != "" {
			return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
		}
		next := v.path
		if r.Method != http.MethodGet {
			next = backPath(r, "/")
		}
		http.Redirect(w, r, LocalPath(v.lang, "/sign-in?next="+url.QueryEscape(next)), http.StatusSeeOther)
		return nil
	})
}

// wrote gives the words that somebody sent with a form, so that an error does not lose them.
func wrote(r *http.Request) string {
	if r.Method != http.MethodPost {
		return ""
	}
	for _, field := range []string{"body", "addition", "text", "facts", "message", "invited"} {
		if words := r.PostFormValue(field); words != "" {
			return words
		}
	}
	return ""
}

// acting is reader for what a person does now and then, and a program could do without end.
func (s *Server) acting(h handler) http.Handler {
	return s.reader(func(w http.ResponseWriter, r *http.Request) error {
		if !s.acts.Allow(r, time.Now()) {
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
	reader, locked, err := s.o.Membership.Visitor(r.Context(), cookie.Value)
	if errors.Is(err, rozmova.Unauthenticated) {
		s.setCookie(w, "")
		return r, nil
	}
	if err != nil {
		return r, err
	}
	signed := *v
	signed.reader, signed.secret, signed.locked = reader, cookie.Value, locked
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
		text := p.Fill("error."+e.Reason, told(p, e.Args))
		if seconds := wait(err); seconds >= soon {
			until := time.Now().Add(time.Duration(seconds)*time.Second + time.Minute - 1).Truncate(time.Minute)
			text += " " + p.T("page.wait_until", "When", p.Time(until))
		}
		return text, e.Field
	}
	id := map[int]string{404: "not_found", 403: "forbidden", 401: "unauthenticated", 429: "too_many", 413: "too_large", 503: "unavailable"}[status(err)]
	if id == "" {
		id = "internal"
	}
	return p.T("error." + id), ""
}

// soon is from how many seconds on somebody who has to wait is told the time of day, and not only how long.
const soon = 90

// told gives the values of an error as people read them: times as the day and the time, numbers with their digits grouped,
// languages by their names.
func told(p *i18n.Printer, args map[string]any) map[string]any {
	said := make(map[string]any, len(args)+1)
	for name, value := range args {
		switch value := value.(type) {
		case time.Time:
			said[name] = p.DateTime(value)
		case []rozmova.Locale:
			said[name] = i18n.LanguageNames(p, value)
		case int:
			if said[name] = value; name != "N" { // which the printer writes itself, and takes the plural form from
				said[name] = p.Number(int64(value))
			}
		default:
			said[name] = value
		}
	}
	if most, ok := args["Max"]; ok && said["N"] == nil {
		said["N"] = most
	}
	return said
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
	if s.secondFirst(w, r, err) {
		return
	}
	err = unlockError(v, err)
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
		s.problem(w, code, text, field, s.reasonsLink(r, err))
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
		page.Kept, page.Back = wrote(r), backPath(r, "")
	}
	if code == http.StatusUnauthorized || e != nil && e.Reason == "guest.only_comment" {
		page.SignIn = backPath(r, v.path) // the page with the form, where its address is that of the page too
	}
	if err := s.show(w, r, code, "error", page); err != nil {
		s.o.Log.Error("error page failed", "request", request, "error", err)
		http.Error(w, http.StatusText(code), code)
	}
}

// problem writes an error for the island (RFC 9457).
func (s *Server) problem(w http.ResponseWriter, code int, text, field string, link *problemLink) {
	type wrong struct {
		Location string `json:"location"`
		Message  string `json:"message"`
	}
	doc := struct {
		Title  string       `json:"title"`
		Status int          `json:"status"`
		Detail string       `json:"detail"`
		Errors []wrong      `json:"errors,omitempty"`
		Link   *problemLink `json:"link,omitempty"`
	}{http.StatusText(code), code, text, nil, link}
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
	case http.StatusForbidden: // who may write is told beside the form; the rest has a page of its own
		var e *rozmova.Error
		if !errors.As(err, &e) || !strings.HasPrefix(e.Reason, "thread.") && sanctioned(err) == "" {
			break
		}
		fallthrough
	case http.StatusUnprocessableEntity, http.StatusConflict, http.StatusTooManyRequests, http.StatusServiceUnavailable:
		if seconds := wait(err); seconds > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(seconds))
		}
		return s.explainAll(visitOf(r.Context()).lang, err), code, true
	}
	return nil, code, false
}

// explainAll gives the words for each of several errors that were joined.
func (s *Server) explainAll(lang rozmova.Locale, err error) FieldErrors {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		var all FieldErrors
		for _, one := range joined.Unwrap() {
			all = append(all, s.explainAll(lang, one)...)
		}
		return all
	}
	text, field := s.explain(lang, err)
	return FieldErrors{{field, text}}
}
