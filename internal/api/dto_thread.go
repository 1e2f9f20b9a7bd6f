package api

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// A Thread is the state of a discussion.
type Thread struct {
	ID       string     `json:"id"`
	Mode     string     `json:"mode" enum:"open,premoderated,slow,closed" doc:"How a new comment is taken now"`
	Comments int        `json:"comments" doc:"Published ones"`
	Opened   time.Time  `json:"opened"`
	Story    string     `json:"story" doc:"Slug of the story it is under"`
	Seq      int64      `json:"seq" doc:"How far the log has come: follow its events after this one"`
	URL      string     `json:"url"`
	Message  string     `json:"message,omitempty" doc:"What the newsroom tells those who take part, as plain text"`
	Slow     int        `json:"slow_minutes,omitempty" doc:"Where mode is slow: between two comments of a reader"`
	Early    bool       `json:"early,omitempty" doc:"It is closed because it has not opened yet"`
	Opens    *time.Time `json:"opens,omitempty" doc:"Before it nothing is taken"`
	Closes   *time.Time `json:"closes,omitempty" doc:"From it on nothing is taken"`
	Writers  string     `json:"writers" enum:"anyone,older,invited" doc:"Who may write: who is signed in, who joined older_than_days ago or before, whom the newsroom invited"`
	Older    int        `json:"older_than_days,omitempty" doc:"Where writers is older"`
	Divide   string     `json:"divide" enum:"too_few,one_sided,divided" doc:"What its readers' votes show: too few of them, no two sides, or two sides. By it comments stand in the order bridges"`
}

func (a *API) thread(t *rozmova.Thread, s *rozmova.Story, head int64) *Thread {
	terms := a.o.Discussion.Terms(t, s)
	out := &Thread{
		ID: t.ID.String(), Mode: modeName(terms.Mode), Comments: t.Comments, Opened: t.Opened, Story: string(s.Slug), Seq: head,
		URL: a.storyURL(s.Slug) + "#discussion", Message: terms.Message, Early: terms.Early, Opens: moment(terms.Opens),
		Closes: moment(terms.Ends), Writers: string(terms.Writers), Divide: divides[t.Divide],
	}
	if terms.Mode == rozmova.Slow {
		out.Slow = terms.SlowMinutes
	}
	if terms.Writers == rozmova.OlderReaders {
		out.Older = terms.OlderThanDays
	}
	return out
}

var divides = map[rozmova.Divide]string{rozmova.TooFew: "too_few", rozmova.OneSided: "one_sided", rozmova.Divided: "divided"}

var modeNames = map[rozmova.ThreadMode]string{
	rozmova.Open: "open", rozmova.Premoderated: "premoderated", rozmova.Slow: "slow", rozmova.Closed: "closed",
}

func modeName(m rozmova.ThreadMode) string {
	if name, ok := modeNames[m]; ok {
		return name
	}
	return "closed" // a newer program wrote it
}

// Settings bound what may be written in a discussion, when and by whom. What is left out, what lies beneath says.
type Settings struct {
	SlowMinutes    int        `json:"slow_minutes,omitempty" minimum:"1" maximum:"1440" doc:"In the mode slow: between two comments of a reader"`
	Opens          *time.Time `json:"opens,omitempty" doc:"Before it nothing is taken"`
	Closes         *time.Time `json:"closes,omitempty" doc:"From it on nothing is taken"`
	CloseAfterDays int        `json:"close_after_days,omitempty" doc:"After the story was published; -1: not by itself"`
	Message        string     `json:"message,omitempty" maxLength:"500" doc:"What those who take part are told, as plain text"`
	Writers        string     `json:"writers,omitempty" enum:"anyone,older,invited"`
	OlderThanDays  int        `json:"older_than_days,omitempty" minimum:"1" maximum:"3650" doc:"Where writers is older: since they joined"`
	Runes          int        `json:"runes,omitempty" minimum:"20" maximum:"10000" doc:"Of the longest comment"`
	Links          int        `json:"links,omitempty" doc:"In one comment; -1: none"`
	PerMinute      int        `json:"per_minute,omitempty" minimum:"1" maximum:"60" doc:"Comments of one reader"`
	Nesting        int        `json:"nesting,omitempty" doc:"Greatest depth of an answer, up to 200; -1: answers stand one under the other"`
	Languages      []string   `json:"languages,omitempty" nullable:"false" doc:"That may be written in; * alone: all"`
}

func settings(s rozmova.ThreadSettings) Settings {
	out := Settings{
		SlowMinutes: s.SlowMinutes, Opens: moment(s.Opens), Closes: moment(s.Closes), CloseAfterDays: s.CloseAfterDays, Message: s.Message,
		Writers: string(s.Writers), OlderThanDays: s.OlderThanDays, Runes: s.Runes, Links: s.Links, PerMinute: s.PerMinute, Nesting: s.Nesting,
	}
	for _, l := range s.Languages {
		out.Languages = append(out.Languages, string(l))
	}
	return out
}

// own gives the settings as the desk takes them. Whether they are right the desk says.
func (s Settings) own() rozmova.ThreadSettings {
	out := rozmova.ThreadSettings{
		SlowMinutes: s.SlowMinutes, CloseAfterDays: s.CloseAfterDays, Message: s.Message, Writers: rozmova.Writers(s.Writers),
		OlderThanDays: s.OlderThanDays, Runes: s.Runes, Links: s.Links, PerMinute: s.PerMinute, Nesting: s.Nesting,
	}
	if s.Opens != nil {
		out.Opens = s.Opens.UTC()
	}
	if s.Closes != nil {
		out.Closes = s.Closes.UTC()
	}
	for _, l := range s.Languages {
		out.Languages = append(out.Languages, rozmova.Locale(l))
	}
	return out
}

// A ThreadSetup is how a discussion is kept: the story's own settings, and beneath them what holds where they say nothing.
type ThreadSetup struct {
	Mode string `json:"mode" enum:"open,premoderated,slow,closed" doc:"As it was set; GET /threads/{id} tells what is in force"`
	Settings
	Invited []string `json:"invited" nullable:"false" doc:"Pen names of those who may write where writers is invited, besides the staff"`
	Beneath Settings `json:"beneath" doc:"Of the section and the site"`
}

func setup(s *discussion.Setup) *ThreadSetup {
	return &ThreadSetup{
		Mode: modeName(s.Mode), Settings: settings(s.Own), Invited: each(s.Invited, func(name string) string { return name }), Beneath: settings(s.Beneath),
	}
}
