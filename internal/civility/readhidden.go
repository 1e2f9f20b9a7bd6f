package civility

import "unicode/utf8"

// unmask makes reading 1: the words whose letters were hidden are put back to letters, the others are those of reading 0.
func (p *page) unmask() {
	p.kept[1] = p.kept[1][:0]
	for i := 0; i < len(p.kept[0]); {
		n := p.spaced(i)
		if n == 0 {
			n = p.chunk(i)
		}
		if n == 0 {
			n = p.parted(i)
		}
		if n == 0 {
			n = p.alone(i)
		}
		if n == 0 {
			p.kept[1] = append(p.kept[1], p.kept[0][i])
			n = 1
		}
		i += n
	}
	if p.differs[1] {
		p.readings[1] = p.kept[1]
	}
}

// replace puts a word for words [from,to) of reading 0 into reading 1; more are the glyphs that it covers.
func (p *page) replace(from, to int, more span, runes []rune) {
	w := word{start: p.glyphs[more.from].at, end: p.glyphs[more.to-1].at + 1, from: int32(len(p.letters)), kind: letters, flags: hidden}
	all := shouted
	for i := from; i < to; i++ {
		v := &p.kept[0][i]
		if v.kind != letters && v.kind != address {
			continue
		}
		if v.flags&(shouted|capital) == 0 {
			all = 0
		}
		w.flags |= v.flags & (quoted | stretched | hasLatin | hasCyrillic | hidden)
	}
	if p.glyphs[more.from].upper {
		w.flags |= capital
		w.flags |= all
	}
	for _, r := range runes {
		p.write(r)
	}
	w.to = int32(len(p.letters))
	p.kept[1] = append(p.kept[1], w)
	p.differs[1] = true
}

// keep copies words [from,to) of reading 0 to reading 1.
func (p *page) keep(from, to int) { p.kept[1] = append(p.kept[1], p.kept[0][from:to]...) }

// chunk reads the words from i on that no space parts, if there are several of them or the one there is odd; it gives how many
// words it put into reading 1, 0 for none.
func (p *page) chunk(i int) int {
	j, odd := i, false
	for j < len(p.tokens) && (j == i || p.tokens[j].from == p.tokens[j-1].to) {
		switch p.kept[0][j].kind {
		case letters:
			if j > i && p.kept[0][j-1].kind == mark && p.startsSpaced(j) {
				goto out
			}
			odd = odd || p.tokens[j].odd || p.kept[0][j].flags&stretched != 0
		case number:
		case address:
			if p.glyphs[p.tokens[j].from].r != '@' || j > i {
				if j == i {
					return 0
				}
				goto out
			}
			odd = true
		case mark:
			r := p.glyphs[p.tokens[j].from].r
			if !inner(r) || r == '!' && p.tokens[j].to-p.tokens[j].from > 1 || r == '-' && p.tokens[j].to-p.tokens[j].from > 1 {
				if j == i {
					return 0
				}
				goto out
			}
		default:
			if j == i {
				return 0
			}
			goto out
		}
		j++
	}
out:
	if !odd && j-i < 2 {
		return 0
	}
	from, to := i, j
	for from < to && p.kept[0][from].kind == mark && !p.opens(from) {
		from++
	}
	for to > from && p.kept[0][to-1].kind == mark && !p.shuts(from, to-1) {
		to--
	}
	if from >= to || !odd && to-from < 2 || !p.hides(from, to) {
		return 0
	}
	p.keep(i, from)
	p.core(from, to)
	p.keep(to, j)
	return j - i
}

// inner tells signs that may stand inside a hidden word, for a letter or for nothing.
func inner(r rune) bool {
	switch r {
	case '.', '-', '_', '*', '#', '%', '@', '$', '!', '|', '+', '€', '£', '…', '^', '~', '•', '·', '¡', '✱', '∗', '×':
		return true
	}
	return false
}

// opens tells whether the mark that is word i may be the first letter of a hidden word.
func (p *page) opens(i int) bool {
	t := p.tokens[i]
	switch r := p.glyphs[t.from].r; r {
	case '@', '$', '€', '|', '!':
		return t.to-t.from == 1 && i+1 < len(p.tokens) && p.tokens[i+1].from == t.to
	case '*':
		return t.to-t.from < 3 && i+1 < len(p.tokens) && p.tokens[i+1].from == t.to && !p.glyphs[t.to].upper
	}
	return false
}

