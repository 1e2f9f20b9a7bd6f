package lang

import (
	"strings"
	"unicode"
)

// spaces sets no-break spaces where a line must not end.
func (t *setter) spaces() {
	for i, r := range t.in {
		// Of several spaces in a row none is changed: there a person meant something.
		if r != ' ' || space(t.at(i-1)) || space(t.at(i+1)) {
			continue
		}
		if t.dashed(i+1) && i > 0 || t.lang == "uk" && t.opensLine(i) || t.binds(i) {
			t.out[i] = nbsp
		}
	}
}

// binds tells whether what is left and right of the space at i belongs on one line.
func (t *setter) binds(i int) bool {
	left, dot := t.wordBefore(i)
	right := t.wordAfter(i)
	lower := strings.ToLower(left)
	switch {
	case strings.ContainsRune("№§", t.at(i-1)) && digits(right):
		return true
	case left == "" || right == "" && !strings.ContainsRune("%°‰", t.at(i+1)):
		// Only № and prepositions reach over punctuation: в «Бористені».
		return left != "" && !dot && t.lang == "uk" && short[lower] && strings.ContainsRune("«„“\"'’(", t.at(i+1))
	case dot:
		return t.bindsDot(i, left, right)
	case digits(left):
		return t.unit(i, right) || len(right) == 3 && digits(right) && len(left) <= 3
	case t.lang == "en":
		return titles[left] && capital(right) || months[lower] && digits(right) && len(right) <= 2
	}
	return short[lower] || particles[strings.ToLower(right)]
}

// bindsDot is binds after a dot: initials (Дж. Байден), titles (Dr. Smith), parts of an address (м. Київ), and т. д.
func (t *setter) bindsDot(i int, left, right string) bool {
	single := len([]rune(left)) == 1
	switch {
	case single && capital(left), digraphs[left]:
		return capital(right)
	case t.lang == "en":
		return titles[left] && (capital(right) || digits(right))
	case abbreviations[left] && (capital(right) || digits(right)):
		return true
	}
	_, end := t.after(i)
	return single && !capital(right) && len([]rune(right)) == 1 && t.at(end) == '.' // т. д., т. п., н. е.
}

// unit tells whether a number before right belongs to it: a month, a unit, a count of something.
func (t *setter) unit(i int, right string) bool {
	if right == "" {
		return strings.ContainsRune("%°‰", t.at(i+1))
	}
	right = strings.ToLower(right)
	if months[right] || units[right] {
		return true
	}
	for _, stem := range stems {
		if strings.HasPrefix(right, stem) {
			return true
		}
	}
	return false
}

// wordBefore is the word that ends at the space at i, and whether a dot stands between them. It is empty where the word goes
// on to the left over a hyphen or an apostrophe: будь-на is no preposition.
func (t *setter) wordBefore(i int) (word string, dot bool) {
	end := i
	if t.at(end-1) == '.' {
		end, dot = end-1, true
	}
	start := end
	for start > 0 && wordRune(t.at(start-1)) {
		start--
	}
	if r := t.at(start - 1); r == '-' || apostrophe(r) && start > 1 && unicode.IsLetter(t.at(start-2)) || r == '.' && dot && start > 1 && t.at(start-2) == '.' {
		return "", dot
	}
	return string(t.in[start:end]), dot
}

// wordAfter is the word that begins behind the space at i.
func (t *setter) wordAfter(i int) string {
	word, _ := t.after(i)
	return word
}

// after is wordAfter with where the word ends.
func (t *setter) after(i int) (string, int) {
	end := i + 1
	for wordRune(t.at(end)) {
		end++
	}
	return string(t.in[i+1 : end]), end
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

func capital(s string) bool {
	for _, r := range s {
		return unicode.IsUpper(r)
	}
	return false
}

// set makes a set of the words in s.
func set(s string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(s) {
		m[w] = true
	}
	return m
}

var (
	// short are the prepositions, conjunctions and particles of one and two letters that a line does not end with.
	short = set("а в є з і й о у бо до за зі зо із на не ні об од от по та то чи як же б ж")
	// particles are those that belong to the word before.
	particles = set("б би ж же")
	// months as they stand in dates.
	months = set("січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня " +
		"january february march april may june july august september october november december")
	// units are whole words after a number; stems are the beginnings of such words.
	units = set("р рр г т л м км см мм кг мг га год хв с ст в вв грн коп євро дол тис млн млрд трлн вт квт мвт осіб " +
		"день дні днів доби рік числа числ a.m p.m km m cm mm kg g mg t l ft lb mph pm am per percent bn million billion trillion thousand")
	stems = []string{"хвилин", "годин", "секунд", "дня", "тижн", "тижд", "місяц", "рок", "століт", "тисяч", "мільйон", "мільярд", "трильйон",
		"відсот", "гривен", "гривн", "долар", "метр", "кілометр", "кілограм", "тонн", "літр", "градус", "гектар", "людей", "людин", "раз",
		"minute", "hour", "second", "day", "week", "month", "year", "metre", "kilomet", "tonne", "degree", "dollar", "euro", "pound", "people"}
	digraphs      = set("Дж Дз Ст Ch Th")
	abbreviations = set("м вул просп пл буд кв ст рис табл п пп ч т кн гл стор с ім св о проф акад див р")
	titles        = set("Mr Mrs Ms Dr Prof St No")
)
