package web

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// SearchPage shows what was found on the site, or in one story and its discussion. Page: search.
type SearchPage struct {
	Frame
	Query   string    // as it was sent, shortened
	Story   *StoryRef // where it was looked for; nil: everywhere
	Asked   bool      // something was looked for
	Trouble string    // why nothing could be, in the language of the interface; empty where it could
	Hits    []HitView // newest first
	More    string    // site path of what is behind; empty: there is no more
	First   string    // site path of the newest, where these are not
}

// A HitView is a comment or a story in which the words were found.
type HitView struct {
	Story   StoryRef
	Section SectionLink
	Comment bool       // it is a comment; otherwise the story itself
	Path    string     // site path of where it stands
	Author  AuthorView // of the comment; of a story only PenName, the byline
	At      time.Time
	Excerpt []MarkedRun
	Lang    rozmova.Locale // of Excerpt
}

// A MarkedRun is a piece of text.
type MarkedRun struct {
	Text   string
	Marked bool // it is what was looked for
}

// Bounds of a search.
const (
	mostQuery   = 200 // runes of what is looked for
	hitsPerPage = 20
)

// search looks for words. Whatever is asked for, the answer is a page.
func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	v, q := visitOf(r.Context()), r.URL.Query()
	p := s.printer(v.lang)
	page := &SearchPage{Frame: s.frame(r, p.T("search.title")), Query: searchText(q.Get("q"))}
	page.Asked = page.Query != ""
	asked := discussion.Query{Text: page.Query, Before: q.Get("before"), Limit: hitsPerPage}
	if slug := rozmova.Slug(q.Get("story")); slug.Valid() {
		reading, err := s.o.Newsroom.Read(r.Context(), slug)
		if err != nil && !errors.Is(err, rozmova.NotFound) {
			return err
		}
		if err == nil {
			ref := refOf(reading.Story)
			page.Story, asked.Story = &ref, reading.Story.ID
		}
	}
	if !page.Asked {
		return s.show(w, r, http.StatusOK, "search", page)
	}
	if !s.searches.Allow(r, time.Now()) {
		return &rozmova.Error{Kind: rozmova.TooMany, Reason: "too_many", Args: map[string]any{"Seconds": 60}}
	}
	hits, next, err := s.o.Discussion.Search(r.Context(), v.reader, asked)
	var refused *rozmova.Error
	if errors.As(err, &refused) && refused.Reason == "page.cursor" { // an old address or a broken one: from the newest on
		asked.Before = ""
		hits, next, err = s.o.Discussion.Search(r.Context(), v.reader, asked)
	}
	switch {
	case errors.Is(err, rozmova.Invalid):
		page.Trouble, _ = s.explain(v.lang, err)
	case err != nil:
		return err
	}
	for _, h := range hits {
		page.Hits = append(page.Hits, s.viewHit(v.lang, h))
	}
	if next != "" {
		page.More = searchPath(page, next)
	}
	if asked.Before != "" {
		page.First = searchPath(page, "")
	}
	return s.show(w, r, http.StatusOK, "search", page)
}

// searchText makes a query fit to be shown: text, on one line and not too long.
func searchText(q string) string {
	q = strings.Join(strings.Fields(strings.ToValidUTF8(q, " ")), " ")
	if utf8.RuneCountInString(q) > mostQuery {
		q = strings.TrimSpace(string([]rune(q)[:mostQuery]))
	}
	return q
}

func searchPath(page *SearchPage, before string) string {
	q := url.Values{"q": {page.Query}}
	if page.Story != nil {
		q.Set("story", string(page.Story.Slug))
	}
	if before != "" {
		q.Set("before", before)
	}
	return "/search?" + q.Encode()
}

func (s *Server) viewHit(lang rozmova.Locale, h discussion.Hit) HitView {
	view := HitView{Story: refOf(h.Story), Section: s.sectionLink(lang, h.Story.Section), Excerpt: markRuns(h.Excerpt, h.Marks)}
	if n := h.Node; n != nil {
		id := n.ID.String()
		view.Comment, view.Author, view.At, view.Lang = true, viewAuthor(n), n.Created, n.Language
		view.Path = "/stories/" + string(h.Story.Slug) + "/branch/" + id + "#c-" + id
		return view
	}
	view.Path, view.At, view.Lang = "/stories/"+string(h.Story.Slug), h.Story.Published, h.Story.Language
	view.Author.PenName = h.Story.Byline
	return view
}

// markRuns cuts a text at the edges of what is marked in it, given in runes, in order. Marks that do not fit are passed over.
func markRuns(text string, marks [][2]int) []MarkedRun {
	var runs []MarkedRun
	runes, from := []rune(text), 0
	for _, m := range marks {
		if m[0] < from || m[1] <= m[0] || m[1] > len(runes) {
			continue
		}
		if m[0] > from {
			runs = append(runs, MarkedRun{Text: string(runes[from:m[0]])})
		}
		runs = append(runs, MarkedRun{string(runes[m[0]:m[1]]), true})
		from = m[1]
	}
	if from < len(runes) {
		runs = append(runs, MarkedRun{Text: string(runes[from:])})
	}
	return runs
}
