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
	authors   map[rozmova.ID[rozmova.Comment]]rozmova.ID[rozmova.Reader]
}

// gather asks once for everybody and everything that the lists need.
func (d *Desk) gather(tx *store.Tx, viewer *rozmova.Reader, lists ...[]*rozmova.Comment) (*gathered, error) {
	g := &gathered{viewer: viewer, authors: map[rozmova.ID[rozmova.Comment]]rozmova.ID[rozmova.Reader]{}}
	var people []rozmova.ID[rozmova.Reader]
	var restricted []rozmova.ID[rozmova.Comment]
	seen := map[rozmova.ID[rozmova.Reader]]bool{}
	for _, list := range lists {
		for _, c := range list {
			g.authors[c.ID] = c.Author
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

// node is a comment as the viewer may see it: only its author reads what is out of sight, and nobody what was taken back.
func (g *gathered) node(c *rozmova.Comment) *Node {
	n := &Node{Comment: c, Author: g.people[c.Author], Decision: g.decisions[c.ID]}
	n.Mine = g.viewer != nil && c.Author == g.viewer.ID
	if author, ok := g.authors[c.Parent]; ok {
		n.To = g.people[author]
	}
	gone := c.State == rozmova.Withdrawn || c.State == rozmova.Erased
	if gone || !c.State.Visible() && !n.Mine {
		hidden := *c
		hidden.Source, hidden.Body = "", nil
		n.Comment = &hidden
		n.Author = nil // a placeholder names nobody
	}
	return n
}

// tree puts answers under what they answer. An answer whose parent is not in the lists stands directly under its root.
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
		if parent == nil {
			parent = root
		}
		parent.Answers = append(parent.Answers, n)
	}
	return nodes
}
