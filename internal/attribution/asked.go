package attribution

import "strings"

// asked reads what somebody asks for or promises: an infinitive, «до …», «про …», an object.
func (f *finder) asked(s *sentence, c cue, limit int) (*claim, bool) {
	p := f.p
	lemma := p.tokens[c.to-1].lower
	object := -1
	for j := c.last; j < limit && j < c.last+9; j++ {
		u := s.units[j]
		if u.quote < 0 && p.divides(u) != "" {
			if j == c.last || p.divides(u) == ":" {
				return nil, false
			}
			break
		}
		w := p.tokens[u.from].lower
		if u.quote < 0 && f.mentionAt[u.from] < 0 && infinitive(p, u.from) {
			if j > c.last && p.is(s.units[j-1].from, "не", "not") {
				j--
			}
			return f.trim(s, j, f.reach(s, j, limit))
		}
		if u.quote < 0 && wants(lemma, w) {
			return f.trim(s, j, f.reach(s, j, limit))
		}
		if object < 0 && takesObject(lemma) && (f.mentionAt[u.from] < 0 || accuses(lemma)) && !prepositions[w] && !small[w] && !p.is(u.from, "їм", "йому", "їй", "нам", "им", "ему", "ей", "нас", "їх") {
			object = j
			if j > c.last && p.is(s.units[j-1].from, "the", "a", "an", "its", "his", "her", "their") {
				object--
			}
		}
	}
	if object >= 0 {
		return f.trim(s, object, f.reach(s, object, limit))
	}
	return nil, false
}

// namelessly tells whether somebody asks only not to be named.
func (f *finder) namelessly(s *sentence, c cue, limit int) bool {
	for j := c.last; j < limit && j < c.last+7; j++ {
		if f.p.is(s.units[j].from, "анонімність", "анонімності", "анонімно", "анонимности", "анонимность", "anonymity", "named", "identified", "імені", "ім’я", "прізвища", "прізвище", "имени", "имя", "фамилию", "фамилии", "назвати", "називати", "називатися", "називатись") {
			return true
		}
	}
	return false
}

// reach gives the unit where an infinitive or object with all that hangs on it ends.
func (f *finder) reach(s *sentence, from, limit int) int {
	p := f.p
	for j := from; j < limit; j++ {
		u := s.units[j]
		if u.quote >= 0 {
			continue
		}
		switch p.divides(u) {
		case ":", ";", "–":
			return j
		case ",":
			if j+1 < limit && p.is(s.units[j+1].from, "але", "однак", "проте", "бо", "оскільки", "адже", "тому", "а", "хоча", "но", "однако", "так", "потому", "поскольку", "хотя", "поки", "but", "because", "as", "while", "who", "after", "saying", "і", "и", "and") {
				return j
			}
		}
	}
	return limit
}

// verbal tells whether a word has the ending of a finite verb.
func verbal(p *page, i int) bool {
	t := p.tokens[i]
	if t.kind != word || t.end-t.start < 4 {
		return false
	}
	if _, ok := lexicon[p.lang]()[t.lower]; ok {
		return true
	}
	return hasAny(t.lower, "ють", "уть", "ать", "ять", "ють", "ться", "ив", "ав", "ила", "ала", "или", "али", "ися", "ася", "ают", "яют", "ует", "ает", "ит", "ят", "ил", "ал", "лись", "лась", "ється", "ає", "ує", "ed")
}

// infinitive tells whether a token is one.
func infinitive(p *page, i int) bool {
	t := p.tokens[i]
	if t.kind != word || t.end-t.start < 4 {
		return false
	}
	switch p.lang {
	case "uk":
		return (strings.HasSuffix(t.lower, "ти") || strings.HasSuffix(t.lower, "тися") || strings.HasSuffix(t.lower, "тись")) && !notInfinitives[t.lower] && !strings.HasSuffix(t.lower, "ости")
	case "ru":
		return (strings.HasSuffix(t.lower, "ть") || strings.HasSuffix(t.lower, "ться") || strings.HasSuffix(t.lower, "ти")) && !strings.HasSuffix(t.lower, "сть") && !notInfinitives[t.lower]
	}
	return false
}

var notInfinitives = set("діти депутати адвокати роботи квартири солдати експерти результати кошти пункти об’єкти гарантії студенти проєкти акти факти контракти працівники сьогодні транспорт депутаты работы пути часть область власть пять шесть опять пассажиры хати витрати втрати зарплати автомати документи аргументи пацієнти клієнти талановиті квитки боти борти гурти спорти візити депозити кредити маршрути секунди хвороби оплати хвости листи порти")

// wants tells whether a preposition brings what a verb asks for.
func wants(verb, w string) bool {
	switch w {
	case "до", "к":
		return strings.HasPrefix(verb, "заклик") || strings.HasPrefix(verb, "призв") || strings.HasPrefix(verb, "призы")
	case "про", "о", "об":
		return strings.HasPrefix(verb, "прос") || strings.HasPrefix(verb, "попрос") || strings.HasPrefix(verb, "поперед") || strings.HasPrefix(verb, "предупре")
	case "на":
		return strings.HasPrefix(verb, "наполяг") || strings.HasPrefix(verb, "наполіг") || strings.HasPrefix(verb, "настаив")
	case "від", "от":
		return strings.HasPrefix(verb, "застер")
	case "for", "to":
		return true
	case "of", "against":
		return strings.HasPrefix(verb, "warn")
	}
	return false
}

// accuses tells whether the one named behind a verb is part of what is said.
func accuses(verb string) bool {
	return strings.HasPrefix(verb, "звинува") || strings.HasPrefix(verb, "обвин") || strings.HasPrefix(verb, "accus")
}

// takesObject tells whether the object of a verb is what is asked for or promised.
func takesObject(verb string) bool {
	for _, stem := range []string{"обіця", "пообіця", "вимага", "зажада", "пропону", "запропон", "обеща", "пообеща", "требу", "потребу", "предлаг", "предлож", "promis", "demand", "propos", "recommend", "pledg", "звинува", "обвин", "accus", "підтримк", "поддержк", "рекоменд", "порекоменд"} {
		if strings.HasPrefix(verb, stem) {
			return true
		}
	}
	return false
}
