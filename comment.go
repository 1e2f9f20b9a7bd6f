package rozmova

import "time"

// A Comment is a reader's words in a thread.
type Comment struct {
	ID       ID[Comment]
	Site     ID[Site]
	Thread   ID[Thread]
	Story    ID[Story]
	Parent   ID[Comment] // the comment it answers; zero for none
	Root     ID[Comment] // the comment at the top of its branch; its own ID there
	Ordinal  int         // 0 for a root, else the how-manieth answer in the branch, from 1: a parent's is smaller
	Depth    int         // 0 for a root
	Path     string      // its place in the tree: eight hexadecimal digits for each step down from the root, whose own is empty
	Answers  int         // of a root: answers ever given in its branch
	Answered int         // published answers: of a root all in its branch, of another those to itself
	Author   ID[Reader]  // zero once erased
	Language Locale      // of the interface it was written in
	Cites    Citation    // the statement of the story that it speaks to; zero for none
	Votes    Votes
	Rank     int64     // place in the order by respect: ranking.Respected in millionths
	Bridge   int64     // place in the order across a divide, in millionths; Rank where the thread is not Divided; below 0: sunk
	Featured time.Time // when the newsroom picked it; zero: it did not
	Marked   time.Time // when a verdict put it, published, on the moderators' list; zero: it is not there
	Source   string    // Markdown as it was sent, cleaned
	Body     []Block
	State    CommentState
	Revision int // counts from 1
	Created  time.Time
	Changed  time.Time // last edit; Created where there was none
	Seq      int64     // sequence of the last event that touched it
}

// A Citation names a statement of the story under which a comment stands, as the story was when it was cited.
type Citation struct {
	Statement string // Key of the Statement; empty for none
	Revision  int    // of the story
}

// A CommentRevision is one text that a comment had.
type CommentRevision struct {
	Revision int
	Source   string
	Body     []Block
	At       time.Time
}

// CommentState says who may see a comment and what may become of it.
type CommentState uint8

// The states of a Comment. Their numbers are stored.
const (
	Pending   CommentState = 1 // waits for a person, because of the thread's mode or because no classifier read it
	Published CommentState = 2
	Held      CommentState = 3 // a restriction: taken out of sight until somebody decides
	Removed   CommentState = 4
	Withdrawn CommentState = 5 // by its author, for good
	Erased    CommentState = 6 // with the account
)

var commentStateNames = [...]string{"", "pending", "published", "held", "removed", "withdrawn", "erased"}

// String names the state as the API and message keys do.
func (s CommentState) String() string {
	if int(s) < len(commentStateNames) {
		return commentStateNames[s]
	}
	return "" // a newer program wrote it
}

// A Move is why a comment passes from one state to another.
type Move uint8

// The moves of a Comment.
const (
	ByDecision     Move = iota + 1 // somebody, or a policy, decided
	ByResubmission                 // the author mended it, where the rule permits
	ByAuthor                       // the author takes it back
	ByErasure                      // the author's account goes
	ByUndoing                      // who decided takes it back at once
)

// moves is the one table of what may become of a comment. What is not here is a Conflict.
var moves = map[Move]map[CommentState][]CommentState{
	ByDecision: {
		Pending:   {Published, Held, Removed},
		Held:      {Published, Removed},
		Published: {Held, Removed},
		Removed:   {Published, Held}, // restored; amended on appeal
	},
	ByResubmission: {Held: {Pending}, Removed: {Pending}},
	ByUndoing: {
		Published: {Pending, Held, Removed},
		Held:      {Pending, Published, Removed},
		Removed:   {Pending, Held, Published},
	},
	ByAuthor: {Pending: {Withdrawn}, Held: {Withdrawn}, Published: {Withdrawn}},
	ByErasure: {
		Pending: {Erased}, Published: {Erased}, Held: {Erased}, Removed: {Erased}, Withdrawn: {Erased},
	},
}

// Move reports whether a comment in state s may pass to another: nil, or a Conflict.
func (s CommentState) Move(why Move, to CommentState) error {
	for _, allowed := range moves[why][s] {
		if allowed == to {
			return nil
		}
	}
	return &Error{Kind: Conflict, Reason: "comment.state", Args: map[string]any{"From": s.String(), "To": to.String()}}
}

// Visible reports whether everybody may read the comment's words.
func (s CommentState) Visible() bool { return s == Published }

// Placed reports whether the comment keeps its place in the branch: its words, or a placeholder where they were.
func (s CommentState) Placed() bool { return s != Pending }

// InBranch reports whether a path lies below another in the tree of one branch.
func InBranch(above, path string) bool { return len(path) > len(above) && path[:len(above)] == above }
