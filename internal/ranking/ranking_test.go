package ranking

import (
	"math"
	"slices"
	"testing"

	"github.com/rozmova/rozmova"
)

// vote is a plain vote.
func vote(voter, comment, up int) Vote {
	return Vote{Comment: key[CommentID](comment), Voter: key[VoterID](voter), Vote: Plain(up)}
}

// divided gives the votes of two groups, the first so many, the second so many, who respect opposite comments (0 to 9 and 10
// to 19) and both respect comments 20 and 21; with the noise of one vote in ten.
func divided(first, second int) []Vote {
	var votes []Vote
	for u := range first + second {
		for c := range 22 {
			up := 1
			if c < 20 && (c < 10) != (u < first) {
				up = -1
			}
			if mix(uint64(u)<<20|uint64(c))%10 == 0 {
				up = -up
			}
			votes = append(votes, vote(u, c, up))
		}
	}
	return votes
}

func places(l *Live) map[int]int {
	at := map[int]int{}
	for i, s := range l.Order(ThreadID{}) {
		at[int(s.Comment[14])<<8|int(s.Comment[15])] = i
	}
	return at
}

// TestAcross holds the aim: what both sides value stands first, however much larger one of them is.
func TestAcross(t *testing.T) {
	for _, sizes := range [][2]int{{30, 30}, {150, 30}, {30, 300}} {
		votes := divided(sizes[0], sizes[1])
		l := NewLive(Settle(votes, nil), votes, nil)
		if l.Mode(ThreadID{}) != Divided {
			t.Fatalf("%v: mode %d, want a divide", sizes, l.Mode(ThreadID{}))
		}
		at := places(l)
		if at[20]+at[21] != 1 {
			t.Errorf("%v: what both respect stands at %d and %d", sizes, at[20], at[21])
		}
		told := l.Standing(key[CommentID](20), ThreadID{}).Tell()
		if told.Label != Across || told.Less < 7 || told.More < told.Less || told.MoreVotes+told.LessVotes < 50 {
			t.Errorf("%v: told %+v", sizes, told)
		}
		if other := l.Standing(key[CommentID](3), ThreadID{}).Tell(); other.Label != NotByBoth {
			t.Errorf("%v: of what one side respects %+v is told", sizes, other)
		}
		if s := l.Standing(key[CommentID](20), ThreadID{}); s.Voters != sizes[0]+sizes[1] || s.Respect < s.Voters*8/10 {
			t.Errorf("%v: full counts are wrong: %+v", sizes, s)
		}
	}
}

// TestNoDivide holds that none is invented: not for few votes, and not for chance.
func TestNoDivide(t *testing.T) {
	few := divided(10, 10)
	if p := Settle(few, nil); p.Mode != TooFew {
		t.Errorf("twenty voters: mode %d", p.Mode)
	}
	for _, size := range [][3]int{{60, 20, 10}, {200, 60, 8}, {200, 60, 30}, {1000, 100, 20}, {2000, 40, 36}} {
		for seed := range min(4, 100_000/(size[0]*size[2])) {
			var votes []Vote
			for u := range size[0] {
				for c := range size[1] {
					r := mix(uint64(seed)<<50 | uint64(u)<<20 | uint64(c))
					if r%uint64(size[1]) >= uint64(size[2]) {
						continue
					}
					up := -1
					if r>>32%100 < 15+mix(uint64(c))%70 { // by the comment alone, not by who votes
						up = 1
					}
					votes = append(votes, vote(u, c, up))
				}
			}
			p := Settle(votes, nil)
			if p.Mode != OneSided || math.Abs(p.Foretold) > 0.02 {
				t.Errorf("%v, seed %d: mode %d, foretold %.4f, explained %.4f", size, seed, p.Mode, p.Foretold, p.Explained)
			}
			l := NewLive(p, votes, nil)
			if told := l.Order(ThreadID{})[0].Tell(); told.Label != NoLabel {
				t.Errorf("%v: %+v is told where there is no divide", size, told)
			}
		}
	}
	for seed := range 3 { // and a real one is found
		votes := slices.Clone(divided(20+seed, 25))
		if p := Settle(votes, nil); p.Mode != Divided {
			t.Errorf("two groups of %d and 25: mode %d, foretold %.4f", 20+seed, p.Mode, p.Foretold)
		}
	}
}

