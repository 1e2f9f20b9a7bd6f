package civility

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

// A Figure is a measured number; NaN where there was nothing to measure it on, which JSON gives as null.
type Figure float64

// MarshalJSON writes four decimals at most.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.There() {
		return []byte("null"), nil
	}
	return json.Marshal(math.Round(float64(f)*1e4) / 1e4)
}

// There reports whether something was measured.
func (f Figure) There() bool { return !math.IsNaN(float64(f)) && !math.IsInf(float64(f), 0) }

// String gives three decimals, or a dash.
func (f Figure) String() string {
	if !f.There() {
		return "–"
	}
	return strconv.FormatFloat(float64(f), 'f', 3, 64)
}

// UnmarshalJSON reads what MarshalJSON gives.
func (f *Figure) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*f = Figure(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(f))
}

// A Scored is a row's score for a label beside the truth.
type Scored struct {
	Score float32
	True  bool
}

// Descending sorts by score, the highest first. Equal scores stay as they came: what is made of them must not depend on that.
func Descending(s []Scored) []Scored {
	s = slices.Clone(s)
	slices.SortStableFunc(s, func(a, b Scored) int { return cmp.Compare(b.Score, a.Score) })
	return s
}

// Kinds counts the true and the false ones.
func Kinds(s []Scored) (positive, negative int) {
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
	positive, negative := Kinds(s)
	if positive == 0 || negative == 0 {
		return math.NaN()
	}
	s = Descending(s)
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
	positive, _ := Kinds(s)
	if positive == 0 {
		return math.NaN()
	}
	s = Descending(s)
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

// RecallAt is the share of true ones caught by the lowest threshold that says no more than a share of the false ones. NaN
// without both kinds.
func RecallAt(s []Scored, falseAlarms float64) (recall float64, threshold float32) {
	positive, negative := Kinds(s)
	if positive == 0 || negative == 0 {
		return math.NaN(), 0
	}
	s = Descending(s)
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
