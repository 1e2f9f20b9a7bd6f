package train

import (
	"math"

	"github.com/rozmova/rozmova/internal/civility"
)

// F1 is the harmonic mean of precision and recall where scores from a threshold on are said. NaN without a true one.
func F1(s []civility.Scored, threshold float32) float64 {
	var tp, fp, fn float64
	for _, x := range s {
		switch {
		case x.Score >= threshold && x.True:
			tp++
		case x.Score >= threshold:
			fp++
		case x.True:
			fn++
		}
	}
	if tp+fn == 0 {
		return math.NaN()
	}
	return 2 * tp / (2*tp + fp + fn)
}

// BestF1 is the highest F1 that any threshold gives, and that threshold.
func BestF1(s []civility.Scored) (best float64, threshold float32) {
	positive, _ := civility.Kinds(s)
	if positive == 0 {
		return math.NaN(), 0
	}
	s = civility.Descending(s)
	tp := 0
	for i, x := range s {
		if x.True {
			tp++
		}
		if i+1 < len(s) && s[i+1].Score == x.Score {
			continue
		}
		if f := 2 * float64(tp) / float64(i+1+positive); f > best {
			best, threshold = f, x.Score
		}
	}
	return best, threshold
}

// A Bin is one step of a reliability plot.
type Bin struct {
	N        int
	Score    float64 // mean of the scores in it
	Fraction float64 // of them that are true
}

// Reliability sorts scores into ten equal steps from 0 to 1.
func Reliability(s []civility.Scored) (bins [10]Bin) {
	for _, x := range s {
		b := &bins[min(int(x.Score*10), 9)]
		b.N++
		b.Score += float64(x.Score)
		if x.True {
			b.Fraction++
		}
	}
	for i := range bins {
		if n := float64(bins[i].N); n > 0 {
			bins[i].Score /= n
			bins[i].Fraction /= n
		}
	}
	return bins
}

// ECE is the expected calibration error: how far scores are from the share of true ones, on the mean.
func ECE(s []civility.Scored) float64 {
	var sum float64
	for _, b := range Reliability(s) {
		sum += float64(b.N) * math.Abs(b.Score-b.Fraction)
	}
	return sum / float64(len(s))
}

// SpanF1 compares marked runes of one text (SemEval 2021 task 5): 1 where both mark nothing, 0 where one of them does.
func SpanF1(got, want []Span) float64 {
	g, w := runesOf(got), runesOf(want)
	if len(g) == 0 && len(w) == 0 {
		return 1
	}
	both := 0
	for r := range g {
		if w[r] {
			both++
		}
	}
	return 2 * float64(both) / float64(len(g)+len(w))
}

func runesOf(spans []Span) map[int]bool {
	all := map[int]bool{}
	for _, s := range spans {
		for r := s.Start; r < s.End; r++ {
			all[r] = true
		}
	}
	return all
}
