package attribution

// speakerOf finds the speaker of a cue by its sentence and by what stands before.
func (f *finder) speakerOf(s *sentence, c cue) who { return f.speaker(s, c, nil) }

// speaker finds the speaker of a cue; before is the statement before it in the same sentence.
func (f *finder) speaker(s *sentence, c cue, before *claim) who {
	if c.form.nobody {
		return who{}
	}
	seg := s.segments[c.segment]
	if c.form.class&cueCites != 0 {
		return f.cited(s, c, seg)
	}
	if w := f.referred(s, c, seg); !w.nobody() {
		return w
	}
	if f.alone(s, c.unit) && c.segment+1 < len(s.segments) && !f.p.is(s.units[s.segments[c.segment+1].from].from, complementizers...) {
		return f.dropped(s, c)
	}
	w := f.within(s, c, seg)
	if c.form.passive {
		return f.issuer(s, c, seg)
	}
	if !w.nobody() || w.pronoun || c.form.class&cuePhrase != 0 {
		return w
	}
	first := s.units[seg.from].from
	if seg.sub && (relatives[f.p.tokens[first].lower] || relatives[f.p.tokens[s.units[min(seg.from+1, len(s.units)-1)].from].lower]) {
		return f.antecedent(s, c, seg)
	}
	for k := c.segment - 1; k >= 0; k-- {
		if s.segments[k].sub || s.segments[k+1].before == ";" || f.told(s, s.segments[k]) {
			continue
		}
		w := f.within(s, c, s.segments[k])
		if w.nobody() {
			continue
		}
		if w.kind == role && k > 0 && !s.segments[k-1].sub { // Іван Лис – голова комісії – заявив
			if v := f.within(s, c, s.segments[k-1]); v.ok && v.kind == person && !v.pronoun && v.mention >= 0 && f.ms[v.mention].to == s.units[s.segments[k-1].to-1].to {
				w = v
			}
		}
		w.sure *= 0.95
		return w
	}
	if before != nil && agrees(before.by, c.form) {
		return before.by.again(0.95)
	}
	return f.dropped(s, c)
}

// told tells whether a segment is words put in: «, пише O,».
func (f *finder) told(s *sentence, seg segment) bool {
	for i := seg.from; i < min(seg.to, seg.from+3); i++ {
		u := s.units[i]
		if fm, ok := f.forms[f.p.tokens[u.from].lower]; u.quote < 0 && ok && fm.class&(cueSays|cueCites) != 0 && (i == seg.from || f.p.is(s.units[seg.from].from, "як", "как", "as")) {
			return true
		}
	}
	return false
}

// within finds the subject of a cue in a segment.
func (f *finder) within(s *sentence, c cue, seg segment) who {
	p := f.p
	if c.form.class&cuePhrase != 0 {
		return f.ownerOf(s, c)
	}
	best, rank := -1, 0
	for i := seg.from; i < seg.to; i++ {
		n := f.mentionAt[s.units[i].from]
		if n < 0 || n == best || f.ms[n].from < s.units[seg.from].from {
			continue
		}
		if i > seg.from && f.mentionAt[s.units[i-1].from] == n {
			continue
		}
		if r := f.rank(s, c, n, i, seg); r > rank || r > 0 && r == rank && i < c.unit {
			best, rank = n, r
		}
	}
	if best >= 0 && f.ms[best].name != "" {
		return f.of(best)
	}
	if p.lang == "en" {
		if w := f.englishNoun(s, c, seg); !w.nobody() {
			return w
		}
	} else if w := f.oneOf(s, c, seg); !w.nobody() {
		return w
	}
	for i := seg.from; i < seg.to; i++ {
		u := s.units[i]
		if u.quote >= 0 || f.mentionAt[u.from] >= 0 || i > seg.from && prepositions[p.tokens[s.units[i-1].from].lower] {
			continue
		}
		if w, ok := f.pronoun(u.from, c); ok {
			w.pronoun = true
			return w
		}
	}
	if w, ok := f.plain(s, c, seg); ok {
		w.pronoun = !w.ok
		return w
	}
	return f.bare(s, c, seg)
}

