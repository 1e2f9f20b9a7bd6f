package attribution

import (
	"strings"
	"unicode"
)

// who is the speaker of a statement as far as the text tells; the zero value is nobody.
type who struct {
	ok      bool
	name    string
	role    string
	kind    mentionKind
	known   string // in the register
	entity  int
	gender  byte
	plural  bool
	mention int  // of finder.ms: where this statement names the speaker; -1 for a pronoun or nothing
	pronoun bool // resolved from a pronoun, a place («там») or from no word at all
	sure    float64
}

func (w who) nobody() bool { return !w.ok }

// of makes a speaker of a mention.
func (f *finder) of(n int) who {
	m := f.ms[n]
	w := who{ok: m.name != "", name: m.name, role: m.role, kind: m.kind, known: m.known, entity: m.entity, gender: m.gender, plural: m.plural, mention: n, sure: 1}
	if fuller, ok := f.fuller(n); ok {
		return fuller
	}
	if m.kind == institution && generic[m.name] {
		if k := f.proper(n); k >= 0 {
			w.name, w.known, w.entity, w.sure = f.ms[k].name, f.ms[k].known, f.ms[k].entity, 0.75
			return w
		}
	}
	if m.kind == institution && ofState[m.name] {
		if state := f.state(n); state != "" {
			w.name += " " + state
		}
	}
	if m.kind == role {
		if other, ok := f.named(n); ok {
			return other
		}
		if other, ok := f.beside(n); ok {
			return other
		}
		if other, ok := f.meant(n); ok {
			return other
		}
		w.role = m.name
	}
	return w
}

// ofState are institutions that belong to a state; states are names of states in the genitive, as they stand behind such.
var (
	ofState = set("адміністрація уряд парламент міністерство посольство держдепартамент мзс міноборони мінфін администрация правительство парламент министерство посольство мид")
	states  = set("США України Росії Франції Німеччини Польщі Британії Італії Іспанії Туреччини Китаю Ізраїлю Грузії Молдови Білорусі Угорщини Словаччини Румунії Литви Латвії Естонії ЄС РФ КНР Украины России Франции Германии Польши Британии Италии Турции Китая")
)

// generic are nouns that stand for the institution named last.
var generic = set("клуб компанія відомство підприємство фірма корпорація компания ведомство предприятие фирма company firm")

// proper finds the institution with a name of its own that a generic noun stands for: the one named last, in this paragraph or the two before.
func (f *finder) proper(n int) int {
	here := f.p.tokens[f.ms[n].from]
	for k := n - 1; k >= 0 && here.para-f.p.tokens[f.ms[k].from].para <= 2; k-- {
		if m := f.ms[k]; m.kind == institution && !generic[m.name] && f.p.tokens[m.from].quote < 0 && strings.ContainsFunc(m.name, unicode.IsUpper) && strings.ContainsFunc(m.name, unicode.IsLower) {
			return k
		}
	}
	return -1
}

// state gives the state of the institution named last before a mention, in its paragraph or the one before: «в Раді з
// національної безпеки США … В адміністрації».
func (f *finder) state(n int) string {
	p := f.p
	here := p.tokens[f.ms[n].from]
	for k := n - 1; k >= 0 && here.para-p.tokens[f.ms[k].from].para <= 1; k-- {
		m := f.ms[k]
		if m.kind != institution && m.kind != role || p.tokens[m.from].quote >= 0 && here.quote < 0 {
			continue
		}
		if at := strings.LastIndexByte(m.name, ' '); at > 0 && states[m.name[at+1:]] {
			return m.name[at+1:]
		}
	}
	return ""
}