// TestBrigade sends new accounts that lift one comment of a side and sink what both respect.
func TestBrigade(t *testing.T) {
	votes := divided(100, 60)
	p := Settle(votes, nil)
	var rush []Vote
	for u := range 40 {
		for c := 10; c < 16; c++ {
			rush = append(rush, vote(1000+u, c, -1))
		}
		for _, c := range []int{20, 21} {
			rush = append(rush, vote(1000+u, c, -1))
		}
		rush = append(rush, vote(1000+u, 0, 1), vote(1000+u, 1, -1), vote(1000+u, 2, -1))
	}
	before, after := NewLive(p, votes, nil), NewLive(p, votes, rush)
	if at := places(after); at[20]+at[21] != 1 {
		t.Errorf("a brigade moved what both respect to %d and %d", at[20], at[21])
	}
	discounts := after.Discounts()
	if len(discounts) != 40 || discounts[0].Weight > 0.05 || len(discounts[0].Copies) != mostShown || discounts[0].Voices != 40 || len(discounts[0].Votes) != 11 || len(discounts[0].Unlikely) < 2 {
		t.Errorf("%d discounts, the first %+v", len(discounts), discounts[0])
	}
	s := after.Standing(key[CommentID](20), ThreadID{})
	if s.Voters != 200 || s.Held < 35 {
		t.Errorf("plain counts are to be full, and say what is held: %+v", s)
	}
	all := slices.Concat(votes, rush)
	next := NewLive(Settle(all, after), all, nil)
	if at := places(next); at[20]+at[21] != 1 || next.Standing(key[CommentID](20), ThreadID{}).Score < before.Standing(key[CommentID](20), ThreadID{}).Score*0.95 {
		t.Errorf("the brigade came in with the next picture: places %d and %d, %+v", at[20], at[21], next.Standing(key[CommentID](20), ThreadID{}))
	}
	if trusted := after.Trust(key[CommentID](20)); trusted.Held != 0 || trusted.Score >= s.Score {
		t.Errorf("a comment that is trusted: %+v, before %+v", trusted, s)
	}
}

// TestFlood has known voters turn against a comment, each with a few votes of many: no two are alike, and there are far more
// of them than chance has.
func TestFlood(t *testing.T) {
	votes := divided(100, 60)
	p := Settle(votes, nil)
	var late []Vote
	for u := range 50 {
		late = append(late, vote(u, 20, -1))
	}
	l := NewLive(p, votes, late)
	if at := places(l); at[20] > 1 {
		t.Errorf("a flood moved it to %d", at[20])
	}
	floods := l.Floods()
	if len(floods) != 1 || floods[0].Comment != key[CommentID](20) || floods[0].For || floods[0].Weight > 0.5 {
		t.Errorf("floods %+v", floods)
	}
	if len(l.Discounts()) != 0 {
		t.Errorf("accounts are blamed: %+v", l.Discounts())
	}
}

// TestMinority holds that those who act alike because they think alike count in full: newcomers of the smaller side who all
// vote as it does, to the letter.
func TestMinority(t *testing.T) {
	votes := divided(150, 40)
	p := Settle(votes, nil)
	var late []Vote
	for u := range 12 {
		for c := range 22 {
			up := 1
			if c < 10 {
				up = -1
			}
			if c%2 == u%2 || c < 14 {
				late = append(late, vote(1000+u, c, up))
			}
		}
	}
	l := NewLive(p, votes, late)
	for u := range 12 {
		if w := l.Weight(key[VoterID](1000 + u)); w < 0.95 {
			t.Fatalf("newcomer %d of a minority weighs %.2f: %+v", u, w, l.Discounts())
		}
	}
}

// TestForget: a voter who has left is in no byte of the picture.
func TestForget(t *testing.T) {
	votes := divided(40, 40)
	p := Settle(votes, nil)
	id := key[VoterID](7)
	id[0] = 0xAB
	for i := range votes {
		if votes[i].Voter == key[VoterID](7) {
			votes[i].Voter = id
		}
	}
	p = Settle(votes, NewLive(p, votes, nil))
	if p.voter(id) == nil {
		t.Fatal("the voter is not in it to begin with")
	}
	b, _ := p.Forget(id).MarshalBinary()
	for i := range len(b) - 16 {
		if [16]byte(b[i:i+16]) == id {
			t.Fatal("the voter is still in it")
		}
	}
	if p.voter(id) == nil {
		t.Error("the picture before was changed")
	}
}

// TestSides: the next picture keeps which side is which, and the pages tell nothing by which side they name first.
func TestSides(t *testing.T) {
	votes := divided(60, 40)
	p := Settle(votes, nil)
	more := slices.Concat(votes, divided(60, 40)[:0])
	for u := range 40 {
		for c := range 22 {
			more = append(more, vote(500+u, c, map[bool]int{true: 1, false: -1}[c >= 10]))
		}
	}
	q := Settle(more, NewLive(p, votes, more[len(votes):]))
	a, b := p.voter(key[VoterID](1)), q.voter(key[VoterID](1))
	if a.f*b.f <= 0 {
		t.Errorf("voter 1 changed sides: %v and %v", a.f, b.f)
	}
	l := NewLive(q, more, nil)
	for _, c := range []int{0, 15} {
		if told := l.Standing(key[CommentID](c), ThreadID{}).Tell(); told.More < told.Less {
			t.Errorf("comment %d: %+v", c, told)
		}
	}
}

