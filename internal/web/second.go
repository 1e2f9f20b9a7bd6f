package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"

	"github.com/rozmova/rozmova"
)

// secondRoutes lays the routes of the second factor of who has a role.
func (s *Server) secondRoutes(mux *http.ServeMux) {
	mux.Handle("GET /me/second", s.reader(s.second))
	mux.Handle("POST /me/second", s.acting(s.enterSecond))
	mux.Handle("POST /me/second/app", s.acting(s.fresh(s.beginApp)))
	mux.Handle("POST /me/second/app/forget", s.acting(s.fresh(s.forgetApp)))
}

func (s *Server) second(w http.ResponseWriter, r *http.Request) error {
	return s.showSecond(w, r, http.StatusOK, SecondPage{Next: nextPath(r.URL.Query().Get("next"))})
}

func (s *Server) showSecond(w http.ResponseWriter, r *http.Request, code int, page SecondPage) error {
	v := visitOf(r.Context())
	have, err := s.o.Membership.SecondOf(r.Context(), v.reader, v.secret)
	if err != nil {
		return err
	}
	if page.PasskeyPart, err = s.passkeyPart(r); err != nil {
		return err
	}
	page.Frame = s.frame(r, s.printer(v.lang).T("staff.second.title"))
	page.Path = "/me/second?next=" + url.QueryEscape(page.Next)
	if id := secondDone[r.URL.Query().Get("done")]; id != "" {
		page.Flash = &Flash{Text: s.printer(v.lang).T(id)}
	}
	page.Locked, page.Any, page.Key = have.Locked, have.Any(), have.Passkey
	page.Since, page.App = have.Since, !have.Since.IsZero()
	if have.Pending != "" {
		page.Pending, page.Address = inGroups(have.Pending), have.Address
		if page.Code, err = drawQR(have.Address); err != nil {
			return err
		}
	}
	return s.show(w, r, code, "second", &page)
}

var secondDone = map[string]string{"set": "staff.second.done_set", "forgotten": "staff.second.done_forgotten"}

// enterSecond takes a code of the authenticator app, and goes on where the person wanted to go.
func (s *Server) enterSecond(w http.ResponseWriter, r *http.Request) error {
	page := SecondPage{Next: nextPath(r.PostFormValue("next"))}
	err := s.allowSignIn(r)
	if err == nil {
		err = s.o.Membership.EnterApp(r.Context(), s.asking(r, ""), r.PostFormValue("code"))
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showSecond(w, r, code, page)
	}
	if err != nil {
		return err
	}
	if page.Next == "/" || strings.HasPrefix(page.Next, "/me/second") {
		return s.seeOther(w, r, "/me/second?done=set")
	}
	return s.seeOther(w, r, page.Next)
}

func (s *Server) beginApp(w http.ResponseWriter, r *http.Request) error {
	return s.changeApp(w, r, "", s.o.Membership.BeginApp(r.Context(), s.asking(r, "")))
}

func (s *Server) forgetApp(w http.ResponseWriter, r *http.Request) error {
	return s.changeApp(w, r, "forgotten", s.o.Membership.ForgetApp(r.Context(), s.asking(r, "")))
}

// changeApp shows what came of a change of the authenticator app.
func (s *Server) changeApp(w http.ResponseWriter, r *http.Request, done string, err error) error {
	next := nextPath(r.PostFormValue("next"))
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showSecond(w, r, code, SecondPage{Next: next, Errors: errs})
	}
	if err != nil {
		return err
	}
	to := url.Values{"next": {next}}
	if done != "" {
		to.Set("done", done)
	}
	return s.seeOther(w, r, "/me/second?"+to.Encode())
}

// secondFirst leads somebody who was refused only because their roles wait for a second factor to where it is shown. It reports
// whether it answered.
func (s *Server) secondFirst(w http.ResponseWriter, r *http.Request, err error) bool {
	v := visitOf(r.Context())
	var e *rozmova.Error
	if len(v.locked) == 0 || !errors.As(err, &e) || e.Kind != rozmova.Forbidden || !strings.HasPrefix(e.Reason, "role.") {
		return false
	}
	if r.Method != http.MethodGet || wantsFragment(r) {
		return false
	}
	http.Redirect(w, r, LocalPath(v.lang, "/me/second?next="+url.QueryEscape(v.path)), http.StatusSeeOther)
	return true
}

// unlockError says of a refusal that it is the second factor that is missing, where that is so.
func unlockError(v *visit, err error) error {
	var e *rozmova.Error
	if len(v.locked) > 0 && errors.As(err, &e) && e.Kind == rozmova.Forbidden && strings.HasPrefix(e.Reason, "role.") {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "second.needed", Err: err}
	}
	return err
}

// hasRole reports whether somebody has a role for any section, also one that waits for a second factor.
func (v *visit) hasRole(role rozmova.Role) bool {
	held := rozmova.Reader{Grants: v.locked}
	return v.reader.Has(role, "") || held.Has(role, "")
}

// inGroups writes a secret in groups of four, so that it can be typed.
func inGroups(secret string) string {
	var b strings.Builder
	for i := 0; i < len(secret); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(secret[i:min(i+4, len(secret))])
	}
	return b.String()
}

// quiet is the width of the empty zone around a QR code, in its squares (ISO/IEC 18004).
const quiet = 4

// drawQR draws a text as a QR code.
func drawQR(text string) (QRView, error) {
	code, err := qr.Encode(text, qr.L, qr.Auto)
	if err != nil {
		return QRView{}, err
	}
	size := code.Bounds().Dx()
	var b strings.Builder
	dark := func(x, y int) bool {
		if x >= size {
			return false
		}
		r, _, _, _ := code.At(x, y).RGBA()
		return r == 0
	}
	for y := range size {
		for x := 0; x < size; x++ {
			if !dark(x, y) {
				continue
			}
			from := x
			for dark(x, y) {
				x++
			}
			b.WriteString("M" + strconv.Itoa(from+quiet) + " " + strconv.Itoa(y+quiet) + "h" + strconv.Itoa(x-from) + "v1h-" + strconv.Itoa(x-from) + "z")
		}
	}
	return QRView{size + 2*quiet, b.String()}, nil
}
