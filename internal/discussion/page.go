package discussion

import (
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// How much of a discussion one page shows. A page costs the same for a thread of a hundred comments and of a million.
const (
	RootsPerPage = 20
	AnswersShown = 10 // of each branch, the first that were written
	PicksShown   = 10
)

// A View says which part of a discussion is wanted. Of After and Before one at most is set.
type View struct {
	Order  Order  // empty: Bridges where the thread is Divided, else the site's
	After  string // cursor: the page behind it; empty for the beginning
	Before string // cursor: the page before it
}

// A Page is a part of a discussion.
type Page struct {
	Thread *rozmova.Thread
	Terms  Terms
	Order  Order                        // the one in which Nodes stand; of a branch: empty
	Divide rozmova.Divide               // by what Nodes stand where Order is Bridges: across the divide where it is Divided, else as Respected
	Nodes  []*Node                      // the roots in order, each with its answers
	Mine   []*Node                      // the viewer's own comments that others do not see, the latest first
	Above  []*Node                      // of a branch: the comments above the first, the root before all
	Next   string                       // cursor for View.After, or of a branch the comment to open for what is behind; empty: this is the end
	Prev   string                       // cursor for View.Before, or the comment to open for what is before; empty: this is the beginning
	Beyond time.Time                    // in an order of time: when the first comment of the next page was written; zero: there is none
	Head   int64                        // the log's end at the moment that the page shows
	Since  time.Time                    // when the viewer's visit before this one ended; zero: it is the first, or nobody is signed in
	New    int                          // comments of others since then, counted to MostNew
	Picks  []*Node                      // that the newsroom features, the latest first, without answers
	Cited  map[string]int               // how many published comments speak to each statement of the story, by its key
	Muted  []rozmova.ID[rozmova.Reader] // whom the viewer has muted

	fresh []rozmova.ID[rozmova.Comment] // in the order Bridges: new comments that the first page shows so that they are read
}

// Page gives a page of a discussion, and remembers that the viewer looked at it. It asks the store a fixed number of times,
// whatever the size of the thread. Invalid page.order and page.cursor: the view is not one that a page told of.
func (d *Desk) Page(ctx context.Context, viewer *rozmova.Reader, thread rozmova.ID[rozmova.Thread], v View) (page *Page, err error) {
	if v.Order != "" && !slices.Contains(Orders(), v.Order) {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "page.order", Field: "order"}
	}
	if v.After != "" && v.Before != "" {
		return nil, badCursor("before")
	}
	looked := false
	err = d.db.View(ctx, func(tx *store.Tx) error {
		scene, err := d.scene(tx, viewer, thread)
		if err != nil {
			return err
		}
		page = &Page{Order: d.orderFor(scene.thread, v.Order), Divide: scene.thread.Divide, Thread: scene.thread, Terms: scene.terms, Since: scene.since}
		looked = scene.record
		if page.Head, err = tx.Head(); err != nil {
			return err
		}
		after, err := page.find(tx, v.After, "after")
		if err != nil {
			return err
		}
		before, err := page.find(tx, v.Before, "before")
		if err != nil {
			return err
		}
		roots, err := d.roots(tx, page, after, before)
		if err != nil {
			return err
		}
		return d.fill(tx, viewer, scene, page, roots)
	})
	if err != nil {
		return nil, err
	}
	if looked {
		d.look(ctx, viewer, thread)
	}
	return page, nil
}

// orderFor gives the order in which a viewer who wants one, or none in particular, sees a thread.
func (d *Desk) orderFor(t *rozmova.Thread, wanted Order) Order {
	switch {
	case wanted != "":
		return wanted
	case t.Divide == rozmova.Divided:
		return Bridges
	}
	return d.order
}

// find gives the place that a cursor of the page's order tells of, with the new comments that the first page showed.
func (p *Page) find(tx *store.Tx, cursor, field string) (store.Place, error) {
	cursor, fresh, err := parseFresh(cursor, field, p.Order)
	if err != nil {
		return store.Place{}, err
	}
	place, err := parsePlace(cursor, field, p.Order.stored())
	if err != nil {
		return store.Place{}, err
	}
	if place, err = placeOf(tx, p.Thread.ID, p.Order.stored(), place); place != (store.Place{}) {
		p.fresh = fresh
	}
	return place, err
}

