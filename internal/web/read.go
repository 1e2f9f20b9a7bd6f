package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/feed"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
)

// How many stories the lists show.
const (
	frontLatest  = 8
	frontStories = 40
	frontSection = 3
	sectionPage  = 20
)

// frame is what a page has around its content. What it needs of the store failing must not keep an error page from being
// shown, so sections are left out then.
func (s *Server) frame(r *http.Request, title string) Frame {
	v := visitOf(r.Context())
	f := Frame{Lang: v.lang, Path: v.path, SiteName: s.o.Site.Name, Title: title, Demo: s.o.Demo, Languages: s.o.Site.Languages, Owner: s.o.Owner, Contact: s.o.Contact}
	sections, err := s.o.Newsroom.Sections(r.Context())
	if err != nil && r.Context().Err() == nil {
		s.o.Log.Warn("reading sections", "error", err)
	}
	for _, label := range s.o.Sections {
		if slices.Contains(sections, label.Slug) {
			f.Sections = append(f.Sections, s.sectionLink(v.lang, label.Slug))
		}
	}
	for _, slug := range sections {
		if !slices.ContainsFunc(f.Sections, func(l SectionLink) bool { return l.Slug == slug }) {
			f.Sections = append(f.Sections, s.sectionLink(v.lang, slug))
		}
	}
	f.Feeds = s.feedLinks("")
	if v.reader != nil {
		f.Me = &Me{ID: v.reader.ID, PenName: v.reader.PenName, Moderator: v.hasRole(rozmova.Moderator), Editor: v.reader.Has(rozmova.Editor, ""), Staff: v.reader.Staff() || len(v.locked) > 0}
		f.Nonce = nonce()
		f.Me.Alerts = s.unread(r, v.reader)
		if v.reader.Has(rozmova.Moderator, "") {
			if f.Me.Waiting, err = s.o.Moderation.Waiting(r.Context()); err != nil && r.Context().Err() == nil {
				s.o.Log.Warn("counting what waits", "error", err)
			}
		}
	}
	if key := r.URL.Query().Get("done"); key != "" {
		f.Flash = s.flash(v.lang, key)
	}
	return f
}

// sectionLink names a section: as the settings say or, where they do not, by its slug.
func (s *Server) sectionLink(lang rozmova.Locale, slug rozmova.Slug) SectionLink {
	if slug == "" {
		return SectionLink{}
	}
	for _, label := range s.o.Sections {
		if label.Slug == slug {
			return SectionLink{slug, rozmova.In(label.Name, lang)}
		}
	}
	return SectionLink{slug, string(slug)}
}

func (s *Server) feedLinks(section rozmova.Slug) []FeedLink {
	base, title := "", s.o.Site.Name
	if section != "" {
		base, title = "/sections/"+string(section), s.o.Site.Name+" · "+string(section)
	}
	return feedsAt(base+"/feed", title)
}

func (s *Server) card(lang rozmova.Locale, c newsroom.Card) StoryCard {
	story := c.Story
	return StoryCard{
		Slug: story.Slug, Language: story.Language, Section: s.sectionLink(lang, story.Section), Headline: typeset(story.Language, story.Headline),
		Standfirst: typeset(story.Language, story.Standfirst), Byline: story.Byline, Published: story.Published, Changed: story.LastModified(), Comments: c.Comments,
		Sources: len(story.Sources), Corrected: len(story.Corrections) > 0, Retracted: story.State == rozmova.RetractedNote,
	}
}

func (s *Server) front(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	cards, _, err := s.o.Newsroom.Front(r.Context(), "", v.lang, "", frontStories)
	if err != nil {
		return nil, err
	}
	page := &FrontPage{Frame: s.frame(r, "")}
	page.Canonical = s.o.Origin + LocalPath(v.lang, "/")
	page.Open = &OpenGraph{Type: "website", Locale: openLocale(v.lang)}
	if lead := leading(cards, v.lang); lead > 0 {
		cards = slices.Insert(slices.Delete(slices.Clone(cards), lead, lead+1), 0, cards[lead])
	}
	for i, c := range cards[:min(len(cards), 1+frontLatest)] {
		card := s.card(v.lang, c)
		if i == 0 {
			page.Lead = &card
		} else {
			page.Latest = append(page.Latest, card)
		}
	}
	for _, section := range page.Frame.Sections {
		block := SectionBlock{Section: section}
		for _, c := range cards[min(len(cards), 1+frontLatest):] {
			if c.Story.Section == section.Slug && len(block.Stories) < frontSection {
				block.Stories = append(block.Stories, s.card(v.lang, c))
			}
		}
		if len(block.Stories) > 0 {
			page.Sections = append(page.Sections, block)
		}
	}
	return &answer{name: "front", data: page, shows: [][16]byte{everything}}, nil
}

