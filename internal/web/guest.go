package web

import (
	"net/http"

	"github.com/rozmova/rozmova"
)

// guestRoutes lays the routes of guests.
func (s *Server) guestRoutes(mux *http.ServeMux) {
	mux.Handle("POST /sign-in/guest", s.page(s.comeAsGuest))
}

// A GuestPart is what the page of the sign-in shows of guests.
type GuestPart struct {
	GuestsHere bool   // the site takes comments by a name alone
	GuestName  string // as it was typed in
}

// guest reports whether somebody is known by a name alone.
func guest(r *rozmova.Reader) bool { return r != nil && r.Guest }

// comeAsGuest takes a parked comment by a name alone.
func (s *Server) comeAsGuest(w http.ResponseWriter, r *http.Request) error {
	page := SignInPage{Next: nextPath(r.PostFormValue("next")), Parked: parked(r), GuestPart: GuestPart{GuestName: r.PostFormValue("guest_name")}}
	v := visitOf(r.Context())
	if v.reader != nil { // signed in meanwhile, or a guest already
		return s.goOn(w, r, page.Next, page.Parked)
	}
	if page.Parked == nil {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "guest.only_comment"}
	}
	err := s.allowSignIn(r)
	if err == nil {
		in, joined := s.o.Membership.JoinAsGuest(r.Context(), browserOf(r), page.GuestName, v.lang)
		if joined == nil {
			s.setCookie(w, in.Session)
			v.reader, v.secret = in.Reader, in.Session
			return s.goOn(w, r, page.Next, page.Parked)
		}
		err = joined
	}
	if errs, code, ok := s.formError(w, r, err); ok {
		page.Errors = errs
		return s.showSignIn(w, r, code, page)
	}
	return err
}
