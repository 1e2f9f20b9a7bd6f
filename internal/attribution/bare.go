package attribution

// bare reads a noun that is no mention as the subject right behind a cue that stands behind what it tells of: «…, – переказують
// сторожі», «…, повідомила родина».
func (f *finder) bare(s *sentence, c cue, seg segment) who {
	p := f.p
	behind := seg.before == "," || seg.before == ",–" || seg.before == "–" || c.unit > 0 && c.unit-seg.from <= 3 && s.units[seg.from].quote >= 0
	if p.lang == "en" || !behind || seg.sub || c.unit < seg.from || c.last >= seg.to || seg.to-c.last > 4 || c.form.tense == 'c' {
		return who{}
	}
	for _, u := range s.units[c.last:seg.to] {
		t := p.tokens[u.from]
		if u.quote >= 0 || t.kind != word || p.capital(u.from) || f.mentionAt[u.from] >= 0 || prepositions[t.lower] || small[t.lower] || unheard[t.lower] {
			return who{}
		}
	}
	head := p.tokens[s.units[c.last].from].lower
	if !nominal(head, c.form) {
		return who{}
	}
	name := p.text(p.tokens[s.units[c.last].from].start, p.tokens[s.units[seg.to-1].from].end)
	return who{ok: true, name: name, role: name, kind: role, gender: c.form.gender, plural: c.form.plural, mention: -1, entity: -1 - s.units[c.last].from, sure: 0.7}
}

// plain reads a noun that is no mention right before a cue as its subject: «хоча захист просив про заставу». It reports true
// also where something stands there that must be the subject but cannot be named, so that nobody else is taken for it.
func (f *finder) plain(s *sentence, c cue, seg segment) (who, bool) {
	p := f.p
	i := c.unit - 1
	if p.lang == "en" || i < seg.from || c.unit >= seg.to || s.units[i].quote >= 0 || c.form.passive || c.form.tense == 'c' {
		return who{}, false
	}
	t := p.tokens[s.units[i].from]
	if t.kind != word || f.mentionAt[s.units[i].from] >= 0 || small[t.lower] || prepositions[t.lower] || unheard[t.lower] || subordinators[t.lower] || relatives[t.lower] || t.end-t.start < 4 {
		return who{}, false
	}
	if i > seg.from { // only at the beginning of its clause
		if before := p.tokens[s.units[i-1].from]; i-1 > seg.from || s.units[i-1].quote >= 0 || !subordinators[before.lower] && !f.coordinate(s.units[i-1].from) {
			return who{}, false
		}
	}
	if hasAny(t.lower, "о", "е", "ще", "ім", "им", "ом") || !nominal(t.lower, c.form) {
		return who{}, false
	}
	if p.capital(s.units[i].from) && !p.begin(s.units[i].from) {
		return who{}, true
	}
	if _, verb := f.forms[t.lower]; verb || p.begin(s.units[i].from) {
		return who{}, !verb
	}
	return who{ok: true, name: t.lower, role: t.lower, kind: role, gender: c.form.gender, plural: c.form.plural, mention: -1, entity: -1 - s.units[i].from, sure: 0.7}, true
}

// nominal tells by the ending whether a noun may be the subject of a form.
func nominal(head string, fm form) bool {
	fits := false
	switch {
	case fm.plural:
		fits = hasAny(head, "ники", "ці", "арі", "ярі", "ори", "ери", "исти", "телі", "яни", "ани", "ожі", "ачі", "ки", "ари", "ёры", "исты", "тели", "яне", "ане", "ожа", "цы")
	case fm.gender == 'f' || fm.gender == 0 && hasAny(head, "ка", "ця", "иня", "ина"):
		fits = hasAny(head, "а", "я")
	case fm.gender == 'm' || fm.gender == 0:
		fits = !hasAny(head, "а", "я", "о", "е", "є", "у", "ю", "і", "и", "ї", "ы", "ам", "ям", "ом", "ем", "єм", "им", "ім", "ах", "ях", "ів", "їв", "ей", "ть", "ов")
	}
	return fits
}

// unheard are nouns and adverbs behind a verb of speech that are no speakers.
var unheard = set(`подробиці деталі новини дані причини наслідки цифри правда правду слова вчора учора сьогодні завтра тихо згодом потім лаконічно коротко ухильно рішуче щиро відверто охоче нещодавно торік
	подробности детали новости данные причины цифры правда слова вчера сегодня завтра тихо коротко потом`)

// asTold reads «Мовляв, …» as a sentence of its own: the words of whoever acted or spoke in the sentence before.
func (f *finder) asTold(s *sentence) *claim {
	p := f.p
	if f.outer != nil || len(s.units) < 4 || s.units[0].quote >= 0 || !p.is(s.units[0].from, "мовляв", "мол", "дескать") {
		return nil
	}
	u := s.units[0]
	one, ok := f.trim(s, 1, s.end(p))
	if !ok {
		return nil
	}
	c := &cue{unit: 0, last: 1, from: u.from, to: u.to, form: form{class: cueSays}}
	by := who{}
	last := f.last()
	for n := f.before(u.from); n >= 0; n-- {
		m := f.ms[n]
		t := p.tokens[m.from]
		if t.para != p.tokens[u.from].para || p.tokens[u.from].sent-t.sent > 1 {
			break
		}
		if t.quote < 0 && m.cases&nominative != 0 && m.name != "" && m.kind != outlet && (by.nobody() || by.kind != person) {
			by = f.of(n).again(0.85)
		}
	}
	if last != nil && last.by.ok && p.tokens[last.to-1].para == p.tokens[u.from].para && p.tokens[u.from].sent-p.tokens[last.to-1].sent <= 1 {
		by = last.by.again(0.9)
	}
	if by.nobody() {
		return nil
	}
	one.cue, one.by, one.sure = c, by, weigh(0.8, by)
	return one
}
