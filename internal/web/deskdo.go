package web

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// claim takes a card for a moderator, with over from a colleague, or, with release, gives it back.
func (s *Server) claim(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	by := visitOf(r.Context()).reader
	if r.PostFormValue("release") != "" {
		err = s.o.Moderation.Release(r.Context(), by, id)
	} else {
		_, err = s.o.Moderation.Claim(r.Context(), by, id, r.PostFormValue("over") != "")
	}
	if err != nil {
		return err
	}
	if r.PostFormValue("over") != "" {
		return s.cardAgain(w, r, id)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// assign gives a card to a moderator: to whoever asks, to somebody by ID, or to nobody.
func (s *Server) assign(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	by := visitOf(r.Context()).reader
	var to rozmova.ID[rozmova.Reader]
	switch text := r.PostFormValue("to"); text {
	case "":
	case "me":
		to = by.ID
	default:
		if to, err = rozmova.ParseID[rozmova.Reader](text); err != nil {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "card.assign", Field: "to"}
		}
	}
	if err := s.o.Moderation.Assign(r.Context(), by, id, to); err != nil {
		return err
	}
	return s.cardAgain(w, r, id)
}

// cardAgain answers a script with the card as it is now, and sends everybody else to it.
func (s *Server) cardAgain(w http.ResponseWriter, r *http.Request, id rozmova.ID[rozmova.Comment]) error {
	if wantsFragment(r) {
		return s.showCard(w, r, http.StatusOK, id, nil)
	}
	return s.seeOther(w, r, "/desk?comment="+id.String())
}

// note writes down what a moderator has to say to the others.
func (s *Server) note(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	text := r.PostFormValue("text")
	err = s.o.Moderation.AddNote(r.Context(), visitOf(r.Context()).reader, id, text)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok && !wantsFragment(r) {
		return s.showCard(w, r, code, id, func(item *DeskItem) { item.Note, item.Errors = text, errs })
	}
	if err != nil {
		return err
	}
	return s.cardAgain(w, r, id)
}

// ruling reads what a moderator wants done.
func ruling(r *http.Request) moderation.Ruling {
	revision, _ := strconv.Atoi(r.PostFormValue("revision")) // 0: whichever it is
	x := moderation.Ruling{
		Revision: revision, Action: rozmova.Action(r.PostFormValue("action")), Rule: r.PostFormValue("rule"), Facts: r.PostFormValue("facts"),
		Answer: r.PostFormValue("answer"), Careful: r.PostFormValue("personal") == "",
	}
	if law := strings.TrimSpace(r.PostFormValue("law")); law != "" && x.Action.Restricts() {
		x.Ground, x.Law = rozmova.ByLaw, law
	}
	if x.Action == rozmova.Remove {
		for rung := rozmova.WarningRung; rung <= rozmova.BanRung; rung++ {
			if r.PostFormValue("rung") == rung.String() {
				x.Rung = rung
			}
		}
	}
	return x
}

// bulk shows what one ruling would do to several comments and, once that was seen, does it.
func (s *Server) bulk(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	var ids []rozmova.ID[rozmova.Comment]
	seen := map[rozmova.ID[rozmova.Comment]]int{}
	for _, value := range r.PostForm["comment"] {
		text, revision, _ := strings.Cut(value, ".")
		if id, err := rozmova.ParseID[rozmova.Comment](text); err == nil {
			ids = append(ids, id)
			seen[id], _ = strconv.Atoi(revision)
		}
	}
	what := ruling(r)
	var errs FieldErrors
	code := http.StatusOK
	if what.Careful && what.Action.Restricts() {
		wrong, status, _ := s.formError(w, r, moderation.CarefulFacts(what.Facts))
		if len(wrong) > 0 {
			errs, code = wrong, status
		}
	}
	if r.PostFormValue("do") != "" && len(errs) == 0 {
		items, err := s.o.Moderation.Bulk(r.Context(), v.reader, ids, seen, what)
		wrong, status, ok := s.formError(w, r, err)
		switch {
		case err == nil:
			for i := range items {
				if items[i].Decision != nil && what.Action.Restricts() {
					s.kept.hide(items[i].Card.Story.ID)
				}
			}
			path := backPath(r, "/desk")
			return s.seeOther(w, r, path+sign(path)+"done=decided")
		case !ok:
			return err
		}
		errs, code = wrong, status
	}
	items, err := s.o.Moderation.BulkPreview(r.Context(), v.reader, ids, what)
	if wrong, status, ok := s.formError(w, r, err); err != nil && ok {
		errs, code = append(errs, wrong...), status
	} else if err != nil {
		return err
	}
	page, err := s.bulkPage(r, what, items)
	if err != nil {
		return err
	}
	page.Errors = errs
	if len(items) == 0 && len(errs) > 0 {
		page.Errors = FieldErrors{{"", errs[0].Text}}
	}
	return s.show(w, r, code, "bulk", page)
}

func (s *Server) bulkPage(r *http.Request, what moderation.Ruling, items []moderation.BulkItem) (*BulkPage, error) {
	v := visitOf(r.Context())
	rules, err := s.ruleChoices(r, v.lang)
	if err != nil {
		return nil, err
	}
	p := s.printer(v.lang)
	page := &BulkPage{
		DeskFrame: s.deskFrame(r, "queue", p.T("desk.bulk_check")), Action: what.Action, Rule: what.Rule, Facts: what.Facts, Back: backPath(r, "/desk"), Rules: rules,
	}
	page.Path = page.Back // of the list: this page is the answer to a form
	for i := range items {
		item, c := &items[i], items[i].Card.Comment
		text := []rune(rozmova.PlainText(c.Body))
		if len(text) > likeExcerpt {
			text = append(text[:likeExcerpt], '…')
		}
		view := BulkItem{ID: c.ID, Revision: c.Revision, Excerpt: string(text), Path: "/desk?comment=" + c.ID.String()}
		if author := item.Card.People[c.Author]; author != nil {
			view.PenName = author.PenName
		}
		if item.Refused != nil {
			view.Trouble, _ = s.explain(v.lang, item.Refused)
		} else {
			page.Works++
			view.Becomes = p.T("desk.bulk_becomes", "Before", p.T("moderation.state."+c.State.String()), "After", p.T("moderation.state."+item.To.String()))
		}
		page.Items = append(page.Items, view)
	}
	return page, nil
}
