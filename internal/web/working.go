package web

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
)

// maxStoryForm is the largest form with the text of a story that is read, in bytes: percent-encoded Cyrillic takes three times the room.
const maxStoryForm = 4 << 20

// storiesOnDesk is how many stories a page of the newsroom's list shows.
const storiesOnDesk = 40

func (s *Server) stories(w http.ResponseWriter, r *http.Request) error {
	v := visitOf(r.Context())
	list, more, err := s.o.Newsroom.WorkingList(r.Context(), v.reader, r.URL.Query().Get("before"), storiesOnDesk)
	if err != nil {
		return err
	}
	page := &StoriesPage{DeskFrame: s.deskFrame(r, "stories", s.printer(v.lang).T("working.title"))}
	for _, card := range list {
		work := card.Working
		line := StoryLine{StoryRef: refOf(work.Story), Section: s.sectionLink(v.lang, work.Section), At: card.At, Unnamed: card.Unnamed, Of: card.Of, State: stateOf(work),
			Confirmed: work.Count(newsroom.Confirmed), Open: work.Count(newsroom.Suggested, newsroom.Waiting), Again: work.Count(newsroom.Again, newsroom.Gone)}
		line.Headline = typeset(work.Language, work.Headline)
		page.Items = append(page.Items, line)
	}
	if more != "" {
		page.More = "/desk/stories?before=" + url.QueryEscape(more)
	}
	return s.show(w, r, http.StatusOK, "stories", page)
}

// stateOf names what readers see of a story.
func stateOf(w *newsroom.Working) string {
	switch {
	case w.Story.State == rozmova.RetractedNote:
		return "retracted"
	case w.Story.State == rozmova.Draft:
		return "draft"
	case w.Version > 0 && !w.Public:
		return "changed"
	}
	return "public"
}

// storyHead makes the head of a working copy's pages.
func storyHead(w *newsroom.Working, tab string) *StoryHead {
	h := &StoryHead{StoryRef: refOf(w.Story), Tab: tab, Public: w.Story.Shown(), Version: w.Version, Behind: w.Behind()}
	h.Headline = typeset(w.Language, w.Headline)
	for i := range w.Statements {
		if w.Statements[i].State.Open() {
			h.Open++
		}
	}
	for i := range w.Developments {
		if w.Developments[i].State.Open() {
			h.Open++
		}
	}
	for _, n := range w.LeftOut {
		if n.State.Open() {
			h.Open++
		}
	}
	return h
}

func (s *Server) newStory(w http.ResponseWriter, r *http.Request) error {
	return s.showStoryEdit(w, r, http.StatusOK, &StoryEditPage{})
}

// showStoryEdit shows the form of a story.
func (s *Server) showStoryEdit(w http.ResponseWriter, r *http.Request, code int, page *StoryEditPage) error {
	v := visitOf(r.Context())
	if !v.reader.Has(rozmova.Editor, "") {
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.editor_needed"}
	}
	p := s.printer(v.lang)
	title := p.T("working.new")
	if page.Story != nil {
		title = page.Story.Headline
	}
	page.DeskFrame = s.deskFrame(r, "stories", title)
	page.Sections = slices.Clone(page.Frame.Sections)
	if mine, _ := v.reader.SectionsOf(rozmova.Editor); len(mine) > 0 {
		page.Sections = slices.DeleteFunc(page.Sections, func(l SectionLink) bool { return !slices.Contains(mine, l.Slug) })
		for _, slug := range mine {
			if !slices.ContainsFunc(page.Sections, func(l SectionLink) bool { return l.Slug == slug }) {
				page.Sections = append(page.Sections, s.sectionLink(v.lang, slug))
			}
		}
		if page.Story == nil && page.Form.Section == "" {
			page.Form.Section = mine[0]
		}
	}
	if r.URL.Query().Get("done") == "kept" {
		page.Flash = &Flash{Text: p.T("working.saved")}
	}
	return s.show(w, r, code, "story-edit", page)
}

// storyForm reads what was typed of a story.
func storyForm(r *http.Request) (StoryForm, newsroom.StoryText) {
	f := StoryForm{
		Headline: r.PostFormValue("headline"), Standfirst: r.PostFormValue("standfirst"), Byline: r.PostFormValue("byline"), Body: r.PostFormValue("body"),
		Section: rozmova.Slug(strings.TrimSpace(r.PostFormValue("section"))), Slug: rozmova.Slug(strings.TrimSpace(r.PostFormValue("slug"))), Language: rozmova.Locale(r.PostFormValue("language")),
	}
	return f, newsroom.StoryText{Headline: f.Headline, Standfirst: f.Standfirst, Byline: f.Byline, Section: f.Section, Body: f.Body}
}

func (s *Server) beginStory(w http.ResponseWriter, r *http.Request) error {
	form, text := storyForm(r)
	work, err := s.o.Newsroom.BeginStory(r.Context(), visitOf(r.Context()).reader, newsroom.NewStory{Slug: form.Slug, Language: form.Language, StoryText: text})
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showStoryEdit(w, r, code, &StoryEditPage{Form: form, Errors: errs})
	}
	if err != nil {
		return err
	}
	return s.seeOther(w, r, "/desk/stories/"+string(work.Story.Slug)+"/statements")
}

// ofWorking fills the form from a working copy.
func ofWorking(work *newsroom.Working) StoryForm {
	t := work.WorkingText()
	return StoryForm{Headline: t.Headline, Standfirst: t.Standfirst, Byline: t.Byline, Section: t.Section, Body: t.Body, Language: work.Language}
}

