package attribution

import "strings"

// pair joins the quotation marks of each paragraph into pairs. One closing mark may close two («Радіо «Хвиля»); an
// opening mark that nothing closes is no quotation mark, save at the beginning of a paragraph, where the next paragraph
// goes on with the quotation.
func (p *page) pair() {
	for _, para := range p.paras {
		var open []int // of p.quotes
		for i := para.from; i < para.to; i++ {
			t := &p.tokens[i]
			if n := len(open); n > 0 {
				t.quote = open[n-1]
			}
			switch t.kind {
			case opener:
				p.quotes = append(p.quotes, quote{open: i, close: -1, outer: t.quote})
				open = append(open, len(p.quotes)-1)
			case closer:
				if n := p.closes(open, t.lower); n >= 0 {
					p.forget(open[n+1:])
					p.quotes[open[n]].close = i
					t.quote = p.quotes[open[n]].outer
					open = open[:n]
				} else {
					t.kind = mark
				}
			}
		}
		p.leave(open, para)
	}
	p.drop()
}

// closes finds which of the open marks a closing one closes: the last of its shape, or the last that may.
func (p *page) closes(open []int, mark string) int {
	for n := len(open) - 1; n >= 0 && n >= len(open)-4; n-- {
		if strings.Contains(shapes[p.tokens[p.quotes[open[n]].open].lower], mark) {
			return n
		}
	}
	return -1
}

// shapes gives the marks that close an opening one.
var shapes = map[string]string{
	"«": "»", "„": "“”\"", "‟": "”", "“": "”“\"", "”": "”", "\"": "\"”“", "″": "″\"", "＂": "＂", "‹": "›",
	"'": "'’", "‘": "’'‘", "’": "’'", "‚": "‘’", "`": "'’`´", "´": "´’'",
}

// forget marks openers that a wider pair closed over as none.
func (p *page) forget(open []int) {
	for _, q := range open {
		p.quotes[q].close = -2
	}
}

// leave decides about the marks that are open when their paragraph ends.
func (p *page) leave(open []int, para para) {
	for n, q := range open {
		last := -1 // the last pair directly within
		for i := len(p.quotes) - 1; n == len(open)-1 && i > q && last < 0; i-- {
			if p.quotes[i].outer == q && p.quotes[i].close > 0 {
				last = i
			}
		}
		switch {
		case last >= 0 && p.tokens[p.quotes[q].open].lower == "«":
			p.quotes[q].close = p.quotes[last].close
		case (p.quotes[q].open == para.from || p.quotes[q].open == para.from+1 && p.tokens[para.from].kind == dash) && para.to-para.from > 3:
			p.quotes[q].close = para.to
		default:
			p.quotes[q].close = -2
		}
	}
}

// drop takes out the pairs that are none and numbers the others anew.
func (p *page) drop() {
	kept := make([]int, len(p.quotes)) // new numbers
	n := 0
	outers := make([]int, len(p.quotes))
	up := func(q int) int {
		if q >= 0 && p.quotes[q].close < 0 {
			return outers[q]
		}
		return q
	}
	for q := range p.quotes {
		outers[q] = up(p.quotes[q].outer)
	}
	homes := make([]int, len(p.tokens))
	for i := range p.tokens {
		homes[i] = up(p.tokens[i].quote)
	}
	for q, old := range p.quotes {
		if old.close < 0 {
			p.tokens[old.open].kind = mark
			continue
		}
		kept[q] = n
		p.quotes[n] = quote{old.open, old.close, -1}
		if outers[q] >= 0 {
			p.quotes[n].outer = kept[outers[q]]
		}
		n++
	}
	for i := range p.tokens {
		p.tokens[i].quote = -1
		if homes[i] >= 0 {
			p.tokens[i].quote = kept[homes[i]]
		}
	}
	p.quotes = p.quotes[:n]
}
