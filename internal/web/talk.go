package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/richtext"
)

// orderCookie keeps the order of discussions that a browser chose.
const orderCookie = "rz_order"

// orderNames are the ids of the orders' names.
var orderNames = map[discussion.Order]string{
	discussion.Bridges: "discussion.by_bridges", discussion.Respected: "discussion.by_respect", discussion.Newest: "discussion.newest", discussion.Oldest: "discussion.oldest",
	discussion.Answered: "discussion.by_answers",
}

// orderOf gives the order in which a request wants discussions: as its address says, or else its cookie; empty where neither
// names one that there is, and the site's own holds.
func orderOf(r *http.Request) discussion.Order {
	if r.URL.RawQuery != "" {
		if o, err := discussion.ParseOrder(r.URL.Query().Get(orderPart)); err == nil && o != "" {
			return o
		}
	}
	if c, err := r.Cookie(orderCookie); err == nil {
		if o, err := discussion.ParseOrder(c.Value); err == nil {
			return o
		}
	}
	return ""
}

// talk gives the part of a discussion that a request asks for, with its links and its form. page is the story's page so far.
func (s *Server) talk(r *http.Request, page *StoryPage, story *rozmova.Story) (*Discussion, *discussion.Page, error) {
	v, q := visitOf(r.Context()), r.URL.Query()
	view := discussion.View{Order: orderOf(r), After: q.Get("after"), Before: q.Get("before")}
	if view.After != "" {
		view.Before = ""
	}
	p, err := s.o.Discussion.Page(r.Context(), v.reader, story.Thread, view)
	if err != nil {
		return nil, nil, err
	}
	d := s.viewDiscussion(v, story, p)
	d.Nonce, d.Form.Nonce, d.Search = page.Nonce, page.Nonce, true
	path := "/stories/" + string(story.Slug)
	for _, o := range discussion.Orders() {
		d.Orders = append(d.Orders, OrderLink{string(o), orderNames[o], path + "?order=" + string(o), o == p.Order})
	}
	turn := func(direction, cursor string) string {
		if cursor == "" {
			return ""
		}
		// A cursor is of one order: the address says which, whatever the next reader of it has chosen.
		return path + "?" + direction + "=" + url.QueryEscape(cursor) + "&order=" + string(p.Order)
	}
	d.Prev, d.Next = turn("before", p.Prev), turn("after", p.Next)
	if d.Prev != "" || view.After != "" || view.Before != "" {
		d.First = path
		if q.Get("order") != "" {
			d.First += "?order=" + string(p.Order)
		}
	}
	if d.New > 0 {
		d.NewPath = path + "?order=" + string(discussion.Newest) + "#discussion"
		if first := firstNew(d.Comments); first != nil {
			d.NewPath = v.path + "#c-" + first.ID.String()
		}
	}
	d.placeCorrections(page.Story.Corrections, p.Beyond)
	s.fillForm(r, &d.Form, page, story)
	if err := s.bar(r.Context(), d, p, story); err != nil {
		return nil, nil, err
	}
	return d, p, nil
}

// bar takes the form, and the links that lead to it, from a reader who is not among those who may write in a discussion.
func (s *Server) bar(ctx context.Context, d *Discussion, p *discussion.Page, story *rozmova.Story) error {
	may, err := s.o.Discussion.MayWrite(ctx, visitOf(ctx).reader, p, story)
	if err != nil || may {
		return err
	}
	d.Form.Barred = true
	unanswered(d.Comments)
	return nil
}

// unanswered takes from comments that they may be answered.
func unanswered(list []CommentView) {
	for i := range list {
		list[i].May.Answer, list[i].May.Cite = false, false
		unanswered(list[i].Answers)
	}
}

// firstNew gives the first comment, as the page shows them, that came since the reader's visit before; nil for none.
func firstNew(list []CommentView) *CommentView {
	for i := range list {
		if list[i].New {
			return &list[i]
		}
		if c := firstNew(list[i].Answers); c != nil {
			return c
		}
	}
	return nil
}

// inTime reports whether the comments stand in the order of time.
func (d *Discussion) inTime() bool {
	return d.Order == string(discussion.Oldest) || d.Order == string(discussion.Newest)
}

