package discussion_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// branch reads the page of a comment, which must succeed and must have it, in its place, and nothing deeper than may be.
func (k *talk) branch(viewer *rozmova.Reader, id rozmova.ID[rozmova.Comment]) *discussion.Page {
	k.t.Helper()
	page, err := k.desk.Branch(k.t.Context(), viewer, id)
	if err != nil {
		k.t.Fatal(err)
	}
	n := find(page.Nodes[0], id)
	if n == nil {
		k.t.Fatalf("the page of %v does not show it", id)
	}
	chain := append(slices.Clone(page.Above), lineage(page.Nodes[0], id)...)
	if len(chain) != n.Depth+1 || !chain[0].Parent.IsZero() {
		k.t.Fatalf("above a comment at depth %d stand %d", n.Depth, len(chain)-1)
	}
	for i := range chain[1:] {
		if len(chain[i+1].Path) != 8*(i+1) || chain[i+1].Path[:8*i] != chain[i].Path {
			k.t.Fatalf("the chain to a comment is broken at %d", i+1)
		}
	}
	if h := height(page.Nodes[0]); h > discussion.Deepest {
		k.t.Fatalf("a branch is nested %d deep", h)
	}
	return page
}

// lineage gives the nodes from n down to the one with an ID, both included.
func lineage(n *discussion.Node, id rozmova.ID[rozmova.Comment]) []*discussion.Node {
	if n.ID == id {
		return []*discussion.Node{n}
	}
	for _, a := range n.Answers {
		if rest := lineage(a, id); rest != nil {
			return append([]*discussion.Node{n}, rest...)
		}
	}
	return nil
}

func height(n *discussion.Node) int {
	h := 0
	for _, a := range n.Answers {
		h = max(h, 1+height(a))
	}
	return h
}

// reach opens whatever the pages of a branch lead to, from its root on, and counts how often each comment is met.
func (k *talk) reach(viewer *rozmova.Reader, root rozmova.ID[rozmova.Comment]) map[rozmova.ID[rozmova.Comment]]int {
	k.t.Helper()
	met, opened, open := map[rozmova.ID[rozmova.Comment]]int{}, map[rozmova.ID[rozmova.Comment]]bool{}, []rozmova.ID[rozmova.Comment]{root}
	for len(open) > 0 {
		id := open[0]
		open = open[1:]
		if opened[id] {
			continue
		}
		opened[id] = true
		page := k.branch(viewer, id)
		if page.Next != "" {
			next, err := rozmova.ParseID[rozmova.Comment](page.Next)
			if err != nil {
				k.t.Fatal(err)
			}
			open = append(open, next)
		}
		var walk func(n *discussion.Node)
		walk = func(n *discussion.Node) {
			met[n.ID]++
			if n.Deeper > 0 {
				open = append(open, n.ID)
			}
			for _, a := range n.Answers {
				walk(a)
			}
		}
		walk(page.Nodes[0])
	}
	return met
}

// TestABranchIsShownAroundAComment: at whatever depth.
func TestABranchIsShownAroundAComment(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		chain := k.crowd(1, 230) // deeper than answers nest
		page := k.page(nil, discussion.View{})
		root := page.Nodes[0]
		if n := size(root) - 1; n != discussion.Deepest || root.More != 230-n || height(root) != discussion.Deepest {
			t.Errorf("the page shows %d answers and tells of %d more, want %d and %d", n, root.More, discussion.Deepest, 230-discussion.Deepest)
		}
		if edge := find(root, chain[discussion.Deepest].ID); edge == nil || edge.Deeper == 0 {
			t.Errorf("the deepest comment of the page, %+v, does not tell that the branch goes on", edge)
		}
		for _, depth := range []int{0, 1, 2, 3, 4, 12, 100, 198, 199} {
			page := k.branch(nil, chain[depth].ID)
			if above := max(0, depth-discussion.LevelsAbove); len(page.Above) != above {
				t.Errorf("depth %d: %d comments above the first, want %d", depth, len(page.Above), above)
			}
			if find(page.Nodes[0], chain[depth+1].ID) == nil {
				t.Errorf("depth %d: the answer is not shown", depth)
			}
			if (page.Nodes[0].More > 0) != (depth <= discussion.LevelsAbove) {
				t.Errorf("depth %d: the first comment tells of %d more in the branch", depth, page.Nodes[0].More)
			}
		}
		for _, c := range chain[200:] { // they stand one beside the other
			page := k.branch(nil, c.ID)
			if n := find(page.Nodes[0], c.ID); n.Depth != rozmova.MaxNesting {
				t.Errorf("depth %d, want %d", n.Depth, rozmova.MaxNesting)
			}
		}
		met := k.reach(nil, chain[0].ID)
		for i, c := range chain {
			if met[c.ID] == 0 {
				t.Errorf("comment %d of a long chain is not reached from the root", i)
			}
		}
	})
}

