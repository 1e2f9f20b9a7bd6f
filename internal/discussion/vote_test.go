package discussion_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

var (
	agree    = rozmova.Vote{Opinion: rozmova.Agree}
	disagree = rozmova.Vote{Opinion: rozmova.Disagree, Respect: true}
	respect  = rozmova.Vote{Respect: true}
)

// vote votes, which must be taken.
func (k *talk) vote(r *rozmova.Reader, c *rozmova.Comment, v rozmova.Vote) *discussion.One {
	k.t.Helper()
	one, err := k.desk.Vote(k.t.Context(), r, c.ID, v)
	if err != nil {
		k.t.Fatalf("vote %+v: %v", v, err)
	}
	return one
}

// told counts the events of votes, after all that were to be told have been.
func (k *talk) told() (n int) {
	k.t.Helper()
	if err := k.desk.FlushVotes(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
	if err := k.db.Settled(k.t.Context()); err != nil {
		k.t.Fatal(err)
	}
	err := k.db.View(k.t.Context(), func(tx *store.Tx) error {
		events, err := tx.ThreadEvents(k.Thread, 0, 1000)
		for _, e := range events {
			if e.Kind == rozmova.VotesChanged {
				n++
				if !e.Actor.IsZero() || !e.Comment.IsZero() {
					k.t.Errorf("the log tells who voted, or on what: %+v", e)
				}
			}
		}
		return err
	})
	if err != nil {
		k.t.Fatal(err)
	}
	return n
}

func TestVoting(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c := k.say(k.Readers[0], nil, "слово")
		for i, step := range []struct {
			reader int
			vote   rozmova.Vote
			want   rozmova.Votes
			events int
		}{
			{1, agree, rozmova.Votes{Voters: 1, Agree: 1}, 1},
			{1, agree, rozmova.Votes{Voters: 1, Agree: 1}, 1}, // the same again
			{2, disagree, rozmova.Votes{Voters: 2, Agree: 1, Disagree: 1, Respect: 1}, 2},
			{1, disagree, rozmova.Votes{Voters: 2, Disagree: 2, Respect: 2}, 3}, // changed
			{2, respect, rozmova.Votes{Voters: 2, Disagree: 1, Respect: 2}, 4},
			{3, rozmova.Vote{}, rozmova.Votes{Voters: 2, Disagree: 1, Respect: 2}, 4}, // none, where there was none
			{1, rozmova.Vote{}, rozmova.Votes{Voters: 1, Respect: 1}, 5},              // taken back
			{1, rozmova.Vote{}, rozmova.Votes{Voters: 1, Respect: 1}, 5},
			{2, rozmova.Vote{}, rozmova.Votes{}, 6},
		} {
			one := k.vote(k.Readers[step.reader], c, step.vote)
			if one.Node.Votes != step.want || one.Node.Vote != step.vote || !one.Node.Totals || !one.Node.MayVote || one.Thread.ID != k.Thread || one.Story.ID != k.Story.ID {
				t.Errorf("step %d: %+v of %+v, want %+v", i, one.Node.Votes, one.Node, step.want)
			}
			if n := k.told(); n != step.events {
				t.Errorf("step %d: %d events, want %d", i, n, step.events)
			}
			err := k.db.View(t.Context(), func(tx *store.Tx) error {
				now, err := tx.Comment(c.ID)
				if err != nil {
					return err
				}
				counted, err := tx.Recount(c.ID)
				rank := ranking.Millionths(ranking.Respected(step.want.Respect, step.want.Voters))
				if err == nil && (now.Votes != step.want || counted != step.want || now.Rank != rank || now.Revision != 1 || now.State != rozmova.Published) {
					t.Errorf("step %d: stored %+v, rank %d, counted again %+v; want %+v, %d", i, now.Votes, now.Rank, counted, step.want, rank)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestVotesThatAreNotTaken(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		author, reader := k.Readers[0], k.Readers[1]
		c, removed, withdrawn := k.say(author, nil, "слово"), k.say(author, nil, "слово"), k.say(author, nil, "слово")
		k.vote(reader, removed, agree)
		k.rule(removed, rozmova.Remove)
		if _, err := k.desk.Withdraw(t.Context(), author, withdrawn.ID); err != nil {
			t.Fatal(err)
		}
		k.mode(rozmova.Premoderated)
		pending := k.say(author, nil, "слово")
		before := k.told()
		vote := func(r *rozmova.Reader, c *rozmova.Comment, v rozmova.Vote) error {
			one, err := k.desk.Vote(t.Context(), r, c.ID, v)
			if one != nil {
				t.Errorf("a vote that was not taken gives %+v", one)
			}
			return err
		}
		refused(t, "not signed in", vote(nil, c, agree), rozmova.Unauthenticated, "sign_in.needed")
		refused(t, "one's own", vote(author, c, respect), rozmova.Conflict, "vote.own")
		refused(t, "one's own, taken back", vote(author, c, rozmova.Vote{}), rozmova.Conflict, "vote.own")
		refused(t, "what was removed", vote(reader, removed, rozmova.Vote{}), rozmova.Conflict, "vote.not_shown")
		refused(t, "what was withdrawn", vote(reader, withdrawn, agree), rozmova.Conflict, "vote.not_shown")
		refused(t, "what waits", vote(reader, pending, agree), rozmova.NotFound, "")
		refused(t, "one's own that waits", vote(author, pending, agree), rozmova.Conflict, "vote.not_shown")
		refused(t, "nothing", vote(reader, &rozmova.Comment{ID: rozmova.NewID[rozmova.Comment](k.clock.Now())}, agree), rozmova.NotFound, "")
		refused(t, "an opinion beyond", vote(reader, c, rozmova.Vote{Opinion: 2}), rozmova.Invalid, "vote.opinion")
		k.mode(rozmova.Closed)
		refused(t, "in a closed thread", vote(reader, c, agree), rozmova.Conflict, "thread.closed")
		k.keep(rozmova.Open, rozmova.ThreadSettings{Closes: k.clock.Now()})
		refused(t, "in a thread that closed by itself", vote(reader, c, agree), rozmova.Conflict, "thread.closed")
		k.keep(rozmova.Open, rozmova.ThreadSettings{Opens: k.clock.Now().Add(time.Hour)})
		refused(t, "in a thread that is not open yet", vote(reader, c, agree), rozmova.Conflict, "thread.not_yet")
		if n := k.told(); n != before {
			t.Errorf("votes that were not taken made %d events", n-before)
		}
	})
}

// TestABurstOfVotesIsOneEvent lets many vote at once, while others tell of it.
func TestABurstOfVotesIsOneEvent(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		list := []*rozmova.Comment{k.say(k.Readers[0], nil, "слово"), k.say(k.Readers[0], nil, "слово")}
		var wg sync.WaitGroup
		for i, r := range k.Readers[1:] {
			for n := range 12 {
				wg.Go(func() { k.vote(r, list[n%2], []rozmova.Vote{agree, disagree, respect, {}}[(n+i)%4]) })
			}
		}
		wg.Wait()
		since := k.clock.Now()
		if n := k.told(); n != 1 {
			t.Errorf("a burst made %d events, want one", n)
		}
		if n := k.told(); n != 1 {
			t.Errorf("nobody voted, and there are %d events, want still one", n)
		}
		err := k.db.View(t.Context(), func(tx *store.Tx) error {
			for _, c := range list {
				now, err := tx.Comment(c.ID)
				if err != nil {
					return err
				}
				if counted, err := tx.Recount(c.ID); err != nil || counted != now.Votes {
					t.Errorf("votes at once count %+v, counted again %+v, %v", now.Votes, counted, err)
				}
			}
			events, err := tx.ThreadEvents(k.Thread, 0, 100)
			if err != nil {
				return err
			}
			thread, err := tx.Thread(k.Thread)
			if last := events[len(events)-1]; err == nil && (last.Kind != rozmova.VotesChanged || thread.Seq < last.Seq || !last.At.Before(since)) {
				t.Errorf("the last event is %+v, the thread at %d", last, thread.Seq)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 4 { // some vote, some tell
			for i, r := range k.Readers[1:] {
				wg.Go(func() { k.vote(r, list[i%2], rozmova.Vote{Opinion: rozmova.Agree, Respect: i == 1}) })
				wg.Go(func() {
					if err := k.desk.FlushVotes(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
		}
		k.told()
	})
}

func TestVotesThatCouldNotBeToldAreToldLater(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		first, second := k.say(k.Readers[0], nil, "слово"), k.say(k.Readers[0], nil, "слово")
		k.vote(k.Readers[1], first, agree)
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if err := k.desk.FlushVotes(gone); err == nil {
			t.Fatal("told with a context that had ended")
		}
		if n := k.told(); n != 1 {
			t.Errorf("%d events, want the one that could not be told before", n)
		}
		k.vote(k.Readers[1], first, disagree)
		_ = k.desk.FlushVotes(gone)
		k.vote(k.Readers[1], second, agree)
		if n := k.told(); n != 2 {
			t.Errorf("%d events, want two", n)
		}
		var last rozmova.Event
		err := k.db.View(t.Context(), func(tx *store.Tx) error {
			events, err := tx.ThreadEvents(k.Thread, 0, 100)
			last = events[len(events)-1]
			return err
		})
		if tallies, tallyErr := k.desk.Tallies(t.Context(), k.Thread, last.At); err != nil || tallyErr != nil || len(tallies) != 2 {
			t.Errorf("since the time of the last event: %+v, %v, %v; want both comments", tallies, err, tallyErr)
		}
	})
}

// TestAPartOfAVoteKeepsTheRest: two quick clicks, on two buttons.
func TestAPartOfAVoteKeepsTheRest(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		for range 10 {
			c := k.say(k.Readers[0], nil, "слово")
			var wg sync.WaitGroup
			for _, change := range []func(rozmova.Vote) rozmova.Vote{
				func(v rozmova.Vote) rozmova.Vote { v.Opinion = rozmova.Agree; return v },
				func(v rozmova.Vote) rozmova.Vote { v.Respect = true; return v },
			} {
				wg.Go(func() {
					if _, err := k.desk.Revote(t.Context(), k.Readers[1], c.ID, change); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			one, err := k.desk.Revote(t.Context(), k.Readers[1], c.ID, func(v rozmova.Vote) rozmova.Vote { return v })
			if want := (rozmova.Votes{Voters: 1, Agree: 1, Respect: 1}); err != nil || one.Node.Votes != want {
				t.Fatalf("after both: %+v, %v", one.Node.Votes, err)
			}
		}
	})
}

func TestTotalsAreShownAsTheSiteSays(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		c := k.say(k.Readers[0], nil, "слово")
		k.vote(k.Readers[1], c, agree)
		before := k.clock.Now()
		k.vote(k.Readers[2], c, disagree)
		all := rozmova.Votes{Voters: 2, Agree: 1, Disagree: 1, Respect: 1}
		for _, tt := range []struct {
			totals      discussion.Totals
			voted, none rozmova.Votes // shown after a vote, and after it was taken back
			tallies     int
		}{
			{"", all, rozmova.Votes{Voters: 1, Disagree: 1, Respect: 1}, 1},
			{discussion.TotalsShown, all, rozmova.Votes{Voters: 1, Disagree: 1, Respect: 1}, 1},
			{discussion.TotalsVoted, all, rozmova.Votes{}, 0},
			{discussion.TotalsHidden, rozmova.Votes{}, rozmova.Votes{}, 0},
		} {
			k.desk = discussion.New(k.db, discussion.Options{Now: k.clock.Now, Site: k.Site, Totals: tt.totals})
			if one := k.vote(k.Readers[1], c, agree); one.Node.Votes != tt.voted || one.Node.Totals != (tt.voted == all) || one.Node.Vote != agree {
				t.Errorf("%q: who has voted sees %+v, %v", tt.totals, one.Node.Votes, one.Node.Totals)
			}
			tallies, err := k.desk.Tallies(t.Context(), k.Thread, before)
			if err != nil || len(tallies) != tt.tallies || tt.tallies == 1 && tallies[0] != (discussion.Tally{Comment: c.ID, Votes: all}) {
				t.Errorf("%q: tallies %+v, %v", tt.totals, tallies, err)
			}
			if one := k.vote(k.Readers[1], c, rozmova.Vote{}); one.Node.Votes != tt.none {
				t.Errorf("%q: who has taken it back sees %+v", tt.totals, one.Node.Votes)
			}
			k.vote(k.Readers[1], c, agree)
		}
		if tallies, err := k.desk.Tallies(t.Context(), k.Thread, k.clock.Now()); err != nil || len(tallies) != 0 {
			t.Errorf("tallies since now: %+v, %v", tallies, err)
		}
	})
}

// BenchmarkVote votes from sixteen goroutines at once on the embedded store, each vote a change; b.N/s is what counts.
func BenchmarkVote(b *testing.B) {
	k := open(b, rozmovatest.SQLite(b), rozmova.ThreadSettings{PerMinute: 1 << 20})
	list := make([]*rozmova.Comment, 100)
	for i := range list {
		list[i] = k.say(k.Readers[0], nil, "слово")
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	b.ResetTimer()
	for g := range 16 {
		wg.Go(func() {
			for i := next.Add(1); i <= int64(b.N); i = next.Add(1) {
				v := rozmova.Vote{Opinion: rozmova.Opinion(i/100%2*2 - 1), Respect: i/200%2 == 0}
				if _, err := k.desk.Vote(b.Context(), k.Readers[1+g%3], list[i%100].ID, v); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "votes/s")
}
