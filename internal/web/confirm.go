package web

import (
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// confirmForm asks whether it is still the same person. Who has just shown it goes on at once.
func (s *Server) confirmForm(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	page := ConfirmPage{Next: nextPath(q.Get("next")), Again: q.Get("again") != ""}
	return s.showConfirm(w, r, http.StatusOK, page)
}

func (s *Server) showConfirm(w http.ResponseWriter, r *http.Request, code int, page ConfirmPage) error {
	v := visitOf(r.Context())
	email, err := s.o.Membership.Email(r.Context(), v.reader)
	if err != nil && !errors.Is(err, rozmova.NotFound) {
		return err
	}
	page.Email = membership.Masked(email)
	page.Frame = s.frame(r, s.printer(v.lang).T("ways.confirm"))
	page.Path = "/confirm?next=" + url.QueryEscape(page.Next)
	if err := s.fillWays(r, &page.PasskeyPart, &page.ProviderPart); err != nil {
		return err
	}
	return s.show(w, r, code, "confirm", &page)
}

// askConfirm sends a code to the reader's own address.
func (s *Server) askConfirm(w http.ResponseWriter, r *http.Request) error {
	page := ConfirmPage{Next: nextPath(r.PostFormValue("next")), Again: r.PostFormValue("again") != "", Code: asksAgain(r)}
	err := s.askCode(w, r, s.asking(r, membership.Confirm), "")
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showConfirm(w, r, code, page)
	}
	if err != nil {
		return err
	}
	page.Code, page.Resent = true, page.Code
	return s.showConfirm(w, r, http.StatusOK, page)
}

// confirm takes the code that was sent to the reader's own address.
func (s *Server) confirm(w http.ResponseWriter, r *http.Request) error {
	page := ConfirmPage{Next: nextPath(r.PostFormValue("next")), Again: r.PostFormValue("again") != "", Code: true}
	_, err := s.takeCode(w, r, s.asking(r, membership.Confirm))
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showConfirm(w, r, code, page)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, page.Next)
}

// askCode sends a code and ties it to the browser.
func (s *Server) askCode(w http.ResponseWriter, r *http.Request, a membership.Asking, email string) error {
	if err := s.allowSignIn(r); err != nil {
		return err
	}
	secret, err := s.o.Membership.RequestCode(r.Context(), a, email)
	if err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{
		Name: s.codeCookie(), Value: secret, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode,
		MaxAge: int(membership.CodeLife / time.Second),
	})
	return nil
}

// takeCode enters the code of the request's form with the secret that the browser holds, which is then of no more use.
func (s *Server) takeCode(w http.ResponseWriter, r *http.Request, a membership.Asking) (*membership.Welcome, error) {
	if err := s.allowSignIn(r); err != nil {
		return nil, err
	}
	secret := ""
	if c, err := r.Cookie(s.codeCookie()); err == nil {
		secret = c.Value
	}
	in, err := s.o.Membership.EnterCode(r.Context(), a, secret, r.PostFormValue("code"))
	if err != nil {
		s.noteRefused(w, membership.ByCode, err)
		return nil, err
	}
	http.SetCookie(w, &http.Cookie{Name: s.codeCookie(), Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode, MaxAge: -1})
	return in, nil
}
