package web

import (
	"html/template"
	"time"

	"github.com/rozmova/rozmova"
)

// BranchPage shows one branch of a discussion, where a permalink leads. Page: branch.
type BranchPage struct {
	Frame
	Story      StoryRef
	Discussion Discussion // its Comments hold the one root
}

// CommentRevisionsPage shows the texts that a comment had. Page: comment-revisions.
type CommentRevisionsPage struct {
	Frame
	Story     StoryRef
	Comment   CommentView           // as it is now
	Revisions []CommentRevisionView // the latest first
}

// A CommentRevisionView is one of those texts.
type CommentRevisionView struct {
	Revision int
	At       time.Time
	Body     template.HTML
	Changes  []DiffRun // against the revision before; empty for the first (see DiffWords)
}

// EditPage is where an author mends a comment, or adds to it once the time for that is over: POST /comments/{id}/edit. Page: edit.
type EditPage struct {
	Frame
	Story    StoryRef
	Comment  CommentView
	Append   bool          // the words there are stay as they are
	Old      template.HTML // those words, where Append is set or somebody changed them meanwhile; else empty
	Revision int           // the one that the author has before the eyes
	Body     string        // Markdown: the whole comment or, with Append, what is added
	Kept     string        // what was written and has no place in the form any more; empty for nothing
	Limit    int           // most runes of the whole comment
	Errors   FieldErrors   // fields: body, addition
}

// Trouble is what is wrong with the words: those of the whole comment, or those added.
func (p *EditPage) Trouble() string {
	if text := p.Errors.For("addition"); text != "" {
		return text
	}
	return p.Errors.For("body")
}

// FeaturePage is where an editor picks a comment: POST /comments/{id}/feature and /comments/{id}/unfeature. Page: feature.
type FeaturePage struct {
	Frame
	Story   StoryRef
	Comment CommentView
	Blocks  []BlockChoice // of the story's body; where in it the comment may stand
	Block   int           // the one chosen; rozmova.Never: none, the comment stands in the box alone
	Errors  FieldErrors   // field: block
}

// A BlockChoice is a block of a story's body, offered as the place behind which a comment stands.
type BlockChoice struct {
	Block int
	Words string // the first of it
}

// WithdrawPage asks an author to confirm: POST /comments/{id}/withdraw. Page: withdraw.
type WithdrawPage struct {
	Frame
	Story   StoryRef
	Comment CommentView
}

// ReportPage is where a reader reports a comment: POST /comments/{id}/report. Page: report.
type ReportPage struct {
	Frame
	Story   StoryRef
	Comment CommentView
	Rules   []RuleChoice
	SignIn  string // site path where a visitor signs in to report; empty to those who can
	Rule    string // key of the one chosen
	Text    string
	Limit   int         // most runes of it
	Errors  FieldErrors // fields: rule, text
}

// A DecisionLine tells of a decision in one line.
type DecisionLine struct {
	ID        rozmova.ID[rozmova.Decision]
	Action    rozmova.Action
	Rule      string // title; empty where nothing was restricted
	Facts     string
	By        string // pen name; empty where automatic, and wherever it is not to be told
	Automatic bool
	At        time.Time
}
