package attribution

import "strings"

// english finds the phrases of an English text.
func (n *namer) english() {
	p := n.p
	for i := 0; i < len(p.tokens); {
		if p.tokens[i].kind != word {
			i++
			continue
		}
		if e, to := n.listed(i); to > i && !n.longerName(to) {
			if f, ok := n.roleAfter(i, to); ok && e.kind == institution {
				n.phrase = append(n.phrase, f)
				i = f.to
				continue
			}
			f := phrase{}
			f.mention = mention{from: i, to: to, head: i, kind: e.kind, name: e.name, known: e.known, role: e.role}
			n.phrase = append(n.phrase, f)
			i = to
			continue
		}
		f, ok := n.capitals(i)
		if !ok {
			f, ok = n.common(i)
		}
		if !ok {
			i++
			continue
		}
		n.phrase = append(n.phrase, f)
		i = max(f.to, i+1)
	}
}

// roleAfter reads the role of somebody named behind an institution: «White House press secretary Jen Psaki».
func (n *namer) roleAfter(from, at int) (phrase, bool) {
	p := n.p
	for k := at; k < len(p.tokens) && k < at+3 && n.beside(k-1) && p.tokens[k].kind == word && !stopEn[p.tokens[k].lower] && !n.isVerbEn(k); k++ {
		if rolesEn[p.tokens[k].lower] {
			f, ok := n.roleName(from, k)
			return f, ok && f.kind == person
		}
	}
	return phrase{}, false
}

// longerName tells whether a listed name goes on: «Time» in «Time Magazine Group».
func (n *namer) longerName(i int) bool {
	p := n.p
	return i < len(p.tokens) && p.tokens[i].kind == word && p.capital(i) && n.beside(i-1) && outletsEn[p.tokens[i].lower]
}

// capitals reads a run of capital words: a person with the role before the name, an outlet or an institution.
func (n *namer) capitals(i int) (phrase, bool) {
	p := n.p
	if !n.capitalEn(i) {
		return phrase{}, false
	}
	to := i + 1
	for to < len(p.tokens) && to < i+8 && n.beside(to-1) {
		switch {
		case n.capitalEn(to):
			to++
			continue
		case p.is(to, "of", "for", "and", "de", "van", "von", "la", "der", "al", "bin") && to+1 < len(p.tokens) && n.capitalEn(to+1) && n.beside(to) && !p.is(to, "and"):
			to++
			continue
		case p.is(to, "the") && to+1 < len(p.tokens) && p.is(to-1, "of", "for") && n.capitalEn(to+1):
			to++
			continue
		}
		break
	}
	for p.is(to-1, "of", "for", "the") {
		to--
	}
	last := possessive(p.tokens[to-1].lower)
	title, titled := titlesEn[p.tokens[i].lower]
	f := phrase{}
	f.mention = mention{from: i, to: to, head: to - 1}
	switch {
	case titled && to > i+1: // Mr Reyes
		f.kind, f.gender, f.title = person, title, true
		f.parts = n.wordsEn(i+1, to)
		return f, true
	case titled:
		if p.is(i+1, ".") && n.capitalEn(i+2) && p.tokens[i+2].para == p.tokens[i].para {
			g, ok := n.capitals(i + 2)
			if ok && g.kind == person {
				g.from, g.gender, g.title = i, title, true
				return g, true
			}
		}
		return phrase{}, false
	case outletsEn[last] && (to > i+1 || i > 0 && p.is(i-1, "the") && !n.start(i)):
		f.kind, f.name = outlet, n.plainText(i, to)
		return f, true
	}
	inst := -1
	for k := i; k < to; k++ {
		if institutionsEn[possessive(p.tokens[k].lower)] || p.is(k, "friends") {
			inst = k
		}
		if p.is(k, "of", "for") {
			break
		}
	}
	// «Council leader Susan Okafor»: the role is small; «Councillor Dev Patel»: it is not.
	role := -1
	for k := i; k < to-1; k++ {
		if rolesEn[p.tokens[k].lower] && !p.is(k+1, "of", "for") {
			role = k
		}
	}
	if role >= 0 && to-role-1 >= 1 && to-role-1 <= 3 {
		f.kind, f.text, f.lemma = person, n.plainText(i, role+1), p.tokens[role].lower
		f.parts = n.wordsEn(role+1, to)
		return f, true
	}
	if inst >= 0 {
		if g, ok := n.roleAfter(i, to); ok { // «Council leader …»
			return g, true
		}
		if to < len(p.tokens) && rolesEn[p.tokens[to].lower] && n.beside(to-1) {
			if g, ok := n.roleName(i, to); ok {
				return g, true
			}
		}
		f.kind, f.text, f.lemma, f.head = institution, n.plainText(i, to), possessive(p.tokens[inst].lower), inst
		return f, true
	}
	if to == i+1 {
		switch {
		case groupsEn[last]:
			f.kind, f.text, f.lemma, f.plural = group, last, last, true
			return f, true
		case rolesEn[last] && n.start(i):
			return n.common(i)
		case n.allCapital(i) && to-i == 1:
			f.kind, f.text, f.lemma = institution, p.text(p.tokens[i].start, p.tokens[i].end), p.tokens[i].lower
			return f, true
		}
		f.parts = []part{{token: i, use: 'f'}}
		f.kind = person
		return f, !n.placeWord(last) && !placeEn[last]
	}
	named := maleEn[p.tokens[i].lower] || femaleEn[p.tokens[i].lower]
	for k := i; k < to; k++ {
		if placeEn[p.tokens[k].lower] && !named || n.placeWord(possessive(p.tokens[k].lower)) && !named || p.is(k, "of", "for", "the") {
			return phrase{}, false
		}
	}
	if to-i > 4 {
		return phrase{}, false
	}
	if rolesEn[last] && to < len(p.tokens) {
		return phrase{}, false
	}
	f.kind, f.parts = person, n.wordsEn(i, to)
	return f, true
}

