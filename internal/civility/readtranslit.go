package civility

import (
	"strings"
	"unicode/utf8"
)

// slavicPairs tells, for each pair of letters ("{" is the edge of a word), how much likelier it is in Ukrainian and Russian written in
// Latin letters than in English: "m" for as likely, each letter of the alphabet 0.3 in the natural logarithm more or less. It was
// counted over the clean rows of train-uk-open and train-ru-open, written in five schemes, against train-en-open and the
// Latin words of train-uk-open.
const slavicPairs = "" +
	"qhkhlhhfljirklonoalmllsabkyshkkmojbrlxqlnljlekmmhsaanujlaikjgkomkukntmjkliimiimrmdahaedjkqkxaahkaghaaaamjkdh" +
	"eoqpijgaolqwkmtoskmjroocmryjdmhgcggpkstjmkkjakhmgmaaltehiefhagmjmkekkimmihffkfihmafhinafaadkngdckgmeadfohmbj" +
	"oolypmfmjoqytnwpmkpklqxgkttvoliokebxvyrmmifjdmmlwphaypvvqrwpknpskrrtwilkluusqimmpmukslgghxomlslnxfmwkxwyemtt" +
	"hmhiejghomyocjxnfkhjjliemnpomdhjkjhinuwpdrngkqgoongktmgpigglhanpunfcqqbgjhirgcgtqqdqmqmjjvovqnoialkmpnasaaqy" +
	"flgmgliganrrketpamoghljjkrodejjmkmmmhmmjmmmmjkjkammmmmhmjghjhdqmymhknojhchkokbfpxelhjkikcpnysnlqlmblenlxaksl" +
	"lmjeljifakxyhksnkhmohnxajqjxhlnochgslytklhelmjknlymdtswsuywkjlyqyyytysvmxyxxtmmyyaaefdafjaajfcgaafmaaegkcmem" +
	"acjaiajmgamkikkfammjachmefmnvqqtpqlyruytutkomrswyydmywnwwsylmsypwytyyrymvuryymmth"

// englishInCyrillic is English swearing as it is written in Cyrillic letters: the beginning of a word, and what it says.
const englishInCyrillic = "мазерфак:motherfuck мазафак:motherfuck мазэфак:motherfuck матерфак:motherfuck факін:fuckin факин:fuckin фак:fuck фак ю:fuck" +
	" факю:fuck фукинг:fucking булшит:bullshit буллшит:bullshit булшіт:bullshit шит:shit шіт:shit битч:bitch бітч:bitch" +
	" асхол:asshole эсхол:asshole дикхед:dickhead дікхед:dickhead лузер:loser сакер:sucker" +
	" стьюпид:stupid стюпид:stupid стьюпід:stupid бастард:bastard ретард:retard ниггер:nigger нігер:nigger нигер:nigger" +
	" коксакер:cocksucker слат:slut дамбас:dumbass джекас:jackass"

// An englishWord is a row of that list.
type englishWord struct{ from, to string }

func englishSpelt() (list []englishWord) {
	for pair := range strings.FieldsSeq(englishInCyrillic) {
		if from, to, ok := strings.Cut(pair, ":"); ok {
			list = append(list, englishWord{from, to})
		}
	}
	return list
}

// How Slavic a word of Latin letters must look, on average over its pairs of letters, to be written in Cyrillic ones: less in a
// text that looks Slavic as a whole, more where Latin words are brand names.
const (
	slavicText  = 0.3
	slavicWord  = 0.5
	slavicAlone = 0.0

	slavicFew      = 3 // of so few Latin words, one alone says little
	slavicFewAlone = -2.0
)

// transliterate makes reading 2: reading 1 with words of Latin letters in Cyrillic ones where they seem to be Ukrainian or Russian,
// and English swearing in Cyrillic letters as English.
func (p *page) transliterate() {
	from := p.readings[1]
	sum, pairs, roman := 0, 0, 0
	for i := range from {
		w := &from[i]
		if w.kind == letters && w.flags&mixed == hasLatin {
			s, n := p.slavic(w)
			sum, pairs, roman = sum+s, pairs+n, roman+1
			if p.x.slavicHint(p.text(w)) {
				sum += 12
			}
		}
	}
	if roman == 0 && p.script != cyrillic {
		return
	}
	p.roman = roman
	slavic := p.script == cyrillic || float32(sum) > slavicText*float32(pairs)
	changed := false
	p.kept[2] = p.kept[2][:0]
	for i := range from {
		w := from[i]
		if w.kind == letters && w.to-w.from > 1 && w.to-w.from < 2*cellsMost {
			begin := int32(len(p.letters))
			ok := false
			switch {
			case w.flags&hasLatin != 0 && p.allLatin(&w):
				ok = p.toCyrillic(&w, slavic)
			case w.flags&mixed == hasCyrillic:
				ok = p.toEnglish(&w)
			}
			if ok {
				w.from, w.to = begin, int32(len(p.letters))
				changed = true
			} else {
				p.letters = p.letters[:begin]
			}
		}
		p.kept[2] = append(p.kept[2], w)
	}
	if changed {
		p.readings[2] = p.kept[2]
		p.differs[2] = true
	} else if p.differs[1] {
		p.readings[2] = p.readings[0]
	}
}

