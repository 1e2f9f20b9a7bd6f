package attribution

// Who is named in the text, for the finder: mentions gives persons, roles, institutions, outlets and groups with their
// canonical names and entities; a role that can only be a person named elsewhere («прокурор», «директор») carries that
// person's entity, name and kind. changes (dates_change.go) and leftOut (leftout.go) stand beside it.

import (
	"strings"
)

// A namer finds the mentions of one text.
type namer struct {
	p       *page
	o       Options
	nouns   map[string][]noun
	decl    *paradigm
	given   map[string][]reading
	verbs   map[string]form
	double  map[string][]noun // nouns of two parts: лікарка-інфекціоністка
	stems   map[string]string
	capital map[string][]int // words with a capital by their stem; nil until asked for
	reg     *register
	phrase  []phrase // what was found, in the order of the text
}

// A phrase is a mention before it has its name: a role, institution, outlet or group and its words, or a person, or both.
type phrase struct {
	mention
	parts      []part // of a person's name
	lemma      string // of the head noun, in lower case
	text       string // the words of a role or institution, in the nominative
	roleGender byte   // of a person: what the role before the name says
	roleCases  cases
	title      bool   // only пан, пані before the name
	same       string // of a name in quotation marks that may be an outlet: the stems of its words
}

// mentions finds who and what the text names; see mention.
func mentions(p *page, o Options) []mention {
	if len(p.tokens) == 0 {
		return nil
	}
	n := &namer{p: p, o: o, stems: map[string]string{}, double: map[string][]noun{}, verbs: lexicon[p.lang]()}
	n.reg = newRegister(o, n)
	if p.lang == "en" {
		n.english()
	} else {
		n.nouns, n.decl, n.given = nounForms[p.lang](), paradigms[p.lang](), givenForms[p.lang]()
		for i := 0; i < len(p.tokens); {
			i = max(i+1, n.step(i))
		}
	}
	n.resolve()
	out := make([]mention, 0, len(n.phrase))
	for i := range n.phrase {
		if n.phrase[i].to > n.phrase[i].from && n.phrase[i].name != "" {
			out = append(out, n.phrase[i].mention)
		}
	}
	return out
}

// step looks for a mention that begins at token i and gives the token after it, or i.
func (n *namer) step(i int) int {
	if t := n.p.tokens[i]; t.kind != word && t.kind != opener {
		return i
	}
	if to := n.outlet(i); to > i {
		return to
	}
	if n.p.tokens[i].kind != word {
		return i
	}
	if f, ok := n.noun(i); ok {
		return n.withName(f)
	}
	if f, ok := n.guessed(i); ok {
		return n.withName(f)
	}
	if f, ok := n.person(i, nil); ok {
		n.phrase = append(n.phrase, f)
		return f.to
	}
	if f, ok := n.abbreviation(i); ok {
		n.phrase = append(n.phrase, f)
		return f.to
	}
	return i
}

// guessed reads a word for somebody that is on no list, right before a known given name: «Глядачка Ніна Павлівна».
func (n *namer) guessed(i int) (phrase, bool) {
	p := n.p
	w := p.tokens[i].lower
	if p.capital(i) && !n.start(i) || len(w) < 8 || !n.beside(i) || !p.capital(i+1) || len(n.given[p.tokens[i+1].lower]) == 0 || stopWords[w] || n.isVerb(i) || n.surnameLike(w) || n.placeWord(w) || len(n.given[w]) > 0 || months[w] > 0 {
		return phrase{}, false
	}
	best, score := reading{}, 0
	for _, gender := range []byte{'m', 'f'} {
		for _, d := range n.decl.readings(w, 'f', gender) {
			s := 0
			switch {
			case gender == 'm' && hasAny(d.name, "ник", "ець", "ист", "іст", "тор", "тер", "дер", "лог", "граф", "ач", "ар", "яр", "тель", "ант", "ент", "нт", "ик", "анин", "янин"):
				s = 3
			case gender == 'f' && !d.adjective && hasAny(d.name, "чка", "тка", "рка", "ниця", "иця", "иня", "ика", "ивка", "истка", "істка", "ичка", "нка"):
				s = 3
			}
			agrees := false
			for _, g := range n.given[p.tokens[i+1].lower] {
				agrees = agrees || g.cases&d.cases != 0 && g.gender == gender
			}
			if s > score && agrees {
				best, score = d, s
			}
		}
	}
	if score == 0 {
		return phrase{}, false
	}
	f := phrase{lemma: best.name, text: best.name}
	f.mention = mention{from: i, to: i + 1, head: i, kind: role, gender: best.gender, cases: best.cases}
	return f, true
}

// start tells whether a token is the first word of its sentence, quotation or paragraph, whose capital says nothing.
func (n *namer) start(i int) bool {
	if i == 0 || n.p.tokens[i-1].para != n.p.tokens[i].para || n.p.tokens[i-1].sent != n.p.tokens[i].sent {
		return true
	}
	switch k := n.p.tokens[i-1].kind; k {
	case opener, dash:
		return true
	}
	return n.p.is(i-1, ":") && n.p.capital(i)
}

