package discussion_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// crowd writes comments straight into the store, in one step: roots, each with some answers, all of them answering the
// one before.
func (k *talk) crowd(roots, answers int) (all []*rozmova.Comment) {
	k.t.Helper()
	err := k.db.Update(k.t.Context(), func(tx *store.Tx) error {
		all = nil
		for range roots {
			var parent rozmova.ID[rozmova.Comment]
			for range answers + 1 {
				now := k.clock.Now()
				c := &rozmova.Comment{
					ID: rozmova.NewID[rozmova.Comment](now), Site: k.Site.ID, Thread: k.Thread, Story: k.Story.ID, Parent: parent, Author: k.Readers[len(all)%4].ID,
					Language: "uk", Source: fmt.Sprint(len(all)), State: rozmova.Published, Revision: 1, Created: now, Changed: now, Seq: 1,
					Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: fmt.Sprint(len(all))}}}},
				}
				if err := tx.AddComment(c, rozmova.MaxNesting); err != nil {
					return err
				}
				parent = c.ID
				all = append(all, c)
			}
		}
		return nil
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return all
}

// pages walks from page to page, on to the end and back, and gives every root.
func (k *talk) pages(viewer *rozmova.Reader, order discussion.Order) (roots []*discussion.Node) {
	k.t.Helper()
	var ids [][]rozmova.ID[rozmova.Comment] // of each page
	page := k.page(viewer, discussion.View{Order: order})
	if page.Prev != "" {
		k.t.Fatal("there is something before the beginning")
	}
	for {
		roots = append(roots, page.Nodes...)
		ids = append(ids, idsOf(page.Nodes))
		if page.Next == "" {
			break
		}
		if len(page.Nodes) != discussion.RootsPerPage {
			k.t.Fatalf("a page of %d roots has one behind it", len(page.Nodes))
		}
		page = k.page(viewer, discussion.View{Order: order, After: page.Next})
		if page.Prev == "" {
			k.t.Fatal("there is nothing before a page behind another")
		}
	}
	for i := len(ids) - 2; i >= 0; i-- {
		page = k.page(viewer, discussion.View{Order: order, Before: page.Prev})
		if got := idsOf(page.Nodes); !slices.Equal(got, ids[i]) {
			k.t.Fatalf("%s: page %d on the way back is %v, it was %v", order, i, got, ids[i])
		}
		if page.Next == "" || (page.Prev == "") != (i == 0) {
			k.t.Fatalf("%s: page %d on the way back: next %q, prev %q", order, i, page.Next, page.Prev)
		}
	}
	return roots
}

// page reads a page, which must succeed.
func (k *talk) page(viewer *rozmova.Reader, v discussion.View) *discussion.Page {
	k.t.Helper()
	page, err := k.desk.Page(context.Background(), viewer, k.Thread, v)
	if err != nil {
		k.t.Fatal(err)
	}
	return page
}

func idsOf(nodes []*discussion.Node) (ids []rozmova.ID[rozmova.Comment]) {
	for _, n := range nodes {
		ids = append(ids, n.ID)
	}
	return ids
}

func TestPagesShowEveryRootOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		for _, more := range []int{0, 1, 19, 1, 24} { // 0, 1, 20, 21 and 45 roots: about the ends of pages
			k.crowd(more, 0)
			for _, order := range discussion.Orders() {
				k.pages(nil, order)
			}
		}
		for _, order := range []discussion.Order{discussion.Oldest, discussion.Newest} {
			got := k.pages(nil, order)
			if len(got) != 45 {
				t.Fatalf("%s: %d roots on all pages, want 45", order, len(got))
			}
			for i := range got[1:] {
				if earlier := got[i].Created.Before(got[i+1].Created); earlier != (order == discussion.Oldest) {
					t.Errorf("%s: %v stands before %v", order, got[i].Created, got[i+1].Created)
				}
			}
		}
		nodes, seen := 0, map[rozmova.ID[rozmova.Comment]]bool{}
		for after := ""; ; {
			part, err := k.desk.Part(t.Context(), nil, k.Thread, discussion.View{After: after}, 7)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range part.Nodes {
				nodes++
				seen[n.ID] = true
			}
			if after = part.Next; after == "" {
				break
			}
		}
		if nodes != 45 || len(seen) != 45 {
			t.Errorf("the list gave %d comments, %d different, want 45", nodes, len(seen))
		}
	})
}

