package web

import (
	"net/http"

	"github.com/rozmova/rozmova"
)

// setupForm asks for the code that stands on the console. It is there only as long as nobody has a role.
func (s *Server) setupForm(w http.ResponseWriter, r *http.Request) error {
	open, err := s.o.Membership.SetupOpen(r.Context())
	if err != nil {
		return err
	}
	if !open {
		return rozmova.NotFound
	}
	return s.showSetup(w, r, http.StatusOK, SetupPage{})
}

func (s *Server) showSetup(w http.ResponseWriter, r *http.Request, code int, page SetupPage) error {
	page.Frame = s.frame(r, s.printer(visitOf(r.Context()).lang).T("staff.setup.title"))
	page.Path = "/setup"
	w.Header().Set("Referrer-Policy", "no-referrer")
	return s.show(w, r, code, "setup", &page)
}

// setUp makes whoever has the console's code the first administrator, and goes on to the second factor.
func (s *Server) setUp(w http.ResponseWriter, r *http.Request) error {
	page := SetupPage{Code: r.PostFormValue("code"), Email: r.PostFormValue("email")}
	open, err := s.o.Membership.SetupOpen(r.Context())
	if err != nil {
		return err
	}
	if !open {
		return rozmova.NotFound
	}
	err = s.allowSignIn(r)
	v := visitOf(r.Context())
	if err == nil {
		in, failed := s.o.Membership.SetUp(r.Context(), browserOf(r), v.lang, page.Code, page.Email)
		if failed == nil {
			return s.welcomeIn(w, r, in, "/desk/staff", nil)
		}
		err = failed
	}
	if errs, code, ok := s.formError(w, r, err); ok {
		page.Errors = errs
		return s.showSetup(w, r, code, page)
	}
	return err
}