// TestTheBranchGoesOnWhereItIsTooDeep: what a page does not show below its deepest comments is told of there, whether it was
// read or not, and what stands beside them is not counted.
func TestTheBranchGoesOnWhereItIsTooDeep(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		const deepest = discussion.Deepest
		chain := k.bush(deepest+5, func(i int) int {
			if i > deepest {
				return 0
			}
			return i - 1
		})
		for range 3 { // behind the first that are shown
			k.say(k.Readers[0], chain[deepest], "глибше")
		}
		if edge := find(k.page(nil, discussion.View{}).Nodes[0], chain[deepest].ID); edge == nil || edge.Deeper != 3 {
			t.Errorf("the branch goes on at %+v, want 3 answers there", edge)
		}

		k.desk = discussion.New(k.db, discussion.Options{Now: k.clock.Now, Site: k.Site, Settings: rozmova.ThreadSettings{PerMinute: 1000, Nesting: deepest}})
		flat := k.bush(deepest, func(i int) int { return i - 1 })
		k.say(k.Readers[0], flat[deepest], "поруч")
		page := k.page(nil, discussion.View{Order: discussion.Newest})
		if edge := find(page.Nodes[0], flat[deepest].ID); edge == nil || edge.Deeper != 0 || size(page.Nodes[0]) != deepest+2 {
			t.Errorf("an answer beside what it answers: %d comments, %+v", size(page.Nodes[0]), edge)
		}

		// A published answer behind more placeholders than a page reads.
		gaps := k.bush(deepest+70, func(i int) int { return min(i-1, deepest) })
		hidden := k.say(k.Readers[1], gaps[deepest+70], "за ними")
		k.desk = discussion.New(k.db, discussion.Options{Now: k.clock.Now, Site: k.Site, Settings: rozmova.ThreadSettings{PerMinute: 1000}})
		last := k.say(k.Readers[1], gaps[deepest+70], "за ними й глибше")
		err := k.db.Update(t.Context(), func(tx *store.Tx) error {
			for _, c := range append(gaps[deepest+1:], hidden) {
				now, err := tx.Comment(c.ID)
				if err == nil {
					err = tx.MoveComment(now, rozmova.Removed, now.Seq)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if met := k.reach(nil, gaps[0].ID); met[last.ID] == 0 {
			t.Error("an answer behind many placeholders is not reached")
		}
	})
}

// bush writes a branch in which the i-th answer answers the one that above tells, 0 for the root.
func (k *talk) bush(answers int, above func(i int) int) (all []*rozmova.Comment) {
	k.t.Helper()
	err := k.db.Update(k.t.Context(), func(tx *store.Tx) error {
		all = nil
		for i := range answers + 1 {
			now := k.clock.Now()
			c := &rozmova.Comment{
				ID: rozmova.NewID[rozmova.Comment](now), Site: k.Site.ID, Thread: k.Thread, Story: k.Story.ID, Author: k.Readers[i%4].ID,
				Language: "uk", Source: fmt.Sprint(i), State: rozmova.Published, Revision: 1, Created: now, Changed: now, Seq: 1,
				Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: fmt.Sprint(i)}}}},
			}
			if i > 0 {
				c.Parent = all[above(i)].ID
			}
			if err := tx.AddComment(c, rozmova.MaxNesting); err != nil {
				return err
			}
			all = append(all, c)
		}
		return nil
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return all
}

// TestABranchCanBeWalked: from the root on every comment of a large branch is reached, and each page begins where one asks.
func TestABranchCanBeWalked(t *testing.T) {
	shapes := map[string]func(int) int{
		"flat":     func(int) int { return 0 },
		"binary":   func(i int) int { return (i - 1) / 2 },
		"combs":    func(i int) int { return max(0, i-1-(i%3)*7) },
		"straight": func(i int) int { return i - 1 },
		"stairs": func(i int) int {
			if i%12 == 0 {
				return 0
			}
			return i - 1
		},
	}
	eachEngine(t, func(t *testing.T, k *talk) {
		// What is too deep for a page does not keep the rest from it.
		long := k.bush(120, func(i int) int {
			if i > 100 {
				return 0
			}
			return i - 1
		})
		if root := k.branch(nil, long[0].ID).Nodes[0]; len(root.Answers) != 21 || size(root) != 1+discussion.Deepest+20 {
			t.Errorf("beside a long chain %d answers are shown, want 21", len(root.Answers))
		}
		for name, above := range shapes {
			all := k.bush(150, above)
			met := k.reach(nil, all[0].ID)
			for i, c := range all {
				if met[c.ID] == 0 {
					t.Errorf("%s: comment %d is not reached", name, i)
				}
			}
			// Going back from the last comes to the root, through everything that is nested there.
			page, steps := k.branch(nil, all[150].ID), 0
			for ; page.Prev != "" && steps < 100; steps++ {
				id, err := rozmova.ParseID[rozmova.Comment](page.Prev)
				if err != nil {
					t.Fatal(err)
				}
				page = k.branch(nil, id)
			}
			if page.Prev != "" {
				t.Errorf("%s: the way back has no end", name)
			}
		}
	})
}

