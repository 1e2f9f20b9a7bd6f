package civility

// Bounds on what is tried for one word. They keep the time linear in the length of the text.
const (
	cellsMost = 40  // letters and signs of a word that hides something; longer ones are not fitted
	stepsMost = 600 // nodes of the tries visited for one fit
)

// A cell is a letter or sign of a word that may hide something, or a run of the same one.
type cell struct {
	r    rune
	run  uint8 // how many there are of it, where they may stand for fewer
	wild bool  // may stand for any letter: 1 to run of them
	skip bool  // may stand for nothing
}

// A fitter finds a rude word that cells may stand for.
type fitter struct {
	x       *lens
	in      [cellsMost]cell
	n       int
	options *optionTable
	which   int // of the lens's tries: 0 rude, 1 inside
	trie    trie
	out     [2 * cellsMost]rune
	size    int // of out
	steps   int
	depth   int // letters of the form so far
	least   int // letters that a stem must have
	whole   bool
}

// fit looks for a rude word from the beginning of the cells on, then for a rude root inside them. The word is in f.out[:f.size].
func (f *fitter) fit(options *optionTable, inside bool) bool {
	f.options, f.which, f.trie, f.steps, f.size, f.depth = options, 0, f.x.rude, 0, 0, 0
	if f.walk(0, 0) {
		return true
	}
	if !inside || len(f.x.inside) < 2 {
		return false
	}
	f.which, f.trie = 1, f.x.inside
	f.size = 0
	for i := 0; i+3 <= f.n; {
		size := f.size
		f.depth = 0
		if i > 0 && f.walk(i, 0) {
			return true
		}
		f.size = size
		if f.in[i].wild {
			return false
		}
		i += f.emit(i)
	}
	return false
}

// walk goes on from cell i and a node of the trie, and leaves the letters found in f.out.
func (f *fitter) walk(i int, node uint32) bool {
	if f.steps++; f.steps > stepsMost || f.size > len(f.out)-4 {
		return false
	}
	if i == f.n {
		at := f.trie[node].trieSlot
		return at.whole != 0 || at.stem != 0 && f.depth >= min(f.least, 3)
	}
	size, depth := f.size, f.depth
	c := &f.in[i]
	if c.r < 128 {
		for _, g := range f.options.many[c.r] {
			if !f.readsGroup(i, g.from) {
				continue
			}
			for _, r := range g.to {
				if f.step(r, i+len(g.from), node, 1) {
					return true
				}
				f.size, f.depth = size, depth
			}
		}
	}
	for _, r := range f.options.of(c.r) {
		for times := 1; times <= min(int(c.run), 2); times++ {
			if f.step(r, i+1, node, times) {
				return true
			}
			f.size, f.depth = size, depth
		}
	}
	if c.wild {
		for k := int(c.run); k > 0; k-- {
			if f.guess(i+1, node, k) {
				return true
			}
			f.size, f.depth = size, depth
		}
	}
	if c.skip && f.walk(i+1, node) {
		return true
	}
	f.size, f.depth = size, depth
	if at := f.trie[node].trieSlot; at.stem != 0 && f.depth >= f.least && !f.whole {
		for i < f.n {
			i += f.emit(i)
		}
		return true
	}
	return false
}

// step takes letter r, so many times, and goes on from cell i.
func (f *fitter) step(r rune, i int, node uint32, times int) bool {
	letter := f.x.letter(r)
	for range times {
		if f.size == len(f.out) {
			return false
		}
		if letter != letterSkip {
			if node = f.trie.next(node, letter); node == 0 {
				return false
			}
			f.depth++
		}
		f.out[f.size] = r
		f.size++
	}
	return f.walk(i, node)
}

// guess takes k letters, whichever the forms have, and goes on from cell i.
func (f *fitter) guess(i int, node uint32, k int) bool {
	if k == 0 {
		return f.walk(i, node)
	}
	if f.steps++; f.steps > stepsMost || f.size == len(f.out) {
		return false
	}
	size, depth := f.size, f.depth
	n := &f.trie[node]
	for mask, child := n.mask, n.first; mask != 0; mask, child = mask&(mask-1), child+1 {
		f.out[f.size] = f.x.spelling[f.which][child]
		f.size++
		f.depth++
		if f.guess(i, child, k-1) {
			return true
		}
		f.size, f.depth = size, depth
	}
	return false
}

// readsGroup tells whether the cells from i on are the letters of s, once each.
func (f *fitter) readsGroup(i int, s string) bool {
	if i+len(s) > f.n {
		return false
	}
	for k := range len(s) {
		if f.in[i+k].r != rune(s[k]) || f.in[i+k].run > 1 {
			return false
		}
	}
	return true
}

// emit writes the likeliest letter for cell i, or for it and those after it, and gives how many cells that were.
func (f *fitter) emit(i int) int {
	c := &f.in[i]
	if c.wild || f.size == len(f.out) {
		return 1
	}
	if c.r < 128 {
		for _, g := range f.options.many[c.r] {
			if f.readsGroup(i, g.from) {
				f.out[f.size] = g.to[0]
				f.size++
				return len(g.from)
			}
		}
	}
	if o := f.options.of(c.r); len(o) > 0 {
		f.out[f.size] = o[0]
		f.size++
	}
	return 1
}
