package discussion

import (
	"context"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// How much of a branch its page shows around the comment that is looked for.
const (
	LevelsAbove = 3  // with the comment itself and what answers it they fit into Deepest
	ShownBefore = 40 // answers, in tree order
	ShownBehind = 60
)

// behindRounds is how many times the store is asked at most for what follows.
const behindRounds = 3

// Branch gives the surroundings of a comment, however deep it stands: the comments above it as a chain, and nested from
// LevelsAbove over it on what stands before it, its own answers and what follows. Next and Prev are the comments to open in
// the same way for what follows there and stands before; so every published comment of a branch can be reached. However large the
// branch, it asks the store 17 times at most. A comment that waits for a person is NotFound to everybody but its
// author.
func (d *Desk) Branch(ctx context.Context, viewer *rozmova.Reader, id rozmova.ID[rozmova.Comment]) (page *Page, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		page = &Page{}
		c, err := tx.Comment(id)
		if err != nil {
			return err
		}
		if !mayKnow(viewer, c) {
			return rozmova.NotFound
		}
		scene, err := d.scene(tx, viewer, c.Thread)
		if err != nil {
			return err
		}
		page.Thread, page.Terms, page.Since = scene.thread, scene.terms, scene.since
		if page.Head, err = tx.Head(); err != nil {
			return err
		}
		chain, top, answers, cut, err := page.around(tx, c)
		if err != nil {
			return err
		}
		g, err := d.gather(tx, viewer, scene, chain, answers)
		if err != nil {
			return err
		}
		page.Muted = g.mutes
		for _, a := range chain[:top] {
			page.Above = append(page.Above, g.node(a))
		}
		page.Nodes = g.tree(chain[top:top+1], answers)
		page.Nodes[0].goesOn(cut)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return page, nil
}

// mayKnow reports whether a viewer may know of a comment at all.
func mayKnow(viewer *rozmova.Reader, c *rozmova.Comment) bool {
	return c.State.Placed() || viewer != nil && viewer.ID == c.Author
}

// around reads what stands around a comment: the chain from the root down to it, the place in that of the one with which the
// page begins, the answers below that one, and the paths of those that have more answers than were read, all too deep. It
// tells in the page what to open for the rest.
func (p *Page) around(tx *store.Tx, c *rozmova.Comment) (chain []*rozmova.Comment, first int, answers []*rozmova.Comment, cut []string, err error) {
	if c.Path != "" {
		var paths []string
		for n := 0; n < len(c.Path); n += 8 {
			paths = append(paths, c.Path[:n])
		}
		if chain, err = tx.ByPaths(c.Root, paths); err != nil {
			return nil, 0, nil, nil, err
		}
	}
	chain = append(chain, c)
	first = max(0, len(chain)-1-LevelsAbove)
	top := chain[first]
	behind, cut, err := p.behind(tx, top, c)
	if err != nil {
		return nil, 0, nil, nil, err
	}
	before, err := p.before(tx, top, c)
	return chain, first, slices.Concat(chain[first+1:], before, behind), cut, err
}

// behind reads what follows a comment, its own answers before all. Where answers too deep for the page follow it goes on behind
// them, so that they do not fill it unseen.
func (p *Page) behind(tx *store.Tx, top, c *rozmova.Comment) (answers []*rozmova.Comment, cut []string, err error) {
	shown, from := 0, c.Path
	for round := 1; ; round++ {
		list, err := tx.Below(c.Root, "", from, false, ShownBehind+1)
		if err != nil {
			return nil, nil, err
		}
		full := len(list) > ShownBehind
		for i, a := range list {
			atLast := full && round == behindRounds && i == ShownBehind
			if shown == ShownBehind || atLast || !rozmova.InBranch(top.Path, a.Path) {
				p.Next = a.ID.String()
				return answers, cut, nil
			}
			answers = append(answers, a)
			if level(a)-level(top) <= Deepest {
				shown++
			}
		}
		if !full {
			return answers, cut, nil
		}
		from = list[ShownBehind].Path
		if edge := 8 * (level(top) + Deepest); len(from) > edge {
			cut = append(cut, from[:edge])
			from = from[:edge] + "z" // behind every path below that one
		}
	}
}

// before reads what stands before a comment below the top of its page, but for those that it answers.
func (p *Page) before(tx *store.Tx, top, c *rozmova.Comment) (answers []*rozmova.Comment, err error) {
	if c.Path == "" {
		return nil, nil
	}
	list, err := tx.Below(c.Root, "", c.Path, true, ShownBefore+1)
	if err != nil {
		return nil, err
	}
	for i, a := range slices.Backward(list) {
		switch {
		case rozmova.InBranch(a.Path, c.Path): // in the chain
		case len(list)-i <= ShownBefore && rozmova.InBranch(top.Path, a.Path):
			answers = append(answers, a)
		default:
			p.Prev = a.ID.String()
			return answers, nil
		}
	}
	if len(list) > ShownBefore { // a long chain, and who knows what stands before it
		p.Prev = list[0].ID.String()
	}
	return answers, nil
}

// goesOn marks the comments at some paths as having answers that this page does not show.
func (n *Node) goesOn(paths []string) {
	if len(paths) == 0 {
		return
	}
	if slices.Contains(paths, n.Path) {
		n.Deeper = max(n.Deeper, 1)
	}
	for _, a := range n.Answers {
		a.goesOn(paths)
	}
}
