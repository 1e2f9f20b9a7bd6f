package civility

import (
	"encoding/binary"
	"math"
	"math/bits"

	"github.com/rozmova/rozmova"
)

// lanes are the channels of a word, two sixteen-bit sums apart in each half: the even bytes of a table's eight, then the odd.
type lanes [2 * Hidden / 8]uint64

// mostAdded is how many rows of bytes fit into sixteen bits.
const mostAdded = 256

const evenBytes = 0x00ff00ff00ff00ff

// add adds the bytes of one row.
func (a *lanes) add(row []byte) {
	row = row[:Hidden]
	for i := 0; i < Hidden/8; i++ {
		x := binary.LittleEndian.Uint64(row[8*i:])
		a[2*i] += x & evenBytes
		a[2*i+1] += x >> 8 & evenBytes
	}
}

// into adds the sums, of n rows, to channels, times scale.
func (a *lanes) into(x *[Hidden]float32, n int, scale float32) {
	zero := float32(128 * n)
	for i := 0; i < Hidden/8; i++ {
		even, odd := a[2*i], a[2*i+1]
		for j := 0; j < 4; j++ {
			x[8*i+2*j] += (float32(uint16(even>>(16*j))) - zero) * scale
			x[8*i+2*j+1] += (float32(uint16(odd>>(16*j))) - zero) * scale
		}
	}
}

// A scratch is the memory of one judgement.
type scratch struct {
	reader *Reader
	words  [][Hidden]float32
	marked []rozmova.Marked
}

// look fills s.words with the channels of a reading's words.
func (w *Net) look(s *scratch, f *Features) {
	n := f.Words()
	for len(s.words) < n {
		s.words = append(s.words, [Hidden]float32{})
	}
	for i := range n {
		x := &s.words[i]
		*x = w.Bias
		w.channels(x, f, i, n)
		for j, v := range x {
			x[j] = max(v, 0)
		}
	}
}

// weigh gives the logits of words [from,to) that look has seen, with what their globals tell.
func (w *Net) weigh(s *scratch, f *Features, from, to int, global *[Globals]float32) (logits [rozmova.Labels]float32) {
	var in [Inputs]float32
	for i := from; i < to; i++ {
		for j, v := range &s.words[i] {
			in[Hidden+j] += v
			if v > in[j] {
				in[j] = v
			}
		}
	}
	share := 1 / float32(max(to-from, 1))
	for j := Hidden; j < 2*Hidden; j++ {
		in[j] *= share
	}
	copy(in[2*Hidden:], global[:])
	logits = w.OutBias
	for u := range w.Dense {
		row := &w.Dense[u]
		a, b, c, d := w.DenseBias[u], float32(0), float32(0), float32(0)
		for j := 0; j < Inputs; j += 4 { // four sums, so that one need not wait for the other
			a += row[j] * in[j]
			b += row[j+1] * in[j+1]
			c += row[j+2] * in[j+2]
			d += row[j+3] * in[j+3]
		}
		if sum := a + b + (c + d); sum > 0 {
			for l := range logits {
				logits[l] += w.Out[l][u] * sum
			}
		}
	}
	if w.Scale[2] != 0 { // this net has a linear part
		w.wide(&logits, f.Pairs[f.PairAt[from]:f.PairAt[to]])
	}
	return logits
}

// forward gives the logits of a reading as a whole.
func (w *Net) forward(s *scratch, f *Features) [rozmova.Labels]float32 {
	w.look(s, f)
	return w.weigh(s, f, 0, f.Words(), &f.Global)
}

// padding is by how much a text may be milder than the worst of its sentences, in logits: an insult among a hundred thanks is one.
const padding = 4

// whole gives the logits of a text by both nets. Who is meant is the mean of what the text has as a whole and the most that it or one of its
// sentences has: an insult may stand in one of many.
func (w *Weights) whole(s *scratch, f *Features) (logits [rozmova.Labels]float32) {
	logits = w.Nets[0].forward(s, f)
	second := w.Nets[1].forward(s, f)
	most := second[rozmova.Participant]
	from := 0
	for _, end := range f.Cut {
		to := int(end)
		global := f.part(from, to)
		most = max(most, w.Nets[1].weigh(s, f, from, to, &global)[rozmova.Participant])
		from = to
	}
	second[rozmova.Participant] = (second[rozmova.Participant] + most) / 2
	for l, x := range second {
		logits[l] += (x - logits[l]) * w.Mix[l]
	}
	logits[rozmova.Participant] = max(logits[rozmova.Participant], most-padding)
	return logits
}

// channels adds up what word i is seen by.
func (w *Net) channels(x *[Hidden]float32, f *Features, i, n int) {
	grams := f.Grams[f.At[i]:f.At[i+1]]
	if len(grams) > 0 {
		scale := w.Scale[0] / float32(math.Sqrt(float64(len(grams))))
		for len(grams) > 0 {
			part := grams[:min(len(grams), mostAdded)]
			grams = grams[len(part):]
			var a lanes
			for _, id := range part {
				a.add(w.Gram[int(id)*Hidden:])
			}
			a.into(x, len(part), scale)
		}
	}
	var words, traits lanes
	rows, set := 1, 0
	words.add(w.Word[int(f.Word[i])*Hidden:])
	set += traits.addAll(w.Trait[Around], f.Trait[i])
	for o := range Around {
		at := i + o - Reach
		if o >= Reach {
			at++
		}
		if at < 0 || at >= n {
			continue
		}
		if set > mostAdded-Traits {
			traits.into(x, set, w.Scale[3])
			traits, set = lanes{}, 0
		}
		words.add(w.Stem[o][int(f.Stem[at])*Hidden:])
		rows++
		set += traits.addAll(w.Trait[o], f.Trait[at])
	}
	words.into(x, rows, w.Scale[1])
	traits.into(x, set, w.Scale[3])
}

// addAll adds the rows of a bit set, and tells how many they are.
func (a *lanes) addAll(table []byte, set uint64) int {
	n := bits.OnesCount64(set)
	for ; set != 0; set &= set - 1 {
		a.add(table[bits.TrailingZeros64(set)*Hidden:])
	}
	return n
}

// wide adds the linear part.
func (w *Net) wide(logits *[rozmova.Labels]float32, pairs []uint32) {
	var sum [rozmova.Labels]int32
	for _, p := range pairs {
		row := w.Wide[int(p)*int(rozmova.Labels):][:rozmova.Labels]
		for l, b := range row {
			sum[l] += int32(b)
		}
	}
	scale := w.Scale[2] / float32(math.Sqrt(float64(max(len(pairs), 8))))
	for l := range logits {
		logits[l] += float32(sum[l]-128*int32(len(pairs))) * scale
	}
}

// mark is the logit of word i of n being one that carries the score.
func (w *Net) mark(s *scratch, i, n int) float32 {
	sum := w.SpanBias[0]
	for o := range w.Span {
		if at := i + o - 1; at >= 0 && at < n {
			for j, v := range s.words[at] {
				sum += w.Span[o][j] * v
			}
		}
	}
	return sum
}
