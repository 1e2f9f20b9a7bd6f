package web

import (
	"html/template"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// StoriesPage lists the stories of the sections that somebody edits, drafts among them. Page: stories.
type StoriesPage struct {
	DeskFrame
	Items []StoryLine
	More  string // site path of those behind; empty: none
}

// A StoryLine is a story in the newsroom's list.
type StoryLine struct {
	StoryRef
	Section   SectionLink
	State     string // draft, public, changed (public, and worked on since) or retracted: the message working.state.STATE
	At        time.Time
	Confirmed int
	Open      int // statements that nobody decided about
	Again     int // that have to be confirmed again, or whose words are gone
	Unnamed   int // confirmed ones whose speaker readers are not told
	Of        int // confirmed ones with a speaker
}

// Share is how many of a hundred confirmed statements have a speaker whom readers are not told.
func (l StoryLine) Share() int {
	if l.Of == 0 {
		return 0
	}
	return (200*l.Unnamed + l.Of) / (2 * l.Of)
}

// StoryHead is what the pages of one working copy have at their head.
type StoryHead struct {
	StoryRef
	Tab     string // text, statements, publish or evidence
	Public  bool   // readers see the story
	Version int    // of the copy; of the field version
	Open    int    // marks that nobody decided about
	Behind  bool   // the story was published anew from elsewhere
}

// StoryEditPage is where the text of a story is typed: POST to Path. Page: story-edit.
type StoryEditPage struct {
	DeskFrame
	Story    *StoryHead // nil for one that is begun
	Form     StoryForm
	Sections []SectionLink
	Preview  template.HTML
	Theirs   *StoryTheirs // nil: nobody saved it meanwhile
	Errors   FieldErrors
}

// A StoryForm is what an editor types.
type StoryForm struct {
	Headline, Standfirst, Byline, Body string
	Section                            rozmova.Slug
	Slug                               rozmova.Slug // of one that is begun
	Language                           rozmova.Locale
}

// StoryTheirs is what somebody else saved meanwhile.
type StoryTheirs struct {
	By    string // pen name; empty: not known
	At    time.Time
	Parts []DiffBlock // from theirs to what was typed
	Form  StoryForm
}

// MarksPage is where editors go through the statements of a story: POST to Path, with do. Page: marks; fragment: marks-work.
type MarksPage struct {
	DeskFrame
	Story     StoryHead
	Text      template.HTML
	Items     []MarkItem
	At        *MarkCard // the card that is open; nil: there is none
	Done      int       // items that are decided about
	Speakers  []string  // names that can be chosen
	Outlets   []string
	Sides     []string
	Topics    []string
	Dismissed []MarkItem
	Left      []MarkItem // what was left out
	Silences  []SilenceView
	Silence   newsroom.SilenceCard // what was typed
	NewWords  string               // what was typed to mark
	Errors    FieldErrors          // of the form that was sent: At, or the one that Sent names
	Sent      string               // card, mark or silence
}

// A MarkItem is a statement, a dated fact or a piece that is probably not the story's.
type MarkItem struct {
	ID     string // st-KEY, dev-KEY or out-N
	Kind   string // statement, date or out
	Number int    // of statements, from 1
	State  string // newsroom.MarkState: the message working.state_of.STATE
	Text   string
	Who    string // the speaker; empty: nobody is named
	Via    string
	Depth  int // how deep it is nested
	Turn   int
	At     bool // its card is open
}

// A MarkCard is the item that is open, with its form.
type MarkCard struct {
	MarkItem
	Content string // whole
	Was     string // the words that were confirmed
	Reads   string // the speaker that the text now seems to name
	Why     string // of a piece that is not the story's: the message working.out_why.WHY
	Known   bool   // speaker and outlet are in the register
	Form    newsroom.StatementCard
	Outer   []MarkItem // in which it may be nested
	Date    newsroom.DateCard
	Signal  string
	Words   string // what was typed to split or move it
}

// A SilenceView is somebody who was asked and gave no account.
type SilenceView struct {
	Key   string
	Who   string
	Kind  rozmova.SilenceKind
	At    time.Time
	Topic string
}

// WorkingPublishPage asks before a working copy goes out: POST to Path, with do publish, public or mine. Page: working-publish.
type WorkingPublishPage struct {
	DeskFrame
	Story     StoryHead
	Confirmed int // statements that go out
	Off       int // confirmed ones that are for the newsroom alone
	Unnamed   int
	Of        int
	Waiting   []MarkItem // what nobody decided about, or has to be confirmed again
	Changed   bool       // something is not public yet
	Errors    FieldErrors
}
