package attribution

// deepest is how many statements may stand one in another below the first.
const deepest = 2

// nest looks for statements inside a statement: what its speaker tells that others said.
func (f *finder) nest(c *claim, depth int) {
	if depth >= deepest {
		return
	}
	inside := &finder{p: f.p, o: f.o, forms: f.forms, ms: f.ms, mentionAt: f.mentionAt, outer: c}
	for _, s := range f.p.cut(c.from, c.to) {
		if len(s.units) > longest || len(s.units) < 3 {
			continue
		}
		for _, one := range inside.sentence(s, nil) {
			if one.cue == nil || one.from < c.from || one.to > c.to || one.from == c.from && one.to == c.to || inside.empty(one) {
				continue
			}
			if one.to-one.from < 2 && one.mode != "direct" && f.p.tokens[one.from].kind == word {
				continue
			}
			if one.from >= one.to || !(one.cue.from >= c.from && one.cue.to <= c.to) {
				continue
			}
			one.sure *= 0.8 * c.sure
			c.inner = append(c.inner, one)
			inside.claims = append(inside.claims, one)
		}
	}
	if c.mode == "mixed" {
		f.acrossMarks(inside, c)
	}
	for _, one := range c.inner {
		f.nest(one, depth+1)
	}
}

// acrossMarks reads a cue in quotation marks whose subject stands before them: «Байден «чітко заявив, що …»».
func (f *finder) acrossMarks(inside *finder, c *claim) {
	for _, s := range f.p.cut(c.from, c.to) {
		for i, u := range s.units {
			if u.quote < 0 || i == 0 || len(s.units) > longest || f.mentionAt[u.from+1] >= 0 && f.ms[f.mentionAt[u.from+1]].from <= u.from {
				continue
			}
			from, to := f.p.inside(u.quote)
			seg := s.segment(i)
			if seg < 0 || from >= to {
				continue
			}
			words := f.p.cut(from, to)
			if len(words) != 1 || len(words[0].units) > longest {
				continue
			}
			for _, q := range inside.cues(words[0]) {
				start, kind := inside.complement(words[0], q)
				if kind == 0 || q.form.class&(cueSays|cueReacts) == 0 || q.form.class&cuePhrase != 0 {
					continue
				}
				if !inside.speakerOf(words[0], q).nobody() {
					break
				}
				outer := q
				outer.unit, outer.last = i, i+1
				by := inside.within(s, outer, s.segments[seg])
				one, ok := inside.trim(words[0], start, words[0].end(f.p))
				if by.nobody() || !ok {
					break
				}
				one.cue, one.by, one.sure = &q, by, 0.6*by.sure*c.sure
				c.inner = append(c.inner, one)
				break
			}
		}
	}
}

// statement writes a claim as a suggestion.
func (f *finder) statement(c *claim) Statement {
	p := f.p
	s := Statement{Span: p.span(c.from, c.to), Mode: c.mode, Confidence: confidence(c.sure), Nested: []Statement{}}
	if c.cue != nil {
		span := p.span(c.cue.from, c.cue.to)
		s.Cue = &span
	}
	if c.by.ok {
		name := c.by.name
		s.Speaker = &name
		s.SpeakerNamed = c.by.kind == person || c.by.kind == outlet
		if c.by.role != "" {
			r := c.by.role
			s.Role = &r
		}
		if c.by.mention >= 0 {
			span := p.span(f.ms[c.by.mention].from, f.ms[c.by.mention].to)
			s.Mention = &span
		}
		if side := f.side(c.by); side != "" {
			s.Side = &side
		}
	}
	if c.via != "" {
		via := c.via
		s.Via = &via
	}
	for _, one := range c.inner {
		n := f.statement(one)
		n.Side = s.Side // the party whose account the reader gets
		s.Nested = append(s.Nested, n)
	}
	return s
}

// confidence keeps two digits, from 0 to 1.
func confidence(x float64) float64 { return float64(int(max(0, min(1, x))*100+0.5)) / 100 }
