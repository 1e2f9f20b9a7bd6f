package web

import (
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/feed"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// saidPage is how many stories a page of an entry of the register shows, and its feed.
const saidPage = 20

// peopleRoutes lays the routes of those who are quoted.
func (s *Server) peopleRoutes(mux, outer *http.ServeMux) {
	mux.Handle("GET /people/{slug}", s.keep(s.person, "before"))
	mux.Handle("GET /outlets/{slug}", s.keep(s.person, "before"))
	outer.Handle("GET /people/{slug}/feed.atom", s.keep(s.personFeed))
	outer.Handle("GET /people/{slug}/feed.rss", s.keep(s.personFeed))
	outer.Handle("GET /people/{slug}/feed.json", s.keep(s.personFeed))
	outer.Handle("GET /outlets/{slug}/feed.atom", s.keep(s.personFeed))
	outer.Handle("GET /outlets/{slug}/feed.rss", s.keep(s.personFeed))
	outer.Handle("GET /outlets/{slug}/feed.json", s.keep(s.personFeed))
}

// EntryPath is the site path of the page about an entry of the register.
func EntryPath(e *rozmova.Entry) string {
	if e.Kind == rozmova.Outlet || e.Kind == rozmova.Document {
		return "/outlets/" + string(e.Slug)
	}
	return "/people/" + string(e.Slug)
}

// enter says where the pages about a story's sources are.
func (v *StoryView) enter(entries map[rozmova.ID[rozmova.Entry]]*rozmova.Entry) {
	page := func(src *SourceView) {
		if src != nil && src.Name != "" {
			if e := entries[src.Entry]; e != nil {
				src.Page = EntryPath(e)
			}
		}
	}
	for i := range v.Sources {
		page(&v.Sources[i])
	}
	for i := range v.Notes {
		page(v.Notes[i].Speaker)
		page(v.Notes[i].Via)
	}
}

// sameKind reports whether two paths are both of people or both of outlets. An entry that was made one with another has two, of which
// the page names one as its own.
func sameKind(a, b string) bool {
	return strings.HasPrefix(a, "/people/") == strings.HasPrefix(b, "/people/")
}

// person shows what an entry of the register said, or what came through it, the newest first.
func (s *Server) person(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	e, err := s.o.Newsroom.Entry(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	here := EntryPath(e)
	if !sameKind(v.path, here) {
		return nil, rozmova.NotFound
	}
	before := r.URL.Query().Get("before")
	list, next, err := s.o.Newsroom.Said(r.Context(), e, before, saidPage)
	if err != nil {
		return nil, err
	}
	p := s.printer(v.lang)
	page := &PersonPage{Frame: s.frame(r, e.Name), Entry: *e}
	page.Canonical = s.o.Origin + LocalPath(v.lang, here)
	page.Description = p.T("people.about", "Name", e.Name)
	page.Open = &OpenGraph{Type: "profile", Locale: openLocale(v.lang)}
	page.Feeds = feedsAt(here+"/feed", s.o.Site.Name+" · "+e.Name)
	page.JSONLD = s.noted(e, list)
	for _, u := range list {
		page.Said = append(page.Said, viewSaid(e, u))
	}
	if next != "" {
		page.Older = here + "?before=" + url.QueryEscape(next)
	}
	if before != "" {
		page.Newer = here
	}
	return &answer{name: "person", data: page, shows: [][16]byte{theStories}}, nil
}

// noted tells machines of the page.
func (s *Server) noted(e *rozmova.Entry, list []newsroom.Utterance) template.JS {
	said := make([]feed.Saying, 0, len(list))
	for _, u := range list {
		for _, st := range u.Statements {
			said = append(said, feed.Saying{Story: u.Story, Statement: st, URL: s.storyURL(u.Story) + "#st-" + st.Key})
		}
	}
	data, err := feed.EntryJSONLD(e, s.o.Origin+EntryPath(e), said)
	if err != nil {
		s.o.Log.Error("describing an entry of the register", "error", err)
		return ""
	}
	return template.JS(data) //nolint:gosec // feed escapes it
}

// viewSaid makes the view of a story with what an entry said in it.
func viewSaid(e *rozmova.Entry, u newsroom.Utterance) SaidView {
	view := SaidView{Story: refOf(u.Story), Published: u.Story.Published}
	for _, st := range u.Statements {
		line := SaidLine{Key: st.Key, Words: typeset(u.Story.Language, st.Content), Mode: st.Mode}
		speaker, via := u.Story.SourceByKey(st.Speaker), u.Story.SourceByKey(st.Via)
		if speaker != nil && (speaker.Entry != e.ID || e.Kind == rozmova.Outlet) {
			line.Speaker = speaker.Name
			if line.Speaker == "" {
				line.Speaker = speaker.Role
			}
		}
		if via != nil && via.Entry != e.ID {
			line.Via = via.Name
		}
		if speaker != nil {
			if line.Role = st.Role; line.Role == "" {
				line.Role = speaker.Role
			}
			if line.Speaker == "" && line.Role == e.RoleAt(u.Story.Published) { // it stands at the head of the page
				line.Role = ""
			}
		}
		if side := u.Story.SideByKey(st.Side); side != nil {
			line.Side = side.Name
		}
		for _, c := range u.Story.Corrections {
			if c.Statement == st.Key && c.At.After(line.Corrected) {
				line.Corrected = c.At
			}
		}
		line.TakenBack = u.Story.TakenBack(st.Key) != nil
		view.Lines = append(view.Lines, line)
	}
	return view
}

// personFeed is the page about an entry as a feed: a statement is an item.
func (s *Server) personFeed(r *http.Request) (*answer, error) {
	e, err := s.o.Newsroom.Entry(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	if !sameKind(r.URL.Path, EntryPath(e)) {
		return nil, rozmova.NotFound
	}
	list, _, err := s.o.Newsroom.Said(r.Context(), e, "", saidPage)
	if err != nil {
		return nil, err
	}
	lang := s.o.Site.Languages[0]
	p := s.printer(lang)
	c := &feed.Channel{
		Title: s.o.Site.Name + " · " + e.Name, Description: p.T("people.about", "Name", e.Name), Language: string(lang),
		SiteURL: s.o.Origin + EntryPath(e), FeedURL: s.o.Origin + r.URL.Path,
	}
	for _, u := range list {
		for _, l := range viewSaid(e, u).Lines {
			if l.TakenBack {
				continue
			}
			at := s.storyURL(u.Story) + "#st-" + l.Key
			item := feed.Item{
				ID: "urn:uuid:" + u.Story.ID.String() + "#" + l.Key, URL: at, Title: l.Words, Summary: u.Story.Headline, Author: l.Speaker,
				Published: u.Story.Published, Updated: l.Corrected, Language: string(u.Story.Language),
			}
			if item.Author == "" {
				item.Author = e.Name
			}
			c.Items = append(c.Items, item)
		}
	}
	c.Touch()
	return writeFeed(r, c, theStories)
}