// leading picks the story that leads the front page: the newest in the language of the interface, if it is among the newest
// few, else the newest.
func leading(cards []newsroom.Card, l rozmova.Locale) int {
	at := slices.IndexFunc(cards[:min(len(cards), 1+frontLatest)], func(c newsroom.Card) bool { return c.Story.Language == l })
	return max(at, 0)
}

func (s *Server) section(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	slug := rozmova.Slug(r.PathValue("section"))
	before := r.URL.Query().Get("before")
	cards, next, err := s.o.Newsroom.Front(r.Context(), slug, v.lang, before, sectionPage)
	if err != nil {
		return nil, err
	}
	page := &SectionPage{Section: s.sectionLink(v.lang, slug)}
	page.Frame = s.frame(r, page.Section.Name)
	known := slices.ContainsFunc(page.Frame.Sections, func(l SectionLink) bool { return l.Slug == slug })
	if !slug.Valid() || len(cards) == 0 && !known {
		return nil, rozmova.NotFound
	}
	page.Here = slug
	page.Canonical = s.o.Origin + LocalPath(v.lang, "/sections/"+string(slug))
	page.Open = &OpenGraph{Type: "website", Locale: openLocale(v.lang)}
	page.Feeds = s.feedLinks(slug)
	for _, c := range cards {
		page.Stories = append(page.Stories, s.card(v.lang, c))
	}
	if next != "" {
		page.Older = "/sections/" + string(slug) + "?before=" + url.QueryEscape(next)
	}
	if before != "" {
		page.Newer = "/sections/" + string(slug)
	}
	return &answer{name: "section", data: page, shows: [][16]byte{everything}}, nil
}

