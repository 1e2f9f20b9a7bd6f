package attribution

// opening reads a sentence that begins with a quotation and tells after it who spoke: «…», – сказав X. A quotation that
// stands alone goes on with the one before it. It reports false for any other sentence.
func (f *finder) opening(s *sentence) ([]*claim, bool) {
	p, i, end := f.p, 0, s.end(f.p)
	if i < end && s.units[i].quote < 0 && (p.tokens[s.units[i].from].kind == dash || p.is(s.units[i].from, "а", "і", "та", "але", "и", "но", "and", "but")) {
		i++
	}
	if i >= end || s.units[i].quote < 0 {
		return nil, false
	}
	q := s.units[i].quote
	from, to := p.inside(q)
	if from >= to {
		return nil, false
	}
	last := to - 1
	marked := p.is(last, ",", "?", "!", "…", ".") || p.is(last-1, "?", "!", "…")
	next := i + 1
	commas, dashes := 0, 0
	for next < end && s.units[next].quote < 0 {
		if m := p.divides(s.units[next]); m == "," || m == "…" || m == "!" || m == "?" {
			commas++
		} else if m == "–" {
			dashes++
		} else {
			break
		}
		next++
	}
	if next >= end {
		return f.lone(s, q), true
	}
	if n := s.units[next].quote; n >= 0 && dashes > 0 && next+1 < end && f.p.divides(s.units[next+1]) != "" && f.mentionAt[s.units[next].from] < 0 { // «А?» – «Б», – сказав X
		rest := p.sentence(s.units[next:])
		return f.opening(rest)
	}
	if commas+dashes == 0 && !marked {
		return nil, false
	}
	c, ok := f.after(s, next, commas+dashes > 1 || marked && dashes > 0)
	if !ok {
		return nil, false
	}
	by := f.speakerOf(s, c)
	if (by.nobody() || by.kind != person && by.kind != role) && f.inscribed(s, next, end) {
		return nil, true
	}
	list := f.parts(from, to, &c, by)
	list[0].via = f.through(s, c)
	for _, other := range f.cues(s) { // заявив X, пише O
		if w := f.speakerOf(s, other); other.unit > c.unit && w.ok && w.kind == outlet && list[0].via == "" {
			list[0].via = w.name
		}
	}
	if by.kind == outlet && list[0].via == "" {
		list[0].via = by.name
	}
	list = append(list, f.rest(s, c, list)...)
	return list, true
}

// after finds the cue in the words behind a quotation, from unit next on. Loose: the marks leave no doubt that somebody
// speaks, so the cue may stand further away.
func (f *finder) after(s *sentence, next int, loose bool) (cue, bool) {
	p := f.p
	for _, c := range f.cues(s) {
		if c.unit < next {
			continue
		}
		if c.form.nobody || c.form.tense == 'c' {
			continue
		}
		if c.form.class == cueNames {
			return c, false
		}
		reach := 4
		if loose {
			reach = 14
		}
		if c.unit-next > reach+f.nameUnits(s, next, c.unit) {
			return c, false
		}
		for k := next; k < c.unit; k++ {
			m := ""
			if s.units[k].quote < 0 {
				m = p.divides(s.units[k])
			}
			if m == ":" || m == "," && !loose {
				return c, false
			}
		}
		return c, true
	}
	if loose {
		return f.inPlace(s, next)
	}
	return cue{}, false
}

// nameUnits counts the units between two that belong to mentions.
func (f *finder) nameUnits(s *sentence, from, to int) int {
	n := 0
	for _, u := range s.units[from:to] {
		if f.mentionAt[u.from] >= 0 {
			n++
		}
	}
	return n
}

// parts makes the statements of a quotation: one, or two where its cue stands inside it («А, – каже X. – Б»).
func (f *finder) parts(from, to int, c *cue, by who) []*claim {
	one := &claim{from: from, to: to, mode: "direct", cue: c, by: by, quote: -1, sure: weigh(0.95, by)}
	if n := len(f.p.quotes); n > 0 && from > 0 {
		if q := f.p.opened(from - 1); q >= 0 && f.p.quotes[q].close == to {
			one.quote = q
		}
	}
	f.shave(one)
	return []*claim{one}
}

// lone reads a quotation that is a sentence of its own: with a cue inside it, or going on with the one before.
func (f *finder) lone(s *sentence, q int) []*claim {
	from, to := f.p.inside(q)
	if list := f.broken(from, to); list != nil {
		return list
	}
	before := f.last()
	if before == nil || f.outer != nil || before.by.nobody() || before.cue == nil && !before.goesOn {
		return nil
	}
	at, here := f.p.tokens[before.to-1], f.p.tokens[from]
	if here.para-at.para > 1 || f.p.quotes[q].outer >= 0 || here.para != at.para && f.p.paras[here.para].to > f.p.quotes[q].close+2 {
		return nil
	}
	if f.strayed(before, from) || before.mode != "direct" && here.para != at.para || !f.p.capital(from) {
		return nil
	}
	c := &claim{from: from, to: to, mode: "direct", by: before.by, quote: q, goesOn: true, sure: 0.75 * before.by.sure}
	if here.para == at.para {
		c.cue = before.cue
	}
	f.shave(c)
	return []*claim{c}
}

