package train

import (
	"math"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// weights are nets that learnt, before they are calibrated.
func weights(nets [2]*net) *civility.Weights {
	w := &civility.Weights{}
	for i, n := range nets {
		w.Nets[i] = n.quantise()
	}
	w.Marks, w.Mix = marksFrom, mix
	for language := range w.Slope {
		for l := range rozmova.Labels {
			w.Slope[language][l], w.Threshold[language][l] = 1, 0.5
		}
	}
	return w
}

// quantise puts a net into the bytes that ship: each table's weights in steps of one size, 128 standing for zero.
func (n *net) quantise() (w civility.Net) {
	w.SpanBias[0], w.Bias = n.spanBias.w[0], n.bias.w[0]
	w.Scale[0], w.Scale[1] = stepOf(n.gram), stepOf(append([]*table{n.word}, n.stem[:]...)...)
	w.Scale[3] = stepOf(n.trait[:]...)
	w.Gram, w.Word = bytesOf(n.gram, w.Scale[0]), bytesOf(n.word, w.Scale[1])
	for i, t := range n.stem {
		w.Stem[i] = bytesOf(t, w.Scale[1])
	}
	for i, t := range n.trait {
		w.Trait[i] = bytesOf(t, w.Scale[3])
	}
	w.Scale[2] = stepFor(n.wide.w)
	w.Wide = make([]byte, len(n.wide.w))
	for i, x := range n.wide.w {
		w.Wide[i] = byteOf(x, w.Scale[2])
	}
	for u := range w.Dense {
		copy(w.Dense[u][:], n.dense.w[u*inputs:])
	}
	copy(w.DenseBias[:], n.denseBias.w)
	for l := range w.Out {
		copy(w.Out[l][:], n.out.w[l*k:])
	}
	copy(w.OutBias[:], n.outBias.w)
	for o := range w.Span {
		copy(w.Span[o][:], n.span.w[o*h:])
	}
	return w
}

// beyond is the share of weights that are cut to the largest byte: a few large ones must not make all others coarse.
const beyond = 0.000002

func stepOf(tables ...*table) float32 {
	var sizes []float32
	for _, t := range tables {
		for i := range t.w {
			sizes = append(sizes, t.w[i][:]...)
		}
	}
	return stepFor(sizes)
}

func stepFor(weights []float32) float32 {
	sizes := make([]float32, 0, len(weights))
	for _, x := range weights {
		if x != 0 {
			sizes = append(sizes, float32(math.Abs(float64(x))))
		}
	}
	if len(sizes) == 0 {
		return 0 // nothing was learnt
	}
	slices.Sort(sizes)
	return sizes[int(float64(len(sizes)-1)*(1-beyond))] / 127
}

func bytesOf(t *table, step float32) []byte {
	all := make([]byte, 0, len(t.w)*h)
	for i := range t.w {
		for _, x := range t.w[i] {
			all = append(all, byteOf(x, step))
		}
	}
	return all
}

func byteOf(x, step float32) byte {
	if step == 0 {
		return 128
	}
	return byte(128 + max(-127, min(127, math.RoundToEven(float64(x/step)))))
}
