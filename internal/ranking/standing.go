package ranking

import (
	"bytes"
	"math"
	"sort"
)

// A Standing is how a comment stands in its thread.
type Standing struct {
	Comment CommentID
	Score   float64 // 0 to 1; the higher, the further up
	Mode    Mode    // what the score goes by, of the picture; a thread with too few votes: see Live.Mode
	Sides   [2]Side // by camp, in no order that means anything
	Voters  int     // all who voted, in full
	Respect int     // who respect it, in full
	Held    float64 // votes' worth of weight taken from discounted ones
}

// A Side is what one camp made of a comment.
type Side struct {
	Votes float64 // effective: voters count by how plainly they are of the camp, and by their weight
	Share float64 // of them who respect it, 0 to 1; 0 without votes
	Least float64 // cautious approval, with what is known beforehand, 0 to 1
}

// standing works out how a comment stands.
func (l *Live) standing(e *entry) Standing {
	s := Standing{Comment: e.id, Mode: l.p.Mode, Voters: e.sums.voters, Respect: e.sums.respect, Held: max(0, e.sums.held)}
	for k := range 2 {
		votes := max(0, e.sums.E[k])
		s.Sides[k].Votes = votes
		if votes > 1e-9 {
			s.Sides[k].Share = min(1, max(0, e.sums.R[k])/votes)
		}
	}
	c := e.sums.cautious(l.rates(e.thread))
	s.Sides[0].Least, s.Sides[1].Least = c[0], c[1]
	s.Score = both(c)
	return s
}

// Mode says what the order of a thread may be called: across the divide only where some comment has votes enough of both sides.
// Where it says otherwise, order by Respected, and say so.
func (l *Live) Mode(thread ThreadID) Mode {
	if l.p.Mode != Divided {
		return l.p.Mode
	}
	for i := range l.comments {
		if e := &l.comments[i]; e.thread == thread && min(e.sums.E[0], e.sums.E[1]) >= fewestSide {
			return Divided
		}
	}
	return TooFew
}

// Modes says of each thread that was voted in what Mode says of one.
func (l *Live) Modes() map[ThreadID]Mode {
	modes := map[ThreadID]Mode{}
	for i := range l.comments {
		e := &l.comments[i]
		m, seen := modes[e.thread]
		switch {
		case l.p.Mode != Divided:
			m = l.p.Mode
		case min(e.sums.E[0], e.sums.E[1]) >= fewestSide:
			m = Divided
		case !seen:
			m = TooFew
		}
		modes[e.thread] = m
	}
	return modes
}

// Label is what a reader is told of a comment.
type Label uint8

// The labels.
const (
	NoLabel   Label = iota // the order does not go by two sides
	NotYet                 // not yet enough votes from both sides
	Across                 // valued across the divide
	NotByBoth              // enough votes, and one side at least does not value it
)

// String names a label in data that leave the program; nothing for none.
func (l Label) String() string {
	switch l {
	case NotYet:
		return "not_yet"
	case Across:
		return "across"
	case NotByBoth:
		return "not_by_both"
	}
	return ""
}

// fewestLabel is how many effective votes each side has cast before anything is said of it.
const fewestLabel = 5

// Told is what may be said of a comment. The side that values it more always comes first, so that nobody can follow a side
// from one comment to the next.
type Told struct {
	Label     Label
	More      int // of ten readers of one side who value it
	Less      int // of ten of the other
	MoreVotes int // effective votes they come from
	LessVotes int
}

// Tell gives what may be said of a comment by its standing.
func (s Standing) Tell() Told {
	if s.Mode != Divided {
		return Told{}
	}
	a, b := s.Sides[0], s.Sides[1]
	if a.Share < b.Share || a.Share == b.Share && a.Votes < b.Votes {
		a, b = b, a
	}
	if min(a.Votes, b.Votes) < fewestLabel {
		return Told{Label: NotYet}
	}
	t := Told{Label: Across, More: tenths(a.Share), Less: tenths(b.Share), MoreVotes: int(math.Round(a.Votes)), LessVotes: int(math.Round(b.Votes))}
	if b.Share < 0.5 {
		t.Label = NotByBoth
	}
	return t
}

// tenths rounds a share down, so that nothing is called more than it is; a hair below counts as there.
func tenths(share float64) int { return int(math.Floor(10*share + 1e-6)) }

// search finds a key among sorted rows; -1 where it is not there.
func search[T any](rows []T, key func(*T) []byte, k []byte) int {
	at, ok := sort.Find(len(rows), func(i int) int { return bytes.Compare(k, key(&rows[i])) })
	if !ok {
		return -1
	}
	return at
}

// without gives the rows that are not meant, in a list of their own.
func without[T any](rows []T, meant func(*T) bool) []T {
	var left []T
	for i := range rows {
		if !meant(&rows[i]) {
			left = append(left, rows[i])
		}
	}
	return left
}
