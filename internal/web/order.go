package web

import (
	"net/http"

	"github.com/rozmova/rozmova/internal/discussion"
)

// order keeps the order in which somebody wants to read discussions, and goes back to the beginning of the one at hand.
func (s *Server) order(w http.ResponseWriter, r *http.Request) error {
	order, err := discussion.ParseOrder(r.PostFormValue("order"))
	if err != nil {
		return err
	}
	c := &http.Cookie{ //nolint:gosec // no secret, and the island may read it
		Name: orderCookie, Value: string(order), Path: "/", Secure: s.secure, SameSite: http.SameSiteLaxMode, MaxAge: 365 * 24 * 3600,
	}
	if order == "" { // the site's own again
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
	if wantsFragment(r) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	back := changed(backPath(r, "/"), "order", "", "after", "", "before", "")
	return s.seeOther(w, r, at(back, "discussion"))
}
