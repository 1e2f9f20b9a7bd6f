package web

import (
	"html/template"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
)

// A memo keeps HTML by what it was made from. The key holds all that the HTML shows, so nothing in it ever grows stale. What
// was not asked for while half of the bytes were filled anew is forgotten.
type memo[K comparable] struct {
	half       int        // most bytes of either generation
	mu         sync.Mutex // guards all below
	young, old map[K]template.HTML
	size       int // of young
}

func newMemo[K comparable](bytes int) *memo[K] {
	return &memo[K]{half: bytes / 2, young: map[K]template.HTML{}}
}

// get gives what was made from a key; build makes it where it is not there.
func (m *memo[K]) get(key K, build func() (template.HTML, error)) (template.HTML, error) {
	m.mu.Lock()
	html, ok := m.young[key]
	if !ok {
		if html, ok = m.old[key]; ok {
			m.put(key, html)
		}
	}
	m.mu.Unlock()
	if ok {
		return html, nil
	}
	html, err := build()
	if err != nil {
		return "", err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(key, html)
	return html, nil
}

// forget drops everything: what it shows was erased, and must not lie in memory either.
func (m *memo[K]) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.young, m.old, m.size = map[K]template.HTML{}, nil, 0
}

// slot is what a key and its place weigh, roughly.
const slot = 800

func (m *memo[K]) put(key K, html template.HTML) {
	m.size += len(html) + slot
	if m.size > m.half {
		m.old, m.young, m.size = m.young, map[K]template.HTML{}, len(html)+slot
	}
	m.young[key] = html
}

// said is everything that a comment shows of itself, its answers left out: what its HTML is kept by.
type said struct {
	lang     string // of the interface
	ID       rozmova.ID[rozmova.Comment]
	Root     rozmova.ID[rozmova.Comment]
	Parent   rozmova.ID[rozmova.Comment]
	Thread   rozmova.ID[rozmova.Thread]
	Story    rozmova.Slug
	Depth    int
	Seq      int64
	Created  time.Time
	Edited   time.Time
	Revision int
	State    rozmova.CommentState
	Author   AuthorView
	To       string
	Body     template.HTML
	Language rozmova.Locale
	Rule     string
	Decision rozmova.ID[rozmova.Decision]
	Votes    rozmova.Votes
	Totals   bool
	Vote     rozmova.Vote
	Told     ToldView // zero for none
	Place    int64
	Cite     CiteView // zero for none
	Featured bool
	Muted    bool
	New      bool
	May      CommentMay
	Deeper   int
	First    bool
	Focus    bool
}

func saidBy(lang string, c *CommentView) said {
	var cite CiteView
	if c.Cite != nil {
		cite = *c.Cite
	}
	var told ToldView
	if c.Told != nil {
		told = *c.Told
	}
	votes := c.Votes
	if !c.Totals {
		votes = rozmova.Votes{} // not shown: no reason to make it anew
	}
	return said{
		lang, c.ID, c.Root, c.Parent, c.Thread, c.Story, c.Depth, c.Seq, c.Created, c.Edited, c.Revision, c.State, c.Author, c.To, c.Body,
		c.Language, c.Rule, c.Decision, votes, c.Totals, c.Vote, told, c.Place, cite, c.Featured, c.Muted, c.New, c.May, c.Deeper, c.First, c.Focus,
	}
}

// words names the text of a comment as it was at a revision, which never changes.
type words struct {
	comment  rozmova.ID[rozmova.Comment]
	revision int
}
