package attribution

import (
	_ "embed"
	"strings"

	"unicode"
)

var (
	//go:embed data/names.uk.txt
	namesUk string
	//go:embed data/names.ru.txt
	namesRu string
)

// A part is one word of a person's name.
type part struct {
	token    int
	use      byte      // g given name, p patronymic, f family name, i initial, x a particle
	readings []reading // names it may be a form of
}

// initial tells whether a capital and a point stand at a token.
func (n *namer) initial(i int) bool {
	p := n.p
	return i+1 < len(p.tokens) && p.tokens[i].kind == word && p.tokens[i].end-p.tokens[i].start == 1 && p.capital(i) && p.is(i+1, ".") && p.tokens[i+1].start == p.tokens[i].end
}

// nameWord tells whether a token may be a word of a name.
func (n *namer) nameWord(i int) bool {
	p := n.p
	return i < len(p.tokens) && p.tokens[i].kind == word && p.capital(i) && p.tokens[i].end-p.tokens[i].start > 1 && !n.allCapital(i) && !(stopWords[p.tokens[i].lower] && n.start(i))
}

var particles = map[string]bool{"де": true, "ван": true, "фон": true, "да": true, "ді": true, "дер": true, "дю": true, "ель": true, "аль": true, "ібн": true, "бін": true, "ла": true, "ле": true, "дос": true, "тер": true}

// person reads the name of a person that begins at a token. A role before it makes a family name alone enough.
func (n *namer) person(i int, after *phrase) (phrase, bool) {
	p := n.p
	var run []int // the words; initials are two tokens
	to := i
	for to < len(p.tokens) && len(run) < 4 {
		if to > i && (p.tokens[to].para != p.tokens[i].para || p.tokens[to].quote != p.tokens[i].quote || p.tokens[to].start-p.tokens[to-1].end > 2) {
			break
		}
		switch {
		case n.initial(to):
			run = append(run, to)
			to += 2
			continue
		case n.nameWord(to) && (to == i || p.tokens[to].start > p.tokens[to-1].end || n.initial(to-2)):
			if to > i && len(n.words(p.tokens[to].lower)) > 0 && !n.given2(to) && len(run) > 1 {
				goto done
			}
			run = append(run, to)
			to++
			continue
		case len(run) == 1 && p.tokens[to].kind == opener && p.is(to+2, "»", "”", "“", "\"") && n.nameWord(to+3) && p.tokens[to+1].kind == word: // Іван «Сивий» Крук
			to += 3
			continue
		case len(run) > 0 && particles[p.tokens[to].lower] && (n.nameWord(to+1) || to+1 < len(p.tokens) && particles[p.tokens[to+1].lower] && n.nameWord(to+2)):
			to++
			continue
		}
		break
	}
done:
	if len(run) == 0 {
		return phrase{}, false
	}
	parts, last := n.parts(run, after)
	if len(parts) == 0 {
		return phrase{}, false
	}
	f := phrase{parts: parts}
	f.mention = mention{from: i, to: last, kind: person}
	for _, x := range parts {
		if x.use == 'f' || f.head < f.from {
			f.head = x.token
		}
	}
	if f.head < f.from {
		f.head = parts[len(parts)-1].token
	}
	for _, x := range parts {
		if x.use == 'g' || x.use == 'p' {
			var c cases
			for _, r := range x.readings {
				c |= r.cases
			}
			f.cases |= c
		}
	}
	return f, true
}

func (n *namer) given2(i int) bool { return len(n.given[n.p.tokens[i].lower]) > 0 }

