package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/membership"
)

// codeCookie names the cookie that ties a sign-in code to the browser that asked for it.
func (s *Server) codeCookie() string { return s.cookie + "-code" }

// nextPath is where to go after the sign-in: a path of this site, and the front page for anything else. A browser takes
// a backslash for a slash and drops control characters, so none may be in it.
func nextPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") ||
		strings.ContainsFunc(next, func(c rune) bool { return c == '\\' || c <= ' ' || c == 0x7f }) || strings.HasPrefix(u.Path, "//") {
		return "/"
	}
	return next
}

// parked reads the comment that travels through the sign-in in hidden fields; nil for none.
func parked(r *http.Request) *Parked {
	thread, err := rozmova.ParseID[rozmova.Thread](r.PostFormValue("parked_thread"))
	if err != nil || r.PostFormValue("parked_body") == "" {
		return nil
	}
	p := &Parked{Thread: thread, Statement: r.PostFormValue("parked_statement"), Body: r.PostFormValue("parked_body")}
	if parent, err := rozmova.ParseID[rozmova.Comment](r.PostFormValue("parked_parent")); err == nil {
		p.Parent = parent
	}
	return p
}

func (s *Server) signInForm(w http.ResponseWriter, r *http.Request) error {
	next := nextPath(r.URL.Query().Get("next"))
	if v := visitOf(r.Context()); v.reader != nil && !guest(v.reader) {
		return s.seeOther(w, r, next)
	}
	return s.showSignIn(w, r, http.StatusOK, SignInPage{Next: next, Vote: r.URL.Query().Get("for") == "vote"})
}

// showSignIn shows the sign-in, with the story under which a parked comment was written.
func (s *Server) showSignIn(w http.ResponseWriter, r *http.Request, code int, page SignInPage) error {
	page.Frame = s.frame(r, s.printer(visitOf(r.Context()).lang).T("membership.sign_in"))
	page.Path = "/sign-in?next=" + url.QueryEscape(page.Next)
	page.GuestsHere = s.o.Membership.Guests()
	if err := s.fillWays(r, &page.PasskeyPart, &page.ProviderPart); err != nil {
		return err
	}
	if page.Parked != nil {
		_, story, err := s.o.Discussion.Thread(r.Context(), page.Parked.Thread)
		if err != nil {
			return err
		}
		page.Parked.Story = refOf(story)
	}
	return s.show(w, r, code, "sign-in", &page)
}

// allowSignIn counts a try from a network address.
func (s *Server) allowSignIn(r *http.Request) error {
	if s.signIns.Allow(r, time.Now()) {
		return nil
	}
	return &rozmova.Error{Kind: rozmova.TooMany, Reason: "sign_in.too_many", Args: map[string]any{"Seconds": 60}}
}

// asksAgain reports whether a code is asked for by the page that asks for one: where it is refused, the one that was sent can
// still be entered.
func asksAgain(r *http.Request) bool { return r.PostFormValue("resend") != "" }

func (s *Server) signIn(w http.ResponseWriter, r *http.Request) error {
	page := SignInPage{Next: nextPath(r.PostFormValue("next")), Email: r.PostFormValue("email"), Parked: parked(r), Code: asksAgain(r), Pending: r.PostFormValue("pending") != ""}
	err := s.askCode(w, r, s.asking(r, membership.SignIn), page.Email)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showSignIn(w, r, code, page)
	}
	if err != nil {
		return err
	}
	page.Code, page.Resent = true, page.Code
	return s.showSignIn(w, r, http.StatusOK, page)
}

func (s *Server) enterCode(w http.ResponseWriter, r *http.Request) error {
	page := SignInPage{Next: nextPath(r.PostFormValue("next")), Email: r.PostFormValue("email"), Code: true, Parked: parked(r), Pending: r.PostFormValue("pending") != ""}
	in, err := s.takeCode(w, r, s.asking(r, membership.SignIn))
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showSignIn(w, r, code, page)
	}
	if err != nil {
		return err
	}
	return s.welcomeIn(w, r, in, page.Next, page.Parked)
}

// welcomeIn begins the session and goes on: a newcomer chooses a name, a parked comment is posted. Where a way in was shown in
// the session that there is, it goes on in that.
func (s *Server) welcomeIn(w http.ResponseWriter, r *http.Request, in *membership.Welcome, next string, p *Parked) error {
	v := visitOf(r.Context())
	if v.reader != nil && in.Session == v.secret {
		return s.goOn(w, r, next, p)
	}
	s.o.Log.Info("signed in", "reader", in.Reader.ID, "way", in.Way, "new", in.New, "request", w.Header().Get("X-Request-Id"))
	s.setCookie(w, in.Session)
	if in.Way != membership.AsGuest {
		s.rememberBrowser(w, in.Session)
	}
	s.linkPending(w, r, in)
	v.reader, v.secret, v.locked = in.Reader, in.Session, in.Locked
	if len(in.Locked) > 0 {
		plain := *in.Reader
		plain.Grants = nil
		v.reader = &plain
	}
	if in.New {
		return s.showWelcome(w, r, http.StatusOK, WelcomePage{Next: next, PenName: s.proposedName(r, in), Parked: p})
	}
	return s.goOn(w, r, next, p)
}

