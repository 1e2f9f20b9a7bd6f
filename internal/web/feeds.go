package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/feed"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/richtext"
)

const feedItems = 30

// commentFeed writes the newest comments of the discussion under a story.
func (s *Server) commentFeed(r *http.Request) (*answer, error) {
	reading, err := s.o.Newsroom.Read(r.Context(), rozmova.Slug(r.PathValue("slug")))
	if err != nil {
		return nil, err
	}
	story := reading.Story
	nodes, err := s.o.Discussion.Latest(r.Context(), story.Thread, feedItems)
	if err != nil {
		return nil, err
	}
	p := s.printer(story.Language)
	c := &feed.Channel{
		Title: p.T("discussion.feed_title", "Headline", story.Headline), Description: p.T("discussion.feed_about", "Site", s.o.Site.Name),
		Language: string(story.Language), SiteURL: s.storyURL(story) + "#discussion", FeedURL: s.o.Origin + r.URL.Path, Updated: story.Published,
	}
	for _, n := range nodes {
		c.Items = append(c.Items, s.commentItem(p, story, n.Comment, n.Author))
	}
	c.Touch()
	return writeFeed(r, c, story.ID)
}

// answerFeed writes the newest answers to what a reader wrote. It tells nothing that the discussions do not.
func (s *Server) answerFeed(r *http.Request) (*answer, error) {
	id, err := rozmova.ParseID[rozmova.Reader](r.PathValue("id"))
	if err != nil {
		return nil, rozmova.NotFound
	}
	reader, lines, err := s.o.Discussion.AnswersTo(r.Context(), id, feedItems)
	if err != nil {
		return nil, err
	}
	if reader.PenName == "" {
		return nil, rozmova.NotFound // erased
	}
	lang := s.o.Site.Languages[0]
	p := s.printer(lang)
	c := &feed.Channel{
		Title: p.T("discussion.answers_title", "Name", reader.PenName), Description: p.T("discussion.feed_about", "Site", s.o.Site.Name),
		Language: string(lang), SiteURL: s.o.Origin + "/", FeedURL: s.o.Origin + r.URL.Path,
	}
	for _, l := range lines {
		item := s.commentItem(p, l.Story, l.Comment, l.Author)
		item.Section = l.Story.Headline
		c.Items = append(c.Items, item)
	}
	c.Touch()
	return writeFeed(r, c, everything)
}

// commentItem tells of a comment. Its title is who wrote it and how it begins.
func (s *Server) commentItem(p *i18n.Printer, story *rozmova.Story, c *rozmova.Comment, author *rozmova.Reader) feed.Item {
	base := s.o.Origin + "/comments/"
	item := feed.Item{
		ID: "urn:uuid:" + c.ID.String(), URL: base + c.ID.String(), Author: p.T("comment.nobody"), Published: c.Created, Updated: c.Changed,
		Language: string(c.Language),
		HTML:     string(richtext.HTML(c.Body, richtext.Options{Lang: string(c.Language), Untrusted: true, Typeset: true})),
	}
	if author != nil {
		item.Author = author.PenName
	}
	item.Title = item.Author + ": " + richtext.Excerpt(c.Body, 80)
	if c.Parent.IsZero() {
		item.Answers, item.AnswersURL = "urn:uuid:"+story.ID.String(), s.storyURL(story)
	} else {
		item.Answers, item.AnswersURL = "urn:uuid:"+c.Parent.String(), base+c.Parent.String()
	}
	return item
}

// feed writes the newest stories, of all sections or of one, in the format that the path names.
func (s *Server) feed(r *http.Request) (*answer, error) {
	slug := rozmova.Slug(r.PathValue("section"))
	lang := s.o.Site.Languages[0]
	cards, err := s.o.Newsroom.Feed(r.Context(), slug, feedItems)
	if err != nil {
		return nil, err
	}
	if slug != "" && len(cards) == 0 {
		return nil, rozmova.NotFound
	}
	p := s.printer(lang)
	c := &feed.Channel{
		Title: s.o.Site.Name, Description: p.T("page.feed_of", "Site", s.o.Site.Name), Language: string(lang), SiteURL: s.o.Origin + "/",
		FeedURL: s.o.Origin + r.URL.Path, CorrectionNames: s.correctionNames(lang),
	}
	if slug != "" {
		c.Title += " · " + s.sectionLink(lang, slug).Name
		c.SiteURL = s.o.Origin + "/sections/" + string(slug)
	}
	for _, card := range cards {
		c.Items = append(c.Items, s.feedItem(lang, card.Story, card.Comments))
	}
	c.Touch()
	return writeFeed(r, c, everything)
}

