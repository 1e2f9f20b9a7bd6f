package rozmova

// A Policy says what is done about comments: of a site, a section or a story, one over the other. What is zero in it, the level
// beneath says.
type Policy struct {
	Mode       PolicyMode         `json:"mode,omitempty"`
	Newcomer   int                `json:"newcomer,omitempty"`     // where Mode is NewcomersFirst: comments of a reader that a person reads first; 1 to 50
	Nudge      map[string]float32 `json:"nudge,omitempty"`        // label → score from which on the writer is asked to say it another way; 1.1: never
	Mark       map[string]float32 `json:"mark,omitempty"`         // label → score from which on a comment is shown, and marked for moderators
	Hold       map[string]float32 `json:"hold,omitempty"`         // label → score from which on a person reads it before others do
	Nudged     Action             `json:"nudged,omitempty"`       // what is posted against a nudge: Keep (shown and marked) or Hold
	Words      []Word             `json:"words,omitempty"`        // with those of the levels beneath
	Links      int                `json:"links,omitempty"`        // from how many links on a comment is held; Never: none is
	NewHours   int                `json:"new_hours,omitempty"`    // how long an account is new; Never: none is
	NewPerHour int                `json:"new_per_hour,omitempty"` // comments of a new account in an hour; Never: any number
	NewLinks   int                `json:"new_links,omitempty"`    // from how many links on a comment of a new account is held; Never: none is
	Failure    string             `json:"failure,omitempty"`      // what the classifier did not read: hold, pass, trusted
	Reports    int                `json:"reports,omitempty"`      // of independent readers in good standing that hold a comment, by weight; Never: none do
	Sample     int                `json:"sample,omitempty"`       // one published comment in so many is put into the queue; Never: none
	Heated     float64            `json:"heated,omitempty"`       // from which heat on a branch is heated; above 1: never
	Boiling    float64            `json:"boiling,omitempty"`
	Automatic  Rung               `json:"automatic,omitempty"`   // the highest rung that automation may reach; NoRung: it holds and nudges only
	Ladders    map[string]Ladder  `json:"ladders,omitempty"`     // by rule; empty key: of all others
	AppealDays int                `json:"appeal_days,omitempty"` // in how many days an appeal is heard
	Spam       float32            `json:"spam,omitempty"`        // from which score on the spam classifier holds a comment; above 1: never
	Numbers    map[string]string  `json:"numbers,omitempty"`     // kind of signal → what is done: nothing, hold, ignore
}

// PolicyMode says which comments a person reads before others do.
type PolicyMode string

// The modes of a Policy. The mode of a thread (ThreadMode) can only be stricter.
const (
	PostModeration PolicyMode = "post"
	PreModeration  PolicyMode = "pre"
	NewcomersFirst PolicyMode = "newcomers"
)

// A Word is an entry of a word list: it catches its Ukrainian and Russian forms, look-alike letters and inserted signs.
type Word struct {
	Entry  string `json:"entry"`
	Action Action `json:"action"` // Keep: mark; Hold; empty: nudge
	Rule   string `json:"rule,omitempty"`
}

// A Ladder says which sanction follows a removal, by how many removals under the rule count.
type Ladder struct {
	Rungs     []Step `json:"rungs"`      // of the first, second … removal; beyond the last it stays at the last
	DecayDays int    `json:"decay_days"` // in good standing, that take one removal off the count; 0: 90
}

// A Step is one rung with its length.
type Step struct {
	Rung  Rung `json:"rung"`
	Hours int  `json:"hours,omitempty"` // of a cool-down, suspension or ban; at most 8784
}
