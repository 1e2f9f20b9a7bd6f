package web

import (
	"net/http"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// nameRoutes are the pages about pen names.
func (s *Server) nameRoutes(mux *http.ServeMux) {
	mux.Handle("GET /me/name", s.reader(s.name))
	mux.Handle("POST /me/name", s.acting(s.changeName))
}

func (s *Server) name(w http.ResponseWriter, r *http.Request) error {
	return s.showName(w, r, http.StatusOK, NamePage{})
}

func (s *Server) showName(w http.ResponseWriter, r *http.Request, code int, page NamePage) error {
	v := visitOf(r.Context())
	page.Frame = s.frame(r, s.printer(v.lang).T("pen_name.title"))
	page.Path = "/me/name"
	page.PenName, page.Guest, page.Limit = v.reader.PenName, v.reader.Guest, membership.MaxPenName
	page.Next = s.o.Membership.MayRename(v.reader)
	if r.URL.Query().Get("done") != "" {
		page.Flash = &Flash{Text: s.printer(v.lang).T("pen_name.done", "Name", page.PenName)}
	}
	var err error
	if page.Former, err = s.formerNames(r, v.reader.ID); err != nil {
		return err
	}
	return s.show(w, r, code, "name", &page)
}

func (s *Server) changeName(w http.ResponseWriter, r *http.Request) error {
	page := NamePage{Typed: r.PostFormValue("pen_name")}
	_, err := s.o.Membership.Rename(r.Context(), visitOf(r.Context()).reader, page.Typed)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showName(w, r, code, page)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/me/name?done=1")
}

// formerNames gives the pen names that a reader went by, for the template "former-names": to the reader and to moderators, to
// whom alone they are shown. For everybody else it is Forbidden.
func (s *Server) formerNames(r *http.Request, reader rozmova.ID[rozmova.Reader]) ([]FormerName, error) {
	found, err := s.o.Membership.Names(r.Context(), visitOf(r.Context()).reader, reader)
	var list []FormerName
	for _, f := range found {
		list = append(list, FormerName(f))
	}
	return list, err
}

// proposedName is the name that a newcomer is known by where they came from, if it may be had; otherwise none.
func (s *Server) proposedName(r *http.Request, in *membership.Welcome) string {
	if in.Proposed == "" {
		return ""
	}
	name, err := s.o.Membership.Free(r.Context(), in.Reader, in.Proposed)
	if err != nil {
		return "" // it is only a proposal
	}
	return name
}
