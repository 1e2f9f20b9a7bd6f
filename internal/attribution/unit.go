package attribution

// A unit is what a sentence is made of on one level: a token, or a whole quotation with its marks.
type unit struct {
	from, to int // tokens, to exclusive
	quote    int // of page.quotes; -1: a token
}

// units gives the units from one token up to another.
func (p *page) units(from, to int) []unit {
	var list []unit
	for i := from; i < to; {
		u := unit{i, i + 1, -1}
		if t := p.tokens[i]; t.kind == opener {
			if q := p.opened(i); q >= 0 && p.quotes[q].close <= to {
				u.quote, u.to = q, min(p.quotes[q].close+1, to)
			}
		}
		list = append(list, u)
		i = u.to
	}
	return list
}

// opened gives the pair that an opening mark opens, -1 if none.
func (p *page) opened(i int) int {
	low, high := 0, len(p.quotes)
	for low < high {
		if mid := (low + high) / 2; p.quotes[mid].open < i {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(p.quotes) && p.quotes[low].open == i {
		return low
	}
	return -1
}

// inside gives the tokens between the marks of a quotation.
func (p *page) inside(q int) (from, to int) {
	return p.quotes[q].open + 1, p.quotes[q].close
}

// A sentence on one level: its units and the segments between its commas, dashes and colons.
type sentence struct {
	units    []unit
	segments []segment
}

// A segment is a run of units between two marks.
type segment struct {
	from, to int    // units of the sentence
	before   string // the mark before it: "" at the beginning, "," ";" ":" "–" "("; ",–" for a comma and a dash
	sub      bool   // a subordinate clause
}

// cut gives the sentences from one token up to another, quotations whole.
func (p *page) cut(from, to int) []*sentence {
	var list []*sentence
	units := p.units(from, to)
	start := 0
	for i, u := range units {
		if i == len(units)-1 || p.breaks(u.to-1, to) {
			list = append(list, p.sentence(units[start:i+1]))
			start = i + 1
		}
	}
	return list
}

func (p *page) sentence(units []unit) *sentence {
	s := &sentence{units: units}
	before, start := "", 0
	add := func(end int) {
		if end > start {
			s.segments = append(s.segments, segment{from: start, to: end, before: before, sub: p.subordinate(units[start:end])})
			before = ""
		}
	}
	for i, u := range units {
		m := p.divides(u)
		if m == "" {
			continue
		}
		add(i)
		start = i + 1
		if m == "–" && before == "," {
			m = ",–"
		}
		before = m
	}
	add(len(units))
	return s
}

// divides gives the mark that a unit is, if it parts segments.
func (p *page) divides(u unit) string {
	t := p.tokens[u.from]
	switch {
	case u.quote >= 0:
		return ""
	case t.kind == dash:
		return "–"
	case t.kind == mark:
		switch t.lower {
		case ",", ";", ":", "(", ")", "?", "!", "…", ".":
			if t.lower == "." && u.from+1 < len(p.tokens) && p.tokens[u.from+1].start == t.end {
				return ""
			}
			return t.lower
		}
	}
	return ""
}

// segment gives the number of the segment that a unit stands in, -1 for a mark.
func (s *sentence) segment(u int) int {
	for k, seg := range s.segments {
		if u >= seg.from && u < seg.to {
			return k
		}
	}
	return -1
}

// end gives the number of the last unit, marks that end the sentence left away.
func (s *sentence) end(p *page) int {
	n := len(s.units)
	for n > 0 && s.units[n-1].quote < 0 && p.tokens[s.units[n-1].from].kind == mark && p.is(s.units[n-1].from, ".", ";", ",", ":") {
		n--
	}
	return n
}

// subordinate tells whether a segment begins a clause that hangs on another.
func (p *page) subordinate(units []unit) bool {
	i := 0
	if len(units) > 1 && prepositions[p.tokens[units[0].from].lower] {
		i = 1
	}
	w := p.tokens[units[i].from].lower
	if i == 0 && subordinators[w] {
		return true
	}
	return relatives[w]
}

var relatives = set(`який яка яке які якого якої якому якій яким якою яких якими яку котрий котра котрі котрого чий чия чиє чиї чийого чиєї чиїм чию чиїх
	который которая которое которые которого которой которому котором которым которою которых которыми которую чей чья чьё чье чьи чьего чьей
	who which whose whom`)

var subordinators = set(`що щоб щоби бо якщо якби коли де чи хоча хоч оскільки адже поки доки ніж куди звідки хто кого кому чому ніби нібито наче
	что чтобы если когда где ли хотя поскольку пока чем куда откуда кто кого кому почему ибо будто якобы потому
	because although though while when where whether if unless since until`)

var prepositions = set(`у в на до від з зі із за про для при під над між через після перед без біля серед щодо по об о крім проти
	во с со из от к ко у для при под над между через после перед без возле среди про кроме против
	in on at to from of for with by about after before during under over against`)