// TestTwoParts: opinion places the voter, respect is what counts.
func TestTwoParts(t *testing.T) {
	votes := divided(40, 40)
	for u := range 80 { // everybody disagrees with 21, and finds it worth reading all the same
		votes = append(votes, Vote{Comment: key[CommentID](22), Voter: key[VoterID](u), Vote: rozmova.Vote{Opinion: rozmova.Disagree, Respect: true}})
		votes = append(votes, Vote{Comment: key[CommentID](23), Voter: key[VoterID](u), Vote: rozmova.Vote{Opinion: rozmova.Agree}})
	}
	l := NewLive(Settle(votes, nil), votes, nil)
	if at := places(l); at[22] != 0 || at[23] != 23 {
		t.Errorf("respected by all who disagree: place %d; agreed with, respected by nobody: place %d", at[22], at[23])
	}
}

// TestReports: the writer's own side weighs most, and it takes both to sink a comment.
func TestReports(t *testing.T) {
	votes := divided(60, 60)
	p := Settle(votes, nil)
	own := p.ReportWeight(Report{Reporter: key[VoterID](2), Comment: key[CommentID](3), Author: key[VoterID](1)})
	other := p.ReportWeight(Report{Reporter: key[VoterID](70), Comment: key[CommentID](3), Author: key[VoterID](1)})
	unknown := p.ReportWeight(Report{Reporter: key[VoterID](999), Comment: key[CommentID](3), Author: key[VoterID](1)})
	nobody := p.ReportWeight(Report{Reporter: key[VoterID](2), Comment: key[CommentID](3), Author: key[VoterID](998)}) // by who respects it
	if own < 0.4 || other > 0.05 || unknown != unplaced || nobody < 0.4 {
		t.Errorf("weights: own side %.3f, other %.3f, unknown %.3f, unknown writer %.3f", own, other, unknown, nobody)
	}
	of := func(voters ...int) Reported {
		var all []Report
		for _, u := range voters {
			all = append(all, Report{Reporter: key[VoterID](u), Comment: key[CommentID](3), Author: key[VoterID](1)})
		}
		return p.Weigh(all)
	}
	if of(70, 71, 72, 73).Both || of(2, 3, 4, 5).Both || of(2, 2, 2, 70, 70, 70).Both || !of(2, 3, 70, 71).Both {
		t.Error("it takes two of each side to say that both report a comment")
	}
}

// TestThreads: each thread is ordered by itself, over the leanings of all; one with few votes says so.
func TestThreads(t *testing.T) {
	votes := divided(40, 40)
	other := key[ThreadID](9)
	for u := range 4 {
		v := vote(u, 50, 1)
		v.Thread = other
		votes = append(votes, v)
	}
	l := NewLive(Settle(votes, nil), votes, nil)
	if len(l.Order(ThreadID{})) != 22 || len(l.Order(other)) != 1 {
		t.Errorf("%d and %d comments", len(l.Order(ThreadID{})), len(l.Order(other)))
	}
	if l.Mode(ThreadID{}) != Divided || l.Mode(other) != TooFew {
		t.Errorf("modes %d and %d", l.Mode(ThreadID{}), l.Mode(other))
	}
	own := Settle(divided(40, 40), nil)
	if wide := Settle(votes, nil); Better(own, wide, divided(40, 40)) != wide {
		t.Error("a thread's own picture takes over where that of all does as well")
	}
	if Better(own, Settle(nil, nil), divided(40, 40)) != own {
		t.Error("a thread's own picture does not take over from none")
	}
}

func TestShown(t *testing.T) {
	var before []Standing
	for c := range 40 {
		s := Standing{Comment: key[CommentID](c), Score: 1 - float64(c)/50, Voters: 30}
		if c >= 30 {
			s.Voters = 2
		}
		before = append(before, s)
	}
	now := slices.Clone(before)
	now[3].Score = 0.1
	sortStandings(now)
	if got := Fallen(before, now); len(got) != 1 || got[0] != key[CommentID](3) {
		t.Errorf("fallen: %v", got)
	}
	shown := WithNew(before, 20, 3)
	if len(shown) != 40 || shown[7].Comment != key[CommentID](33) || shown[15].Comment != key[CommentID](34) || shown[0].Comment != key[CommentID](0) || shown[8].Comment != key[CommentID](7) {
		t.Errorf("with new: %v", shown)
	}
	seen := map[CommentID]bool{}
	for _, s := range shown {
		seen[s.Comment] = true
	}
	if len(seen) != 40 || len(WithNew(nil, 20, 1)) != 0 || len(WithNew(before[:5], 20, 1)) != 5 {
		t.Error("comments are lost or made")
	}
}
