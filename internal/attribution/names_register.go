package attribution

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/rozmova/rozmova/internal/lang"
)

var (
	//go:embed data/outlets.txt
	outletList string
	//go:embed data/institutions.txt
	institutionList string
	//go:embed data/places.txt
	placeList string
)

// places are the stems of the names of places.
var places = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for line := range strings.Lines(placeList) {
		if line[0] == '#' {
			continue
		}
		for _, w := range strings.Fields(line) {
			m[key(w)] = true
		}
	}
	return m
})

// A register is the names that are known by themselves: outlets of the world, and the newsroom's own register.
type register struct {
	entries map[string][]entry // by the stem of the first word
	persons []Known
}

// An entry is one name of somebody known.
type entry struct {
	stems []string
	name  string
	known string
	kind  mentionKind
	role  string
}

var world = sync.OnceValue(func() map[string][]entry {
	m := map[string][]entry{}
	for i, list := range []string{outletList, institutionList} {
		for line := range strings.Lines(list) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			names := strings.Split(line, " | ")
			for _, name := range names {
				s := keys(name)
				if len(s) == 0 {
					continue
				}
				e := entry{stems: s, name: names[0], kind: []mentionKind{outlet, institution}[i]}
				if e.kind == institution {
					e.name = name
				}
				m[s[0]] = append(m[s[0]], e)
			}
		}
	}
	return m
})

// keys gives the stem of every word of a name, in order.
func keys(name string) []string {
	var out []string
	for _, w := range lang.Words(name) {
		out = append(out, key(w.Text))
	}
	return out
}

// key gives what forms of a word have in common.
func key(w string) string { return strings.Join(lang.Stems(w), "-") }

func newRegister(o Options, n *namer) *register {
	r := &register{entries: world()}
	own := map[string][]entry{}
	for _, k := range o.Register {
		if k.Kind == "person" {
			r.persons = append(r.persons, k)
			continue
		}
		kind := institution
		if k.Kind == "outlet" {
			kind = outlet
		}
		for _, name := range append([]string{k.Name}, k.Aliases...) {
			if s := keys(name); len(s) > 0 {
				own[s[0]] = append(own[s[0]], entry{stems: s, name: k.Name, known: k.Name, kind: kind, role: k.Role})
			}
		}
	}
	if len(own) > 0 {
		merged := make(map[string][]entry, len(own)+len(r.entries))
		for s, list := range r.entries {
			merged[s] = list
		}
		for s, list := range own {
			merged[s] = append(append([]entry{}, list...), merged[s]...)
		}
		r.entries = merged
	}
	return r
}

// stemmed gives the stems of a word, each looked up once a text.
func (n *namer) stemmed(w string) []string {
	s, ok := n.stems[w]
	if !ok {
		s = key(w)
		n.stems[w] = s
	}
	return []string{s}
}

func (n *namer) stem(w string) string { return n.stemmed(w)[0] }

// listed looks for the longest known name that begins at a token and gives the token behind it.
func (n *namer) listed(i int) (entry, int) {
	p := n.p
	var best entry
	to := i
	if p.tokens[i].kind != word && p.tokens[i].kind != number || p.tokens[i].kind == word && !p.capital(i) && n.p.tokens[i].quote < 0 && !latin(p.runes[p.tokens[i].start]) {
		return best, i
	}
	for _, e := range n.reg.entries[n.stem(p.tokens[i].lower)] {
		at, ok := i, true
		for _, s := range e.stems {
			for at > i && at < len(p.tokens) && p.is(at, "/", ".", "-") && p.tokens[at].start == p.tokens[at-1].end {
				at++
			}
			if at >= len(p.tokens) || p.tokens[at].para != p.tokens[i].para || n.stem(p.tokens[at].lower) != s {
				ok = false
				break
			}
			at++
		}
		if ok && at > to && (e.known != "" || p.capital(i) || latin(p.runes[p.tokens[i].start])) {
			// A common word («Фокус», «Прямий») is an outlet in quotation marks or behind a word for one only.
			if len(e.stems) == 1 && e.known == "" && commonOutlet[strings.ToLower(e.name)] && p.tokens[i].quote < 0 {
				continue
			}
			best, to = e, at
		}
	}
	return best, to
}

