package rozmova

import (
	"sort"
	"time"
)

// A Story is a published piece. What a reader can see of it never changes silently: every change after the first
// publication makes a new Revision, and the older ones stay readable.
type Story struct {
	ID         ID[Story]    `json:"id"`
	Site       ID[Site]     `json:"-"`
	Slug       Slug         `json:"slug"` // unique within the site
	Section    Slug         `json:"section,omitempty"`
	Language   Locale       `json:"language"`
	State      StoryState   `json:"state"`
	Headline   string       `json:"headline"`
	Standfirst string       `json:"standfirst,omitempty"`
	Byline     string       `json:"byline,omitempty"`
	Body       []Block      `json:"body"`
	Revision   int          `json:"revision"`           // counts from 1
	Published  time.Time    `json:"published,omitzero"` // first publication; zero for a draft
	Changed    time.Time    `json:"changed"`            // when this revision was made
	Modified   time.Time    `json:"modified,omitzero"`  // what LastModified tells, where it is later than Published
	Worded     time.Time    `json:"-"`                  // when headline, standfirst or body changed last (WordedAfter); zero: not known
	Group      ID[Story]    `json:"-"`                  // stories that translate each other share it: the ID of the first
	Thread     ID[Thread]   `json:"thread"`             // the discussion under it
	Authors    []ID[Reader] `json:"-"`                  // those of its authors who take part in discussions

	Sources      []Source      `json:"sources"`
	Sides        []Side        `json:"sides"`
	Statements   []Statement   `json:"statements"`
	Developments []Development `json:"developments"`
	Corrections  []Correction  `json:"corrections"`
	Silences     []Silence     `json:"silences,omitempty"` // who was asked and did not say

	Developing Developing `json:"developing,omitempty"` // whether additions are still made to it
}

// A Silence is that somebody was asked and gave no account: an answer too, with its time.
type Silence struct {
	Key    string      `json:"key"` // unique within the story
	Source string      `json:"source"`
	Kind   SilenceKind `json:"kind"`
	At     time.Time   `json:"at"` // when they declined, or until when they had not answered
	Side   string      `json:"side,omitempty"`
	Topic  string      `json:"topic,omitempty"` // the row of the accounts where it stands
}

// SilenceKind tells silences apart.
type SilenceKind string

// The kinds of Silence.
const (
	Declined SilenceKind = "declined"
	NoAnswer SilenceKind = "no_answer"
)

// StoryState says who may see a story.
type StoryState uint8

// The states of a Story. Their numbers are stored.
const (
	Draft         StoryState = 1 // the newsroom alone
	PublicStory   StoryState = 2 // everybody
	RetractedNote StoryState = 3 // everybody, as the note that it was taken back; its address goes on answering
)

// Shown reports whether readers may see the story.
func (s *Story) Shown() bool { return s.State == PublicStory || s.State == RetractedNote }

// SourceByKey finds one of the story's sources; nil for none.
func (s *Story) SourceByKey(key string) *Source {
	for i := range s.Sources {
		if s.Sources[i].Key == key {
			return &s.Sources[i]
		}
	}
	return nil
}

// StatementByKey finds one of the story's statements, whether or not readers may see it; nil for none.
func (s *Story) StatementByKey(key string) *Statement {
	for i := range s.Statements {
		if s.Statements[i].Key == key {
			return &s.Statements[i]
		}
	}
	return nil
}

// SideByKey finds one of the story's sides; nil for none.
func (s *Story) SideByKey(key string) *Side {
	for i := range s.Sides {
		if s.Sides[i].Key == key {
			return &s.Sides[i]
		}
	}
	return nil
}

// A Side is a party whose account the story tells.
type Side struct {
	Key  string `json:"key"` // unique within the story
	Name string `json:"name"`
}

// InOrder gives the confirmed statements of a story that readers may see in the order of its body, an outer one before those nested in it.
// A statement's number is its place here, from 1.
func (s *Story) InOrder() []Statement {
	var in []Statement
	for _, st := range s.Statements {
		if st.Confirmed && st.Record != OffRecord {
			in = append(in, st)
		}
	}
	before := func(a, b Position) bool {
		return a.Block < b.Block || a.Block == b.Block && a.Rune < b.Rune
	}
	sort.SliceStable(in, func(i, j int) bool {
		a, b := in[i].Anchor, in[j].Anchor
		return before(a.Start, b.Start) || a.Start == b.Start && before(b.End, a.End)
	})
	return in
}
