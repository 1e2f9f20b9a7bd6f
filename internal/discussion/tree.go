package discussion

import (
	"slices"
	"strings"

	"github.com/rozmova/rozmova"
)

// Deepest is how many levels below the first comment of a page an answer can stand and be shown there; it nests no deeper on
// a phone. Where there are deeper ones the branch goes on at a page of its own (Node.Deeper). The island of the pages keeps to
// the same rule (data-deepest).
const Deepest = 5

// level is how deep a comment stands in the tree of its branch.
func level(c *rozmova.Comment) int { return len(c.Path) / 8 }

// tree puts answers into the branches of the first comments, each below the nearest comment above it that is in the lists.
// Those deeper than Deepest are counted where their branch goes on.
func (g *gathered) tree(first, answers []*rozmova.Comment) []*Node {
	nodes := make([]*Node, len(first))
	branches := make(map[rozmova.ID[rozmova.Comment]][]*rozmova.Comment, len(first))
	for _, c := range answers {
		branches[c.Root] = append(branches[c.Root], c)
	}
	for i, c := range first {
		nodes[i] = g.branch(c, branches[c.Root])
	}
	return nodes
}

// branch makes the tree below one comment.
func (g *gathered) branch(top *rozmova.Comment, answers []*rozmova.Comment) *Node {
	slices.SortFunc(answers, func(a, b *rozmova.Comment) int { return strings.Compare(a.Path, b.Path) })
	above := []*Node{g.node(top)} // of the answer at hand, the nearest last
	root, shown := above[0], 0
	var edge []*Node
	beside := map[rozmova.ID[rozmova.Comment]]int{} // answers to those, where nesting had come to its end
	for _, c := range answers {
		for len(above) > 1 && !rozmova.InBranch(above[len(above)-1].Path, c.Path) {
			above = above[:len(above)-1]
		}
		nearest := above[len(above)-1]
		deep := level(c) - level(top)
		if deep > Deepest {
			if c.State.Visible() {
				nearest.Deeper++
			}
			continue
		}
		n := g.node(c)
		nearest.Answers = append(nearest.Answers, n)
		above = append(above, n)
		if c.State.Visible() {
			shown++
		}
		if deep == Deepest {
			edge = append(edge, n)
			if c.State.Visible() {
				beside[c.Parent]++
			}
		}
	}
	for _, n := range edge { // nothing below it is shown, whether it was read here or not
		n.Deeper = max(n.Deeper, n.Answered-beside[n.ID])
	}
	if top.Parent.IsZero() {
		root.More = top.Answered - shown
	}
	return root
}
