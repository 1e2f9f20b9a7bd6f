package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
)

// labelsTab is the key of the desk's tab with the labelling queue.
const labelsTab = "labels"

func (s *Server) labels(w http.ResponseWriter, r *http.Request) error {
	return s.showLabels(w, r, http.StatusOK, nil)
}

func (s *Server) showLabels(w http.ResponseWriter, r *http.Request, code int, errs FieldErrors) error {
	v := visitOf(r.Context())
	zone := s.o.Location
	if zone == nil {
		zone = time.UTC
	}
	q, err := s.o.Moderation.Uncertain(r.Context(), v.reader, zone)
	if err != nil {
		return err
	}
	page := &LabelsPage{DeskFrame: s.deskFrame(r, labelsTab, ""), Today: q.Today, More: q.More, Errors: errs}
	page.Path = "/desk/labels"
	if q.Card != nil {
		q.Card.Verdict, q.Card.Findings = nil, nil // it is not to tell people what to say
		item := s.deskItem(v, q.Card)
		page.Item = &item
	}
	return s.show(w, r, code, "labels", page)
}

func (s *Server) label(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0 is none
	err = s.o.Moderation.Label(r.Context(), visitOf(r.Context()).reader, rozmova.Lesson{
		Comment: id, Revision: revision,
		Participant: rozmova.ParseAnswer(r.PostFormValue("participant")), Toxic: rozmova.ParseAnswer(r.PostFormValue("toxic")),
	})
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showLabels(w, r, code, errs)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/labels")
}
