package civility

import "strings"

// addressEnd gives the end of the URL, e-mail address, @name or placeholder that begins at glyph i; i where there is none.
func (p *page) addressEnd(i int) int {
	switch g := p.glyphs[i]; {
	case g.r == '[':
		for _, name := range [...]string{"[url]", "[user]", "[email]", "[phone]", "[name]"} {
			if p.reads(i, name) {
				return i + len(name)
			}
		}
	case g.r == '@':
		if i == 0 || !p.glyphs[i-1].class.letter() && p.glyphs[i-1].class != digit {
			end := i + 1
			for end < len(p.glyphs) && p.inName(end) {
				end++
			}
			if end > i+2 {
				return end
			}
		}
	case g.class == latin || g.class == digit:
		if i > 0 && (p.glyphs[i-1].class.letter() || p.glyphs[i-1].class == digit) {
			return i
		}
		if g.r == 'h' && (p.reads(i, "http://") || p.reads(i, "https://")) || g.r == 'w' && p.reads(i, "www.") {
			return p.chunkEnd(i)
		}
		return p.hostEnd(i)
	}
	return i
}

// inName tells whether glyph i can stand inside an @name.
func (p *page) inName(i int) bool {
	g := p.glyphs[i]
	return g.class.letter() || g.class == digit || g.r == '_'
}

// hostEnd gives the end of the bare address of a site or the e-mail address that begins at glyph i.
func (p *page) hostEnd(i int) int {
	end, dot, at := i, 0, false
	for end < len(p.glyphs) {
		g := p.glyphs[end]
		switch {
		case g.class == latin || g.class == digit || g.r == '-' || g.r == '_' || g.r == '+':
		case g.r == '.' && end > i:
			dot = end
		case g.r == '@' && end > i && !at:
			at, dot = true, 0
		default:
			return p.hostDone(i, end, dot)
		}
		end++
	}
	return p.hostDone(i, end, dot)
}

// hostDone judges glyphs [i,end), with the last dot in them, as an address, and gives where it ends; i where it is none.
func (p *page) hostDone(i, end, dot int) int {
	if dot == end-1 && dot > i { // the stop of a sentence
		end--
		dot = 0
		for k := end - 1; k > i; k-- {
			if p.glyphs[k].r == '.' {
				dot = k
				break
			}
		}
	}
	if dot == 0 || end-dot < 3 || end-dot > 7 {
		return i
	}
	var top [8]byte
	for k := dot + 1; k < end; k++ {
		if p.glyphs[k].r >= 'a' && p.glyphs[k].r <= 'z' {
			top[k-dot-1] = byte(p.glyphs[k].r)
		}
	}
	const tops = " com org net ua ru info io gov edu tv me co uk eu de fr pl biz online site media news app dev ly be cc su by kz "
	name := top[:end-dot-1]
	for k := 1; k < len(tops)-len(name); k++ {
		if tops[k-1] == ' ' && tops[k+len(name)] == ' ' && tops[k:k+len(name)] == string(name) {
			if end < len(p.glyphs) && (p.glyphs[end].r == '/' || p.glyphs[end].r == ':') {
				return p.chunkEnd(end)
			}
			return end
		}
	}
	return i
}

// chunkEnd gives the end of the glyphs from i on that nothing but a space, a quotation mark or a bracket parts.
func (p *page) chunkEnd(i int) int {
	for i < len(p.glyphs) && p.glyphs[i].class != space && !strings.ContainsRune("«»„“”\"()[]<>", p.glyphs[i].r) {
		i++
	}
	for i > 0 && strings.ContainsRune(".,!?;:…", p.glyphs[i-1].r) {
		i--
	}
	return i
}

// reads tells whether the glyphs from i on read s, which is ASCII.
func (p *page) reads(i int, s string) bool {
	if i+len(s) > len(p.glyphs) {
		return false
	}
	for k := range len(s) {
		if p.glyphs[i+k].r != rune(s[k]) {
			return false
		}
	}
	return true
}