// roots gives the roots of the page behind or before a place, and tells what lies beyond them. In an order that moves there
// may be nothing any more where a cursor points to; then it is the first page.
func (d *Desk) roots(tx *store.Tx, p *Page, after, before store.Place) ([]*rozmova.Comment, error) {
	o, back := p.Order.stored(), before != store.Place{}
	from := after
	if back {
		from = before
	}
	roots, err := tx.Roots(p.Thread.ID, o, from, back, RootsPerPage+1+len(p.fresh))
	roots = but(roots, p.fresh)
	if err == nil && len(roots) == 0 && from != (store.Place{}) {
		from, back, p.fresh = store.Place{}, false, nil
		roots, err = tx.Roots(p.Thread.ID, o, from, back, RootsPerPage+1)
	}
	if err != nil || len(roots) == 0 {
		return nil, err
	}
	if o == store.Oldest || o == store.Newest {
		switch {
		case back: // what stands at the cursor
			p.Beyond = time.UnixMicro(from.Key).UTC()
		case len(roots) > RootsPerPage:
			p.Beyond = roots[RootsPerPage].Created
		}
	}
	if back && len(roots) > RootsPerPage {
		roots = roots[len(roots)-RootsPerPage-1:]
	}
	if p.Order == Bridges && from == (store.Place{}) && len(roots) > RootsPerPage {
		first, fresh, err := d.withNew(tx, roots)
		p.fresh, roots = fresh, first
		p.Next = p.cursor(last(roots, fresh))
		return roots, err
	}
	roots, more := cut(roots, RootsPerPage, back)
	if more || back { // behind a page before a place there is at least what stands there
		p.Next = p.cursor(roots[len(roots)-1])
	}
	if more && back || !back && from != (store.Place{}) {
		p.Prev = p.cursor(roots[0])
	}
	if back && !more {
		return backWithNew(tx, p.Thread.ID, roots, p.fresh)
	}
	return roots, nil
}

// cursor is the place of a root of the page.
func (p *Page) cursor(c *rozmova.Comment) string {
	o := p.Order.stored()
	return withFresh(placeCursor(o, store.PlaceOf(c, o)), p.fresh)
}

// last gives the last of some comments that is none of those named.
func last(roots []*rozmova.Comment, but []rozmova.ID[rozmova.Comment]) *rozmova.Comment {
	for _, c := range slices.Backward(roots) {
		if !slices.Contains(but, c.ID) {
			return c
		}
	}
	return roots[len(roots)-1]
}

// cut takes off a list the one comment too many that was asked for to see whether there are more on the side that is read to.
func cut(list []*rozmova.Comment, limit int, back bool) (_ []*rozmova.Comment, more bool) {
	switch more = len(list) > limit; {
	case more && back:
		list = list[1:]
	case more:
		list = list[:limit]
	}
	return list, more
}

// fill reads all that stands on a page besides its roots.
func (d *Desk) fill(tx *store.Tx, viewer *rozmova.Reader, scene *scene, page *Page, roots []*rozmova.Comment) error {
	answers, err := tx.Answers(roots, AnswersShown)
	if err != nil {
		return err
	}
	var mine []*rozmova.Comment
	if viewer != nil {
		if mine, err = tx.Mine(page.Thread.ID, viewer.ID, 20); err != nil {
			return err
		}
	}
	if !page.Since.IsZero() {
		if page.New, err = tx.CountSince(page.Thread.ID, page.Since, viewer.ID, MostNew); err != nil {
			return err
		}
	}
	if page.Cited, err = tx.StatementCounts(page.Thread.Story); err != nil {
		return err
	}
	picks, picked, err := picks(tx, page.Thread.ID)
	if err != nil {
		return err
	}
	g, err := d.gather(tx, viewer, scene, roots, answers, mine, picked)
	if err != nil {
		return err
	}
	page.Muted = g.mutes
	page.Nodes = g.tree(roots, answers)
	for _, n := range page.Nodes {
		if slices.Contains(page.fresh, n.ID) {
			n.Place = 0
		}
	}
	for _, c := range mine {
		page.Mine = append(page.Mine, g.node(c))
	}
	for i, c := range picked {
		if c.State.Visible() {
			n := g.node(c)
			n.Pick = &picks[i]
			page.Picks = append(page.Picks, n)
		}
	}
	return nil
}

// picks gives what the newsroom features in a thread, and the comments.
func picks(tx *store.Tx, thread rozmova.ID[rozmova.Thread]) ([]rozmova.Pick, []*rozmova.Comment, error) {
	picks, err := tx.Picks(thread, PicksShown)
	if err != nil || len(picks) == 0 {
		return nil, nil, err
	}
	ids := make([]rozmova.ID[rozmova.Comment], len(picks))
	for i, p := range picks {
		ids[i] = p.Comment
	}
	found, err := tx.CommentsByID(ids)
	if err != nil {
		return nil, nil, err
	}
	list := make([]*rozmova.Comment, len(picks))
	for i, id := range ids {
		list[i] = found[id] // never missing: a pick refers to it
	}
	return picks, list, nil
}
