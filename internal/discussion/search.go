package discussion

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// A Query is what is looked for, and where.
type Query struct {
	Text   string
	Story  rozmova.ID[rozmova.Story] // that and its discussion; zero: the whole site
	Before string                    // cursor; empty for the beginning
	Limit  int                       // 1 to 50; 0: 20
}

// A Hit is a comment or a story in which every word of a query was found, in whatever form.
type Hit struct {
	Node    *Node          // nil: the story itself
	Story   *rozmova.Story // without its body
	Excerpt string         // one line of the words around the first that was found
	Marks   [][2]int       // runes of Excerpt, from and up to, in order: the words that were found
}

// searchRounds is how many times the store is asked at most for one page of hits, where many of those it finds are not for
// this viewer.
const searchRounds = 4

// SearchTime is the longest that a search may take.
const SearchTime = time.Second

// Search gives what was found, newest first, with the cursor of what is behind. Comments of readers whom the viewer has muted
// are not among it. Invalid search.empty says that there is no word in the query; signs that mean something to other searches
// mean nothing here, and no text is an error by them. Unavailable search.slow says that there is too much of every word to be
// looked through in SearchTime.
func (d *Desk) Search(ctx context.Context, viewer *rozmova.Reader, q Query) (hits []Hit, next string, err error) {
	stems := lang.QueryStems(strings.ToValidUTF8(q.Text, " "))
	if len(stems) == 0 {
		return nil, "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "search.empty", Field: "q"}
	}
	before, err := parseFound(q.Before)
	if err != nil {
		return nil, "", err
	}
	if q.Limit == 0 {
		q.Limit = 20
	}
	s := search{d: d, viewer: viewer, stems: stems, limit: min(max(q.Limit, 1), 50)}
	bounded, cancel := context.WithTimeout(ctx, SearchTime)
	defer cancel()
	err = d.db.View(bounded, func(tx *store.Tx) error {
		s.tx, s.hits, next = tx, nil, ""
		from := before
		for range searchRounds {
			found, err := tx.Find(stems, q.Story, from, s.limit+1)
			if err != nil {
				return err
			}
			used, err := s.take(found)
			if err != nil {
				return err
			}
			if used == len(found) && used <= s.limit {
				return nil // there is no more
			}
			from = found[used-1]
			if len(s.hits) == s.limit {
				break
			}
		}
		next = foundCursor(from)
		return nil
	})
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return nil, "", &rozmova.Error{Kind: rozmova.Unavailable, Reason: "search.slow", Field: "q", Err: err}
	}
	if err != nil {
		return nil, "", err
	}
	return s.hits, next, nil
}

// search is one search under way.
type search struct {
	d      *Desk
	tx     *store.Tx
	viewer *rozmova.Reader
	stems  []string
	limit  int
	hits   []Hit
}

// take makes hits of what was found, until there are enough. It tells how much of it that took, one at least.
func (s *search) take(found []store.Found) (used int, err error) {
	var comments []rozmova.ID[rozmova.Comment]
	var stories []rozmova.ID[rozmova.Story]
	for _, f := range found {
		if f.Kind == store.Comments {
			comments = append(comments, f.Subject)
		} else {
			stories = append(stories, f.Subject)
		}
	}
	byID, err := s.tx.CommentsByID(comments)
	if err != nil {
		return 0, err
	}
	list := slices.Collect(maps.Values(byID))
	g, err := s.d.gather(s.tx, s.viewer, nil, list)
	if err != nil {
		return 0, err
	}
	heads, err := headsOf(s.tx, list)
	if err != nil {
		return 0, err
	}
	whole, err := s.tx.StoriesByID(stories)
	if err != nil {
		return 0, err
	}
	for _, f := range found {
		if len(s.hits) == s.limit {
			break
		}
		used++
		if story := whole[f.Subject]; story != nil && s.shows(story) {
			s.story(story)
		} else if c := byID[f.Subject]; c != nil && s.shows(heads[c.Story]) {
			s.comment(g.node(c), heads[c.Story])
		}
	}
	return used, nil
}

// shows reports whether a story is one of this site that readers may see.
func (s *search) shows(story *rozmova.Story) bool { return story.Site == s.d.site.ID && story.Shown() }

// comment makes a hit of a comment, where the viewer is to see it.
func (s *search) comment(n *Node, story *rozmova.Story) {
	if !n.State.Visible() || n.Muted {
		return
	}
	h := Hit{Node: n, Story: story}
	h.Excerpt, h.Marks = excerpt(s.stems, rozmova.PlainText(n.Body))
	s.hits = append(s.hits, h)
}

// story makes a hit of a story.
func (s *search) story(story *rozmova.Story) {
	var h Hit
	h.Excerpt, h.Marks = excerpt(s.stems, rozmova.PlainText(story.Body), story.Standfirst)
	head := *story
	head.Body, head.Sources, head.Sides, head.Statements, head.Developments, head.Corrections = nil, nil, nil, nil, nil, nil
	h.Story = &head
	s.hits = append(s.hits, h)
}

// How much of a text a hit shows, in runes, and how much of that stands before the first word that was found.
const (
	excerptRunes  = 240
	excerptBefore = 60
)

// excerpt gives the words around the first that is looked for, of the first of some texts that has one; where none has, the
// beginning of the last that is not empty.
func excerpt(stems []string, texts ...string) (line string, marks [][2]int) {
	var text []rune
	at := 0
	for _, t := range texts {
		if t == "" {
			continue
		}
		text, marks = []rune(t), lang.Highlight(t, stems)
		if len(marks) > 0 {
			at = marks[0][0]
			break
		}
	}
	from, to := max(0, at-excerptBefore), len(text)
	if from > 0 {
		from = wordAfter(text, from, at)
	}
	if to > from+excerptRunes {
		to = wordBefore(text, from+excerptRunes, at+1)
	}
	shown := text[from:to]
	for i, r := range shown {
		if unicode.IsSpace(r) {
			shown[i] = ' ' // rune for rune, so that the marks stay where they are
		}
	}
	line, shift := string(shown), -from
	if from > 0 {
		line, shift = "…"+line, shift+1
	}
	if to < len(text) {
		line += "…"
	}
	var inside [][2]int
	for _, m := range marks {
		if m[0] >= from && m[1] <= to {
			inside = append(inside, [2]int{m[0] + shift, m[1] + shift})
		}
	}
	return line, inside
}

// wordAfter gives where the first word behind from begins, not behind most.
func wordAfter(text []rune, from, most int) int {
	for i := from; i < most; i++ {
		if unicode.IsSpace(text[i-1]) && !unicode.IsSpace(text[i]) {
			return i
		}
	}
	return from // one word without an end
}

// wordBefore gives where the last word before to ends, not before least.
func wordBefore(text []rune, to, least int) int {
	for i := to; i > least; i-- {
		if unicode.IsSpace(text[i]) && !unicode.IsSpace(text[i-1]) {
			return i
		}
	}
	return to
}
