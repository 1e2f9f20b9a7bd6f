package web

import (
	"net/http"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
)

// categoryKey names a category of illegal content as message keys do.
func categoryKey(category string) string {
	return strings.ToLower(strings.TrimPrefix(category, "STATEMENT_CATEGORY_"))
}

func (s *Server) noticeForm(w http.ResponseWriter, r *http.Request) error {
	return s.showNotice(w, r, http.StatusOK, &NoticePage{Country: "UA"})
}

func (s *Server) showNotice(w http.ResponseWriter, r *http.Request, code int, page *NoticePage) error {
	v := visitOf(r.Context())
	one, err := s.one(r)
	if err != nil {
		return err
	}
	if !one.Node.State.Visible() && page.Errors == nil {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "notice.not_shown"}
	}
	for _, c := range moderation.NoticeCategories {
		page.Categories = append(page.Categories, categoryKey(c))
	}
	page.Frame, page.Story, page.Limit = s.frame(r, s.printer(v.lang).T("notice.illegal_title")), refOf(one.Story), moderation.MaxNotice
	page.Comment = s.viewComment(v, one.Story, one.Node, rozmova.Closed)
	return s.show(w, r, code, "notice", page)
}

// sendNotice takes a notice and leads to the page that is its receipt.
func (s *Server) sendNotice(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	v := visitOf(r.Context())
	page := &NoticePage{
		Category: r.PostFormValue("category"), MediaLaw: r.PostFormValue("media_law") != "", Text: r.PostFormValue("text"), Law: r.PostFormValue("law"),
		Country: r.PostFormValue("country"), Entity: r.PostFormValue("notifier") == string(rozmova.EntityNotifier), Name: r.PostFormValue("name"),
		Email: r.PostFormValue("email"), GoodFaith: r.PostFormValue("good_faith") != "",
	}
	code := ""
	if !s.acts.Allow(r, time.Now()) {
		err = &rozmova.Error{Kind: rozmova.TooMany, Reason: "too_many", Args: map[string]any{"Seconds": 60}}
	} else {
		_, code, err = s.o.Moderation.Notify(r.Context(), v.reader, moderation.NoticeForm{
			Comment: id, Text: page.Text, Category: "STATEMENT_CATEGORY_" + strings.ToUpper(page.Category), MediaLaw: page.MediaLaw, Law: page.Law, Country: page.Country,
			Entity: page.Entity, Name: page.Name, Email: page.Email, GoodFaith: page.GoodFaith, Language: v.lang,
		})
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		page.Errors = errs
		return s.showNotice(w, r, code, page)
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/notices/"+code+"?new=1")
}

// noticePage shows a notice to whoever has its code.
func (s *Server) noticePage(w http.ResponseWriter, r *http.Request) error {
	return s.showNoticeCase(w, r, http.StatusOK, nil)
}

func (s *Server) showNoticeCase(w http.ResponseWriter, r *http.Request, code int, change func(*NoticeCasePage)) error {
	w.Header().Set("Referrer-Policy", "no-referrer") // the address is a secret
	w.Header().Set("X-Robots-Tag", "noindex")
	v := visitOf(r.Context())
	secret := r.PathValue("code")
	nc, err := s.o.Moderation.NoticeByCode(r.Context(), secret)
	if err != nil {
		return err
	}
	n := &nc.Notice
	page := &NoticeCasePage{
		Frame: s.frame(r, s.printer(v.lang).T("notice.case_title")), Code: secret, Fresh: r.URL.Query().Get("new") != "", Story: refOf(nc.Story), Comment: n.Comment,
		Category: categoryKey(n.Category), Text: n.Text, At: n.At, Due: n.Due, Outcome: n.Outcome, Answer: n.Answer, Appeal: nc.Appeal, Until: nc.Until,
		Limit: moderation.MaxAppeal,
	}
	page.Path = "/notices/" + secret
	if d := nc.Decision; d != nil {
		page.Decided, page.Facts, page.Law, page.Held = d.At, d.Facts, d.Law, d.Action == rozmova.Hold
		if nc.Rule != nil {
			page.Rule = rozmova.In(nc.Rule.Title, v.lang)
		}
	}
	if change != nil {
		change(page)
	}
	return s.show(w, r, code, "notice-case", page)
}

// appealNotice takes the appeal of whoever sent a notice.
func (s *Server) appealNotice(w http.ResponseWriter, r *http.Request) error {
	secret, text := r.PathValue("code"), r.PostFormValue("text")
	_, err := s.o.Moderation.AppealNotice(r.Context(), secret, text)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showNoticeCase(w, r, code, func(p *NoticeCasePage) { p.Draft, p.Errors = text, errs })
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/notices/"+secret)
}

// termAlarm tells moderators of notices and appeals that are due within a day.
func termAlarm(s *Server, r *http.Request, by *rozmova.Reader) ([]DeskBanner, error) {
	if !moderates(by) {
		return nil, nil
	}
	list, err := s.o.Moderation.Pressing(r.Context(), by)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	first := list[0]
	for _, x := range list {
		if x.Due.Before(first.Due) {
			first = x
		}
	}
	path := "/desk?comment=" + first.Comment.String()
	if !first.Appeal.IsZero() {
		path = "/desk/appeals/" + first.Appeal.String()
	}
	p := s.printer(visitOf(r.Context()).lang)
	return []DeskBanner{{Text: p.T("notice.alarm", "N", len(list), "Due", p.Before(first.Due)), Path: path}}, nil
}
