package rozmova

import "time"

// Developing says whether a story is still being added to, and in which order its additions stand.
type Developing uint8

// The values of Developing. Their numbers are stored.
const (
	NotDeveloping Developing = 0 // an ordinary story; additions that it had stay readable
	NewestFirst   Developing = 1
	OldestFirst   Developing = 2
)

// An Addition is a time-stamped piece of a developing story, by one of several authors.
type Addition struct {
	ID      ID[Addition]  `json:"id"`
	Site    ID[Site]      `json:"-"`
	Story   ID[Story]     `json:"-"`
	By      ID[Reader]    `json:"-"` // who wrote it; zero: erased
	Byline  string        `json:"byline,omitempty"`
	Title   string        `json:"title,omitempty"`
	Source  string        `json:"-"` // what was typed: the Markdown that Body comes from
	Body    []Block       `json:"body"`
	State   AdditionState `json:"-"`
	At      time.Time     `json:"at"`             // when it was published
	Changed time.Time     `json:"changed"`        // At: never since
	Note    string        `json:"note,omitempty"` // why it was changed or taken back
}

// AdditionState says who sees an Addition.
type AdditionState uint8

// The states of an Addition. Their numbers are stored.
const (
	AdditionPublished AdditionState = 1
	AdditionTakenBack AdditionState = 2 // its place and the note stay; its words do not
)
