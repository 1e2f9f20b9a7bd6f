package client

import (
	"time"

	"github.com/rozmova/rozmova"
)

// A Card is a story in a list.
type Card struct {
	ID         rozmova.ID[rozmova.Story]  `json:"id"`
	Slug       rozmova.Slug               `json:"slug"`
	URL        string                     `json:"url"`
	Section    rozmova.Slug               `json:"section"`
	Language   rozmova.Locale             `json:"language"`
	State      string                     `json:"state"` // public, retracted
	Headline   string                     `json:"headline"`
	Standfirst string                     `json:"standfirst"`
	Byline     string                     `json:"byline"`
	Revision   int                        `json:"revision"`
	Published  time.Time                  `json:"published"`
	Changed    time.Time                  `json:"changed"`
	Modified   time.Time                  `json:"modified"`   // when readers were last told of a change
	Developing string                     `json:"developing"` // no, newest or oldest
	Thread     rozmova.ID[rozmova.Thread] `json:"thread"`
	Comments   int                        `json:"comments"` // published ones
}

// A Story is a published piece with who said what in it.
type Story struct {
	Card
	HTML         string                `json:"html"`
	Body         []Block               `json:"body"`
	Sources      []rozmova.Source      `json:"sources"`
	Sides        []rozmova.Side        `json:"sides"`
	Statements   []Statement           `json:"statements"` // confirmed ones
	Developments []rozmova.Development `json:"developments"`
	Corrections  []rozmova.Correction  `json:"corrections"`
	Silences     []rozmova.Silence     `json:"silences"`
	Translations []Translation         `json:"translations"`
}

// An Addition is a time-stamped piece of a developing story.
type Addition struct {
	ID        rozmova.ID[rozmova.Addition] `json:"id"`
	URL       string                       `json:"url"`
	Byline    string                       `json:"byline"`
	Title     string                       `json:"title"`
	HTML      string                       `json:"html"`
	Body      []Block                      `json:"body"`
	At        time.Time                    `json:"at"`
	Changed   time.Time                    `json:"changed"` // At, where it never was
	Note      string                       `json:"note"`    // why it was changed or taken back
	TakenBack bool                         `json:"taken_back"`
}

// A Statement is a piece of the story that says who said what, with how many comments speak to it.
type Statement struct {
	rozmova.Statement
	URL      string `json:"url"`      // its own page
	Start    int    `json:"start"`    // in the story's text, in runes of rozmova.PlainText
	End      int    `json:"end"`      // likewise
	Comments int    `json:"comments"` // published ones
}

// A Block is one piece of a story's body.
type Block struct {
	Kind    rozmova.BlockKind `json:"kind"`
	Level   int               `json:"level"`
	Ordered bool              `json:"ordered"`
	Depth   int               `json:"depth"`
	Goes    bool              `json:"goes"`
	Quote   int               `json:"quote"`
	Spans   []Span            `json:"spans"`
	Source  string            `json:"source"`
	Alt     string            `json:"alt"`
}

// A Span is a run of text with the same marks: emphasis, strong, strike, monospace.
type Span struct {
	Text  string   `json:"text"`
	Marks []string `json:"marks"`
	Link  string   `json:"link"`
}

// A Translation is the same story in another language.
type Translation struct {
	Slug     rozmova.Slug   `json:"slug"`
	URL      string         `json:"url"`
	Language rozmova.Locale `json:"language"`
	Headline string         `json:"headline"`
}

// An Author is who wrote a comment, or reported one.
type Author struct {
	ID      rozmova.ID[rozmova.Reader] `json:"id"`
	PenName string                     `json:"pen_name"`
	Role    rozmova.Role               `json:"role"`    // empty for a reader without one
	Picture string                     `json:"picture"` // site path of the author's own; empty for none
}

// A Comment is a reader's words or, where it may not be read, the place where they were: then Author is nil and Body empty.
type Comment struct {
	ID       rozmova.ID[rozmova.Comment] `json:"id"`
	Thread   rozmova.ID[rozmova.Thread]  `json:"thread"`
	Parent   rozmova.ID[rozmova.Comment] `json:"parent"` // zero for none
	Root     rozmova.ID[rozmova.Comment] `json:"root"`
	Depth    int                         `json:"depth"`
	Author   *Author                     `json:"author"`
	State    string                      `json:"state"` // pending, published, held, removed, withdrawn, erased
	Body     string                      `json:"body"`  // plain text
	HTML     string                      `json:"html"`
	Markdown string                      `json:"markdown"` // for its author
	Created  time.Time                   `json:"created"`
	Edited   time.Time                   `json:"edited"` // zero where it was not
	Revision int                         `json:"revision"`
	Answers  int                         `json:"answers"`
	Answered int                         `json:"answered"` // published: at the top of a branch all of it, elsewhere the answers to the comment itself
	Seq      int64                       `json:"seq"`
	URL      string                      `json:"url"`
	Badge    string                      `json:"badge"`    // author, source; empty for none
	Cites    *Citation                   `json:"cites"`    // the statement of the story that it speaks to; nil for none
	Featured time.Time                   `json:"featured"` // when the newsroom picked it; zero where it did not
	Votes    *Votes                      `json:"votes"`    // nil where the newsroom does not show them
	MyVote   *Vote                       `json:"my_vote"`  // nil for none
	Across   *Across                     `json:"across"`   // nil where nothing is told of it
	Muted    bool                        `json:"muted"`    // its author is muted by whom the token stands for
}

