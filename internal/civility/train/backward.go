package train

import (
	"math"
	"math/rand/v2"

	"github.com/rozmova/rozmova/internal/civility"
)

// Learning rates: of the tables, of the dense layers, of the linear part.
type rates struct{ table, dense, wide float32 }

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// learn takes one step down the gradient of one text and gives its loss. truth holds 1, 0 or -1 (not asked) by label; marks,
// where the source has any, 1 for words of a span and 0 for others.
func (n *net) learn(f *civility.Features, truth [labels]int8, weight [labels]float32, marks []int8, markWeight float32, r rates, drop *rand.Rand) (loss float32) {
	logits := n.forward(f, drop)
	var d [labels]float32
	for l, t := range truth {
		if t < 0 || weight[l] == 0 {
			continue
		}
		p := sigmoid(logits[l])
		d[l] = (p - float32(t)) * weight[l]
		if t == 1 {
			loss -= weight[l] * float32(math.Log(float64(max(p, 1e-7))))
		} else {
			loss -= weight[l] * float32(math.Log(float64(max(1-p, 1e-7))))
		}
	}
	size := f.Words()
	for i := range size {
		n.grad[i] = row{}
	}
	if marks != nil {
		n.learnMarks(marks, markWeight, r)
	}
	// dense layers
	clear(n.inGrad[:])
	for u := range k {
		var du float32
		for l := range labels {
			du += d[l] * n.out.w[l*k+u]
			if d[l] != 0 && n.unit[u] != 0 {
				n.out.step(l*k+u, d[l]*n.unit[u], r.dense)
			}
		}
		if n.unit[u] <= 0 || du == 0 {
			continue
		}
		w := n.dense.w[u*inputs : (u+1)*inputs]
		for j, x := range n.in {
			n.inGrad[j] += du * w[j]
			if x != 0 {
				n.dense.step(u*inputs+j, du*x, r.dense)
			}
		}
		n.denseBias.step(u, du, r.dense)
	}
	for l := range labels {
		if d[l] != 0 {
			n.outBias.step(l, d[l], r.dense)
		}
	}
	scale := wideScale(f)
	for _, p := range f.Pairs {
		for l := range labels {
			if d[l] != 0 {
				n.wide.step(int(p)*labels+l, d[l]*scale, r.wide)
			}
		}
	}
	n.back(f, r.table)
	return loss
}

// learnMarks teaches which words carry the score.
func (n *net) learnMarks(marks []int8, weight float32, r rates) {
	for i, m := range marks {
		if m < 0 {
			continue
		}
		d := (sigmoid(n.mark(i, len(marks))) - float32(m)) * weight
		for o := -1; o <= 1; o++ {
			at := i + o
			if at < 0 || at >= len(marks) {
				continue
			}
			w := n.span.w[(o+1)*h : (o+2)*h]
			for j, x := range n.words[at] {
				n.grad[at][j] += d * w[j]
				if x != 0 {
					n.span.step((o+1)*h+j, d*x, r.dense)
				}
			}
		}
		n.spanBias.step(0, d, r.dense)
	}
}

// mark is the logit of word i being of a span.
func (n *net) mark(i, size int) float32 {
	s := n.spanBias.w[0]
	for o := -1; o <= 1; o++ {
		if at := i + o; at >= 0 && at < size {
			w := n.span.w[(o+1)*h : (o+2)*h]
			for j, x := range n.words[at] {
				s += w[j] * x
			}
		}
	}
	return s
}

// back takes the gradient through the pooling to the tables.
func (n *net) back(f *civility.Features, rate float32) {
	size := f.Words()
	if size == 0 {
		return
	}
	mean := 1 / float32(size)
	for j := range h {
		if n.peak[j] >= 0 {
			n.grad[n.peak[j]][j] += n.inGrad[j]
		}
	}
	for i := range size {
		g, x := &n.grad[i], &n.words[i]
		any := false
		for j := range g {
			g[j] += n.inGrad[h+j] * mean
			if x[j] <= 0 {
				g[j] = 0
			}
			any = any || g[j] != 0
		}
		if !any {
			continue
		}
		n.bias.step(0, g, 1, rate)
		grams := n.kept[n.keptAt[i]:n.keptAt[i+1]]
		if len(grams) > 0 {
			scale := 1 / sqrt(float32(len(grams)))
			for _, id := range grams {
				n.gram.step(id, g, scale, rate)
			}
		}
		if !n.dropped[i] {
			n.word.step(f.Word[i], g, 1, rate)
		}
		eachBit(f.Trait[i], func(b uint32) { n.trait[civility.Around].step(b, g, 1, rate) })
		for o := range civility.Around {
			if at := i + offset(o); at >= 0 && at < size {
				n.stem[o].step(f.Stem[at], g, 1, rate)
				eachBit(f.Trait[at], func(b uint32) { n.trait[o].step(b, g, 1, rate) })
			}
		}
	}
}