// TestWhatReadersThinkPutsCommentsInOrder: in the orders that readers make, what is alike stands newest first.
func TestWhatReadersThinkPutsCommentsInOrder(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		roots := k.crowd(45, 0)
		votes := func(c *rozmova.Comment, v ...rozmova.Votes) {
			err := k.db.Update(t.Context(), func(tx *store.Tx) error {
				rank := ranking.Millionths(ranking.Respected(v[0].Respect, v[0].Voters))
				return tx.PutVote(c, k.Readers[0].ID, rozmova.Vote{Respect: true}, v[0], rank, k.clock.Now())
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		votes(roots[30], rozmova.Votes{Voters: 10, Respect: 9})
		votes(roots[3], rozmova.Votes{Voters: 1000, Respect: 900}) // as many of each hundred, and surer
		votes(roots[7], rozmova.Votes{Voters: 1, Respect: 1})      // one is not much
		votes(roots[9], rozmova.Votes{Voters: 50, Disagree: 50})   // an opinion puts nothing down
		k.say(k.Readers[0], roots[12], "раз")
		k.say(k.Readers[0], k.say(k.Readers[1], roots[5], "раз"), "два")
		hidden := k.say(k.Readers[2], roots[12], "два")
		k.rule(hidden, rozmova.Remove)
		for order, first := range map[discussion.Order][]int{
			discussion.Respected: {3, 30, 7, 44, 43},
			discussion.Answered:  {5, 12, 44, 43, 42},
		} {
			got := idsOf(k.pages(nil, order))
			if len(got) != 45 {
				t.Fatalf("%s: %d roots", order, len(got))
			}
			for i, n := range first {
				if got[i] != roots[n].ID {
					t.Errorf("%s: place %d is not root %d", order, i, n)
				}
			}
		}
		page := k.page(nil, discussion.View{Order: discussion.Answered})
		refusedPage := func(v discussion.View, reason string) {
			t.Helper()
			_, err := k.desk.Page(t.Context(), nil, k.Thread, v)
			refused(t, fmt.Sprintf("%+v", v), err, rozmova.Invalid, reason)
		}
		refusedPage(discussion.View{Order: discussion.Respected, After: page.Next}, "page.cursor")
		refusedPage(discussion.View{Order: discussion.Newest, Before: page.Next}, "page.cursor")
		refusedPage(discussion.View{Order: discussion.Answered, After: page.Next, Before: page.Next}, "page.cursor")
		refusedPage(discussion.View{Order: discussion.Bridges, After: page.Next}, "page.cursor")
		refusedPage(discussion.View{Order: "best"}, "page.order")
		undivided, err := k.desk.Part(t.Context(), nil, k.Thread, discussion.View{Order: discussion.Bridges}, 100)
		respected, err2 := k.desk.Part(t.Context(), nil, k.Thread, discussion.View{Order: discussion.Respected}, 100)
		if err != nil || err2 != nil || !slices.Equal(idsOf(undivided.Nodes), idsOf(respected.Nodes)) {
			t.Errorf("where there is no divide, bridges is not the order by respect: %v, %v", err, err2)
		}
	})
}

// TestACursorIntoNothing: where everything that stood behind a cursor has moved before it, there is the first page.
func TestACursorIntoNothing(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		roots := k.crowd(discussion.RootsPerPage+1, 0)
		next := k.page(nil, discussion.View{Order: discussion.Answered}).Next
		k.say(k.Readers[0], roots[0], "раз") // the last of all comes first
		k.say(k.Readers[0], roots[1], "раз") // and so does the one that the cursor was made of
		page := k.page(nil, discussion.View{Order: discussion.Answered, After: next})
		if len(page.Nodes) != discussion.RootsPerPage || page.Nodes[0].ID != roots[1].ID || page.Prev != "" || page.Next == "" {
			t.Errorf("%d roots, prev %q, next %q; want the first page", len(page.Nodes), page.Prev, page.Next)
		}
	})
}

// TestPagesWhereTimeStandsStill: comments of one moment, more than a page of them, are told apart by their IDs.
func TestPagesWhereTimeStandsStill(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, rozmova.ThreadSettings{})
		k.desk = discussion.New(db, discussion.Options{Now: func() time.Time { return rozmovatest.Noon }, Site: k.Site, Settings: rozmova.ThreadSettings{PerMinute: 1000}})
		for range 2*discussion.RootsPerPage + 1 {
			k.say(k.Readers[0], nil, "слово")
		}
		for _, order := range discussion.Orders() {
			seen := map[rozmova.ID[rozmova.Comment]]bool{}
			for _, n := range k.pages(nil, order) {
				seen[n.ID] = true
			}
			if len(seen) != 2*discussion.RootsPerPage+1 {
				t.Errorf("%s: saw %d roots, want %d", order, len(seen), 2*discussion.RootsPerPage+1)
			}
		}
	})
}

func size(n *discussion.Node) int {
	count := 1
	for _, a := range n.Answers {
		count += size(a)
	}
	return count
}

func find(n *discussion.Node, id rozmova.ID[rozmova.Comment]) *discussion.Node {
	if n.ID == id {
		return n
	}
	for _, a := range n.Answers {
		if found := find(a, id); found != nil {
			return found
		}
	}
	return nil
}

func TestBadCursors(t *testing.T) {
	k := open(t, rozmovatest.SQLite(t), rozmova.ThreadSettings{})
	for _, after := range []string{"x", "////", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", " ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"} {
		_, err := k.desk.Page(t.Context(), nil, k.Thread, discussion.View{After: after})
		refused(t, fmt.Sprintf("page after %q", after), err, rozmova.Invalid, "page.cursor")
		_, err = k.desk.Part(t.Context(), nil, k.Thread, discussion.View{After: after}, 10)
		refused(t, fmt.Sprintf("list after %q", after), err, rozmova.Invalid, "page.cursor")
		_, _, err = k.desk.Search(t.Context(), nil, discussion.Query{Text: "слово", Before: after})
		refused(t, fmt.Sprintf("search before %q", after), err, rozmova.Invalid, "page.cursor")
	}
}
