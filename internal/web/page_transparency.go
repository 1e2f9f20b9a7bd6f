package web

import "time"

// TransparencyPage tells everybody how moderation works and what it did. Page: transparency.
type TransparencyPage struct {
	Frame
	Rules      []RuleView
	Mode       string // post, pre, newcomers
	Automatic  string // the highest rung that automation may reach; none: it holds and asks only
	AppealDays int
	Outside    bool        // a service elsewhere is asked about spam
	Months     []time.Time // the present one first, which is not over
	Rows       []FigureRow // of all months together, where there are several, and of each
	Total      MonthView
	Bars       []MonthBars // the oldest month first; none where there is too little to draw
	Top        int         // what the highest bar stands for
	Width      int         // of the picture
	ByRule     []RuleCount
	Waits      []WaitRow
	Accuracy   []AccuracyView
	Nudges     *NudgeCounts // nil: nobody was nudged
	Log        []LogLine    // the latest
	Head       *LogSeal     // nil: nothing was signed yet
	Made       time.Time
}

// A MonthView is what the page tells of all months in large figures.
type MonthView struct {
	Comments, Held, Removed, Appeals int
	Reversed                         ShareView // of the appeals that were heard
}

// A FigureRow is one figure over the months. What is comments, held, released, removed, sanctions, automatic, branches, reports, illegal,
// appeals or reversed.
type FigureRow struct {
	What  string
	Cells []ShareView // a number alone stands in Percent; empty: there is no case
}

// MonthBars are the bars of one month in the picture, in its own units.
type MonthBars struct {
	Start          time.Time
	Name           string // short
	X              int
	Held, Removed  int // heights
	HeldN, Removal int // what they stand for
}

// A RuleCount is how many comments were removed by a house rule, or by law where Key is empty.
type RuleCount struct {
	Key     string
	Version int
	Title   string
	N       int
	Share   ShareView
}

// A WaitRow tells how long people waited. What is held, report, illegal or appeal.
type WaitRow struct {
	What   string
	N      int
	Median string
}

// A LogLine is an entry of the public log as people read it.
type LogLine struct {
	Seq       int64
	At        time.Time
	Appeal    string // upheld, reversed, amended; empty: it is a decision
	Action    string
	Branch    bool
	Automatic bool
	Source    string
	Rule      string // key of the house rule; empty for none
	Version   int
	Title     string // of the rule
	Law       bool
	Repairs   bool // another decision
}

// A LogSeal is the last signed head of the public log.
type LogSeal struct {
	Seq  int64
	At   time.Time
	Hash string
	Key  string
}

// PublicLogPage lists the public log, the latest entry first. Page: public-log.
type PublicLogPage struct {
	Frame
	Lines  []LogLine
	Older  int64 // before which entry the next page begins; 0: this is the last
	Newest bool  // this is the first page
	Head   *LogSeal
}
