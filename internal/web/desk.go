package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// deskCards is how many comments one page of the desk shows.
const deskCards = 30

func (s *Server) desk(w http.ResponseWriter, r *http.Request) error {
	if id, err := rozmova.ParseID[rozmova.Comment](r.URL.Query().Get("comment")); err == nil {
		return s.showCard(w, r, http.StatusOK, id, nil)
	}
	page, err := s.queuePage(r)
	if err != nil {
		return err
	}
	if id, err := rozmova.ParseID[rozmova.Decision](r.URL.Query().Get("decided")); err == nil {
		page.Undo = &UndoView{id, int(rozmova.Undoing / time.Second)}
		page.Flash = nil
	}
	if wantsFragment(r) {
		return s.fragment(w, r, "desk-items", page)
	}
	return s.show(w, r, http.StatusOK, "desk", page)
}

// fragment answers a script with a part of a page.
func (s *Server) fragment(w http.ResponseWriter, r *http.Request, name string, data any) error {
	html, err := s.render.Fragment(string(visitOf(r.Context()).lang), name, data)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = w.Write(html)
	return err
}

// deskPage makes a page of the desk without its cards; list is the key of the list that is open, empty for none.
func (s *Server) deskPage(r *http.Request, list string) (*DeskPage, error) {
	v := visitOf(r.Context())
	rules, err := s.ruleChoices(r, v.lang)
	if err != nil {
		return nil, err
	}
	return &DeskPage{DeskFrame: s.deskFrame(r, "queue", ""), List: list, Rules: rules}, nil
}

// showCard shows one comment on the desk. change may put back what a moderator had filled in.
func (s *Server) showCard(w http.ResponseWriter, r *http.Request, code int, id rozmova.ID[rozmova.Comment], change func(*DeskItem)) error {
	v := visitOf(r.Context())
	card, err := s.o.Moderation.Card(r.Context(), v.reader, id)
	if err != nil {
		return err
	}
	page, err := s.deskPage(r, "")
	if err != nil {
		return err
	}
	if page.Lists, err = s.deskCounts(r.Context(), v.reader); err != nil {
		return err
	}
	page.Path = "/desk?comment=" + id.String()
	item := s.deskItem(v, card)
	s.withLadder(r, card, &item)
	s.withColleagues(r, card, &item)
	if change != nil {
		change(&item)
	}
	page.Items = []DeskItem{item}
	if wantsFragment(r) {
		return s.fragment(w, r, "desk-items", page)
	}
	return s.show(w, r, code, "desk", page)
}

func (s *Server) decide(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	v := visitOf(r.Context())
	what := ruling(r)
	what.Comment = id
	decision, err := s.o.Moderation.Decide(r.Context(), v.reader, what)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok && !wantsFragment(r) {
		return s.showCard(w, r, code, id, func(item *DeskItem) {
			item.Action, item.Rule, item.Facts, item.Errors = what.Action, what.Rule, what.Facts, errs
			item.Rung, item.Law, item.Answer = what.Rung.String(), what.Law, what.Answer
		})
	}
	if err != nil {
		return err
	}
	if err := s.hideKept(r, what.Action, id); err != nil {
		return err
	}
	if wantsFragment(r) {
		return writeJSON(w, map[string]any{
			"decision": decision.ID.String(), "seconds": int(rozmova.Undoing / time.Second), "done": s.printer(v.lang).T("moderation.done." + string(what.Action)),
		})
	}
	path := backPath(r, "/desk")
	return s.seeOther(w, r, path+sign(path)+"decided="+decision.ID.String())
}

// hideKept takes a comment off the kept pages at once where a decision takes it out of sight.
func (s *Server) hideKept(r *http.Request, action rozmova.Action, id rozmova.ID[rozmova.Comment]) error {
	if !action.Restricts() {
		return nil
	}
	card, err := s.o.Moderation.Card(r.Context(), visitOf(r.Context()).reader, id)
	if err != nil {
		return err
	}
	s.kept.hide(card.Story.ID)
	return nil
}

// undo takes a decision back while its seconds run.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Decision](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	comment, err := s.o.Moderation.Undo(r.Context(), visitOf(r.Context()).reader, id)
	if err != nil {
		return err
	}
	if wantsFragment(r) {
		return writeJSON(w, map[string]any{"comment": comment.String()})
	}
	return s.seeOther(w, r, "/desk?comment="+comment.String())
}

// sign is what stands before a further part of an address's query.
func sign(path string) string {
	if strings.Contains(path, "?") {
		return "&"
	}
	return "?"
}
