package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/rozmova/rozmova"
)

// sanctioned names the decision whose sanction is why somebody was refused; "" where it is none.
func sanctioned(err error) string {
	var e *rozmova.Error
	if !errors.As(err, &e) || !strings.HasPrefix(e.Reason, "sanction.") {
		return ""
	}
	decision, _ := e.Args["Decision"].(string)
	return decision
}

// A problemLink leads from a refusal to where more is said.
type problemLink struct {
	Path string `json:"path"`
	Text string `json:"text"`
}

// toldOf names the decision whose sanction is why somebody was refused, once its reader may read why: before that, whoever decided can
// still take it back. "" where there is none.
func (s *Server) toldOf(r *http.Request, err error) string {
	decision := sanctioned(err)
	id, bad := rozmova.ParseID[rozmova.Decision](decision)
	if bad != nil {
		return ""
	}
	if _, err := s.o.Moderation.Reasons(r.Context(), visitOf(r.Context()).reader, id); err != nil {
		return ""
	}
	return decision
}

// reasonsLink leads to the statement of reasons of the sanction that an error tells of; nil where it tells of none.
func (s *Server) reasonsLink(r *http.Request, err error) *problemLink {
	decision, lang := s.toldOf(r, err), visitOf(r.Context()).lang
	if decision == "" {
		return nil
	}
	return &problemLink{LocalPath(lang, "/decisions/"+decision), s.printer(lang).T("sanction.to_decision")}
}
