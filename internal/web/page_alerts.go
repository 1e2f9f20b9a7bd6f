package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// AlertsPage lists what a reader is told. Page: alerts.
type AlertsPage struct {
	Frame
	Alerts  []AlertView
	Older   string // site path of the page after this one; empty for none
	Latest  int64  // Seq of the first alert: POST /alerts/read marks everything up to it
	Unread  bool   // something on the page is unread
	Bounced bool   // letters do not reach the reader
}

// An AlertView is one alert as it is shown.
type AlertView struct {
	ID       rozmova.ID[rozmova.Alert]
	Kind     rozmova.AlertKind
	Text     string // what happened, in one line
	Story    StoryRef
	Excerpt  string // words of the comment or the correction; empty for none
	At       time.Time
	Unread   bool
	Decision bool // it leads to the reasons for a decision
}

// AlertSettingsPage lets a reader choose what to be told, and how: POST /me/alerts. Page: alert-settings.
type AlertSettingsPage struct {
	Frame
	PushPart
	Kinds   []AlertChoice
	Paces   []rozmova.Pace
	Hour    string // at which digests go
	Mail    bool   // the reader has an address
	Bounced bool   // letters do not reach it
	Errors  FieldErrors
}

// An AlertChoice is what is chosen for a kind of alert.
type AlertChoice struct {
	Kind    rozmova.AlertKind
	Setting rozmova.AlertSetting
	ByLaw   bool // the letter goes at once whatever is chosen
}

// LeavePage asks whoever opened the link of a letter to press a button, and says then what was switched off. It needs no sign-in.
// Page: leave.
type LeavePage struct {
	Frame
	Secret  string
	Kind    string // of alert; empty: all
	Done    bool
	Unknown bool // nobody's letters bear this secret
}
