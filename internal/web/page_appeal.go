package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// AppealPage is where an author appeals against a decision (POST /decisions/{id}/appeal), and reads what became of it. Page: appeal.
type AppealPage struct {
	Frame
	Decision rozmova.ID[rozmova.Decision]
	Story    StoryRef
	Reasons  rozmova.Reasons
	Appeal   *rozmova.Appeal // nil: there is none yet
	Until    time.Time       // up to when it can be made; zero: it cannot
	Text     string
	Limit    int
	Errors   FieldErrors // field: text
}

// HearingPage is where an appeal is heard (POST /desk/appeals/{id}). Page: hearing.
type HearingPage struct {
	DeskFrame
	Item     DeskItem
	Appeal   rozmova.Appeal
	Decision DecisionLine
	Ground   string // what the decision rests on
	Sanction *SanctionLine
	By       string // who appeals: author, notifier
	Decider  string // pen name; empty: a program
	Heard    string // pen name of who heard it; empty: nobody yet
	Refused  string // why the reader may not hear it; empty: they may
	Rules    []RuleChoice
	State    string // what was chosen, where the form comes back
	Action   string
	Rule     string
	Answer   string
	Errors   FieldErrors // fields: state, action, rule, answer
}