// fuller reads a bare role that is taken for somebody named before although more stands behind it: «Речниця Єврокомісії
// Паула Піньо» after «речниця прокуратури Дарина Лозова».
func (f *finder) fuller(n int) (who, bool) {
	p, m := f.p, f.ms[n]
	if m.kind == role && (m.cases == nominative || p.lang == "en") {
		if w, ok := f.unknownName(n); ok {
			return w, true
		}
	}
	if m.kind != person || m.role == "" || m.to >= len(p.tokens) {
		return who{}, false
	}
	for i := m.from; i < m.to; i++ {
		if p.capital(i) && (i > m.from || !p.begin(i)) {
			return who{}, false
		}
	}
	end, names := m.to, 0
	for end < len(p.tokens) && p.tokens[end].kind == word && p.tokens[end].sent == p.tokens[m.from].sent && p.capital(end) && end < m.to+6 {
		if f.mentionAt[end] < 0 {
			names++
		} else {
			names = 0
		}
		end++
	}
	if end == m.to {
		return who{}, false
	}
	w := who{ok: true, kind: role, gender: m.gender, plural: m.plural, mention: n, entity: -1 - m.from, sure: 0.7}
	w.name = initial(p.text(p.tokens[m.from].start, p.tokens[end-1].end))
	w.role = w.name
	if names > 0 && names < 4 {
		w.kind = person
		w.role = initial(p.text(p.tokens[m.from].start, p.tokens[end-names-1].end))
		w.name = p.text(p.tokens[end-names].start, p.tokens[end-1].end)
	}
	return w, true
}

// unknownName reads a name right behind a role that no list has: «тренер португальців Жорже Браз».
func (f *finder) unknownName(n int) (who, bool) {
	p, m := f.p, f.ms[n]
	end := m.to
	for end < len(p.tokens) && end < m.to+3 && p.tokens[end].kind == word && f.mentionAt[end] < 0 && p.capital(end) && p.tokens[end].sent == p.tokens[m.from].sent && p.tokens[end].quote == p.tokens[m.from].quote && p.tokens[end].start == p.tokens[end-1].end+1 {
		end++
	}
	if end-m.to < 2 {
		return who{}, false
	}
	return who{ok: true, name: p.text(p.tokens[m.to].start, p.tokens[end-1].end), role: m.name, kind: person, gender: m.gender, mention: n, entity: -1 - m.from, sure: 0.75}, true
}

// begin tells whether a token is the first of its sentence or quotation.
func (p *page) begin(i int) bool {
	return i == 0 || p.tokens[i-1].sent != p.tokens[i].sent || p.tokens[i-1].kind == opener || p.tokens[i-1].kind == dash
}

// initial gives a phrase with a small first letter.
func initial(s string) string {
	for i, r := range s {
		return string(unicode.ToLower(r)) + s[i+len(string(r)):]
	}
	return s
}

// named reads how somebody without a name gives one: «Сусідка, яка представилася Валентиною».
func (f *finder) named(n int) (who, bool) {
	p, m := f.p, f.ms[n]
	i := m.to
	if i+3 >= len(p.tokens) || !p.is(i, ",") || !relatives[p.tokens[i+1].lower] || !p.is(i+2, "представився", "представилася", "представилась", "назвався", "назвалася", "назвалась", "представился", "представилась", "назвался", "назвалась") {
		return who{}, false
	}
	k := f.mentionAt[i+3]
	if k < 0 || f.ms[k].kind != person {
		return who{}, false
	}
	other := f.ms[k]
	return who{ok: true, name: other.name, role: m.name, kind: person, known: other.known, entity: other.entity, gender: m.gender, mention: n, sure: 0.85}, true
}

// beside reads the name set beside a role in the nominative: «говорить потерпілий, Семен Іванович.»
func (f *finder) beside(n int) (who, bool) {
	p, m := f.p, f.ms[n]
	if n+1 < len(f.ms) && f.ms[n+1].from == m.to && !m.plural && p.lang != "en" && m.cases&nominative != 0 { // «керівниця дослідження докторка наук Олеся Тимчук»
		if other := f.ms[n+1]; other.kind == person && other.cases&nominative != 0 && other.gender == m.gender && p.tokens[other.from].sent == p.tokens[m.from].sent {
			return who{ok: true, name: other.name, role: m.name, kind: person, known: other.known, entity: other.entity, gender: other.gender, mention: n, sure: 0.9}, true
		}
	}
	if m.plural || m.cases&nominative == 0 || p.lang == "en" || m.to+1 >= len(p.tokens) || !p.is(m.to, ",") {
		return who{}, false
	}
	k := f.mentionAt[m.to+1]
	if k < 0 || f.ms[k].kind != person || f.ms[k].from != m.to+1 || f.ms[k].cases != 0 && f.ms[k].cases&nominative == 0 || f.ms[k].gender != m.gender && f.ms[k].gender != 0 && m.gender != 0 {
		return who{}, false
	}
	other := f.ms[k]
	if other.to < len(p.tokens) && p.tokens[other.to].sent == p.tokens[m.from].sent && !p.is(other.to, ",", ".", "–", "—", ":") {
		return who{}, false
	}
	return who{ok: true, name: other.name, role: m.name, kind: person, known: other.known, entity: other.entity, gender: other.gender, mention: n, sure: 0.85}, true
}

