package discussion

import (
	"context"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Part is a piece of a list of comments, for programs that walk it.
type Part struct {
	Nodes []*Node
	Next  string // cursor for View.After; empty: this is the end
	Prev  string // cursor for View.Before; empty: this is the beginning
}

// Part gives comments of a thread one after another and the cursors to both sides. Oldest, which is also meant where the view
// names no order, and Newest list every comment, answers and all; the others list those at the top of a branch.
// limit is 1 to 100. Unlike Page it does not count as a visit. Invalid page.order and page.cursor.
func (d *Desk) Part(ctx context.Context, viewer *rozmova.Reader, thread rozmova.ID[rozmova.Thread], v View, limit int) (part *Part, err error) {
	if v.Order == "" {
		v.Order = Oldest
	}
	if v.After != "" && v.Before != "" {
		return nil, badCursor("before")
	}
	p := parting{order: v.Order, back: v.Before != "", limit: min(max(limit, 1), 100)}
	switch v.Order {
	case Oldest, Newest:
		err = p.placeOfAll(v)
	case Respected, Answered, Bridges:
		err = p.placeOfRoots(v)
	default:
		err = &rozmova.Error{Kind: rozmova.Invalid, Reason: "page.order", Field: "order"}
	}
	if err != nil {
		return nil, err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		scene, err := d.scene(tx, viewer, thread)
		if err != nil {
			return err
		}
		if gone, err := p.find(tx, thread); err != nil {
			return err
		} else if gone {
			v.After, p.back = "", false
		}
		list, more, err := p.read(tx, thread)
		if err != nil {
			return err
		}
		part = &Part{}
		if n := len(list); n > 0 {
			if more || p.back { // behind what comes before a place there is at least what stands at it
				part.Next = p.cursor(list[n-1])
			}
			if more && p.back || !p.back && v.After != "" {
				part.Prev = p.cursor(list[0])
			}
		}
		g, err := d.gather(tx, viewer, scene, list)
		if err != nil {
			return err
		}
		for _, c := range list {
			part.Nodes = append(part.Nodes, g.node(c))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return part, nil
}

// parting is what Part is about to read.
type parting struct {
	order Order
	back  bool
	limit int
	place store.Place                   // of roots
	at    store.Cursor[rozmova.Comment] // of all comments
}

func (p *parting) placeOfAll(v View) (err error) {
	if !p.back {
		p.at, err = parseTime(v.After)
		return err
	}
	if p.at, err = parseTime(v.Before); err != nil {
		err = badCursor("before")
	}
	return err
}

func (p *parting) placeOfRoots(v View) (err error) {
	if p.back {
		p.place, err = parsePlace(v.Before, "before", p.order.stored())
	} else {
		p.place, err = parsePlace(v.After, "after", p.order.stored())
	}
	return err
}

// find completes the place of roots, and reports whether what the cursor named is gone: then the list is read from the beginning.
func (p *parting) find(tx *store.Tx, thread rozmova.ID[rozmova.Thread]) (gone bool, err error) {
	named := p.place != store.Place{}
	p.place, err = placeOf(tx, thread, p.order.stored(), p.place)
	return named && p.place == store.Place{}, err
}

// read gives the comments in their order, and whether there are more on the side that it goes to.
func (p *parting) read(tx *store.Tx, thread rozmova.ID[rozmova.Thread]) (list []*rozmova.Comment, more bool, err error) {
	if p.order != Oldest && p.order != Newest {
		list, err = tx.Roots(thread, p.order.stored(), p.place, p.back, p.limit+1)
	} else {
		list, err = tx.Comments(thread, p.at, (p.order == Newest) != p.back, p.limit+1)
		if p.back {
			slices.Reverse(list) // read from the place backwards
		}
	}
	list, more = cut(list, p.limit, p.back)
	return list, more, err
}

func (p *parting) cursor(c *rozmova.Comment) string {
	if p.order != Oldest && p.order != Newest {
		return placeCursor(p.order.stored(), store.PlaceOf(c, p.order.stored()))
	}
	return timeCursor(c)
}

// Cited tells how many published comments speak to each statement of a story, by its key.
func (d *Desk) Cited(ctx context.Context, story rozmova.ID[rozmova.Story]) (cited map[string]int, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) (err error) {
		cited, err = tx.StatementCounts(story)
		return err
	})
	return cited, err
}
