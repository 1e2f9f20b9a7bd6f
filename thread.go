package rozmova

import "time"

// A Thread is the discussion under a story. Closing it hides nothing.
type Thread struct {
	ID       ID[Thread]
	Site     ID[Site]
	Story    ID[Story]
	Mode     ThreadMode
	Comments int   // published ones
	Seq      int64 // sequence of the last event that touched it
	Opened   time.Time
}

// ThreadMode says how a new comment is taken.
type ThreadMode uint8

// The modes of a Thread. Their numbers are stored.
const (
	Open         ThreadMode = 1 // shown at once
	Premoderated ThreadMode = 2 // shown when a person has read it
	Closed       ThreadMode = 4 // not taken
)