// again makes a speaker of one named elsewhere.
func (w who) again(sure float64) who {
	w.mention, w.pronoun, w.sure = -1, true, w.sure*sure
	return w
}

// meant finds the person that a bare role stands for, as «форвард» does for the one who has just spoken: of the same
// gender, in the same paragraph, and with a role that is kin to it.
func (f *finder) meant(n int) (who, bool) {
	m := f.ms[n]
	if m.to-m.from > 3 || m.plural || f.outer != nil {
		return who{}, false
	}
	p := f.p
	word := p.tokens[m.from].lower
	if w := f.himself(n); w.ok {
		return w, true
	}
	if last := f.last(); talkers[word] && last != nil && last.by.ok && last.by.kind == role && p.tokens[last.to-1].para == p.tokens[m.from].para && f.begins(m.from)-p.tokens[last.to-1].sent <= 2 {
		w := last.by
		w.mention, w.sure = n, 0.75
		return w, true
	}
	if m.to-m.from > 1 && !talkers[word] { // «співрозмовник агентства» is whoever was named last
		return f.headed(n)
	}
	if last := f.last(); last != nil && last.cue != nil && last.by.ok && last.by.kind == person && last.by.gender == m.gender && m.gender != 0 && !relation[word] && !f.earlier(n) {
		at, here := p.tokens[last.cue.from], p.tokens[m.from]
		if at.para == here.para && f.begins(m.from)-at.sent <= 1 && here.sent != at.sent {
			w := last.by
			f.ms[n].kind, f.ms[n].entity, f.ms[n].name, f.ms[n].role, f.ms[n].known = person, w.entity, w.name, w.role, w.known // «за його словами» is about the same one
			w.mention, w.sure = n, 0.75
			return w, true
		}
	}
	for k := n - 1; k >= 0 && k > n-12; k-- {
		other := f.ms[k]
		at := p.tokens[other.from]
		if p.tokens[m.from].para-at.para > 1 || f.begins(m.from)-at.sent > 3 {
			break
		}
		if at.quote >= 0 || other.gender != 0 && m.gender != 0 && other.gender != m.gender || other.plural {
			continue
		}
		switch other.kind {
		case person:
			if f.spoke(other.entity, at.sent) && at.para == p.tokens[m.from].para && p.tokens[m.from].sent-at.sent == 1 && !f.earlier(n) && !relation[word] && other.gender == m.gender {
				return who{ok: true, name: other.name, role: other.role, kind: person, known: other.known, entity: other.entity, gender: other.gender, mention: n, sure: 0.75}, true
			}
			if other.role == "" && f.spoke(other.entity, at.sent) && at.para == p.tokens[m.from].para && p.tokens[m.from].sent-at.sent == 1 && !f.earlier(n) {
				return who{ok: true, name: other.name, role: m.name, kind: person, known: other.known, entity: other.entity, gender: other.gender, mention: n, sure: 0.8}, true
			}
			if kin(word, m.name, other.role) || anybody[word] && at.para == p.tokens[m.from].para {
				return who{ok: true, name: other.name, role: other.role, kind: person, known: other.known, entity: other.entity, gender: other.gender, mention: n, sure: 0.9}, true
			}
		case role:
			if other.name != m.name && p.tokens[other.from].quote < 0 && (anybody[word] || kin(word, m.name, other.name)) && at.para == p.tokens[m.from].para {
				w := who{ok: true, name: other.name, role: other.name, kind: role, entity: other.entity, gender: other.gender, mention: n, sure: 0.85}
				return w, true
			}
		}
	}
	return who{}, false
}

