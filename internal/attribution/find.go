package attribution

// Find takes a text and suggests its statements, changed dates and what is not story. It never fails: what it cannot read
// it leaves alone. Time and memory grow with the length of the text. It is safe for concurrent use.
func Find(text string, o Options) *Found {
	p := read(text, o.Lang)
	f := &finder{p: p, o: o, forms: lexicon[p.lang](), ms: mentions(p, o)}
	f.index()
	found := &Found{Lang: p.lang, Statements: []Statement{}}
	found.LeftOut = leftOut(p)
	f.read(found.LeftOut)
	for _, c := range f.claims {
		found.Statements = append(found.Statements, f.statement(c))
	}
	found.Developments = changes(p, found.Statements)
	return found
}

// A finder holds what is known while a text is read from its beginning to its end.
type finder struct {
	p         *page
	o         Options
	forms     map[string]form
	ms        []mention
	mentionAt []int    // for each token the mention that it belongs to, -1 for none
	claims    []*claim // found, in the order of the text
	outer     *claim   // while the inside of a statement is read: that statement
}

// A claim is a statement in the making.
type claim struct {
	from, to int // tokens of the content, to exclusive
	mode     string
	cue      *cue
	by       who
	via      string
	sure     float64
	quote    int  // the pair of marks whose inside the content is; -1 for none
	goesOn   bool // the second half of a broken quotation
	inner    []*claim
}

// Longest sentence that is read, in units. Beyond it stands no sentence but a list or a table.
const longest = 500

func (f *finder) index() {
	f.mentionAt = make([]int, len(f.p.tokens))
	for i := range f.mentionAt {
		f.mentionAt[i] = -1
	}
	for n, m := range f.ms {
		for i := max(m.from, 0); i < m.to && i < len(f.mentionAt); i++ {
			f.mentionAt[i] = n
		}
	}
}

// read goes through the paragraphs.
func (f *finder) read(left []LeftOut) {
	var before *sentence // the last of the paragraph before
	for _, para := range f.p.paras {
		if f.isLeft(para, left) {
			continue
		}
		if f.dialogue(para, before) {
			before = nil
			continue
		}
		for _, s := range f.p.cut(para.from, para.to) {
			if len(s.units) <= longest {
				f.add(f.sentence(s, before)...)
			}
			before = s
		}
	}
	for _, c := range f.claims {
		f.nest(c, 0)
	}
}

// isLeft tells whether a paragraph is proposed to be left out, wholly or nearly.
func (f *finder) isLeft(para para, left []LeftOut) bool {
	start, end := f.p.tokens[para.from].start, f.p.tokens[para.to-1].end
	for _, l := range left {
		if l.Start <= start && l.End+2 >= end {
			return true
		}
	}
	return false
}

// add takes statements in, each content once.
func (f *finder) add(list ...*claim) {
	for _, c := range list {
		if c.from >= c.to || f.empty(c) {
			continue
		}
		if n := len(f.claims); n > 0 && f.claims[n-1].from == c.from && f.claims[n-1].to == c.to {
			continue
		}
		f.carry(c)
		f.claims = append(f.claims, c)
	}
}

// empty tells whether a content has no word in it.
func (f *finder) empty(c *claim) bool {
	for i := c.from; i < c.to; i++ {
		if k := f.p.tokens[i].kind; k == word || k == number {
			return false
		}
	}
	return true
}

// last gives the statement found last, nil if there is none.
func (f *finder) last() *claim {
	if len(f.claims) == 0 {
		return nil
	}
	return f.claims[len(f.claims)-1]
}

// sentence finds the statements of one sentence, in the order of the text.
func (f *finder) sentence(s, before *sentence) []*claim {
	if c := f.backward(s, before); c != nil {
		return []*claim{c}
	}
	if c := f.asTold(s); c != nil {
		return []*claim{c}
	}
	if list, ok := f.opening(s); ok {
		return list
	}
	if n := len(s.units); n > 0 && f.p.is(s.units[n-1].from, "?") {
		return nil
	}
	list := f.clauses(s)
	if len(list) == 0 && f.outer == nil {
		if c := f.remark(s); c != nil {
			return []*claim{c}
		}
		if c := f.continued(s, before); c != nil {
			return []*claim{c}
		}
	}
	return list
}

// trim makes a claim of units, marks at its edges left away.
func (f *finder) trim(s *sentence, from, to int) (*claim, bool) {
	p := f.p
	for from < to && s.units[from].quote < 0 && (p.divides(s.units[from]) != "" || p.is(s.units[from].from, ".")) {
		from++
	}
	for to > from && s.units[to-1].quote < 0 && p.is(s.units[to-1].from, ".", ",", ";", ":", "–", "—", "-", "(") {
		to--
	}
	if from >= to {
		return nil, false
	}
	c := &claim{from: s.units[from].from, to: s.units[to-1].to, mode: "indirect", quote: -1, sure: 0.8}
	if q := s.units[from].quote; to == from+1 && q >= 0 && (from > 0 && p.is(s.units[from-1].from, ":") || p.capital(p.quotes[q].open+1)) {
		f.unquote(c, q)
	} else if f.quotes(s.units[from:to]) {
		c.mode = "mixed"
	}
	return c, c.from < c.to
}

// unquote makes the inside of a quotation the content, without the comma or full stop at its end.
func (f *finder) unquote(c *claim, q int) {
	c.from, c.to = f.p.inside(q)
	c.mode, c.quote, c.sure = "direct", q, 0.95
	f.shave(c)
}

// shave takes a comma, dash or full stop away from the end of a content.
func (f *finder) shave(c *claim) {
	for c.to > c.from && f.p.is(c.to-1, ".", ",", ";", "–", "—", "-") {
		c.to--
	}
}

// quotes tells whether some units have the speaker's own words in quotation marks, not only titles and names.
func (f *finder) quotes(units []unit) bool {
	for i, u := range units {
		if u.quote >= 0 && f.spoken(u.quote) && !(i > 0 && f.p.is(units[i-1].from, ironic...)) {
			return true
		}
	}
	return false
}

var ironic = []string{"званий", "звана", "зване", "звані", "званих", "званого", "званої", "званим", "званому", "званою", "званими", "званый", "званая", "званые", "званых", "so-called", "називають", "звуть", "зовут"}

// spoken tells whether the inside of a quotation looks like words that somebody said: it begins with a small letter, or
// is long and no mention has it for a name.
func (f *finder) spoken(q int) bool {
	from, to := f.p.inside(q)
	if from >= to {
		return false
	}
	if f.mentionAt[from] >= 0 && f.ms[f.mentionAt[from]].from <= from && f.ms[f.mentionAt[from]].to >= to && f.ms[f.mentionAt[from]].kind != role && f.ms[f.mentionAt[from]].kind != group {
		return false
	}
	return !f.p.capital(from) || to-from >= 7
}
