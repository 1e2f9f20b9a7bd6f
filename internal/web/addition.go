package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// additionsPart is the part of a query that says behind which addition a part of them begins.
const additionsPart = "additions"

// additionRoutes lays the routes of additions to developing stories.
func (s *Server) additionRoutes(mux *http.ServeMux) {
	mux.Handle("GET /stories/{slug}/additions/{id}", s.page(s.addition))
	mux.Handle("GET /desk/stories/{slug}/additions", s.reader(s.deskAdditions))
	mux.Handle("POST /desk/stories/{slug}/additions", s.reader(s.add))
}

// addition leads to where an addition stands on its story's page.
func (s *Server) addition(w http.ResponseWriter, r *http.Request) error {
	id, err := rozmova.ParseID[rozmova.Addition](r.PathValue("id"))
	if err != nil {
		return rozmova.NotFound
	}
	slug := rozmova.Slug(r.PathValue("slug"))
	behind, err := s.o.Newsroom.AdditionPlace(r.Context(), slug, id, additionsPage)
	if err != nil {
		return err
	}
	path := "/stories/" + string(slug)
	if !behind.IsZero() {
		path += "?" + additionsPart + "=" + behind.String()
	}
	return s.seeOther(w, r, path+"#a-"+id.String())
}

// additions gives the part of a story's additions that a request asks for.
func (s *Server) additions(r *http.Request, story *rozmova.Story) (*AdditionsView, *newsroom.Additions, error) {
	behind, _ := rozmova.ParseID[rozmova.Addition](r.URL.Query().Get(additionsPart)) // malformed: the beginning
	list, err := s.o.Newsroom.Additions(r.Context(), story, behind, additionsPage)
	if err != nil {
		return nil, nil, err
	}
	return viewAdditions(story, list, behind), list, nil
}

// additionEvent writes how an addition stands now; nothing where readers may not see its story.
func (s *Server) additionEvent(ctx context.Context, lang string, e rozmova.Event) []byte {
	a, story, err := s.o.Newsroom.AdditionByID(ctx, rozmova.ID[rozmova.Addition](e.Ref))
	if err != nil {
		return nil
	}
	html, err := s.render.Fragment(lang, "addition", viewAddition(refOf(story), a))
	if err != nil {
		s.o.Log.Error("rendering an addition", "error", err)
		return nil
	}
	return live.Event(nil, "addition", e.Seq, html)
}

// orders are the names of what Developing says, as forms send them.
var developingKeys = map[rozmova.Developing]string{rozmova.NotDeveloping: "no", rozmova.NewestFirst: "newest", rozmova.OldestFirst: "oldest"}

func (s *Server) deskAdditions(w http.ResponseWriter, r *http.Request) error {
	page, err := s.deskAdditionsPage(r)
	if err != nil {
		return err
	}
	if done := r.URL.Query().Get("done"); page.Flash == nil && additionDone[done] != "" {
		page.Flash = &Flash{Text: s.printer(page.Lang).T(additionDone[done]), Href: "/stories/" + string(page.Story.Slug) + "#additions", Label: s.printer(page.Lang).T("addition.look")}
	}
	return s.show(w, r, http.StatusOK, "desk-additions", page)
}

var additionDone = map[string]string{"add": "addition.done_add", "change": "addition.done_change", "take_back": "addition.done_take_back", "order": "addition.done_order"}

// deskAdditionsPage reads a story's additions for an editor of its section, the newest first.
func (s *Server) deskAdditionsPage(r *http.Request) (*DeskAdditionsPage, error) {
	v, slug := visitOf(r.Context()), rozmova.Slug(r.PathValue("slug"))
	story, err := s.o.Newsroom.ToEdit(r.Context(), v.reader, slug)
	if err != nil {
		return nil, err
	}
	page := &DeskAdditionsPage{
		DeskFrame: s.deskFrame(r, "stories", s.printer(v.lang).T("addition.desk_title")), Story: refOf(story), Developing: developingKeys[story.Developing],
		Retracted: story.State == rozmova.RetractedNote,
	}
	page.New.Byline = v.reader.PenName
	turned := *story
	turned.Developing = rozmova.NewestFirst
	behind, _ := rozmova.ParseID[rozmova.Addition](r.URL.Query().Get("from"))
	list, err := s.o.Newsroom.Additions(r.Context(), &turned, behind, additionsPage)
	if err != nil {
		return nil, err
	}
	for _, a := range list.List {
		page.Items = append(page.Items, DeskAddition{AdditionView: viewAddition(page.Story, a), Form: AdditionForm{Title: a.Title, Byline: a.Byline, Body: a.Source}})
	}
	if !list.More.IsZero() {
		page.More = "/desk/stories/" + string(slug) + "/additions?from=" + list.More.String()
	}
	return page, nil
}

// add does what a form of the page says. What was typed is shown again where it was refused.
func (s *Server) add(w http.ResponseWriter, r *http.Request) error {
	v, slug, do := visitOf(r.Context()), rozmova.Slug(r.PathValue("slug")), r.PostFormValue("do")
	form := AdditionForm{r.PostFormValue("title"), r.PostFormValue("byline"), r.PostFormValue("body"), r.PostFormValue("note")}
	text := newsroom.AdditionText{Title: form.Title, Byline: form.Byline, Body: form.Body, Key: r.PostFormValue("nonce")}
	id, err := rozmova.ParseID[rozmova.Addition](r.PostFormValue("id"))
	if err != nil && (do == "change" || do == "take_back") {
		return rozmova.NotFound
	}
	switch do {
	case "add":
		_, err = s.o.Newsroom.Add(r.Context(), v.reader, slug, text)
	case "change":
		err = s.o.Newsroom.ChangeAddition(r.Context(), v.reader, slug, id, text, form.Note)
	case "take_back":
		err = s.o.Newsroom.TakeBackAddition(r.Context(), v.reader, slug, id, form.Note)
	case "order":
		how := rozmova.OldestFirst + 1 // none that there is
		for value, key := range developingKeys {
			if key == r.PostFormValue("order") {
				how = value
			}
		}
		err = s.o.Newsroom.SetDeveloping(r.Context(), v.reader, slug, how)
	default:
		err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "request.broken"}
	}
	if err == nil {
		return s.seeOther(w, r, "/desk/stories/"+string(slug)+"/additions?"+url.Values{"done": {do}}.Encode())
	}
	errs, code, ok := s.formError(w, r, err)
	if !ok {
		return err
	}
	page, err := s.deskAdditionsPage(r)
	if err != nil {
		return err
	}
	placed := false
	for i := range page.Items {
		if item := &page.Items[i]; item.ID == id && do != "add" {
			item.Open, item.Taking, item.Errors, placed = true, do == "take_back", errs, true
			if do == "change" {
				item.Form = form
			} else {
				item.Form.Note = form.Note
			}
		}
	}
	if !placed {
		page.Errors = errs
		if do == "add" {
			page.New = form
		}
	}
	return s.show(w, r, code, "desk-additions", page)
}
