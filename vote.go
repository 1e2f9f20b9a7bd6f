package rozmova

// A Vote is a reader's word on a comment. There is at most one of a reader on a comment, and none on one's own. The zero
// Vote is none at all.
type Vote struct {
	Opinion Opinion
	Respect bool // worth reading, whether or not I agree
}

// Opinion says where a reader stands to what a comment says. It never hides anything.
type Opinion int8

// The opinions. Their numbers are stored.
const (
	Disagree  Opinion = -1
	NoOpinion Opinion = 0
	Agree     Opinion = 1
)

// ParseOpinion reads agree, disagree, and none or nothing.
func ParseOpinion(s string) (Opinion, error) {
	switch s {
	case "agree":
		return Agree, nil
	case "disagree":
		return Disagree, nil
	case "none", "":
		return NoOpinion, nil
	}
	return 0, &Error{Kind: Invalid, Reason: "vote.opinion", Field: "opinion"}
}

// String names the opinion as ParseOpinion reads it; nothing for none.
func (o Opinion) String() string {
	switch o {
	case Agree:
		return "agree"
	case Disagree:
		return "disagree"
	}
	return ""
}

// Votes are what readers have said of a comment, counted.
type Votes struct {
	Voters   int // readers with any vote
	Agree    int
	Disagree int
	Respect  int
}

// Change gives the totals after one reader's vote was replaced by another.
func (v Votes) Change(before, after Vote) Votes {
	count := func(vote Vote, by int) {
		if vote == (Vote{}) {
			return
		}
		v.Voters += by
		switch vote.Opinion {
		case Agree:
			v.Agree += by
		case Disagree:
			v.Disagree += by
		}
		if vote.Respect {
			v.Respect += by
		}
	}
	count(before, -1)
	count(after, 1)
	return v
}
