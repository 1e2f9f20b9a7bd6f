package attribution

import "strings"

// inPlace reads any verb as a cue that stands where one must: «…», – відрізала керівниця. Its subject must be beside it.
func (f *finder) inPlace(s *sentence, next int) (cue, bool) {
	p := f.p
	for i := next; i < len(s.units) && i < next+6; i++ {
		u := s.units[i]
		if u.quote >= 0 || p.divides(u) != "" || p.tokens[u.from].kind != word {
			break
		}
		fm, ok := finite(p, u.from)
		if !ok || f.mentionAt[u.from] >= 0 || small[p.tokens[u.from].lower] || prepositions[p.tokens[u.from].lower] {
			continue
		}
		c := cue{unit: i, last: i + 1, from: u.from, to: u.to, form: fm}
		if c.segment = s.segment(i); c.segment < 0 {
			break
		}
		if w := f.within(s, c, s.segments[c.segment]); w.nobody() || w.kind == outlet || !f.adjacent(s, c, w) {
			continue
		}
		return c, true
	}
	return cue{}, false
}

// adjacent tells whether a speaker is named right behind a cue, or right before it.
func (f *finder) adjacent(s *sentence, c cue, w who) bool {
	for k := c.last; k < len(s.units) && k < c.last+3; k++ {
		next := s.units[k]
		if n := f.mentionAt[next.from]; n >= 0 && n == w.mention {
			return true
		}
		if f.p.is(next.from, "він", "вона", "вони", "он", "она", "они", "пан", "пані") {
			return true
		}
	}
	return c.unit > 0 && w.mention >= 0 && f.mentionAt[s.units[c.unit-1].from] == w.mention
}

// finite reads a word as a verb in the past or the present by its ending alone.
func finite(p *page, i int) (form, bool) {
	w := p.tokens[i].lower
	if p.lang == "en" || p.capital(i) || p.tokens[i].end-p.tokens[i].start < 4 {
		return form{}, false
	}
	set := ukEndings
	if p.lang == "ru" {
		set = ruEndings
	}
	for _, list := range [][]ending{set[1], set[0]} {
		for _, e := range list {
			if e.form.tense == 'p' && hasAny(w, e.text) {
				fm := e.form
				fm.class = cueReacts
				return fm, true
			}
		}
	}
	if hasAny(w, "ють", "уть", "ать", "ять", "ються", "аться", "яться", "ают", "яют", "уют", "ят", "ются") {
		return form{class: cueReacts, plural: true, tense: 'r'}, true
	}
	if hasAny(w, "ає", "яє", "ує", "ює", "іє", "ається", "ується", "юється", "иться", "ить", "ает", "яет", "ует", "ается", "уется", "ится", "ит") {
		return form{class: cueReacts, tense: 'r'}, true
	}
	return form{}, false
}

// remark reads a whole quotation behind a colon after what somebody did: «Ректорка Наталя Вовк пояснює це просто: «…»», with
// any verb.
func (f *finder) remark(s *sentence) *claim {
	p, end := f.p, s.end(f.p)
	if end < 4 || s.units[end-1].quote < 0 || s.units[end-2].quote >= 0 || !p.is(s.units[end-2].from, ":") || p.lang == "en" {
		return nil
	}
	q := s.units[end-1].quote
	if from, _ := p.inside(q); !p.capital(from) || !f.spokenAloud(q) || f.mentionAt[from] >= 0 && f.ms[f.mentionAt[from]].kind == outlet {
		return nil
	}
	k := s.segment(end - 3)
	if k < 0 || s.segments[k].sub {
		return nil
	}
	seg := s.segments[k]
	if f.inscribed(s, seg.from, seg.to) {
		return nil
	}
	for i := seg.from; i < seg.to; i++ {
		u := s.units[i]
		if u.quote >= 0 || f.mentionAt[u.from] >= 0 || p.is(u.from-1, "не") {
			continue
		}
		fm, ok := finite(p, u.from)
		if !ok || prepositions[p.tokens[u.from].lower] || small[p.tokens[u.from].lower] {
			continue
		}
		c := cue{unit: i, last: i + 1, from: u.from, to: u.to, form: fm, segment: k}
		by := f.within(s, c, seg)
		if by.nobody() || by.kind != person && by.kind != role || by.plural {
			continue
		}
		one := &claim{cue: &c, by: by, via: f.through(s, c)}
		f.unquote(one, q)
		one.sure = weigh(0.75, by)
		return one
	}
	return nil
}

// inscribed tells whether words that stand around a quotation say that it is written somewhere or said by nobody.
func (f *finder) inscribed(s *sentence, from, to int) bool {
	for _, u := range s.units[from:to] {
		if t := f.p.tokens[u.from]; u.quote < 0 && t.kind == word && (f.mentionAt[u.from] < 0 || t.end-t.start > 5) {
			for _, stem := range inscriptions {
				if strings.HasPrefix(t.lower, stem) {
					return true
				}
			}
		}
	}
	return false
}

// inscriptions begin the words for what nobody in the text says.
var inscriptions = []string{"написом", "написі", "написано", "гасл", "слоган", "плакат", "банер", "девіз", "прислів", "приказк", "принципом", "назвою", "транспарант", "називається", "зветьс", "епіграф", "заголов",
	"надпис", "лозунг", "названи", "баннер", "девиз", "пословиц", "поговорк", "называется"}
