package web

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/feed"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
	"github.com/rozmova/rozmova/internal/sharecard"
)

// remarksPage is how many comments a statement's page shows at once.
const remarksPage = 20

// statementRoutes lays the routes of statements, and of what machines read of them.
func (s *Server) statementRoutes(mux, outer *http.ServeMux) {
	mux.Handle("GET /stories/{slug}/statements/{key}", s.keep(s.statement, "after"))
	outer.Handle("GET /stories/{slug}/statements/{key}/card.png", s.keep(s.statementCard))
	outer.Handle("GET /stories/{slug}/annotations.json", s.keep(s.annotations))
	outer.Handle("GET /stories/{slug}/text.txt", s.keep(s.plainText))
}

// found is a statement with the story as it stood when it was in it.
type found struct {
	*newsroom.Reading
	story *rozmova.Story // the revision that has it
	at    *rozmova.Statement
	stood int // that revision, where it is not the one readers see
}

// find looks for a statement among those that readers may see: in the story as it stands, else in the last revision that had it.
func (s *Server) find(r *http.Request) (*found, error) {
	slug, key := rozmova.Slug(r.PathValue("slug")), r.PathValue("key")
	reading, err := s.o.Newsroom.Read(r.Context(), slug)
	if err != nil {
		return nil, err
	}
	shown := func(story *rozmova.Story) *rozmova.Statement {
		if st := story.StatementByKey(key); st != nil && st.Confirmed && st.Record != rozmova.OffRecord {
			return st
		}
		return nil
	}
	if st := shown(reading.Story); st != nil {
		return &found{Reading: reading, story: reading.Story, at: st}, nil
	}
	list, err := s.o.Newsroom.Revisions(r.Context(), slug)
	if err != nil {
		return nil, err
	}
	for _, old := range list {
		if st := shown(old); st != nil {
			return &found{reading, old, st, old.Revision}, nil
		}
	}
	return nil, rozmova.NotFound
}

func (s *Server) statement(r *http.Request) (*answer, error) {
	f, err := s.find(r)
	if err != nil {
		return nil, err
	}
	v, p := visitOf(r.Context()), s.printer(visitOf(r.Context()).lang)
	story, here := f.story, statementPath(f.Story.Slug, f.at.Key)
	page := &StatementPage{
		Frame: s.frame(r, ""), Story: refOf(f.Story), Published: f.Story.Published, Section: s.sectionLink(v.lang, f.Story.Section),
		Retracted: f.Story.State == rozmova.RetractedNote, Stood: f.stood, Address: s.o.Origin + here, MaySpeak: f.stood == 0 && f.Thread.Mode != rozmova.Closed,
	}
	page.Here = f.Story.Section
	page.Title = p.T("statement.page.title_unnamed", "Headline", page.Story.Headline)
	if page.Retracted {
		return &answer{name: "statement", data: page, shows: [][16]byte{f.Story.ID}}, nil
	}
	whole := ViewStory(story, page.Section)
	whole.enter(f.Entries)
	n := slices.IndexFunc(whole.Notes, func(n StatementNote) bool { return n.Key == f.at.Key })
	page.Note, page.TakenBack = whole.Notes[n], f.Story.TakenBack(f.at.Key) != nil
	page.Before, page.Behind = aroundIt(story, f.at)
	for _, other := range whole.Notes {
		if other.Within != nil && other.Within.Key == f.at.Key {
			page.Nested = append(page.Nested, other)
		}
	}
	page.Sides, page.Row = accountsOf(&whole, page.Note)
	for _, c := range viewCorrections(f.Story, whole.Notes) {
		if c.Statement == f.at.Key {
			page.Fixes = append(page.Fixes, c)
		}
	}
	if err := s.remarks(r, page, f, here); err != nil {
		return nil, err
	}
	if who := whoSaid(&page.Note); who != "" && !page.TakenBack {
		page.Title = p.T("statement.page.title", "Who", who, "Headline", page.Story.Headline)
	}
	if f.stood == 0 && !page.TakenBack {
		page.Canonical, page.Description = s.o.Origin+LocalPath(v.lang, here), inMarks(&page.Note, story.Language)
		page.Open = &OpenGraph{Type: "article", Published: story.Published.Format(time.RFC3339), Section: s.sectionLink(story.Language, story.Section).Name, Locale: openLocale(story.Language)}
		if card, err := s.drawn(f); err == nil && len(card.Words) > 0 {
			page.Card = page.Address + "/card.png"
			page.Open.Image, page.Open.Width, page.Open.Height = page.Card, sharecard.Width, sharecard.Height
		}
		page.JSONLD = s.statementLD(f)
	}
	return &answer{name: "statement", data: page, shows: [][16]byte{f.Story.ID}}, nil
}

// whoSaid names who said it, for a heading; empty for nobody.
func whoSaid(n *StatementNote) string {
	switch {
	case n.Speaker != nil:
		return n.Speaker.Label()
	case n.Via != nil:
		return n.Via.Label()
	}
	return ""
}

// aroundIt gives what stands in the same paragraph before and behind the words; nothing where they cross paragraphs.
func aroundIt(s *rozmova.Story, st *rozmova.Statement) (before, behind string) {
	a := st.Anchor
	if a.Start.Block != a.End.Block || a.Start.Block >= len(s.Body) {
		return "", ""
	}
	text := []rune(s.Body[a.Start.Block].Text())
	start, end := min(a.Start.Rune, len(text)), min(a.End.Rune, len(text))
	if start > end {
		return "", ""
	}
	return typeset(s.Language, string(text[:start])), typeset(s.Language, string(text[end:]))
}