// slavicHint tells whether a word is one of the commonest of Ukrainian or Russian, in Latin letters.
func (x *lens) slavicHint(form []byte) bool {
	switch string(form) {
	case "ty", "ti", "vy", "ne", "na", "ya", "ja", "tebe", "tobi", "idi", "idy", "jdi", "yak", "jak", "shcho", "sho", "scho", "chto", "shto", "kak",
		"eto", "ce", "tse", "nu", "takyi", "takoi", "takoy", "moy", "nash", "vash", "vam", "vas", "nas", "nam", "oni", "vony", "tut", "tam", "vse":
		return true
	}
	return false
}

func (p *page) allLatin(w *word) bool {
	for _, b := range p.text(w) {
		if b < 'a' || b > 'z' {
			return false
		}
	}
	return true
}

// slavic gives how Slavic a word looks, and over how many pairs.
func (p *page) slavic(w *word) (sum, pairs int) {
	last := 0
	for _, b := range p.text(w) {
		next := 0
		if b >= 'a' && b <= 'z' {
			next = int(b-'a') + 1
		}
		sum += int(slavicPairs[last*27+next]) - 'm'
		pairs++
		last = next
	}
	return sum + int(slavicPairs[last*27]) - 'm', pairs + 1
}

// toCyrillic writes a word of Latin letters in Cyrillic ones, rude where it can be, and says whether it should.
func (p *page) toCyrillic(w *word, slavicText bool) bool {
	sum, pairs := p.slavic(w)
	look := float32(sum) / float32(pairs)
	english := p.x.isRude(p.text(w))
	bar := float32(slavicAlone)
	if p.roman <= slavicFew {
		bar = slavicFewAlone
	}
	short := p.script == cyrillic && w.to-w.from < 5
	if !english && w.to-w.from > 2 && (slavicText && (!short || look > 0) || look > bar) && p.rudeInLatin(w, look, slavicText) {
		return true
	}
	if english || !slavicText || look < slavicWord && p.script == cyrillic || look < 0 && w.to-w.from > 3 || w.to-w.from < 2 {
		return false
	}
	p.spellCyrillic(p.text(w))
	return true
}

// rudeInLatin fits a word of Latin letters, by its sound, to the rude words.
func (p *page) rudeInLatin(w *word, look float32, slavicText bool) bool {
	f := &p.fitter
	f.x, f.n = p.x, 0
	form := p.text(w)
	for k := 0; k < len(form); k++ {
		if f.n == cellsMost {
			return false
		}
		run := 1
		for k+run < len(form) && form[k+run] == form[k] {
			run++
		}
		c := cell{r: rune(form[k]), run: 1}
		if run > 2 {
			c.run = 2
			k += run - 1
		}
		f.in[f.n] = c
		f.n++
	}
	f.whole, f.least = look < 0 || !slavicText, 3
	if !slavicText && p.roman <= slavicFew {
		f.whole, f.least = false, 4
	}
	ok := f.fit(&p.x.sounds, look > 0 && slavicText)
	p.steps += f.steps
	if !ok || !p.rudeNow() {
		return false
	}
	var b [skeletonMax]byte
	if p.x.isSpare(b[:p.x.lexicon.skeleton(&b, form)]) {
		return false
	}
	p.letters = append(p.letters, p.word...)
	return true
}

// spellCyrillic writes Latin letters in Cyrillic ones the plain way.
func (p *page) spellCyrillic(form []byte) {
	t := &p.x.sounds
	ukrainian := p.russian <= 0
	for i := 0; i < len(form); {
		c := form[i]
		n, out := 1, rune(0)
		for _, g := range t.many[c] {
			if len(g.from) <= len(form)-i && string(form[i:i+len(g.from)]) == g.from {
				n, out = len(g.from), g.to[0]
				break
			}
		}
		if out == 0 {
			out = t.one[c][0]
			switch {
			case c == 'y' && i > 0 && vowel(rune(form[i-1])):
				out = 'й'
			case c == 'y' && ukrainian:
				out = 'и'
			case c == 'y':
				out = 'ы'
			case c == 'i' && ukrainian:
				out = 'і'
			case c == 'h' && ukrainian:
				out = 'г'
			case c == 'c' && i+1 < len(form) && form[i+1] != 'e' && form[i+1] != 'i':
				out = 'к'
			case c == 'x':
				p.letters = append(p.letters, "к"...)
				out = 'с'
			}
		} else if n == 2 && form[i+1] == 'e' && ukrainian && form[i] != 'j' {
			out = 'є'
		}
		p.letters = utf8.AppendRune(p.letters, out)
		i += n
	}
}

// toEnglish writes English swearing in Cyrillic letters as English, if the word is that.
func (p *page) toEnglish(w *word) bool {
	form := p.text(w)
	switch r, _ := utf8.DecodeRune(form); r {
	case 'м', 'ф', 'б', 'щ', 'ш', 'а', 'э', 'д', 'л', 'с', 'р', 'н', 'к', 'х':
	default:
		return false
	}
	for _, e := range p.x.english {
		if len(form) < len(e.from) || string(form[:len(e.from)]) != e.from {
			continue
		}
		if more := len(form) - len(e.from); more > 0 && (more > 8 || len(e.from) < 12 && !ending(form[len(e.from):])) {
			continue
		}
		p.letters = append(p.letters, e.to...)
		return true
	}
	return false
}

// ending tells whether what follows a borrowed word is an ending of it.
func ending(rest []byte) bool {
	switch string(rest) {
	case "и", "і", "и́", "ы", "а", "у", "ом", "ам", "ов", "ів", "инг", "інг", "ер", "ери", "еры", "ю", "ин", "ін", "ає", "ает", "ать", "ати":
		return true
	}
	return false
}
