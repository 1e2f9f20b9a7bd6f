package rozmova

// A Statement is a piece of a story's body that says who said what. The anchor marks the words themselves (Content);
// readers are shown confirmed statements only.
type Statement struct {
	Key       string `json:"key"` // unique within the story
	Anchor    Anchor `json:"anchor"`
	Mode      Mode   `json:"mode"`
	Content   string `json:"content"`           // the words that the anchor marks, as they stood when it was set
	Cue       string `json:"cue,omitempty"`     // the words that tell that somebody said it: «повідомила», "according to"
	Speaker   string `json:"speaker,omitempty"` // key of a Source; empty: nobody is named as having said it
	Role      string `json:"role,omitempty"`    // the speaker's role at that time, where it differs from the Source's
	Via       string `json:"via,omitempty"`     // key of the Source, an outlet, through which the words came
	Side      string `json:"side,omitempty"`    // key of the Side whose account the reader gets
	Topic     string `json:"topic,omitempty"`   // what it is about: a row where the accounts stand side by side
	Within    string `json:"within,omitempty"`  // key of the statement that this one is nested in
	Confirmed bool   `json:"confirmed"`

	Record   Record `json:"record,omitempty"`   // whether the speaker may be quoted and named
	Evidence string `json:"evidence,omitempty"` // for the newsroom alone: an address or a file's name where it is proven
}

// Record says on which terms somebody spoke to the newsroom.
type Record string

// The terms.
const (
	OnRecord   Record = ""           // may be quoted and named
	Background Record = "background" // may be quoted and not named
	OffRecord  Record = "off"        // for the newsroom alone; readers never see it
)

// Mode says whose words stand in the text.
type Mode string

// The modes of a Statement.
const (
	Direct   Mode = "direct"   // the speaker's, wholly in quotation marks or behind a dash
	Indirect Mode = "indirect" // the newsroom's
	Mixed    Mode = "mixed"    // the newsroom's with some of the speaker's in quotation marks
)
