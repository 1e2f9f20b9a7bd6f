package rozmova

import "time"

// A Temperature says how heated a branch is. It ends by itself.
type Temperature struct {
	Root     ID[Comment]
	Site     ID[Site]
	Thread   ID[Thread]
	State    Heat
	Heat     float64 // [0,1]
	Since    time.Time
	Until    time.Time
	Decision ID[Decision]
}

// In gives how heated the branch is at a time: calm once its time is over.
func (t *Temperature) In(at time.Time) Heat {
	if t == nil || !at.Before(t.Until) {
		return Calm
	}
	return t.State
}

// Heat is a state of a branch. Their numbers are stored.
type Heat uint8

// The states.
const (
	Calm    Heat = 0
	Heated  Heat = 1 // the form asks for a slower tone, and slow mode is on
	Boiling Heat = 2 // new answers wait for a moderator
)

var heatNames = [...]string{"calm", "heated", "boiling"}

// String names the state as message keys do.
func (h Heat) String() string {
	if int(h) < len(heatNames) {
		return heatNames[h]
	}
	return ""
}
