package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// mostRevision is more than a story can have revisions; greater numbers are microseconds.
const mostRevision = 1_000_000

// ChangesPage tells what became of a story since somebody read it. Page: changes.
type ChangesPage struct {
	Frame
	Story       StoryRef
	Since       time.Time
	Revision    int // that was read
	Now         int
	Additions   []AdditionView
	Corrections []CorrectionView
	Blocks      []DiffBlock // those that differ
}

// None reports whether nothing changed.
func (p *ChangesPage) None() bool { return len(p.Additions)+len(p.Corrections)+len(p.Blocks) == 0 }

// A SinceView is the line above a story that tells what is new for whoever has read it before.
type SinceView struct {
	At          time.Time // when it was read; zero: the browser knows
	Additions   int
	Addition    string // site path of the first new one
	Corrections int
	Correction  string // site path of the latest
	Text        bool
	Changes     string // site path of everything that changed; without the time where At is zero
}

// changes shows what became of a story since a revision, or a time: RFC 3339 or microseconds.
func (s *Server) changes(r *http.Request) (*answer, error) {
	slug, asked := rozmova.Slug(r.PathValue("slug")), r.URL.Query().Get("since")
	revision, since := 0, time.Time{}
	if n, err := strconv.ParseInt(asked, 10, 64); err == nil && n > 0 {
		if n < mostRevision {
			revision = int(n)
		} else {
			since = time.UnixMicro(n).UTC()
		}
	} else if since, err = time.Parse(time.RFC3339, asked); err != nil {
		revision = 1
	}
	c, err := s.o.Newsroom.Changes(r.Context(), slug, since, revision)
	if err != nil {
		return nil, err
	}
	page := &ChangesPage{
		Frame: s.frame(r, c.Story.Headline), Story: refOf(c.Story), Since: c.Since, Revision: c.Before.Revision, Now: c.Story.Revision,
		Blocks: changedBlocks(c.Before, c.Story),
	}
	page.Here = c.Story.Section
	for _, a := range c.Additions {
		page.Additions = append(page.Additions, viewAddition(page.Story, a))
	}
	page.Corrections = newCorrections(c)
	return &answer{name: "changes", data: page, shows: [][16]byte{c.Story.ID}}, nil
}

// newCorrections shows the corrections that came since, the latest first.
func newCorrections(c *newsroom.Changes) (list []CorrectionView) {
	fresh := map[int]bool{}
	for _, i := range c.Corrections {
		fresh[c.Story.CorrectionNumber(i)] = true
	}
	for _, view := range viewCorrections(c.Story, ViewNotes(c.Story)) {
		if fresh[view.Number] {
			list = append(list, view)
		}
	}
	return list
}

// since tells a reader what became of a story since the visit before; nil where nothing did. For those whom the browser alone knows it
// gives the line that the script fills.
func (s *Server) since(r *http.Request, story *rozmova.Story, visited time.Time) (*SinceView, error) {
	path := "/stories/" + string(story.Slug)
	if visitOf(r.Context()).reader == nil {
		return &SinceView{Changes: path + "/changes"}, nil
	}
	if visited.IsZero() || !story.Changed.After(visited) && !story.LastModified().After(visited) {
		return nil, nil
	}
	c, err := s.o.Newsroom.Changes(r.Context(), story.Slug, visited, 0)
	if err != nil {
		return nil, err
	}
	v := &SinceView{At: visited, Additions: c.Published(), Corrections: len(c.Corrections), Text: c.Worded(), Changes: path + "/changes?since=" + strconv.FormatInt(visited.UnixMicro(), 10)}
	if v.Additions+v.Corrections == 0 && !v.Text {
		return nil, nil
	}
	for _, a := range c.Additions {
		if v.Addition == "" && a.State == rozmova.AdditionPublished && a.At.After(visited) {
			v.Addition = viewAddition(refOf(story), a).Path()
		}
	}
	if list := newCorrections(c); len(list) > 0 {
		v.Correction = list[0].Path()
	}
	return v, nil
}