// shuts tells whether the mark that is word i may end a hidden word that begins with word from.
func (p *page) shuts(from, i int) bool {
	t := p.tokens[i]
	n, before := t.to-t.from, t.from-p.tokens[from].from
	switch r := p.glyphs[t.from].r; r {
	case '*', '✱':
		return p.glyphs[p.tokens[from].from].r != '*' && (n > 1 && n < 6 || n == 1 && before < 4)
	case '#':
		return n > 1 && n < 6
	case '@', '$', '€':
		return n <= 2 && before > 2 && (n == 1 || r == '$')
	}
	return false
}

// hides tells whether words [from,to), which nothing parts, may hide one: a letter stands beside something odd.
func (p *page) hides(from, to int) bool {
	known, strange, digits := 0, false, 0
	for i := from; i < to; i++ {
		t := p.tokens[i]
		switch w := &p.kept[0][i]; w.kind {
		case letters:
			known += int(t.to - t.from)
			strange = strange || t.odd || w.flags&stretched != 0
		case number:
			digits += int(t.to - t.from)
		case mark:
			strange = true
			if p.glyphs[t.from].r == '*' && t.to-t.from > 1 {
				known++ // х**
			}
		case address:
			known, strange = known+int(t.to-t.from)-1, true
		}
	}
	return known > 0 && known+digits > 1 && (strange || digits > 0) && (digits <= known/2 || digits <= 2*known && known+digits < 9)
}

// core reads words [from,to), which nothing parts, as one hidden word, or keeps them.
func (p *page) core(from, to int) {
	f := &p.fitter
	f.x = p.x
	over := span{from: p.tokens[from].from, to: p.tokens[to-1].to}
	has := p.cells(over)
	has.edge = p.kept[0][from].kind == number || p.kept[0][to-1].kind == number
	strangers := has.foreign > 0 && has.foreign == has.latin+has.cyrillic // a word of another alphabet
	if f.n > 1 && !strangers && !p.ordinary(over) {
		if p.suits(from, to, has) && p.fitRude(has) {
			p.steps += f.steps
			p.replace(from, to, over, f.out[:f.size])
			return
		}
		if p.plainJoins(from, to, has) {
			if p.restore(has) {
				p.replace(from, to, over, f.out[:f.size])
				return
			}
		}
	}
	for i := from; i < to; i++ {
		if to-from > 1 && p.kept[0][i].kind == letters && (p.tokens[i].odd || p.kept[0][i].flags&stretched != 0) {
			p.core(i, i+1)
		} else if n := p.alone(i); n == 0 {
			p.keep(i, i+1)
		}
	}
}

// has counts what a hidden word is made of.
type has struct {
	cyrillic, latin, foreign int // letters; those of other alphabets by what they look like
	cyrillicOnly, latinOnly  int // letters without a look-alike in the other alphabet
	digits, wild, signs      int
	parting                  int // of the signs, those that only part letters
	stretched                bool
	dots                     bool // dots stand for letters
	edge                     bool // a number stands at its beginning or end
	whole                    bool // wholly in one alphabet, nothing odd but a stretched letter
}

// cells fills the fitter from glyphs and counts them.
func (p *page) cells(over span) has {
	f := &p.fitter
	var h has
	f.n = 0
	for k := over.from; k < over.to; k++ {
		g := &p.glyphs[k]
		if g.class == apostrophe || g.class == space {
			continue
		}
		run := int32(1)
		for k+run < over.to && p.glyphs[k+run].r == g.r {
			run++
		}
		if f.n >= cellsMost-2 {
			f.n = 0
			return has{}
		}
		c := cell{r: g.r, run: 1}
		switch {
		case g.class.letter():
			if like, ok := p.x.foreign[g.r]; ok && g.r > 127 {
				c.r = like
				h.foreign++
			} else if g.class == foreign {
				f.n = 0
				return has{}
			}
			h.count(c.r)
			if run > 2 {
				h.stretched = true
				c.run = 2
				k += run - 1
			} else if run == 2 {
				f.in[f.n] = c
				f.n++
				k++
			}
		case g.class == digit:
			h.digits++
		default:
			h.signs++
			c.run = uint8(min(run, 6))
			switch g.r {
			case '*', '#', '%', '^', '✱', '∗', '•', '×':
				c.wild, c.skip = true, run == 1 && k > over.from
			case '@', '$':
				c.wild = true
			case '_', '~':
				h.parting++
				c.wild, c.skip = run > 1, true
			case '.':
				h.parting++
				c.wild, c.skip = run > 1, run == 1
				h.dots = h.dots || run > 1
			case '…':
				c.wild, c.run = true, 5
				h.dots = true
			case '-', '·':
				h.parting++
				c.skip = true
			}
			if c.wild {
				h.wild++
			}
			k += run - 1
		}
		f.in[f.n] = c
		f.n++
	}
	if h.stretched {
		p.joinDoubles()
	}
	h.whole = h.digits+h.signs+h.foreign == 0 && (h.latin == 0 || h.cyrillic == 0)
	return h
}

