package attribution

// clauses finds the statements of a sentence that does not begin with a quotation.
func (f *finder) clauses(s *sentence) []*claim {
	cues := f.cues(s)
	if len(cues) == 0 {
		return nil
	}
	var list []*claim
	var outlets []cue // that only tell where the words came through
	end := s.end(f.p)
	done := 0 // the unit up to which all is read
	for n := 0; n < len(cues); n++ {
		c := cues[n]
		if c.unit < done {
			continue
		}
		if f.inserted(s, c) {
			limit := f.until(s, c, cues[n+1:], end)
			if f.only(s, c, cues, n) {
				outlets = append(outlets, c)
				continue
			}
			if _, to := f.extent(s, c); to >= end && c.form.class&cuePhrase == 0 && len(list) > 0 { // all before it is told by its speaker
				if one, _ := f.around(s, c, 0, limit, nil); one != nil {
					list, done = []*claim{one}, end
				}
				continue
			}
			if one, to := f.around(s, c, done, limit, list); one != nil {
				list = append(list, one)
				done = to
			}
			continue
		}
		limit := f.stop(s, c, cues[n+1:], end)
		var before *claim
		if len(list) > 0 {
			before = list[len(list)-1]
		}
		one := f.leading(s, c, limit, before)
		if one == nil {
			continue
		}
		list = append(list, one)
		if more := f.example(s, c, one); more != nil {
			list = append(list, more)
			one = more
		}
		if more := f.asIf(s, c, one, end); more != nil {
			list = append(list, more)
			one = more
		}
		for done < len(s.units) && s.units[done].from < one.to {
			done++
		}
	}
	for _, c := range outlets {
		by := f.speakerOf(s, c)
		for _, one := range list {
			if one.via == "" && by.kind == outlet {
				one.via = by.name
			}
		}
	}
	return list
}

// inserted tells whether a cue stands in words put into or behind what they tell of: «…, повідомив X», «як пише O, …»,
// «за словами X, …».
func (f *finder) inserted(s *sentence, c cue) bool {
	if c.form.class&cuePhrase != 0 {
		return true
	}
	p, seg := f.p, s.segments[c.segment]
	if c.form.class&(cueSays|cueReacts|cueCites) == 0 || c.form.tense == 'c' || c.form.nobody {
		return false
	}
	first := s.units[seg.from].from
	as := p.is(first, "як", "как", "as")
	if as && p.is(first, "as") && p.is(first+1, "well", "a", "the") && c.unit-seg.from > 4 {
		as = false
	}
	if !as && (c.segment == 0 || seg.before != "," && seg.before != "–" && seg.before != ",–" && seg.before != "(") {
		return false
	}
	if !as && seg.sub {
		return false
	}
	if c.segment+1 < len(s.segments) && !as {
		next := s.segments[c.segment+1]
		if next.before == ":" || p.is(s.units[next.from].from, complementizers...) {
			return false
		}
	}
	if as {
		return c.unit-seg.from <= 10 && (p.lang != "en" || !f.within(s, c, seg).nobody())
	}
	free := seg.before == ",–" || seg.before == "–" || p.lang == "en"
	if lead := f.lead(s, seg.from, c.unit); lead > 0 && !free || lead > 8 {
		return false
	}
	if p.lang == "en" && c.last < seg.to && !f.englishTail(s, c, seg) {
		return false
	}
	if f.coordinate(first) {
		return false
	}
	if f.alone(s, c.unit) {
		return !f.dropped(s, c).nobody()
	}
	return !f.within(s, c, seg).nobody()
}

// alone tells whether a unit is a verb of speech between commas with nothing beside it: «Грошей, каже, немає».
func (f *finder) alone(s *sentence, i int) bool {
	p := f.p
	if i == 0 || i+1 >= len(s.units) || s.units[i].quote >= 0 || p.divides(s.units[i-1]) != "," || p.divides(s.units[i+1]) != "," {
		return false
	}
	fm, ok := f.forms[p.tokens[s.units[i].from].lower]
	return ok && fm.tense == 'r' && fm.class&cueSays != 0 && p.lang != "en"
}

