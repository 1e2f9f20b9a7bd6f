package ranking

import "slices"

// Weight gives what the votes since the picture count for in the mean that a voter cast: 1 in full.
func (l *Live) Weight(id VoterID) float64 {
	u, ok := l.voterAt[id]
	if !ok {
		return 1
	}
	var sum, n float64
	for i := range l.voters[u].own {
		if s := &l.voters[u].own[i]; s.later {
			sum += s.w
			n++
		}
	}
	if n == 0 {
		return l.voters[u].weight
	}
	return sum / n
}

// A Flood is a comment that got more unlikely votes of one kind than voters' camps would have cast, with what they count for.
type Flood struct {
	Comment CommentID
	For     bool    // votes for it, not against
	Weight  float64 // of each such vote, over what its account counts for
}

// Floods gives the comments that are flooded, in the order of their keys: for moderators, who may Trust them.
func (l *Live) Floods() []Flood {
	var all []Flood
	for i := range l.comments {
		for kind, w := range l.comments[i].flood {
			if w < wholeWeights {
				all = append(all, Flood{l.comments[i].id, kind == 1, w})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Flood) int { return compare(a.Comment, b.Comment) })
	return all
}

// Discounts gives whose later votes count for less, in the order of the voters' keys.
func (l *Live) Discounts() []Discount {
	var all []Discount
	for u := range l.voters {
		r := &l.voters[u]
		if r.weight >= wholeWeights {
			continue
		}
		d := Discount{Voter: r.id, Weight: r.weight, Surprise: r.surprise, Voices: max(1, r.mates.n, r.copies.n), Mates: l.ids(r.mates.some, r.id), Copies: l.ids(r.copies.some, r.id)}
		for i := range r.own {
			s := &r.own[i]
			if !s.later {
				continue
			}
			id := l.comments[s.comment].id
			d.Votes = append(d.Votes, id)
			if c, ok := l.chance(r, s); ok && c < unlikely {
				d.Unlikely = append(d.Unlikely, id)
			}
		}
		if len(d.Votes) > 0 {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b Discount) int { return compare(a.Voter, b.Voter) })
	return all
}

// mostShown is how many accounts are named as evidence for one; more tell a moderator no more.
const mostShown = 20

// ids gives the first of some voters, without one.
func (l *Live) ids(list []int32, but VoterID) []VoterID {
	var ids []VoterID
	for _, u := range list {
		if id := l.voters[u].id; id != but && len(ids) < mostShown {
			ids = append(ids, id)
		}
	}
	return ids
}
