package discussion_test

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// recount compares what is kept with what a recount gives.
func (p *pair) recount() {
	for _, s := range p.sides {
		err := s.db.View(context.Background(), func(tx *store.Tx) error {
			published, answered, cited := 0, map[rozmova.ID[rozmova.Comment]]int{}, map[string]int{}
			var list []*rozmova.Comment
			for _, id := range s.ids {
				c, err := tx.Comment(id)
				if err != nil {
					return err
				}
				list = append(list, c)
				if c.State != rozmova.Published {
					continue
				}
				published++
				if c.Cites.Statement != "" {
					cited[c.Cites.Statement]++
				}
				if c.ID != c.Root {
					answered[c.Root]++
				}
				if c.Parent != c.Root {
					answered[c.Parent]++
				}
			}
			p.state = func(i int) rozmova.CommentState { return list[i].State }
			for i, c := range list {
				votes, err := tx.Recount(c.ID)
				if err != nil {
					return err
				}
				var noted rozmova.Votes
				for by := range 5 {
					noted = noted.Change(rozmova.Vote{}, p.votes[[2]int{i, by}])
				}
				if votes != c.Votes || noted != c.Votes || c.Rank != ranking.Millionths(ranking.Respected(votes.Respect, votes.Voters)) {
					p.t.Errorf("comment %d on %s has %+v, rank %d; a recount gives %+v, the notes %+v", i, s.db.Engine(), c.Votes, c.Rank, votes, noted)
				}
				if own, err := tx.Vote(c.ID, c.Author); err != nil || own != (rozmova.Vote{}) {
					p.t.Errorf("comment %d has a vote of its author: %+v, %v", i, own, err)
				}
				if c.Answered != answered[c.ID] {
					p.t.Errorf("comment %d on %s tells of %d answers, a recount gives %d", i, s.db.Engine(), c.Answered, answered[c.ID])
				}
			}
			thread, err := tx.Thread(s.Thread)
			if err != nil {
				return err
			}
			if thread.Comments != published {
				p.t.Errorf("the thread on %s counts %d, there are %d", s.db.Engine(), thread.Comments, published)
			}
			counts, err := tx.StatementCounts(s.Story.ID)
			for key, n := range counts {
				if n == 0 {
					delete(counts, key)
				}
			}
			if fmt.Sprint(counts) != fmt.Sprint(cited) {
				p.t.Errorf("statements on %s are spoken to %v, a recount gives %v", s.db.Engine(), counts, cited)
			}
			return err
		})
		if err != nil {
			p.t.Fatal(err)
		}
	}
}

// readEverything reads all there is, as several readers, and wants the same of both sides.
func (p *pair) readEverything() {
	for _, viewer := range []int{-1, 0, rapid.IntRange(1, 4).Draw(p.t, "viewer")} {
		for _, order := range discussion.Orders() {
			var told []string
			for _, s := range p.sides {
				told = append(told, p.walk(s, viewer, order))
			}
			p.alike(fmt.Sprintf("%s as reader %d", order, viewer), told)
		}
	}
	var told []string
	for _, s := range p.sides {
		told = append(told, p.branches(s), s.search(p.t, "слово"), s.search(p.t, "Байден"))
	}
	for i := range 3 {
		p.alike("branches and search", []string{told[i], told[i+3]})
	}
}

// walk goes from page to page to the end and back and looks for every root, once, and every answer in its place.
func (p *pair) walk(s *side, viewer int, order discussion.Order) string {
	var told strings.Builder
	seen := map[int]int{}
	var way []string
	var page *discussion.Page
	for v := (discussion.View{Order: order}); ; v.After = page.Next {
		var err error
		if page, err = s.desk.Page(context.Background(), s.who(viewer), s.Thread, v); err != nil {
			p.t.Fatal(err)
		}
		told.WriteString(s.page(page))
		way = append(way, s.nodes(page.Nodes))
		for _, n := range page.Nodes {
			p.check(s, viewer, n, nil, true, seen)
		}
		if page.Next == "" {
			break
		}
	}
	for i := len(way) - 2; i >= 0; i-- {
		var err error
		if page, err = s.desk.Page(context.Background(), s.who(viewer), s.Thread, discussion.View{Order: order, Before: page.Prev}); err != nil {
			p.t.Fatal(err)
		}
		if got := s.nodes(page.Nodes); got != way[i] {
			p.t.Fatalf("page %d on the way back:\n%s\nit was\n%s", i, got, way[i])
		}
	}
	for i, n := range seen {
		if n != 1 {
			p.t.Errorf("comment %d stands on pages %d times", i, n)
		}
	}
	return told.String()
}

