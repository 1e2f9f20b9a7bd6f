package ranking

import (
	"math"
	"slices"
)

// Constants of the defence.
const (
	unlikely     = 0.25 // chance under which a vote is unlikely
	mateShared   = 5    // unlikely votes that mates share, and
	mateOverlap  = 0.45 // of those that either cast
	copyVotes    = 8    // votes that near-copies have at least
	copyOverlap  = 0.85 // and share of those that either cast
	copyTelling  = 7.0  // nats that what they share says at least: chance does that once in a thousand times
	newChance    = 0.6  // chance of a vote on a comment that the picture does not have
	oddAll       = 0.4  // excess surprise, in nats a vote, that takes all weight but
	oddLeast     = 0.1
	oddVotes     = 8   // pseudo-votes with no excess
	floodLeast   = 3.0 // unlikely votes of a kind that a comment may always get, and
	floodOver    = 2.0 // standard deviations over what is expected
	wholeWeights = 0.999
)

// A Discount says why the votes that an account cast since the settled picture count for less, with the evidence for
// moderators. They are never deleted, and plain orders count them in full.
type Discount struct {
	Voter    VoterID
	Weight   float64     // that each of its votes counts with, above 0, below 1, floods aside (Flood)
	Voices   int         // accounts, it among them, that share one voice; 1 where it has its own
	Mates    []VoterID   // accounts with the same unlikely votes, the first twenty
	Copies   []VoterID   // new accounts with nearly the same votes, likewise
	Surprise float64     // excess surprise of its votes over what is usual in its own camp, in nats a vote; new accounts only
	Votes    []CommentID // what it voted on since the picture
	Unlikely []CommentID // the votes among them that its own camp hardly ever casts
}

// judge finds the weights of later votes.
func (l *Live) judge() {
	suspects := l.suspects()
	l.mates(suspects)
	l.copies()
	for u := range l.voters {
		r := &l.voters[u]
		voices := max(1, r.mates.n, r.copies.n)
		r.weight = 1 / float64(voices)
		if r.newcomer() && l.p.Mode != TooFew {
			r.surprise = l.surprise(r)
			r.weight *= min(1, max(oddLeast, 1-r.surprise/oddAll))
		}
	}
	l.floods()
}

// floods finds comments that got many more unlikely votes of one kind than the voters' camps would have cast, whoever cast
// them: what is over the most that chance lets expect is shared out among all of them. One vote more never makes them weigh
// less together.
func (l *Live) floods() {
	type count struct{ got, expected, variance float64 }
	counts := make([][2]count, len(l.comments)) // against, for
	for u := range l.voters {
		r := &l.voters[u]
		for i := range r.own {
			s := &r.own[i]
			chance, ok := l.chance(r, s)
			if !ok || !s.later {
				continue
			}
			kind := max(s.up, 0)
			switch {
			case chance < unlikely:
			case chance > 1-unlikely:
				kind, chance = 1-kind, 1-chance
			default:
				continue
			}
			n := &counts[s.comment][kind]
			n.expected += chance
			n.variance += chance * (1 - chance)
			if kind == max(s.up, 0) {
				n.got += r.weight
			}
		}
	}
	for c := range l.comments {
		for kind := range 2 {
			n := counts[c][kind]
			most := max(floodLeast, n.expected+floodOver*math.Sqrt(n.variance))
			l.comments[c].flood[kind] = min(1, most/max(n.got, floodLeast))
		}
	}
}

// weigh gives what a later vote of a reader counts for.
func (l *Live) weigh(r *reader, s *said) float64 {
	if chance, ok := l.chance(r, s); ok && chance < unlikely {
		return r.weight * l.comments[s.comment].flood[max(s.up, 0)]
	}
	return r.weight
}

// chance gives how likely a voter's word on a comment was, by what the settled picture tells of the voter's camp. It says
// nothing of new comments and of votes that say nothing of worth.
func (l *Live) chance(r *reader, s *said) (float64, bool) {
	known := l.comments[s.comment].known
	if known < 0 || s.up == 0 {
		return 0, false
	}
	c := l.p.comments[known].chance(r.member)
	if s.up < 0 {
		c = 1 - c
	}
	return c, true
}

// A suspect has enough unlikely votes to be somebody's mate.
type suspect struct {
	voter int32
	votes []int32 // comment, doubled, and one more where it was respected; sorted
}