// accountsOf gives the row of the accounts in which a statement stands, where another side has something to say or was asked.
func accountsOf(v *StoryView, n StatementNote) (sides []string, row *AccountRow) {
	if v.Accounts == nil || n.Topic == "" {
		return nil, nil
	}
	at := slices.IndexFunc(v.Accounts.Rows, func(row AccountRow) bool { return row.Topic == n.Topic })
	if at < 0 {
		return nil, nil
	}
	return v.Accounts.Sides, &v.Accounts.Rows[at]
}

// remarks fills in the comments that speak to the statement.
func (s *Server) remarks(r *http.Request, page *StatementPage, f *found, here string) error {
	nodes, next, err := s.o.Discussion.Citing(r.Context(), f.Story.Thread, f.at.Key, r.URL.Query().Get("after"), remarksPage)
	if err != nil {
		return err
	}
	for _, n := range nodes {
		remark := StatementRemark{ID: n.ID, Excerpt: typeset(n.Language, richtext.Excerpt(n.Body, excerptRunes)), Language: n.Language, Created: n.Created}
		if n.Author != nil {
			remark.PenName = n.Author.PenName
		}
		page.Comments = append(page.Comments, remark)
	}
	if next != "" {
		page.More = here + "?after=" + url.QueryEscape(next)
	}
	cited, err := s.o.Discussion.Cited(r.Context(), f.Story.ID)
	page.Count = cited[f.at.Key]
	return err
}

// drawn gives what the picture of a statement says, in the language of its story. The error is sharecard.ErrScript where it cannot be drawn.
func (s *Server) drawn(f *found) (sharecard.Card, error) {
	p := s.printer(f.story.Language)
	at := slices.IndexFunc(f.story.InOrder(), func(st rozmova.Statement) bool { return st.Key == f.at.Key })
	n := ViewNotes(f.story)[at]
	c := sharecard.Card{
		Label: p.T("statement." + string(n.Mode)), Words: inMarks(&n, f.story.Language), Quoted: n.Mode == rozmova.Direct, Who: whoSaid(&n), Site: s.o.Site.Name, From: p.Date(f.Story.Published),
	}
	if n.Speaker != nil && n.Speaker.Name != "" {
		c.Role = n.Role
	}
	if c.Who == "" {
		c.Who = p.T("statement.unnamed")
	}
	if n.Via != nil && n.Speaker != nil && n.Via.Name != "" {
		c.From = p.T("statement.through") + " " + n.Via.Name + " · " + c.From
	}
	return c, c.Drawable()
}

// inMarks gives the words, a speaker's own in the quotation marks of the language.
func inMarks(n *StatementNote, lang rozmova.Locale) string {
	if n.Mode != rozmova.Direct {
		return n.Words
	}
	if lang == "en" {
		return "“" + n.Words + "”"
	}
	return "«" + n.Words + "»"
}

func (s *Server) statementCard(r *http.Request) (*answer, error) {
	f, err := s.find(r)
	if err != nil {
		return nil, err
	}
	if f.stood != 0 || f.Story.State == rozmova.RetractedNote || f.Story.TakenBack(f.at.Key) != nil {
		return nil, rozmova.NotFound // what nobody is said to have said is not passed on
	}
	card, err := s.drawn(f)
	if err != nil {
		return nil, rozmova.NotFound
	}
	picture, err := card.PNG()
	if errors.Is(err, sharecard.ErrScript) {
		return nil, rozmova.NotFound
	}
	return &answer{mime: "image/png", body: picture, shows: [][16]byte{theStories}}, err
}

// article is what machines are told of a story, without its discussion.
func (s *Server) article(story *rozmova.Story) feed.Article {
	return feed.Article{
		Story: story, URL: s.storyURL(story), Section: s.sectionLink(story.Language, story.Section).Name, Publisher: s.o.Site.Name, PublisherURL: s.o.Origin + "/",
	}
}

func (s *Server) annotations(r *http.Request) (*answer, error) {
	reading, err := s.o.Newsroom.Read(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	doc, err := feed.Annotations(s.article(reading.Story))
	return &answer{mime: `application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"`, body: doc, shows: [][16]byte{theStories}}, err
}

// plainText gives the words of a story, of which the annotations tell positions; nothing of one that is taken back.
func (s *Server) plainText(r *http.Request) (*answer, error) {
	reading, err := s.o.Newsroom.Read(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	text := []byte{}
	if reading.Story.State != rozmova.RetractedNote {
		text = []byte(rozmova.PlainText(reading.Story.Body))
	}
	return &answer{mime: "text/plain; charset=utf-8", body: text, shows: [][16]byte{theStories}}, nil
}

// statementLD tells machines of a statement's page.
func (s *Server) statementLD(f *found) template.JS {
	doc, err := feed.StatementJSONLD(s.article(f.story), f.at.Key)
	if err != nil {
		s.o.Log.Warn("describing a statement", "story", f.Story.ID, "error", err)
		return ""
	}
	return template.JS(doc) //nolint:gosec // feed escapes it
}