// beside tells whether token i+1 is a word right behind token i: a space between them and nothing else.
func (n *namer) beside(i int) bool {
	t := n.p.tokens
	return i+1 < len(t) && t[i+1].para == t[i].para && t[i+1].quote == t[i].quote && t[i+1].start-t[i].end <= 2
}

// noun reads a phrase around a noun for somebody who speaks: adjectives, the noun and what depends on it.
func (n *namer) noun(i int) (phrase, bool) {
	p := n.p
	if p.is(i, "один", "одна", "одного", "однієї", "одному", "одній", "одним", "однією", "одной", "одному") && p.is(i+1, "з", "із", "из") && i+2 < len(p.tokens) {
		if f, ok := n.noun(i + 2); ok && f.from == i+2 && f.plural && f.kind != institution { // «один із керівників ТЕС»
			one := "один"
			f.gender = 'm'
			if hasAny(p.tokens[i].lower, "а", "ієї", "ій", "ією", "ой") {
				one, f.gender = "одна", 'f'
			}
			f.text = one + " " + p.text(p.tokens[i+1].start, p.tokens[f.to-1].end)
			f.from, f.kind, f.plural, f.cases, f.lemma = i, role, false, n.before(i), one+" "+f.lemma
			if c, ok := map[string]cases{"один": nominative, "одна": nominative}[p.tokens[i].lower]; ok {
				f.cases = c
			}
			return f, true
		}
	}
	head := i
	for head < i+5 && head < len(p.tokens) && p.tokens[head].kind == word {
		if known := n.words(p.tokens[head].lower); len(known) > 0 && !n.nameAhead(head) {
			break
		}
		if !n.adjectival(p.tokens[head].lower) || n.isVerb(head) || stopWords[p.tokens[head].lower] || !n.beside(head) {
			return phrase{}, false
		}
		head++
	}
	if head >= len(p.tokens) || head == i+5 || p.tokens[head].kind != word {
		return phrase{}, false
	}
	known := n.words(p.tokens[head].lower)
	if len(known) == 0 {
		return phrase{}, false
	}
	// An adjective may itself be a noun («слідчий», «військовий») before another: «слідчий суддя», «військова адміністрація».
	for n.beside(head) && n.adjectival(p.tokens[head].lower) && len(n.words(p.tokens[head+1].lower)) > 0 && !n.nameAhead(head+1) {
		if _, ok := n.agree(i, head+1); !ok {
			break
		}
		head++
		known = n.words(p.tokens[head].lower)
	}
	speaks := false
	for _, k := range known {
		speaks = speaks || k.kind != outlet
	}
	if !speaks {
		return phrase{}, false
	}
	first, sure := i, false
	var best agreed
	for ; first <= head; first++ {
		if best, sure = n.agree(first, head); sure {
			break
		}
	}
	if !sure {
		return phrase{}, false
	}
	f := phrase{lemma: best.noun.lemma, title: best.noun.title, text: strings.Join(best.words, " ")}
	f.mention = mention{from: first, to: head + 1, head: head, kind: best.noun.kind, gender: best.noun.gender, plural: best.noun.plural, cases: best.cases}
	if f.title {
		return f, true
	}
	f.to = n.complement(head+1, f.kind, f.cases)
	if f.kind == institution && p.tokens[f.to-1].kind == closer && first > 0 && n.beside(first-1) && hasAny(p.tokens[first-1].lower, "розслідуванні", "розслідування", "розслідуванню", "журналісти", "журналістам", "расследовании", "расследование", "журналисты") { // «розслідування центру «Лупа»»
		if j := head + 1; p.tokens[j].kind == opener && f.to-j > 2 {
			f.kind, f.name = outlet, p.text(p.tokens[j+1].start, p.tokens[f.to-2].end)
			return f, true
		}
	}
	if f.to > head+1 {
		f.text += " " + p.text(p.tokens[head+1].start, p.tokens[f.to-1].end)
	}
	return f, true
}

// nameAhead tells whether a word that is also a noun is a name here: «Роман Мер», «Віктор Король».
func (n *namer) nameAhead(i int) bool {
	return n.p.capital(i) && !n.start(i) && i > 0 && n.p.capital(i-1) && n.beside(i-1) && len(n.given[n.p.tokens[i-1].lower]) > 0
}