// noteRefused writes down that a way in was refused, and why: neither for which address nor from where.
func (s *Server) noteRefused(w http.ResponseWriter, way membership.Way, err error) {
	var e *rozmova.Error
	if errors.As(err, &e) {
		s.o.Log.Info("sign-in refused", "way", way, "reason", e.Reason, "request", w.Header().Get("X-Request-Id"))
	}
}

// goOn posts a parked comment, or goes where the reader wanted to go.
func (s *Server) goOn(w http.ResponseWriter, r *http.Request, next string, p *Parked) error {
	v := visitOf(r.Context())
	if p == nil && len(v.locked) > 0 {
		return s.seeOther(w, r, "/me/second?next="+url.QueryEscape(next))
	}
	if p == nil {
		return s.seeOther(w, r, next)
	}
	posting := discussion.Posting{Thread: p.Thread, Parent: p.Parent, Statement: p.Statement, Body: p.Body, Locale: v.lang, Key: r.PostFormValue("nonce")}
	c, _, err := s.o.Discussion.Post(r.Context(), v.reader, posting)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.postAgain(w, r, posting, err, errs, code)
	}
	if err != nil {
		return err
	}
	return s.seeComment(w, r, c)
}

func (s *Server) linkForm(w http.ResponseWriter, r *http.Request) error {
	page := &LinkPage{Frame: s.frame(r, s.printer(visitOf(r.Context()).lang).T("membership.sign_in")), Token: r.URL.Query().Get("token")}
	page.Path = "/sign-in"
	w.Header().Set("Referrer-Policy", "no-referrer") // the address holds a secret
	return s.show(w, r, http.StatusOK, "link", page)
}

func (s *Server) followLink(w http.ResponseWriter, r *http.Request) error {
	if err := s.allowSignIn(r); err != nil {
		return err
	}
	in, err := s.o.Membership.FollowLink(r.Context(), browserOf(r), r.PostFormValue("token"))
	if err != nil {
		s.noteRefused(w, membership.ByLink, err)
		return err
	}
	next := "/"
	if in.Reader.Has(rozmova.Moderator, "") {
		next = "/desk"
	}
	return s.welcomeIn(w, r, in, next, nil)
}

func (s *Server) signOut(w http.ResponseWriter, r *http.Request) error {
	if v := visitOf(r.Context()); v.secret != "" {
		if err := s.o.Membership.SignOut(r.Context(), v.secret); err != nil {
			return err
		}
	}
	s.setCookie(w, "")
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`)
	return s.seeOther(w, r, "/")
}

func (s *Server) welcomeForm(w http.ResponseWriter, r *http.Request) error {
	return s.showWelcome(w, r, http.StatusOK, WelcomePage{Next: nextPath(r.URL.Query().Get("next")), PenName: visitOf(r.Context()).reader.PenName})
}

func (s *Server) showWelcome(w http.ResponseWriter, r *http.Request, code int, page WelcomePage) error {
	page.Frame = s.frame(r, s.printer(visitOf(r.Context()).lang).T("membership.choose_name"))
	page.Path, page.Limit = "/welcome", membership.MaxPenName
	if page.Parked != nil {
		_, story, err := s.o.Discussion.Thread(r.Context(), page.Parked.Thread)
		if err != nil {
			return err
		}
		page.Parked.Story = refOf(story)
	}
	return s.show(w, r, code, "welcome", &page)
}

func (s *Server) welcome(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	page := WelcomePage{Next: nextPath(r.PostFormValue("next")), PenName: r.PostFormValue("pen_name"), Parked: parked(r)}
	renamed, err := s.o.Membership.Rename(r.Context(), v.reader, page.PenName)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showWelcome(w, r, code, page)
	}
	if err != nil {
		return err
	}
	v.reader = renamed
	return s.goOn(w, r, page.Next, page.Parked)
}

// browserOf tells which browser asks.
func browserOf(r *http.Request) membership.Browser {
	b := membership.Browser{Agent: r.UserAgent(), Origin: live.Origin(r).String()}
	for _, name := range []string{knownCookie(secureCookie), knownCookie(plainCookie)} {
		if c, err := r.Cookie(name); err == nil && b.Known == "" {
			b.Known = c.Value
		}
	}
	return b
}

// knownCookie names the cookie by which an account knows a browser again.
func knownCookie(session string) string { return session + "-known" }

// rememberBrowser gives the browser what its account knows it by from now on.
func (s *Server) rememberBrowser(w http.ResponseWriter, session string) {
	http.SetCookie(w, &http.Cookie{
		Name: knownCookie(s.cookie), Value: membership.KnownCookie(session), Path: "/", HttpOnly: true, Secure: s.secure,
		SameSite: http.SameSiteLaxMode, MaxAge: 365 * 24 * 3600,
	})
}
