package web

import (
	"context"
	"net/http"

	"github.com/rozmova/rozmova"
)

// mute keeps somebody's words out of the reader's sight.
func (s *Server) mute(w http.ResponseWriter, r *http.Request) error {
	return s.turn(w, r, s.o.Discussion.Mute, "muted")
}

// unmute brings them back.
func (s *Server) unmute(w http.ResponseWriter, r *http.Request) error {
	return s.turn(w, r, s.o.Discussion.Unmute, "unmuted")
}

func (s *Server) turn(w http.ResponseWriter, r *http.Request, do func(context.Context, *rozmova.Reader, rozmova.ID[rozmova.Reader]) (*rozmova.Reader, error), done string) error {
	id, err := rozmova.ParseID[rozmova.Reader](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	other, err := do(r.Context(), visitOf(r.Context()).reader, id)
	if err != nil {
		return err
	}
	if wantsFragment(r) {
		return writeJSON(w, struct {
			Name  string `json:"name"`
			Muted bool   `json:"muted"`
		}{other.PenName, done == "muted"})
	}
	return s.seeOther(w, r, changed(backPath(r, "/me"), "done", done))
}
