package attribution

import "strings"

// titleOf brings the name of an outlet that stands in an oblique case («кореспондентка «Скалатських новин»») into the
// nominative: as the text has it elsewhere, or by its endings.
func (n *namer) titleOf(from, to int) string {
	p := n.p
	for _, i := range n.capitalsLike(n.stem(p.tokens[from].lower)) {
		if i >= from && i < to || i+to-from > len(p.tokens) {
			continue
		}
		same, differs := true, false
		for k := 0; k < to-from && same; k++ {
			a, b := p.tokens[i+k].lower, p.tokens[from+k].lower
			same = a == b || p.tokens[i+k].kind == word && p.tokens[i+k].para == p.tokens[i].para && n.stem(a) == n.stem(b)
			differs = differs || a != b
		}
		if same && differs && !hasAny(p.tokens[i+to-from-1].lower, "у", "ом", "ем", "ові", "ів", "ам", "ах", "ами") {
			return p.text(p.tokens[i].start, p.tokens[i+to-from-1].end)
		}
	}
	last := to - 1
	head, gender, plural := n.titleHead(last)
	words := make([]string, 0, to-from)
	for i := from; i < last; i++ {
		w := p.text(p.tokens[i].start, p.tokens[i].end)
		if p.tokens[i].kind == word && n.adjectival(p.tokens[i].lower) {
			if name, c := n.adjective(p.tokens[i].lower, gender, plural); c&(genitive|dative) != 0 && name != "" {
				w = p.sameCase(i, name)
			}
		}
		words = append(words, w)
	}
	return strings.Join(append(words, head), " ")
}

// capitalsLike gives the first few words with a capital that have a stem.
func (n *namer) capitalsLike(stem string) []int {
	if n.capital == nil {
		n.capital = map[string][]int{}
		for i := range n.p.tokens {
			if n.p.tokens[i].kind == word && n.p.capital(i) {
				if s := n.stem(n.p.tokens[i].lower); len(n.capital[s]) < 8 {
					n.capital[s] = append(n.capital[s], i)
				}
			}
		}
	}
	return n.capital[stem]
}

// titleHead brings the last word of a title in the genitive into the nominative, with its gender and number.
func (n *namer) titleHead(i int) (string, byte, bool) {
	p := n.p
	w := p.tokens[i].lower
	text := p.text(p.tokens[i].start, p.tokens[i].end)
	if p.tokens[i].kind != word || latin(p.runes[p.tokens[i].start]) {
		return text, 'm', false
	}
	letters := []rune(w)
	last := letters[len(letters)-1]
	runes := []rune(text)
	cut := func(k int, end string) string { return string(runes[:len(runes)-k]) + end }
	soft := "і"
	if n.p.lang == "ru" {
		soft = "и"
	}
	switch {
	case hasAny(w, "ого") && len(letters) > 5: // «Суспільного»
		return cut(3, map[string]string{"uk": "е", "ru": "ое"}[n.p.lang]), 'n', false
	case hasAny(w, "ей"):
		return cut(2, soft), 0, true
	case hasAny(w, "ів", "ов"):
		return cut(2, map[string]string{"uk": "и", "ru": "ы"}[n.p.lang]), 0, true
	case strings.ContainsRune("бвгґджзклмнпрстфхцчшщ", last): // «новин», «Озерян»
		return cut(0, map[string]string{"uk": "и", "ru": "ы"}[n.p.lang]), 0, true
	case hasAny(w, "ня", "тя") || last == 'я':
		return cut(1, "ь"), 'm', false
	case last == 'у' || last == 'а' || last == 'ю':
		return cut(1, ""), 'm', false
	case last == 'и' || last == 'ы':
		return cut(1, "а"), 'f', false
	case last == 'о' || last == 'е':
		return text, 'n', false
	case last == 'і', last == 'ї':
		return cut(1, "я"), 'f', false
	}
	return text, 'm', false
}
