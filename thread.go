package rozmova

import "time"

// A Thread is the discussion under a story. Closing it hides nothing.
type Thread struct {
	ID       ID[Thread]
	Site     ID[Site]
	Story    ID[Story]
	Mode     ThreadMode
	Comments int   // published ones
	Seq      int64 // sequence of the last event that touched it
	Opened   time.Time
	Divide   Divide         // what its readers' votes show, as of the last time that they were looked through
	Settings ThreadSettings // the story's own; what is zero in them the section or the site says
}

// ThreadMode says how a new comment is taken.
type ThreadMode uint8

// The modes of a Thread. Their numbers are stored.
const (
	Open         ThreadMode = 1 // shown at once
	Premoderated ThreadMode = 2 // shown when a person has read it
	Slow         ThreadMode = 3 // shown at once, one of each reader in ThreadSettings.SlowMinutes
	Closed       ThreadMode = 4 // not taken
)

// Divide says whether the votes of those who read a thread show two sides, and so by what its comments stand in the order across
// a divide.
type Divide uint8

// The divides. Their numbers are stored, and are those of ranking.Mode.
const (
	TooFew   Divide = 0 // votes to tell; it stands by cautious approval
	OneSided Divide = 1 // votes enough, and no divide among them: likewise
	Divided  Divide = 2 // it stands by approval across the divide
)

// ThreadSettings bound what may be written in a thread, when and by whom. There are the site's, those of a section and those
// of a story, one over the other: a field that is zero says nothing, and what lies beneath holds (see Over).
type ThreadSettings struct {
	SlowMinutes    int       `json:"slow_minutes,omitempty"`     // between two comments of a reader in a Slow thread; 1 to 1440
	Opens          time.Time `json:"opens,omitzero"`             // of a story: before it nothing is taken
	Closes         time.Time `json:"closes,omitzero"`            // of a story: from it on nothing is taken
	CloseAfterDays int       `json:"close_after_days,omitempty"` // after the story was published; Never: not by itself
	Message        string    `json:"message,omitempty"`          // of a story: what readers are told above the discussion, up to 500 runes of plain text
	Writers        Writers   `json:"writers,omitempty"`
	OlderThanDays  int       `json:"older_than_days,omitempty"` // where Writers is OlderReaders: since they joined; 1 to 3650
	Runes          int       `json:"runes,omitempty"`           // longest comment; 20 to 10,000: what a form of 64 KiB holds in any alphabet
	Links          int       `json:"links,omitempty"`           // in one comment; Never: none
	PerMinute      int       `json:"per_minute,omitempty"`      // comments of one reader; 1 to 60
	Nesting        int       `json:"nesting,omitempty"`         // greatest depth of an answer, 1 to MaxNesting; Never: answers stand one under the other
	Languages      []Locale  `json:"languages,omitempty"`       // that may be written in; AnyLanguage alone: all
}

// Never is the number in ThreadSettings that means none, and not "as the level beneath says".
const Never = -1

// MaxNesting is the deepest that an answer can stand. An answer to a deeper one stands beside it.
const MaxNesting = 200

// AnyLanguage stands in ThreadSettings.Languages for all of them.
const AnyLanguage Locale = "*"

// Writers says who may write in a thread.
type Writers string

// Who may write. Whoever may not can still read, vote and report.
const (
	Anyone       Writers = "anyone"  // who is signed in
	OlderReaders Writers = "older"   // who joined ThreadSettings.OlderThanDays ago or before
	Invited      Writers = "invited" // whom the story's editor named; the staff
)

// Over gives the settings with those beneath filled in where they say nothing.
func (s ThreadSettings) Over(beneath ThreadSettings) ThreadSettings {
	fill(&s.SlowMinutes, beneath.SlowMinutes)
	fill(&s.CloseAfterDays, beneath.CloseAfterDays)
	fill(&s.Message, beneath.Message)
	fill(&s.Writers, beneath.Writers)
	fill(&s.OlderThanDays, beneath.OlderThanDays)
	fill(&s.Runes, beneath.Runes)
	fill(&s.Links, beneath.Links)
	fill(&s.PerMinute, beneath.PerMinute)
	fill(&s.Nesting, beneath.Nesting)
	if s.Opens.IsZero() {
		s.Opens = beneath.Opens
	}
	if s.Closes.IsZero() {
		s.Closes = beneath.Closes
	}
	if len(s.Languages) == 0 {
		s.Languages = beneath.Languages
	}
	return s
}

func fill[T comparable](field *T, beneath T) {
	var zero T
	if *field == zero {
		*field = beneath
	}
}

// Allows is the most that a number of ThreadSettings allows: Never allows none.
func Allows(n int) int { return max(n, 0) }