// strayed tells whether a sentence that is no statement stands between a statement and token i.
func (f *finder) strayed(before *claim, i int) bool {
	end := before.to
	if before.cue != nil {
		end = max(end, before.cue.to)
	}
	return f.p.tokens[i].sent-f.p.tokens[min(end, len(f.p.tokens)-1)].sent > 1
}

// broken finds the cues inside a quotation, or inside a paragraph of a dialogue: «А, – каже X. – Б». It gives nil if there
// is none.
func (f *finder) broken(from, to int) []*claim {
	var list []*claim
	p := f.p
	units := p.units(from, to)
	start := 0
	for i := 1; i < len(units) && len(units) <= longest; i++ {
		if units[i].quote >= 0 || p.tokens[units[i].from].kind != dash || !p.is(units[i].from-1, ",", "?", "!", "…", ".") {
			continue
		}
		end := i + 1 // of the words of the newsroom
		for end < len(units) && !(p.tokens[units[end].from].kind == dash && p.is(units[end].from-1, ".", ",", ":")) && end-i < 40 {
			end++
		}
		s := p.sentence(units[i+1 : end])
		c, ok := f.after(s, 0, true)
		if !ok || c.unit > 8 || p.is(units[i].from-1, ".") {
			continue
		}
		by := f.speakerOf(s, c)
		if by.nobody() && end >= len(units) {
			continue
		}
		list = append(list, f.half(units, start, i, &c, by, len(list) > 0))
		start = end + 1
		if end >= len(units) {
			start = len(units)
		}
		i = end
	}
	if len(list) == 0 {
		return nil
	}
	if start < len(units) {
		before := list[len(list)-1]
		list = append(list, f.half(units, start, len(units), before.cue, before.by, true))
	}
	return list
}

// half is one part of a broken quotation.
func (f *finder) half(units []unit, from, to int, c *cue, by who, goesOn bool) *claim {
	if from >= to {
		return &claim{}
	}
	one := &claim{from: units[from].from, to: units[to-1].to, mode: "direct", cue: c, by: by, goesOn: goesOn, quote: -1, sure: weigh(0.95, by)}
	f.shave(one)
	return one
}

// dialogue reads a paragraph that begins with the dash of a spoken line. It reports false for any other.
func (f *finder) dialogue(para para, before *sentence) bool {
	p := f.p
	if p.tokens[para.from].kind != dash || para.to-para.from < 3 {
		return false
	}
	if list := f.broken(para.from+1, para.to); list != nil {
		f.add(list...)
		return true
	}
	if before != nil { // X сказав: — new paragraph — – …
		if c := f.announced(before, para.from+1, para.to); c != nil {
			f.add(c)
		}
	}
	return true
}

// announced makes a statement of the words from one token to another if the sentence before ends with a cue and a colon.
func (f *finder) announced(before *sentence, from, to int) *claim {
	n := len(before.units)
	if n == 0 || !f.p.is(before.units[n-1].from, ":") || f.outer != nil {
		return nil
	}
	list := f.cues(before)
	for i := len(list) - 1; i >= 0; i-- {
		if c := list[i]; c.form.class&(cueSays|cueReacts) != 0 && !c.form.nobody {
			by := f.speakerOf(before, c)
			one := &claim{from: from, to: to, mode: "direct", cue: &c, by: by, quote: -1, sure: weigh(0.9, by)}
			f.shave(one)
			return one
		}
	}
	return nil
}

// rest reads what follows in the same sentence behind a quotation and its cue: another cue with another quotation, as in
// «А», – сказав X і додав: «Б», or the second half: «А», – сказав X, – «Б».
func (f *finder) rest(s *sentence, c cue, first []*claim) []*claim {
	var list []*claim
	for _, other := range f.cues(s) {
		if other.unit <= c.unit || other.form.class&cuePhrase != 0 || s.segments[other.segment].sub {
			continue
		}
		if one := f.leading(s, other, s.end(f.p), first[len(first)-1]); one != nil {
			list = append(list, one)
			return list
		}
	}
	end := s.end(f.p)
	if end > 0 && s.units[end-1].quote >= 0 && end-1 > c.last && f.p.divides(s.units[end-2]) != "" && f.mentionAt[s.units[end-1].from] < 0 {
		q := s.units[end-1].quote
		from, to := f.p.inside(q)
		if to-from >= 2 && (f.p.divides(s.units[end-2]) != "," || f.p.lang == "en") {
			one := &claim{from: from, to: to, mode: "direct", cue: first[0].cue, by: first[0].by, goesOn: true, quote: q, sure: 0.85 * first[0].by.sure}
			f.shave(one)
			list = append(list, one)
		}
	}
	return list
}
