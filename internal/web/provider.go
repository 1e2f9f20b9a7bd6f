package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// providerRoutes lays the routes of OpenID Connect providers and of the newsroom's own login. What a provider sends the browser
// back to has no language: the errand knows it.
func (s *Server) providerRoutes(mux *http.ServeMux) {
	for _, door := range []string{"provider/{key}", "site"} {
		mux.Handle("POST /sign-in/"+door, s.page(s.setOut(membership.SignIn)))
		mux.Handle("POST /confirm/"+door, s.acting(s.setOut(membership.Confirm)))
		mux.Handle("POST /me/ways/"+door, s.acting(s.fresh(s.setOut(membership.Link))))
	}
	mux.Handle("GET /sign-in/provider/{key}/callback", s.page(s.comeBack))
	mux.Handle("GET /sign-in/site/return", s.page(s.comeBack))
	mux.Handle("POST /me/ways/identities/{id}/remove", s.acting(s.fresh(s.unlink)))
}

// doorCookie names the cookie that ties what was begun at a door to the browser that began it; pendingCookie the one that ties to
// it an identity whose address is somebody's here.
func (s *Server) doorCookie() string    { return s.cookie + "-door" }
func (s *Server) pendingCookie() string { return s.cookie + "-pending" }

// tie gives the browser a secret that lasts as long as an errand, or takes it away.
func (s *Server) tie(w http.ResponseWriter, name, secret string) {
	c := &http.Cookie{Name: name, Value: secret, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode, MaxAge: int(membership.DoorLife / time.Second)}
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// carried is what travels with an errand.
type carried struct {
	Next   string
	Parked *Parked `json:",omitempty"`
	Again  bool    `json:",omitempty"`
}

// setOut sends the browser to a provider or to the newsroom's own login. It does so by a page that refreshes itself and not by a
// redirect: the policy's form-action holds, in Chromium, for all redirects behind a form, and where a provider redirects to
// nobody can know.
func (s *Server) setOut(purpose membership.Purpose) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		c := carried{Next: nextPath(r.PostFormValue("next")), Parked: parked(r), Again: r.PostFormValue("again") != ""}
		err := s.allowSignIn(r)
		var to, secret string
		if err == nil {
			to, secret, err = s.begin(r, purpose, &c)
		}
		if err != nil {
			return s.stay(w, r, purpose, &c, err)
		}
		part, err := s.providerPart(r)
		if err != nil {
			return err
		}
		page := &GoingPage{Frame: s.frame(r, s.printer(visitOf(r.Context()).lang).T("membership.sign_in")), To: to}
		page.Path = "/sign-in"
		for _, d := range part.Doors {
			if d.Path == doorPath(r) {
				page.Name = d.Name
			}
		}
		s.tie(w, s.doorCookie(), secret)
		w.Header().Set("Refresh", "0; url="+to)
		w.Header().Set("Referrer-Policy", "no-referrer")
		return s.show(w, r, http.StatusOK, "going", page)
	}
}

// doorPath is the last part of the request's address, as DoorButton has it.
func doorPath(r *http.Request) string {
	if key := r.PathValue("key"); key != "" {
		return "provider/" + key
	}
	return "site"
}

func (s *Server) begin(r *http.Request, purpose membership.Purpose, c *carried) (to, secret string, err error) {
	carry, err := json.Marshal(c)
	if err != nil {
		return "", "", err
	}
	a := s.asking(r, purpose)
	if key := r.PathValue("key"); key != "" {
		return s.o.Membership.BeginProvider(r.Context(), key, a, carry)
	}
	return s.o.Membership.BeginSite(r.Context(), a, carry)
}

