package api

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// A Person is somebody or something of the newsroom's register: a person, an organisation, an outlet or a document that statements come from.
type Person struct {
	Slug    string      `json:"slug"`
	Kind    string      `json:"kind" enum:"person,organisation,outlet,document"`
	Name    string      `json:"name"`
	Aliases []string    `json:"aliases" nullable:"false"`
	Roles   []DatedRole `json:"roles" nullable:"false"`
	Side    string      `json:"side,omitempty" doc:"For which side they usually speak"`
	Link    string      `json:"link,omitempty"`
	About   string      `json:"about,omitempty"`
	URL     string      `json:"url" doc:"The page about them"`
}

// A DatedRole is what somebody was over a time.
type DatedRole struct {
	Role  string `json:"role"`
	From  string `json:"from,omitempty" doc:"YYYY, YYYY-MM or YYYY-MM-DD; nothing: not known"`
	Until string `json:"until,omitempty" doc:"Likewise; nothing: still"`
}

// Said is a story with what somebody said in it, or what came through them.
type Said struct {
	Story      StoryCard   `json:"story"`
	Statements []Statement `json:"statements" nullable:"false"`
	Sources    []Source    `json:"sources" nullable:"false" doc:"Of the story: by their keys statements name them"`
}

type personAnswer struct {
	Body *Person
}

type saidList struct {
	Link string `header:"Link" doc:"rel=next: where the stories behind these are"`
	Body struct {
		Said []Said `json:"said" nullable:"false"`
		Next string `json:"next,omitempty" doc:"For after, to get the stories behind these"`
	}
}

func (a *API) person(e *rozmova.Entry) *Person {
	page := "/people/"
	if e.Kind == rozmova.Outlet || e.Kind == rozmova.Document {
		page = "/outlets/"
	}
	return &Person{
		Slug: string(e.Slug), Kind: string(e.Kind), Name: e.Name, Aliases: append([]string{}, e.Aliases...), Side: e.Side, Link: e.Link, About: e.About,
		Roles: each(e.Roles, func(r rozmova.DatedRole) DatedRole { return DatedRole{r.Role, r.From, r.Until} }), URL: a.o.Origin + page + string(e.Slug),
	}
}

func (a *API) getPerson(ctx context.Context, _ *call, in *struct {
	Slug string `path:"slug"`
}) (*personAnswer, error) {
	e, err := a.o.Newsroom.Entry(ctx, rozmova.Slug(in.Slug))
	if err != nil {
		return nil, err
	}
	return &personAnswer{a.person(e)}, nil
}

func (a *API) listSaid(ctx context.Context, _ *call, in *struct {
	Slug  string `path:"slug"`
	After string `query:"after" maxLength:"200" doc:"From next of the list before"`
	Limit int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}) (*saidList, error) {
	e, err := a.o.Newsroom.Entry(ctx, rozmova.Slug(in.Slug))
	if err != nil {
		return nil, err
	}
	list, next, err := a.o.Newsroom.Said(ctx, e, in.After, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &saidList{}
	out.Body.Said = each(list, func(u newsroom.Utterance) Said {
		said := Said{Story: a.card(u.Story, 0), Sources: each(u.Story.Sources, source)}
		said.Statements = each(u.Statements, func(st rozmova.Statement) Statement { return a.statement(u.Story, st, 0) })
		return said
	})
	out.Body.Next = next
	out.Link = a.nextLink("/people/"+string(e.Slug)+"/statements", next, in.Limit)
	return out, nil
}