var commonOutlet = set("фокус прямий телеграф гордон тексти схеми страна цензор бабель громадське суспільне медуза дощ дождь time forbes апостроф главком нв відомості ведомости известия welt уп")

func latin(r rune) bool { return r < 0x250 }

// outlet reads an outlet: a known name, with a word for an outlet before it or not, or such a word and a name in quotation
// marks or in Latin letters.
func (n *namer) outlet(i int) int {
	p := n.p
	if e, to := n.listed(i); to > i {
		f := phrase{}
		if e.kind == institution && to < len(p.tokens) && n.beside(to-1) && p.capital(to) && n.placeWord(p.tokens[to].lower) && n.dependent(to) { // «МЗС Польщі»
			e.name += " " + p.text(p.tokens[to].start, p.tokens[to].end)
			to++
		}
		f.mention = mention{from: i, to: to, head: i, kind: e.kind, name: e.name, known: e.known, role: e.role, cases: n.listedCases(i)}
		n.phrase = append(n.phrase, f)
		return to
	}
	if p.lang == "en" || p.tokens[i].kind != word {
		return n.quoted(i)
	}
	first := i
	for i < len(p.tokens)-1 && i < first+3 && n.adjectival(p.tokens[i].lower) && !n.isOutletNoun(i) && !n.isVerb(i) && !stopWords[p.tokens[i].lower] && n.beside(i) {
		i++
	}
	if !n.isOutletNoun(i) {
		return first
	}
	known := n.words(p.tokens[i].lower)
	c, agrees := n.agree(first, i)
	if !agrees {
		return first
	}
	if i+1 >= len(p.tokens) || p.tokens[i+1].para != p.tokens[i].para {
		return n.bareOutlet(first, i, known)
	}
	next := i + 1
	f := phrase{lemma: c.noun.lemma}
	f.mention = mention{from: first, head: i, kind: outlet, gender: c.noun.gender, plural: c.noun.plural, cases: c.cases}
	switch {
	case p.tokens[next].kind == opener:
		q := n.quoteAt(next)
		if q < 0 || p.quotes[q].close-next > 8 || p.quotes[q].close >= len(p.tokens) || p.quotes[q].close < 0 {
			return n.bareOutlet(first, i, known)
		}
		if e, to := n.listed(next + 1); to == p.quotes[q].close {
			f.name, f.known = e.name, e.known
		} else {
			f.name = p.text(p.tokens[next+1].start, p.tokens[p.quotes[q].close-1].end)
		}
		f.to = p.quotes[q].close + 1
	case p.tokens[next].kind == word && p.capital(next) && n.beside(i) && !n.startsName(next):
		e, to := n.listed(next)
		if to > next {
			f.name, f.known, f.to = e.name, e.known, to
			break
		}
		to = next
		for to < len(p.tokens) && to < next+4 && p.tokens[to].kind == word && p.capital(to) && (to == next || n.beside(to-1)) ||
			to > next && to+1 < len(p.tokens) && p.is(to, ".") && p.tokens[to].start == p.tokens[to-1].end && p.tokens[to+1].start == p.tokens[to].end {
			to++
		}
		f.name, f.to = p.text(p.tokens[next].start, p.tokens[to-1].end), to
		if p.capital(i) && !n.start(i) { // «Радіо Схід»
			f.name = n.plainText(i, to)
		}
	default:
		return n.bareOutlet(first, i, known)
	}
	n.phrase = append(n.phrase, f)
	return f.to
}