// withName joins a role with the name behind it, and puts both on the list.
func (n *namer) withName(f phrase) int {
	p := n.p
	if to := n.placed(f); to > f.to { // «міністерка закордонних справ Норланду Аґнес Лунд»
		f.text += " " + p.text(p.tokens[f.to].start, p.tokens[to-1].end)
		f.to = to
	}
	at := f.to
	if f.kind == role && at < len(p.tokens) && at > 0 && n.beside(at-1) {
		if who, ok := n.person(at, &f); ok {
			n.phrase = append(n.phrase, joined(f, who))
			return who.to
		}
	}
	if f.kind == role && p.is(at, "на") && p.is(at+1, "ім’я", "прізвище", "имя", "фамилии") { // «свідок на ім’я Остап»
		if who, ok := n.person(at+2, &f); ok {
			n.phrase = append(n.phrase, joined(f, who))
			return who.to
		}
	}
	if who, ok := n.callSign(at); ok && f.kind == role && !f.title {
		n.phrase = append(n.phrase, joined(f, who))
		return who.to
	}
	// «головнокомандувач ЗСУ генерал Олександр Сирський»
	if f.kind == role && !f.title && at < len(p.tokens) && p.tokens[at].kind == word && n.beside(at-1) {
		if g, ok := n.noun(at); ok && g.from == at && g.kind == role && !g.title && g.cases&f.cases != 0 && g.to < len(p.tokens) && n.beside(g.to-1) {
			if who, ok := n.person(g.to, &g); ok {
				f.text += ", " + lowerFirst(g.text)
				m := joined(f, who)
				n.phrase = append(n.phrase, m)
				return m.to
			}
		}
	}
	// «голова журі, данська продюсерка Анне Мольє»
	if f.kind == role && p.is(at, ",") && at+1 < len(p.tokens) && p.tokens[at+1].kind == word {
		if g, ok := n.noun(at + 1); ok && g.kind == role && !g.title && g.cases&f.cases != 0 && g.to < len(p.tokens) && n.beside(g.to-1) {
			if who, ok := n.person(g.to, &g); ok && g.from == at+1 {
				g.from, g.text, g.lemma, g.gender = f.from, f.text+", "+g.text, f.lemma, genderOf(who.gender, g.gender)
				m := joined(g, who)
				n.phrase = append(n.phrase, m)
				return m.to
			}
		}
	}
	if f.title {
		return f.from
	}
	if beginsWith(f.lemma, correspondents) && f.to == at && f.to > f.head+2 && p.tokens[f.to-1].kind == closer && p.tokens[f.head+1].kind == opener { // «кореспондентка «Скалатських новин»»
		f.kind, f.gender, f.role = outlet, 0, ""
		f.name = n.titleOf(f.head+2, f.to-1)
	}
	n.phrase = append(n.phrase, f)
	return f.to
}

// placed gives the token up to which a role goes on with places that are on no list, before a name: a word in the genitive that
// cannot be the given name of somebody whose role is in the nominative («Норланду Аґнес Лунд»), any before a full name, and where an envoy is («посла
// Вестії в Албанії Марка Петровича»).
func (n *namer) placed(f phrase) int {
	p, at := n.p, f.to
	if f.kind != role || at+2 >= len(p.tokens) || !n.beside(at-1) {
		return at
	}
	to := at
	if n.nameWord(at) && !n.given2(at) && n.beside(at) && (hasAny(p.tokens[at].lower, "ії", "ии") || f.cases&nominative != 0 && hasAny(p.tokens[at].lower, "у", "ю") ||
		f.cases&nominative != 0 && n.given2(at+1) && n.beside(at) && n.nameWord(at+2) && n.beside(at+1) && !n.patronymic(p.tokens[at+2].lower) && !n.surnameLike(p.tokens[at].lower)) { // «мер Ставищ Вадим Бузько»
		to++
	}
	if to+2 < len(p.tokens) && p.is(to, "в", "у", "на", "при", "во") && n.nameWord(to+1) && n.beside(to) && n.beside(to+1) && n.given2(to+2) {
		return to + 2
	}
	if to > at && to+1 < len(p.tokens) && n.nameWord(to) && (n.given2(to) || f.cases&nominative != 0 && n.beside(to) && n.nameWord(to+1)) {
		return to
	}
	return at
}

var correspondents = []string{"кореспондент", "журналіст", "репортер", "корреспондент", "журналист", "репортёр"}

// callSign reads what a soldier is called by: «на позивний «Грім»», «з псевдо «Дід»».
func (n *namer) callSign(i int) (phrase, bool) {
	p := n.p
	if !p.is(i, "на", "з", "із") || !p.is(i+1, "позивний", "позивним", "псевдо", "прізвисько", "позивной", "позывной") || i+2 >= len(p.tokens) || p.tokens[i+2].kind != opener {
		return phrase{}, false
	}
	q := n.quoteAt(i + 2)
	if q < 0 || p.quotes[q].close != i+4 || p.tokens[i+3].kind != word || i+4 >= len(p.tokens) {
		return phrase{}, false
	}
	f := phrase{parts: []part{{token: i + 3, use: 'f', readings: []reading{{p.tokens[i+3].lower, 'm', every, false}}}}}
	f.mention = mention{from: i, to: i + 5, head: i + 3, kind: person}
	return f, true
}

func genderOf(a, b byte) byte {
	if a != 0 {
		return a
	}
	return b
}

// joined is a person with the role before the name.
func joined(f, who phrase) phrase {
	who.from, who.lemma, who.text, who.title = f.from, f.lemma, f.text, f.title
	who.roleGender, who.roleCases = f.gender, f.cases
	if f.cases&who.cases != 0 {
		who.cases &= f.cases
	}
	return who
}
