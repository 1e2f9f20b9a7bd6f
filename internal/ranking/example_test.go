package ranking_test

import (
	"fmt"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
)

// Forty readers and twenty usually vote against each other. Both respect the last comment.
func Example() {
	var votes []ranking.Vote
	for reader := range 60 {
		for comment := range 13 {
			v := ranking.Plain(1)
			if comment < 12 && (comment < 6) != (reader < 40) {
				v = ranking.Plain(-1)
			}
			votes = append(votes, ranking.Vote{
				Comment: rozmova.ID[rozmova.Comment]{byte(comment)}, Voter: rozmova.ID[rozmova.Reader]{byte(reader)}, Vote: v,
			})
		}
	}
	live := ranking.NewLive(ranking.Settle(votes, nil), votes, nil)
	thread := rozmova.ID[rozmova.Thread]{}
	first := live.Order(thread)[0]
	fmt.Println(live.Mode(thread), first.Comment[0])
	told := first.Tell()
	fmt.Printf("%v: %d of ten (%d votes) and %d of ten (%d votes)\n", told.Label, told.More, told.MoreVotes, told.Less, told.LessVotes)
	// Output:
	// divided 12
	// across: 10 of ten (40 votes) and 10 of ten (20 votes)
}
