package api

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
)

// A StoryCard is a story in a list.
type StoryCard struct {
	ID         string    `json:"id"`
	Slug       string    `json:"slug"`
	URL        string    `json:"url"`
	Section    string    `json:"section,omitempty"`
	Language   string    `json:"language"`
	State      string    `json:"state" enum:"public,retracted"`
	Headline   string    `json:"headline"`
	Standfirst string    `json:"standfirst,omitempty"`
	Byline     string    `json:"byline,omitempty"`
	Revision   int       `json:"revision"`
	Published  time.Time `json:"published"`
	Changed    time.Time `json:"changed" doc:"When this revision was made"`
	Modified   time.Time `json:"modified" doc:"When readers were last told of a change: by a correction or an addition"`
	Developing string    `json:"developing" enum:"no,newest,oldest" doc:"Whether it is being added to, and in which order its additions stand"`
	Thread     string    `json:"thread" doc:"The discussion under it"`
	Comments   int       `json:"comments" doc:"Published ones"`
}

// A Story is a published piece with who said what in it.
type Story struct {
	StoryCard
	HTML         string        `json:"html" doc:"The body; the N-th block has the id p-N"`
	Body         []Block       `json:"body" nullable:"false"`
	Sources      []Source      `json:"sources" nullable:"false"`
	Sides        []Side        `json:"sides" nullable:"false"`
	Statements   []Statement   `json:"statements" nullable:"false" doc:"Confirmed ones"`
	Developments []Development `json:"developments" nullable:"false"`
	Corrections  []Correction  `json:"corrections" nullable:"false"`
	Silences     []Silence     `json:"silences" nullable:"false" doc:"Who was asked and did not say"`
	Translations []Translation `json:"translations" nullable:"false"`
}

// A Block is one piece of a story's body that stands by itself.
type Block struct {
	Kind    string `json:"kind" enum:"paragraph,heading,item,code,figure,embed,pause"`
	Level   int    `json:"level,omitempty" doc:"Of a heading, 2 to 4"`
	Ordered bool   `json:"ordered,omitempty" doc:"Of an item: numbered"`
	Depth   int    `json:"depth,omitempty" doc:"Of an item: 0 for the outermost list"`
	Goes    bool   `json:"goes,omitempty" doc:"Of an item: goes on with the one before it"`
	Quote   int    `json:"quote,omitempty" doc:"How many quotations it stands in"`
	Spans   []Span `json:"spans" nullable:"false"`
	Source  string `json:"source,omitempty" doc:"Of a figure or embed: address of what is shown"`
	Alt     string `json:"alt,omitempty" doc:"Of a figure: what is to be seen"`
}

// A Span is a run of text with the same marks.
type Span struct {
	Text  string   `json:"text"`
	Marks []string `json:"marks,omitempty" nullable:"false" doc:"emphasis, strong, strike, monospace"`
	Link  string   `json:"link,omitempty"`
}

// A Source is who statements are attributed to.
type Source struct {
	Key       string     `json:"key"`
	Kind      string     `json:"kind" enum:"person,organisation,outlet,document"`
	Name      string     `json:"name,omitempty"`
	Role      string     `json:"role,omitempty"`
	Anonymous string     `json:"anonymous,omitempty" doc:"Why the source is not named"`
	Link      string     `json:"link,omitempty"`
	Read      *time.Time `json:"read,omitempty" doc:"When the link was read"`
}

// A Side is a party whose account the story tells.
type Side struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// A Statement is a piece of the body that says who said what.
type Statement struct {
	Key      string `json:"key"`
	Anchor   Anchor `json:"anchor"`
	Mode     string `json:"mode" enum:"direct,indirect,mixed"`
	Content  string `json:"content"`
	Cue      string `json:"cue,omitempty" doc:"The words that tell that somebody said it"`
	Speaker  string `json:"speaker,omitempty" doc:"Key of a source"`
	Role     string `json:"role,omitempty" doc:"The speaker's, where it differs from the source's"`
	Via      string `json:"via,omitempty" doc:"Key of the outlet through which the words came"`
	Side     string `json:"side,omitempty" doc:"Key of the side whose account it is"`
	Topic    string `json:"topic,omitempty"`
	Within   string `json:"within,omitempty" doc:"Key of the statement that this one is nested in"`
	URL      string `json:"url" doc:"Its own page"`
	Start    int    `json:"start" doc:"Where it begins in the story's text: runes of its blocks parted by line feeds, from 0"`
	End      int    `json:"end" doc:"Where it ends, likewise"`
	Comments int    `json:"comments" doc:"Published comments that speak to it"`
}