// roleName reads a role whose last word is small, and the name behind it.
func (n *namer) roleName(from, at int) (phrase, bool) {
	p := n.p
	if at+1 < len(p.tokens) && n.beside(at) && n.capitalEn(at+1) {
		if g, ok := n.capitals(at + 1); ok && g.kind == person {
			g.from, g.text, g.lemma = from, n.plainText(from, at+1), p.tokens[at].lower
			if g.gender == 0 {
				g.gender = genderEn(g.lemma)
			}
			return g, true
		}
	}
	f := phrase{text: n.plainText(from, at+1), lemma: p.tokens[at].lower}
	f.mention = mention{from: from, to: at + 1, head: at, kind: role, gender: genderEn(p.tokens[at].lower)}
	return f, true
}

func genderEn(w string) byte {
	switch {
	case feminineEn[w]:
		return 'f'
	case masculineEn[w]:
		return 'm'
	}
	return 0
}

// common reads «a council officer», «the survey's author», «engineers», with a name behind it perhaps.
func (n *namer) common(i int) (phrase, bool) {
	p := n.p
	head := -1
	j := i
	lead := p.is(i, "the", "a", "an", "another", "one", "his", "her", "their", "its", "our", "my")
	if lead {
		j++
		if n.capitalEn(j) && n.beside(i) {
			if e, to := n.listed(j); to > j && !n.longerName(to) {
				f := phrase{}
				f.mention = mention{from: i, to: to, head: j, kind: e.kind, name: e.name, known: e.known, role: e.role}
				return f, true
			}
			if f, ok := n.capitals(j); ok && f.kind != person {
				f.from = i
				return f, true
			}
		}
	}
	for k := j; k < len(p.tokens) && k < j+5 && p.tokens[k].kind == word && (k == i || n.beside(k-1)); k++ {
		w := possessive(p.tokens[k].lower)
		if stopEn[w] || n.isVerbEn(k) && !rolesEn[w] || k > j && n.capitalEn(k) && !institutionsEn[w] && !outletsEn[w] {
			break
		}
		if rolesEn[w] || institutionsEn[w] || groupsEn[w] || outletsEn[w] && n.capitalEn(k) || w == "newspaper" || w == "paper" {
			head = k
		} else if !lead {
			break
		}
	}
	if head < 0 {
		return phrase{}, false
	}
	if !lead && rolesEn[p.tokens[head].lower] && !(head+1 < len(p.tokens) && n.capitalEn(head+1)) && !n.start(i) {
		return phrase{}, false
	}
	w := possessive(p.tokens[head].lower)
	f := phrase{lemma: w}
	f.mention = mention{from: i, to: head + 1, head: head}
	to := head + 1
	if !lead || p.is(i, "the", "a", "an") { // of what
		for to+1 < len(p.tokens) && p.is(to, "of", "for", "at", "from", "in") && n.beside(to-1) && (n.capitalEn(to+1) || p.is(to+1, "the") && to+2 < len(p.tokens) && n.capitalEn(to+2)) && rolesEn[w] {
			to += 2
			for to < len(p.tokens) && n.capitalEn(to) && n.beside(to-1) {
				to++
			}
		}
	}
	from := j
	f.text = n.plainText(from, to)
	if n.start(j) {
		f.text = lowerFirst(f.text)
	}
	switch {
	case w == "newspaper" || w == "paper" || outletsEn[w] && !rolesEn[w]:
		f.kind = outlet
		if n.capitalEn(head) {
			f.name = n.plainText(from, head+1)
		}
	case rolesEn[w]:
		f.to = to
		f.kind, f.gender = role, genderEn(w)
		if to == head+1 && to < len(p.tokens) && n.beside(head) && n.capitalEn(to) {
			if g, ok := n.roleName(from, head); ok && g.kind == person {
				g.from = i
				return g, true
			}
		}
		if p.is(i, "my", "his", "her", "their", "its", "our") {
			f.text = p.tokens[i].lower + " " + f.text
		}
	case groupsEn[w]:
		f.kind, f.plural = group, true
	default:
		f.kind = institution
	}
	return f, true
}

// isVerbEn tells whether a word is a verb of speech that is no noun.
func (n *namer) isVerbEn(i int) bool {
	_, ok := n.verbs[n.p.tokens[i].lower]
	return ok
}

// capitalEn tells whether a token is a word with a capital that is no mere beginning of a sentence.
func (n *namer) capitalEn(i int) bool {
	p := n.p
	if i >= len(p.tokens) || p.tokens[i].kind != word || !p.capital(i) {
		return false
	}
	w := p.tokens[i].lower
	if _, ok := titlesEn[w]; ok {
		return true
	}
	if stopEn[w] {
		return false
	}
	if n.start(i) && !(i+1 < len(p.tokens) && p.capital(i+1) && n.beside(i)) {
		return !rolesEn[w] || n.byVerb(i)
	}
	return true
}

// possessive takes off ’s.
func possessive(w string) string {
	return strings.TrimSuffix(strings.TrimSuffix(w, "’s"), "’")
}

// plainText gives words as they stand, without ’s at the end.
func (n *namer) plainText(from, to int) string {
	s := n.p.text(n.p.tokens[from].start, n.p.tokens[to-1].end)
	for _, e := range []string{"’s", "'s", "’", "'"} {
		s = strings.TrimSuffix(s, e)
	}
	return s
}
