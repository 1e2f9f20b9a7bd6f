package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/rozmova/rozmova/internal/membership"
)

// wayRoutes lays the routes of ways in, devices and the question whether it is still the same person.
func (s *Server) wayRoutes(mux *http.ServeMux) {
	mux.Handle("GET /me/ways", s.reader(s.ways))
	mux.Handle("POST /me/ways/address", s.acting(s.fresh(s.askAddress)))
	mux.Handle("POST /me/ways/address/code", s.acting(s.enterAddress)) // the asking was fresh
	mux.Handle("POST /me/ways/address/remove", s.acting(s.fresh(s.removeAddress)))
	mux.Handle("POST /me/devices/{id}/end", s.acting(s.endDevice)) // to shut a door nobody has to show anything
	mux.Handle("POST /me/devices/end", s.acting(s.endDevices))
	mux.Handle("POST /me/tokens/{id}/end", s.acting(s.endToken))
	mux.Handle("GET /confirm", s.reader(s.confirmForm))
	mux.Handle("POST /confirm", s.acting(s.confirm))
	mux.Handle("POST /confirm/code", s.acting(s.askConfirm))
}

// asking tells for what a way in is shown, and by whom.
func (s *Server) asking(r *http.Request, purpose membership.Purpose) membership.Asking {
	v := visitOf(r.Context())
	a := membership.Asking{For: purpose, Browser: browserOf(r), Locale: v.lang}
	if purpose != membership.SignIn {
		a.Reader, a.Session = v.reader, v.secret
	}
	return a
}

// fresh lets a handler of signed-in readers run only where a way in was shown within membership.Fresh. Others are asked to
// show one first, and come to the page afterwards; a form's words are not kept, and the page with the form is where they come.
// A program is answered 403 with the reason "confirm.needed".
func (s *Server) fresh(h handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		v := visitOf(r.Context())
		proven, err := s.o.Membership.Proven(r.Context(), v.reader, v.secret)
		if err != nil {
			return err
		}
		if proven {
			return h(w, r)
		}
		query := url.Values{}
		if r.Method == http.MethodGet {
			query.Set("next", v.path)
		} else {
			query.Set("next", backPath(r, "/me/ways"))
			query.Set("again", "1")
		}
		where := LocalPath(v.lang, "/confirm?"+query.Encode())
		if wantsFragment(r) || strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
			return s.confirmNeeded(w, r, where)
		}
		http.Redirect(w, r, where, http.StatusSeeOther)
		return nil
	}
}

// confirmNeeded tells a script that its reader has to show a way in first, and where.
func (s *Server) confirmNeeded(w http.ResponseWriter, r *http.Request, where string) error {
	b, err := json.Marshal(map[string]any{
		"title": http.StatusText(http.StatusForbidden), "status": http.StatusForbidden, "reason": "confirm.needed", "confirm": where,
		"detail": s.printer(visitOf(r.Context()).lang).T("error.confirm.needed"),
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(http.StatusForbidden)
	_, _ = w.Write(b)
	return nil
}

// fillWays fills what the pages of the ways in show of passkeys and providers.
func (s *Server) fillWays(r *http.Request, keys *PasskeyPart, providers *ProviderPart) (err error) {
	if *keys, err = s.passkeyPart(r); err != nil {
		return err
	}
	*providers, err = s.providerPart(r)
	return err
}
