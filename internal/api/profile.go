package api

import (
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/membership"
)

// A Profile is what a reader lets others know. A part that is hidden is not there; the reader whose it is sees all parts.
type Profile struct {
	ID       string            `json:"id"`
	PenName  string            `json:"pen_name"`
	Picture  string            `json:"picture,omitempty" doc:"Site path of the reader's own picture"`
	Roles    []string          `json:"roles" nullable:"false" doc:"moderator, editor or admin"`
	Joined   *time.Time        `json:"joined,omitempty"`
	Comments *int              `json:"comments,omitempty" doc:"How many are published"`
	Respect  *int              `json:"respect,omitempty" doc:"Paid to them, where the newsroom shows how readers vote"`
	Latest   []*ProfileComment `json:"latest,omitempty" doc:"Published comments, the latest first"`
	Next     string            `json:"next,omitempty" doc:"Where older ones go on: before"`
}

// A ProfileComment is a published comment in a profile.
type ProfileComment struct {
	Comment  *Comment `json:"comment"`
	Slug     string   `json:"slug" doc:"Of the story that it stands under"`
	Headline string   `json:"headline"`
}

func (a *API) getReader(ctx context.Context, c *call, in *struct {
	ID     string `path:"id" doc:"Of a reader: author.id of a comment"`
	Before string `query:"before" doc:"next of the answer before: older comments"`
}) (*struct{ Body *Profile }, error) {
	id, err := object[rozmova.Reader](in.ID)
	if err != nil {
		return nil, err
	}
	p, err := a.o.Membership.Profile(ctx, c.viewer, id, in.Before)
	if err != nil {
		return nil, err
	}
	return &struct{ Body *Profile }{a.profile(p)}, nil
}

func (a *API) profile(p *membership.Profile) *Profile {
	by := author(p.Reader)
	out := &Profile{ID: by.ID, PenName: by.PenName, Picture: by.Picture, Roles: []string{}, Joined: moment(p.Joined), Next: p.Next}
	for _, g := range p.Reader.Grants {
		if role := string(g.Role); !slices.Contains(out.Roles, role) {
			out.Roles = append(out.Roles, role)
		}
	}
	if p.Shows(rozmova.HideComments) {
		out.Comments = &p.Comments
	}
	if p.Shows(rozmova.HideRespect) {
		out.Respect = &p.Respect
	}
	for _, l := range p.Lines {
		one := a.place(l.Comment)
		a.words(one, l.Comment)
		one.Author = by
		if p.Votes && p.Shows(rozmova.HideRespect) {
			v := votes(l.Comment.Votes)
			one.Votes = &v
		}
		out.Latest = append(out.Latest, &ProfileComment{one, string(l.Story.Slug), l.Story.Headline})
	}
	return out
}
