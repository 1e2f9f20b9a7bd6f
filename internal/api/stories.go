package api

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

type storyList struct {
	Link string `header:"Link" doc:"rel=next: where the stories behind these are"`
	Body struct {
		Stories []StoryCard `json:"stories" nullable:"false"`
		Next    string      `json:"next,omitempty" doc:"For after, to get the stories behind these"`
	}
}

func (a *API) listStories(ctx context.Context, _ *call, in *struct {
	Section  string `query:"section" maxLength:"80" doc:"Slug of a section; all, where it is empty"`
	Language string `query:"language" maxLength:"8" doc:"Of stories that translate each other, only the one in this language, where there is one"`
	After    string `query:"after" maxLength:"200" doc:"From next of the list before"`
	Limit    int    `query:"limit" minimum:"1" maximum:"100" default:"20"`
}) (*storyList, error) {
	cards, next, err := a.o.Newsroom.Front(ctx, rozmova.Slug(in.Section), rozmova.Locale(in.Language), in.After, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &storyList{}
	out.Body.Stories = each(cards, func(c newsroom.Card) StoryCard { return a.card(c.Story, c.Comments) })
	out.Body.Next = next
	out.Link = a.nextLink("/stories", next, in.Limit, "section", in.Section, "language", in.Language)
	return out, nil
}

func (a *API) getStory(ctx context.Context, _ *call, in *struct {
	Slug string `path:"slug"`
}) (*struct{ Body *Story }, error) {
	reading, err := a.o.Newsroom.Read(ctx, rozmova.Slug(in.Slug))
	if err != nil {
		return nil, err
	}
	cited, err := a.o.Discussion.Cited(ctx, reading.Story.ID)
	if err != nil {
		return nil, err
	}
	return &struct{ Body *Story }{a.story(reading, cited)}, nil
}

// nextLink writes a Link header to the rest of a list; empty where there is none.
func (a *API) nextLink(path, next string, limit int, more ...string) string {
	return a.pageLink(path, "next", "after", next, limit, more...)
}

// pageLink writes one link of a Link header (RFC 8288) to another part of a list, by a cursor under its name; empty where
// there is none. More are names and values of other parameters in turn.
func (a *API) pageLink(path, rel, name, cursor string, limit int, more ...string) string {
	if cursor == "" {
		return ""
	}
	q := url.Values{name: {cursor}, "limit": {strconv.Itoa(limit)}}
	for i := 0; i+1 < len(more); i += 2 {
		if more[i+1] != "" {
			q.Set(more[i], more[i+1])
		}
	}
	return fmt.Sprintf(`<%s%s%s?%s>; rel=%q`, a.o.Origin, base, path, q.Encode(), rel)
}
