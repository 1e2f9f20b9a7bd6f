package bars

import (
	"cmp"
	"math"
	"slices"
)

// top is how many comments of the head of an order are looked at.
const top = 10

// random gives the number below 2³¹ by which a vote falls into a split: the same in every language (README of the data).
func random(seed int, v Row) uint64 {
	x := (uint64(seed)+1)*0x9E3779B97F4A7C15 + uint64(v.Comment)*0xBF58476D1CE4E5B9 + uint64(v.Voter)*0x94D049BB133111EB
	x ^= x >> 30
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 27
	x *= 0x94D049BB133111EB
	x ^= x >> 31
	return x >> 33
}

// split parts votes into those that are scored and those that are held out.
func split(rows []Row, held func(Row) bool) (kept, out []Row) {
	for _, v := range rows {
		if held(v) {
			out = append(out, v)
		} else {
			kept = append(kept, v)
		}
	}
	return kept, out
}

// masked holds a fifth out. Seeds go from 0 to 19.
func (s *Set) masked(seed int) (kept, out []Row) {
	return split(s.Votes, func(v Row) bool { return random(seed, v)%5 == 0 })
}

// sparse keeps some votes a comment and holds the rest out. Seeds go from 1000 to 1019.
func (s *Set) sparse(seed, each int) (kept, out []Row) {
	comments := map[int64]bool{}
	for _, v := range s.Votes {
		comments[v.Comment] = true
	}
	most := uint64(min(1000*each*len(comments)/len(s.Votes), 800))
	return split(s.Votes, func(v Row) bool { return random(seed, v)%1000 >= most })
}

// order sorts the comments of a set by score: best first, then by number; those without a score last.
func (s *Set) order(score map[int64]float64) []int64 {
	all := slices.Clone(s.Comments)
	of := func(c int64) float64 {
		if v, ok := score[c]; ok {
			return v
		}
		return math.Inf(-1)
	}
	slices.SortFunc(all, func(a, b int64) int {
		if d := cmp.Compare(of(b), of(a)); d != 0 {
			return d
		}
		return cmp.Compare(a, b)
	})
	return all
}

// worst gives, over some comments together, the share of agreement in that group where it is lowest, and the share of the
// comments that half or more of every group agree with.
func (s *Set) worst(comments []int64, out []Row) (share, precision float64) {
	groups := s.groups()
	place := map[string]int{}
	for i, g := range groups {
		place[g] = i
	}
	in := map[int64]int{}
	for i, c := range comments {
		in[c] = i
	}
	agree, cast := make([][]float64, len(comments)), make([][]float64, len(comments))
	for i := range comments {
		agree[i], cast[i] = make([]float64, len(groups)), make([]float64, len(groups))
	}
	for _, v := range out {
		i, ok := in[v.Comment]
		g, grouped := place[s.Groups[v.Voter]]
		if !ok || !grouped {
			continue
		}
		cast[i][g]++
		if v.Up == 1 {
			agree[i][g]++
		}
	}
	share = 1
	for g := range groups {
		var a, n float64
		for i := range comments {
			a += agree[i][g]
			n += cast[i][g]
		}
		share = min(share, a/n)
	}
	for i := range comments {
		all := 1.0
		for g := range groups {
			if cast[i][g] == 0 || agree[i][g]/cast[i][g] < 0.5 {
				all = 0
			}
		}
		precision += all / float64(len(comments))
	}
	return share, precision
}

// ranks gives the ranks of some values from 1, those of equal ones in the mean.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	r := make([]float64, len(x))
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && x[order[j]] == x[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			r[k] = float64(i+j+1) / 2
		}
		i = j
	}
	return r
}

// spearman is the rank correlation of two lists.
func spearman(x, y []float64) float64 {
	a, b := ranks(x), ranks(y)
	middle := float64(len(x)+1) / 2
	var ab, aa, bb float64
	for i := range a {
		ab += (a[i] - middle) * (b[i] - middle)
		aa += (a[i] - middle) * (a[i] - middle)
		bb += (b[i] - middle) * (b[i] - middle)
	}
	return ab / math.Sqrt(aa*bb)
}

// kendall is the share of pairs in the same order less that in the other, ties apart (tau-b).
func kendall(x, y []float64) float64 {
	var same, tiesX, tiesY, pairs float64
	for i := range x {
		for j := range i {
			a, b := cmp.Compare(x[i], x[j]), cmp.Compare(y[i], y[j])
			pairs++
			same += float64(a * b)
			if a == 0 {
				tiesX++
			}
			if b == 0 {
				tiesY++
			}
		}
	}
	return same / math.Sqrt((pairs-tiesX)*(pairs-tiesY))
}

// mean of some numbers.
func mean(x []float64) float64 {
	var sum float64
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}
