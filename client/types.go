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
	Statements   []rozmova.Statement   `json:"statements"` // confirmed ones
	Developments []rozmova.Development `json:"developments"`
	Corrections  []rozmova.Correction  `json:"corrections"`
	Translations []Translation         `json:"translations"`
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
	Role    rozmova.Role               `json:"role"` // empty for a reader without one
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
	Seq      int64                       `json:"seq"`
	URL      string                      `json:"url"`
}

// A Thread is the state of a discussion.
type Thread struct {
	ID       rozmova.ID[rozmova.Thread] `json:"id"`
	Mode     string                     `json:"mode"`     // open, premoderated, closed
	Comments int                        `json:"comments"` // published ones
	Opened   time.Time                  `json:"opened"`
	Story    rozmova.Slug               `json:"story"`
	Seq      int64                      `json:"seq"` // how far the log had come; for Events
	URL      string                     `json:"url"`
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