// TestABranchWithGaps: a removed comment keeps its place and its answers theirs; one that waits is there for its author.
func TestABranchWithGaps(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		chain := k.crowd(1, 12)
		for _, i := range []int{0, 4, 5, 6, 7} {
			k.rule(chain[i], rozmova.Remove)
		}
		page := k.branch(nil, chain[12].ID)
		if len(page.Above) != 12-discussion.LevelsAbove || page.Above[0].Body != nil || page.Above[4].Body != nil || page.Above[3].Body == nil {
			t.Errorf("above are %d; words of removed ones are shown, or others are not", len(page.Above))
		}
		root := k.page(nil, discussion.View{}).Nodes[0]
		if edge := find(root, chain[5].ID); edge == nil || edge.Deeper != 3 || root.More != 8-3 {
			t.Errorf("the branch goes on at %+v; %d more, want %d", edge, root.More, 8-3)
		}
		met := k.reach(nil, chain[0].ID)
		for i, c := range chain {
			if met[c.ID] == 0 {
				t.Errorf("comment %d is not reached", i)
			}
		}
		k.mode(rozmova.Premoderated)
		mine := k.say(k.Readers[0], chain[9], "чекає")
		page = k.branch(k.Readers[0], mine.ID)
		if n := find(page.Nodes[0], mine.ID); n.Body == nil || !n.Mine {
			t.Error("an author does not read the answer that waits")
		}
		if _, err := k.desk.Branch(t.Context(), k.Readers[1], mine.ID); err != rozmova.NotFound {
			t.Errorf("others open an answer that waits: %v", err)
		}
		if find(k.branch(k.Readers[0], chain[9].ID).Nodes[0], mine.ID) != nil {
			t.Error("an answer that waits stands among those of others")
		}
	})
}

// TestPagesCostTheSameInEveryThread counts the statements.
func TestPagesCostTheSameInEveryThread(t *testing.T) {
	var n atomic.Int64
	db := rozmovatest.OpenStore(t, store.Options{Dir: t.TempDir(), OnQuery: func() { n.Add(1) }})
	costs := func(answers, roots int) (counts []int64) {
		k := open(t, db, rozmova.ThreadSettings{PerMinute: 1000})
		k.citing(t)
		bush := k.bush(answers, func(i int) int { return i * 2 / 3 })
		k.crowd(roots, 2)
		k.rule(k.say(k.Readers[1], bush[2], "раз"), rozmova.Remove)
		for _, c := range bush[:5] {
			if err := db.Update(t.Context(), func(tx *store.Tx) error {
				return tx.PutPick(rozmova.Pick{Comment: c.ID, Thread: k.Thread, Story: k.Story.ID, By: k.Moderator.ID, At: k.clock.Now(), Block: rozmova.Never, Revision: 1})
			}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Update(t.Context(), func(tx *store.Tx) error {
			return tx.SetVisit(k.Readers[0].ID, k.Thread, rozmovatest.Noon, k.clock.Now())
		}); err != nil {
			t.Fatal(err)
		}
		count := func(read func() error) {
			t.Helper()
			n.Store(0)
			if err := read(); err != nil {
				t.Fatal(err)
			}
			counts = append(counts, n.Load())
		}
		arms := k.bush(answers*10, func(i int) int { // each with many answers that are too deep
			if n := (i - 1) % 75; n <= discussion.Deepest {
				return (i - 1) * min(n, 1)
			} else {
				return i - 1 - (n - discussion.Deepest)
			}
		})
		for _, viewer := range []*rozmova.Reader{nil, k.Readers[0]} {
			for _, order := range discussion.Orders() {
				count(func() error {
					_, err := k.desk.Page(t.Context(), viewer, k.Thread, discussion.View{Order: order})
					return err
				})
			}
			for _, c := range []*rozmova.Comment{bush[answers/2], bush[answers], arms[0]} {
				count(func() error { _, err := k.desk.Branch(t.Context(), viewer, c.ID); return err })
			}
		}
		return counts
	}
	small, large := costs(30, 25), costs(1000, 300)
	for i := range large {
		more := int64(0)
		if i%7 > 3 { // branches go on behind what is too deep for them
			more = 2
		}
		if large[i] < small[i] || large[i] > small[i]+more {
			t.Errorf("pages of a large thread take %d statements, of a small one %d", large, small)
			break
		}
	}
	if most := slices.Max(large); most > 20 {
		t.Errorf("a page takes %d statements, want 20 at most", most)
	}
	t.Logf("statements of pages and branches: of a visitor %d, of a reader %d", large[:7], large[7:])
}
