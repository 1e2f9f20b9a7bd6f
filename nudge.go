package rozmova

import "time"

// A Nudge asks a writer, before a comment is posted, whether to say it another way. It refuses nothing.
type Nudge struct {
	ID       ID[Nudge]
	Site     ID[Site]
	Thread   ID[Thread]
	Section  Slug
	Reader   ID[Reader]
	Digest   []byte // keyed hash of the text, to tell whether it was changed
	Label    Label
	Language string
	Score    float32
	Outcome  NudgeOutcome
	At       time.Time
	Ended    time.Time
	Comment  ID[Comment] // that was posted in the end; zero for none
}

// NudgeOutcome says what a writer did. Their numbers are stored.
type NudgeOutcome uint8

// The outcomes of a Nudge.
const (
	NudgeShown   NudgeOutcome = 0 // and nothing since
	NudgeChanged NudgeOutcome = 1 // other words were posted
	NudgeAnyway  NudgeOutcome = 2 // the same words were posted
	NudgeDropped NudgeOutcome = 3 // nothing was posted within the hour
)