func (s *Server) story(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	reading, err := s.o.Newsroom.Read(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	story := reading.Story
	page := &StoryPage{Frame: s.frame(r, story.Headline), Story: ViewStory(story, s.sectionLink(v.lang, story.Section))}
	page.Story.enter(reading.Entries)
	placeInText(&page.Story, story, s.printer(v.lang))
	page.Here = story.Section
	talk, shown, err := s.talk(r, page, story)
	if err != nil {
		return nil, err
	}
	page.Discussion = talk
	page.Story.MaySpeak = !talk.Form.Shut()
	countSpoken(page.Story.Notes, shown.Cited)
	var added *newsroom.Additions
	if page.Story.Additions, added, err = s.additions(r, story); err != nil {
		return nil, err
	}
	page.Thread = story.Thread
	if page.Since, err = s.since(r, story, shown.Since); err != nil {
		return nil, err
	}
	places, err := s.pickPlaces(r.Context(), story, shown.Picks)
	if err != nil {
		return nil, err
	}
	page.Story.Parts = placePicks(page.Story.Body, talk.Picks, places)
	page.Threads = feedsAt("/stories/"+string(story.Slug)+"/comments", s.printer(v.lang).T("discussion.feed_title", "Headline", story.Headline))
	s.describe(&page.Frame, reading, shown.Thread.Comments, added)
	return &answer{name: "story", data: page, shows: [][16]byte{story.ID}, due: shown.Terms.Due}, nil
}

// describe tells machines what a story page is, with the additions that it shows.
func (s *Server) describe(f *Frame, reading *newsroom.Reading, comments int, added *newsroom.Additions) {
	story := reading.Story
	f.Canonical = s.storyURL(story)
	f.Description = story.Standfirst
	if f.Description == "" {
		f.Description = richtext.Excerpt(story.Body, 200)
	}
	f.Open = &OpenGraph{
		Type: "article", Published: story.Published.Format(time.RFC3339), Modified: story.LastModified().Format(time.RFC3339),
		Section: s.sectionLink(story.Language, story.Section).Name, Locale: openLocale(story.Language),
	}
	article := feed.Article{
		Story: story, URL: f.Canonical, Section: f.Open.Section, Publisher: s.o.Site.Name, PublisherURL: s.o.Origin + "/",
		Comments: comments, Discussion: f.Canonical + "#discussion", Additions: added.List, Begun: added.First, Ended: added.Last,
	}
	if len(reading.Translations) > 0 {
		f.Alternates = []Alternate{{story.Language, f.Canonical}}
		for _, other := range reading.Translations {
			f.Alternates = append(f.Alternates, Alternate{other.Language, s.storyURL(other)})
			link := feed.Alternate{Lang: string(other.Language), Href: s.storyURL(other)}
			switch {
			case other.ID == story.Group:
				article.Original = &link
			case story.ID == story.Group:
				article.Translations = append(article.Translations, link)
			}
		}
	}
	if doc, err := feed.JSONLD(article); err == nil {
		f.JSONLD = template.JS(doc) //nolint:gosec // JSONLD escapes <, > and &
	} else {
		s.o.Log.Warn("describing a story", "story", story.ID, "error", err)
	}
}

// storyURL is the canonical address of a story: without a language of the interface.
func (s *Server) storyURL(story *rozmova.Story) string {
	return s.o.Origin + "/stories/" + string(story.Slug)
}

func openLocale(l rozmova.Locale) string {
	if l == "en" {
		return "en_GB"
	}
	return string(l) + "_UA"
}

func (s *Server) branch(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	id, err := rozmova.ParseID[rozmova.Comment](r.PathValue("root"))
	if err != nil {
		return nil, rozmova.NotFound
	}
	reading, err := s.o.Newsroom.Read(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	comments, err := s.o.Discussion.Branch(r.Context(), v.reader, id)
	if err != nil {
		return nil, err
	}
	story := reading.Story
	if comments.Thread.ID != story.Thread {
		return nil, rozmova.NotFound
	}
	page := &BranchPage{Frame: s.frame(r, story.Headline), Story: refOf(story)}
	page.Here = story.Section
	page.Discussion = *s.viewDiscussion(v, story, comments)
	page.Discussion.Branch = true
	page.Discussion.First = "/stories/" + string(story.Slug)
	turn := func(id string) string {
		if id == "" {
			return ""
		}
		return "/stories/" + string(story.Slug) + "/branch/" + id
	}
	page.Discussion.Prev, page.Discussion.Next = turn(comments.Prev), turn(comments.Next)
	page.Discussion.Nonce, page.Discussion.Form.Nonce = page.Nonce, page.Nonce
	focus(page.Discussion.Comments, id)
	if err := s.bar(r.Context(), &page.Discussion, comments, story); err != nil {
		return nil, err
	}
	return &answer{name: "branch", data: page, shows: [][16]byte{story.ID}, due: comments.Terms.Due}, nil
}

// focus marks the comment that a page was opened for.
func focus(list []CommentView, id rozmova.ID[rozmova.Comment]) {
	for i := range list {
		list[i].Focus = list[i].ID == id
		focus(list[i].Answers, id)
	}
}

func (s *Server) revisions(r *http.Request) (*answer, error) {
	list, err := s.o.Newsroom.Revisions(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, rozmova.NotFound
	}
	page := &RevisionsPage{Frame: s.frame(r, list[0].Headline), Story: refOf(list[0])}
	for i, rev := range list {
		line := RevisionLine{Revision: rev.Revision, At: rev.Changed, Headline: rev.Headline, Current: i == 0}
		if i+1 < len(list) {
			line.Added, line.Removed = CountWords(DiffStories(list[i+1], rev))
		}
		page.Revisions = append(page.Revisions, line)
	}
	return &answer{name: "revisions", data: page, shows: [][16]byte{list[0].ID}}, nil
}

func (s *Server) revision(r *http.Request) (*answer, error) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		return nil, rozmova.NotFound
	}
	list, err := s.o.Newsroom.Revisions(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(list, func(rev *rozmova.Story) bool { return rev.Revision == n })
	if at < 0 {
		return nil, rozmova.NotFound
	}
	page := &RevisionPage{
		Frame: s.frame(r, list[at].Headline), Story: refOf(list[0]), Revision: n, At: list[at].Changed,
	}
	var before *rozmova.Story
	if at+1 < len(list) {
		before = list[at+1]
		page.Against, page.Older = before.Revision, before.Revision
	}
	if at > 0 {
		page.Newer = list[at-1].Revision
	}
	page.Blocks = DiffStories(before, list[at])
	return &answer{name: "revision", data: page, shows: [][16]byte{list[0].ID}}, nil
}

func (s *Server) rules(r *http.Request) (*answer, error) {
	v := visitOf(r.Context())
	all, err := s.o.Moderation.Rules(r.Context())
	if err != nil {
		return nil, err
	}
	page := &RulesPage{Frame: s.frame(r, s.printer(v.lang).T("page.rules"))}
	page.Canonical = s.o.Origin + LocalPath(v.lang, "/rules")
	for i, rule := range all { // by key, the newest version first
		view := RuleView{rule.Key, rule.Version, rozmova.In(rule.Title, v.lang), rozmova.In(rule.Text, v.lang), rule.Since, nil}
		if i > 0 && all[i-1].Key == rule.Key {
			last := &page.Rules[len(page.Rules)-1]
			last.Earlier = append(last.Earlier, view)
			continue
		}
		page.Rules = append(page.Rules, view)
	}
	return &answer{name: "rules", data: page, shows: [][16]byte{everything}}, nil
}
