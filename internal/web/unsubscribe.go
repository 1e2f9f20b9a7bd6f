package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
)

// unsubscribeRoutes lays the routes by which letters are switched off, without a sign-in: whoever has the letter may.
func (s *Server) unsubscribeRoutes(outer *http.ServeMux) {
	outer.HandleFunc("GET /unsubscribe/{secret}", s.leaveLetters)
	outer.HandleFunc("POST /unsubscribe/{secret}", s.leaveLetters)
}

// leaveLetters asks for a press of the button (GET, which changes nothing), or switches letters off (POST): those about the kind
// of alert that the address names, or all. A mail program's one click (RFC 8058) is answered in plain text.
func (s *Server) leaveLetters(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "private, no-store")
	h.Set("Referrer-Policy", "no-referrer") // the address is a secret
	if err := readForm(r); err != nil {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	secret, name := r.PathValue("secret"), r.URL.Query().Get("kind")
	if r.Method == http.MethodPost && r.PostForm.Has("kind") {
		name = r.PostForm.Get("kind")
	}
	var kind rozmova.AlertKind
	if name != "" {
		var err error
		if kind, err = rozmova.ParseAlertKind(name); err != nil {
			name = "" // a link that was spoilt still means: no more letters
		}
	}
	page := &LeavePage{Secret: secret, Kind: name, Done: r.Method == http.MethodPost}
	var reader *rozmova.Reader
	var err error
	if page.Done {
		reader, err = s.o.Alerts.StopLetters(r.Context(), secret, kind)
	} else {
		reader, _, err = s.o.Alerts.Subscriber(r.Context(), secret)
	}
	lang := rozmova.Locale(i18n.Negotiate(r.Header.Get("Accept-Language")))
	code := http.StatusOK
	switch {
	case errors.Is(err, rozmova.NotFound):
		page.Unknown, code = true, http.StatusNotFound
	case err != nil:
		s.o.Log.Error("unsubscribing", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	case slices.Contains(i18n.Languages(), string(reader.Locale)):
		lang = reader.Locale
	}
	if r.PostFormValue("List-Unsubscribe") == "One-Click" {
		h.Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, http.StatusText(code)+"\n")
		return
	}
	r = r.WithContext(context.WithValue(r.Context(), visitKey{}, &visit{lang: lang, path: "/me/alerts"}))
	title := "alert.leave.title"
	if page.Unknown {
		title = "alert.leave.unknown_title"
	}
	page.Frame = s.frame(r, s.printer(lang).T(title))
	page.Languages, page.Nonce = []rozmova.Locale{lang}, nonce()
	if err := s.show(w, r, code, "leave", page); err != nil {
		s.o.Log.Error("unsubscribe page failed", "error", err)
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
	}
}