// rank says how well a mention that begins at unit i fits as the subject of a cue: 0 not at all.
func (f *finder) rank(s *sentence, c cue, n, i int, seg segment) int {
	p, m := f.p, f.ms[n]
	before := ""
	if i > seg.from {
		before = p.tokens[s.units[i-1].from].lower
	}
	if place := before == "у" || before == "в" || before == "на" || before == "во" || before == "при"; place || prepositions[p.tokens[m.from].lower] {
		if m.kind == institution && c.form.plural && p.lang != "en" && (m.cases == 0 || m.cases&locative != 0) {
			return 2
		}
		return 0
	}
	if before != "" && prepositions[before] && !(p.lang == "en" && (before == "after" || before == "before")) {
		return 0
	}
	counted := i > seg.from && (p.tokens[s.units[i-1].from].kind == number || before == "%" || before == "відсотків" || before == "більшість" || before == "половина") && m.plural // 120 робітників
	if m.cases != 0 && m.cases&nominative == 0 && !(counted && m.cases&genitive != 0) {
		return 0
	}
	if c.form.passive || !agree(m, c.form, p.lang) {
		return 0
	}
	r := 3
	if before != "" && f.mentionAt[s.units[i-1].from] >= 0 && m.cases != nominative && m.kind != person { // hangs on the noun before
		r -= 2
	}
	if m.gender != c.form.gender && m.gender != 0 && c.form.gender != 0 {
		r--
	}
	if m.gender == 0 && c.form.gender != 0 && m.kind == person {
		r--
	}
	if before == "сам" || before == "сама" || before == "самі" || before == "сами" {
		r += 2
	}
	if m.cases == nominative || m.kind == person {
		r++
	}
	if p.lang == "en" && i > c.unit && !f.inverted(s, c, i, seg) {
		return 0
	}
	if i > c.unit && c.last < i && c.unit > seg.from+2 && seg.before == "" {
		r--
	}
	return r
}

// inverted tells whether unit i behind an English cue may be its subject: said Amina Shah.
func (f *finder) inverted(s *sentence, c cue, i int, seg segment) bool {
	if c.form.class&(cueSays|cueReacts) == 0 || c.form.class&cueAsks != 0 || f.p.is(c.from, "told", "tells", "called") {
		return false
	}
	for k := c.last; k < i; k++ {
		if !f.p.is(s.units[k].from, "the", "a", "an", "council", "local") {
			return false
		}
	}
	return c.unit == seg.from && seg.before != "" || c.unit > 0 && s.units[c.unit-1].quote >= 0
}

// agree tells whether a mention may be the subject of a form.
func agree(m mention, fm form, lang string) bool {
	if lang == "en" {
		return true
	}
	if m.plural != fm.plural {
		return m.kind == group && fm.plural
	}
	if fm.plural || fm.gender == 0 || m.gender == 0 || m.gender == fm.gender {
		return true
	}
	return m.gender == 'm' && fm.gender == 'f' && m.kind == role // юрист підкреслила
}

func agrees(w who, fm form) bool {
	if w.nobody() {
		return false
	}
	if fm.tense == 'c' {
		return true
	}
	if fm.plural {
		return w.plural || w.kind == institution || w.kind == group
	}
	return !w.plural && (fm.gender == 0 || w.gender == 0 || w.gender == fm.gender)
}

// ownerOf finds whose words a source phrase brings.
func (f *finder) ownerOf(s *sentence, c cue) who {
	switch c.owner {
	case "":
		return f.phraseOwner(s, c)
	case "його", "нього", "его", "своїми", "his", "him":
		return f.resolve('m', false, c.from)
	case "її", "неї", "её", "ее", "her":
		return f.resolve('f', false, c.from)
	}
	return f.resolve(0, true, c.from)
}

// pronoun reads a token as a pronoun that is the subject of a cue.
func (f *finder) pronoun(i int, c cue) (who, bool) {
	var gender byte
	plural := false
	switch f.p.tokens[i].lower {
	case "той", "тот":
		if c.form.plural || c.form.gender != 'm' && c.form.gender != 0 {
			return who{}, false
		}
		if w := f.latter(i); !w.nobody() {
			return w, true
		}
		gender = 'm'
	case "він", "он", "he":
		gender = 'm'
	case "вона", "она", "she":
		gender = 'f'
	case "вони", "они", "they":
		plural = true
	case "там":
		if !c.form.plural {
			return who{}, false
		}
		return f.resolve('i', true, i), true
	case "я", "ми", "мы", "i", "we":
		if f.outer != nil && f.p.lang != "en" || f.outer != nil {
			return f.outer.by.again(0.9), true
		}
		return who{}, false
	default:
		return who{}, false
	}
	if plural != c.form.plural && f.p.lang != "en" || gender != 0 && c.form.gender != 0 && gender != c.form.gender {
		return who{}, false
	}
	return f.resolve(gender, plural, i), true
}

// antecedent finds the one that a relative clause tells of: «Сердюк, яка заявила, що …».
func (f *finder) antecedent(s *sentence, c cue, seg segment) who {
	i := seg.from
	for i > 0 && f.p.divides(s.units[i-1]) != "" && s.units[i-1].quote < 0 {
		i--
	}
	if i == 0 || f.p.is(s.units[seg.from].from, "якого", "якої", "яких", "якому", "якій", "яким", "яку", "которого", "которой", "которую") {
		return who{}
	}
	n := f.mentionAt[s.units[i-1].from]
	if n < 0 || !agree(f.ms[n], c.form, f.p.lang) {
		return who{}
	}
	w := f.of(n)
	w.sure *= 0.9
	return w
}
