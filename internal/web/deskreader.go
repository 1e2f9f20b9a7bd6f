package web

import (
	"net/http"

	"github.com/rozmova/rozmova"
)

// deskReader shows moderators what was decided about a reader.
func (s *Server) deskReader(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Reader](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	return s.showReader(w, r, http.StatusOK, id, nil)
}

// showReader shows a reader's record. change may put back what a moderator had filled in.
func (s *Server) showReader(w http.ResponseWriter, r *http.Request, code int, id rozmova.ID[rozmova.Reader], change func(*DeskReaderPage)) error {
	v := visitOf(r.Context())
	h, err := s.o.Moderation.History(r.Context(), v.reader, id)
	if err != nil {
		return err
	}
	name := func(id rozmova.ID[rozmova.Reader]) string {
		if p := h.People[id]; p != nil {
			return p.PenName
		}
		return ""
	}
	page := &DeskReaderPage{DeskFrame: s.deskFrame(r, "queue", h.Record.Reader.PenName), Author: s.viewRecord(v, h.Record, name)}
	page.Path = "/desk/readers/" + id.String()
	page.Lifts = v.reader.Has(rozmova.Senior, "") && v.reader.ID != id
	for i := range page.Author.History {
		if line := &page.Author.History[i]; h.Comments[line.Comment] == nil {
			line.Comment = rozmova.ID[rozmova.Comment]{} // of another section
		}
	}
	if r.URL.Query().Get("done") == "lifted" {
		page.Flash = &Flash{Text: s.printer(v.lang).T("desk.lifted")}
	}
	if change != nil {
		change(page)
	}
	return s.show(w, r, code, "desk-reader", page)
}

// liftSanction ends a sanction before its time. The form names whose it is, so that the page can be shown again.
func (s *Server) liftSanction(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Sanction](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	reader, wrong := rozmova.ParseID[rozmova.Reader](r.PostFormValue("reader"))
	facts := r.PostFormValue("facts")
	err = s.o.Moderation.Lift(r.Context(), visitOf(r.Context()).reader, id, facts)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok && wrong == nil {
		return s.showReader(w, r, code, reader, func(page *DeskReaderPage) { page.Lift, page.Facts, page.Errors = id, facts, errs })
	}
	if err != nil {
		return err
	}
	if wrong != nil {
		return s.seeOther(w, r, "/desk")
	}
	return s.seeOther(w, r, "/desk/readers/"+reader.String()+"?done=lifted")
}
