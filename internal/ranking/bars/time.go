package bars

import (
	"fmt"
	"slices"
	"time"

	"github.com/rozmova/rozmova/internal/ranking"
)

// A size is how many votes are re-scored at once, and in how many milliseconds they are to be.
type size struct {
	votes int
	most  float64
}

// fewestTimed is how many votes the conversations must have for times to tell anything.
const fewestTimed = 10_000

// times re-scores many votes, made of the conversations themselves, and one.
func (h *Harness) times(r *Report) {
	all := 0
	for _, s := range h.Sets {
		all += len(s.Votes)
	}
	if h.Busy == nil || all < fewestTimed {
		return
	}
	h.timed(r, []size{{100_000, 150}, {225_000, 350}})
}

// timed measures some sizes, and one vote among as many as the first.
func (h *Harness) timed(r *Report, sizes []size) {
	blank := [3]float64{none, none, none}
	const rounds = 9
	for _, size := range sizes {
		list := h.many(size.votes)
		var took []float64
		for range rounds {
			start := h.Busy()
			ranking.NewLive(ranking.Settle(list, nil), list, nil).Order(ranking.ThreadID{})
			took = append(took, float64((h.Busy()-start).Microseconds())/1000)
		}
		slices.Sort(took)
		r.add(Bar{Set: "all", What: fmt.Sprintf("settled anew and re-scored, %d votes: median", size.votes), Figure: took[rounds/2], Least: none, Most: size.most, Unit: "ms", Others: blank})
	}
	list := h.many(sizes[0].votes)
	l := ranking.NewLive(ranking.Settle(list, nil), list, nil)
	took := make([]time.Duration, 10_000)
	for i := range took {
		v := list[i*7%len(list)]
		v.Vote = ranking.Plain(i%3 - 1)
		start := h.Busy()
		l.Set(v)
		took[i] = h.Busy() - start
	}
	slices.Sort(took)
	r.add(Bar{Set: "all", What: "one vote, its score renewed: 99th percentile", Figure: float64(took[len(took)*99/100].Nanoseconds()) / 1e6, Least: none, Most: 1, Unit: "ms", Others: blank})
}

// many makes so many votes by laying the conversations side by side, over and over: other voters on other comments.
func (h *Harness) many(n int) []ranking.Vote {
	list := make([]ranking.Vote, 0, n)
	for round := int64(0); len(list) < n; round++ {
		for i, s := range h.Sets {
			shift := (round*int64(len(h.Sets)) + int64(i)) * 10_000_000
			for _, v := range s.Votes {
				if len(list) == n {
					return list
				}
				v.Comment += shift
				v.Voter += shift
				list = append(list, votes([]Row{v})...)
			}
		}
	}
	return list
}
