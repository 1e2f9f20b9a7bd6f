package discussion

import (
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// gathered is what several comments have in common: who wrote them and what was last decided about those out of sight.
type gathered struct {
	viewer    *rozmova.Reader
	people    map[rozmova.ID[rozmova.Reader]]*rozmova.Reader
	decisions map[rozmova.ID[rozmova.Comment]]*rozmova.Decision
	authors   map[rozmova.ID[rozmova.Comment]]rozmova.ID[rozmova.Reader] // of the comments that the viewer reads
}

// gather asks once for everybody and everything that the lists need.
func (d *Desk) gather(tx *store.Tx, viewer *rozmova.Reader, lists ...[]*rozmova.Comment) (*gathered, error) {
	g := &gathered{viewer: viewer, authors: map[rozmova.ID[rozmova.Comment]]rozmova.ID[rozmova.Reader]{}}
	var people []rozmova.ID[rozmova.Reader]
	var restricted []rozmova.ID[rozmova.Comment]
	seen := map[rozmova.ID[rozmova.Reader]]bool{}
	for _, list := range lists {
		for _, c := range list {
			if g.reads(c) {
				g.authors[c.ID] = c.Author
			}
			if !c.Author.IsZero() && !seen[c.Author] {
				seen[c.Author] = true
				people = append(people, c.Author)
			}
			if c.State == rozmova.Held || c.State == rozmova.Removed {
				restricted = append(restricted, c.ID)
			}
		}
	}
	var err error
	if g.people, err = tx.Readers(people); err != nil {
		return nil, err
	}
	g.decisions, err = tx.LatestDecisions(restricted)
	return g, err
}

// reads reports whether the viewer may read the words.
func (g *gathered) reads(c *rozmova.Comment) bool {
	return c.State.Visible() || g.owns(c) && c.State != rozmova.Withdrawn && c.State != rozmova.Erased
}

func (g *gathered) owns(c *rozmova.Comment) bool { return g.viewer != nil && c.Author == g.viewer.ID }

// node is a comment as the viewer may see it: only its author reads what is out of sight, and nobody what was taken back.
func (g *gathered) node(c *rozmova.Comment) *Node {
	n := &Node{Comment: c, Author: g.people[c.Author], Decision: publicly(g.decisions[c.ID]), Mine: g.owns(c)}
	if author, ok := g.authors[c.Parent]; ok {
		n.To = g.people[author]
	}
	if !g.reads(c) {
		hidden := *c
		hidden.Source, hidden.Body, hidden.Author = "", nil, rozmova.ID[rozmova.Reader]{}
		n.Comment = &hidden
		n.Author = nil // a placeholder names nobody
	}
	return n
}

// publicly leaves out of a decision what is for its author and the desk: the facts, which may tell the words, and who
// decided.
func publicly(d *rozmova.Decision) *rozmova.Decision {
	if d == nil {
		return nil
	}
	public := *d
	public.Facts, public.By = "", rozmova.ID[rozmova.Reader]{}
	return &public
}

// Deepest is the greatest depth that has a place of its own inside the comment it answers. Deeper answers stand one under
// the other, as "answer to …" tells whose they are; so no page is nested deeper than browsers follow. The island of the
// pages keeps to the same rule (data-deepest).
const Deepest = 6

// tree puts answers under what they answer, down to Deepest. An answer whose parent is not in the lists stands directly under
// its root.
func (g *gathered) tree(roots, answers []*rozmova.Comment) []*Node {
	nodes := make([]*Node, len(roots))
	at := make(map[rozmova.ID[rozmova.Comment]]*Node, len(roots)+len(answers))
	for i, c := range roots {
		nodes[i] = g.node(c)
		nodes[i].More = c.Answers
		at[c.ID] = nodes[i]
	}
	for _, c := range answers {
		n := g.node(c)
		at[c.ID] = n
		root := at[c.Root]
		if root == nil {
			continue
		}
		root.More--
		parent := at[c.Parent]
		for parent != nil && parent.Depth >= Deepest {
			parent = at[parent.Parent]
		}
		if parent == nil {
			parent = root
		}
		parent.Answers = append(parent.Answers, n)
	}
	return nodes
}
