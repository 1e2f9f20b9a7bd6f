package attribution

import "strings"

// leading reads a cue that stands before what it tells of; limit is the unit where its content must end, before the
// statement found before in the same sentence. It gives nil if there is no content.
func (f *finder) leading(s *sentence, c cue, limit int, before *claim) *claim {
	from, kind := f.complement(s, c)
	seg := s.segments[c.segment]
	if f.mute(s, c, seg) || c.form.class&cueAsks != 0 && f.namelessly(s, c, limit) {
		return nil
	}
	if c.form.class&cueCites != 0 && (kind == 0 || seg.sub) {
		return nil
	}
	if f.p.lang == "en" && kind == clause && c.form.class&(cueSays|cueThinks|cueReacts) == 0 && !f.p.is(s.units[from-1].from, "that") {
		kind = 0
	}
	var one *claim
	ok := false
	switch {
	case kind != 0 && c.form.class&^cueNames != 0:
		from, limit = f.bounds(s, from, limit, kind)
		one, ok = f.trim(s, from, limit)
	case c.form.class&(cueNames|cueThinks) != 0:
		one, ok = f.judged(s, c, limit)
	}
	if !ok && c.form.class&cueAsks != 0 {
		one, ok = f.asked(s, c, limit)
	}
	if !ok {
		return nil
	}
	one.cue = &c
	one.by = f.speaker(s, c, before)
	one.sure = weigh(one.sure, one.by)
	if c.form.nobody && f.outer == nil {
		return nil
	}
	if one.by.nobody() && f.outer == nil && !c.form.passive && (kind != clause && kind != colon || c.form.gender == 'n' || c.form.tense == 'c') {
		return nil
	}
	one.via = f.through(s, c)
	if one.by.kind == outlet && one.by.ok && one.via == "" {
		one.via = one.by.name
	}
	return one
}

// mute tells whether a cue that stands in a subordinate clause tells of no statement: a condition, a question.
func (f *finder) mute(s *sentence, c cue, seg segment) bool {
	p := f.p
	first := s.units[seg.from].from
	return p.is(first, "якщо", "якби", "щоб", "щоби", "чи", "хто", "кому", "если", "чтобы", "кто", "whether", "if", "unless")
}

// bounds narrows a complement: a quotation alone is the content; what an inserted мовляв breaks leaves its longer piece.
func (f *finder) bounds(s *sentence, from, limit, kind int) (int, int) {
	p := f.p
	if from < limit && s.units[from].quote >= 0 && kind != clause {
		next := from + 1
		if next >= limit || p.divides(s.units[next]) != "" || kind == quotation {
			if q := s.units[from].quote; f.spokenAloud(q) || p.capital(p.quotes[q].open+1) || next >= limit {
				return from, from + 1
			}
		}
	}
	for k := from; k < limit; k++ {
		if s.units[k].quote < 0 && (p.is(s.units[k].from, "мовляв", "мол", "дескать") || k > from && f.alone(s, k)) {
			left := k
			for left > from && p.divides(s.units[left-1]) != "" {
				left--
			}
			if k+1 < limit && limit-k-1 >= left-from {
				return k + 1, limit
			}
			return from, left
		}
	}
	return from, limit
}

// judged reads an object with a judgement: «назвала рішення «подарунком»», «вважає нічию закономірною».
func (f *finder) judged(s *sentence, c cue, limit int) (*claim, bool) {
	p := f.p
	start := c.last
	end := start
	found := false
	for ; end < limit; end++ {
		u := s.units[end]
		if u.quote >= 0 {
			if f.spoken(u.quote) && !f.soCalled(s, end) {
				found = true
			}
			continue
		}
		if m := p.divides(u); m != "" {
			if m == "," && end+1 < limit && relatives[p.tokens[s.units[end+1].from].lower] && !found {
				continue
			}
			break
		}
		if found && end+1 < limit && p.is(u.from, "і", "й", "та", "и", "and") && !instrumentalWord(p, s.units[end+1].from) && s.units[end+1].quote < 0 && verbal(p, s.units[end+1].from) {
			break
		}
		if (end > start || f.objectFirst(s, c)) && instrumentalWord(p, u.from) || end > start && p.is(u.from, "як", "как", "as") {
			found = true
		}
	}
	if found && end > start && (s.units[start].quote >= 0 || end-start < 3 && instrumentalWord(p, s.units[end-1].from)) && (!c.form.plural || f.objectFirst(s, c)) {
		if one, ok := f.beforehand(s, c, start, end); ok {
			return one, true
		}
	}
	if c.form.class&cueNames != 0 && c.form.class&cueSays != 0 { // пояснив рішення «браком коштів»
		for k := start; k < end; k++ {
			if q := s.units[k].quote; q >= 0 && f.spoken(q) && end-k == 1 && k > start {
				one, ok := f.trim(s, k, end)
				return one, ok
			}
		}
		return nil, false
	}
	if !found || end-start < 2 {
		return nil, false
	}
	for start < end-1 && s.units[start].quote < 0 && p.is(s.units[start].from, "також", "при", "цьому", "тоді", "тоже", "также", "also", "ще", "його", "її", "їх", "це", "его", "её", "ее", "их", "это", "it", "him", "them") {
		start++
	}
	return f.trim(s, start, end)
}

