package attribution

import (
	"strings"
)

// adjectival tells whether a word may be an adjective by its ending.
func (n *namer) adjectival(w string) bool {
	if len(w) < 6 {
		return false
	}
	if n.p.lang == "ru" {
		return !hasAny(w, "ние", "ием", "тие") && hasAny(w, "ый", "ий", "ой", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ая", "яя", "ей", "ую", "юю", "ое", "ее", "ые", "ие", "ых", "их", "ыми", "ими") || w == "один" || w == "одна"
	}
	return w != "радіо" && hasAny(w, "ий", "ій", "ого", "ому", "им", "ім", "ої", "ій", "ою", "ння", "ня", "ська", "цька", "зька", "на", "ва", "ла", "ча", "ша", "ща", "та", "ра", "да", "ка", "ща", "ья",
		"ну", "ню", "ву", "ську", "цьку", "зьку", "лу", "чу", "шу", "ту", "ру", "щу", "не", "нє", "ське", "цьке", "зьке", "ве", "ле", "те", "че", "ше", "ре", "ні", "ві", "ські", "цькі", "зькі", "лі", "ті", "чі", "ші", "рі", "их", "іх", "ими", "іми") && !hasAny(w, "ння", "ття") || w == "один" || w == "одна"
}

// adjective gives the nominative of an adjective for a gender, and the cases that the form may have; no cases if it does
// not agree.
func (n *namer) adjective(w string, gender byte, plural bool) (string, cases) {
	table := adjectiveUk
	if n.p.lang == "ru" {
		table = adjectiveRu
	}
	if plural || gender == 0 {
		gender = 'p'
	}
	switch w {
	case "один", "одна":
		if (w == "один") == (gender == 'm') {
			return w, nominative
		}
		return w, 0
	case "одного", "одному", "одним":
		return "один", genitive | dative | accusative | instrumental | locative
	}
	var c cases
	name := ""
	for i, ends := range table[gender] {
		for e := range strings.SplitSeq(ends, "|") {
			if stem, ok := strings.CutSuffix(w, e); ok && len(stem) >= 4 {
				c |= allCases[i]
				if name == "" {
					name = stem + n.nominal(stem, e, gender)
				}
			}
		}
	}
	return name, c
}

// nominal gives the ending of an adjective's nominative, soft or hard as the oblique one is.
func (n *namer) nominal(stem, end string, gender byte) string {
	if n.p.lang == "ru" {
		soft := strings.HasPrefix(end, "е") || strings.HasPrefix(end, "я") || strings.HasPrefix(end, "ю") || strings.HasSuffix(stem, "н") && strings.HasPrefix(end, "и")
		velar := hasAny(stem, "к", "г", "х", "ж", "ш", "ч", "щ")
		switch gender {
		case 'm':
			if end == "ый" || end == "ий" || end == "ой" && !velar {
				return end
			}
			if velar || soft {
				return "ий"
			}
			return "ый"
		case 'f':
			if soft && !velar {
				return "яя"
			}
			return "ая"
		case 'n':
			if soft || hasAny(stem, "ж", "ш", "ч", "щ") {
				return "ее"
			}
			return "ое"
		}
		if velar || soft {
			return "ие"
		}
		return "ые"
	}
	soft := strings.HasPrefix(end, "ь") || end == "ю" || end == "я" || end == "є" || end == "ім" || end == "іх" || end == "іми" || end == "ій" && gender == 'm'
	switch gender {
	case 'm':
		if soft {
			return "ій"
		}
		return "ий"
	case 'f':
		if soft {
			return "я"
		}
		return "а"
	case 'n':
		if soft {
			return "є"
		}
		return "е"
	}
	return "і"
}

// isVerb tells whether a token is a verb that tells of a statement, or looks like a verb.
func (n *namer) isVerb(i int) bool {
	w := n.p.tokens[i].lower
	if _, ok := n.verbs[w]; ok {
		return true
	}
	if notVerb[w] {
		return false
	}
	if n.p.lang == "ru" {
		return hasAny(w, "тся", "ться", "лся", "лась", "лись", "лось", "ают", "яют", "ует", "уют", "ает", "яет", "ила", "ыла", "ела", "али", "или", "ели", "ули", "яли", "ать", "ить", "еть", "ять", "ало", "ило", "ало", "шел", "шёл", "шла", "шли")
	}
	return hasAny(w, "ться", "тися", "тись", "ють", "ять", "ить", "еть", "ала", "ила", "іла", "ула", "яла", "ела", "ола", "али", "или", "іли", "ули", "яли", "ели", "вли", "гли", "кли", "йшли", "ало", "ило", "іло", "уло", "ався", "ився", "вся", "лась", "лася", "лися", "лись", "лося", "ував", "увати", "ати", "ити", "іти", "ути", "ує", "ають")
}

// notVerb are nouns that look like verbs.
var notVerb = set(`освіти еліти орбіти кредити ліміти візити плити бандити дати результати апарати формати хати втрати сертифікати делегати мандати інститути статути валюти маршрути хвилини
	школи сили могили скали зали канали журнали матеріали генерали кримінали села джерела джерело числа тепла світла масла сила школа скала діла діло
	адвокати депутати солдати кандидати комітети студенти економісти пацієнти області влади палати зарплати квартири мети осіли бджоли
	сила школа села дела числа отдела раздела футбола канала журнала персонала вокзала капитала квартала материала филиала трибунала металла зала совета комитета дела тела дело село
	печать область власти сети`)

// before gives the cases that the word before a phrase allows: a preposition's.
func (n *namer) before(i int) cases {
	if i == 0 || n.p.tokens[i-1].para != n.p.tokens[i].para {
		return every
	}
	j := i - 1
	if n.p.tokens[j].kind == opener && j > 0 {
		j--
	}
	if c, ok := governs[n.p.lang][n.p.tokens[j].lower]; ok {
		return c
	}
	return every
}

// governs gives the cases that prepositions take.
var governs = map[string]map[string]cases{
	"uk": {
		"у": locative | genitive | accusative, "в": locative | genitive | accusative, "на": locative | accusative, "від": genitive, "до": genitive, "для": genitive, "без": genitive, "біля": genitive, "після": genitive,
		"з": genitive | instrumental, "із": genitive | instrumental, "зі": genitive | instrumental, "за": instrumental | accusative | genitive, "над": instrumental, "перед": instrumental, "між": instrumental,
		"про": accusative, "через": accusative, "по": locative | dative, "при": locative, "о": locative, "щодо": genitive, "проти": genitive, "замість": genitive, "крім": genitive,
		"словами": genitive, "думку": genitive, "даними": genitive, "версією": genitive, "інформацією": genitive, "переконанням": genitive, "підрахунками": genitive, "оцінками": genitive, "посиланням": every, "слова": genitive, "слів": genitive, "заяви": genitive, "заяву": genitive, "повідомленням": genitive, "прогнозом": genitive, "прогнозами": genitive,
	},
	"ru": {
		"у": genitive, "в": locative | accusative, "во": locative | accusative, "на": locative | accusative, "от": genitive, "до": genitive, "для": genitive, "без": genitive, "после": genitive,
		"с": genitive | instrumental, "со": genitive | instrumental, "из": genitive, "за": instrumental | accusative, "над": instrumental, "перед": instrumental, "между": instrumental,
		"о": locative, "об": locative, "про": accusative, "через": accusative, "по": dative, "при": locative, "против": genitive, "кроме": genitive, "к": dative, "ко": dative,
		"словам": genitive, "мнению": genitive, "данным": genitive, "версии": genitive, "информации": genitive, "подсчетам": genitive, "подсчётам": genitive, "слова": genitive, "слов": genitive, "заявление": genitive,
	},
}

// complement gives the token behind the words that depend on a noun: «Ради з національної безпеки США», «ліцею № 3»,
// «групи «Спільний двір»».
func (n *namer) complement(i int, kind mentionKind, c cases) int {
	to := n.depending(i, kind, c)
	for to > i && n.p.tokens[to-1].kind == word && !n.p.capital(to-1) && hasAny(n.p.tokens[to-1].lower, "ого", "ої", "их", "іх", "его", "ых") && len(n.words(n.p.tokens[to-1].lower)) == 0 {
		to--
	}
	for to > i && n.p.tokens[to-1].kind == word && governs[n.p.lang][n.p.tokens[to-1].lower] != 0 {
		to--
	}
	return to
}

// depending is complement with an adjective that may be left over at its end.
func (n *namer) depending(i int, kind mentionKind, c cases) int {
	p := n.p
	to, first := i, i
	for steps := 0; i < len(p.tokens) && steps < 12; steps++ {
		if i == 0 || p.tokens[i].para != p.tokens[i-1].para || p.tokens[i].start-p.tokens[i-1].end > 2 {
			return to
		}
		t := p.tokens[i]
		switch {
		case t.kind == opener:
			q := n.quoteAt(i)
			if q < 0 || p.quotes[q].close-i > 7 || p.quotes[q].close >= len(p.tokens) || p.quotes[q].close < 0 || !p.capital(i+1) || n.sentenceWithin(q) || n.verbWithin(q) {
				return to
			}
			i = p.quotes[q].close + 1
			to = i
		case t.lower == "№" && i+1 < len(p.tokens) && p.tokens[i+1].kind == number:
			i += 2
			to = i
		case t.kind == number && strings.Contains(t.lower, "-") && kind != group && i+1 < len(p.tokens) && p.tokens[i+1].kind == word && n.dependent(i+1): // «3-ї окремої бригади»
			i++
		case t.kind != word:
			return to
		case n.linking(i) > 0:
			k := n.linking(i)
			if i+k >= len(p.tokens) || !n.dependent(i+k) && !n.objective(i+k) && p.tokens[i+k].kind != opener {
				return to
			}
			i += k
			for i < len(p.tokens) && steps < 12 && n.objective(i) && n.beside(i-1) && !n.isVerb(i) {
				steps++
				i++
				to = i
			}
		case p.is(i, "одного", "однієї", "одної") && p.is(i+1, "з", "із") && i+2 < len(p.tokens) && p.tokens[i+2].kind == word && !p.capital(i+2) && !n.isVerb(i+2): // «власниця однієї з яток»
			i += 3
			to = i
		case n.startsName(i):
			who, ok := n.person(i, &phrase{})
			next := who.to
			switch {
			case !ok:
				return to
			case kind == role && next < len(p.tokens) && n.beside(next-1) && n.startsName(next): // «помічника Володимира Путіна Юрія Ушакова»
			case kind != role && kind != group && who.cases&genitive != 0 && n.given[t.lower] != nil && n.given[t.lower][0].cases&nominative == 0: // «фонд Сергія Притули»
			default:
				return to
			}
			i = next
			to = i
		case kind == role && i == first && c&nominative == 0 && p.capital(i) && n.surnameLike(t.lower) && len(n.words(t.lower)) == 0:
			return to // «свідка Іваненка»
		case n.dependent(i):
			if e, end := n.listed(i); end > i+1 && e.kind == institution {
				i = end - 1
			}
			i++
			to = i
		case i > first && p.is(i, "і", "й", "та", "и") && i+2 < len(p.tokens) && !p.capital(i-1) && !p.capital(i+1) && n.dependent(i+1) && len(n.words(p.tokens[i+1].lower)) == 0 && n.beside(i) && n.closes(i+2):
			i += 2 // «міністра освіти і науки Олена Вінницька»
			to = i
		default:
			return to
		}
	}
	return to
}

// closes tells whether a phrase may end before a token: a name, a verb or a mark follows.
func (n *namer) closes(i int) bool {
	return n.p.tokens[i].kind != word || n.p.capital(i) || n.isVerb(i)
}

// quoteAt gives the pair that a mark opens.
func (n *namer) quoteAt(i int) int {
	lo, hi := 0, len(n.p.quotes)
	for lo < hi {
		mid := (lo + hi) / 2
		if n.p.quotes[mid].open < i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(n.p.quotes) && n.p.quotes[lo].open == i {
		return lo
	}
	return -1
}

// sentenceWithin tells whether a quotation ends like a sentence.
func (n *namer) sentenceWithin(q int) bool {
	return n.p.is(n.p.quotes[q].close-1, ".", "!", "?", "…", ",") || n.p.is(n.p.quotes[q].close+1, "–", "—") && n.p.is(n.p.quotes[q].close-1, ",")
}

func (n *namer) verbWithin(q int) bool {
	for i := n.p.quotes[q].open + 1; i < n.p.quotes[q].close; i++ {
		if n.p.tokens[i].kind == word && !n.p.capital(i) && n.isVerb(i) {
			return true
		}
	}
	return false
}

// startsName tells whether a name begins at a token: a given name with a capital behind it.
func (n *namer) startsName(i int) bool {
	p := n.p
	if !p.capital(i) || p.tokens[i].kind != word || n.placeWord(p.tokens[i].lower) {
		return false
	}
	if i > 0 && n.beside(i-1) && settlements[p.tokens[i-1].lower] && len(n.given[p.tokens[i].lower]) == 0 {
		return false // «мешканка села Рудня Галина Петрівна»
	}
	if w := p.tokens[i].lower; len(n.given[w]) > 0 {
		return !ambiguousNames[w] && len(n.words(w)) == 0 || n.nameWord(i+1) && n.beside(i) && len(n.words(p.tokens[i+1].lower)) == 0
	}
	if i+2 < len(p.tokens) && p.tokens[i+1].kind == word && len(n.given[p.tokens[i+1].lower]) > 0 && p.capital(i+2) && !(n.patronymic(p.tokens[i+2].lower) && n.fathers(p.tokens[i+2].lower)) {
		return false // «прессекретар Путіна Дмитро Пєсков»
	}
	return i+1 < len(p.tokens) && p.tokens[i+1].kind == word && p.capital(i+1) && n.beside(i) && !n.allCapital(i) && !n.allCapital(i+1) && !n.townly(p.tokens[i].lower)
}

// settlements stand before the name of a place.
var settlements = set("села місто міста селища селище смт хутора вулиці району області громади станції города села деревни посёлка поселка улицы района")

// dependent tells whether a word may be in the genitive behind a noun.
func (n *namer) dependent(i int) bool {
	t := n.p.tokens[i]
	if t.kind != word || stopWords[t.lower] {
		return false
	}
	if n.allCapital(i) && t.end-t.start > 1 {
		return true
	}
	known := n.words(t.lower)
	for _, k := range known {
		if k.cases&genitive != 0 && !(k.cases&nominative != 0 && n.p.capital(i)) {
			return true
		}
	}
	if len(known) > 0 {
		return false
	}
	if unchanging[t.lower] || i > 0 && !n.p.capital(i) && !n.isVerb(i) && hasAny(n.p.tokens[i-1].lower, "их", "іх", "ых") && n.adjectival(n.p.tokens[i-1].lower) {
		return true
	}
	if n.isVerb(i) || t.end-t.start < 3 {
		return false
	}
	if n.p.lang == "ru" {
		return hasAny(t.lower, "а", "я", "ы", "и", "ов", "ев", "ей", "ого", "его", "ой", "ых", "их", "ства", "ии")
	}
	if n.p.capital(i) && hasAny(t.lower, "у", "ю") && !n.placeWord(t.lower) {
		return false // «слідство Рудю не вірить»
	}
	if !n.p.capital(i) && hasAny(t.lower, "ові", "ені", "ані", "дні", "това", "чна", "ьна", "сна", "рна", "тна", "дна", "жна", "йна", "лива", "ена", "ана") && t.lower != "охорона" {
		return false // «школи готові», «команда згодна»
	}
	return hasAny(t.lower, "цій", "а", "я", "у", "ю", "и", "і", "ї", "ів", "їв", "ей", "ого", "ої", "их", "іх")
}

// unchanging are nouns with but one form, and genitives of the plural without an ending.
var unchanging = set("наук міст справ прав сил військ шкіл мереж громад громадян підприємств послуг доріг відносин технологій ситуацій лікарень людей дітей городов сел школ дорог кіно метро журі радіо авто бюро медіа дзюдо кино жюри радио авто регбі боксу")

// allCapital tells whether a token is an abbreviation in capitals.
func (n *namer) allCapital(i int) bool {
	t := n.p.tokens[i]
	if t.end-t.start < 2 {
		return false
	}
	for _, r := range n.p.runes[t.start:t.end] {
		if !upper(r) && !(r >= '0' && r <= '9') && !hyphen(r) {
			return false
		}
	}
	return true
}

// stopWords are no nouns, though they may look like forms of some.
var stopWords = set(`кілька декілька двічі тричі разів раз щоразу а але або адже би бо був була були було буде будуть вже вона вони воно він вчора вранці ввечері весь вся всі все втім все-таки
	двічі де для до досі дуже ж за завжди завтра згодом знову зі з із зараз зрештою зокрема його її їх йому їй їм іще й ї коли крім ледве лише має мав мала мали
	майже мене мені ми мій між моя мої мого може можна на навіть над наразі наш наша наші нашого не немає ні ніби ніколи ніхто нічого о обидва один однак
	перед під після по подекуди поки потім потрібно при про проте просто проти раніше разом сам сама самі свій своя свої свого своєї своєму своїй себе собі собою сьогодні та так така такий такі також там
	тепер теж ти тим тих то тобто тоді той того тому торік треба три тричі тут у увечері уранці усі усе уже хоча хто це цей ця ці цю цьому цього цим чи чому через чого що щоб щодо щойно
	ще як яка який яке які якого якій якої яку якщо пізніше днями зранку напередодні зазвичай нині відтак водночас натомість нібито начебто справді двоє троє обоє дві два чотири
	нам вам нас вас них нею ним ними мною тобою тебе тобі ними ній нього неї цими тими всім усім всіх усіх кого кому чим ким собою
	нам вам нас вас них ней ним ними мной тобой тебе тебя всем всех кого кому чем кем
	и но или ведь бы был была были было будет уже она они оно он вчера утром вечером весь вся все всё дважды где ещё еще затем завтра зачем его её ее их ему ей им когда кроме лишь меня мне мы мой моя
	между может можно на даже над наш наша наши не нет ни никогда никто ничего обычно однако от очень перед под позже после потом поэтому почти при про просто против раньше сам сама сами своей своих своего свои себя себе сегодня
	снова так такая такой также там теперь тоже ты то тогда тот того только три тут хотя хотят кто что чтобы чем через эта эти это этот этого как какая которая который которые якобы накануне трижды`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
