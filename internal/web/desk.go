package web

import (
	"net/http"
	"strconv"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
)

// deskCards is how many comments one page of the desk shows.
const deskCards = 30

func (s *Server) desk(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	if id, err := rozmova.ParseID[rozmova.Comment](r.URL.Query().Get("comment")); err == nil {
		return s.showCard(w, r, http.StatusOK, id, nil)
	}
	list := moderation.WaitingList
	if r.URL.Query().Get("list") == string(moderation.DecidedList) {
		list = moderation.DecidedList
	}
	cards, err := s.o.Moderation.Cards(r.Context(), v.reader, list, deskCards)
	if err != nil {
		return err
	}
	page, err := s.deskPage(r, string(list))
	if err != nil {
		return err
	}
	for i := range cards {
		page.Items = append(page.Items, s.deskItem(v, &cards[i]))
	}
	return s.show(w, r, http.StatusOK, "desk", page)
}

func (s *Server) deskPage(r *http.Request, tab string) (*DeskPage, error) {
	v := visitOf(r.Context())
	rules, err := s.ruleChoices(r, v.lang)
	if err != nil {
		return nil, err
	}
	page := &DeskPage{Frame: s.frame(r, s.printer(v.lang).T("moderation.title")), Tab: tab, Rules: rules}
	page.Tabs = []DeskTab{
		{string(moderation.WaitingList), "/desk", 0},
		{string(moderation.DecidedList), "/desk?list=" + string(moderation.DecidedList), 0},
		{labelsTab, "/desk/labels", 0},
	}
	if page.Me != nil {
		page.Tabs[0].Count = page.Me.Waiting
	}
	return page, nil
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
	page.Path = "/desk?comment=" + id.String()
	item := s.deskItem(v, card)
	if change != nil {
		change(&item)
	}
	page.Items = []DeskItem{item}
	return s.show(w, r, code, "desk", page)
}

func (s *Server) deskItem(v *visit, card *moderation.Card) DeskItem {
	name := func(id rozmova.ID[rozmova.Reader]) string {
		if p := card.People[id]; p != nil {
			return p.PenName
		}
		return ""
	}
	// The desk sees the words, for that is what it decides about; but not those that their author took back.
	view := func(c *rozmova.Comment) CommentView {
		if c.State == rozmova.Withdrawn || c.State == rozmova.Erased {
			gone := *c
			gone.Source, gone.Body = "", nil
			c = &gone
		}
		cv := s.viewComment(v, card.Story, &discussion.Node{Comment: c, Author: card.People[c.Author]}, rozmova.Closed)
		cv.May = CommentMay{}
		return cv
	}
	item := DeskItem{Story: refOf(card.Story), Comment: view(card.Comment), Since: card.Since, Actions: card.Actions(), Causes: card.Causes()}
	if item.Comment.Visible() {
		item.Verdict = viewVerdict(card)
		if card.Verdict != nil && len(card.Verdict.Spans) > 0 {
			item.Comment.Body = markedWords(s.printer(v.lang), card.Comment, card.Verdict)
		}
	}
	if card.Comment.Author == v.reader.ID {
		item.Actions = nil
	}
	if card.Parent != nil {
		parent := view(card.Parent)
		item.Parent = &parent
	}
	for _, n := range card.Notices {
		item.Notices = append(item.Notices, NoticeView{Rule: s.ruleTitle(v.lang, n.Rule), Text: n.Text, By: name(n.Reporter), At: n.At})
	}
	for i := len(card.Decisions) - 1; i >= 0; i-- {
		item.Decisions = append(item.Decisions, s.decisionLine(v.lang, card.Decisions[i], name(card.Decisions[i].By)))
	}
	return item
}

func (s *Server) decisionLine(lang rozmova.Locale, d *rozmova.Decision, by string) DecisionLine {
	return DecisionLine{ID: d.ID, Action: d.Action, Rule: s.ruleTitle(lang, d.Rule), Facts: d.Facts, By: by, Automatic: d.Automatic, At: d.At}
}

func (s *Server) decide(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0: whichever it is
	ruling := moderation.Ruling{
		Comment: id, Revision: revision, Action: rozmova.Action(r.PostFormValue("action")), Rule: r.PostFormValue("rule"), Facts: r.PostFormValue("facts"),
	}
	_, err = s.o.Moderation.Decide(r.Context(), visitOf(r.Context()).reader, ruling)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showCard(w, r, code, id, func(item *DeskItem) {
			item.Action, item.Rule, item.Facts, item.Errors = ruling.Action, ruling.Rule, ruling.Facts, errs
		})
	}
	if err != nil {
		return err
	}
	if ruling.Action.Restricts() {
		card, err := s.o.Moderation.Card(r.Context(), visitOf(r.Context()).reader, id)
		if err != nil {
			return err
		}
		s.kept.hide(card.Story.ID)
	}
	return s.seeOther(w, r, "/desk?done=decided")
}
