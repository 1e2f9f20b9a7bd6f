package attribution

// englishNoun reads a noun with an article that is no mention as the subject of a cue: «One parent, who …, said», «said the
// caretaker».
func (f *finder) englishNoun(s *sentence, c cue, seg segment) who {
	p := f.p
	from, to := seg.from, seg.to
	if c.unit >= seg.from && c.unit < seg.to {
		if to = c.unit; to-from < 2 {
			from, to = c.last, seg.to
			if c.unit > 0 && s.units[c.unit-1].quote < 0 && seg.before == "" || c.form.class&cueAsks != 0 {
				return who{}
			}
		}
	}
	if to-from < 2 || to-from > 5 || !p.is(s.units[from].from, "one", "a", "an", "the", "another") {
		return who{}
	}
	for _, u := range s.units[from:to] {
		w := p.tokens[u.from]
		if _, verb := f.forms[w.lower]; u.quote >= 0 || verb || w.kind != word || prepositions[w.lower] && w.lower != "of" || f.mentionAt[u.from] >= 0 {
			return who{}
		}
	}
	return f.common(s, from, to)
}

// common makes a speaker without a name of some units, the article left away.
func (f *finder) common(s *sentence, from, to int) who {
	p := f.p
	for from < to && p.is(s.units[from].from, "one", "a", "an", "the", "another") {
		from++
	}
	if from < to && from > 0 && p.is(s.units[from].from, "of") { // «one of the traders»
		if to == from+2 && p.is(s.units[from+1].from, "them", "us", "these", "those") {
			return who{}
		}
		from--
	}
	if from >= to {
		return who{}
	}
	name := p.text(p.tokens[s.units[from].from].start, p.tokens[s.units[to-1].to-1].end)
	for n := len(f.claims) - 1; n >= 0 && n > len(f.claims)-12; n-- { // the one named so before
		if by := f.claims[n].by; by.ok && by.name == name {
			return by.again(1)
		}
	}
	return who{ok: true, name: name, role: name, kind: role, mention: -1, entity: -1 - s.units[from].from, sure: 0.8}
}

// englishOwner ends «according to …»: with a name, or at the comma.
func (f *finder) englishOwner(s *sentence, c cue, j int) (cue, bool) {
	end := j
	for end < len(s.units) && end < j+9 && f.p.divides(s.units[end]) == "" {
		end++
	}
	if n := f.mentionAt[s.units[j].from]; n >= 0 && (f.ms[n].kind == person || end == j+9) {
		end = j
		for end < len(s.units) && s.units[end].from < f.ms[n].to {
			end++
		}
	}
	if end == j || end == j+9 {
		return c, false
	}
	c.last, c.to = end, s.units[end-1].to
	return c, true
}