// Votes are what readers have said of a comment, counted.
type Votes struct {
	Voters   int `json:"voters"` // readers with any vote
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
	Respect  int `json:"respect"`
}

// Across is how far readers who usually vote one way, and those who usually vote the other way, value a comment. The side that values it
// more comes first; which one that is nothing tells.
type Across struct {
	Valued    bool `json:"valued"` // by half of each side at least
	More      int  `json:"more"`   // of ten
	Less      int  `json:"less"`   // of ten
	MoreVotes int  `json:"more_votes"`
	LessVotes int  `json:"less_votes"`
}

// A Move is a comment with its new place in the order Bridges.
type Move struct {
	ID     rozmova.ID[rozmova.Comment] `json:"id"`
	Place  int64                       `json:"place"` // the highest first; 0 for an answer
	Across *Across                     `json:"across"`
}

// A Vote is one reader's word on a comment.
type Vote struct {
	Opinion string `json:"opinion"` // agree, disagree; empty for none
	Respect bool   `json:"respect"`
}

// A Citation is the statement of the story that a comment speaks to.
type Citation struct {
	Statement string    `json:"statement"` // its key
	Words     string    `json:"words"`
	Speaker   string    `json:"speaker"`
	Gone      bool      `json:"gone"`      // it no longer stands in the story
	Corrected time.Time `json:"corrected"` // after the comment was written; zero where it was not
}

// A Tally is what the votes on a comment come to.
type Tally struct {
	Comment rozmova.ID[rozmova.Comment] `json:"comment"`
	Votes   *Votes                      `json:"votes"`   // nil where the newsroom does not show them
	MyVote  *Vote                       `json:"my_vote"` // nil for none
}

// A Hit is a comment or a story in which every word of a search was found.
type Hit struct {
	Comment *Comment `json:"comment"` // nil: the story itself
	Story   HitStory `json:"story"`
	Excerpt string   `json:"excerpt"`
	Marks   [][2]int `json:"marks"` // runes of Excerpt, from and up to: the words that were found
}

// A HitStory is the story that was found, or that a found comment is under.
type HitStory struct {
	Slug     rozmova.Slug   `json:"slug"`
	Section  rozmova.Slug   `json:"section"`
	Language rozmova.Locale `json:"language"`
	Headline string         `json:"headline"`
	URL      string         `json:"url"`
}

// A Thread is the state of a discussion.
type Thread struct {
	ID       rozmova.ID[rozmova.Thread] `json:"id"`
	Mode     string                     `json:"mode"`     // open, premoderated, slow, closed: how a comment is taken now
	Comments int                        `json:"comments"` // published ones
	Opened   time.Time                  `json:"opened"`
	Story    rozmova.Slug               `json:"story"`
	Seq      int64                      `json:"seq"` // how far the log had come; for Events
	URL      string                     `json:"url"`
	Message  string                     `json:"message"`
	Slow     int                        `json:"slow_minutes"` // where Mode is slow: between two comments of a reader
	Early    bool                       `json:"early"`        // closed because it has not opened yet
	Opens    time.Time                  `json:"opens"`        // zero: nothing is set
	Closes   time.Time                  `json:"closes"`       // zero: never
	Writers  rozmova.Writers            `json:"writers"`
	Older    int                        `json:"older_than_days"` // where Writers is rozmova.OlderReaders
	Divide   string                     `json:"divide"`          // too_few, one_sided, divided: what votes show of two sides
}

// A Setup is how a discussion is kept. The settings are the story's own; what they leave zero, Beneath says.
type Setup struct {
	Mode string `json:"mode"` // open, premoderated, slow, closed, as it was set; Thread tells what is in force
	rozmova.ThreadSettings
	Invited []string               `json:"invited"` // pen names of those who may write where Writers is rozmova.Invited
	Beneath rozmova.ThreadSettings `json:"beneath"` // of the section and the site; Configure does not send it
}

// A Notice is a report as its sender sees it.
type Notice struct {
	ID      rozmova.ID[rozmova.Notice]  `json:"id"`
	Comment rozmova.ID[rozmova.Comment] `json:"comment"`
	Rule    string                      `json:"rule"`
	Text    string                      `json:"text"`
	At      time.Time                   `json:"at"`
}

// A Decision is what was done about a comment.
type Decision struct {
	ID        rozmova.ID[rozmova.Decision] `json:"id"`
	Comment   rozmova.ID[rozmova.Comment]  `json:"comment"`
	Revision  int                          `json:"revision"`
	Action    rozmova.Action               `json:"action"`
	Rule      string                       `json:"rule"`
	Version   int                          `json:"version"`
	Facts     string                       `json:"facts"`
	Automatic bool                         `json:"automatic"`
	By        *Author                      `json:"by"`
	At        time.Time                    `json:"at"`
}

// A Ruling is what a moderator wants done about a comment.
type Ruling struct {
	Action   rozmova.Action `json:"action"`
	Rule     string         `json:"rule,omitempty"`  // needed to hold or remove
	Facts    string         `json:"facts,omitempty"` // needed to hold or remove
	Revision int            `json:"revision"`        // of the comment, as it was read
}
