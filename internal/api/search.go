package api

import (
	"context"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// A Hit is a comment or a story that has every word looked for, in some form of it.
type Hit struct {
	Comment *Comment `json:"comment,omitempty" doc:"Absent where the story itself has the words"`
	Story   HitStory `json:"story"`
	Excerpt string   `json:"excerpt" doc:"Plain text around the words"`
	Marks   [][2]int `json:"marks" nullable:"false" doc:"Where in the excerpt the words stand: from, and up to but not including, in code points"`
}

// A HitStory is the story that has the words, or that the comment is under.
type HitStory struct {
	Slug     string `json:"slug"`
	Section  string `json:"section,omitempty"`
	Language string `json:"language"`
	Headline string `json:"headline"`
	URL      string `json:"url"`
}

type hitList struct {
	Link string `header:"Link" doc:"rel=next: where what is older is"`
	Body struct {
		Hits []Hit  `json:"hits" nullable:"false" doc:"The newest first"`
		Next string `json:"next,omitempty" doc:"For before, to get what is older"`
	}
}

func (a *API) search(ctx context.Context, c *call, in *struct {
	Q      string `query:"q" maxLength:"400" doc:"Words, in any form of them; all must be there. Anything else in it is passed over"`
	Story  string `query:"story" maxLength:"120" doc:"Slug of a story, to look under it alone"`
	Before string `query:"before" maxLength:"200" doc:"From next of the list before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"50" default:"20"`
}) (*hitList, error) {
	if !a.searches.AllowFrom(c.from, time.Now()) {
		return nil, &rozmova.Error{Kind: rozmova.TooMany, Reason: "too_many", Args: map[string]any{"Seconds": 60}}
	}
	q := discussion.Query{Text: in.Q, Before: in.Before, Limit: in.Limit}
	if in.Story != "" {
		reading, err := a.o.Newsroom.Read(ctx, rozmova.Slug(in.Story))
		if err != nil {
			return nil, err
		}
		q.Story = reading.Story.ID
	}
	hits, next, err := a.o.Discussion.Search(ctx, c.viewer, q)
	if err != nil {
		return nil, err
	}
	out := &hitList{}
	out.Body.Hits = each(hits, a.hit)
	out.Body.Next = next
	out.Link = a.pageLink("/search", "next", "before", next, in.Limit, "q", in.Q, "story", in.Story)
	return out, nil
}

func (a *API) hit(h discussion.Hit) Hit {
	out := Hit{
		Story: HitStory{
			Slug: string(h.Story.Slug), Section: string(h.Story.Section), Language: string(h.Story.Language), Headline: h.Story.Headline,
			URL: a.storyURL(h.Story.Slug),
		},
		Excerpt: h.Excerpt, Marks: each(h.Marks, func(m [2]int) [2]int { return m }),
	}
	if h.Node != nil {
		out.Comment = a.comment(h.Node)
	}
	return out
}
