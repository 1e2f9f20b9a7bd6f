package rozmova

import "time"

// A Correction tells what was wrong in a story and is now right. It is shown on the page and in feeds as long as the story.
type Correction struct {
	Kind      CorrectionKind `json:"kind"`
	At        time.Time      `json:"at"`
	Text      string         `json:"text"`
	Wrong     string         `json:"wrong,omitempty"`     // the words that stood before
	Right     string         `json:"right,omitempty"`     // the words that stand now
	Statement string         `json:"statement,omitempty"` // key of the statement that it corrects

	Development string `json:"development,omitempty"` // key of the dated fact that it corrects
	InPlace     bool   `json:"in_place,omitempty"`    // shown where it was wrong and not above the story
}

// CorrectionKind says how much was wrong.
type CorrectionKind string

// The kinds of Correction.
const (
	Corrected  CorrectionKind = "correction"
	Clarified  CorrectionKind = "clarification"
	Updated    CorrectionKind = "update"
	Retraction CorrectionKind = "retraction"
)