// englishTail tells whether what follows an English cue in its segment is only its subject or a time or place.
func (f *finder) englishTail(s *sentence, c cue, seg segment) bool {
	u := s.units[c.last]
	for k := c.last; k < seg.to; k++ {
		if f.p.is(s.units[k].from, "that") {
			return false
		}
	}
	return u.quote < 0 && (f.mentionAt[u.from] >= 0 || prepositions[f.p.tokens[u.from].lower] || f.p.is(u.from, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today", "later", "earlier", "last", "this", "he", "she", "they")) && (c.unit == seg.from || seg.to-c.last < 6)
}

// lead counts the words before a cue in its segment that belong to no mention, and are no pronoun or small word.
func (f *finder) lead(s *sentence, from, to int) int {
	n := 0
	for _, u := range s.units[from:to] {
		if u.quote < 0 && f.mentionAt[u.from] < 0 && !small[f.p.tokens[u.from].lower] {
			n++
		}
	}
	return n
}

var small = set(`так також теж і й та а це про він вона вони воно сам сама самі там тут ж же пізніше згодом потім раніше тоді вже водночас у в на зі свого боку своєю чергою
	также тоже и это о об он она они сам сама там позже потом ранее тогда уже at he she they the also later`)

// coordinate tells whether a token joins a clause to the one before.
func (f *finder) coordinate(i int) bool {
	return f.p.is(i, "і", "й", "та", "а", "але", "однак", "проте", "натомість", "втім", "зате", "и", "но", "однако", "зато", "and", "but", "while")
}

var complementizers = []string{"що", "щоб", "щоби", "ніби", "нібито", "наче", "неначе", "буцім", "буцімто", "мовляв", "что", "чтобы", "будто", "якобы", "мол", "that"}

// only tells whether inserted words give but the outlet for a statement that another cue of the sentence tells of: «Мер,
// пише O, пообіцяв», «заявив X, пише O».
func (f *finder) only(s *sentence, c cue, cues []cue, n int) bool {
	by := f.speakerOf(s, c)
	if by.kind != outlet || by.nobody() || c.form.class&cuePhrase != 0 {
		return false
	}
	for k, other := range cues {
		if k == n || other.form.nobody {
			continue
		}
		if k < n { // found already, up to here
			if f.reaches(s, other, c) {
				return true
			}
			continue
		}
		if f.inserted(s, other) {
			if w := f.speakerOf(s, other); !w.nobody() && w.kind != outlet {
				return true
			}
			continue
		}
		if w := f.speakerOf(s, other); !w.nobody() && w.kind != group && f.leading(s, other, s.end(f.p), nil) != nil {
			return true
		}
	}
	return false
}

// reaches tells whether the content of a cue goes on up to another cue's segment.
func (f *finder) reaches(s *sentence, c, to cue) bool {
	if f.inserted(s, c) {
		w := f.speakerOf(s, c)
		return !w.nobody() && w.kind != outlet
	}
	one := f.leading(s, c, s.segments[to.segment].from, nil)
	if one == nil {
		return false
	}
	u := s.segments[to.segment].from
	for u > 0 && s.units[u-1].from >= one.to {
		u--
		if f.p.divides(s.units[u]) == "" && s.units[u].quote < 0 {
			return false
		}
	}
	return true
}

// until gives the unit where the words around an inserted cue end: where a clause with a cue of its own is joined on.
func (f *finder) until(s *sentence, c cue, later []cue, end int) int {
	for _, other := range later {
		if other.segment == c.segment {
			continue
		}
		if f.joined(s, c, other) || other.form.class&cuePhrase == 0 && c.form.class&cuePhrase != 0 && f.inserted(s, other) && f.speakerOf(s, other).kind == outlet {
			return s.segments[other.segment].from
		}
	}
	return end
}

// stop gives the unit where the content of a leading cue must end: before an inserted cue that closes the sentence, or
// before a clause with a cue of its own that is joined on.
func (f *finder) stop(s *sentence, c cue, later []cue, end int) int {
	for _, other := range later {
		if other.segment == c.segment {
			if k := f.joint(s, c, other); k > 0 {
				return k
			}
			continue
		}
		if other.form.class&cuePhrase == 0 && f.inserted(s, other) {
			return s.segments[other.segment].from
		}
		if f.joined(s, c, other) {
			from := s.segments[other.segment].from
			if k := f.joint(s, c, other); k > from {
				from = k
			}
			return from
		}
		if k := f.joint(s, c, other); k > 0 {
			return k
		}
	}
	return f.deed(s, c, end)
}

// joint finds «і додав» inside the content of a cue: the unit of the conjunction, 0 if there is none that belongs to the
// same speaker.
func (f *finder) joint(s *sentence, c, other cue) int {
	p := f.p
	k := other.unit - 1
	for k > 0 && p.is(s.units[k].from, "також", "водночас", "при", "цьому", "потім", "згодом", "також", "also", "тоже", "также") {
		k--
	}
	if k <= c.last || !p.is(s.units[k].from, "і", "й", "та", "и", "and") || !same(c.form, other.form) {
		return 0
	}
	if _, kind := f.complement(s, other); kind == 0 && other.form.class&(cueAsks|cueNames) == 0 {
		return 0
	}
	return k
}

// same tells whether two forms may have one subject.
func same(a, b form) bool {
	if a.nobody || b.nobody || a.class&cuePhrase != 0 || b.class&cuePhrase != 0 {
		return false
	}
	return a.plural == b.plural && (a.gender == 0 || b.gender == 0 || a.gender == b.gender)
}

// joined tells whether a later cue's clause stands beside that of a cue, not inside its content: «…, а X заперечила», «…,
// але додав».
func (f *finder) joined(s *sentence, c, other cue) bool {
	p, seg := f.p, s.segments[other.segment]
	first := s.units[seg.from].from
	if seg.before == ";" {
		return true
	}
	if other.form.tense == 'c' {
		_, kind := f.complement(s, other)
		return other.unit == seg.from && seg.before == "," && kind != 0
	}
	if !f.coordinate(first) {
		return false
	}
	if _, kind := f.complement(s, other); kind == 0 {
		if other.form.class&(cueAsks|cueNames) == 0 {
			return false
		}
	}
	if f.lead(s, seg.from+1, other.unit) > 3 {
		return false
	}
	by := f.within(s, other, seg)
	if by.nobody() {
		return same(c.form, other.form)
	}
	return !by.pronoun || p.is(first, "а", "але", "но", "but")
}
