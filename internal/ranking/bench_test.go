package ranking

import (
	"fmt"
	"sort"
	"syscall"
	"testing"
	"time"
)

// made gives votes of two groups, one twice the other, on comments of which a third divide; the same for the same numbers.
func made(n, voters, comments int) []Vote {
	votes := make([]Vote, 0, n)
	for u := range voters {
		cast := n / voters
		if u < n%voters {
			cast++
		}
		step := 1 + int(mix(uint64(u))%uint64(comments-1))
		for at, c := 0, int(mix(uint64(u)<<20)%uint64(comments)); at < cast; at++ {
			chance := 30 + mix(uint64(c))%60
			switch c % 6 {
			case 0:
				chance = 85
				if u%3 == 0 {
					chance = 15
				}
			case 1:
				chance = 15
				if u%3 == 0 {
					chance = 85
				}
			}
			up := -1
			switch r := mix(uint64(u)<<32|uint64(c)) % 115; {
			case r < chance:
				up = 1
			case r >= 100:
				up = 0
			}
			votes = append(votes, Vote{Comment: key[CommentID](c), Voter: key[VoterID](u), Vote: Plain(up)})
			c = (c + step) % comments // comments are a prime number: every step comes to each
		}
	}
	return votes
}

func key[K ~[16]byte](n int) (k K) {
	for i := range 4 {
		k[15-i] = byte(n >> (8 * i))
	}
	return k
}

// processor measures f, and its processor time, the collector's with it: cpu-ms/op tells the same on a machine that is busy.
func processor(b *testing.B, f func()) {
	b.Helper()
	b.ReportAllocs()
	used := func() time.Duration {
		var u syscall.Rusage
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	start := used()
	for b.Loop() {
		f()
	}
	b.ReportMetric(float64((used()-start).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}

// BenchmarkRescore settles a picture and scores every comment, as at start; and scores anew against a picture that is there.
func BenchmarkRescore(b *testing.B) {
	for _, size := range []struct{ votes, voters, comments int }{{100_000, 4_000, 307}, {225_000, 9_000, 503}} {
		votes := made(size.votes, size.voters, size.comments)
		b.Run(fmt.Sprintf("votes=%d", size.votes), func(b *testing.B) {
			processor(b, func() { NewLive(Settle(votes, nil), votes, nil).Order(ThreadID{}) })
		})
		l := NewLive(Settle(votes, nil), votes, nil)
		b.Run(fmt.Sprintf("votes=%d/hourly", size.votes), func(b *testing.B) {
			processor(b, func() { NewLive(Settle(votes, l), votes, nil).Order(ThreadID{}) })
		})
		p := l.Picture()
		b.Run(fmt.Sprintf("votes=%d/pass", size.votes), func(b *testing.B) {
			processor(b, func() { NewLive(p, votes, nil).Order(ThreadID{}) })
		})
	}
}

// BenchmarkVote renews one comment by one vote, of newcomers and of known voters in turn; p99-ns is the 99th percentile.
func BenchmarkVote(b *testing.B) {
	votes := made(100_000, 4_000, 307)
	l := NewLive(Settle(votes, nil), votes, nil)
	times := make([]time.Duration, 0, 1<<16)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		v := votes[int(mix(uint64(i))%uint64(len(votes)))]
		if i%2 == 0 {
			v.Voter = key[VoterID](1_000_000 + i/64)
		}
		v.Vote = Plain(i%3 - 1)
		start := time.Now()
		l.Set(v)
		times = append(times, time.Since(start))
	}
	sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
	b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
}

// BenchmarkBrigade judges a rush of 5,000 accounts that all vote alike.
func BenchmarkBrigade(b *testing.B) {
	votes := made(50_000, 2_000, 211)
	p := Settle(votes, nil)
	var rush []Vote
	for u := range 5_000 {
		for c := range 15 {
			rush = append(rush, Vote{Comment: key[CommentID](c * 6), Voter: key[VoterID](1_000_000 + u), Vote: Plain(1 - 2*(c%2))})
		}
	}
	for b.Loop() {
		NewLive(p, votes, rush)
	}
}
