package richtext

import "github.com/rozmova/rozmova"

// container is an open quotation or list, the latter always with an open item.
type container struct {
	list    bool
	ordered bool
}

func (c container) tag() string {
	switch {
	case !c.list:
		return "blockquote"
	case c.ordered:
		return "ol"
	}
	return "ul"
}

// shut closes the containers from the n-th on.
func (w *writer) shut(n int) {
	for len(w.open) > n {
		c := w.open[len(w.open)-1]
		w.open = w.open[:len(w.open)-1]
		if c.list {
			w.lists--
			w.WriteString("</li>")
		} else {
			w.quotes--
		}
		w.WriteString("</" + c.tag() + ">\n")
	}
}

func (w *writer) enter(c container) {
	w.open = append(w.open, c)
	w.WriteString("<" + c.tag() + ">\n")
	if c.list {
		w.lists++
	} else {
		w.quotes++
	}
}

// quote opens quotations until there are n of them.
func (w *writer) quote(n int) {
	for w.quotes < n {
		w.enter(container{})
	}
}

// reach closes and opens containers until block b may be written, and opens the item that it begins.
func (w *writer) reach(b *rozmova.Block, id string) {
	quote, depth := min(max(b.Quote, 0), maxNesting), min(max(b.Depth, 0), maxNesting-1)
	switch {
	case b.Goes && w.lists > depth: // inside of the open item
		for w.lists > depth+1 || w.quotes > quote {
			w.shut(len(w.open) - 1)
		}
		w.quote(quote)
	case b.Kind == rozmova.Item && !b.Goes:
		for w.lists > depth+1 || w.quotes > quote || w.lists > depth && (w.quotes < quote || !w.open[len(w.open)-1].list ||
			w.open[len(w.open)-1].ordered != b.Ordered) {
			w.shut(len(w.open) - 1)
		}
		if w.lists == depth+1 {
			w.WriteString("</li>\n<li" + id + ">")
			return
		}
		w.quote(quote)
		for w.lists < depth {
			w.enter(container{list: true, ordered: b.Ordered})
			w.WriteString("<li>")
		}
		w.enter(container{list: true, ordered: b.Ordered})
		w.WriteString("<li" + id + ">")
	default:
		for w.lists > 0 || w.quotes > quote {
			w.shut(len(w.open) - 1)
		}
		w.quote(quote)
	}
}