// An Anchor marks words in the body of one revision: from Start up to, not including, End.
type Anchor struct {
	Revision int      `json:"revision"`
	Start    Position `json:"start"`
	End      Position `json:"end"`
}

// A Position is a place between two runes of a block's text.
type Position struct {
	Block int `json:"block"`
	Rune  int `json:"rune"`
}

// A Development is a dated fact with the values it had before.
type Development struct {
	Key     string         `json:"key"`
	What    string         `json:"what"`
	Value   string         `json:"value"`
	Date    string         `json:"date,omitempty" doc:"Value as YYYY-MM-DD, --MM-DD or with a time"`
	Source  string         `json:"source,omitempty" doc:"Key of the source who says so"`
	Earlier []EarlierValue `json:"earlier" nullable:"false" doc:"The latest first"`
}

// An EarlierValue is what a development was said to be before.
type EarlierValue struct {
	Value  string `json:"value"`
	Date   string `json:"date,omitempty"`
	Source string `json:"source,omitempty"`
}

// A Correction tells what was wrong and is now right.
type Correction struct {
	Kind      string    `json:"kind" enum:"correction,clarification,update,retraction"`
	At        time.Time `json:"at"`
	Text      string    `json:"text"`
	Wrong     string    `json:"wrong,omitempty"`
	Right     string    `json:"right,omitempty"`
	Statement string    `json:"statement,omitempty" doc:"Key of the statement it corrects"`

	Development string `json:"development,omitempty" doc:"Key of the dated fact it corrects"`
	InPlace     bool   `json:"in_place,omitempty" doc:"Shown where it was wrong, and not above the story"`
}

// A Silence is that somebody was asked and gave no account.
type Silence struct {
	Key    string    `json:"key"`
	Source string    `json:"source" doc:"Key of the source"`
	Kind   string    `json:"kind" enum:"declined,no_answer" doc:"They declined to comment, or had not answered by a time"`
	At     time.Time `json:"at"`
	Side   string    `json:"side,omitempty" doc:"Key of the side"`
	Topic  string    `json:"topic,omitempty"`
}

// A Translation is the same story in another language.
type Translation struct {
	Slug     string `json:"slug"`
	URL      string `json:"url"`
	Language string `json:"language"`
	Headline string `json:"headline"`
}

func (a *API) storyURL(slug rozmova.Slug) string { return a.o.Origin + "/stories/" + string(slug) }

func (a *API) card(s *rozmova.Story, comments int) StoryCard {
	return StoryCard{
		ID: s.ID.String(), Slug: string(s.Slug), URL: a.storyURL(s.Slug), Section: string(s.Section), Language: string(s.Language),
		State: storyState(s.State), Headline: s.Headline, Standfirst: s.Standfirst, Byline: s.Byline, Revision: s.Revision,
		Published: s.Published, Changed: s.Changed, Modified: s.LastModified(), Developing: developing(s.Developing), Thread: s.Thread.String(), Comments: comments,
	}
}

func storyState(s rozmova.StoryState) string {
	if s == rozmova.RetractedNote {
		return "retracted"
	}
	return "public"
}

// story writes a story; cited are the comments that speak to each of its statements.
func (a *API) story(r *newsroom.Reading, cited map[string]int) *Story {
	s := r.Story
	shown := confirmed(s)
	return &Story{
		StoryCard:    a.card(s, r.Thread.Comments),
		HTML:         string(richtext.HTML(s.Body, richtext.Options{Lang: string(s.Language), Typeset: true, BlockIDs: true, Base: a.o.Origin})),
		Body:         each(s.Body, block),
		Sources:      each(s.Sources, source),
		Sides:        each(s.Sides, func(side rozmova.Side) Side { return Side{side.Key, side.Name} }),
		Statements:   each(shown, func(st rozmova.Statement) Statement { return a.statement(s, st, cited[st.Key]) }),
		Developments: each(s.Developments, development),
		Corrections:  each(s.Corrections, correction),
		Silences: each(s.Silences, func(n rozmova.Silence) Silence {
			return Silence{n.Key, n.Source, string(n.Kind), n.At, n.Side, n.Topic}
		}),
		Translations: each(r.Translations, a.translation),
	}
}
