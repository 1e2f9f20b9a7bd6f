package rozmova

import "time"

// A Source is who a statement is attributed to. An unnamed person stays unnamed, with the reason why.
type Source struct {
	Key       string     `json:"key"` // unique within the story
	Kind      SourceKind `json:"kind"`
	Name      string     `json:"name,omitempty"`
	Role      string     `json:"role,omitempty"`
	Anonymous string     `json:"anonymous,omitempty"` // why the source is not named; set whenever Name is empty
	Link      string     `json:"link,omitempty"`      // absolute http or https address
	Read      time.Time  `json:"read,omitzero"`       // when the link was read
	Reader    ID[Reader] `json:"reader,omitzero"`     // who the person is among the readers; zero where that is not known
	Entry     ID[Entry]  `json:"entry,omitzero"`      // who it is in the newsroom's register; zero: not in it
}

// SourceKind tells sources apart.
type SourceKind string

// The kinds of Source.
const (
	Person       SourceKind = "person"
	Organisation SourceKind = "organisation"
	Outlet       SourceKind = "outlet"
	Document     SourceKind = "document"
)

// A Development is a dated fact of a story with the values it had before. The old values stay in sight.
type Development struct {
	Key     string         `json:"key"`  // unique within the story
	What    string         `json:"what"` // what happens: "the talks begin"
	Value   string         `json:"value"`
	Date    string         `json:"date,omitempty"`   // Value as YYYY-MM-DD, --MM-DD or with a time, RFC 3339
	Source  string         `json:"source,omitempty"` // key of the Source who says so
	Earlier []EarlierValue `json:"earlier"`          // the latest first
}

// An EarlierValue is what a Development was said to be before.
type EarlierValue struct {
	Value  string `json:"value"`
	Date   string `json:"date,omitempty"`
	Source string `json:"source,omitempty"`
}
