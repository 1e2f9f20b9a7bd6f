package civility

// suits tells whether words [from,to) may be fitted to rude words at all. Where nothing but stops and hyphens parts them, one of
// the pieces must be too short to be a word; a word that is rude as it stands needs nothing of what a sentence has after it.
func (p *page) suits(from, to int, h has) bool {
	if to-from == 1 {
		return true
	}
	parting, other, dots, short, rude, words, digits := 0, false, false, false, false, false, 0
	for i := from; i < to; i++ {
		t := p.tokens[i]
		n := t.to - t.from
		switch p.kept[0][i].kind {
		case mark:
			switch p.glyphs[t.from].r {
			case '.', '-', '_', '~', '·':
				if n == 1 {
					parting++
				} else {
					dots = true
				}
			case '…':
				dots = true
			case '!', '|', '+':
				parting++
				other = true
			default:
				other, short = true, true
			}
		case number:
			if n > 2 {
				return false
			}
			digits += int(n)
		case letters:
			words = words || p.isShort(t) && n < 3 || n > 3
			short = short || n < 3 && !p.isShort(t)
			rude = rude || n > 3 && p.x.isRude(p.text(&p.kept[0][i]))
		}
	}
	if known := h.latin + h.cyrillic; h.edge && known < 2+digits && (known < 2 || digits > 1 || h.digits == digits) {
		return false
	}
	switch {
	case dots:
		return !words && digits == 0 && !other
	case parting > 0 && !other:
		return short && h.latin+h.cyrillic > 3
	case parting > 0:
		return !rude
	}
	return true
}

// plainJoins tells whether words [from,to) are one word though nothing rude comes of it: c@ndid, м0локо.
func (p *page) plainJoins(from, to int, h has) bool {
	if to-from == 1 {
		return p.kept[0][from].kind == letters
	}
	if h.wild > h.signs || h.latin+h.cyrillic < 3 || p.kept[0][from].kind != letters || p.kept[0][to-1].kind != letters {
		return false
	}
	for i := from; i < to; i++ {
		if p.kept[0][i].kind == mark {
			r := p.glyphs[p.tokens[i].from].r
			if r != '@' && r != '$' && r != '€' || p.tokens[i].to-p.tokens[i].from > 1 {
				return false
			}
		}
		if p.kept[0][i].kind == number {
			return false
		}
	}
	return true
}

// restore writes the likeliest letters of the cells, and says whether they differ from what was written in a way that is worth a
// reading: the word mixes alphabets, or has digits or signs among its letters.
func (p *page) restore(h has) bool {
	f := &p.fitter
	if h.whole {
		return false
	}
	if h.digits > 0 && (h.digits > 2 || h.latin+h.cyrillic < 3 || h.digits*2 > h.latin+h.cyrillic) {
		return false
	}
	t := &p.x.latin
	switch {
	case h.cyrillic == 0 && h.latin == 0:
		return false
	case h.latin == 0, h.cyrillicOnly > h.latinOnly, h.cyrillicOnly == h.latinOnly && h.cyrillic >= h.latin:
		t = &p.x.lookups
		if h.latinOnly > 0 {
			t = &p.x.cyrillic
		}
	}
	f.options, f.size = t, 0
	for i := range f.n {
		c := f.in[i]
		o := t.of(c.r)
		if len(o) == 0 {
			if c.r > 127 {
				return false
			}
			continue
		}
		r := o[0]
		after := f.size > 0 && vowel(f.out[f.size-1])
		switch {
		case c.r == '3' && t != &p.x.latin && !after && i > 0:
			r = 'е' // проц3с, but 3 is з where a vowel stands before it
		case c.r == '1' && t != &p.x.latin:
			r = p.letterI()
		case c.r == '1' && i+1 < f.n && after:
			r = 'l'
		}
		if f.size+2 >= len(f.out) {
			return false
		}
		f.out[f.size] = r
		f.size++
		if c.run > 1 {
			f.out[f.size] = r
			f.size++
		}
	}
	return f.size > 1
}

// letterI is how the text at hand writes the sound of i.
func (p *page) letterI() rune {
	if p.russian > 0 {
		return 'и'
	}
	return 'і'
}

func vowel(r rune) bool {
	switch r {
	case 'а', 'е', 'є', 'и', 'і', 'ї', 'о', 'у', 'ю', 'я', 'ы', 'э', 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}
