package civility

// singlesMost is how many letters that stand alone are joined to one word.
const singlesMost = 32

// spaced joins letters that stand alone, parted all in the same way, from word i on, and gives how many words of reading 0 that
// were; 0 for none.
func (p *page) spaced(i int) int {
	if !p.single(i) || i > 0 && p.tokens[i-1].to == p.tokens[i].from && p.kept[0][i-1].kind != mark {
		return 0
	}
	gap, ok := p.gap(i)
	if !ok {
		return 0
	}
	var at [singlesMost]int // words that are single letters
	n := 0
	for j := i; n < singlesMost; {
		at[n] = j
		n++
		g, ok := p.gap(j)
		if !ok || g != gap {
			break
		}
		j += g.words + 1
	}
	if n < 3 {
		return 0
	}
	if taken := p.joinRude(at[:n], gap); taken > 0 {
		return taken
	}
	if !p.joinsPlain(at[:n], gap) {
		return 0
	}
	over := span{from: p.tokens[i].from, to: p.tokens[at[n-1]].to}
	f := &p.fitter
	f.size = 0
	for _, j := range at[:n] {
		f.out[f.size] = p.glyphs[p.tokens[j].from].r
		f.size++
	}
	p.replace(i, at[n-1]+1, over, f.out[:f.size])
	return at[n-1] + 1 - i
}

// A parting is what stands between two letters that stand alone.
type parting struct {
	sign   rune // 0 for none
	spaces int32
	words  int
}

// startsSpaced tells whether word i and the two after it are letters that stand alone, spaces between them.
func (p *page) startsSpaced(i int) bool {
	if !p.single(i) {
		return false
	}
	a, ok := p.gap(i)
	if !ok || a.spaces == 0 {
		return false
	}
	b, ok := p.gap(i + a.words + 1)
	return ok && a == b
}

// single tells whether word i is one letter, or one digit or sign that may be one.
func (p *page) single(i int) bool {
	t := p.tokens[i]
	if t.to-t.from != 1 {
		return false
	}
	switch p.kept[0][i].kind {
	case letters, number:
		return true
	case mark:
		r := p.glyphs[t.from].r
		return r == '@' || r == '$' || r == '!' || r == '€' || r == '|'
	}
	return false
}

// gap gives what stands between word i and the next single letter; false where something else follows.
func (p *page) gap(i int) (parting, bool) {
	j := i + 1
	if j >= len(p.tokens) {
		return parting{}, false
	}
	g := parting{spaces: p.tokens[j].from - p.tokens[i].to}
	if p.kept[0][j].kind == mark && !(p.single(j) && g.spaces > 0) {
		t := p.tokens[j]
		g.sign, g.words = p.glyphs[t.from].r, 1
		switch g.sign {
		case '.', '-', '_', '*', '~', '+', '=', '|', '/', '•', '·', '…', '^', '–', '—', '✱', ',', '\\', '#':
		default:
			return g, false
		}
		if g.spaces > 0 && g.sign != '-' && g.sign != '*' && g.sign != '_' || t.to-t.from > 3 || j+1 >= len(p.tokens) {
			return g, false
		}
		j++
		g.spaces = p.tokens[j].from - p.tokens[j-1].to
	} else if g.spaces == 0 {
		return g, false
	}
	if g.spaces > 3 || !p.single(j) {
		return g, false
	}
	if next := j + 1; next < len(p.tokens) && p.tokens[next].from == p.tokens[j].to && p.kept[0][next].kind != mark {
		return g, false
	}
	return g, true
}

// joinRude joins those of the single letters at hand that make a rude word, keeps the ones around it, and gives how many words of
// reading 0 it took; 0 for none.
func (p *page) joinRude(at []int, gap parting) int {
	f := &p.fitter
	f.x = p.x
	n := len(at)
	loose := min(2, n-3) // short words around it may stand alone just as its letters do
	if gap.spaces == 0 {
		loose = 0
	}
	for start := 0; start <= loose; start++ {
		for end := n; end >= max(n-loose, start+3); end-- {
			over := span{from: p.tokens[at[start]].from, to: p.tokens[at[end-1]].to}
			f.n = 0
			var h has
			natural := true
			for _, j := range at[start:end] {
				g := p.glyphs[p.tokens[j].from]
				c := cell{r: g.r, run: 1}
				switch {
				case g.class.letter():
					if like, ok := p.x.foreign[g.r]; ok && g.r > 127 {
						c.r = like
					}
					h.count(c.r)
					natural = natural && p.isShort(p.tokens[j])
				case g.class == digit:
					h.digits++
				default:
					h.signs++
				}
				f.in[f.n] = c
				f.n++
			}
			if natural && gap.spaces > 0 && end-start < max(4, n) || h.latin+h.cyrillic == 0 || h.digits+h.signs > h.latin+h.cyrillic {
				continue
			}
			if p.fitRude(h) {
				p.keep(at[0], at[start])
				p.replace(at[start], at[end-1]+1, over, f.out[:f.size])
				return at[end-1] + 1 - at[0]
			}
		}
	}
	return 0
}

