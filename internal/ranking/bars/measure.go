package bars

import (
	"fmt"
	"slices"
	"sort"

	"github.com/rozmova/rozmova/internal/ranking"
)

// scores ranks votes, with later ones judged against the picture of the others.
func scores(kept, later []Row) (map[int64]float64, *ranking.Live) {
	v := votes(kept)
	l := ranking.NewLive(ranking.Settle(v, nil), v, votes(later))
	return scoresOf(l), l
}

func scoresOf(l *ranking.Live) map[int64]float64 {
	m := map[int64]float64{}
	for _, s := range l.Order(ranking.ThreadID{}) {
		m[number(s.Comment)] = s.Score
	}
	return m
}

// fewestCompared is how many votes a comment needs for its rank to be compared.
const fewestCompared = 10

// with gives the scores of comments with votes enough, beside another's.
func (s *Set) with(a map[int64]float64, b func(int64) float64) (x, y []float64) {
	n := map[int64]int{}
	for _, v := range s.Votes {
		n[v.Comment]++
	}
	for _, c := range s.Comments {
		if n[c] >= fewestCompared {
			x, y = append(x, a[c]), append(y, b(c))
		}
	}
	return x, y
}

// agreement compares the whole order with group-aware consensus, where the files have that.
func (h *Harness) agreement(r *Report) {
	var sets []*Set
	var figures []float64
	var beside [][3]float64
	for _, s := range h.Sets {
		if len(s.Reference) == 0 {
			continue
		}
		m, _ := scores(s.Votes, nil)
		x, y := s.with(m, func(c int64) float64 { return s.Reference[c]["gac"] })
		sets, figures, beside = append(sets, s), append(figures, spearman(x, y)), append(beside, s.beside("spearman_gac"))
	}
	if len(sets) > 0 {
		r.spread("Spearman with GAC", sets, figures, beside, 0.80, 0.95)
	}
}

// heldOut looks at the head of the order through votes that it has not seen.
func (h *Harness) heldOut(r *Report) {
	const seeds = 20
	var sets []*Set
	for _, s := range h.Sets {
		if len(s.groups()) > 1 {
			sets = append(sets, s)
		}
	}
	for _, kind := range []struct {
		name, column     string
		split            func(s *Set, seed int) (kept, out []Row)
		share, precision float64
	}{
		{"masked fifth", "mask20", (*Set).masked, 0.71, 0.89},
		{"15 votes a comment", "sparse15", func(s *Set, seed int) ([]Row, []Row) { return s.sparse(1000+seed, 15) }, 0.595, 0.68},
	} {
		var share, precision []float64
		var besideShare, besidePrecision [][3]float64
		for _, s := range sets {
			var a, b []float64
			for seed := range seeds {
				kept, out := kind.split(s, seed)
				m, _ := scores(kept, nil)
				w, p := s.worst(s.order(m)[:min(top, len(s.Comments))], out)
				a, b = append(a, w), append(b, p)
			}
			share, precision = append(share, mean(a)), append(precision, mean(b))
			besideShare = append(besideShare, s.beside("worst_camp_at10_"+kind.column))
			besidePrecision = append(besidePrecision, s.beside("precision_at10_"+kind.column))
		}
		if len(sets) > 0 {
			r.spread("worst camp @10, "+kind.name, sets, share, besideShare, none, kind.share)
			r.spread("P@10, "+kind.name, sets, precision, besidePrecision, none, kind.precision)
		}
	}
}

// count says how much of the ten before is still in the ten after, and how many of what an attack wants up are new there.
func (s *Set) count(before, after []int64) (kept, targets float64) {
	for _, c := range after {
		switch {
		case slices.Contains(before, c):
			kept++
		case s.Marks[c] == "target":
			targets++
		}
	}
	return kept, targets
}

