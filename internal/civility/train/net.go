package train

import (
	"math"
	"math/rand/v2"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

const (
	h      = civility.Hidden
	k      = civility.Dense
	inputs = civility.Inputs
	labels = int(rozmova.Labels)
)

// A row is one word's channels.
type row = [h]float32

// A table is rows of weights with what Adagrad has seen of their gradients.
type table struct {
	w, g []row
}

func newTable(n int, spread float32, r *rand.Rand) *table {
	t := &table{w: make([]row, n), g: make([]row, n)}
	for i := range t.w {
		for j := range t.w[i] {
			t.w[i][j] = (2*r.Float32() - 1) * spread
		}
	}
	return t
}

func (t *table) step(i uint32, grad *row, scale, rate float32) {
	w, g := &t.w[i], &t.g[i]
	for j := range w {
		d := grad[j] * scale
		g[j] += d * d
		w[j] -= rate * d / sqrt(g[j])
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }

// A flat is a vector of weights with Adagrad's sums.
type flat struct{ w, g []float32 }

func newFlat(n int, spread float32, r *rand.Rand) flat {
	f := flat{w: make([]float32, n), g: make([]float32, n)}
	for i := range f.w {
		f.w[i] = (2*r.Float32() - 1) * spread
	}
	return f
}

func (f *flat) step(i int, d, rate float32) {
	f.g[i] += d * d
	f.w[i] -= rate * d / sqrt(f.g[i])
}

// A net is the model while it learns, in float32.
type net struct {
	gram, word *table
	stem       [civility.Around]*table
	trait      [civility.Around + 1]*table // the last: of the word itself
	bias       *table                      // one row
	dense      flat                        // [k][inputs]
	denseBias  flat
	out        flat // [labels][k]
	outBias    flat
	wide       flat // [1<<PairBits][labels]
	span       flat // [3][h]: of a word and its neighbours
	spanBias   flat

	// of the text at hand
	words   [][h]float32 // after the rectifier
	grad    [][h]float32
	peak    [h]int32
	in      [inputs]float32
	inGrad  [inputs]float32
	unit    [k]float32
	kept    []uint32
	keptAt  []int32
	dropped []bool
}

func newNet(r *rand.Rand, calm float32) *net {
	n := &net{
		gram: newTable(1<<civility.GramBits, 0.05, r), word: newTable(1<<civility.WordBits, 0.02, r), bias: newTable(1, 0.02, r),
		dense: newFlat(k*inputs, 0.1, r), denseBias: newFlat(k, 0, r), out: newFlat(labels*k, 0.2, r), outBias: newFlat(labels, 0, r),
		wide: newFlat(labels<<civility.PairBits, 0, r), span: newFlat(3*h, 0.05, r), spanBias: newFlat(1, 0, r),
	}
	for i := range n.stem {
		n.stem[i] = newTable(1<<civility.StemBits, 0.02, r)
	}
	for i := range n.trait {
		n.trait[i] = newTable(civility.Traits, 0.05, r)
	}
	for _, t := range append(append([]*table{n.gram, n.word, n.bias}, n.stem[:]...), n.trait[:]...) {
		for i := range t.g {
			for j := range t.g[i] {
				t.g[i][j] = calm
			}
		}
	}
	for _, f := range []flat{n.dense, n.denseBias, n.out, n.outBias, n.wide, n.span, n.spanBias} {
		for i := range f.g {
			f.g[i] = calm
		}
	}
	return n
}

// offset tells which neighbour a table of stem or trait is for.
func offset(i int) int {
	if i < civility.Reach {
		return i - civility.Reach
	}
	return i - civility.Reach + 1
}

// forward gives the logits of a text. drop, where it is not nil, leaves out some of what is read.
func (n *net) forward(f *civility.Features, drop *rand.Rand) (logits [labels]float32) {
	size := f.Words()
	for len(n.words) < size {
		n.words, n.grad, n.dropped = append(n.words, row{}), append(n.grad, row{}), append(n.dropped, false)
	}
	n.kept, n.keptAt = n.kept[:0], append(n.keptAt[:0], 0)
	for i := range size {
		for _, id := range f.Grams[f.At[i]:f.At[i+1]] {
			if drop == nil || drop.Uint32()&15 != 0 {
				n.kept = append(n.kept, id)
			}
		}
		n.keptAt = append(n.keptAt, int32(len(n.kept)))
		n.dropped[i] = drop != nil && drop.Uint32()&3 == 0
	}
	for i := range size {
		x := &n.words[i]
		*x = n.bias.w[0]
		grams := n.kept[n.keptAt[i]:n.keptAt[i+1]]
		if len(grams) > 0 {
			scale := 1 / sqrt(float32(len(grams)))
			for _, id := range grams {
				add(x, &n.gram.w[id], scale)
			}
		}
		if !n.dropped[i] {
			add(x, &n.word.w[f.Word[i]], 1)
		}
		eachBit(f.Trait[i], func(b uint32) { add(x, &n.trait[civility.Around].w[b], 1) })
		for o := range civility.Around {
			if at := i + offset(o); at >= 0 && at < size {
				add(x, &n.stem[o].w[f.Stem[at]], 1)
				eachBit(f.Trait[at], func(b uint32) { add(x, &n.trait[o].w[b], 1) })
			}
		}
		for j := range x {
			x[j] = max(x[j], 0)
		}
	}
	n.pool(f)
	for u := range k {
		s := n.denseBias.w[u]
		w := n.dense.w[u*inputs : (u+1)*inputs]
		for j, x := range n.in {
			s += w[j] * x
		}
		n.unit[u] = max(s, 0)
	}
	scale := wideScale(f)
	for l := range labels {
		s := n.outBias.w[l]
		for u, x := range n.unit {
			s += n.out.w[l*k+u] * x
		}
		logits[l] = s
	}
	for _, p := range f.Pairs {
		for l := range labels {
			logits[l] += n.wide.w[int(p)*labels+l] * scale
		}
	}
	return logits
}

func wideScale(f *civility.Features) float32 {
	return 1 / sqrt(float32(max(len(f.Pairs), 8)))
}

func (n *net) pool(f *civility.Features) {
	clear(n.in[:])
	size := f.Words()
	for j := range h {
		n.peak[j] = -1
	}
	for i := range size {
		for j, x := range n.words[i] {
			if x > n.in[j] {
				n.in[j], n.peak[j] = x, int32(i)
			}
			n.in[h+j] += x
		}
	}
	if size > 0 {
		scale := 1 / float32(size)
		for j := range h {
			n.in[h+j] *= scale
		}
	}
	copy(n.in[2*h:], f.Global[:])
}

func add(x, w *row, scale float32) {
	for j := range x {
		x[j] += w[j] * scale
	}
}

func eachBit(bits uint64, visit func(uint32)) {
	for b := uint32(0); bits != 0; b, bits = b+1, bits>>1 {
		if bits&1 != 0 {
			visit(b)
		}
	}
}
