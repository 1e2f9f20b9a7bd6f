package attribution

// sentences numbers the sentences of the text.
func (p *page) sentences() {
	n := 0
	for k, para := range p.paras {
		if k > 0 {
			n++
		}
		for i := para.from; i < para.to; i++ {
			p.tokens[i].sent = n
			if i+1 < para.to && p.breaks(i, para.to) {
				n++
			}
		}
	}
}

// breaks tells whether a sentence ends with token i, closing marks included.
func (p *page) breaks(i, end int) bool {
	j := i
	for j > 0 && p.tokens[j].kind == closer && p.tokens[j-1].end == p.tokens[j].start {
		j--
	}
	if !p.ends(j) || i+1 >= end {
		return false
	}
	next := i + 1
	if p.tokens[next].start == p.tokens[i].end { // nothing between: a closing mark to come, 3.5, a.m
		return false
	}
	if p.tokens[next].kind == closer || p.is(next, ".", "…", "!", "?") {
		return false
	}
	if p.tokens[next].kind == dash { // «Так!» – сказала вона; A. – B
		return next+1 < end && p.begins(next+1) && j == i && p.is(j, ".", "…")
	}
	return p.begins(next)
}

// begins tells whether a sentence may begin with a token.
func (p *page) begins(i int) bool {
	t := p.tokens[i]
	switch t.kind {
	case word:
		return p.capital(i)
	case number, opener:
		return true
	}
	return t.lower == "(" || t.lower == "№"
}

// ends tells whether token i is a mark that ends a sentence, and not one of an abbreviation.
func (p *page) ends(i int) bool {
	t := p.tokens[i]
	if t.kind != mark {
		return false
	}
	switch t.lower {
	case "!", "?", "…":
		return true
	case ".":
		if i == 0 || p.tokens[i-1].end != t.start {
			return true
		}
		w := p.tokens[i-1]
		if w.kind != word {
			return true
		}
		if w.end-w.start == 1 && p.capital(i-1) && !(p.lang == "en" && w.lower == "i") { // an initial
			return false
		}
		return !abbreviations[w.lower]
	}
	return false
}

// abbreviations stand before a name or a number, so their point ends no sentence.
var abbreviations = map[string]bool{
	"м": true, "с": true, "смт": true, "вул": true, "просп": true, "пров": true, "бул": true, "ім": true, "св": true, "проф": true,
	"акад": true, "гр": true, "п": true, "пп": true, "ст": true, "див": true, "т": true, "тт": true, "о": true, "ред": true, "напр": true, "доц": true,
	"ул": true, "им": true, "просп-т": true, "г": true, "д": true, "пл": true, "обл": true, "см": true,
	"mr": true, "mrs": true, "ms": true, "dr": true, "st": true, "prof": true, "gen": true, "col": true, "sgt": true, "lt": true, "gov": true, "sen": true, "rep": true, "rev": true, "no": true, "vs": true, "hon": true, "capt": true, "supt": true,
}
