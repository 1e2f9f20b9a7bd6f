package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// PoliciesPage lists for what a policy can be set. Its form asks GET /desk/policy/edit for a story. Page: policies.
type PoliciesPage struct {
	DeskFrame
	Levels []PolicyLevelView
}

// A PolicyLevelView is the site, a section of it or a story, or a version of its policy.
type PolicyLevelView struct {
	Level   string
	Name    string // in the language of the interface
	Version int    // 0: nothing is said here
	By      string
	At      time.Time
	Open    bool // it is the one in the form
}

// PolicyPage is where the policy of a level is set: POST /desk/policy/edit. Page: policy.
type PolicyPage struct {
	DeskFrame
	PolicyLevelView
	Story    *StoryRef // nil elsewhere
	Seen     int       // version that was in force when the form was opened; of the field seen
	Older    bool      // the form holds a version that is not in force
	Modes    PolicyChoice
	New      []PolicyField
	Bars     []PolicyBars
	Nudged   PolicyChoice
	Words    []PolicyField // words.nudge, words.keep, words.hold
	Rules    []RuleChoice  // that a word can name
	Limits   []PolicyField
	Failure  PolicyChoice
	Heat     []PolicyField
	Signals  []PolicyChoice
	Ladders  []PolicyLadder
	Highest  PolicyChoice
	Clocks   []PolicyField
	Versions []PolicyLevelView
	Errors   FieldErrors
	Wrong    []SettingsTrouble
	Forecast *PolicyForecast // nil: none was asked for
}

// A PolicyField is a field of PolicyPage. Its label is policy.label.NAME, its hint policy.hint.NAME, with the point of the name as _.
type PolicyField struct {
	Name    string
	Key     string // of its label and hint
	Value   string // as it was typed
	Min     int
	Max     int // 0: it is a text
	Percent bool
	Beneath string // what holds where it is empty; empty for nothing
	Trouble string
}

// A PolicyChoice is a field of which one value is chosen.
type PolicyChoice struct {
	Name    string
	Key     string
	Choices []SettingsChoice
	Trouble string
}

// PolicyBars are the thresholds of a label: nudge, mark and hold.
type PolicyBars struct {
	Label  string // in the language of the interface
	Fields []PolicyField
}

// A PolicyLadder is the ladder of a rule.
type PolicyLadder struct {
	Rule    string // key; empty: of all others
	Title   string // in the language of the interface
	Beneath string // the ladder that holds where this is empty, in words
	Steps   []PolicyStep
	Decay   PolicyField
	Trouble string
	Own     bool // something is said here
}

// A PolicyStep is one of its rungs.
type PolicyStep struct {
	N     int // from 1
	Rung  PolicyChoice
	Hours PolicyField
}

// A PolicyForecast tells what the policy of the form would have done with the latest comments.
type PolicyForecast struct {
	Total  int
	From   time.Time
	Nudged int
	Rows   []ForecastRow
	Cells  []ForecastCellView
}

// A ForecastRow sets side by side what was done and what would have been.
type ForecastRow struct {
	Key        string // policy.done.KEY
	Did, Would int
}

// A ForecastCellView are comments with which something else would have been done.
type ForecastCellView struct {
	Did, Would string // policy.done.KEY
	Count      int
	Examples   []ForecastExampleView
}

// A ForecastExampleView is one of them.
type ForecastExampleView struct {
	ID       rozmova.ID[rozmova.Comment]
	Text     string
	Language rozmova.Locale
	Why      string // in the language of the interface; empty: nothing
	Headline string
	At       time.Time
}
