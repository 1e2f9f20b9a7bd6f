package web

import "github.com/rozmova/rozmova"

// SettingsPage is where an editor says how the discussion of a story is kept: POST /stories/{slug}/discussion. Page: settings.
type SettingsPage struct {
	Frame
	Story     StoryRef
	Modes     []SettingsChoice  // of the field mode
	Times     []SettingsField   // opens, closes, close_after_days
	Slow      SettingsField     // slow_minutes
	Message   SettingsField     // message
	Writers   []SettingsChoice  // of the field writers
	Older     SettingsField     // older_than_days
	Invited   SettingsField     // invited: pen names, one on a line
	Limits    []SettingsField   // runes, links, per_minute, nesting
	Languages []SettingsChoice  // of the field languages, of which several may be chosen
	Spoken    string            // the languages that hold where none is chosen, in the language of the interface
	Zone      string            // name of the time zone of opens and closes
	Errors    FieldErrors       // by the names of the fields
	Wrong     []SettingsTrouble // of Errors those of a field, in the order of the page
}

// Focus is the name of the field that the page opens at: the first that is wrong; empty for none.
func (p *SettingsPage) Focus() string {
	if len(p.Wrong) == 0 {
		return ""
	}
	return p.Wrong[0].Field
}

// A SettingsTrouble is what is wrong with a field, as the top of the page says it.
type SettingsTrouble struct {
	Field string // its name, which is also its id
	Label string
	Text  string
}

// A SettingsField is a field of SettingsPage. Its label is the text "settings." + Name, its hint "settings.hint." + Name.
type SettingsField struct {
	Name    string
	Value   string // as it was typed
	Type    string // of the input: number, datetime-local
	Min     int    // of a number
	Max     int    // of a number, or most characters of a text; 0 for none
	Beneath string // what holds where the field is empty, in the language of the interface; empty for nothing
	Trouble string // what is wrong with the value; empty for nothing
	Focus   bool   // the page opens at it
}

// A SettingsChoice is one of those to choose from.
type SettingsChoice struct {
	Value  string
	Label  string // in the language of the interface
	Hint   string // empty for none
	Chosen bool
}

// modeKeys names the modes as forms and message keys do.
var modeKeys = map[rozmova.ThreadMode]string{
	rozmova.Open: "open", rozmova.Premoderated: "premoderated", rozmova.Slow: "slow", rozmova.Closed: "closed",
}