// himself finds whom a role behind «сам», «сама» stands for: the person of that gender whom the text has named most so far, if nobody else
// was named as often.
func (f *finder) himself(n int) who {
	p, m := f.p, f.ms[n]
	if !p.is(m.from-1, "сам", "сама") || p.tokens[m.from-1].sent != p.tokens[m.from].sent || f.earlier(n) {
		return who{}
	}
	count, best, second := map[int]int{}, -1, 0
	for k := range n {
		other := f.ms[k]
		if other.kind != person || other.plural || other.gender != m.gender || p.tokens[other.from].quote >= 0 {
			continue
		}
		count[other.entity]++
		if best < 0 || count[other.entity] > count[f.ms[best].entity] {
			best = k
		}
	}
	if best < 0 {
		return who{}
	}
	for entity, times := range count {
		if entity != f.ms[best].entity {
			second = max(second, times)
		}
	}
	if other := f.ms[best]; count[other.entity] > second {
		f.ms[n].kind, f.ms[n].entity, f.ms[n].name, f.ms[n].known = person, other.entity, other.name, other.known // a pronoun behind it is about the same one
		return who{ok: true, name: other.name, role: m.name, kind: person, known: other.known, entity: other.entity, gender: other.gender, mention: n, sure: 0.75}
	}
	return who{}
}

// begins gives the sentence in which the one around a token begins, a quotation of several sentences before it included.
func (f *finder) begins(i int) int {
	p := f.p
	for i > 0 && p.tokens[i-1].para == p.tokens[i].para {
		if p.tokens[i-1].kind == closer {
			open := i - 1
			for open > 0 && !(p.tokens[open].kind == opener && p.tokens[open].quote == p.tokens[i-1].quote) && p.tokens[open].para == p.tokens[i].para {
				open--
			}
			if p.tokens[open].kind == opener {
				i = open
				continue
			}
		}
		if p.tokens[i-1].sent != p.tokens[i].sent {
			break
		}
		i--
	}
	return p.tokens[i].sent
}

// headed finds the person whom a role of several words stands for: «очільниця школи» for «директорка Оксана Лях». The head
// nouns are kin, and what hangs on the one does not contradict the other's.
func (f *finder) headed(n int) (who, bool) {
	p, m := f.p, f.ms[n]
	words := rolewords(m.name)
	if len(words) < 2 || f.earlier(n) || p.tokens[m.from].quote >= 0 {
		return who{}, false
	}
	for k := n - 1; k >= 0 && k > n-8; k-- {
		other := f.ms[k]
		at := p.tokens[other.from]
		if at.para != p.tokens[m.from].para || p.tokens[m.from].sent-at.sent > 2 {
			break
		}
		if other.kind != person || at.quote >= 0 || other.gender != m.gender || other.role == "" || other.plural {
			continue
		}
		theirs := rolewords(other.role)
		if !kin(words[0], words[0], theirs[0]) || len(theirs) > 1 && speaksFor(theirs[1:], words[1:]) == 0 && !heads[m.name] {
			continue
		}
		return who{ok: true, name: other.name, role: other.role, kind: person, known: other.known, entity: other.entity, gender: other.gender, mention: n, sure: 0.8}, true
	}
	return who{}, false
}

// heads are roles of several words that mean another role.
var heads = map[string]bool{"глава держави": true, "глава государства": true, "очільник уряду": true, "очільниця уряду": true, "глава уряду": true}

// earlier tells whether the text has named the one of a mention before, outside quotations.
func (f *finder) earlier(n int) bool {
	for k := n - 1; k >= 0 && k > n-200; k-- {
		if f.ms[k].entity == f.ms[n].entity && f.p.tokens[f.ms[k].from].quote < 0 {
			return true
		}
	}
	return false
}
