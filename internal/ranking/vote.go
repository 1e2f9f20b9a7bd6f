package ranking

import (
	"bytes"
	"cmp"
	"slices"

	"github.com/rozmova/rozmova"
)

// The keys that votes are told apart by.
type (
	CommentID = rozmova.ID[rozmova.Comment] // what is voted on
	VoterID   = rozmova.ID[rozmova.Reader]  // who votes
	ThreadID  = rozmova.ID[rozmova.Thread]  // what is ordered: comments of one discussion among themselves
)

// A Vote is one reader's word on one comment. Its opinion tells where the reader stands and moves nothing else; its respect,
// over any vote, tells what is worth reading (docs/decisions/bridging.md). Of several votes of a voter on a comment in one
// list the one that sorts last by opinion and respect counts, so that no order of the list matters; give one.
type Vote struct {
	Comment CommentID
	Voter   VoterID
	Thread  ThreadID // may be zero where all comments are of one thread
	rozmova.Vote
}

// Plain makes of a vote that is up (1), down (-1) or seen and passed over (0) the two parts of a Vote: who agrees, respects.
func Plain(up int) rozmova.Vote {
	switch {
	case up > 0:
		return rozmova.Vote{Opinion: rozmova.Agree, Respect: true}
	case up < 0:
		return rozmova.Vote{Opinion: rozmova.Disagree}
	}
	return rozmova.Vote{}
}

// up reports what a vote says of its comment's worth: 1 for respect, -1 for disagreement without it, else nothing (0).
func up(v rozmova.Vote) int {
	switch {
	case v.Respect:
		return 1
	case v.Opinion == rozmova.Disagree:
		return -1
	}
	return 0
}

// A cell is a vote in a table.
type cell struct {
	voter, comment int32
	y              int8  // where its voter stands: -1, 0, 1
	up             int8  // what it says of worth: see up
	later          bool  // since the settled picture
	place          int32 // in the list it came from
	w              float64
}

// A table holds votes by comment and by voter, both in the order of the keys, whatever order they came in.
type table struct {
	voters   []VoterID   // sorted
	comments []CommentID // sorted
	threads  []ThreadID  // of each comment
	cells    []cell      // by comment, in it by voter
	first    []int32     // where a comment's cells begin; one more than comments
	own      []int32     // the cells of each voter, by comment
	ownFirst []int32     // where a voter's begin in own; one more than voters
}

// less orders two votes that are the same but for what they say.
func less(a, b rozmova.Vote) bool {
	if a.Opinion != b.Opinion {
		return a.Opinion < b.Opinion
	}
	return !a.Respect && b.Respect
}

// keys gives every key that occurs once, sorted, and for each vote the place of its key.
func keys[K ~[16]byte](votes []Vote, of func(*Vote) K) ([]K, []int32) {
	seen := make(map[K]int32, 1024)
	var found []K
	at := make([]int32, len(votes))
	for i := range votes {
		k := of(&votes[i])
		n, ok := seen[k]
		if !ok {
			n = int32(len(found))
			seen[k] = n
			found = append(found, k)
		}
		at[i] = n
	}
	order := make([]int32, len(found))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return bytes.Compare(found[a][:], found[b][:]) })
	place, sorted := make([]int32, len(found)), make([]K, len(found))
	for i, n := range order {
		place[n], sorted[i] = int32(i), found[n]
	}
	for i := range at {
		at[i] = place[at[i]]
	}
	return sorted, at
}

// tabulate sorts votes by counting: by voter, then by comment, which keeps the voters' order.
// Votes from the place later on are newer than those before it and replace them.
func tabulate(votes []Vote, later int) *table {
	t := &table{}
	var voter, comment []int32
	t.voters, voter = keys(votes, func(v *Vote) VoterID { return v.Voter })
	t.comments, comment = keys(votes, func(v *Vote) CommentID { return v.Comment })
	byVoter := counted(len(t.voters), len(votes), func(i int32) int32 { return voter[i] }, nil)
	order := counted(len(t.comments), len(votes), func(i int32) int32 { return comment[i] }, byVoter)

	t.cells = make([]cell, 0, len(votes))
	t.threads = make([]ThreadID, len(t.comments))
	for n := 0; n < len(order); {
		i := order[n]
		for n++; n < len(order) && comment[order[n]] == comment[i] && voter[order[n]] == voter[i]; n++ {
			j := order[n]
			if newer := int(j) >= later; newer && int(i) < later || newer == (int(i) >= later) && less(votes[i].Vote, votes[j].Vote) {
				i = j
			}
		}
		said, thread, c := votes[i].Vote, votes[i].Thread, &t.threads[comment[i]]
		if bytes.Compare(thread[:], c[:]) > 0 { // one comment is of one thread; were it of two, the order would not matter
			*c = thread
		}
		t.cells = append(t.cells, cell{voter: voter[i], comment: comment[i], y: int8(said.Opinion), up: int8(up(said)), later: int(i) >= later, place: i, w: 1})
	}
	t.index()
	return t
}

// counted sorts the numbers below n, or those of a list, by a key below keys, and keeps what is equal in order.
func counted(keys, n int, key func(int32) int32, list []int32) []int32 {
	begin := make([]int32, keys+1)
	for i := range n {
		begin[key(int32(i))+1]++
	}
	for k := range keys {
		begin[k+1] += begin[k]
	}
	sorted := make([]int32, n)
	for i := range n {
		v := int32(i)
		if list != nil {
			v = list[i]
		}
		k := key(v)
		sorted[begin[k]] = v
		begin[k]++
	}
	return sorted
}

// index finds where comments and voters begin.
func (t *table) index() {
	t.first = make([]int32, len(t.comments)+1)
	t.ownFirst = make([]int32, len(t.voters)+1)
	for i := range t.cells {
		t.first[t.cells[i].comment+1]++
		t.ownFirst[t.cells[i].voter+1]++
	}
	for i := range t.comments {
		t.first[i+1] += t.first[i]
	}
	for i := range t.voters {
		t.ownFirst[i+1] += t.ownFirst[i]
	}
	t.own = counted(len(t.voters), len(t.cells), func(i int32) int32 { return t.cells[i].voter }, nil)
}

// on gives the votes on a comment.
func (t *table) on(comment int) []cell { return t.cells[t.first[comment]:t.first[comment+1]] }

// of gives the places of a voter's votes.
func (t *table) of(voter int) []int32 { return t.own[t.ownFirst[voter]:t.ownFirst[voter+1]] }

// find gives the place of a key in a sorted list, or -1.
func find[K ~[16]byte](sorted []K, k K) int {
	at, ok := slices.BinarySearchFunc(sorted, k, compare)
	if !ok {
		return -1
	}
	return at
}

func compare[K ~[16]byte](a, b K) int { return bytes.Compare(a[:], b[:]) }

// median gives the middle of some numbers, which it sorts; 0 for none.
func median(all []float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.SortFunc(all, cmp.Compare)
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2
}