// check looks at a node of a page and at those below it.
func (p *pair) check(s *side, viewer int, n, above *discussion.Node, whole bool, seen map[int]int) {
	i := slices.Index(s.ids, n.ID)
	seen[i]++
	author := p.wrote[i]
	reads := n.State == rozmova.Published || viewer == author && n.State != rozmova.Withdrawn
	if (n.Body != nil) != reads || (n.Author != nil) != reads {
		p.t.Errorf("reader %d reads comment %d, which is %s: %v", viewer, i, n.State, n.Body != nil)
	}
	if muted := viewer >= 0 && reads && p.mutes[viewer][author]; n.Muted != muted {
		p.t.Errorf("comment %d is muted for reader %d: %v, want %v", i, viewer, n.Muted, muted)
	}
	if viewer >= 0 && reads && n.Vote != p.votes[[2]int{i, viewer}] {
		p.t.Errorf("reader %d voted %+v on comment %d, it tells %+v", viewer, p.votes[[2]int{i, viewer}], i, n.Vote)
	}
	if n.MayVote && (viewer == author || n.State != rozmova.Published) {
		p.t.Errorf("reader %d may vote on comment %d, which is %s", viewer, i, n.State)
	}
	switch {
	case above == nil:
	case !rozmova.InBranch(above.Path, n.Path), whole && len(above.Path) != len(n.Path)-8:
		p.t.Errorf("comment %d at %q stands below %q", i, n.Path, above.Path)
	case whole && n.Parent != above.ID && s.depth(above) != s.depth(n)-1:
		p.t.Errorf("comment %d is not below what it answers", i)
	}
	for _, a := range n.Answers {
		p.check(s, viewer, a, n, whole, seen)
	}
}

func (s *side) depth(n *discussion.Node) int { return len(n.Path) / 8 }

// branches opens every branch, from its root to its end, and looks for every published comment.
func (p *pair) branches(s *side) string {
	var told strings.Builder
	met := map[int]int{}
	for i, id := range s.ids {
		if p.state(i) == rozmova.Pending {
			if _, err := s.desk.Branch(context.Background(), nil, id); err != rozmova.NotFound {
				p.t.Errorf("comment %d waits and is opened: %v", i, err)
			}
			continue
		}
		page, err := s.desk.Branch(context.Background(), nil, id)
		if err != nil {
			p.t.Fatal(err)
		}
		told.WriteString(s.page(page))
		for _, n := range page.Nodes {
			p.check(s, -1, n, nil, false, map[int]int{})
			if find(n, id) == nil {
				p.t.Errorf("comment %d is not on its own page", i)
			}
		}
		if len(page.Above) > 0 || page.Nodes[0].ID != id || page.Nodes[0].Depth > 0 {
			continue
		}
		for id := range s.reach(nil, id) {
			met[slices.Index(s.ids, id)]++
		}
	}
	for i := range s.ids {
		if p.state(i) == rozmova.Published && met[i] == 0 {
			p.t.Errorf("comment %d is not reached", i)
		}
	}
	return told.String()
}

// search indexes everything and tells what is found.
func (s *side) search(t *rapid.T, query string) string {
	var events []rozmova.Event
	for _, id := range s.ids {
		events = append(events, rozmova.Event{Kind: rozmova.CommentEdited, Comment: id})
	}
	if err := s.desk.Index(context.Background(), events); err != nil {
		t.Fatal(err)
	}
	var told strings.Builder
	q := discussion.Query{Text: query, Story: s.Story.ID, Limit: 9}
	for {
		hits, next, err := s.desk.Search(context.Background(), s.Readers[0], q)
		if err != nil {
			t.Fatal(err)
		}
		for _, h := range hits {
			fmt.Fprint(&told, slices.Index(s.ids, h.Node.ID), h.Excerpt, h.Marks, "\n")
		}
		if q.Before = next; next == "" {
			return told.String()
		}
	}
}

// page writes a page without what the engines make differently: IDs and cursors.
func (s *side) page(p *discussion.Page) string {
	var muted []int
	for _, id := range p.Muted {
		muted = append(muted, slices.IndexFunc(append(slices.Clone(s.Readers), s.Moderator), func(r *rozmova.Reader) bool { return r.ID == id }))
	}
	next, prev := p.Next != "", p.Prev != ""
	return fmt.Sprintf("%s %d next %v prev %v since %v new %d cited %v muted %v mode %d\npicks %s\nmine %s\nabove %s\n%s\n", p.Order, p.Thread.Comments, next, prev,
		p.Since.UnixMicro(), p.New, p.Cited, muted, p.Terms.Mode, s.nodes(p.Picks), s.nodes(p.Mine), s.nodes(p.Above), s.nodes(p.Nodes))
}

func (s *side) nodes(nodes []*discussion.Node) string {
	var b strings.Builder
	for _, n := range nodes {
		fmt.Fprintf(&b, "%d(%s", slices.Index(s.ids, n.ID), n.State)
		fmt.Fprintf(&b, " %q %q by %s", n.Path, rozmova.PlainText(n.Body), name(n.Author))
		fmt.Fprintf(&b, " to %s mine %v more %d deeper %d answered %d", name(n.To), n.Mine, n.More, n.Deeper, n.Answered)
		fmt.Fprintf(&b, " vote %v %v %v may %v", n.Vote, n.Votes, n.Totals, n.MayVote)
		fmt.Fprintf(&b, " muted %v new %v badge %s featured %d", n.Muted, n.New, n.Badge, n.Featured.UnixMicro())
		if n.Cite != nil {
			fmt.Fprintf(&b, " cites %+v", *n.Cite)
		}
		if n.Pick != nil {
			fmt.Fprintf(&b, " block %d", n.Pick.Block)
		}
		if n.Decision != nil {
			fmt.Fprintf(&b, " %s", n.Decision.Action)
		}
		fmt.Fprintf(&b, " [%s])", s.nodes(n.Answers))
	}
	return b.String()
}

func name(r *rozmova.Reader) string {
	if r == nil {
		return "—"
	}
	return r.PenName
}
