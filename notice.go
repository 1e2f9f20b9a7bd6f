package rozmova

import "time"

// A Notice is a report that a comment is illegal or against a house rule (DSA Art. 16). It is always answered with a decision.
type Notice struct {
	ID       ID[Notice]
	Comment  ID[Comment]
	Reporter ID[Reader] // zero for a report without an account
	Rule     string     // key of the house rule that is meant
	Text     string     // what the reporter says
	At       time.Time
	Decision ID[Decision] // zero while it waits
}