// comeBack takes the answer of a provider or of the newsroom's own login.
func (s *Server) comeBack(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds what was a secret
	if !s.acts.Allow(r, time.Now()) {
		return &rozmova.Error{Kind: rozmova.TooMany, Reason: "sign_in.too_many", Args: map[string]any{"Seconds": 60}}
	}
	secret := ""
	if c, err := r.Cookie(s.doorCookie()); err == nil {
		secret = c.Value
	}
	v, q := visitOf(r.Context()), r.URL.Query()
	a := s.asking(r, membership.Link) // with who is signed in; the errand knows what for
	var in *membership.Welcome
	var begun *membership.Begun
	var err error
	if key := r.PathValue("key"); key != "" {
		in, begun, err = s.o.Membership.FinishProvider(r.Context(), key, secret, membership.Answer{
			Code: q.Get("code"), State: q.Get("state"), Issuer: q.Get("iss"), Error: q.Get("error"),
		}, a)
	} else {
		in, begun, err = s.o.Membership.FinishSite(r.Context(), secret, q.Get("state"), q.Get("token"), a)
	}
	c, purpose := carried{Next: "/"}, membership.SignIn
	if begun != nil {
		s.tie(w, s.doorCookie(), "")
		v.lang, purpose = begun.Locale, begun.For
		if err := json.Unmarshal(begun.Carry, &c); err != nil {
			return err
		}
		if begun.Pending != "" {
			s.tie(w, s.pendingCookie(), begun.Pending)
		}
	}
	switch {
	case err != nil:
		return s.stay(w, r, purpose, &c, err)
	case purpose == membership.Link:
		return s.seeOther(w, r, "/me/ways?done=linked#providers")
	case purpose == membership.Confirm:
		return s.seeOther(w, r, c.Next)
	}
	return s.welcomeIn(w, r, in, c.Next, c.Parked)
}

// stay shows the page again from which somebody set out, with what went wrong; the other ways in are offered there.
func (s *Server) stay(w http.ResponseWriter, r *http.Request, purpose membership.Purpose, c *carried, err error) error {
	errs, code, ok := s.formError(w, r, err)
	if !ok {
		return err
	}
	var e *rozmova.Error
	if errors.As(err, &e) && e.Reason == "provider.cancelled" {
		code = http.StatusOK // somebody thought better of it, and nothing is wrong
	}
	v := visitOf(r.Context())
	switch {
	case purpose == membership.SignIn && v.reader != nil && c.Parked == nil:
		return s.seeOther(w, r, c.Next) // signed in meanwhile
	case purpose == membership.SignIn || v.reader == nil:
		page := SignInPage{Next: c.Next, Parked: c.Parked, Errors: errs}
		if e != nil && e.Reason == "provider.email_known" {
			page.Email, _ = e.Args["Email"].(string)
			page.Pending = true
		}
		return s.showSignIn(w, r, code, page)
	case purpose == membership.Confirm:
		return s.showConfirm(w, r, code, ConfirmPage{Next: c.Next, Again: c.Again, Errors: errs})
	}
	return s.showWays(w, r, code, WaysPage{Errors: errs})
}

// linkPending links the identity that waits in this browser to the reader who has just signed in, if they did so on the page that
// told them of it: whoever comes by another one may have found the browser as somebody else left it. It fails silently: the
// reader is signed in all the same, and can link it under the ways in.
func (s *Server) linkPending(w http.ResponseWriter, r *http.Request, in *membership.Welcome) {
	c, err := r.Cookie(s.pendingCookie())
	if err != nil {
		return
	}
	s.tie(w, s.pendingCookie(), "")
	if r.PostFormValue("pending") == "" {
		return
	}
	if err := s.o.Membership.LinkPending(r.Context(), in.Reader, c.Value); err != nil {
		s.o.Log.Warn("linking an identity that waited", "error", err)
	}
}

func (s *Server) unlink(w http.ResponseWriter, r *http.Request) error {
	err := s.o.Membership.RemoveIdentity(r.Context(), visitOf(r.Context()).reader, r.PathValue("id"))
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showWays(w, r, code, WaysPage{Errors: errs})
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/ways?done=unlinked#providers")
}
