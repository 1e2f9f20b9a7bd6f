package web

import (
	"context"
	"net/http"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// passkeyRoutes lays the routes of passkeys. Each begins by a script's question, answered with JSON for the browser, and ends by
// a form, so that what travels with it, a parked comment for instance, goes the way of every other sign-in.
func (s *Server) passkeyRoutes(mux *http.ServeMux) {
	mux.Handle("POST /sign-in/passkey/begin", s.page(s.beginPasskey(membership.SignIn)))
	mux.Handle("POST /sign-in/passkey", s.page(s.passkeySignIn))
	mux.Handle("POST /confirm/passkey/begin", s.acting(s.beginPasskey(membership.Confirm)))
	mux.Handle("POST /confirm/passkey", s.acting(s.passkeyConfirm))
	mux.Handle("POST /me/passkeys/begin", s.acting(s.fresh(s.beginPasskey(membership.Link))))
	mux.Handle("POST /me/passkeys", s.acting(s.addPasskey)) // the beginning was fresh
	mux.Handle("POST /me/passkeys/{id}/label", s.acting(s.labelPasskey))
	mux.Handle("POST /me/passkeys/{id}/remove", s.acting(s.fresh(s.removePasskey)))
}

// A PasskeyPart is what the pages of the ways in show of passkeys.
type PasskeyPart struct {
	PasskeysOffered bool          // there can be passkeys at the site's address
	PasskeysFull    bool          // who is signed in may have no more
	Passkeys        []PasskeyLine // of who is signed in, the oldest first
	PasskeyLimit    int           // most characters of a label
}

// A PasskeyLine is a reader's passkey.
type PasskeyLine struct {
	ID    string
	Label string // may be empty
	Added time.Time
	Used  time.Time // zero: never
}

func (s *Server) passkeyPart(r *http.Request) (PasskeyPart, error) {
	part := PasskeyPart{PasskeysOffered: s.o.Membership.Passkeys(), PasskeyLimit: membership.MaxPasskey}
	v := visitOf(r.Context())
	if v.reader == nil {
		return part, nil
	}
	list, err := s.o.Membership.PasskeysOf(r.Context(), v.reader)
	for _, p := range list {
		part.Passkeys = append(part.Passkeys, PasskeyLine(p))
	}
	part.PasskeysFull = len(list) >= membership.MaxPasskeys
	return part, err
}

// passkeyCookie names the cookie that ties a challenge to the browser that was asked.
func (s *Server) passkeyCookie() string { return s.cookie + "-passkey" }

// beginPasskey answers with what the browser is to ask its reader, as JSON.
func (s *Server) beginPasskey(purpose membership.Purpose) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if purpose == membership.SignIn && !s.acts.Allow(r, time.Now()) { // the answer is what counts as a try
			return &rozmova.Error{Kind: rozmova.TooMany, Reason: "sign_in.too_many", Args: map[string]any{"Seconds": 60}}
		}
		begin := s.o.Membership.BeginPasskeySignIn
		if purpose == membership.Link {
			begin = s.o.Membership.BeginPasskeyRegistration
		}
		options, secret, err := begin(r.Context(), s.asking(r, purpose))
		if err != nil {
			return err
		}
		s.keepChallenge(w, secret)
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(options)
		return nil
	}
}

// keepChallenge gives the browser the secret of a challenge, or takes it away.
func (s *Server) keepChallenge(w http.ResponseWriter, secret string) {
	c := &http.Cookie{
		Name: s.passkeyCookie(), Value: secret, Path: "/", HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteStrictMode,
		MaxAge: int(membership.PasskeyLife / time.Second),
	}
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
}

// takePasskey gives what the browser said and the secret it holds, which is then of no more use.
func (s *Server) takePasskey(w http.ResponseWriter, r *http.Request) (secret string, answer []byte, err error) {
	if err := s.allowSignIn(r); err != nil {
		return "", nil, err
	}
	if c, err := r.Cookie(s.passkeyCookie()); err == nil {
		secret = c.Value
	}
	s.keepChallenge(w, "")
	return secret, []byte(r.PostFormValue("passkey")), nil
}

// showPasskey shows a passkey for a purpose.
func (s *Server) showPasskey(w http.ResponseWriter, r *http.Request, purpose membership.Purpose) (*membership.Welcome, error) {
	secret, answer, err := s.takePasskey(w, r)
	if err != nil {
		return nil, err
	}
	in, err := s.o.Membership.FinishPasskeySignIn(r.Context(), s.asking(r, purpose), secret, answer)
	if err != nil {
		s.noteRefused(w, membership.ByPasskey, err)
		return nil, err
	}
	return in, nil
}

func (s *Server) passkeySignIn(w http.ResponseWriter, r *http.Request) error {
	page := SignInPage{Next: nextPath(r.PostFormValue("next")), Parked: parked(r)}
	in, err := s.showPasskey(w, r, membership.SignIn)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showSignIn(w, r, code, page)
	}
	if err != nil {
		return err
	}
	return s.welcomeIn(w, r, in, page.Next, page.Parked)
}

func (s *Server) passkeyConfirm(w http.ResponseWriter, r *http.Request) error {
	page := ConfirmPage{Next: nextPath(r.PostFormValue("next")), Again: r.PostFormValue("again") != ""}
	_, err := s.showPasskey(w, r, membership.Confirm)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showConfirm(w, r, code, page)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, page.Next)
}

// addPasskey takes the passkey that the browser has made.
func (s *Server) addPasskey(w http.ResponseWriter, r *http.Request) error {
	return s.changePasskeys(w, r, "passkey_added", func(ctx context.Context) error {
		secret, answer, err := s.takePasskey(w, r)
		if err != nil {
			return err
		}
		return s.o.Membership.FinishPasskeyRegistration(ctx, s.asking(r, membership.Link), secret, answer, r.PostFormValue("label"))
	})
}

func (s *Server) labelPasskey(w http.ResponseWriter, r *http.Request) error {
	return s.changePasskeys(w, r, "passkey_named", func(ctx context.Context) error {
		return s.o.Membership.LabelPasskey(ctx, visitOf(ctx).reader, r.PathValue("id"), r.PostFormValue("label"))
	})
}

func (s *Server) removePasskey(w http.ResponseWriter, r *http.Request) error {
	return s.changePasskeys(w, r, "passkey_removed", func(ctx context.Context) error {
		v := visitOf(ctx)
		if err := s.o.Membership.MayChangeSecond(ctx, v.reader, v.secret); err != nil {
			return err
		}
		return s.o.Membership.RemovePasskey(ctx, v.reader, r.PathValue("id"))
	})
}

// changePasskeys does something and shows the ways in, with what was done or why it was not.
func (s *Server) changePasskeys(w http.ResponseWriter, r *http.Request, done string, change func(context.Context) error) error {
	err := change(r.Context())
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showWays(w, r, code, WaysPage{Errors: errs})
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/ways?done="+done+"#passkeys")
}
