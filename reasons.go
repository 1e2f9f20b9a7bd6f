package rozmova

import "time"

// Reasons are the statement of reasons that the author of a restricted comment gets (DSA Art. 17(3)), in the author's
// language, complete and frozen as sent.
type Reasons struct {
	Decision    ID[Decision]
	Comment     ID[Comment]
	Author      ID[Reader]
	Language    Locale
	Action      Action
	RuleKey     string
	RuleVersion int
	RuleTitle   string
	RuleText    string
	Facts       string
	Automatic   bool   // decided by a machine
	Detected    string // how it was found: notice, voluntary
	Words       string // the text that it is about, as it stood
	Scope       Scope  // empty in what an earlier program wrote: OfComment
	Ground      Ground // empty: ByRule
	Law         string // the provision, where Ground is ByLaw
	Source      DecisionSource
	Rung        Rung      // of a sanction
	Ends        time.Time // of a sanction
	Model       string    // version of the classifier that had a part in it; empty: none had
	AppealUntil time.Time // six months after the decision at least
	At          time.Time
}
