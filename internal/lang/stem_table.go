package lang

import "strings"

// isEnding tells whether a part is an ending of nouns, adjectives or verbs, Ukrainian or Russian. What -ія and the like leave
// keeps its і: партія, парта.
func isEnding(s string) bool {
	switch s {
	case "а", "я", "у", "ю", "о", "е", "є", "и", "і", "ї", "ь", "й", "ы",
		"ою", "ею", "єю", "ом", "ем", "єм", "ам", "ям", "ами", "ями", "ах", "ях", "ів", "їв", "ей", "ові", "еві", "єві", "ьми", "ьох", "ьом",
		"ий", "ій", "ого", "ього", "ому", "ьому", "им", "ім", "ої", "ьої", "их", "іх", "ими", "іми", "ія", "ьою",
		"ає", "яє", "ують", "юють", "ує", "ює", "ають", "яють", "ить", "ять", "ать", "уть", "ють", "аємо", "уємо", "аючи", "уючи", "юючи",
		"ував", "увала", "увало", "ували", "увати", "ював", "ювала", "ювало", "ювали", "ювати",
		"ый", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "его", "ему", "ым", "ую", "юю", "ыми", "ых", "ов", "ев", "ью", "ия", "ию", "ии",
		"ием", "ией", "иям", "иях", "иями", "ает", "яет", "ует", "ают", "яют", "уют":
		return s != "ія"
	}
	return false
}

// verbal tells the endings of verbs, in front of which nothing looks like another ending: підтримує and підтримав.
func verbal(ending string) bool {
	switch ending {
	case "ить", "ять", "ать", "уть", "ють":
		return true
	}
	return strings.HasPrefix(ending, "ув") || strings.HasPrefix(ending, "ює") || strings.HasPrefix(ending, "ує") || strings.HasPrefix(ending, "ую")
}

// A closing is how the end of a word sounds, whose і is another vowel where an ending follows.
type closing struct {
	end, vowel  string
	whole, soft bool // it is the whole word; only before ь
}

// closedSyllables are sorted by their last consonant. Most words keep their і (ліс, світ); these do not.
var closedSyllables = closings(`
	о: сіб ріб діб сніп =піп кріп =рік бік тік сік ріг тіг =ніг стіг =міг хід рід ивід овід =звід плід
	   абір обір ибір збір убір =бір двір говір стір вечір опір твір гір зір стіл =віл шкіл =сіль =біль піль =кіл гін дзвін
	   =кінь орін =дім грім =кіт =піт =пліт =дріт =гніт живіт обіт убіт иріт оріт =міст =ніс =кіс =віз овіз =кіз =ніж ніч гріш =слів =львів
	   стрій покій апій
	е: =сіл мінь осінь корінь тіж біж =піч =річ папір попіл постіль сім =шіст
`)

func closings(table string) map[rune][]closing {
	all := map[rune][]closing{}
	vowel := ""
	for _, field := range strings.Fields(table) {
		if v, ok := strings.CutSuffix(field, ":"); ok {
			vowel = v
			continue
		}
		c := closing{vowel: vowel}
		c.end, c.whole = strings.CutPrefix(field, "=")
		c.end, c.soft = strings.CutSuffix(c.end, "ь")
		_, r := last(c.end)
		all[r] = append(all[r], c)
	}
	return all
}

// softened are ends of stems as they stand before -і, and in the other forms.
var softened = [][2]string{
	{"моз", "мог"}, {"дороз", "дорог"}, {"ноз", "ног"}, {"ваз", "ваг"}, {"книз", "книг"}, {"тривоз", "тривог"}, {"праз", "праг"}, {"ольз", "ольг"},
	{"колез", "колег"}, {"пороз", "порог"}, {"луз", "луг"}, {"мус", "мух"}, {"епос", "епох"}, {"посус", "посух"}, {"розрус", "розрух"}, {"стріс", "стріх"},
}

// ukrainianStems are stems that the rules would not leave, with what they become. An ending of the list follows.
var ukrainianStems = table(`
	голов голів: голов
	основ
	коров корів: коров
	готов
	здоров
	режим
	іслам
	атом
	архів
	музе
	геро
	памят
	києв
	замах
	монах
	аллах
	танц танец: танц
	палц пальц палец: палц
	друз: друг
	росси
	річк: рік
	хоке
	дерев
	формат
	постат
	успіх
	поспіх
	ведмід ведмед: ведмед
	імен: імен
	відом
	росій
	вогн вогон: вогн
	земл земел: земл
	сестр сестер: сестр
	посл посол: посл
	орл орел: орл
	вітр вітер: вітр
	церкв церков: церкв
	корабл корабел: корабл
	вікн вікон: вікн
	колір кольор: колор
	політ польот: полот
	лід льод: льод
	мід мед: мед
`)

// ukrainianForms are words that go by no rule.
var ukrainianForms = table(`
	день дня дню днем дневі дні днів дням днями днях дней дне: дн
	тиждень: тижн
	січень: січн
	березень березня березню березнем березні: березн
	квітень: квітн
	травень: травн
	червень: червн
	липень: липн
	серпень: серпн
	вересень: вересн
	жовтень: жовтн
	грудень: грудн
	рівень: рівн
	учень: учн
	південь: півдн
	уровень: уровн
	лікарень: лікарн
	сердець: серк
	імя імям: імен
	бій бою боєм боєві бої боїв боям боями боях: бій
	воєн воєнами: війн
	київ: києв
	любов любові любовю любовлю: любов
	урок пророк поток восток сорок порок уроку: урок
	сім семи сімох сьома: сем
	шість шести шістьох: шест
	річок річці: рік
	дно дна дном: дно
	нього: нього
	ньому: ньому
	грішми: грош
	мати матір матері матірю матерям матерів матерями матерях: матір
	очі очей очам очима очах око ока оку оком: ок
`)

// table reads lines of words and, behind a colon, what they become; without one they stay.
func table(lines string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(lines) {
		words, to, ok := strings.Cut(strings.TrimSpace(line), ":")
		for _, w := range strings.Fields(words) {
			if all[w] = strings.TrimSpace(to); !ok {
				all[w] = w
			}
		}
	}
	return all
}
