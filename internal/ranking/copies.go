package ranking

import (
	"math"
	"slices"
)

// Min-hash: bands of rows. Two sets that share 0.85 meet in a band with a probability of 0.999, two that share a third with 0.05.
const (
	bands = 12
	rows  = 5
)

// signature gives the bands of a set.
func signature(set []int32) [bands]uint64 {
	var s [bands]uint64
	for b := range bands {
		s[b] = uint64(b)
		for row := range rows {
			least := uint64(math.MaxUint64)
			for _, v := range set {
				least = min(least, mix(uint64(b*rows+row)<<32|uint64(uint32(v))))
			}
			s[b] = mix(s[b] ^ least)
		}
	}
	return s
}

// copies finds new accounts with nearly the same votes: sets that are likely to overlap by min-hash, and those are compared.
func (l *Live) copies() {
	var who []int32
	var sets [][]int32
	for u := range l.voters {
		if r := &l.voters[u]; r.newcomer() && len(r.own) >= copyVotes {
			who, sets = append(who, int32(u)), append(sets, r.set())
		}
	}
	groups := grouped(len(who), func(i int) []int32 { return sets[i] })
	alike := map[uint64][]int32{} // by band, groups
	marks := make([][bands]uint64, len(groups))
	for g, group := range groups {
		marks[g] = signature(sets[group[0]])
		for _, h := range marks[g] {
			alike[h] = append(alike[h], int32(g))
		}
	}
	met := make([]int32, len(groups)) // which group met this one last, from 1
	for g, group := range groups {
		set := sets[group[0]]
		var like band
		for _, h := range marks[g] {
			for _, j := range alike[h] {
				if met[j] == int32(g)+1 {
					continue
				}
				met[j] = int32(g) + 1
				other := groups[j]
				n := common(set, sets[other[0]])
				if overlap(n, len(set), len(sets[other[0]])) >= copyOverlap && l.telling(who[group[0]], who[other[0]]) >= copyTelling {
					for _, i := range other {
						like.add(who[i])
					}
				}
			}
		}
		slices.Sort(like.some)
		for _, i := range group {
			l.voters[who[i]].copies = like
		}
	}
}

// telling is how much it says that two voters cast the same votes: the surprise, in nats, of what they have in common. Who
// agrees with what nearly all of a camp agree with copies nobody.
func (l *Live) telling(a, b int32) float64 {
	var sum float64
	r, other := &l.voters[a], &l.voters[b]
	for i, j := 0, 0; i < len(r.own) && j < len(other.own); {
		s, o := &r.own[i], &other.own[j]
		switch {
		case s.comment < o.comment:
			i++
		case s.comment > o.comment:
			j++
		default:
			if s.up == o.up && s.up != 0 {
				chance, ok := l.chance(r, s)
				if !ok {
					chance = newChance
				}
				sum -= math.Log(max(chance, 0.01))
			}
			i++
			j++
		}
	}
	return sum
}

// set gives what a voter said, as numbers: comment, times three, and what was said of its worth.
func (r *reader) set() []int32 {
	set := make([]int32, len(r.own))
	for i := range r.own {
		set[i] = 3*r.own[i].comment + int32(r.own[i].up) + 1
	}
	slices.Sort(set)
	return set
}

// common counts what two sorted sets share.
func common(a, b []int32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}