// parts tells what each word of a run is: as many from its beginning as make a name. It gives none if they are no name.
func (n *namer) parts(run []int, after *phrase) ([]part, int) {
	p := n.p
	low := func(k int) string { return p.tokens[run[k]].lower }
	end := func(k int) int {
		if n.initial(run[k]) {
			return run[k] + 2
		}
		return run[k] + 1
	}
	uses := make([]byte, len(run))
	given := -1
	for k := range run {
		switch {
		case n.initial(run[k]):
			uses[k] = 'i'
		case k > 0 && n.patronymic(low(k)) && (uses[k-1] == 'g' || len(n.given[low(k-1)]) > 0) && (k+1 < len(run) || n.fathers(low(k))):
			uses[k] = 'p'
		case len(n.given[low(k)]) > 0:
			uses[k] = 'g'
			if given < 0 {
				given = k
			}
		}
	}
	mk := func(k int, use byte) part {
		w := low(k)
		x := part{token: run[k], use: use}
		switch use {
		case 'g':
			x.readings = n.given[w]
			if len(x.readings) == 0 {
				x.readings = n.foreign(w)
			}
		case 'p', 'f':
			x.readings = n.family(w, use)
		}
		return x
	}
	first := 0
	switch {
	case uses[0] == 'i': // І. Петренко, І. І. Петренко
		k := 0
		for k < len(run) && uses[k] == 'i' {
			k++
		}
		if k == len(run) || k > 2 {
			return nil, 0
		}
		var out []part
		for j := range k {
			out = append(out, part{token: run[j], use: 'i'})
		}
		return append(out, mk(k, 'f')), end(k)
	case len(run) > 1 && uses[0] != 'g' && uses[1] == 'i' && n.surnameLike(low(0)): // Петренко І. І.
		out := []part{mk(0, 'f'), {token: run[1], use: 'i'}}
		k := 1
		if len(run) > 2 && uses[2] == 'i' {
			out = append(out, part{token: run[2], use: 'i'})
			k = 2
		}
		return out, end(k)
	case given == 1 && uses[0] == 0 && len(run) > 2 && uses[2] == 'p' && (n.surnameLike(low(0)) || !n.start(run[0]) && after == nil): // Петренко Іван Іванович
		return []part{mk(0, 'f'), mk(1, 'g'), mk(2, 'p')}, end(2)
	case given == 1 && uses[0] == 0 && len(run) == 2 && n.surnameLike(low(0)) && !n.surnameLike(low(1)) && !n.start(run[0]):
		return []part{mk(0, 'f'), mk(1, 'g')}, end(1)
	case uses[first] == 'g':
		out := []part{mk(0, 'g')}
		k := 1
		if k < len(run) && uses[k] == 'p' {
			out = append(out, mk(k, 'p'))
			k++
		}
		if k < len(run) && uses[k] == 'g' && k+1 < len(run) && uses[k+1] != 'p' && !n.adjectival(low(k)) && n.nameEnd(run[k+1]) { // Жан Клод Юнкер
			out = append(out, mk(k, 'g'))
			k++
		}
		if k+1 < len(run) && uses[k] == 0 && uses[k+1] == 0 && !n.surnameLike(low(k)) && !n.adjectival(low(k)) && !n.placeWord(low(k)) && !n.placeWord(low(k+1)) && len(n.words(low(k+1))) == 0 { // Ганс Петер Крой
			out = append(out, mk(k, 'g'))
			k++
		}
		if k < len(run) && uses[k] != 'i' && uses[k] != 'p' && !(uses[k] == 'g' && apart(out[0].readings, n.given[low(k)])) {
			out = append(out, mk(k, 'f'))
			k++
		}
		if len(out) == 1 && (ambiguousNames[low(0)] && after == nil || len(n.words(low(0))) > 0 || n.placeWord(low(0))) {
			return nil, 0
		}
		return out, end(k - 1)
	case given > 0 && !(after != nil && given == 2):
		return nil, 0 // the name begins later
	case len(run) == 1:
		w := low(0)
		if n.placeWord(w) || len(n.words(w)) > 0 && after == nil {
			return nil, 0
		}
		if e, to := n.listed(run[0]); to > run[0] && e.kind == institution {
			return nil, 0
		}
		if after != nil || n.surnameLike(w) && !(n.start(run[0]) && n.adjectival(w)) || !n.start(run[0]) && n.byVerb(run[0]) || n.start(run[0]) && n.byVerb(run[0]) && !n.adjectival(w) {
			return []part{mk(0, 'f')}, end(0)
		}
		return []part{{token: run[0], use: 'f'}}, end(0) // looked at again when the persons are known
	}
	// Two or three words of which none is known: a foreign name, or a place.
	for k := range run {
		if n.placeWord(low(k)) || len(n.words(low(k))) > 0 && k == 0 {
			return nil, 0
		}
	}
	if n.townly(low(0)) && after == nil {
		return nil, 0
	}
	k := min(len(run), 3)
	var out []part
	for j := range k {
		if j == k-1 {
			out = append(out, mk(j, 'f'))
		} else {
			out = append(out, mk(j, 'g'))
		}
	}
	return out, end(k - 1)
}

// apart tells whether two names have no case in common: «Ганни Петрівни Андрій».
func apart(a, b []reading) bool {
	for _, x := range a {
		for _, y := range b {
			if x.cases&y.cases != 0 {
				return false
			}
		}
	}
	return true
}

// townly tells whether a word may be the adjective of a town's or a street's name: «Нова Каховка», «Кривому Розі».
func (n *namer) townly(w string) bool {
	return beginsWith(w, towns) && n.adjectival(w) || hasAny(w, "ський", "ського", "ському", "ським", "ська", "ської", "ській", "ську", "ською", "ське", "цький", "цька", "цької", "цькій", "цьку", "зька", "зької", "зькій", "ського", "ская", "ской", "скую", "ский", "ского", "ском") ||
		n.p.lang == "uk" && hasAny(w, "ий", "ого", "ому", "ої") || n.p.lang == "ru" && hasAny(w, "ый", "ого", "ому", "ая")
}

var towns = []string{"нов", "стар", "біл", "червон", "велик", "мал", "крив", "верхн", "нижн", "гол", "жовт", "зелен", "красн", "чорн", "висок", "глибок", "солон", "сух", "свят", "золот", "кам’ян", "бел", "больш", "черн", "желт", "добр", "вільн", "перш", "друг", "північн", "південн", "східн", "західн", "центральн", "верховн"}