// newcomers takes a fifth of the voters at a time for new accounts: honest ones are to be heard, of whatever camp.
func (h *Harness) newcomers(r *Report) {
	const folds, fewest = 5, 30
	blank := [3]float64{none, none, none}
	lowest := 1.0
	for _, s := range h.Sets {
		if len(s.groups()) < 2 {
			continue
		}
		whole, _ := scores(s.Votes, nil)
		sum, n := map[string]float64{}, map[string]float64{}
		for fold := range folds {
			old, late := split(s.Votes, func(v Row) bool { return random(100, Row{Voter: v.Voter})%folds == uint64(fold) })
			m, l := scores(old, late)
			seen := map[int64]bool{}
			for _, v := range late {
				if g := s.Groups[v.Voter]; g != "" && !seen[v.Voter] {
					seen[v.Voter] = true
					sum[g] += l.Weight(Key[ranking.VoterID](v.Voter))
					n[g]++
				}
			}
			x, y := s.with(m, func(c int64) float64 { return whole[c] })
			lowest = min(lowest, kendall(x, y))
		}
		for _, g := range s.groups() {
			if n[g] >= fewest {
				r.add(Bar{Set: s.Name, What: fmt.Sprintf("honest newcomers: mean weight, group %s (%.0f)", g, n[g]), Figure: sum[g] / n[g], Least: 0.80, Most: none, Others: blank})
			}
		}
		if s.Votes[0].At != 0 {
			rows := slices.Clone(s.Votes)
			sort.SliceStable(rows, func(i, j int) bool { return rows[i].At < rows[j].At })
			cut := len(rows) * 4 / 5
			_, l := scores(rows[:cut], rows[cut:])
			known := map[int64]int{}
			for _, v := range rows[:cut] {
				known[v.Voter]++
			}
			var weights []float64
			for _, v := range rows[cut:] {
				if known[v.Voter] >= 3 {
					weights = append(weights, l.Weight(Key[ranking.VoterID](v.Voter)))
				}
			}
			if len(weights) > 0 {
				r.add(Bar{Set: s.Name, What: "late votes of known voters: mean weight", Figure: mean(weights), Least: none, Most: none, Others: blank})
			}
		}
	}
	if lowest < 1 {
		r.add(Bar{Set: "worst", What: "honest newcomers: Kendall with the batch", Figure: lowest, Least: 0.94, Most: none, Others: blank})
	}
}

// paradoxes casts single votes and looks for one that moves its comment the wrong way.
func (h *Harness) paradoxes(r *Report) {
	const trials, fresh = 10_000, 400
	wrong, done := [2]float64{}, [2]int{}
	for i, s := range h.Sets {
		_, start := scores(s.Votes, nil)
		settled := votes(s.Votes)
		share := 2 * (trials + len(h.Sets) - 1) / len(h.Sets)
		l := start
		for n := range share {
			if n%fresh == 0 {
				l = ranking.NewLive(start.Picture(), settled, nil)
			}
			x := random(i, Row{Comment: int64(n), Voter: 3})
			c := s.Comments[x%uint64(len(s.Comments))]
			voter := s.Votes[x/1000%uint64(len(s.Votes))].Voter
			if x%7 == 0 {
				voter = int64(2_000_000 + x%50) // a newcomer, with some votes by and by
			}
			kind := n % 2
			before := l.Standing(Key[ranking.CommentID](c), ranking.ThreadID{}).Score
			after := l.Set(ranking.Vote{Comment: Key[ranking.CommentID](c), Voter: Key[ranking.VoterID](voter), Vote: ranking.Plain(1 - 2*kind)}).Score
			const hair = 1e-12 // of rounding
			if kind == 0 && after < before-hair || kind == 1 && after > before+hair {
				wrong[kind]++
			}
			done[kind]++
		}
	}
	blank := [3]float64{none, none, none}
	for kind, what := range []string{"up votes that lower", "down votes that lift"} {
		r.add(Bar{Set: "all", What: fmt.Sprintf("paradox: %s (of %d)", what, done[kind]), Figure: wrong[kind], Least: none, Most: 0, Others: blank})
	}
}

// arrival mixes the votes and wants the same scores to the last bit, at once and one by one.
func (h *Harness) arrival(r *Report) {
	different := 0.0
	for _, s := range h.Sets {
		whole, _ := scores(s.Votes, nil)
		mixed := slices.Clone(s.Votes)
		sort.Slice(mixed, func(i, j int) bool {
			a, b := random(5, mixed[i]), random(5, mixed[j])
			return a < b || a == b && mixed[i].Voter < mixed[j].Voter
		})
		again, _ := scores(mixed, nil)
		late := mixed[:len(mixed)/10]
		_, old := scores(mixed[len(late):], nil)
		at := ranking.NewLive(old.Picture(), votes(mixed[len(late):]), votes(late))
		one := ranking.NewLive(old.Picture(), votes(mixed[len(late):]), nil)
		for _, v := range votes(late) {
			one.Set(v)
		}
		settled, later := one.Votes()
		m, n := scoresOf(at), scoresOf(ranking.NewLive(one.Picture(), settled, later))
		for _, c := range s.Comments {
			if whole[c] != again[c] || m[c] != n[c] {
				different++
			}
		}
	}
	r.add(Bar{Set: "all", What: "scores that hang on the order of arrival", Figure: different, Least: none, Most: 0, Others: [3]float64{none, none, none}})
}

// wilson scores votes by cautious approval.
func wilson(rows []Row) map[int64]float64 {
	respect, cast := map[int64]int{}, map[int64]int{}
	for _, v := range rows {
		cast[v.Comment]++
		respect[v.Comment] += max(v.Up, 0)
	}
	m := map[int64]float64{}
	for c, n := range cast {
		m[c] = ranking.Respected(respect[c], n)
	}
	return m
}
