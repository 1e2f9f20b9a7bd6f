package attribution

import "strings"

// through finds the outlet or press service to which something was said, in the segment of its cue.
func (f *finder) through(s *sentence, c cue) string {
	p, seg := f.p, s.segments[c.segment]
	if c.form.class&cuePhrase != 0 {
		return ""
	}
	for i := seg.from; i < seg.to; i++ {
		u := s.units[i]
		n := f.mentionAt[u.from]
		if n < 0 {
			if u.quote < 0 && p.is(u.from, "виданню", "порталу", "газеті", "телеканалу", "сайту", "агентству", "изданию", "газете", "порталу") && i > c.unit {
				if name := f.outletBefore(u.from); name != "" {
					return name
				}
			}
			continue
		}
		m := f.ms[n]
		switch {
		case m.kind == outlet && m.name != "" && strings.ToLower(m.name) != m.name:
			if i < c.unit && m.cases == nominative && c.form.class&cueCites == 0 && f.referred(s, c, seg).nobody() {
				continue
			}
			if w := f.within(s, c, seg); w.ok && w.mention == n && c.form.class&cueCites == 0 && f.referred(s, c, seg).nobody() {
				continue
			}
			return m.name
		case m.kind == institution && i > c.unit && m.cases&dative != 0 && i > seg.from && !prepositions[p.tokens[s.units[i-1].from].lower] && pressService(p.tokens[m.from].lower):
			if w := f.within(s, c, seg); w.mention != n {
				return m.name
			}
		}
	}
	return ""
}

func pressService(w string) bool {
	return strings.HasPrefix(w, "пресслужб") || strings.HasPrefix(w, "прес-служб") || strings.HasPrefix(w, "пресс-служб") || strings.HasPrefix(w, "пресцентр")
}

// outletBefore gives the outlet named last before a token.
func (f *finder) outletBefore(at int) string {
	for n := f.before(at); n >= 0; n-- {
		if f.ms[n].kind == outlet && f.ms[n].name != "" {
			return f.ms[n].name
		}
	}
	return ""
}

// carry keeps the outlet of a speaker's statement for the next ones in the same paragraph, and that of a sentence before
// which only said that an outlet quotes the speaker.
func (f *finder) carry(c *claim) {
	if c.via != "" || c.by.nobody() || c.by.kind == outlet {
		return
	}
	p := f.p
	at := p.tokens[c.from]
	if last := f.last(); last != nil && last.via != "" && last.by.entity == c.by.entity && last.by.ok && at.para-p.tokens[last.from].para <= 1 {
		c.via = last.via
		return
	}
	from := c.from
	if c.cue != nil {
		from = min(from, c.cue.from)
	}
	for n := f.before(from); n >= 0; n-- { // «O цитує X. За його словами, …»
		m := f.ms[n]
		t := p.tokens[m.from]
		if t.para != at.para || p.tokens[from].sent-t.sent > 1 {
			return
		}
		if m.kind != outlet || t.sent == p.tokens[from].sent || t.quote >= 0 && p.quotes[t.quote].open < m.from-3 {
			continue
		}
		for i := m.to; i < len(p.tokens) && i < m.to+2; i++ {
			if fm := f.forms[p.tokens[i].lower]; fm.class&cueCites != 0 {
				c.via = m.name
			}
		}
	}
}
