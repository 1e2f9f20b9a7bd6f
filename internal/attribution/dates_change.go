package attribution

import "strings"

// moving are the beginnings of verbs and nouns for a date that is moved.
var moving = []string{"перенес", "перенос", "переніс", "відклад", "відкла", "відстроч", "зсун", "посун", "пересун", "переклал", "перенест", "отлож", "отклад", "сдвин", "сместил", "перенёс", "postpone", "reschedul", "moved", "move", "pushed", "push", "delayed", "delay", "brought", "shifted", "deferred"}

// earlier tell that something is what was said before.
var earlier = set("раніше спочатку спершу початково первісно попередньо досі перед-тим раньше ранее изначально первоначально сначала originally previously initially earlier first")

// planning are the beginnings of words for what was planned, promised or expected.
var planning = []string{"очікув", "планув", "заплановано", "запланован", "анонсув", "анонсован", "обіця", "назива", "признач", "передбач", "ішлося", "йшлося", "повідомлял", "говорил", "казал", "обіцян", "оголош", "мав", "мала", "мало", "мали", "збира", "намір", "розрахов", "сподів", "ожида", "планиров", "запланиров", "анонсиров", "обеща", "называ", "назнач", "предполаг", "должен", "должна", "должно", "должны", "собира", "намер", "expected", "planned", "announced", "scheduled", "promised", "due", "set", "said", "intended", "slated"}

func beginsWith(w string, list []string) bool {
	for _, b := range list {
		if strings.HasPrefix(w, b) {
			return true
		}
	}
	return false
}

func (p *page) moves(i int) bool {
	return i >= 0 && i < len(p.tokens) && p.tokens[i].kind == word && beginsWith(p.tokens[i].lower, moving) && p.tokens[i].lower != "перенос"
}

func (p *page) plans(i int) bool {
	if i < 0 || i >= len(p.tokens) || p.tokens[i].kind != word {
		return false
	}
	switch w := p.tokens[i].lower; w {
	case "мав", "мала", "мало", "мали", "set", "due", "said":
		return true
	default:
		return len(w) > 6 && beginsWith(w, planning) && !strings.HasPrefix(w, "мал") && !strings.HasPrefix(w, "мав") || strings.HasPrefix(w, "наз") && len(w) > 8 && beginsWith(w, planning)
	}
}

// changes gives the dated facts of which one account tells both what was and what is: «9 січня – раніше очікувалось, що
// 10 числа». Two dates in two accounts, or the ends of a range, are no change.
func changes(p *page, statements []Statement) []Change {
	out := []Change{}
	dates := p.dates()
	account := accounts(statements)
	for k := 0; k < len(dates); {
		end := k + 1
		for end < len(dates) && dates[end].sent == dates[k].sent {
			end++
		}
		var before []date // of the sentence before
		if k > 0 && dates[k-1].sent == dates[k].sent-1 && p.tokens[dates[k-1].from].para == p.tokens[dates[k].from].para {
			before = dates[k-1 : k]
		}
		out = append(out, p.moved(dates[k:end], before, account)...)
		k = end
	}
	return out
}

// accounts gives a function from a rune to the account that it belongs to: the speaker of the outermost statement there.
func accounts(statements []Statement) func(at int) string {
	at := 0
	return func(r int) string {
		for at > 0 && at < len(statements) && statements[at].Start > r || at == len(statements) && at > 0 {
			at--
		}
		for at < len(statements) && statements[at].End <= r {
			at++
		}
		if at < len(statements) && statements[at].Start <= r {
			if s := statements[at].Speaker; s != nil {
				return *s
			}
			return "?"
		}
		return ""
	}
}

// moved gives the changes that the dates of one sentence tell of.
func (p *page) moved(dates, before []date, account func(int) string) []Change {
	var out []Change
	used := make([]bool, len(dates))
	make1 := func(from, to date, a, b int) bool {
		if from.value == to.value && (from.value != "" || p.tokens[from.from].lower == p.tokens[to.from].lower) || a >= b {
			return false
		}
		x, y := p.tokens[from.from].start, p.tokens[to.from].start
		if one, two := account(x), account(y); one != two && one != "" && two != "" {
			return false
		}
		out = append(out, Change{From: Dated{p.span(from.from, from.to), from.value}, To: Dated{p.span(to.from, to.to), to.value}, Signal: p.span(a, b)})
		return true
	}
	for k, d := range dates {
		if used[k] {
			continue
		}
		// moved from d to the next
		if p.is(d.from-1, "з", "із", "зі", "с", "со", "from") && k+1 < len(dates) && dates[k+1].from-d.to <= 3 && p.is(dates[k+1].from-1, "на", "до", "to", "until", "till") {
			if at := p.back(d.from-1, 8, p.moves); at >= 0 {
				if make1(d, dates[k+1], at, at+1) {
					used[k], used[k+1] = true, true
				}
				continue
			}
		}
		a, b, ok := p.told(d)
		if ok {
			switch j := counterpart(dates, used, k); {
			case j >= 0:
				if make1(d, dates[j], a, b) {
					used[k], used[j] = true, true
				}
			case len(dates) == 1 && len(before) == 1 && !before[0].until:
				make1(d, before[0], a, b)
			}
			continue
		}
		// moved to d, from what stands before
		if p.is(d.from-1, "на", "до", "to", "until", "till") {
			at := p.back(d.from-1, 6, p.moves)
			if at < 0 {
				continue
			}
			to := at + 1
			if p.is(to, "строк", "термін", "дату", "терміни", "строки", "старт", "початок", "срок", "сроки", "начало", "back") {
				to++
			}
			switch {
			case k > 0 && !used[k-1] && dates[k-1].to <= at && !dates[k-1].until:
				if make1(dates[k-1], d, at, to) {
					used[k], used[k-1] = true, true
				}
			case k == 0 && len(before) == 1 && !before[0].until && (k+1 >= len(dates) || !p.toldAny(dates[k+1:])):
				if make1(before[0], d, at, to) {
					used[k] = true
				}
			}
		}
	}
	return out
}

