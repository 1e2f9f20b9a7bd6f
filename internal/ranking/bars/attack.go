package bars

import (
	"sort"

	"github.com/rozmova/rozmova/internal/ranking"
)

// attacks sends made-up accounts after the settled picture, and then draws the next picture with them in it.
func (h *Harness) attacks(r *Report) {
	for _, s := range h.Sets {
		if len(s.Attacks) == 0 || len(s.groups()) < 2 {
			continue
		}
		whole, l := scores(s.Votes, nil)
		before := s.order(whole)[:min(top, len(s.Comments))]
		p, settled := l.Picture(), votes(s.Votes)
		at, _ := s.worst(before, s.Votes)
		harder := s.harder()
		for _, name := range []string{"fresh", "partisan", "camouflage", "half effort", "sleepers", "sleepers at half effort"} {
			attack, given := s.Attacks[name]
			beside := func(column string) [3]float64 { return [3]float64{none, none, none} }
			least, most, loss := none, none, none
			if given {
				beside = func(column string) [3]float64 { return s.beside(name + column) }
				least, most, loss = 9, 0, 0.01
			} else if attack = harder[name]; attack == nil {
				continue
			}
			live := ranking.NewLive(p, settled, votes(attack))
			head := s.order(scoresOf(live))[:len(before)]
			kept, targets := s.count(before, head)
			after, _ := s.worst(head, s.Votes)
			lost := beside("_worst_camp")
			for i, f := range s.beside("pre_attack_worst_camp_at10") {
				lost[i] = f - lost[i]
			}
			if least > float64(len(before)) {
				least = float64(len(before)) - 1
			}
			r.add(Bar{Set: s.Name, What: name + " attack: kept of ten", Figure: kept, Least: least, Most: none, Others: beside("_kept10")})
			r.add(Bar{Set: s.Name, What: name + " attack: new targets in the ten", Figure: targets, Least: none, Most: most, Others: [3]float64{none, none, none}})
			r.add(Bar{Set: s.Name, What: name + " attack: loss of worst camp", Figure: at - after, Least: none, Most: loss, Others: lost})
			all := votes(replaced(s.Votes, attack))
			next := ranking.NewLive(ranking.Settle(all, live), all, nil)
			kept, _ = s.count(before, s.order(scoresOf(next))[:len(before)])
			r.add(Bar{Set: s.Name, What: name + " attack: kept of ten in the next picture", Figure: kept, Least: none, Most: none, Others: [3]float64{none, none, none}})
		}
	}
}

// replaced gives votes with later ones in the place of those that they replace.
func replaced(rows, later []Row) []Row {
	gone := map[[2]int64]bool{}
	for _, v := range later {
		gone[[2]int64{v.Comment, v.Voter}] = true
	}
	left, _ := split(rows, func(v Row) bool { return gone[[2]int64{v.Comment, v.Voter}] })
	return append(left, later...)
}

// harder makes attacks that the files do not have, of as many accounts: new ones that each cast half of the attack's votes,
// and real voters with 20 votes and more who are turned, with all of it or half.
func (s *Set) harder() map[string][]Row {
	m := map[string][]Row{}
	accounts := map[int64]bool{}
	for _, v := range s.Attacks["fresh"] {
		accounts[v.Voter] = true
		if random(7, v)%2 == 0 {
			m["half effort"] = append(m["half effort"], v)
		}
	}
	cast := map[int64]int{}
	for _, v := range s.Votes {
		cast[v.Voter]++
	}
	var known []int64
	for voter, n := range cast {
		if n >= 20 {
			known = append(known, voter)
		}
	}
	place := func(voter int64) uint64 { return random(8, Row{Voter: voter})<<32 | uint64(voter)&(1<<32-1) }
	sort.Slice(known, func(i, j int) bool { return place(known[i]) < place(known[j]) })
	for _, voter := range known[:min(len(accounts), len(known))] {
		for _, c := range s.Comments {
			v := Row{Comment: c, Voter: voter, Up: -1}
			switch s.Marks[c] {
			case "":
				continue
			case "target":
				v.Up = 1
			}
			m["sleepers"] = append(m["sleepers"], v)
			if random(9, v)%2 == 0 {
				m["sleepers at half effort"] = append(m["sleepers at half effort"], v)
			}
		}
	}
	return m
}