// placeCorrections puts the story's corrections where they belong in time: between the comments, where these stand in the
// order of time, else above them. A page has those from its first comment on, or the first page from the beginning, up to
// beyond, when the first comment of the next page was written, or the last page to the end: so each stands on one page.
func (d *Discussion) placeCorrections(list []CorrectionView, beyond time.Time) {
	if !d.inTime() {
		if d.Prev == "" {
			d.Corrections = list
		}
		return
	}
	oldest := d.Order == string(discussion.Oldest)
	list = slices.Clone(list)
	sort.SliceStable(list, func(i, j int) bool { return list[i].At.Before(list[j].At) == oldest && !list[i].At.Equal(list[j].At) })
	behind := func(at, comment time.Time) bool { return at.After(comment) == oldest }
	d.Between = map[int][]CorrectionView{}
	roots := d.Comments
	for len(roots) > 0 && roots[len(roots)-1].State == rozmova.Pending { // the reader's own, which wait behind the others
		roots = roots[:len(roots)-1]
	}
	for _, c := range list {
		before := d.Prev != "" && len(roots) > 0 && !behind(c.At, roots[0].Created) && !c.At.Equal(roots[0].Created)
		if before || !beyond.IsZero() && (behind(c.At, beyond) || c.At.Equal(beyond)) {
			continue // it stands on another page
		}
		i := slices.IndexFunc(roots, func(root CommentView) bool { return !behind(c.At, root.Created) })
		if i < 0 {
			i = len(roots)
		}
		d.Between[i] = append(d.Between[i], c)
	}
}

// fillForm takes from the address what a comment is to answer, to speak to and to quote.
func (s *Server) fillForm(r *http.Request, f *CommentForm, page *StoryPage, story *rozmova.Story) {
	q := r.URL.Query()
	f.Parent = nil
	shown := func(param string) *discussion.Node {
		id, err := rozmova.ParseID[rozmova.Comment](q.Get(param))
		if err != nil {
			return nil
		}
		one, err := s.o.Discussion.Comment(r.Context(), visitOf(r.Context()).reader, id)
		if err != nil || one.Thread.ID != story.Thread || !one.Node.State.Visible() {
			return nil
		}
		return one.Node
	}
	if n := shown("reply"); n != nil {
		f.Parent = s.viewParent(n)
	}
	if n := shown("quote"); n != nil {
		f.Quote = "> " + richtext.Excerpt(n.Body, 400) + "\n\n"
		if f.Parent == nil {
			f.Parent = s.viewParent(n)
		}
	}
	if f.Parent != nil {
		f.Parent.Heat = s.heatAround(r, f.Parent.ID)
	}
	if key := q.Get("statement"); key != "" {
		f.Statement = statementRef(&page.Story, key)
	}
}

// heatAround tells how heated the branch of a comment is, as whoever answers it is told.
func (s *Server) heatAround(r *http.Request, id rozmova.ID[rozmova.Comment]) rozmova.Heat {
	one, err := s.o.Discussion.Comment(r.Context(), visitOf(r.Context()).reader, id)
	if err == nil && one.Node.Root != id {
		one, err = s.o.Discussion.Comment(r.Context(), visitOf(r.Context()).reader, one.Node.Root)
	}
	if err != nil {
		return rozmova.Calm // the branch itself still says so
	}
	return one.Node.Heat
}

// statementRef names a statement of a story; nil where the story has none of that key.
func statementRef(story *StoryView, key string) *StatementRef {
	for i := range story.Notes {
		if n := &story.Notes[i]; n.Key == key {
			ref := &StatementRef{Key: key, Number: n.Number, Words: n.Words, Language: story.Language}
			if n.Speaker != nil {
				ref.Speaker = n.Speaker.Label()
			} else if n.Via != nil {
				ref.Speaker = n.Via.Label()
			}
			return ref
		}
	}
	return nil
}

// countSpoken tells the notes of a story how many comments speak to their statements.
func countSpoken(notes []StatementNote, cited map[string]int) {
	for i := range notes {
		notes[i].Comments = cited[notes[i].Key]
	}
}

// feedsAt are the feeds at an address, in each format.
func feedsAt(base, title string) []FeedLink {
	return []FeedLink{
		{"application/atom+xml", title + " (Atom)", base + ".atom"},
		{"application/rss+xml", title + " (RSS)", base + ".rss"},
		{"application/feed+json", title + " (JSON Feed)", base + ".json"},
	}
}