func (l *Live) suspects() []suspect {
	var all []suspect
	if l.p.Mode == TooFew {
		return nil
	}
	for u := range l.voters {
		r := &l.voters[u]
		var votes []int32
		for i := range r.own {
			s := &r.own[i]
			if !s.later {
				continue
			}
			if c, ok := l.chance(r, s); ok && c < unlikely {
				votes = append(votes, 2*s.comment+int32(max(s.up, 0)))
			}
		}
		if len(votes) >= mateShared {
			slices.Sort(votes)
			all = append(all, suspect{int32(u), votes})
		}
	}
	return all
}

// A band is voters who do the same: how many, and the first some of them, since a large rush would name each for each.
type band struct {
	n    int
	some []int32
}

func (b *band) add(voter int32) {
	if b.n++; len(b.some) <= mostShown { // one more than are shown, as nobody is shown to be like oneself
		b.some = append(b.some, voter)
	}
}

// mates finds accounts that cast the same unlikely votes. Chance alone hardly ever lets two share five of them.
func (l *Live) mates(all []suspect) {
	groups := grouped(len(all), func(i int) []int32 { return all[i].votes })
	cast := map[int32][]int32{} // by vote, the groups that cast it
	for g, group := range groups {
		for _, v := range all[group[0]].votes {
			cast[v] = append(cast[v], int32(g))
		}
	}
	shared := make([]int32, len(groups))
	for _, group := range groups {
		votes := all[group[0]].votes
		clear(shared)
		for _, v := range votes {
			for _, j := range cast[v] {
				shared[j]++
			}
		}
		var like band // everybody with such votes, the group itself too
		for j, n := range shared {
			if other := groups[j]; n >= mateShared && overlap(int(n), len(votes), len(all[other[0]].votes)) >= mateOverlap {
				for _, i := range other {
					like.add(all[i].voter)
				}
			}
		}
		slices.Sort(like.some)
		for _, i := range group {
			l.voters[all[i].voter].mates = like
		}
	}
}

// grouped puts together those among n whose sorted lists are the same, in the order of the first of each.
func grouped(n int, list func(int) []int32) [][]int32 {
	var groups [][]int32
	at := map[uint64][]int32{} // by hash of the list, groups
next:
	for i := range n {
		mine, h := list(i), uint64(0)
		for _, v := range mine {
			h = mix(h ^ uint64(uint32(v)))
		}
		for _, g := range at[h] {
			if slices.Equal(list(int(groups[g][0])), mine) {
				groups[g] = append(groups[g], int32(i))
				continue next
			}
		}
		at[h] = append(at[h], int32(len(groups)))
		groups = append(groups, []int32{int32(i)})
	}
	return groups
}

// overlap is what two sets share of what either has (Jaccard).
func overlap(shared, a, b int) float64 { return float64(shared) / float64(a+b-shared) }

// mix is the finaliser of splitmix64: every bit of what comes out hangs on every bit of what goes in.
func mix(x uint64) uint64 {
	x += 0x9E3779B97F4A7C15
	x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
	x = (x ^ x>>27) * 0x94D049BB133111EB
	return x ^ x>>31
}

// excess is how much more surprising a word of a chance was than words of a voter who is as the camp is would be, in nats.
func excess(chance float64) float64 {
	c := min(max(chance, 0.01), 0.99)
	return -math.Log(c) + c*math.Log(c) + (1-c)*math.Log(1-c)
}

// surprise is how much more a newcomer's votes surprise than those of its own camp usually do. Judged by the whole
// discussion, a minority would surprise by being one.
func (l *Live) surprise(r *reader) float64 {
	usual := (1-r.member)*l.p.typical[0] + r.member*l.p.typical[1]
	var sum float64
	n := 0
	for i := range r.own {
		if c, ok := l.chance(r, &r.own[i]); ok {
			sum += excess(c) - usual
			n++
		}
	}
	return sum / float64(n+oddVotes)
}

// settleSurprise finds what is usual in each camp: the median over its known voters.
func (p *Picture) settleSurprise(t *table) {
	var by [2][]float64
	for u := range p.voters {
		v := &p.voters[u]
		if v.votes < fewestPlaced {
			continue
		}
		member := p.member(v.f, v.doubt)
		var sum float64
		n := 0
		for _, i := range t.of(u) {
			c := &t.cells[i]
			if c.up == 0 {
				continue
			}
			chance := p.comments[c.comment].chance(member)
			if c.up < 0 {
				chance = 1 - chance
			}
			sum += excess(chance)
			n++
		}
		k := 0
		if member > 0.5 {
			k = 1
		}
		if n > 0 {
			by[k] = append(by[k], sum/float64(n))
		}
	}
	p.typical = [2]float64{median(by[0]), median(by[1])}
}
