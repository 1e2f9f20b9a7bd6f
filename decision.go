package rozmova

import "time"

// A Decision is what is done about a comment: by whom, when, on which ground. No hold or removal is without Reasons.
type Decision struct {
	ID        ID[Decision]
	Site      ID[Site]
	Comment   ID[Comment]
	Revision  int // of the comment, as it was read
	Action    Action
	Rule      string // key of the house rule; empty where nothing is restricted
	Version   int    // of the rule
	Facts     string // what is the case, without personal data
	Automatic bool
	By        ID[Reader] // zero where automatic
	At        time.Time
}

// Action is what a Decision does.
type Action string

// The actions of a Decision.
const (
	Publish Action = "publish" // a pending comment is shown
	Hold    Action = "hold"
	Remove  Action = "remove"
	Restore Action = "restore"
	Keep    Action = "keep" // reported, and left as it is
)

// To gives the state that a comment passes to, and false for Keep, which moves nothing.
func (a Action) To() (CommentState, bool) {
	switch a {
	case Publish, Restore:
		return Published, true
	case Hold:
		return Held, true
	case Remove:
		return Removed, true
	}
	return 0, false
}

// Restricts reports whether the action takes something from the author, so that Reasons are owed (DSA Art. 17).
func (a Action) Restricts() bool { return a == Hold || a == Remove }
