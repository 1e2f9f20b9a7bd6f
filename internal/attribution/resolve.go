package attribution

// resolve finds the one that a pronoun before token at stands for, by gender and number: the subject named last, the
// nearest sentence first. Gender i asks for an institution («там»).
func (f *finder) resolve(gender byte, plural bool, at int) who {
	p := f.p
	n := f.before(at)
	here := p.tokens[at]
	var weak who // in the sentence of the pronoun itself, but not its subject
	for n >= 0 {
		sent := p.tokens[f.ms[n].from].sent
		first := n
		for first > 0 && p.tokens[f.ms[first-1].from].sent == sent {
			first--
		}
		t := p.tokens[f.ms[n].from]
		if here.sent-sent > 6 || here.para-t.para > 2 {
			break
		}
		if w := f.speaking(gender, plural, sent, here); !w.nobody() {
			return w
		}
		if w := f.choose(first, n+1, gender, plural, here); !w.nobody() && sent == here.sent && gender != 'i' && !f.subjects(first, n+1, w.entity) {
			if weak.nobody() {
				weak = w.again(0.7)
			}
		} else if !w.nobody() {
			sure := 0.95
			if here.para != t.para {
				sure = 0.85
			}
			return w.again(sure)
		}
		n = first - 1
	}
	if !weak.nobody() {
		return weak
	}
	if f.outer != nil && f.outer.by.ok && f.outer.by.gender == gender && !plural && f.outer.mode != "direct" {
		return f.outer.by.again(0.7)
	}
	return who{}
}

// speaking finds the one who has spoken last, in this paragraph and in a sentence that is nearer than sent or is that one, if a
// pronoun was enough to name him or her there: «На його переконання, винен не лише хірург. «…» – кинув він».
func (f *finder) speaking(gender byte, plural bool, sent int, here token) who {
	last := f.last()
	if last == nil || last.cue == nil || !last.by.ok || !last.by.pronoun || plural || last.by.plural || gender == 'i' || last.by.gender != gender || last.by.kind != person && last.by.kind != role {
		return who{}
	}
	at := f.p.tokens[last.cue.from]
	if at.para != here.para || at.sent < sent || at.sent >= here.sent {
		return who{}
	}
	return last.by.again(0.9)
}

// subjects tells whether one of some mentions names somebody in the nominative.
func (f *finder) subjects(first, end, entity int) bool {
	for n := first; n < end; n++ {
		if m := f.ms[n]; m.entity == entity && (m.cases == 0 || m.cases&nominative != 0 || f.speaks(n)) {
			return true
		}
	}
	return false
}

// latter finds the one that «той» stands for: not the subject of the sentence before, but the man named last in it.
func (f *finder) latter(at int) who {
	p, here := f.p, f.p.tokens[at]
	for n := f.before(at); n >= 0; n-- {
		m := f.ms[n]
		t := p.tokens[m.from]
		if here.sent-t.sent > 1 || here.para != t.para {
			break
		}
		if t.sent != here.sent && t.quote < 0 && m.cases != 0 && m.cases&nominative == 0 && f.fits(m, 'm', false) {
			return f.of(n).again(0.85)
		}
	}
	return who{}
}

// before gives the last mention that ends before a token.
func (f *finder) before(at int) int {
	low, high := 0, len(f.ms)
	for low < high {
		if mid := (low + high) / 2; f.ms[mid].from < at {
			low = mid + 1
		} else {
			high = mid
		}
	}
	return low - 1
}

// choose picks among the mentions of one sentence.
func (f *finder) choose(first, end int, gender byte, plural bool, here token) who {
	best, rank, rivals := -1, 0, false
	for n := first; n < end; n++ {
		m := f.ms[n]
		t := f.p.tokens[m.from]
		if t.quote >= 0 && t.quote != here.quote && !f.speaks(n) || m.name == "" || m.cases == vocative {
			continue
		}
		if t.para != here.para && f.p.tokens[f.p.paras[t.para].from].kind == dash && !f.speaks(n) { // in a question put to somebody
			continue
		}
		if !f.fits(m, gender, plural) {
			continue
		}
		if t.para == here.para && f.p.tokens[f.p.paras[t.para].from].kind == dash && !f.speaks(n) { // of whom the spoken line itself tells
			continue
		}
		r := 1
		if m.cases == 0 || m.cases&nominative != 0 {
			r = 2
			if m.cases == nominative {
				r = 3
			}
			if n > 0 && prepositions[f.p.tokens[max(m.from-1, 0)].lower] {
				r = 1
			}
		}
		if f.spoke(m.entity, t.sent) {
			r = 5
		}
		if r > rank || r == rank && r == 1 {
			rivals = r == rank && best >= 0 && f.ms[best].entity != m.entity
			best, rank = n, r
		} else if r == rank && f.ms[best].entity != m.entity {
			rivals = true
		}
	}
	if best < 0 {
		return who{}
	}
	w := f.of(best)
	if rivals {
		w.sure *= 0.75
	}
	return w
}

// fits tells whether a mention may be what a pronoun stands for.
func (f *finder) fits(m mention, gender byte, plural bool) bool {
	switch {
	case gender == 'i':
		return m.kind == institution
	case plural:
		return m.plural || m.kind == group
	}
	return (m.kind == person || m.kind == role) && !m.plural && (m.gender == gender || m.gender == 0 && m.kind == person)
}

// speaks tells whether a mention names the speaker of one of the last statements, as it may inside broken quotation marks.
func (f *finder) speaks(n int) bool {
	for k := len(f.claims) - 1; k >= 0 && k > len(f.claims)-6; k-- {
		if c := f.claims[k]; c.by.ok && c.by.mention == n {
			return true
		}
	}
	return false
}

// spoke tells whether somebody has a statement in a sentence.
func (f *finder) spoke(entity, sent int) bool {
	for k := len(f.claims) - 1; k >= 0 && k > len(f.claims)-5; k-- {
		c := f.claims[k]
		if c.cue != nil && c.by.ok && c.by.entity == entity && f.p.tokens[c.cue.from].sent == sent {
			return true
		}
	}
	return false
}

// dropped finds the speaker of a cue without any subject: «Водночас зізнався, що …».
func (f *finder) dropped(s *sentence, c cue) who {
	last := f.last()
	if c.form.passive || f.outer != nil || f.p.lang == "en" || last == nil || last.by.nobody() || !agrees(last.by, c.form) {
		return who{}
	}
	at := f.p.tokens[last.to-1]
	if last.cue != nil && last.cue.from > last.to {
		at = f.p.tokens[last.cue.from]
	}
	here := f.p.tokens[c.from]
	if here.para != at.para || here.sent-at.sent > 1 {
		return who{}
	}
	for n := f.before(c.from); n >= 0 && f.ms[n].from >= s.units[0].from; n-- { // somebody else is named in between
		if m := f.ms[n]; m.cases == nominative && m.entity != last.by.entity && f.p.tokens[m.from].quote < 0 {
			return who{}
		}
	}
	return last.by.again(0.85)
}

// weigh makes the confidence in a statement of that in its span and that in its speaker.
func weigh(span float64, by who) float64 {
	if by.nobody() {
		return 0.3
	}
	return span * by.sure
}
