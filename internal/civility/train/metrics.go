package train

import (
	"cmp"
	"math"
	"slices"
)

// A Scored is a row's score for a label beside the truth.
type Scored struct {
	Score float32
	True  bool
}

// descending sorts by score, the highest first. Equal scores stay as they came: what is made of them must not depend on that.
func descending(s []Scored) []Scored {
	s = slices.Clone(s)
	slices.SortStableFunc(s, func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	return s
}

func count(s []Scored) (positive, negative int) {
	for _, x := range s {
		if x.True {
			positive++
		} else {
			negative++
		}
	}
	return positive, negative
}

// AUC is the area under the ROC curve: how often a true one scores above a false one, equal scores counting half. NaN without
// both kinds.
func AUC(s []Scored) float64 {
	positive, negative := count(s)
	if positive == 0 || negative == 0 {
		return math.NaN()
	}
	s = descending(s)
	var won float64
	above := 0 // true ones with a higher score
	for i := 0; i < len(s); {
		j, t, f := i, 0, 0
		for ; j < len(s) && s[j].Score == s[i].Score; j++ {
			if s[j].True {
				t++
			} else {
				f++
			}
		}
		won += float64(f) * (float64(above) + float64(t)/2)
		above += t
		i = j
	}
	return won / (float64(positive) * float64(negative))
}

// AveragePrecision is the mean of the precision at every true one, in order of the scores, equal scores taken together. NaN
// without a true one.
func AveragePrecision(s []Scored) float64 {
	positive, _ := count(s)
	if positive == 0 {
		return math.NaN()
	}
	s = descending(s)
	var sum float64
	seen, hit := 0, 0
	for i := 0; i < len(s); {
		j, t := i, 0
		for ; j < len(s) && s[j].Score == s[i].Score; j++ {
			if s[j].True {
				t++
			}
		}
		seen, hit = seen+j-i, hit+t
		sum += float64(t) * float64(hit) / float64(seen)
		i = j
	}
	return sum / float64(positive)
}

// F1 is the harmonic mean of precision and recall where scores from a threshold on are said. NaN without a true one.
func F1(s []Scored, threshold float32) float64 {
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
func BestF1(s []Scored) (best float64, threshold float32) {
	positive, _ := count(s)
	if positive == 0 {
		return math.NaN(), 0
	}
	s = descending(s)
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

// RecallAt is the share of true ones caught by the lowest threshold that says no more than a share of the false ones. NaN
// without both kinds.
func RecallAt(s []Scored, falseAlarms float64) (recall float64, threshold float32) {
	positive, negative := count(s)
	if positive == 0 || negative == 0 {
		return math.NaN(), 0
	}
	s = descending(s)
	threshold = float32(math.Inf(1))
	for i, tp, fp := 0, 0, 0; i < len(s); {
		j := i
		for ; j < len(s) && s[j].Score == s[i].Score; j++ {
			if s[j].True {
				tp++
			} else {
				fp++
			}
		}
		if float64(fp) > falseAlarms*float64(negative) {
			break
		}
		recall, threshold = float64(tp)/float64(positive), s[i].Score
		i = j
	}
	return recall, threshold
}

// A Bin is one step of a reliability plot.
type Bin struct {
	N        int
	Score    float64 // mean of the scores in it
	Fraction float64 // of them that are true
}

// Reliability sorts scores into ten equal steps from 0 to 1.
func Reliability(s []Scored) (bins [10]Bin) {
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
func ECE(s []Scored) float64 {
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
