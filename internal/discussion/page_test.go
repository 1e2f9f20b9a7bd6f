package discussion_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
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
				if err := tx.AddComment(c); err != nil {
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

// pages walks from page to page and gives every root.
func (k *talk) pages(viewer *rozmova.Reader, newest bool) (roots []*discussion.Node) {
	k.t.Helper()
	for v := (discussion.View{Newest: newest}); ; {
		page, err := k.desk.Page(k.t.Context(), viewer, k.Thread, v)
		if err != nil {
			k.t.Fatal(err)
		}
		roots = append(roots, page.Nodes...)
		if page.Next == "" {
			return roots
		}
		if len(page.Nodes) != discussion.RootsPerPage {
			k.t.Fatalf("a page of %d roots has one behind it", len(page.Nodes))
		}
		v.After = page.Next
	}
}

func TestPagesShowEveryRootOnce(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		for _, more := range []int{0, 1, 19, 1, 24} { // 0, 1, 20, 21 and 45 roots: about the ends of pages
			k.crowd(more, 0)
		}
		for _, newest := range []bool{false, true} {
			got := k.pages(nil, newest)
			if len(got) != 45 {
				t.Fatalf("newest %v: %d roots on all pages, want 45", newest, len(got))
			}
			for i := range got[1:] {
				if earlier := got[i].Created.Before(got[i+1].Created); earlier == newest {
					t.Errorf("newest %v: %v stands before %v", newest, got[i].Created, got[i+1].Created)
				}
			}
		}
		nodes, seen := 0, map[rozmova.ID[rozmova.Comment]]bool{}
		for after := ""; ; {
			list, next, err := k.desk.List(t.Context(), nil, k.Thread, discussion.View{After: after}, 7)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range list {
				nodes++
				seen[n.ID] = true
			}
			if after = next; next == "" {
				break
			}
		}
		if nodes != 45 || len(seen) != 45 {
			t.Errorf("the list gave %d comments, %d different, want 45", nodes, len(seen))
		}
	})
}

// TestDeepAnswersStandFlat: however long a chain of answers, a page nests them down to Deepest and sets the rest one under
// the other, in order.
func TestDeepAnswersStandFlat(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		all := k.crowd(1, 30)
		page, err := k.desk.Branch(t.Context(), nil, all[30].ID)
		if err != nil {
			t.Fatal(err)
		}
		at, depth := page.Nodes[0], 0
		for len(at.Answers) == 1 {
			at, depth = at.Answers[0], depth+1
		}
		if depth != discussion.Deepest-1 || len(at.Answers) != 30-depth {
			t.Fatalf("nested %d deep with %d answers there, want %d and %d", depth, len(at.Answers), discussion.Deepest-1, 31-discussion.Deepest)
		}
		for i, n := range at.Answers {
			if n.ID != all[depth+1+i].ID || len(n.Answers) != 0 {
				t.Fatalf("answer %d of the flat part is not the one that was written then, or has answers inside", i)
			}
		}
	})
}

// TestPagesWhereTimeStandsStill: comments of one moment, more than a page of them, are told apart by their IDs.
func TestPagesWhereTimeStandsStill(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		k := open(t, db, discussion.Limits{})
		k.desk = discussion.New(db, discussion.Options{Now: func() time.Time { return rozmovatest.Noon }, Site: k.Site, Limits: discussion.Limits{PerMinute: 1000}})
		for range 2*discussion.RootsPerPage + 1 {
			k.say(k.Readers[0], nil, "слово")
		}
		for _, newest := range []bool{false, true} {
			seen := map[rozmova.ID[rozmova.Comment]]bool{}
			for _, n := range k.pages(nil, newest) {
				seen[n.ID] = true
			}
			if len(seen) != 2*discussion.RootsPerPage+1 {
				t.Errorf("newest %v: saw %d roots, want %d", newest, len(seen), 2*discussion.RootsPerPage+1)
			}
		}
	})
}

func TestBranches(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		all := k.crowd(1, 350)
		page, err := k.desk.Page(t.Context(), nil, k.Thread, discussion.View{})
		if err != nil {
			t.Fatal(err)
		}
		root := page.Nodes[0]
		if n := size(root) - 1; n != discussion.AnswersShown || root.More != 350-n {
			t.Errorf("the page shows %d answers and tells of %d more, want %d and %d", n, root.More, discussion.AnswersShown, 350-discussion.AnswersShown)
		}
		// Whichever comment is looked for, its branch page has it, and going on from page to page comes to the end.
		for _, i := range []int{0, 1, 49, 50, 51, 175, 349, 350} {
			page, err := k.desk.Branch(t.Context(), nil, all[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			if find(page.Nodes[0], all[i].ID) == nil || page.Nodes[0].ID != all[0].ID {
				t.Errorf("the branch page of answer %d does not show it", i)
			}
			steps := 0
			for page.Next != "" && steps < 20 {
				steps++
				next, err := rozmova.ParseID[rozmova.Comment](page.Next)
				if err != nil {
					t.Fatal(err)
				}
				if page, err = k.desk.Branch(t.Context(), nil, next); err != nil {
					t.Fatal(err)
				}
			}
			if steps == 20 || find(page.Nodes[0], all[350].ID) == nil {
				t.Errorf("from answer %d the end of the branch is not reached in %d pages", i, steps)
			}
		}
		k.mode(rozmova.Premoderated)
		mine := k.say(k.Readers[0], all[200], "чекає")
		if page, err := k.desk.Branch(t.Context(), k.Readers[0], mine.ID); err != nil || find(page.Nodes[0], mine.ID) == nil {
			t.Errorf("an author does not find the answer that waits: %v", err)
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

// TestAPageCostsTheSameInEveryThread counts the statements.
func TestAPageCostsTheSameInEveryThread(t *testing.T) {
	var n atomic.Int64
	db := rozmovatest.OpenStore(t, store.Options{Dir: t.TempDir(), OnQuery: func() { n.Add(1) }})
	var small int64
	for i, roots := range []int{5, 300} {
		k := open(t, db, discussion.Limits{})
		k.crowd(roots, 12)
		n.Store(0)
		if _, err := k.desk.Page(t.Context(), k.Readers[0], k.Thread, discussion.View{}); err != nil {
			t.Fatal(err)
		}
		if got := n.Load(); i == 0 {
			small = got
		} else if got != small || got > 12 {
			t.Errorf("a page of a large thread takes %d statements, of a small one %d; want 12 at most", got, small)
		}
	}
}

func TestBadCursors(t *testing.T) {
	k := open(t, rozmovatest.SQLite(t), discussion.Limits{})
	for _, after := range []string{"x", "////", "AAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", " ", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="} {
		_, err := k.desk.Page(t.Context(), nil, k.Thread, discussion.View{After: after})
		refused(t, fmt.Sprintf("page after %q", after), err, rozmova.Invalid, "page.cursor")
		_, _, err = k.desk.List(t.Context(), nil, k.Thread, discussion.View{After: after}, 10)
		refused(t, fmt.Sprintf("list after %q", after), err, rozmova.Invalid, "page.cursor")
	}
}