// joinDoubles makes letters that stand twice in a stretched word one that may.
func (p *page) joinDoubles() {
	f := &p.fitter
	n := 0
	for k := 0; k < f.n; k++ {
		if n > 0 && f.in[n-1].r == f.in[k].r && !f.in[k].wild && f.in[k].r > '9' {
			f.in[n-1].run = 2
			continue
		}
		f.in[n] = f.in[k]
		n++
	}
	f.n = n
}

// count takes a letter into account.
func (h *has) count(r rune) {
	switch {
	case r < 128:
		h.latin++
		switch r {
		case 'd', 'f', 'g', 'j', 'l', 'q', 's', 'v', 'w', 'z':
			h.latinOnly++
		}
	default:
		h.cyrillic++
		switch r {
		case 'а', 'в', 'е', 'і', 'к', 'м', 'н', 'о', 'р', 'с', 'т', 'у', 'х', 'г', 'п', 'и', 'ј', 'ѕ':
		default:
			h.cyrillicOnly++
		}
	}
}

// ordinary tells whether glyphs are, as written, a word to leave alone: one of the spare words, or м*яч and об"єкт.
func (p *page) ordinary(over span) bool {
	p.word = p.word[:0]
	for k := over.from; k < over.to; k++ {
		g := &p.glyphs[k]
		if g.r == '*' && k > over.from && k+1 < over.to {
			switch p.glyphs[k+1].r {
			case 'я', 'ю', 'є', 'ї':
				switch p.glyphs[k-1].r {
				case 'б', 'п', 'в', 'м', 'ф', 'р', 'д', 'з', 'н', 'т', 'с':
					if over.to-over.from > 4 {
						p.word = p.word[:0]
						return true
					}
				}
			}
		}
		if g.class != apostrophe {
			p.word = utf8.AppendRune(p.word, g.r)
		}
	}
	var b [skeletonMax]byte
	return p.x.isSpare(b[:p.x.lexicon.skeleton(&b, p.word)])
}

// fitRude looks for a rude word in the cells, in the alphabets that they may stand for.
func (p *page) fitRude(h has) bool {
	f := &p.fitter
	f.whole = h.dots || h.wild > 0 && (f.in[f.n-1].wild || f.in[0].wild)
	f.least = 3
	x := p.x
	switch {
	case h.cyrillic > 0 && (h.cyrillicOnly > 0 || h.cyrillic >= h.latin || p.script == cyrillic && h.cyrillic >= h.latinOnly):
		return p.fits(&x.cyrillic) || h.latin > 0 && p.fits(&x.latin)
	case h.cyrillic > 0:
		return p.fits(&x.latin) || (p.script == cyrillic || h.latinOnly == 0) && p.fits(&x.cyrillic)
	case h.whole, h.digits+h.signs == h.parting, h.wild > 0 && p.script == latin, h.edge, f.in[0].wild:
		return p.fits(&x.latin)
	default:
		if p.fits(&x.latin) {
			return true
		}
		f.whole = f.whole || p.script == latin
		return p.fits(&x.lookups) || p.fits(&x.sounds)
	}
}

// fits fits the cells with one table and asks the lexicon about what comes of it.
func (p *page) fits(t *optionTable) bool {
	f := &p.fitter
	ok := f.fit(t, !f.whole)
	p.steps += f.steps
	return ok && p.rudeNow()
}

// rudeNow tells whether the lexicon calls the word in the fitter rude, its exceptions heeded.
func (p *page) rudeNow() bool {
	p.word = p.word[:0]
	for _, r := range p.fitter.out[:p.fitter.size] {
		p.word = utf8.AppendRune(p.word, r)
	}
	return p.x.isRude(p.word)
}
