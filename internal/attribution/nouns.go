package attribution

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

var (
	//go:embed data/nouns.uk.txt
	nounsUk string
	//go:embed data/nouns.ru.txt
	nounsRu string
)

// A noun is what a word may be a form of: a word for somebody or something that speaks.
type noun struct {
	lemma  string
	kind   mentionKind
	title  bool // stands before a name and is no role: пан
	gender byte
	plural bool
	cases  cases
}

var nounForms = map[string]func() map[string][]noun{
	"uk": sync.OnceValue(func() map[string][]noun { return readNouns(nounsUk, commonUk, adjectiveUk) }),
	"ru": sync.OnceValue(func() map[string][]noun { return readNouns(nounsRu, commonRu, adjectiveRu) }),
}

// A common is how common nouns with an ending are declined: their letters to take off, then genitive, dative, accusative,
// instrumental, locative, and of the plural nominative, genitive, dative, instrumental, locative. It is made to recognise
// forms, and so gives some that a noun has not.
type common struct {
	genders string
	ends    string
	strip   int
	forms   string
}

var commonUk = []common{
	{"m", "ець", 3, "ця цю|цеві ця цем цеві|ці|цю ці ців цям цями цях"},
	{"m", "єць", 3, "йця йцю|йцеві йця йцем йцеві|йці йці йців йцям йцями йцях"},
	{"m", "ок", 2, "ку|ка ку|кові ок|ка ком ку|кові ки ків кам ками ках"},
	{"m", "й", 1, "я|ю ю|єві я|й єм ї|єві|ю ї їв ям ями ях"},
	{"m", "ь", 1, "я|ю ю|еві я|ь ем і|еві|ю і ів|ей ям ями ях"},
	{"m", "ар", 0, "я|а ю|еві|у|ові я|а ем|ом еві|і|ові|ю і|и ів ям|ам ями|ами ях|ах"},
	{"m", "ч|ш|щ|ж", 0, "а|у у|еві а|- ем|ом і|еві|у і ів ам ами ах"},
	{"m", "г", 1, "га|гу гу|гові га|г гом зі|гу|гові ги гів гам гами гах"},
	{"m", "нин", 0, "а у|ові а ом ові|і - - - - -"},
	{"m", "а", 1, "и і у ою і и - ам ами ах"},
	{"m", "я", 1, "і і ю ею і і ів ям ями ях"},
	{"m", "о", 1, "а у|ові а ом ові|у и ів ам ами ах"},
	{"m", "", 0, "а|у у|ові а|- ом і|ові|у и|і ів ам ами ах"},
	{"f", "ка", 2, "ки ці ку кою ці ки ок кам ками ках"},
	{"f", "га", 2, "ги зі гу гою зі ги г гам гами гах"},
	{"f", "ха", 2, "хи сі ху хою сі хи х хам хами хах"},
	{"f", "ія", 1, "ї ї ю єю ї ї й ям ями ях"},
	{"f", "я", 1, "і і ю ею і і ь ям ями ях"},
	{"f", "ча|ша|ща|жа", 1, "і і у ею і і - ам ами ах"},
	{"f", "а", 1, "и і у ою і и - ам ами ах"},
	{"f", "ість", 4, "ості ості ість істю ості ості остей остям остями остях"},
	{"f", "и", 1, "ері ері ір ір’ю ері ері ерів ерям ерями ерях"}, // мати
	{"f", "ь", 1, "і і ь ю і і ей ям ями ях"},
	{"n", "я", 1, "я ю я ям і|ю я ь ям ями ях"},
	{"n", "о", 1, "а у о ом і а - ам ами ах"},
	{"p", "ки", 1, "ів - - ами ах и ів|- ам ами ах"},
	{"p", "и", 1, "ів - - ами ах и ів|- ам ами ах"},
	{"p", "яни", 1, "- - - ами ах и - ам ами ах"},
	{"p", "ці", 2, "- - - - - ці ців цям цями цях"},
	{"p", "ії", 1, "- - - - - ї їв|й ям ями ях"},
	{"p", "лі", 1, "- - - - - і ів ям ями ях"},
	{"p", "рі", 1, "- - - - - і ів ям ями ях"},
	{"p", "ачі", 1, "- - - - - і ів ам ами ах"},
	{"p", "а", 1, "- - - - - а - ам ами ах"},
}

