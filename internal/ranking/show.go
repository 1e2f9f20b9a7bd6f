package ranking

import "slices"

// How an order is shown.
const (
	headOf    = 10   // comments whose sudden fall is held
	fallen    = 0.75 // share of its score that a comment keeps at most, to have fallen
	slotOf    = 8    // one place in so many of the first screen is for a new comment
	newVoters = 5    // that a comment has fewer of, to be new
)

// Fallen gives the comments among the first ten of the order before that have left the ten since, with a quarter of their score
// or more lost: whoever shows the order holds them in place for a while and lets moderators look. They come in the order of before.
func Fallen(before, now []Standing) []CommentID {
	at := make(map[CommentID]int, len(now))
	for i := range now {
		at[now[i].Comment] = i
	}
	var all []CommentID
	for _, s := range before[:min(headOf, len(before))] {
		if i, ok := at[s.Comment]; ok && i >= headOf && now[i].Score <= fallen*s.Score {
			all = append(all, s.Comment)
		}
	}
	return all
}

// WithNew gives an order in which every eighth place of the first screen has a comment that hardly anybody has voted on yet, if
// there are such further down. Which ones changes with turn, a number that the caller counts up, so that each gets its turn.
// Without exposure a comment that begins below proven ones would never be judged. The order given is left as it is.
func WithNew(order []Standing, screen int, turn uint64) []Standing {
	screen = min(screen, len(order))
	shown := slices.Clone(order)
	var fresh []Standing
	for _, s := range order[screen:] {
		if s.Voters < newVoters {
			fresh = append(fresh, s)
		}
	}
	slots := min(screen/slotOf, len(fresh))
	if slots == 0 {
		return shown
	}
	start := int(turn % uint64(len(fresh)))
	for i := range slots {
		s := fresh[(start+i)%len(fresh)]
		shown = slices.DeleteFunc(shown, func(o Standing) bool { return o.Comment == s.Comment })
		shown = slices.Insert(shown, (i+1)*slotOf-1, s)
	}
	return shown
}
