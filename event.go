package rozmova

import "time"

// An Event is one thing that happened. The log of them is append-only and holds no personal text: what changed is read
// from its own place by the IDs.
type Event struct {
	Seq     int64 // position in the log, growing with every event that a follower gets to see
	At      time.Time
	Kind    EventKind
	Site    ID[Site]
	Story   ID[Story]   // zero where no story is concerned
	Thread  ID[Thread]  // zero where no thread is concerned
	Comment ID[Comment] // zero where no comment is concerned
	Actor   ID[Reader]  // who did it; zero for the program itself
	Ref     [16]byte    // ID of the decision or notice that belongs to it; zero for none
}

// EventKind tells events apart. Their numbers are stored: add, never renumber.
type EventKind uint8

// The kinds of Event.
const (
	StoryPublished   EventKind = 1
	StoryChanged     EventKind = 2 // a new revision
	StoryUnpublished EventKind = 3
	AdditionChanged  EventKind = 4 // of a developing story: published, changed or taken back; Ref is the addition
	CommentPending   EventKind = 10
	CommentPublished EventKind = 11
	CommentEdited    EventKind = 12
	CommentWithdrawn EventKind = 13
	CommentHeld      EventKind = 14
	CommentRemoved   EventKind = 15
	CommentRestored  EventKind = 16
	CommentErased    EventKind = 17
	VotesChanged     EventKind = 18 // of some comments of a thread; two in a second for each thread at most
	CommentFeatured  EventKind = 19 // or no longer
	NoticeReceived   EventKind = 20
	NoticeAnswered   EventKind = 21
	DecisionFinal    EventKind = 22 // nobody can undo it any more: whom it concerns is told. Ref is the decision
	DecisionUndone   EventKind = 23 // its decider took it back at once; the comment is as it was before. Ref is the decision
	AppealReceived   EventKind = 24 // Ref is the appeal
	AppealHeard      EventKind = 25 // Ref is the appeal
	SanctionChanged  EventKind = 26 // begun, read or lifted; Ref is the sanction
	BranchChanged    EventKind = 27 // its temperature; Comment is the root, Ref the decision
	QueueChanged     EventKind = 28 // a claim or an assignment; Ref is what it is about
	ReaderJoined     EventKind = 30
	ReaderRenamed    EventKind = 31
	RoleGranted      EventKind = 32
	RoleRevoked      EventKind = 33
	ReaderErased     EventKind = 34 // Ref is the erasure
	ReaderExported   EventKind = 35 // Actor downloaded what is kept about them
	ReaderChanged    EventKind = 36 // profile or picture
	ThreadChanged    EventKind = 40 // mode, settings
	SiteChanged      EventKind = 50 // name, rules
	PolicyChanged    EventKind = 51
	SignalRaised     EventKind = 52 // of abuse by numbers; Ref is the signal
	EntryChanged     EventKind = 53 // of the register of those who are quoted; Ref is the entry
	OrderChanged     EventKind = 54 // of a thread's comments across a divide
	AlertRaised      EventKind = 60 // Ref is the reader who is told
	AlertsRead       EventKind = 61 // Ref is the reader
)

// Hides reports whether the event takes words out of sight, or may do so, so that no page may go on showing them.
func (k EventKind) Hides() bool {
	switch k {
	case CommentWithdrawn, CommentHeld, CommentRemoved, CommentErased, StoryUnpublished, ReaderErased,
		AdditionChanged: // which may be that it was taken back
		return true
	}
	return false
}