// joinsPlain tells whether single letters are a word though nothing rude comes of it.
func (p *page) joinsPlain(at []int, gap parting) bool {
	if gap.spaces > 0 && (len(at) < 4 || gap.sign != 0) {
		return false
	}
	switch gap.sign {
	case 0, '.', '-', '_', '*', '~', '•', '·':
	default:
		return false
	}
	natural, same := true, true
	first := p.glyphs[p.tokens[at[0]].from]
	for _, j := range at {
		g := p.glyphs[p.tokens[j].from]
		if !g.class.letter() || g.class != first.class {
			return false
		}
		natural = natural && p.isShort(p.tokens[j])
		same = same && g.r == first.r
	}
	return !same && (!natural || len(at) > 5)
}

// parted joins the word at i and one or two after it where a space or a hyphen was put into a rude word (при ду рок): one piece must
// be too short to be a word.
func (p *page) parted(i int) int {
	if p.kept[0][i].kind != letters {
		return 0
	}
	f := &p.fitter
	f.x = p.x
	end, short := i+1, p.fragment(i)
	for pieces := 1; pieces < 4 && end < len(p.tokens); pieces++ {
		next := p.tokens[end]
		if p.kept[0][end].kind != letters || next.from-p.tokens[end-1].to != 1 {
			return 0
		}
		short = short || p.fragment(end)
		end++
		if !short {
			if pieces > 1 {
				return 0
			}
			continue
		}
		over := span{from: p.tokens[i].from, to: p.tokens[end-1].to}
		if over.to-over.from > 16 {
			return 0
		}
		h := p.cells(over)
		f.whole, f.least = false, 5
		t := &p.x.cyrillic
		if h.cyrillic == 0 {
			t = &p.x.latin
		}
		if f.n < 5 || h.latin > 0 && h.cyrillic > 0 {
			continue
		}
		ok := f.fit(t, false)
		p.steps += f.steps
		if ok && p.rudeNow() && !p.ordinary(over) && !p.anyRude(i, end) {
			p.replace(i, end, over, f.out[:f.size])
			return end - i
		}
	}
	return 0
}

// anyRude tells whether one of words [from,to) is rude as written.
func (p *page) anyRude(from, to int) bool {
	for i := from; i < to; i++ {
		if p.kept[0][i].kind == letters && p.x.isRude(p.text(&p.kept[0][i])) {
			return true
		}
	}
	return false
}

// fragment tells whether word i is too short to be a word, and none of the short ones.
func (p *page) fragment(i int) bool {
	t := p.tokens[i]
	return t.to-t.from < 3 && p.kept[0][i].kind == letters && !p.isShort(t)
}

// shortWords are the words of one or two letters, and what is used as one, in the languages that we read.
const shortWords = "і й у в з о а є я ж б к с и ы э i a u o" +
	" на за по не ні ни до от із зі зо со во ко об од бо де чи та те ту ті це ці цю що як ви ми ти вы мы ты он я її їй їм її їх ми ми же бы би то да ну ли" +
	" хоч уж ой ох ах ех эх ай эй ей га ага гм хм ха хе хи хі їх ще що со ту ея ия из ее её ей им их мы ты вы ту та те тю фу бе ме пу му ля ль рф" +
	" єс ес сс чс ап оп уп сб мо мв пп гб мб кб кг км см мм га тв тз зп дн ст ув шт пр ул вул см ок нл нб єк єп єв го ча юа ус іт ит па ма ді до ре мі фа со ля сі" +
	" am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we ya yo uk us eu un pm tv id pc cd dj dr mr ms st vs re ex ha la da de le el al um uh ah ow ad ps im ur iq ai ip"

func shortSet() map[[2]rune]struct{} {
	m := map[[2]rune]struct{}{}
	var key [2]rune
	n := 0
	for _, r := range shortWords + " " {
		if r == ' ' {
			if n > 0 && n < 3 {
				m[key] = struct{}{}
			}
			key, n = [2]rune{}, 0
			continue
		}
		if n < 2 {
			key[n] = r
		}
		n++
	}
	return m
}

// isShort tells whether glyphs, at most two, are a word as they stand.
func (p *page) isShort(t span) bool {
	var key [2]rune
	for k := t.from; k < t.to && k < t.from+2; k++ {
		key[k-t.from] = p.glyphs[k].r
	}
	_, ok := p.x.short[key]
	return ok
}
