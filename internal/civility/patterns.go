package civility

import "bytes"

// shapes is what the look of a word says of its grammar, a bit set. It is a guess from endings, to be weighed and never trusted.
type shapes uint8

const (
	shapeSecond     shapes = 1 << iota // verb, second person present: пишеш, пишете, несёшь; English you're, ur
	shapeImperative                    // йди, читайте, shut, go
	shapePastMan                       // писав, писал
	shapePastWoman                     // писала
	shapeVocative                      // an ending that vocatives have; see vocative
	shapeReflexive                     // вчишся, позорься
)

// shape looks at one folded word (lower case, no apostrophes, ё as е). It allocates nothing.
func shape(form []byte) shapes {
	if len(form) > 0 && form[0] < 0x80 {
		return shapeEnglish(form)
	}
	if len(form) < 6 || len(form) > 60 { // three Cyrillic letters
		if commanding(form) {
			return shapeImperative
		}
		return 0
	}
	var s shapes
	stem := form
	for _, end := range [...]string{"ся", "сь"} {
		if cut, ok := bytes.CutSuffix(form, []byte(end)); ok && len(cut) >= 6 {
			stem, s = cut, shapeReflexive
			break
		}
	}
	switch {
	case endsAny(stem, "еш", "єш", "иш", "їш", "ешь", "ишь") && len(stem) >= 8, // not "лиш", "миш"
		endsAny(stem, "ете", "єте", "ите", "їте") && len(stem) >= 10:
		s |= shapeSecond
	case endsAny(stem, "йте", "іть", "їть") && len(stem) >= 8:
		s |= shapeImperative
	case endsAny(stem, "ай", "яй", "уй", "юй", "ей") && len(stem) >= 8:
		s |= shapeImperative
	case endsAny(stem, "ла"):
		s |= shapePastWoman
	case endsAny(stem, "ав", "яв", "ив", "їв", "ів", "ув", "ал", "ял", "ил", "ел", "ыл"):
		s |= shapePastMan
	}
	if s&shapeReflexive != 0 && s&(shapeSecond|shapeImperative|shapePastMan|shapePastWoman) == 0 && !endsAny(stem, "ть", "т", "и", "ы", "й", "ь") {
		s &^= shapeReflexive // "вся", "здесь", "месяць"
	}
	if commanding(form) {
		s = s&^shapeSecond | shapeImperative
	}
	if endsAny(form, "е", "у", "ю", "о", "є") {
		s |= shapeVocative
	}
	return s
}

// vocative tells whether a word of these classes is likely to call somebody by what it says.
func (s shapes) vocative(of classes) bool {
	return s&shapeVocative != 0 && of.any(classSet(classInsult, classAnimal, classKin, classAddress, classSlur, classBot))
}

func endsAny(form []byte, ends ...string) bool {
	for _, end := range ends {
		if len(form) >= len(end) && string(form[len(form)-len(end):]) == end {
			return true
		}
	}
	return false
}

// shapeEnglish is shape for Latin letters.
func shapeEnglish(form []byte) shapes {
	switch string(form) {
	case "youre", "you're", "ur", "youve", "youll", "u", "youd", "yer", "yr":
		return shapeSecond
	case "go", "get", "shut", "stop", "read", "learn", "try", "take", "look", "listen", "think", "grow", "stfu", "gtfo", "kys",
		"leave", "quit", "shove", "suck", "eat", "kiss", "fuck", "die", "kill", "rot", "burn", "keep", "wake", "educate", "google",
		"drop", "come", "crawl", "move", "let", "dont", "don't", "wait", "watch", "calm", "chill", "cry", "delete", "enjoy", "find",
		"give", "hang", "screw", "piss", "sit", "tell", "show", "prove", "spare", "check", "fix", "see", "wipe", "ask", "be", "bite":
		return shapeImperative
	}
	return 0
}

// commanding tells the imperatives that endings do not.
func commanding(form []byte) bool {
	switch string(form) {
	case "йди", "іди", "иди", "піди", "пойди", "пиши", "читай", "вчи", "учи", "вчись", "учись", "навчись", "вивчи", "выучи", "дивись",
		"смотри", "глянь", "слухай", "слушай", "послухай", "послушай", "мовчи", "молчи", "замовкни", "замолчи", "заткнись", "стули", "закрий",
		"закрой", "здохни", "сдохни", "здохніть", "сдохните", "вали", "валіть", "валите", "лети", "катись", "котись", "біжи", "беги",
		"їдь", "їдьте", "езжай", "сядь", "сиди", "сидіть", "сидите", "встань", "візьми", "возьми", "дай", "кинь", "брось", "облиш", "залиш",
		"перестань", "припини", "прекрати", "скажи", "скажіть", "скажите", "поясни", "объясни", "доведи", "докажи", "покажи", "розкажи",
		"расскажи", "подумай", "думай", "включи", "увімкни", "відкрий", "открой", "прочитай", "прочти", "перечитай", "погугли", "загугли",
		"вилікуйся", "лікуйся", "лечись", "проспись", "проспися", "протверезій", "умийся", "вмийся", "помийся", "заспокойся", "успокойся",
		"утрись", "утрися", "вибач", "вибачте", "пробач", "прости", "простите", "тримай", "держи", "держись", "жри", "жуй", "бреши", "будь", "будьте", "стань", "зникни", "исчезни", "щезни", "забирайся", "убирайся", "провалюй", "провались", "зажмурся",
		"оглядайся", "чекай", "жди", "ждіть", "ждите", "почекай", "подожди", "забудь", "запамятай", "запомни", "соси", "гори",
		"гніть", "гній", "гни", "вдавись", "подавись", "удавись", "вбийся", "убейся", "застрелись", "вішайся", "вешайся", "повісься", "пиздуй", "єбись",
		"ебись", "відвали", "отвали", "відчепись", "отцепись", "відстань", "отстань", "вимкни", "выключи", "неси", "веди", "роби", "делай", "працюй",
		"работай", "їж", "їжте", "пий", "пей", "спи", "ешь", "звали", "свали", "сховайся", "спрячься", "зайди", "вийди", "выйди", "приїдь":
		return true
	}
	return false
}