// writeFeed writes a feed in the format that the path names. Events of what it shows touch it.
func writeFeed(r *http.Request, c *feed.Channel, shows ...[16]byte) (a *answer, err error) {
	var b bytes.Buffer
	a = &answer{shows: shows}
	switch r.URL.Path[strings.LastIndexByte(r.URL.Path, '.'):] {
	case ".atom":
		a.mime, err = "application/atom+xml; charset=utf-8", c.Atom(&b)
	case ".rss":
		a.mime, err = "application/rss+xml; charset=utf-8", c.RSS(&b)
	default:
		a.mime, err = "application/feed+json; charset=utf-8", c.JSONFeed(&b)
	}
	a.body = b.Bytes()
	return a, err
}

func (s *Server) feedItem(lang rozmova.Locale, story *rozmova.Story, comments int) feed.Item {
	url := s.storyURL(story)
	item := feed.Item{
		ID: "urn:uuid:" + story.ID.String(), URL: url, Title: story.Headline, Summary: story.Standfirst,
		HTML:   string(richtext.HTML(story.Body, richtext.Options{Lang: string(story.Language), Typeset: true})),
		Author: story.Byline, Section: s.sectionLink(lang, story.Section).Name, Published: story.Published, Updated: story.LastModified(),
		Language: string(story.Language), Comments: comments, CommentsURL: url + "#discussion", Corrections: story.Corrections, Story: story,
	}
	if story.State == rozmova.RetractedNote { // what it said is not said on; why stands in the correction
		item.Title = s.printer(story.Language).T("story.retracted") + ": " + story.Headline
		item.Summary, item.HTML = "", ""
	}
	return item
}

func (s *Server) sitemap(r *http.Request) (*answer, error) {
	stories, err := s.o.Newsroom.Sitemap(r.Context())
	if err != nil {
		return nil, err
	}
	group := map[rozmova.ID[rozmova.Story]][]feed.Alternate{}
	for _, story := range stories {
		group[story.Group] = append(group[story.Group], feed.Alternate{Lang: string(story.Language), Href: s.storyURL(story)})
	}
	urls := []feed.URL{{Loc: s.o.Origin + "/"}, {Loc: s.o.Origin + "/corrections"}}
	for _, story := range stories[:min(len(stories), feed.MaxURLs-len(urls))] {
		u := feed.URL{Loc: s.storyURL(story), LastMod: story.LastModified()}
		if alternates := group[story.Group]; len(alternates) > 1 {
			u.Alternates = alternates
		}
		urls = append(urls, u)
	}
	quoted, err := s.o.Newsroom.Quoted(r.Context(), feed.MaxURLs-len(urls))
	if err != nil {
		return nil, err
	}
	for _, e := range quoted {
		urls = append(urls, feed.URL{Loc: s.o.Origin + EntryPath(e)})
	}
	var b bytes.Buffer
	err = feed.Sitemap(&b, urls)
	return &answer{mime: "application/xml; charset=utf-8", body: b.Bytes(), shows: [][16]byte{theStories}}, err
}

func (s *Server) newsSitemap(r *http.Request) (*answer, error) {
	now := time.Now()
	stories, err := s.o.Newsroom.News(r.Context(), now.Add(-feed.NewsAge))
	if err != nil {
		return nil, err
	}
	var items []feed.NewsItem
	for _, story := range stories {
		items = append(items, feed.NewsItem{
			Loc: s.storyURL(story), Publication: s.o.Site.Name, Language: string(story.Language), Title: story.Headline, Published: story.Published,
		})
	}
	var b bytes.Buffer
	err = feed.NewsSitemap(&b, items, now)
	return &answer{mime: "application/xml; charset=utf-8", body: b.Bytes(), shows: [][16]byte{everything}}, err
}

// robots keeps machines out of what is made for one person, and shows them the sitemaps.
func (s *Server) robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprintf(w, "User-agent: *\nDisallow: /sign-in\nDisallow: /desk\nDisallow: /me\nDisallow: /comments/\nDisallow: /threads/\nDisallow: /search\n\nSitemap: %s/sitemap.xml\nSitemap: %s/news-sitemap.xml\n", s.o.Origin, s.o.Origin)
}
