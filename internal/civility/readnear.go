package civility

// nearLeast is how many letters a word must have to be read as a rude one with a slip in it.
const nearLeast = 5

// alone reads one word that shows nothing odd: one wholly in look-alikes, or one with a slip in it. It gives 1 if it put a
// word into reading 1.
func (p *page) alone(i int) int {
	w := &p.kept[0][i]
	if w.kind != letters {
		return 0
	}
	if w.flags&mixed == hasLatin && p.looksCyrillic(i) {
		return 1
	}
	return p.near(i)
}

// looksCyrillic reads a word of Latin letters that all look like Cyrillic ones (cyka), if a rude word comes of it.
func (p *page) looksCyrillic(i int) bool {
	t := p.tokens[i]
	if t.to-t.from < 3 || t.to-t.from > 16 || t.to-t.from == 3 && p.script != cyrillic {
		return false
	}
	f := &p.fitter
	f.x = p.x
	for k := t.from; k < t.to; k++ {
		if r := p.glyphs[k].r; r > 127 || len(p.x.mirrors.of(r)) == 0 {
			return false
		}
	}
	p.cells(t)
	f.whole, f.least = p.script != cyrillic, 3
	ok := f.n > 2 && f.fit(&p.x.mirrors, false)
	p.steps += f.steps
	if !ok || !p.rudeNow() || p.ordinary(t) || p.x.isRude(p.text(&p.kept[0][i])) {
		return false
	}
	p.replace(i, i+1, t, f.out[:f.size])
	return true
}

// near reads a word of five letters or more that is a rude one but for two neighbours that changed places, a letter inside it that
// fell out, or one that is there twice.
func (p *page) near(i int) int {
	w := &p.kept[0][i]
	if w.to-w.from < nearLeast-1 {
		return 0
	}
	var b [skeletonMax]byte
	n := p.x.lexicon.skeleton(&b, p.text(w))
	if n < nearLeast-1 || n > cellsMost {
		return 0
	}
	s, t := b[:n], p.x.rude
	node := uint32(0)
	for d := 0; d < n; d++ {
		if spell, how := p.slip(t, node, s, d); how != none {
			return p.mend(i, s, d, how, spell)
		}
		p.steps++
		if node = t.next(node, s[d]); node == 0 {
			return 0
		}
		if t[node].stem != 0 && d > 1 {
			return 0 // rude as it is
		}
	}
	return 0
}

// slips of the hand, or of purpose.
type slipKind uint8

const (
	none slipKind = iota
	swapped
	dropped
	doubled
)

// slip tries the slips at letter d of a word, whose letters before it lead to a node.
func (p *page) slip(t trie, node uint32, s []byte, d int) (spell rune, how slipKind) {
	n := len(s)
	stem := 3
	if d > 1 {
		stem = nearLeast // вибори are not вйоб…
	}
	if d+1 < n && s[d] != s[d+1] {
		if a := t.next(node, s[d+1]); a != 0 {
			if b := t.next(a, s[d]); b != 0 && p.ends(t, b, s[d+2:], d+2, stem) {
				return 0, swapped
			}
		}
	}
	if d == 0 {
		return 0, none
	}
	if s[d] == s[d-1] && d < n-1 && n > nearLeast {
		if p.ends(t, node, s[d+1:], d, nearLeast) {
			return 0, doubled
		}
	}
	if p.x.vowels>>s[d]&1 != 0 || p.x.vowels>>s[d-1]&1 != 0 {
		return 0, none // only a vowel between consonants falls out
	}
	least := nearLeast + 1
	if d == 1 && d+1 < n && p.x.vowels>>s[d+1]&1 == 0 {
		least = nearLeast - 1 // пздец
	}
	bit := uint64(1) << (s[d] & 63)
	nd := &t[node]
	for mask, child := nd.mask, nd.first; mask != 0; mask, child = mask&(mask-1), child+1 {
		p.steps++
		if t[child].mask&bit != 0 && p.x.vowels&(mask&-mask) != 0 && p.ends(t, child, s[d:], d+1, least) {
			return p.x.spelling[0][child], dropped
		}
	}
	return 0, none
}

// ends tells whether the rest of a word leads from a node to a whole rude word, or to a stem of so many letters with a short rest.
func (p *page) ends(t trie, node uint32, rest []byte, depth, least int) bool {
	for i, letter := range rest {
		if t[node].stem != 0 && depth+i >= least && len(rest)-i <= 4 {
			return true
		}
		p.steps++
		if node = t.next(node, letter); node == 0 {
			return false
		}
	}
	at := t[node].trieSlot
	return at.whole != 0 || at.stem != 0 && depth+len(rest) >= min(least, nearLeast-1)
}

// mend writes word i with a slip at letter d of its skeleton put right, unless it is an ordinary word.
func (p *page) mend(i int, s []byte, d int, how slipKind, spell rune) int {
	t := p.tokens[i]
	if p.x.isSpare(s) || p.x.isRude(p.text(&p.kept[0][i])) {
		return 0
	}
	reach := 1
	if how != swapped {
		reach = 0
	}
	if usual(s, d, reach) {
		return 0
	}
	f := &p.fitter
	f.x = p.x
	f.size = 0
	seen := 0 // letters of the skeleton so far
	for k := t.from; k < t.to && f.size < len(f.out)-2; k++ {
		g := p.glyphs[k]
		if g.class == apostrophe {
			continue
		}
		skips := p.x.letter(g.r) == letterSkip
		if !skips && seen == d {
			switch how {
			case dropped:
				f.out[f.size] = spell
				f.size++
			case doubled:
				seen++
				continue
			case swapped:
				m := k + 1
				for m < t.to && (p.glyphs[m].class == apostrophe || p.x.letter(p.glyphs[m].r) == letterSkip) {
					m++
				}
				if m < t.to {
					f.out[f.size], f.out[f.size+1] = p.glyphs[m].r, g.r
					f.size += 2
					seen += 2
					k = m
					continue
				}
			}
		}
		if !skips {
			seen++
		}
		f.out[f.size] = g.r
		f.size++
	}
	if !p.rudeNow() {
		return 0
	}
	p.replace(i, i+1, t, f.out[:f.size])
	return 1
}
