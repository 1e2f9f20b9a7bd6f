package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/feed"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// correctionsPage is how many corrections a page shows.
const correctionsPage = 30

// farAway is later than any correction.
var farAway = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// correctionRoutes lays the routes of the corrections of all stories, and of the desk where they are made.
func (s *Server) correctionRoutes(mux *http.ServeMux) {
	mux.Handle("GET /corrections", s.keep(s.corrections, "month", "before"))
	mux.Handle("GET /desk/stories/{slug}/corrections", s.reader(s.correctForm))
	mux.Handle("POST /desk/stories/{slug}/corrections", s.reader(s.correct))
}

// correctionFeeds are the feeds of all corrections.
func (s *Server) correctionFeeds(lang rozmova.Locale) []FeedLink {
	return feedsAt("/corrections", s.printer(lang).T("corrections.feed", "Site", s.o.Site.Name))
}

// corrections lists the corrections of all stories: the newest or, of a month, those from its end on.
func (s *Server) corrections(r *http.Request) (*answer, error) {
	v, q := visitOf(r.Context()), r.URL.Query()
	before, zone := farAway, s.zone()
	month, err := time.ParseInLocation("2006-01", q.Get("month"), zone)
	if q.Get("month") != "" {
		if err != nil || month.Year() < 1 || month.Year() > 9000 {
			return nil, rozmova.NotFound
		}
		before = month.AddDate(0, 1, 0)
	}
	list, next, err := s.o.Newsroom.Corrections(r.Context(), before, q.Get("before"), correctionsPage)
	if err != nil {
		return nil, err
	}
	times, err := s.o.Newsroom.CorrectionTimes(r.Context())
	if err != nil {
		return nil, err
	}
	page := &CorrectionsPage{Frame: s.frame(r, s.printer(v.lang).T("corrections.title"))}
	page.Canonical = s.o.Origin + LocalPath(v.lang, "/corrections")
	page.Open = &OpenGraph{Type: "website", Locale: openLocale(v.lang)}
	page.Threads = s.correctionFeeds(v.lang)
	same := func(a, b time.Time) bool { return a.In(zone).Format("2006-01") == b.In(zone).Format("2006-01") }
	for _, m := range list {
		if n := len(page.Months); n == 0 || !same(page.Months[n-1].At, m.Correction().At) {
			page.Months = append(page.Months, CorrectionMonth{At: m.Correction().At})
		}
		last := &page.Months[len(page.Months)-1]
		last.List = append(last.List, viewMade(m))
	}
	for _, at := range times {
		if n := len(page.All); n == 0 || !same(page.All[n-1].At, at) {
			page.All = append(page.All, MonthLink{At: at, Path: "/corrections?month=" + at.In(zone).Format("2006-01"), Here: !month.IsZero() && same(month, at)})
		}
		page.All[len(page.All)-1].Count++
	}
	if next != "" {
		page.Older = "/corrections?before=" + url.QueryEscape(next)
	}
	if q.Get("month") != "" || q.Get("before") != "" {
		page.Newest = "/corrections"
	}
	return &answer{name: "corrections-page", data: page, shows: [][16]byte{theStories}}, nil
}

// viewMade shows a correction of the list of all.
func viewMade(m newsroom.Made) CorrectionView {
	number := m.Story.CorrectionNumber(m.Place)
	for _, c := range viewCorrections(m.Story, ViewNotes(m.Story)) {
		if c.Number == number {
			return c
		}
	}
	return CorrectionView{Correction: *m.Correction(), Story: refOf(m.Story), Number: number}
}

// correctionFeed writes the newest corrections of all stories.
func (s *Server) correctionFeed(r *http.Request) (*answer, error) {
	list, _, err := s.o.Newsroom.Corrections(r.Context(), farAway, "", feedItems)
	if err != nil {
		return nil, err
	}
	lang := s.o.Site.Languages[0]
	p := s.printer(lang)
	c := &feed.Channel{
		Title: p.T("corrections.feed", "Site", s.o.Site.Name), Description: p.T("corrections.feed_about", "Site", s.o.Site.Name), Language: string(lang),
		SiteURL: s.o.Origin + "/corrections", FeedURL: s.o.Origin + r.URL.Path, CorrectionNames: s.correctionNames(lang),
	}
	for _, m := range list {
		fix := m.Correction()
		c.Items = append(c.Items, feed.Item{
			ID:    correctionTag(s.o.Origin, m),
			URL:   s.storyURL(m.Story) + "#correction-" + strconv.Itoa(m.Story.CorrectionNumber(m.Place)),
			Title: p.T("correction."+string(fix.Kind)) + ": " + m.Story.Headline, Author: s.o.Site.Name,
			Section: s.sectionLink(lang, m.Story.Section).Name, Published: fix.At, Language: string(m.Story.Language),
			Corrections: []rozmova.Correction{*fix},
		})
	}
	c.Touch()
	return writeFeed(r, c, theStories)
}

// correctionTag names a correction for ever (RFC 4151), whatever becomes of its number: by story and time.
func correctionTag(origin string, m newsroom.Made) string {
	host := origin
	if u, err := url.Parse(origin); err == nil {
		host = u.Hostname()
	}
	at := m.Correction().At
	return "tag:" + host + "," + at.UTC().Format(time.DateOnly) + ":correction/" + m.Story.ID.String() + "/" + strconv.FormatInt(at.UnixMicro(), 10) + "/" + string(m.Correction().Kind)
}

// correctionNames are the words for each kind of correction.
func (s *Server) correctionNames(lang rozmova.Locale) map[rozmova.CorrectionKind]string {
	p, names := s.printer(lang), map[rozmova.CorrectionKind]string{}
	for _, kind := range correctionKinds {
		names[kind] = p.T("correction." + string(kind))
	}
	return names
}

// correctionKinds are all kinds, as forms offer them.
var correctionKinds = []rozmova.CorrectionKind{rozmova.Corrected, rozmova.Clarified, rozmova.Updated, rozmova.Retraction}

// A CorrectPage is where editors correct a published story: POST to Path, with say preview or publish. Page: desk-correct.
type CorrectPage struct {
	DeskFrame
	Story      StoryRef
	Revision   int // that is corrected
	Statements []StatementNote
	Facts      []FactChoice
	Made       []CorrectionView
	Kinds      []rozmova.CorrectionKind
	Form       CorrectForm
	Preview    bool        // what changes is shown
	Changes    []DiffBlock // blocks that differ alone; none where the words stay
	Retracts   bool        // the whole story would be taken back
	Errors     FieldErrors
}

// A FactChoice is a dated fact that a correction may be about.
type FactChoice struct{ Key, What, Value string }

// A CorrectForm is what an editor says of a correction.
type CorrectForm struct {
	Kind                            rozmova.CorrectionKind
	Target                          string // st-KEY, fact-KEY, or empty for the story
	Wrong, Right, Date, Text, Where string // Where: place, or above
}

// In reports whether the correction is shown in place.
func (f CorrectForm) In() bool { return f.Where == "place" }
