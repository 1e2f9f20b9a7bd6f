package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// cast votes as a desk would.
func cast(ctx context.Context, db *store.DB, id rozmova.ID[rozmova.Comment], reader rozmova.ID[rozmova.Reader], v rozmova.Vote, at time.Time) error {
	return db.Update(ctx, func(tx *store.Tx) error {
		c, err := tx.CommentToChange(id)
		if err != nil {
			return err
		}
		before, err := tx.Vote(id, reader)
		if err != nil {
			return err
		}
		totals := c.Votes.Change(before, v)
		return tx.PutVote(c, reader, v, totals, int64(totals.Respect), at)
	})
}

// TestAReaderHasOneVote on a comment: the last, however often it is cast.
func TestAReaderHasOneVote(t *testing.T) {
	agree, both := rozmova.Vote{Opinion: rozmova.Agree}, rozmova.Vote{Opinion: rozmova.Disagree, Respect: true}
	respect, none := rozmova.Vote{Respect: true}, rozmova.Vote{}
	tests := []struct {
		name  string
		votes []rozmova.Vote
		want  rozmova.Votes
	}{
		{"one", []rozmova.Vote{agree}, rozmova.Votes{Voters: 1, Agree: 1}},
		{"the same again", []rozmova.Vote{both, both, both}, rozmova.Votes{Voters: 1, Disagree: 1, Respect: 1}},
		{"another", []rozmova.Vote{agree, both}, rozmova.Votes{Voters: 1, Disagree: 1, Respect: 1}},
		{"taken back", []rozmova.Vote{both, none}, rozmova.Votes{}},
		{"taken back twice", []rozmova.Vote{both, none, none}, rozmova.Votes{}},
		{"taken back and given again", []rozmova.Vote{agree, none, respect}, rozmova.Votes{Voters: 1, Respect: 1}},
		{"none at all", []rozmova.Vote{none}, rozmova.Votes{}},
	}
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		for i, tt := range tests {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
			step(t, db, func(tx *store.Tx) error { return tx.AddComment(c, 9) })
			for n, v := range tt.votes {
				if err := cast(t.Context(), db, c.ID, s.Readers[1].ID, v, at(n)); err != nil {
					t.Fatalf("%s: %v", tt.name, err)
				}
			}
			kept := stored(t, db, c.ID)
			if kept.Votes != tt.want || kept.Rank != int64(tt.want.Respect) {
				t.Errorf("%s: %+v, rank %d, want %+v", tt.name, kept.Votes, kept.Rank, tt.want)
			}
			step(t, db, func(tx *store.Tx) error {
				recount, err := tx.Recount(c.ID)
				if err != nil || recount != tt.want {
					t.Errorf("%s: counted again, %+v, %v; want %+v", tt.name, recount, err, tt.want)
				}
				last := tt.votes[len(tt.votes)-1]
				v, err := tx.Vote(c.ID, s.Readers[1].ID)
				if err != nil || v != last {
					t.Errorf("%s: the vote is %+v, %v; want %+v", tt.name, v, err, last)
				}
				return err
			})
		}
		step(t, db, func(tx *store.Tx) error {
			gone := comment(s, rozmova.ID[rozmova.Comment]{}, 0)
			if err := tx.PutVote(gone, s.Readers[1].ID, none, rozmova.Votes{}, 0, at(0)); err != rozmova.NotFound {
				t.Errorf("a vote on nothing: %v, want NotFound", err)
			}
			return nil
		})
	})
}

