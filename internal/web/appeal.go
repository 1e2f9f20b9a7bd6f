package web

import (
	"errors"
	"net/http"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// appealLine tells of the appeal against a decision, to its author; nil to others.
func (s *Server) appealLine(r *http.Request, g *moderation.Ground) (*AppealLine, error) {
	a, until, err := s.o.Moderation.AppealTo(r.Context(), visitOf(r.Context()).reader, g.Reasons.Decision)
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil
	}
	if err != nil || a == nil && until.IsZero() {
		return nil, err
	}
	line := &AppealLine{Path: "/decisions/" + g.Reasons.Decision.String() + "/appeal", Until: until}
	if a != nil {
		line.State, line.Due = a.State, a.Due
	}
	return line, nil
}

func (s *Server) appealForm(w http.ResponseWriter, r *http.Request) error {
	return s.showAppeal(w, r, http.StatusOK, nil)
}

func (s *Server) showAppeal(w http.ResponseWriter, r *http.Request, code int, change func(*AppealPage)) error {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Decision](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	g, err := s.o.Moderation.Reasons(r.Context(), v.reader, id)
	if err != nil {
		return err
	}
	a, until, err := s.o.Moderation.AppealTo(r.Context(), v.reader, id)
	if err != nil {
		return err
	}
	page := &AppealPage{
		Frame: s.frame(r, s.printer(v.lang).T("appeal.title")), Decision: id, Story: refOf(g.Story), Reasons: *g.Reasons, Appeal: a, Until: until, Limit: moderation.MaxAppeal,
	}
	page.Path = "/decisions/" + id.String() + "/appeal"
	if change != nil {
		change(page)
	}
	return s.show(w, r, code, "appeal", page)
}

func (s *Server) makeAppeal(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Decision](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	text := r.PostFormValue("text")
	_, err = s.o.Moderation.Appeal(r.Context(), visitOf(r.Context()).reader, id, text)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showAppeal(w, r, code, func(p *AppealPage) { p.Text, p.Errors = text, errs })
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/decisions/"+id.String()+"/appeal?done=appealed")
}

func (s *Server) hearing(w http.ResponseWriter, r *http.Request) error {
	return s.showHearing(w, r, http.StatusOK, nil)
}

func (s *Server) showHearing(w http.ResponseWriter, r *http.Request, code int, change func(*HearingPage)) error {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Appeal](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	h, err := s.o.Moderation.Hearing(r.Context(), v.reader, id)
	if err != nil {
		return err
	}
	p := s.printer(v.lang)
	page := &HearingPage{DeskFrame: s.deskFrame(r, "queue", p.T("appeal.hearing")), Item: s.deskItem(v, h.Card), Appeal: *h.Appeal, By: "author"}
	page.Path = "/desk/appeals/" + id.String()
	page.Item.Actions, page.Item.Elsewhere = nil, ""
	if !h.Appeal.Notice.IsZero() {
		page.By = "notifier"
	}
	name := func(id rozmova.ID[rozmova.Reader]) string {
		if r := h.People[id]; r != nil {
			return r.PenName
		}
		return ""
	}
	page.Decider, page.Heard = name(h.Decision.By), name(h.Appeal.By)
	page.Decision = s.decisionLine(v.lang, h.Decision, page.Decider)
	page.Ground = h.Decision.Law
	if x := h.Sanction; x != nil {
		page.Sanction = &SanctionLine{
			Decision: x.Decision, Rung: x.Rung, Rule: s.ruleTitle(v.lang, x.Rule), Starts: x.Starts, Ends: x.Ends, Lifted: x.Lifted, InForce: x.InForce(s.o.Moderation.Now()),
		}
	}
	if h.Refused != nil {
		page.Refused, _ = s.explain(v.lang, h.Refused)
	}
	if page.Rules, err = s.ruleChoices(r, v.lang); err != nil {
		return err
	}
	if change != nil {
		change(page)
	}
	return s.show(w, r, code, "hearing", page)
}

// hear takes what somebody rules on an appeal.
func (s *Server) hear(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Appeal](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	state, action, rule, answer := r.PostFormValue("state"), r.PostFormValue("action"), r.PostFormValue("rule"), r.PostFormValue("answer")
	ruling := moderation.AppealRuling{Answer: answer, Action: rozmova.Action(action), Rule: rule}
	for _, known := range []rozmova.AppealState{rozmova.AppealUpheld, rozmova.AppealReversed, rozmova.AppealAmended} {
		if known.String() == state {
			ruling.State = known
		}
	}
	a, err := s.o.Moderation.Hear(r.Context(), visitOf(r.Context()).reader, id, ruling)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showHearing(w, r, code, func(p *HearingPage) {
			p.State, p.Action, p.Rule, p.Answer, p.Errors = state, action, rule, answer, errs
		})
	}
	if err != nil {
		return err
	}
	if one, err := s.o.Moderation.Card(r.Context(), visitOf(r.Context()).reader, a.Comment); err == nil && !one.Comment.State.Visible() {
		s.kept.hide(one.Story.ID)
	}
	return s.seeOther(w, r, "/desk?list=appeals&done=appeal_heard")
}