func (n *namer) isOutletNoun(i int) bool {
	for _, k := range n.words(n.p.tokens[i].lower) {
		if k.kind == outlet {
			return true
		}
	}
	return false
}

// vague are words that name an outlet only with its name beside them.
var vague = set("сайт канал радіо медіа вебсайт подкаст щоденник телебачення радио телевидение телеграм-канал ютуб-канал")

// bareOutlet is a word for an outlet without a name: «виданню», «газета не зазначає».
func (n *namer) bareOutlet(first, i int, known []noun) int {
	c, ok := n.agree(first, i)
	if !ok {
		first = i
		c, _ = n.agree(i, i)
	}
	if vague[c.noun.lemma] {
		return first
	}
	if c.noun.lemma == "агентство" || c.noun.lemma == "агенція" { // «Національне агентство», «агентство з питань …» are no outlets
		if to := n.complement(i+1, institution, c.cases); to > i+1 || first < i && !strings.HasPrefix(n.p.tokens[first].lower, "інформ") && !strings.HasPrefix(n.p.tokens[first].lower, "информ") {
			f := phrase{lemma: c.noun.lemma, text: strings.Join(c.words, " ")}
			if to > i+1 {
				f.text += " " + n.p.text(n.p.tokens[i+1].start, n.p.tokens[to-1].end)
			}
			f.mention = mention{from: first, to: to, head: i, kind: institution, gender: 'n', cases: c.cases}
			n.phrase = append(n.phrase, f)
			return to
		}
	}
	f := phrase{lemma: c.noun.lemma, text: strings.Join(c.words, " ")}
	f.mention = mention{from: first, to: i + 1, head: i, kind: outlet, gender: c.noun.gender, plural: c.noun.plural, cases: c.cases}
	if c.noun.kind != outlet {
		for _, k := range known {
			if k.kind == outlet {
				f.lemma, f.gender, f.plural, f.cases, f.text = k.lemma, k.gender, k.plural, k.cases, k.lemma
			}
		}
	}
	n.phrase = append(n.phrase, f)
	return f.to
}

// quoted keeps a short name in quotation marks, which may turn out to be an outlet named with its kind elsewhere:
// «Кінозрізу».
func (n *namer) quoted(i int) int {
	p := n.p
	if p.tokens[i].kind != opener {
		return i
	}
	q := n.quoteAt(i)
	if q < 0 || p.quotes[q].close-i > 5 || p.quotes[q].close >= len(p.tokens) || p.quotes[q].close <= i+1 || !p.capital(i+1) || n.p.is(p.quotes[q].close-1, ".", ",", "!", "?", "…") {
		return i
	}
	f := phrase{same: strings.Join(keys(p.text(p.tokens[i+1].start, p.tokens[p.quotes[q].close-1].end)), " ")}
	f.mention = mention{from: i, to: p.quotes[q].close + 1, head: i + 1, kind: outlet}
	n.phrase = append(n.phrase, f)
	return f.to
}

// listedCases guesses the cases of a known name: what the preposition before it allows.
func (n *namer) listedCases(i int) cases { return n.before(i) }

// abbreviation reads an institution in capitals: ДСНС, СБУ, НАТО.
func (n *namer) abbreviation(i int) (phrase, bool) {
	p := n.p
	if p.tokens[i].kind != word || !n.allCapital(i) || roman(p.tokens[i].lower) || p.tokens[i].end-p.tokens[i].start > 12 {
		return phrase{}, false
	}
	to := i + 1
	if to < len(p.tokens) && n.beside(i) && p.capital(to) && n.placeWord(p.tokens[to].lower) && n.dependent(to) {
		to++
	}
	f := phrase{lemma: p.tokens[i].lower, text: p.text(p.tokens[i].start, p.tokens[to-1].end)}
	f.mention = mention{from: i, to: to, head: i, kind: institution, cases: n.before(i)}
	return f, true
}

func roman(w string) bool { return strings.Trim(w, "ivxlcdmіхс") == "" }
