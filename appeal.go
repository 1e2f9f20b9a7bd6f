package rozmova

import "time"

// An Appeal is a complaint against a Decision (DSA Art. 20), by the author or by whoever reported. One may be made against each
// decision by each of them, for six months; somebody else than the decider hears it, never a machine alone.
type Appeal struct {
	ID        ID[Appeal]
	Site      ID[Site]
	Decision  ID[Decision]
	Comment   ID[Comment]
	Appellant ID[Reader] // zero for a notifier without an account
	Notice    ID[Notice] // whose notifier appeals; zero: the author does
	Text      string
	At        time.Time
	Due       time.Time // by when it is to be heard
	Warned    time.Time // when the alarm before that was given; zero: not yet
	State     AppealState
	By        ID[Reader] // who heard it
	Answer    string
	Decided   time.Time
	Outcome   ID[Decision] // that came of it; zero where the first was upheld
}

// AppealState says what became of an Appeal. Their numbers are stored.
type AppealState uint8

// The states of an Appeal.
const (
	AppealOpen     AppealState = 1
	AppealUpheld   AppealState = 2 // the decision stands
	AppealReversed AppealState = 3 // the record is repaired
	AppealAmended  AppealState = 4 // something milder, or by another rule
)

var appealStateNames = [...]string{"", "open", "upheld", "reversed", "amended"}

// String names the state as message keys and the API do.
func (s AppealState) String() string {
	if int(s) < len(appealStateNames) {
		return appealStateNames[s]
	}
	return ""
}