// objectFirst tells whether words stand before the subject of a cue: its object.
func (f *finder) objectFirst(s *sentence, c cue) bool {
	seg := s.segments[c.segment]
	if c.unit <= seg.from {
		return false
	}
	n := f.mentionAt[s.units[c.unit-1].from]
	if n < 0 && c.form.plural {
		_, ok := f.between(s, c, seg)
		return ok
	}
	return n >= 0 && f.ms[n].from > s.units[seg.from].from && !prepositions[f.p.tokens[s.units[seg.from].from].lower]
}

// between gives the first of the units that stand between an institution in the locative and a cue in the plural: the object
// in «У Силах оборони цю заяву назвали брехнею».
func (f *finder) between(s *sentence, c cue, seg segment) (int, bool) {
	from := c.unit
	for from > seg.from && s.units[from-1].quote < 0 && f.mentionAt[s.units[from-1].from] < 0 {
		from--
	}
	if from == c.unit || from == seg.from || c.unit-from > 4 || s.units[from-1].quote >= 0 {
		return 0, false
	}
	n := f.mentionAt[s.units[from-1].from]
	if n < 0 || f.ms[n].kind != institution || f.ms[n].from == 0 || !prepositions[f.p.tokens[f.ms[n].from-1].lower] {
		return 0, false
	}
	for from < c.unit && f.p.capital(s.units[from].from) { // of a name that no list has
		from++
	}
	if from == c.unit {
		return 0, false
	}
	for _, u := range s.units[from:c.unit] {
		if w := f.p.tokens[u.from].lower; prepositions[w] || small[w] {
			return 0, false
		}
	}
	return from, true
}

// beforehand reads a judgement whose object stands before: «Рішення суду Лоза назвав «абсурдним»»; the longer piece is
// the content.
func (f *finder) beforehand(s *sentence, c cue, start, end int) (*claim, bool) {
	p := f.p
	seg := s.segments[c.segment]
	n := f.mentionAt[s.units[max(c.unit-1, 0)].from]
	if from, ok := f.between(s, c, seg); ok && c.form.plural {
		before, ok1 := f.trim(s, from, c.unit)
		behind, ok2 := f.trim(s, start, end)
		if !ok1 || !ok2 {
			return nil, false
		}
		if before.to-before.from > behind.to-behind.from {
			behind = before
		}
		behind.sure = 0.6
		return behind, true
	}
	if c.unit <= seg.from || n < 0 || f.ms[n].from <= s.units[seg.from].from || f.ms[n].cases != 0 && f.ms[n].cases&nominative == 0 {
		return nil, false
	}
	to := c.unit
	for to > seg.from && s.units[to-1].from >= f.ms[n].from {
		to--
	}
	if to == seg.from || prepositions[p.tokens[s.units[seg.from].from].lower] || small[p.tokens[s.units[to-1].from].lower] {
		return nil, false
	}
	before, ok1 := f.trim(s, seg.from, to)
	behind, ok2 := f.trim(s, start, end)
	if !ok1 || !ok2 {
		return nil, false
	}
	if q := s.units[start].quote; q >= 0 && end == start+1 {
		behind.from, behind.to, behind.mode, behind.quote = s.units[start].from, s.units[start].to, "mixed", -1
	}
	if before.to-before.from > behind.to-behind.from {
		behind = before
	}
	behind.sure = 0.6
	return behind, true
}

// soCalled tells whether a quotation is a nickname by the word before it.
func (f *finder) soCalled(s *sentence, i int) bool {
	return i > 0 && f.p.is(s.units[i-1].from, ironic...)
}

// instrumentalWord tells whether a word ends like an adjective or noun in the instrumental, as a judgement does.
func instrumentalWord(p *page, i int) bool {
	t := p.tokens[i]
	if t.kind != word || p.lang == "en" || prepositions[p.tokens[i-1].lower] || t.end-t.start < 5 {
		return false
	}
	for _, e := range []string{"ною", "ним", "ними", "кою", "ким", "вою", "вим", "лою", "лим", "тою", "тим", "ою", "ою", "ом", "ем", "єм", "ями", "ами", "ею", "єю", "им", "ым", "ыми", "ими", "ой", "ей", "остью", "істю"} {
		if strings.HasSuffix(t.lower, e) {
			return true
		}
	}
	return false
}