func (s *Server) editStory(w http.ResponseWriter, r *http.Request) error {
	work, err := s.o.Newsroom.Working(r.Context(), visitOf(r.Context()).reader, rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return err
	}
	return s.showStoryEdit(w, r, http.StatusOK, &StoryEditPage{Story: storyHead(work, "text"), Form: ofWorking(work)})
}

// saveStory saves the text of a working copy, or shows how it would look: of the field say.
func (s *Server) saveStory(w http.ResponseWriter, r *http.Request) error {
	v, slug := visitOf(r.Context()), rozmova.Slug(r.PathValue("slug"))
	form, text := storyForm(r)
	version := versionSeen(r)
	if r.PostFormValue("say") == "preview" {
		work, err := s.o.Newsroom.Working(r.Context(), v.reader, slug)
		if err != nil {
			return err
		}
		page := &StoryEditPage{Story: storyHead(work, "text"), Form: form}
		page.Story.Version = version
		form.Language = work.Language
		body, err := newsroom.ReadBody(text.Body)
		page.Preview = richtext.HTML(body, richtext.Options{Lang: string(work.Language), Typeset: true})
		if errs, code, ok := s.formError(w, r, err); err != nil && ok {
			page.Errors = errs
			return s.showStoryEdit(w, r, code, page)
		}
		return s.showStoryEdit(w, r, http.StatusOK, page)
	}
	_, err := s.o.Newsroom.SaveText(r.Context(), v.reader, slug, version, text)
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		work, err2 := s.o.Newsroom.Working(r.Context(), v.reader, slug)
		if err2 != nil {
			return err2
		}
		page := &StoryEditPage{Story: storyHead(work, "text"), Form: form, Errors: errs}
		page.Story.Version = version
		if errors.Is(err, rozmova.Conflict) {
			if page.Theirs, err = theirs(work, form); err != nil {
				return err
			}
			page.Story.Version = work.Version // whoever sends it again has seen theirs
		}
		return s.showStoryEdit(w, r, code, page)
	}
	if err != nil {
		return err
	}
	if r.PostFormValue("say") == "statements" {
		return s.seeOther(w, r, "/desk/stories/"+string(slug)+"/statements")
	}
	return s.seeOther(w, r, "/desk/stories/"+string(slug)+"?done=kept")
}

// versionSeen is the version of a working copy that a form was made for; one that cannot be read is older than all.
func versionSeen(r *http.Request) int {
	version, err := strconv.Atoi(r.PostFormValue("version"))
	if err != nil {
		return -1
	}
	return version
}

// theirs tells what somebody else saved, and how what was typed differs from it.
func theirs(work *newsroom.Working, form StoryForm) (*StoryTheirs, error) {
	t := &StoryTheirs{By: work.Editor, At: work.Changed, Form: ofWorking(work)}
	var err error
	mine := &rozmova.Story{Headline: form.Headline, Standfirst: form.Standfirst, Byline: form.Byline}
	if mine.Body, err = newsroom.ReadBody(form.Body); err != nil {
		return nil, err
	}
	t.Parts = DiffStories(&rozmova.Story{Headline: work.Headline, Standfirst: work.Standfirst, Byline: work.Byline, Body: work.Body}, mine)
	return t, nil
}

func (s *Server) publishForm(w http.ResponseWriter, r *http.Request) error {
	return s.showPublish(w, r, http.StatusOK, nil)
}

func (s *Server) showPublish(w http.ResponseWriter, r *http.Request, code int, errs FieldErrors) error {
	v := visitOf(r.Context())
	work, err := s.o.Newsroom.Working(r.Context(), v.reader, rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return err
	}
	page := &WorkingPublishPage{DeskFrame: s.deskFrame(r, "stories", s.printer(v.lang).T("working.publish_title")), Story: *storyHead(work, "publish"), Errors: errs,
		Changed: stateOf(work) != "public"}
	page.Unnamed, page.Of = work.Unnamed()
	for _, item := range markItems(work) {
		if newsroom.MarkState(item.State).Open() {
			page.Waiting = append(page.Waiting, item)
		}
	}
	for i := range work.Statements {
		switch m := &work.Statements[i]; {
		case work.Out(m):
			page.Confirmed++
		case m.State == newsroom.Confirmed:
			page.Off++
		}
	}
	if done := r.URL.Query().Get("done"); done == "published" {
		p := s.printer(v.lang)
		page.Flash = &Flash{Text: p.T("working.published"), Href: "/stories/" + string(work.Story.Slug), Label: p.T("working.look")}
	}
	return s.show(w, r, code, "working-publish", page)
}

// publishStory makes the working copy what readers see, or throws it away: of the field do.
func (s *Server) publishStory(w http.ResponseWriter, r *http.Request) error {
	v, slug := visitOf(r.Context()), rozmova.Slug(r.PathValue("slug"))
	version := versionSeen(r)
	_, err := s.o.Newsroom.Working(r.Context(), v.reader, slug)
	if err != nil {
		return err
	}
	switch do := r.PostFormValue("do"); do {
	case "publish":
		_, err = s.o.Newsroom.PublishWorking(r.Context(), v.reader, slug, version)
	case newsroom.FromPublic, newsroom.KeepMine:
		err = s.o.Newsroom.DiscardWorking(r.Context(), v.reader, slug, version, do)
	default:
		err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "request.broken"}
	}
	if errs, code, ok := s.formError(w, r, err); err != nil && ok {
		return s.showPublish(w, r, code, errs)
	}
	if err != nil {
		return err
	}
	if r.PostFormValue("do") == "publish" {
		return s.seeOther(w, r, "/desk/stories/"+string(slug)+"/publish?done=published")
	}
	return s.seeOther(w, r, "/desk/stories/"+string(slug))
}
