package web

import (
	"net/http"
	"strconv"

	"github.com/rozmova/rozmova"
)

func (s *Server) decision(w http.ResponseWriter, r *http.Request) error {
	return s.showDecision(w, r, http.StatusOK, nil)
}

// showDecision shows a statement of reasons; change puts back what its author had written.
func (s *Server) showDecision(w http.ResponseWriter, r *http.Request, code int, change func(*DecisionPage)) error {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Decision](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	g, err := s.o.Moderation.Reasons(r.Context(), v.reader, id)
	if err != nil {
		return err
	}
	page := &DecisionPage{
		Frame: s.frame(r, s.printer(v.lang).T("reasons.title")), Story: refOf(g.Story), Reasons: *g.Reasons, Unread: g.Unread, Mend: g.Mend,
	}
	page.Path = "/decisions/" + id.String()
	if g.Comment != nil && g.Verdict != nil && len(g.Verdict.Spans) > 0 {
		page.Marked = markedWords(s.printer(v.lang), g.Comment, g.Verdict)
	}
	if g.Sanction != nil {
		page.Lifted = g.Sanction.Lifted
	}
	if g.Mend {
		page.Body, page.Revision = g.Comment.Source, g.Comment.Revision
		if _, one, err := s.o.Discussion.Thread(r.Context(), g.Comment.Thread); err == nil {
			page.Story = refOf(one)
		}
	}
	for _, later := range g.Later {
		page.Later = append(page.Later, s.decisionLine(v.lang, later, "")) // the author is not told who decided
	}
	if page.Appeal, err = s.appealLine(r, g); err != nil {
		return err
	}
	if change != nil {
		change(page)
	}
	return s.show(w, r, code, "decision", page)
}

// resubmit takes other words for a comment that was held or removed.
func (s *Server) resubmit(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0: whichever it is
	body := r.PostFormValue("body")
	c, err := s.o.Discussion.Resubmit(r.Context(), v.reader, id, revision, body)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		decision := r.PostFormValue("decision")
		if _, bad := rozmova.ParseID[rozmova.Decision](decision); bad != nil {
			return err
		}
		r.SetPathValue("id", decision)
		return s.showDecision(w, r, code, func(p *DecisionPage) { p.Body, p.Errors, p.Mend = body, errs, true })
	}
	if err != nil {
		return err
	}
	return s.seeComment(w, r, c)
}

// readWarning takes the word of a warning's reader for it.
func (s *Server) readWarning(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Decision](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	if err := s.o.Moderation.ReadWarning(r.Context(), visitOf(r.Context()).reader, id); err != nil {
		return err
	}
	return s.seeOther(w, r, backPath(r, "/decisions/"+id.String()+"?done=warning_read"))
}

// standing shows readers what was decided about them.
func (s *Server) standing(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	st, err := s.o.Moderation.StandingOf(r.Context(), v.reader)
	if err != nil {
		return err
	}
	page := &StandingPage{Frame: s.frame(r, s.printer(v.lang).T("sanction.standing"))}
	for _, x := range st.Sanctions {
		page.Sanctions = append(page.Sanctions, SanctionLine{
			Decision: x.Decision, Rung: x.Rung, Rule: s.ruleTitle(v.lang, x.Rule), Starts: x.Starts, Ends: x.Ends, Lifted: x.Lifted, InForce: x.InForce(s.o.Moderation.Now()),
		})
	}
	for _, d := range st.Decisions {
		line := StandingLine{DecisionLine: s.decisionLine(v.lang, d, "")}
		if c := st.Comments[d.Comment]; c != nil && c.State != rozmova.Erased && c.State != rozmova.Withdrawn {
			line.Comment, line.Excerpt = c.ID, shortened(rozmova.PlainText(c.Body))
		}
		page.Decisions = append(page.Decisions, line)
	}
	return s.show(w, r, http.StatusOK, "standing", page)
}

// shownWords is how many runes of a comment a line shows.
const shownWords = 160

func shortened(text string) string {
	if runes := []rune(text); len(runes) > shownWords {
		return string(runes[:shownWords-1]) + "…"
	}
	return text
}
