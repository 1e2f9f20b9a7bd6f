package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// StatementPage is one statement of a story at its own address: the words, who said them, what stands around them, what the other
// sides say of the same, and the comments that speak to it. Page: statement.
type StatementPage struct {
	Frame
	Story     StoryRef
	Published time.Time
	Section   SectionLink // zero for none
	Retracted bool        // the whole story is taken back: its words are not told
	Note      StatementNote
	Before    string // of the paragraph, before the words; empty where they do not stand in one
	Behind    string // likewise
	Nested    []StatementNote
	Sides     []string          // of Row
	Row       *AccountRow       // what each side says of the topic; nil where there is none, or nothing besides
	Fixes     []CorrectionView  // those that concern it, the latest first
	TakenBack bool              // nobody is said to have said it any more
	Stood     int               // the last revision that it stands in, where that is not the one readers see; 0: it stands
	Comments  []StatementRemark // the latest first
	Count     int               // of all that speak to it
	More      string            // site path of older ones; empty for none
	MaySpeak  bool
	Address   string // absolute
	Card      string // absolute address of the picture to be shared; empty where it cannot be drawn
}

// A StatementRemark is a comment that speaks to a statement.
type StatementRemark struct {
	ID       rozmova.ID[rozmova.Comment]
	PenName  string // empty: nobody is named
	Excerpt  string
	Language rozmova.Locale
	Created  time.Time
}

// CardPath is the path of the picture, which has no language.
func (p *StatementPage) CardPath() string {
	return statementPath(p.Story.Slug, p.Note.Key) + "/card.png"
}

// statementPath is the site path of a statement's own page.
func statementPath(slug rozmova.Slug, key string) string {
	return "/stories/" + string(slug) + "/statements/" + key
}
