package api

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// An Addition is a time-stamped piece of a developing story.
type Addition struct {
	ID        string    `json:"id"`
	URL       string    `json:"url" doc:"Where it stands on the story's page"`
	Byline    string    `json:"byline,omitempty"`
	Title     string    `json:"title,omitempty"`
	HTML      string    `json:"html,omitempty"`
	Body      []Block   `json:"body" nullable:"false"`
	At        time.Time `json:"at" doc:"When it was published"`
	Changed   time.Time `json:"changed" doc:"At, where it never was"`
	Note      string    `json:"note,omitempty" doc:"Why it was changed or taken back"`
	TakenBack bool      `json:"taken_back" doc:"Its words are no longer told"`
}

func (a *API) addition(s *rozmova.Story, add *rozmova.Addition) Addition {
	return Addition{
		ID: add.ID.String(), URL: a.storyURL(s.Slug) + "/additions/" + add.ID.String(), Byline: add.Byline, Title: add.Title,
		HTML: string(richtext.HTML(add.Body, richtext.Options{Lang: string(s.Language), Typeset: true, Base: a.o.Origin})), Body: each(add.Body, block),
		At: add.At, Changed: add.Changed, Note: add.Note, TakenBack: add.State == rozmova.AdditionTakenBack,
	}
}

// developing names whether a story is added to, and in which order.
func developing(d rozmova.Developing) string {
	switch d {
	case rozmova.NewestFirst:
		return "newest"
	case rozmova.OldestFirst:
		return "oldest"
	}
	return "no"
}

type additionList struct {
	Link string `header:"Link" doc:"rel=next: where the additions behind these are"`
	Body struct {
		Additions []Addition `json:"additions" nullable:"false"`
		Count     int        `json:"count" doc:"Of all that stand"`
		Next      string     `json:"next,omitempty" doc:"For after, to get those behind these"`
	}
}

func (a *API) listAdditions(ctx context.Context, _ *call, in *struct {
	Slug  string `path:"slug"`
	After string `query:"after" maxLength:"40" doc:"From next of the list before"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}) (*additionList, error) {
	reading, err := a.o.Newsroom.Read(ctx, rozmova.Slug(in.Slug))
	if err != nil {
		return nil, err
	}
	var behind rozmova.ID[rozmova.Addition]
	if in.After != "" {
		if behind, err = object[rozmova.Addition](in.After); err != nil {
			return nil, err
		}
	}
	list, err := a.o.Newsroom.Additions(ctx, reading.Story, behind, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &additionList{}
	out.Body.Additions = each(list.List, func(add *rozmova.Addition) Addition { return a.addition(reading.Story, add) })
	out.Body.Count = list.Count
	if !list.More.IsZero() {
		out.Body.Next = list.More.String()
	}
	out.Link = a.nextLink("/stories/"+in.Slug+"/additions", out.Body.Next, in.Limit)
	return out, nil
}

// tellAddition tells how an addition stands now.
func (a *API) tellAddition(ctx context.Context, e rozmova.Event) ([]byte, error) {
	add, s, err := a.o.Newsroom.AdditionByID(ctx, rozmova.ID[rozmova.Addition](e.Ref))
	if err != nil {
		return nil, err
	}
	told := a.addition(s, add)
	return event(nil, "addition", e.Seq, &told)
}