func (p *page) toldAny(dates []date) bool {
	for _, d := range dates {
		if _, _, ok := p.told(d); ok {
			return true
		}
	}
	return false
}

// back looks for a word of a kind before a token, in its sentence.
func (p *page) back(i, most int, kind func(int) bool) int {
	for j := i - 1; j >= 0 && j >= i-most; j-- {
		if p.tokens[j].sent != p.tokens[i].sent {
			return -1
		}
		if kind(j) {
			return j
		}
	}
	return -1
}

// told tells whether the text says of a date that it is the old one, and gives the words that say so.
func (p *page) told(d date) (from, to int, ok bool) {
	sent := p.tokens[d.from].sent
	in := func(j int) bool { return j >= 0 && j < len(p.tokens) && p.tokens[j].sent == sent }
	// «замість 10 квітня», «instead of 31 March, as first announced»
	for j := d.from - 1; in(j) && j >= d.from-3; j-- {
		if p.is(j, "замість", "вместо") || p.is(j, "of") && p.is(j-1, "instead") || p.is(j, "than") && p.is(j-1, "rather") {
			if a, b, found := p.aside(d); found {
				return a, b, true
			}
			if p.is(j, "of", "than") {
				return j - 1, j + 1, true
			}
			return j, j + 1, true
		}
	}
	// «…, а не 2 листопада, як планували раніше»
	if a, b, found := p.aside(d); found {
		return a, b, true
	}
	// «раніше їх планували розпочати 10 квітня», «хотя раньше называли 1 марта»
	for j := d.from - 1; in(j) && j >= d.from-12; j-- {
		if p.dated(j) || p.moves(j) {
			break
		}
		if !p.plans(j) {
			continue
		}
		for e := j - 4; e <= j+2; e++ {
			if in(e) && earlier[p.tokens[e].lower] && !(p.lang == "en" && e < j-1 && p.is(e, "first")) && !(p.is(e+1, "за", "than", "від", "ніж", "чем")) {
				return min(e, j), max(e, j) + 1, true
			}
		}
		// «церемонію, яку анонсували на 28 вересня, проведуть 29-го»; «мали відкрити 1 травня»
		if p.is(d.from-1, "на", "for") && j == d.from-2 && p.is(d.to, ",", ")", "–", "—") {
			for e := j - 1; in(e) && e >= j-4; e-- {
				if p.is(e, ",") {
					break
				}
				if strings.HasPrefix(p.tokens[e].lower, "як") || strings.HasPrefix(p.tokens[e].lower, "котор") || p.is(e, "which", "that") || p.is(e, ",") {
					return j, j + 2, true
				}
			}
			if p.is(j-1, ",") {
				return j, j + 2, true
			}
		}
		break
	}
	return 0, 0, false
}

// dated tells whether a month stands at a token, the mark of another date.
func (p *page) dated(i int) bool { return p.month(i) > 0 && i > 0 && p.tokens[i-1].kind == number }

// aside reads what is said behind a date: «, як планували раніше», «, as first announced», «(раніше планувалося)».
func (p *page) aside(d date) (from, to int, ok bool) {
	at := d.to
	for p.is(at, ",", "(", "–", "—") {
		at++
	}
	if at == d.to || !p.is(at, "як", "как", "as") || p.tokens[at].sent != p.tokens[d.from].sent {
		return 0, 0, false
	}
	plan, early := -1, -1
	for j := at + 1; j < len(p.tokens) && j < at+6 && p.tokens[j].sent == p.tokens[at].sent && p.tokens[j].kind == word; j++ {
		if p.plans(j) {
			plan = j
		}
		if earlier[p.tokens[j].lower] {
			early = j
		}
	}
	if plan < 0 || early < 0 && !p.is(d.from-1, "не") && !p.is(d.from-2, "не") {
		return 0, 0, false
	}
	return at, max(plan, early) + 1, true
}

// counterpart finds the date that stands now, for an old one: the nearest before it in the sentence, else behind it; -1
// for none.
func counterpart(dates []date, used []bool, k int) int {
	if k > 0 && !used[k-1] && !dates[k-1].until {
		return k - 1
	}
	if k+1 < len(dates) && !used[k+1] && !dates[k+1].until {
		return k + 1
	}
	return -1
}
