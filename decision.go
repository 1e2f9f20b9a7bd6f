package rozmova

import "time"

// A Decision is what is done about a comment, about a reader (a sanction) or about a branch: by whom, when, on which ground. No hold,
// removal or sanction is without Reasons.
type Decision struct {
	ID        ID[Decision]
	Site      ID[Site]
	Scope     Scope
	Comment   ID[Comment] // that it is about or rests on; of a branch its root
	Reader    ID[Reader]  // who is sanctioned; zero elsewhere
	Revision  int         // of the comment, as it was read
	Before    CommentState
	Action    Action
	Ground    Ground
	Rule      string // key of the house rule; empty where nothing is restricted
	Version   int    // of the rule
	Law       string // the provision, where Ground is Law
	Facts     string // what is the case, without personal data
	Source    DecisionSource
	Automatic bool
	Label     Label      // of the classifier, where Model is not empty
	Score     float32    // of that label
	Model     string     // version of the model that had a part in it; empty: none had
	By        ID[Reader] // zero where automatic
	At        time.Time
	Final     time.Time    // from when it is told and can no longer be undone
	Settled   time.Time    // when DecisionFinal was appended; zero: not yet
	Undone    time.Time    // when its decider took it back; zero: never
	Repairs   ID[Decision] // the decision that it reverses or amends; zero for none
}

// Undoing is how long the person who decided can take a decision back. Nobody is told of it before.
const Undoing = 10 * time.Second

// Scope says what a Decision is about.
type Scope string

// The scopes.
const (
	OfComment Scope = "comment"
	OfReader  Scope = "reader" // a sanction
	OfBranch  Scope = "branch" // its temperature
)

// Action is what a Decision does.
type Action string

// The actions of a Decision about a comment.
const (
	Publish Action = "publish" // a pending comment is shown
	Hold    Action = "hold"
	Remove  Action = "remove"
	Restore Action = "restore"
	Keep    Action = "keep" // reported, and left as it is
)

// The actions of a Decision about a reader, and about a branch.
const (
	Warn     Action = "warn"
	CoolDown Action = "cool_down"
	Suspend  Action = "suspend"
	Ban      Action = "ban"
	Lift     Action = "lift" // a sanction ends before its time

	SlowBranch Action = "slow_branch" // heated: slow mode
	WaitBranch Action = "wait_branch" // boiling: new answers wait for a moderator
	CoolBranch Action = "cool_branch" // it ended
)

// To gives the state that a comment passes to, and false for an action that moves nothing.
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
func (a Action) Restricts() bool {
	switch a {
	case Hold, Remove, Warn, CoolDown, Suspend, Ban:
		return true
	}
	return false
}

// Ground says what a restricting Decision rests on.
type Ground string

// The grounds.
const (
	ByRule Ground = "rule" // a house rule
	ByLaw  Ground = "law"
)

// DecisionSource says how what is decided about was found.
type DecisionSource string

// The sources of a Decision.
const (
	Voluntary   DecisionSource = "voluntary" // the site's own look, people's or the classifier's
	ByReport    DecisionSource = "report"    // readers' reports of a broken house rule
	ByNotice    DecisionSource = "notice"    // a notice of illegal content (DSA Art. 16)
	ByFlagger   DecisionSource = "trusted_flagger"
	ByAuthority DecisionSource = "authority"
	ByAppeal    DecisionSource = "appeal"
	ByNumbers   DecisionSource = "numbers" // a sanction after several removals; a branch's temperature
)