// TestVotesAtOnce: many readers vote on the same few comments side by side, and change their minds.
func TestVotesAtOnce(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 12)
		var list []*rozmova.Comment
		for i := range 3 {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
			step(t, db, func(tx *store.Tx) error { return tx.AddComment(c, 9) })
			list = append(list, c)
		}
		var wg sync.WaitGroup
		for i, r := range s.Readers {
			wg.Go(func() {
				random := rand.New(rand.NewPCG(1, uint64(i))) //nolint:gosec // the same every time
				for n := range 20 {
					v := rozmova.Vote{Opinion: rozmova.Opinion(random.IntN(3) - 1), Respect: random.IntN(2) == 0}
					if err := cast(t.Context(), db, list[random.IntN(len(list))].ID, r.ID, v, at(n)); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		for _, c := range list {
			step(t, db, func(tx *store.Tx) error {
				want, err := tx.Recount(c.ID)
				if got := stored(t, db, c.ID).Votes; got != want {
					t.Errorf("%+v, counted again %+v", got, want)
				}
				return err
			})
		}
	})
}

func TestVotesAndTalliesOfMany(t *testing.T) {
	rozmovatest.EachEngine(t, func(t *testing.T, db *store.DB) {
		s := rozmovatest.SeedStore(t, db, 2)
		voter := s.Readers[1].ID
		var list []*rozmova.Comment
		for i := range 6 {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
			step(t, db, func(tx *store.Tx) error { return tx.AddComment(c, 9) })
			list = append(list, c)
		}
		agree := rozmova.Vote{Opinion: rozmova.Agree}
		for _, i := range []int{0, 3, 1, 4} { // in this order, a minute apart
			if err := cast(t.Context(), db, list[i].ID, voter, agree, at(i+10)); err != nil {
				t.Fatal(err)
			}
		}
		if err := cast(t.Context(), db, list[0].ID, voter, rozmova.Vote{}, at(30)); err != nil { // a change too
			t.Fatal(err)
		}
		step(t, db, func(tx *store.Tx) error { return tx.MoveComment(list[4], rozmova.Held, 1) })
		tests := []struct {
			since time.Time
			limit int
			want  []int
		}{
			{time.Time{}, 10, []int{0, 3, 1}},
			{at(13), 10, []int{0, 3}},
			{at(14), 10, []int{0}},
			{at(31), 10, nil},
			{time.Time{}, 2, []int{0, 3}},
		}
		err := db.View(t.Context(), func(tx *store.Tx) error {
			for _, tt := range tests {
				var want []store.Tally
				for _, i := range tt.want {
					want = append(want, store.Tally{Comment: list[i].ID, Votes: stored(t, db, list[i].ID).Votes})
				}
				got, err := tx.Tallies(s.Thread, tt.since, tt.limit)
				if diff := cmp.Diff(want, got); diff != "" || err != nil {
					t.Errorf("since %v: %v (-want +got):\n%s", tt.since, err, diff)
				}
			}
			all := []rozmova.ID[rozmova.Comment]{list[0].ID, list[1].ID, list[2].ID, list[3].ID, list[4].ID, {9}}
			want := map[rozmova.ID[rozmova.Comment]]rozmova.Vote{list[1].ID: agree, list[3].ID: agree, list[4].ID: agree}
			got, err := tx.VotesOf(voter, all)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("votes: %v (-want +got):\n%s", err, diff)
			}
			if got, err := tx.VotesOf(s.Readers[0].ID, all); err != nil || len(got) != 0 {
				t.Errorf("votes of another reader: %v, %v", got, err)
			}
			if got, err := tx.VotesOf(voter, nil); err != nil || len(got) != 0 {
				t.Errorf("votes on nothing: %v, %v", got, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// BenchmarkVotes casts votes of a thousand readers on a thousand comments of some length, as many at once as requests would.
func BenchmarkVotes(b *testing.B) {
	db := rozmovatest.SQLite(b)
	s := rozmovatest.SeedStore(b, db, 1000)
	var list []*rozmova.Comment
	step(b, db, func(tx *store.Tx) error {
		for i := range 1000 {
			c := comment(s, rozmova.ID[rozmova.Comment]{}, i)
			c.Source = fmt.Sprintf("%0600d", i)
			c.Body[0].Spans[0].Text = c.Source
			if err := tx.AddComment(c, 9); err != nil {
				return err
			}
			list = append(list, c)
		}
		return nil
	})
	readers := slices.Clone(s.Readers)
	b.SetParallelism(64)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n := rand.Uint64() //nolint:gosec // which does not matter
			c, r := list[n%1000].ID, readers[n/1000%1000].ID
			v := rozmova.Vote{Opinion: rozmova.Opinion(n/1_000_000%3) - 1, Respect: n/3_000_000%2 == 0} //nolint:gosec // -1 to 1
			if err := cast(b.Context(), db, c, r, v, at(int(n>>40))); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "votes/s")
}
