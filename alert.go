package rozmova

import (
	"fmt"
	"time"
)

// An Alert is what a reader is told: that somebody answered, mentioned them, decided about a comment of theirs. It holds no
// words: they are read where it is shown.
type Alert struct {
	ID      ID[Alert]
	Reader  ID[Reader]
	Kind    AlertKind
	Seq     int64       // of the event it comes from; a reader has one alert of an event
	Story   ID[Story]   // zero where no story is concerned
	Comment ID[Comment] // that it tells of: the answer, the mention, one's own; zero for none
	Actor   ID[Reader]  // who answered or mentioned; zero for none, and for decisions, which do not tell who decided
	Ref     [16]byte    // ID of the decision; zero for none
	At      time.Time
	Read    time.Time // zero: not yet
}

// AlertKind tells alerts apart. Their numbers are stored: add, never renumber.
type AlertKind uint8

// The kinds of Alert.
const (
	AlertAnswer     AlertKind = 1 // somebody answered a comment of the reader's
	AlertMention    AlertKind = 2
	AlertDecision   AlertKind = 3 // a comment of the reader's was held, removed or restored, or a report answered
	AlertFeatured   AlertKind = 4 // the newsroom picked a comment of the reader's
	AlertCorrection AlertKind = 5 // a story was corrected after the reader commented on it
)

// AlertKinds lists the kinds in the order in which they are shown.
func AlertKinds() []AlertKind {
	return []AlertKind{AlertAnswer, AlertMention, AlertDecision, AlertFeatured, AlertCorrection}
}

var alertKinds = [...]string{AlertAnswer: "answer", AlertMention: "mention", AlertDecision: "decision", AlertFeatured: "featured", AlertCorrection: "correction"}

// String names the kind as JSON and forms do.
func (k AlertKind) String() string {
	if int(k) < len(alertKinds) && alertKinds[k] != "" {
		return alertKinds[k]
	}
	return fmt.Sprintf("AlertKind(%d)", k)
}

// ParseAlertKind reads what String writes; Invalid otherwise.
func ParseAlertKind(s string) (AlertKind, error) {
	for k, name := range alertKinds {
		if name != "" && name == s {
			return AlertKind(k), nil
		}
	}
	return 0, &Error{Kind: Invalid, Reason: "alert.kind", Field: "kind"}
}

// MarshalText is String.
func (k AlertKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// UnmarshalText is ParseAlertKind.
func (k *AlertKind) UnmarshalText(text []byte) (err error) {
	*k, err = ParseAlertKind(string(text))
	return err
}

// Pace says when a letter about an alert goes.
type Pace string

// The paces. The statement of reasons and the answer to a report go at once whatever is set: the law asks for them.
const (
	NoMail Pace = "never"
	AtOnce Pace = "at_once"
	Daily  Pace = "daily"
	Weekly Pace = "weekly"
)

// AlertSetting says by which channels a kind of alert comes.
type AlertSetting struct {
	Page bool `json:"page"`
	Mail Pace `json:"mail"`
	Push bool `json:"push"`
}

// AlertSettings say it for every kind.
type AlertSettings map[AlertKind]AlertSetting

// DefaultAlertSettings are what holds until a reader chooses: everything on the page and by push, where the reader lets a
// browser take it; a daily letter of answers and mentions.
func DefaultAlertSettings() AlertSettings {
	s := AlertSettings{}
	for _, k := range AlertKinds() {
		s[k] = AlertSetting{Page: true, Mail: Daily, Push: true}
	}
	s[AlertDecision] = AlertSetting{Page: true, Mail: AtOnce, Push: true}
	s[AlertFeatured] = AlertSetting{Page: true, Mail: NoMail, Push: true}
	s[AlertCorrection] = AlertSetting{Page: true, Mail: NoMail, Push: false}
	return s
}
