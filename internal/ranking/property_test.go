package ranking

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/rozmova/rozmova"
	"pgregory.net/rapid"
)

// votesOf draws any votes at all.
func votesOf(t *rapid.T, name string, most int) []Vote {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Vote {
		return Vote{
			Comment: key[CommentID](rapid.IntRange(0, 12).Draw(t, "comment")), Voter: key[VoterID](rapid.IntRange(0, 60).Draw(t, "voter")),
			Thread: key[ThreadID](0), Vote: rozmova.Vote{Opinion: rozmova.Opinion(rapid.IntRange(-1, 1).Draw(t, "opinion")), Respect: rapid.Bool().Draw(t, "respect")},
		}
	}), 0, most).Draw(t, name)
}

// some gives votes of a divide, of chance, or any.
func some(t *rapid.T) []Vote {
	votes := votesOf(t, "votes", 300)
	if rapid.Bool().Draw(t, "with a divide") {
		votes = append(votes, divided(rapid.IntRange(5, 40).Draw(t, "first"), rapid.IntRange(5, 40).Draw(t, "second"))...)
	}
	return votes
}

// TestBounded: scores, sides and weights are numbers within their bounds for any votes, also one vote at a time.
func TestBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		settled, later := some(t), votesOf(t, "later", 200)
		l := NewLive(Settle(settled, nil), settled, later)
		check := func(s Standing) {
			for _, f := range []float64{s.Score, s.Sides[0].Share, s.Sides[1].Share, s.Sides[0].Least, s.Sides[1].Least} {
				if !(f >= 0 && f <= 1) {
					t.Fatalf("%+v", s)
				}
			}
			if !(s.Sides[0].Votes >= 0 && s.Sides[1].Votes >= 0 && s.Held >= 0) || s.Voters < 0 || s.Respect > s.Voters {
				t.Fatalf("%+v", s)
			}
		}
		for _, s := range l.Order(ThreadID{}) {
			check(s)
		}
		for _, d := range l.Discounts() {
			if !(d.Weight > 0 && d.Weight < 1) {
				t.Fatalf("%+v", d)
			}
		}
		for _, v := range votesOf(t, "one by one", 50) {
			check(l.Set(v))
			if rapid.Bool().Draw(t, "taken back") {
				check(l.Take(v.Comment, v.Voter))
			}
		}
	})
}

// TestNoParadox: a vote with respect never lowers its comment, and one without never lifts it, whoever casts it, whatever
// stood before and whatever else was voted.
func TestNoParadox(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		settled, later := some(t), votesOf(t, "later", 100)
		l := NewLive(Settle(settled, nil), settled, later)
		for _, v := range votesOf(t, "one by one", 60) {
			before := l.Standing(v.Comment, v.Thread).Score
			after := l.Set(v).Score
			const hair = 1e-12 // of rounding
			if v.Respect && after < before-hair || !v.Respect && after > before+hair {
				t.Fatalf("%+v moved %v to %v", v, before, after)
			}
		}
	})
}

// TestArrival: votes come to the same scores, bit by bit, in whatever order they come, at once or one by one with a pass behind.
func TestArrival(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		settled, later := some(t), single(votesOf(t, "later", 150))
		p := Settle(settled, nil)
		want := NewLive(p, settled, later).Order(ThreadID{})
		mixed, late := rapid.Permutation(settled).Draw(t, "mixed"), rapid.Permutation(later).Draw(t, "late")
		q := Settle(mixed, nil)
		if got := NewLive(q, mixed, late).Order(ThreadID{}); !slices.Equal(got, want) {
			t.Fatalf("in another order:\n%v\n%v", got, want)
		}
		l := NewLive(q, mixed, nil)
		for _, v := range late {
			l.Set(v)
		}
		a, b := l.Votes()
		if got := NewLive(p, a, b).Order(ThreadID{}); !slices.Equal(got, want) {
			t.Fatalf("one by one and a pass:\n%v\n%v", got, want)
		}
	})
}

// single keeps the last vote of each voter on each comment: which of several comes last hangs on the order.
func single(votes []Vote) []Vote {
	last := map[[2][16]byte]int{}
	for i, v := range votes {
		last[[2][16]byte{v.Comment, v.Voter}] = i
	}
	var kept []Vote
	for i, v := range votes {
		if last[[2][16]byte{v.Comment, v.Voter}] == i {
			kept = append(kept, v)
		}
	}
	return kept
}

// TestKept: a picture that was stored judges as the one before, and broken bytes are no picture.
func TestKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		settled, later := some(t), votesOf(t, "later", 100)
		first := NewLive(Settle(settled, nil), settled, later)
		p := Settle(slices.Concat(settled, later), first) // with doubts, if there are any
		b, err := p.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		var q Picture
		if err := q.UnmarshalBinary(b); err != nil {
			t.Fatal(err)
		}
		if got, want := NewLive(&q, settled, later).Order(ThreadID{}), NewLive(p, settled, later).Order(ThreadID{}); !slices.Equal(got, want) {
			t.Fatalf("stored:\n%v\n%v", got, want)
		}
		if again, _ := q.MarshalBinary(); !slices.Equal(again, b) {
			t.Fatal("stored twice it is another")
		}
		cut := rapid.IntRange(0, len(b)-1).Draw(t, "cut")
		if err := q.UnmarshalBinary(b[:cut]); !errors.Is(err, ErrPicture) {
			t.Fatalf("%d bytes of %d: %v", cut, len(b), err)
		}
		if err := q.UnmarshalBinary(append(slices.Clone(b), 0)); !errors.Is(err, ErrPicture) {
			t.Fatalf("a byte too many: %v", err)
		}
		bad := slices.Clone(b)
		bad[rapid.IntRange(0, len(b)-1).Draw(t, "at")] ^= byte(rapid.IntRange(1, 255).Draw(t, "bits"))
		_ = q.UnmarshalBinary(bad) // may be another picture; it must not fall over
	})
}

// TestNoParadoxOfMoving: a newcomer whose place became clear between two words on a comment does not lift it by the second,
// when neither respects it, nor lower it when both do.
func TestNoParadoxOfMoving(t *testing.T) {
	votes := divided(60, 40)
	p := Settle(votes, nil)
	for _, side := range []int{0, 10} {
		for _, respect := range []bool{false, true} {
			l := NewLive(p, votes, nil)
			v := Vote{Comment: key[CommentID](4), Voter: key[VoterID](900), Vote: rozmova.Vote{Respect: respect}}
			l.Set(v)
			for c := range 20 {
				if c != 4 {
					l.Set(vote(900, c, map[bool]int{true: 1, false: -1}[c >= side && c < side+10]))
				}
			}
			before := l.Standing(v.Comment, ThreadID{}).Score
			v.Opinion = rozmova.Disagree
			if after := l.Set(v).Score; math.Abs(after-before) > 1e-12 {
				t.Errorf("side %d, respect %v: a change of opinion alone moved %v to %v", side, respect, before, after)
			}
		}
	}
}
