package newsroom

import (
	"slices"

	"github.com/rozmova/rozmova"
)

// A Topic is one row where the sides' accounts stand side by side.
type Topic struct {
	Name  string
	Cells [][]rozmova.Statement // one for each of the story's Sides; an empty one: this account says nothing of it
}

// Accounts puts next to each other what the sides of a story say of each topic: topics, and statements within them, in the
// order of the body; confirmed statements with a side and a topic only. A story of fewer than two sides has none.
func Accounts(s *rozmova.Story) []Topic {
	if len(s.Sides) < 2 {
		return nil
	}
	statements := slices.Clone(s.Statements)
	slices.SortStableFunc(statements, func(a, b rozmova.Statement) int {
		switch {
		case before(a.Anchor.Start, b.Anchor.Start):
			return -1
		case before(b.Anchor.Start, a.Anchor.Start):
			return 1
		}
		return 0
	})
	var topics []Topic
	for _, st := range statements {
		side := slices.IndexFunc(s.Sides, func(side rozmova.Side) bool { return side.Key == st.Side })
		if !st.Confirmed || st.Topic == "" || side < 0 {
			continue
		}
		at := slices.IndexFunc(topics, func(t Topic) bool { return t.Name == st.Topic })
		if at < 0 {
			at = len(topics)
			topics = append(topics, Topic{st.Topic, make([][]rozmova.Statement, len(s.Sides))})
		}
		topics[at].Cells[side] = append(topics[at].Cells[side], st)
	}
	return topics
}
