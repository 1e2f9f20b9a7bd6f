package attribution

import "strings"

// oneOf reads «одна з мешканок будинку» as a speaker without a name.
func (f *finder) oneOf(s *sentence, c cue, seg segment) who {
	p := f.p
	for i := seg.from; i+2 < seg.to; i++ {
		if s.units[i].quote >= 0 || !p.is(s.units[i].from, "один", "одна", "дехто", "хтось") || !p.is(s.units[i+1].from, "з", "із", "зі", "из") {
			continue
		}
		n := f.mentionAt[s.units[i+2].from]
		end := s.units[i+2].to
		if n < 0 && i+3 < seg.to {
			if n = f.mentionAt[s.units[i+3].from]; n >= 0 && obliqueEnding(p.tokens[s.units[i+2].from].lower) {
				end = f.ms[n].to
			} else {
				n = -1
			}
		} else if n >= 0 {
			end = f.ms[n].to
		}
		if p.tokens[end-1].kind != word || c.form.plural || p.is(s.units[i].from, "один") && c.form.gender == 'f' || p.is(s.units[i].from, "одна") && c.form.gender == 'm' {
			continue
		}
		name := initial(p.text(p.tokens[s.units[i].from].start, p.tokens[end-1].end))
		gender := byte('m')
		if p.is(s.units[i].from, "одна") {
			gender = 'f'
		}
		return who{ok: true, name: name, role: name, kind: role, gender: gender, mention: n, entity: -1 - s.units[i].from, sure: 0.85}
	}
	return who{}
}

// referred finds the source behind an outlet that reports «з посиланням на X».
func (f *finder) referred(s *sentence, c cue, seg segment) who {
	p := f.p
	for i := seg.from; i+2 < len(s.units); i++ {
		u := s.units[i]
		j := -1
		switch {
		case p.is(u.from, "посиланням", "посилаючись") && p.is(s.units[i+1].from, "на"):
			j = i + 2
		case p.is(u.from, "ссылкой", "ссылаясь") && p.is(s.units[i+1].from, "на"):
			j = i + 2
		case p.is(u.from, "citing"):
			j = i + 1
		}
		if j < 0 || i-seg.to > 2 {
			continue
		}
		for ; j < len(s.units) && j < i+5; j++ {
			if n := f.mentionAt[s.units[j].from]; n >= 0 {
				return f.of(n)
			}
		}
	}
	return who{}
}

// issuer finds whose paper it is in which something «йдеться»: the one named behind the paper, else who spoke or acted in
// the sentence before.
func (f *finder) issuer(s *sentence, c cue, seg segment) who {
	p := f.p
	paper := false
	for i := seg.from; i < seg.to; i++ {
		u := s.units[i]
		if n := f.mentionAt[u.from]; n >= 0 && papers[p.tokens[f.ms[n].from].lower] {
			paper = true
		} else if n >= 0 && i > seg.from {
			if prepositions[p.tokens[s.units[i-1].from].lower] && f.ms[n].kind != outlet && !paper && f.ms[n].kind != institution {
				continue
			}
			return f.of(n)
		}
		if u.quote < 0 && papers[p.tokens[u.from].lower] {
			paper = true
		}
	}
	last := f.last()
	if !paper || last == nil || f.outer != nil || last.by.nobody() {
		return who{}
	}
	at := p.tokens[last.to-1]
	if here := p.tokens[c.from]; here.para-at.para > 1 || here.para != at.para && last.by.kind != institution || here.sent-at.sent > 4 {
		return who{}
	}
	return last.by.again(0.85)
}

// papers are what words stand in, in the locative.
var papers = set(`документі документах заяві повідомленні листі звіті відповіді коментарі дописі пості релізі пресрелізі тексті висновку протоколі рішенні зверненні сюжеті матеріалі статті публікації дослідженні зведенні довідці постанові ухвалі вироку акті записці відеозверненні
	документе заявлении сообщении письме отчёте отчете ответе комментарии посте тексте заключении протоколе решении обращении сюжете материале статье публикации исследовании`)

// cited finds the one whom an outlet quotes.
func (f *finder) cited(s *sentence, c cue, seg segment) who {
	p := f.p
	for i := seg.from; i < seg.to; i++ {
		n := f.mentionAt[s.units[i].from]
		if n >= 0 && f.ms[n].kind != outlet {
			return f.of(n)
		}
		if n < 0 && i > c.unit && s.units[i].quote < 0 {
			switch p.tokens[s.units[i].from].lower {
			case "його", "его", "him":
				return f.resolve('m', false, s.units[i].from)
			case "її", "её", "ее", "her":
				return f.resolve('f', false, s.units[i].from)
			}
		}
	}
	return who{}
}

// phraseOwner finds the one named in a source phrase.
func (f *finder) phraseOwner(s *sentence, c cue) who {
	p := f.p
	owner := -1
	for i := c.unit; i < c.last; i++ {
		if n := f.mentionAt[s.units[i].from]; n >= 0 && f.ms[n].to <= c.to+1 && (owner < 0 || f.ms[n].kind == person && f.ms[owner].kind != person) {
			owner = n
		}
	}
	var w who
	switch {
	case p.lang == "en" && (owner < 0 || f.ms[owner].to < c.to && f.ms[owner].kind != person):
		w = f.common(s, c.unit+2, c.last)
	case owner < 0:
		if u := s.units[c.last-1]; hasAny(p.tokens[u.from].lower, "ом") && p.is(c.from, "згідно") { // реєстром
			name := strings.TrimSuffix(p.tokens[u.from].lower, "ом")
			w = who{ok: true, name: name, role: name, kind: role, mention: -1, entity: -1 - u.from, sure: 0.7}
		} else if t := p.text(p.tokens[u.from].start, p.tokens[u.from].end); p.lang == "uk" && p.capital(u.from) && len(t) > 12 && hasAny(t, "у") && !hasAny(t, "ому", "ьому", "іу", "оу") { // Держстату
			w = who{ok: true, name: strings.TrimSuffix(t, "у"), kind: institution, gender: 'm', mention: -1, entity: -1 - u.from, sure: 0.6}
		}
		return w
	case possessives[p.tokens[max(f.ms[owner].from-1, 0)].lower]: // за даними її відомства: whose it is, is not said here
		return who{}
	default:
		w = f.of(owner)
	}
	if w.kind == role && c.last+1 < len(s.units) && p.is(s.units[c.last].from, ",") { // according to the registrar, Moira Kent
		if n := f.mentionAt[s.units[c.last+1].from]; n >= 0 && f.ms[n].kind == person && (f.ms[n].to >= s.units[len(s.units)-1].from || p.is(f.ms[n].to, ",", ".")) {
			name := f.of(n)
			name.role = w.name
			return name
		}
	}
	if w.kind == person && w.role == "" && f.mentionAt[s.units[c.last-1].from] == owner {
		for i := c.unit; i < c.last; i++ {
			if k := f.mentionAt[s.units[i].from]; k >= 0 && k != owner && f.ms[k].kind == role {
				w.role = f.ms[k].name
			}
		}
	}
	return w
}
