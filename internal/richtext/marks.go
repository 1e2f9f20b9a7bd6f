package richtext

import (
	"cmp"
	"html"
	"slices"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
)

// piece is the part of a mark that lies in one block.
type piece struct {
	mark       int // index in Options.Marks
	start, end int // runes, start < end
	last       bool
}

// pieces cuts marks at the edges of blocks, by block; in each block in the order in which they must be opened: where two
// begin at the same rune the one that reaches farther is outside.
func pieces(body []rozmova.Block, marks []Mark) map[int][]piece {
	if len(marks) == 0 {
		return nil
	}
	order := make([]int, 0, len(marks))
	for i := range marks {
		if fits(body, marks[i].Anchor) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return outside(marks[a].Anchor, marks[b].Anchor) })
	out := map[int][]piece{}
	for _, m := range order {
		a := marks[m].Anchor
		last := -1
		for i := a.Start.Block; i <= a.End.Block; i++ {
			p := piece{mark: m, end: runes(&body[i])}
			if i == a.Start.Block {
				p.start = a.Start.Rune
			}
			if i == a.End.Block {
				p.end = min(p.end, a.End.Rune)
			}
			if p.start < p.end {
				out[i] = append(out[i], p)
				last = i
			}
		}
		if last >= 0 {
			out[last][len(out[last])-1].last = true
		}
	}
	for i := range out {
		slices.SortStableFunc(out[i], func(a, b piece) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end)) })
	}
	return out
}

// fits reports whether an anchor marks something in body.
func fits(body []rozmova.Block, a rozmova.Anchor) bool {
	return a.Start.Block >= 0 && a.End.Block < len(body) && compare(a.Start, a.End) < 0 && a.Start.Rune >= 0 && a.End.Rune >= 0
}

func compare(a, b rozmova.Position) int {
	return cmp.Or(cmp.Compare(a.Block, b.Block), cmp.Compare(a.Rune, b.Rune))
}

// outside orders anchors as their marks nest: by start, the one that ends later first.
func outside(a, b rozmova.Anchor) int {
	return cmp.Or(compare(a.Start, b.Start), compare(b.End, a.End))
}

// runes gives the length of a block's text.
func runes(b *rozmova.Block) int {
	n := 0
	for i := range b.Spans {
		n += utf8.RuneCountInString(b.Spans[i].Text)
	}
	return n
}

// marking writes the marks of one block.
type marking struct {
	w      *writer
	pieces []piece // those that are not opened yet
	open   []piece
}

// edge gives the next rune at or after from at which a mark begins or ends; -1 for none.
func (m *marking) edge(from int) int {
	next := -1
	if len(m.pieces) > 0 {
		next = max(m.pieces[0].start, from)
	}
	for _, p := range m.open {
		if next < 0 || p.end < next {
			next = p.end
		}
	}
	return next
}

// at closes the marks that end at a rune and opens those that begin there.
func (m *marking) at(rune int) {
	outermost := slices.IndexFunc(m.open, func(p piece) bool { return p.end <= rune })
	if outermost >= 0 {
		again := m.open[outermost:]
		m.open = m.open[:outermost:outermost]
		for _, p := range slices.Backward(again) {
			m.w.WriteString("</" + m.element(p) + ">")
			if p.end <= rune && p.last {
				m.w.WriteString(string(m.w.o.Marks[p.mark].After))
			}
		}
		for _, p := range again {
			if p.end > rune {
				m.begin(p)
			}
		}
	}
	for len(m.pieces) > 0 && m.pieces[0].start <= rune {
		m.begin(m.pieces[0])
		m.pieces = m.pieces[1:]
	}
}

// element is what a mark is written as.
func (m *marking) element(p piece) string {
	if mark := &m.w.o.Marks[p.mark]; mark.Ins && mark.Class != "" {
		return "ins"
	}
	return "mark"
}

func (m *marking) begin(p piece) {
	m.open = append(m.open, p)
	if class := m.w.o.Marks[p.mark].Class; class != "" {
		if !m.w.shown[p.mark] {
			m.w.shown[p.mark] = true
			m.w.WriteString(string(m.w.o.Marks[p.mark].Before))
		}
		m.w.WriteString("<" + m.element(p) + ` class="` + html.EscapeString(class) + `">`)
		return
	}
	key := html.EscapeString(m.w.o.Marks[p.mark].Key)
	m.w.WriteString(`<mark class="statement"`)
	if !m.w.shown[p.mark] {
		m.w.shown[p.mark] = true
		m.w.WriteString(` id="st-` + key + `" tabindex="0" aria-describedby="st-` + key + `-card"`)
	}
	if state := m.w.o.Marks[p.mark].State; state != "" {
		m.w.WriteString(` data-state="` + html.EscapeString(state) + `"`)
	}
	m.w.WriteString(` data-statement="` + key + `">`)
}
