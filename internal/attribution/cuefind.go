package attribution

import "strings"

// A cue is the verb or phrase in a sentence that tells of a statement.
type cue struct {
	unit     int // of the sentence: its first
	last     int // its last unit, exclusive
	from, to int // tokens, to exclusive
	form     form
	segment  int
	owner    string // of a phrase: the possessive in it («його»), else empty
}

// mostCues is how many cues are looked for in one sentence.
const mostCues = 16

// cues finds the cues of a sentence on its own level.
func (f *finder) cues(s *sentence) []cue {
	var list []cue
	for i := 0; i < len(s.units) && len(list) < mostCues; i++ {
		u := s.units[i]
		if u.quote >= 0 || f.p.tokens[u.from].kind != word {
			continue
		}
		c, ok := f.phrase(s, i)
		if !ok {
			c, ok = f.verb(s, i)
		}
		if !ok {
			continue
		}
		c.segment = s.segment(i)
		if c.segment < 0 {
			continue
		}
		list = append(list, c)
		i = c.last - 1
	}
	return list
}

// verb reads the cue that begins at a unit, if a verb of the lexicon does.
func (f *finder) verb(s *sentence, i int) (cue, bool) {
	p, u := f.p, s.units[i]
	w := p.tokens[u.from].lower
	fm, ok := f.forms[w]
	c := cue{unit: i, last: i + 1, from: u.from, to: u.to, form: fm}
	if !ok {
		return f.compound(s, c, w)
	}
	if f.mentionAt[u.from] >= 0 && p.lang != "en" && p.capital(u.from) && i > 0 {
		return c, false
	}
	if p.is(u.from-1, "не", "ні", "not", "never", "n’t") && !(p.is(u.from-1, "не") && unsaid[w]) {
		return c, false
	}
	if p.is(u.from-1, "не") {
		c.from, c.unit = u.from-1, i-1
	}
	if p.is(u.to, "б", "би", "бы", "ли") || p.is(u.from-1, "б", "би", "бы", "щоб", "чтобы", "якби", "якщо", "чи") {
		return c, false
	}
	if p.lang == "en" && !f.englishVerb(s, i, &c) {
		return c, false
	}
	return c, true
}

// unsaid are verbs that say something with «не» before them.
var unsaid = set("виключив виключила виключили виключає виключають заперечив заперечила заперечили заперечує приховував приховувала приховує исключил исключила исключили исключает скрывает скрывал скрывала отрицает отрицал сумнівається сомневается")

// compounds are verbs that make a cue together with a noun behind them.
var compounds = map[string]string{
	"висловив": "m", "висловила": "f", "висловили": "p", "висловлює": "s", "висловлюють": "q", "виразив": "m",
	"дав": "m", "дала": "f", "дали": "p", "звернув": "m", "звернула": "f", "звернули": "p", "висунув": "m", "висунула": "f",
	"виказав": "m", "зробив": "m", "зробила": "f", "зробили": "p", "звертає": "s", "звертають": "q", "поставив": "m", "виключив": "m", "виключила": "f", "виключили": "p", "виключає": "s",
	"приховував": "m", "приховувала": "f", "приховує": "s", "выразил": "m", "выразила": "f", "выразили": "p", "дал": "m", "обратил": "m", "обратила": "f", "высказал": "m", "высказала": "f", "высказали": "p",
	"исключил": "m", "исключила": "f", "исключили": "p", "исключает": "s", "скрывал": "m", "скрывала": "f", "скрывает": "s", "отрицает": "s", "отрицал": "m", "сделал": "m", "сделала": "f",
}

// compound reads a cue of several words: «висловив думку», «дав зрозуміти», «не виключив».
func (f *finder) compound(s *sentence, c cue, w string) (cue, bool) {
	mark, ok := compounds[w]
	if !ok {
		return c, false
	}
	p := f.p
	c.form = single(cueSays, strings.Replace(mark, "q", "p", 1))
	if mark == "q" {
		c.form.tense = 'r'
	}
	if unsaid[w] {
		if !p.is(c.from-1, "не") || c.unit == 0 {
			return c, false
		}
		c.from, c.unit = c.from-1, c.unit-1
		return c, true
	}
	if p.is(c.from-1, "не") {
		return c, false
	}
	for j := c.to; j < c.to+4 && j < len(p.tokens); j++ {
		switch noun := p.tokens[j].lower; {
		case opinions[noun]:
			c.last += j + 1 - c.to
			c.to = j + 1
			return c, c.last <= len(s.units)
		case supports[noun]:
			c.form.class = cueAsks
			c.last += j + 1 - c.to
			c.to = j + 1
			return c, c.last <= len(s.units)
		case p.tokens[j].kind != word:
			return c, false
		}
	}
	return c, false
}

var opinions = set(`думку сподівання надію переконання впевненість упевненість припущення занепокоєння побоювання зрозуміти увагу висновок заяву позицію сумнів версію застереження здивування
	мнение надежду убеждение уверенность предположение обеспокоенность опасение понять внимание вывод позицию сомнение версию`)

var supports = set("підтримку поддержку співчуття соболезнования вдячність благодарность готовність готовность оцінку оценку")

// englishVerb tells whether an English form is a verb here.
func (f *finder) englishVerb(s *sentence, i int, c *cue) bool {
	p := f.p
	w := p.tokens[c.from].lower
	if p.is(c.from-1, "the", "a", "an", "to", "of", "his", "her", "their", "its", "this", "that", "any", "no", "so-called", "as", "been", "is", "are", "being") && !(p.is(c.from-1, "that", "as")) {
		return false
	}
	if p.is(c.from-1, "was", "were") {
		if w != "told" {
			return false
		}
		c.form.nobody = true
		c.from, c.unit = c.from-1, c.unit-1
		return i > 0
	}
	switch w {
	case "state", "report", "reports", "claims", "claim", "hopes", "expected", "concerns", "promises", "believed", "thought", "tells", "pointed", "agreed", "ordered", "demands":
		if w == "expected" || w == "believed" || w == "thought" {
			return f.mentionAt[c.from-min(c.from, 1)] >= 0
		}
		return w != "state" && w != "report" || f.mentionAt[c.from-min(c.from, 1)] >= 0
	}
	return true
}
