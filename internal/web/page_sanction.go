package web

import (
	"html/template"
	"time"

	"github.com/rozmova/rozmova"
)

// DecisionPage shows an author the statement of reasons, as it was sent. The form for other words posts to /comments/{id}/resubmit, that
// of a warning to /decisions/{id}/read. Page: decision.
type DecisionPage struct {
	Frame
	Story    StoryRef
	Reasons  rozmova.Reasons
	Marked   template.HTML  // the words with those marked that a program noticed; empty: the frozen words alone
	Later    []DecisionLine // what was decided about the comment since; oldest first
	Unread   bool           // a warning that is to be read
	Lifted   time.Time      // when the sanction was lifted; zero: it was not
	Mend     bool           // the words may be changed and sent again
	Body     string         // of that form
	Revision int
	Limit    int
	Appeal   *AppealLine // nil: nothing can be appealed against here by the reader
	Errors   FieldErrors // fields: body
}

// An AppealLine tells of the appeal against a decision.
type AppealLine struct {
	Path  string    // site path of the form, or of the page that tells of the appeal
	Until time.Time // up to when one can be made; zero: there is one
	State rozmova.AppealState
	Due   time.Time // by when it is to be heard
}

// StandingPage shows a reader what was decided about them. Page: standing.
type StandingPage struct {
	Frame
	Sanctions []SanctionLine
	Decisions []StandingLine
}

// A SanctionLine tells of a sanction in one line.
type SanctionLine struct {
	Decision rozmova.ID[rozmova.Decision]
	Rung     rozmova.Rung
	Rule     string // title
	Starts   time.Time
	Ends     time.Time
	Lifted   time.Time
	InForce  bool
}

// A StandingLine tells a reader of a decision about them in one line.
type StandingLine struct {
	DecisionLine
	Excerpt string
	Comment rozmova.ID[rozmova.Comment] // zero: it is gone
}
