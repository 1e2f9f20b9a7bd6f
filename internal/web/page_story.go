package web

import (
	"html/template"
	"time"

	"github.com/rozmova/rozmova"
)

// StoryPage is a story with the first comments of its discussion. Page: story.
type StoryPage struct {
	Frame
	Story      StoryView
	Discussion *Discussion // nil: a draft or a story without one
	Since      *SinceView  // what is new for whoever has read it before; nil: nothing
	Thread     rozmova.ID[rozmova.Thread]
}

// A StoryView is a story as its page shows it. ViewStory makes one.
type StoryView struct {
	StoryRef
	ID          rozmova.ID[rozmova.Story]
	Section     SectionLink // zero for none
	Standfirst  string
	Byline      string
	Published   time.Time // zero for a draft
	Changed     time.Time // when readers were last told of a change (LastModified)
	Worded      int64     // when its words changed last, in microseconds
	Revision    int       // counts from 1
	Draft       bool
	Retracted   bool
	Body        template.HTML // with the statements marked; the marks lead to the notes
	Parts       []BodyPart    // of Body, where comments stand in it; empty where there are none
	MaySpeak    bool          // a comment may be written that speaks to a statement
	Notes       []StatementNote
	Sources     []SourceView
	Accounts    *Accounts    // nil where there are not two sides to put side by side
	Unanswered  []Unanswered // who was asked and did not say, where that stands in no cell of Accounts
	Facts       []Fact
	Corrections []CorrectionView // the latest first
	Additions   *AdditionsView   // nil: it does not develop, and never did
}

// Revised reports whether readers were told of a change after the story was first published.
func (s *StoryView) Revised() bool { return s.Changed.After(s.Published) }

// A StatementNote tells who said what a mark in the body marks.
type StatementNote struct {
	Key     string
	Number  int // counts from 1 in the order of the body; what stands behind a mark
	Mode    rozmova.Mode
	Words   string // the words that are marked
	Side    string // name of the side whose account it is; empty for none
	Topic   string
	Speaker *SourceView            // nil: nobody is named as having said it
	Role    string                 // the speaker's
	Via     *SourceView            // the outlet through which the words came; nil for none
	Chain   []ChainLink            // from whom the reader has it to whose words they are, where there is more than one
	Within  *NoteRef               // the statement that it is nested in; nil for none
	Fixed   string                 // text of the correction that concerns it; empty for none
	Fix     rozmova.CorrectionKind // of that

	Comments int // published comments that speak to it
}

// A NoteRef leads to a note.
type NoteRef struct {
	Key    string
	Number int
}

// A ChainLink is one who passed the words on.
type ChainLink struct {
	Kind rozmova.SourceKind // outlet, person …
	Name string             // or, for an unnamed source, its role
	Role string
}

// A SourceView is one of the story's sources.
type SourceView struct {
	rozmova.Source
	Notes []NoteRef // those that rest on it
	Page  string    // site path of the page about them in the register; empty for none
}

// Label names the source: by name or, where it is unnamed, by its role; empty where there is neither.
func (s *SourceView) Label() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Role
}

// Accounts puts what the sides say next to each other.
type Accounts struct {
	Sides []string // names
	Rows  []AccountRow
}

// An AccountRow is one topic.
type AccountRow struct {
	Topic string
	Cells []AccountCell // as many as there are sides; one without Notes says nothing of the topic
}

// An AccountCell is what one side says of one topic.
type AccountCell struct {
	Side       string
	Notes      []StatementNote
	Unanswered []Unanswered
}

// Unanswered is that somebody was asked and did not say.
type Unanswered struct {
	Who  string // empty: an unnamed source
	Kind rozmova.SilenceKind
	At   time.Time // when they declined, or until when they had not answered
}

// A Fact is a dated fact with its earlier values.
type Fact struct {
	What    string
	Value   string
	Date    string // for machines; empty where it is not known
	Source  string // who says so; empty for none
	Earlier []EarlierFact
	Fixes   []CorrectionView // those of its words that are shown in place
}

// An EarlierFact is what a fact was said to be before.
type EarlierFact struct {
	Value  string
	Date   string
	Source string
}

// RevisionsPage lists the revisions of a story. Page: revisions.
type RevisionsPage struct {
	Frame
	Story     StoryRef
	Revisions []RevisionLine // the latest first
}

// A RevisionLine is one of them.
type RevisionLine struct {
	Revision int
	At       time.Time
	Headline string
	Added    int // words that came in, against the revision before
	Removed  int // words that went out
	Current  bool
}

// RevisionPage shows a revision against the one before it, word by word. Page: revision.
type RevisionPage struct {
	Frame
	Story    StoryRef
	Revision int
	Against  int // 0: it is the first, and shown whole
	At       time.Time
	Blocks   []DiffBlock // headline, standfirst, byline and body (see DiffStories)
	Older    int         // number of the revision before; 0 for none
	Newer    int         // number of the one after; 0 for none
}

// Same reports whether nothing differs in what can be compared.
func (p *RevisionPage) Same() bool {
	for _, b := range p.Blocks {
		for _, r := range b.Runs {
			if r.Gone() || r.Added() {
				return false
			}
		}
	}
	return true
}
