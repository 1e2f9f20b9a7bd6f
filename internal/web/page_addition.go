package web

import (
	"html/template"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/richtext"
)

// additionsPage is how many additions a story's page shows at once.
const additionsPage = 20

// AdditionsView is a part of what was added to a developing story.
type AdditionsView struct {
	Story  StoryRef
	Open   bool // it is being added to still
	Newest bool // the newest stand first
	Items  []AdditionView
	Last   time.Time // when the last of all was published; zero where none stand
	Top    string    // site path of the first part; empty where this is it
	More   string    // site path of the part behind this one; empty where this is the last
}

// Key names the order for the script.
func (v *AdditionsView) Key() string {
	if v.Newest {
		return "newest"
	}
	return "oldest"
}

// Takes reports whether what is added now has its place on this part.
func (v *AdditionsView) Takes() bool {
	return v.Open && (v.Newest && v.Top == "" || !v.Newest && v.More == "")
}

// An AdditionView is one addition.
type AdditionView struct {
	ID        rozmova.ID[rozmova.Addition]
	Story     StoryRef
	Byline    string
	Title     string
	Body      template.HTML
	At        time.Time
	Changed   time.Time
	Note      string // why it was changed or taken back; empty: never
	TakenBack bool
}

// Edited reports whether the words are others than at first.
func (a AdditionView) Edited() bool { return !a.TakenBack && a.Changed.After(a.At) }

// Path is the site path that leads to the addition wherever it stands.
func (a AdditionView) Path() string {
	return "/stories/" + string(a.Story.Slug) + "/additions/" + a.ID.String()
}

// Stamp is Changed in microseconds, by which the script tells states of an addition apart.
func (a AdditionView) Stamp() int64 { return a.Changed.UnixMicro() }

func viewAddition(story StoryRef, a *rozmova.Addition) AdditionView {
	return AdditionView{
		ID: a.ID, Story: story, Byline: a.Byline, Title: typeset(story.Language, a.Title), At: a.At, Changed: a.Changed, Note: a.Note,
		TakenBack: a.State == rozmova.AdditionTakenBack,
		Body:      richtext.HTML(a.Body, richtext.Options{Lang: string(story.Language), Typeset: true}),
	}
}

// viewAdditions shows a part of a story's additions, behind one or from the beginning; nil where it does not develop and never did.
func viewAdditions(s *rozmova.Story, list *newsroom.Additions, behind rozmova.ID[rozmova.Addition]) *AdditionsView {
	if s.Developing == rozmova.NotDeveloping && !list.Any {
		return nil
	}
	v := &AdditionsView{Story: refOf(s), Open: s.Developing != rozmova.NotDeveloping, Newest: s.Developing == rozmova.NewestFirst, Last: list.Last}
	path := "/stories/" + string(s.Slug)
	if !behind.IsZero() {
		v.Top = path + "#additions"
	}
	if !list.More.IsZero() {
		v.More = path + "?" + additionsPart + "=" + list.More.String() + "#additions"
	}
	for _, a := range list.List {
		v.Items = append(v.Items, viewAddition(v.Story, a))
	}
	return v
}

// DeskAdditionsPage is where editors add to a developing story: POST to Path with do add, change, take_back or order. Page:
// desk-additions.
type DeskAdditionsPage struct {
	DeskFrame
	Story      StoryRef
	Developing string // newest, oldest, or no
	Retracted  bool
	New        AdditionForm
	Items      []DeskAddition // the newest first
	More       string         // site path of the older ones; empty for none
	Errors     FieldErrors    // of the form that was sent, which is New or has its Form set among Items
}

// Adds reports whether there is a form for a new addition: where one can be published, and where something was typed that must not be lost.
func (p *DeskAdditionsPage) Adds() bool {
	return p.New.Body != "" || p.Developing != "no" && !p.Retracted
}

// A DeskAddition is an addition with the form to change it.
type DeskAddition struct {
	AdditionView
	Form   AdditionForm
	Open   bool        // its form was sent and refused
	Taking bool        // that form was the one that takes it back
	Errors FieldErrors // of it
}

// An AdditionForm is what an editor types.
type AdditionForm struct {
	Title, Byline, Body, Note string
}
