package civility

// split cuts the glyphs into the words of reading 0.
func (p *page) split() {
	p.kept[0], p.tokens = p.kept[0][:0], p.tokens[:0]
	for i := 0; i < len(p.glyphs); {
		switch g := &p.glyphs[i]; {
		case g.class == space:
			i++
		case g.class == picture:
			i = p.splitPicture(i)
		case g.class.letter() || g.class == digit:
			i = p.splitWord(i)
		default:
			i = p.splitSign(i)
		}
	}
}

// splitWord puts the word or number that begins at glyph i, or the address, and gives the glyph after it.
func (p *page) splitWord(i int) int {
	if end := p.addressEnd(i); end > i {
		p.put(i, end, address)
		p.end()
		return end
	}
	if p.glyphs[i].class == digit {
		return p.splitNumber(i)
	}
	end, last := i, i // last: the last letter
	for end < len(p.glyphs) {
		c := p.glyphs[end].class
		switch {
		case c.letter():
			last = end
		case c == digit:
		case c == apostrophe && end+1 < len(p.glyphs) && p.glyphs[end+1].class.letter():
		default:
			p.putWord(i, last+1)
			return last + 1
		}
		end++
	}
	p.putWord(i, last+1)
	return last + 1
}

// putWord puts glyphs [from,to), which begin and end with a letter, as a word of letters.
func (p *page) putWord(from, to int) {
	w := p.put(from, to, letters)
	var flags wordFlags
	count, capitals, turns, run, strange := 0, 0, 0, 1, false
	for i := from; i < to; i++ {
		g := &p.glyphs[i]
		if g.class == apostrophe {
			continue
		}
		p.write(g.r)
		if g.after && i > from {
			flags |= hidden
		}
		if i > from && p.glyphs[i-1].r == g.r {
			if run++; run == 3 {
				flags |= stretched
			}
		} else {
			run = 1
		}
		if !g.class.letter() {
			strange = true
			continue
		}
		switch g.class {
		case foreign:
			strange = true
		case latin:
			strange = strange || g.r > 127
			flags |= hasLatin
		case cyrillic:
			strange = strange || g.r > 'ґ' || g.r == 'ѕ' || g.r == 'ј'
			flags |= hasCyrillic
		}
		count++
		if g.upper {
			capitals++
		}
		if i > from && p.glyphs[i-1].class.letter() && p.glyphs[i-1].upper != g.upper {
			turns++
		}
	}
	if p.glyphs[from].upper {
		flags |= capital
	}
	if count > 1 && capitals == count {
		flags |= shouted
	}
	if turns > 3 || turns == 3 && !p.glyphs[from].upper {
		flags |= hidden // ДуРеНь
	}
	w.flags |= flags
	p.tokens[len(p.tokens)-1].odd = strange || flags&mixed == mixed
	p.end()
}

// splitNumber puts the number that begins at glyph i.
func (p *page) splitNumber(i int) int {
	p.put(i, i+1, number)
	end := i
	for end < len(p.glyphs) {
		g := &p.glyphs[end]
		if g.class != digit {
			if g.class != sign || end+1 == len(p.glyphs) || p.glyphs[end+1].class != digit {
				break
			}
			if g.r != '.' && g.r != ',' && g.r != ':' && g.r != '/' && g.r != '-' && g.r != '–' {
				break
			}
		}
		p.write(g.r)
		end++
	}
	p.reach(end)
	p.end()
	return end
}

// reach makes the word that was put last reach to glyph end.
func (p *page) reach(end int) {
	n := len(p.tokens) - 1
	p.tokens[n].to = int32(end)
	p.kept[0][n].end = p.glyphs[end-1].at + 1
}

// splitSign puts the mark that begins at glyph i and the same ones after it, or an address.
func (p *page) splitSign(i int) int {
	if end := p.addressEnd(i); end > i {
		p.put(i, end, address)
		p.end()
		return end
	}
	end := i + 1
	for end < len(p.glyphs) && p.glyphs[end].r == p.glyphs[i].r {
		end++
	}
	w := p.put(i, end, mark)
	if end-i > 2 {
		w.flags |= stretched
	}
	p.write(p.glyphs[i].r)
	p.end()
	return end
}

// splitPicture puts the emoji that begins at glyph i, its skin tone, and the same ones after it.
func (p *page) splitPicture(i int) int {
	end := i + 1
	for end < len(p.glyphs) && p.glyphs[end].class == picture && (p.glyphs[end].r == p.glyphs[i].r || tone(p.glyphs[end].r) || p.glyphs[end].after) {
		end++
	}
	p.put(i, end, emoji)
	p.write(p.glyphs[i].r)
	p.end()
	return end
}

func tone(r rune) bool { return r >= 0x1F3FB && r <= 0x1F3FF }

// quote flags the words that stand between quotation marks: at most quoteMost words in one pair.
func (p *page) quote() {
	const quoteMost = 60
	open, with := -1, rune(0)
	words := p.kept[0]
	for i := range words {
		if words[i].kind != mark {
			continue
		}
		t := p.tokens[i]
		r := p.glyphs[t.from].r
		switch r {
		case '«', '»', '„', '“', '”', '"', '‟', '‹', '›':
		case '\'':
			before := t.from > 0 && p.glyphs[t.from-1].class.letter()
			behind := int(t.to) < len(p.glyphs) && p.glyphs[t.to].class.letter()
			if before == behind {
				continue
			}
		default:
			continue
		}
		if open < 0 || i-open > quoteMost {
			if r != '»' && r != '›' {
				open, with = i, r
			}
			continue
		}
		if !closes(with, r) {
			if r == '«' || r == '„' || r == '‹' {
				open, with = i, r
			}
			continue
		}
		for k := open + 1; k < i; k++ {
			words[k].flags |= quoted
		}
		open = -1
	}
}

// closes tells whether the second of two quotation marks ends what the first began.
func closes(open, end rune) bool {
	switch open {
	case '«':
		return end == '»'
	case '‹':
		return end == '›'
	case '„', '“', '”', '‟':
		return end == '“' || end == '”' || end == '"' || end == '‟'
	case '\'':
		return end == '\''
	}
	return end == '"' || end == '”' || end == '“'
}