var commonRu = []common{
	{"m", "ец", 2, "ца цу ца цом|цем це цы цов|цев цам цами цах"},
	{"m", "ий", 2, "ия ию ий|ия ием ии ии иев иям иями иях"},
	{"m", "й", 1, "я ю я|й ем е и ев ям ями ях"},
	{"m", "ь", 1, "я ю я|ь ем|ём е и ей ям ями ях"},
	{"m", "ч|ш|щ|ж", 0, "а у а|- ом|ем е и ей ам ами ах"},
	{"m", "ц", 0, "а у а|- ем|ом е ы ев ам ами ах"},
	{"m", "к|г|х", 0, "а у а|- ом е и ов ам ами ах"},
	{"m", "нин", 2, "ина ину ина ином ине е - ам ами ах"},
	{"mf", "ка|га|ха", 1, "и е у ой е и - ам ами ах"},
	{"mf", "ца|ча|ша|ща|жа", 1, "ы|и е у ей|ой е ы|и - ам ами ах"},
	{"mf", "а", 1, "ы е у ой е ы - ам ами ах"},
	{"m", "я", 1, "и е ю ей|ёй е и ей ям ями ях"},
	{"m", "", 0, "а|у у а|- ом е ы|а ов ам ами ах"},
	{"f", "ия", 1, "и и ю ей и и й ям ями ях"},
	{"f", "я", 1, "и е ю ей|ёй е и ь ям ями ях"},
	{"f", "ковь", 3, "ви ви овь овью ви ви вей вам вами вах"},
	{"f", "ать", 3, "атери атери ать атерью атери атери атерей атерям атерями атерях"},
	{"f", "очь", 3, "очери очери очь очерью очери очери очерей очерям очерями очерях"},
	{"f", "ь", 1, "и и ь ью и и ей ям ями ях"},
	{"f", "", 0, "- - - - - - - - - -"},
	{"n", "ие|ье", 1, "я ю е ем и|е я й ям ями ях"},
	{"n", "о", 1, "а у о ом е а - ам ами ах"},
	{"p", "и|ы", 1, "- - - - - ы|и ов|ей|ев ам|ям ами|ями ах|ях"},
	{"p", "е", 1, "- - - - - е - ам ами ах"},
	{"p", "я|а", 1, "- - - - - я|а ей|ов ям|ам ями|ами ях|ах"},
}

// The endings of adjectives by gender: nominative, genitive, dative, accusative, instrumental, locative.
type adjective map[byte][]string

var adjectiveUk = adjective{
	'm': {"ий|ій", "ого|ього", "ому|ьому", "ий|ій|ого|ього", "им|ім", "ому|ьому|ім|ім"},
	'f': {"а|я", "ої|ьої", "ій", "у|ю", "ою|ьою", "ій"},
	'n': {"е|є", "ого|ього", "ому|ьому", "е|є", "им|ім", "ому|ьому|ім"},
	'p': {"і", "их|іх", "им|ім", "і|их|іх", "ими|іми", "их|іх"},
}

var adjectiveRu = adjective{
	'm': {"ый|ий|ой", "ого|его", "ому|ему", "ый|ий|ой|ого|его", "ым|им", "ом|ем"},
	'f': {"ая|яя", "ой|ей", "ой|ей", "ую|юю", "ой|ей", "ой|ей"},
	'n': {"ое|ее", "ого|его", "ому|ему", "ое|ее", "ым|им", "ом|ем"},
	'p': {"ые|ие", "ых|их", "ым|им", "ые|ие|ых|их", "ыми|ими", "ых|их"},
}

var allCases = [6]cases{nominative, genitive, dative, accusative, instrumental, locative}

var nounKinds = map[string]mentionKind{"role": role, "title": role, "institution": institution, "group": group, "outlet": outlet}

// readNouns writes out the forms of a list of nouns.
func readNouns(list string, table []common, adj adjective) map[string][]noun {
	forms := make(map[string][]noun, 16_000)
	for line := range strings.Lines(list) {
		f := strings.Fields(line)
		if len(f) < 3 || f[0] == "#" {
			continue
		}
		for _, text := range f[2:] {
			n := noun{kind: nounKinds[f[0]], title: f[0] == "title", gender: f[1][0]}
			n.add(forms, text, table, adj)
		}
	}
	return forms
}

// add writes out the forms of one noun.
func (n noun) add(forms map[string][]noun, text string, table []common, adj adjective) {
	plural := n.gender == 'p'
	put := func(form string, c cases, many bool) {
		x := n
		x.cases, x.plural = c, many || plural
		if plural {
			x.gender = 0
		}
		if many && x.kind == role {
			x.kind = group
		}
		for i, old := range forms[form] {
			if old.lemma == x.lemma && old.gender == x.gender && old.plural == x.plural && old.kind == x.kind {
				forms[form][i].cases |= c
				return
			}
		}
		forms[form] = append(forms[form], x)
	}
	if text, ok := strings.CutSuffix(text, "="); ok {
		n.lemma = text
		put(text, every, false)
		return
	}
	bare, mark := strings.CutSuffix(text, "*")
	n.lemma = bare
	for _, end := range strings.Split(adj[n.gender][0], "|") {
		stem, ok := strings.CutSuffix(bare, end)
		if !ok || !mark && (n.gender != 'm' || end == "ій") {
			continue
		}
		for c, ends := range adj[n.gender] {
			for e := range strings.SplitSeq(ends, "|") {
				put(stem+e, allCases[c], false)
			}
		}
		if n.gender == 'm' && n.kind == role {
			for c, ends := range adj['p'] {
				for e := range strings.SplitSeq(ends, "|") {
					put(stem+e, allCases[c], true)
				}
			}
		}
		return
	}
	for _, c := range table {
		if !strings.ContainsRune(c.genders, rune(n.gender)) || !slices.ContainsFunc(strings.Split(c.ends, "|"), func(e string) bool { return strings.HasSuffix(bare, e) }) {
			continue
		}
		w := []rune(bare)
		stem := string(w[:len(w)-c.strip])
		put(bare, nominative, false)
		for i, column := range strings.Fields(c.forms) {
			for e := range strings.SplitSeq(column, "|") {
				if e == "-" {
					if i == 2 && n.gender == 'm' && n.kind != role {
						put(bare, accusative, false)
					} else if i == 6 {
						put(stem, genitive|accusative, true)
					}
					continue
				}
				put(stem+e, [...]cases{genitive, dative, accusative, instrumental, locative, nominative, genitive | accusative, dative, instrumental, locative}[i], i > 4)
			}
		}
		return
	}
	put(bare, nominative, false)
}
