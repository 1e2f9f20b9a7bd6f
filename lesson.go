package rozmova

import "time"

// An Answer is what a person says of one question about a comment.
type Answer uint8

// The answers.
const (
	Unsaid Answer = iota
	No
	Yes
)

var answerNames = [...]string{"", "no", "yes"}

// String gives no, yes, or nothing.
func (a Answer) String() string {
	if int(a) < len(answerNames) {
		return answerNames[a]
	}
	return ""
}

// ParseAnswer reads no and yes; anything else is Unsaid.
func ParseAnswer(s string) Answer {
	switch s {
	case "no":
		return No
	case "yes":
		return Yes
	}
	return Unsaid
}

// A Lesson is what a person says of a comment to teach the classifier. It decides nothing about the comment.
type Lesson struct {
	Comment     ID[Comment]
	Revision    int    // of the comment, as it was read
	Participant Answer // does it insult or threaten somebody who takes part?
	Toxic       Answer // is it rude or hateful?
	By          ID[Reader]
	At          time.Time
}