// nameEnd tells whether a token is the last of a run of capitals.
func (n *namer) nameEnd(i int) bool { return n.p.capital(i) }

// ambiguousNames are given names that are common words as well.
var ambiguousNames = set("віра віри вірі вірою віру надія надії надію надією любов роман романи романа романі лев марс слава слави славу мир світ світлана май мая зоря зорі зорею рада ради раді раду роза рози троянда перемога воля волі волю вольга мальва калина злата сніжана богдан устав устин ясна люба люби любо сила сили вік юрба лада лади тит ян яна лук лука луки луку град мила мир мира миру серпня жасмін")

// foreign gives what an unknown given name may be a form of.
func (n *namer) foreign(w string) []reading {
	var out []reading
	for _, gender := range []byte{'m', 'f'} {
		out = append(out, n.decl.readings(w, 'g', gender)...)
	}
	return out
}

// family gives what a family name or a patronymic may be a form of, its parts behind hyphens each.
func (n *namer) family(w string, use byte) []reading {
	var out []reading
	front, back, double := strings.Cut(w, "-")
	for _, gender := range []byte{'m', 'f'} {
		if !double {
			out = append(out, n.decl.readings(w, use, gender)...)
			if use == 'f' && gender == 'm' && hasAny(w, "о") && !hasAny(w, "ко") { // Фіцо
				out = append(out, reading{w, gender, every, false})
			}
			continue
		}
		fronts := n.decl.readings(front, use, gender)
		for _, b := range n.decl.readings(back, use, gender) {
			for k, a := range fronts {
				c := a.cases & b.cases
				if k == 0 {
					c = b.cases // «Квітки-Основ’яненка» and «Квітка-Основ’яненка»
				}
				if c != 0 && likely(a.name, gender) >= 0 {
					out = append(out, reading{a.name + "-" + b.name, gender, c, b.adjective})
				}
			}
		}
	}
	return out
}

// byVerb tells whether a verb that tells of a statement stands beside a name: «Путін сказав», «заявила Псакі».
func (n *namer) byVerb(i int) bool {
	p := n.p
	for _, j := range [2]int{i - 1, i + 1} {
		if j >= 0 && j < len(p.tokens) && p.tokens[j].sent == p.tokens[i].sent && p.tokens[j].kind == word {
			if _, ok := n.verbs[p.tokens[j].lower]; ok {
				return true
			}
			if j > i && p.is(j, "також", "ж", "же", "також", "тоже", "своєю", "раніше", "пізніше", "не") && j+1 < len(p.tokens) {
				if _, ok := n.verbs[p.tokens[j+1].lower]; ok {
					return true
				}
			}
		}
	}
	return false
}

// surnameLike tells whether a word has the ending of a family name, in whatever case.
func (n *namer) surnameLike(w string) bool {
	if len(w) < 8 {
		return false
	}
	if n.p.lang == "ru" {
		return hasAny(w, "енко", "ов", "ова", "ову", "овым", "овой", "ове", "ев", "ева", "еву", "евым", "евой", "ин", "ина", "ину", "иным", "иной", "чук", "чука", "чуку", "чуком", "юк", "юка", "юку", "юком", "ский", "ского", "скому", "ским", "ская", "ской", "скую", "ович", "евич", "цкий", "цкого", "цкая", "цкой")
	}
	return hasAny(w, "енко", "енка", "енку", "енкові", "енком", "чук", "чука", "чуку", "чукові", "чуком", "юк", "юка", "юку", "юкові", "юком", "ський", "ського", "ському", "ським", "цький", "цького", "цькому", "цьким", "зький", "зького",
		"ович", "овича", "овичу", "овичем", "евич", "евича", "ишин", "ишина", "ова", "ової", "овій", "овою", "єва", "єв", "ева", "іної", "ічної", "ика", "чак", "чака", "ов", "ову", "овим", "ін", "іна", "іну", "іним", "їн", "єва", "єву", "євим", "ерук", "анюк", "аник", "иця", "яник")
}

// placeWord tells whether a word names a country, a town or the like.
func (n *namer) placeWord(w string) bool {
	if len(n.given[w]) > 0 {
		return false
	}
	for _, s := range n.stemmed(w) {
		if places()[s] {
			return true
		}
	}
	return false
}

// sameCase gives a name the capitals of the form that stands in the text: «Нечуя-Левицького» → «Нечуй-Левицький».
func (p *page) sameCase(token int, name string) string {
	have := p.runes[p.tokens[token].start:p.tokens[token].end]
	out := []rune(name)
	for i := range out {
		if i < len(have) && (unicode.ToLower(have[i]) == out[i] || apostrophe(have[i]) && out[i] == '’') {
			out[i] = have[i]
		} else if i == 0 || out[i-1] == '-' {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	for i := 1; i < len(out); i++ {
		if out[i-1] == '-' {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	return string(out)
}
