package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Languages that Detect knows, and what it says of the others.
const (
	Ukrainian     = "uk"
	Russian       = "ru"
	English       = "en"
	OtherLanguage = "other"
)

// mostDetected is how many runes Detect reads: more would tell it nothing new.
const mostDetected = 8_192

// Detect tells the language of a text: uk, ru, en or other. It goes by the letters that but one of Ukrainian and Russian has
// and by the commonest words, and leaves out addresses. It is sure where the text has enough of them, all but a few for the
// same language: then it is wrong so seldom that a comment may be refused for it. It is never sure of a few words, of names
// alone, or of a text in two languages, such as a Ukrainian one with a long Russian quotation; the tag is the better guess
// then, and other where there is nothing to guess by. It takes any bytes and reads the first 8,192 runes.
func Detect(text string) (tag string, sure bool) {
	var e evidence
	for field := range strings.FieldsSeq(first(text, mostDetected)) {
		if strings.Contains(field, "://") || strings.HasPrefix(field, "www.") {
			continue
		}
		eachWord(field, func(word string, _, _ int) bool {
			e.add(word)
			return true
		})
	}
	return e.judge()
}

// first gives the first n runes of a text.
func first(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for i := range text {
		if n--; n < 0 {
			return text[:i]
		}
	}
	return text
}

// evidence counts words.
type evidence struct {
	cyrillic, latin, another int // by the letters they have; words of digits alone are not counted
	letters                  int
	uk, ru, en, other        int // that only this language has; other: letters of the Cyrillic or Latin alphabet that none of the three has
}

func (e *evidence) add(word string) {
	var uk, ru, other, cyrillic, latin, another bool
	var before rune
	lower := strings.ToLower(word)
	for _, r := range lower {
		switch {
		case r == 'і', r == 'ї', r == 'є', r == 'ґ':
			uk, cyrillic = true, true
		case r == 'ы', r == 'э', r == 'ё':
			ru, cyrillic = true, true
		case r >= 'а' && r <= 'я':
			cyrillic = true
			// Bulgarian has ъ between consonants, Russian before these alone.
			if before == 'ъ' {
				hard := r == 'е' || r == 'ю' || r == 'я'
				ru, other = ru || hard, other || !hard
			}
		case unicode.Is(unicode.Cyrillic, r) && r != 0x301:
			other, cyrillic = true, true
		case r >= 'a' && r <= 'z':
			latin = true
		case unicode.Is(unicode.Latin, r):
			other, latin = true, true
		case unicode.IsLetter(r) && !apostrophe(r):
			another = true
		case apostrophe(r) && unicode.Is(unicode.Cyrillic, before):
			uk = true
		}
		before = r
	}
	e.letters += utf8.RuneCountInString(word)
	switch {
	case cyrillic && latin:
		return // a look-alike, or H₂O: it tells nothing
	case cyrillic:
		e.cyrillic++
		uk, ru = uk || commonWords[lower] == Ukrainian, ru || commonWords[lower] == Russian
		switch {
		case other || uk && ru: // Belarusian has both і and ы
			e.other++
		case uk:
			e.uk++
		case ru:
			e.ru++
		}
	case latin:
		e.latin++
		switch {
		case commonWords[lower] == English:
			e.en++
		case other:
			e.other++
		}
	case another:
		e.another++
	}
}

// Bounds of being sure.
const (
	leastWords   = 4  // that tell the language
	leastLetters = 20 // of the text
	fewStrangers = 8  // one word in this many may speak for another language
)

func (e *evidence) judge() (tag string, sure bool) {
	all := e.cyrillic + e.latin + e.another
	enough := e.letters >= leastLetters
	switch {
	case all == 0:
		return OtherLanguage, false
	case e.another*2 > all:
		return OtherLanguage, enough && e.another*fewStrangers >= all*(fewStrangers-1)
	case e.latin > e.cyrillic:
		enough = enough && e.cyrillic*fewStrangers <= e.latin && e.latin >= 2*leastWords
		if e.en*6 >= e.latin && e.en > e.other {
			return English, enough && e.en >= leastWords
		}
		// English has no such letters, but names and headlines in it may have few of its common words.
		return OtherLanguage, enough && e.latin >= 3*leastWords && e.en*16 <= e.latin && e.other*10 >= e.latin
	}
	enough = enough && e.latin*4 <= e.cyrillic
	tag, most, rest := Ukrainian, e.uk, e.ru+e.other
	if e.ru > most {
		tag, most, rest = Russian, e.ru, e.uk+e.other
	}
	if e.other > most {
		tag, most, rest = OtherLanguage, e.other, e.uk+e.ru
		return tag, enough && most >= 2*leastWords && rest <= most
	}
	if most == 0 {
		return OtherLanguage, false
	}
	return tag, enough && most >= leastWords && rest*fewStrangers <= most && most*8 >= e.cyrillic
}

// commonWords are those that but one of the languages has, and that nearly every sentence has one of.
var commonWords = wordsOf(map[string]string{
	Ukrainian: `що як це та й але або бо ще вже був була було були буде від щоб коли де хто цей ця його її їх він вона вони ви який яка яке
		дуже лише тільки навіть проте також треба якщо чи цього тому про після перед своє свого якого якої немає нема має мають може можуть
		ось тут зараз потім себе мене тебе нас вас нам вам чому якби усе усі всі є під між без`,
	Russian: `и что как это но или еще уже был была было были будет от чтобы когда где кто этот эта его ее их он она они который которая
		которое которые очень только даже тоже также нужно если нет ли этого почему потому после своего своей нельзя можно может могут
		вот здесь сейчас потом меня тебя нас вас себя все с к со ко из`,
	English: `the of and to in is that it for on with as was are be this have from or by not at but they his her you which we she has
		had been their will would were an there who if what about when can more than so no do does my your our its`,
})

func wordsOf(lists map[string]string) map[string]string {
	all := map[string]string{}
	for tag, list := range lists {
		for word := range strings.FieldsSeq(list) {
			if _, both := all[word]; both {
				all[word] = "" // Ukrainian and Russian share it
			} else {
				all[word] = tag
			}
		}
	}
	return all
}
