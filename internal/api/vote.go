package api

import (
	"context"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// VoteBody is what a reader makes of a comment. It takes the place of what the same reader said before.
type VoteBody struct {
	Opinion *string `json:"opinion" enum:"agree,disagree" doc:"null: none"`
	Respect bool    `json:"respect" doc:"Worth reading, whether or not I agree"`
}

// A Tally is what a comment's votes come to.
type Tally struct {
	Comment string `json:"comment"`
	Votes   *Votes `json:"votes,omitempty" doc:"Where the newsroom shows them"`
	MyVote  *Vote  `json:"my_vote,omitempty" doc:"Of the reader whom the token stands for, where there is one"`
}

type tallyAnswer struct{ Body *Tally }

func (a *API) vote(ctx context.Context, c *call, in *struct {
	ID      string `path:"id" doc:"Of a comment"`
	RawBody []byte `contentType:"application/json"`
}) (*tallyAnswer, error) {
	var b VoteBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	v := rozmova.Vote{Respect: b.Respect}
	if b.Opinion != nil {
		var err error
		if v.Opinion, err = rozmova.ParseOpinion(*b.Opinion); err != nil || v.Opinion == rozmova.NoOpinion {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "vote.opinion", Field: "opinion"}
		}
	}
	return a.putVote(ctx, c, in.ID, v)
}

func (a *API) unvote(ctx context.Context, c *call, in *oneComment) (*tallyAnswer, error) {
	return a.putVote(ctx, c, in.ID, rozmova.Vote{})
}

func (a *API) putVote(ctx context.Context, c *call, id string, v rozmova.Vote) (*tallyAnswer, error) {
	comment, err := object[rozmova.Comment](id)
	if err != nil {
		return nil, err
	}
	one, err := a.o.Discussion.Vote(ctx, c.viewer, comment, v)
	if err != nil {
		return nil, err
	}
	out := &Tally{Comment: one.Node.ID.String()}
	out.Votes, out.MyVote = told(one.Node)
	return &tallyAnswer{out}, nil
}

// FeatureBody says where a pick of the newsroom stands.
type FeatureBody struct {
	Block *int `json:"block" minimum:"0" doc:"The block of the story's body behind which it stands too; null: in the box of picks alone"`
}

func (a *API) feature(ctx context.Context, c *call, in *struct {
	ID      string `path:"id" doc:"Of a comment"`
	RawBody []byte `contentType:"application/json"`
}) (*commentAnswer, error) {
	var b FeatureBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	block := rozmova.Never
	if b.Block != nil {
		if block = *b.Block; block < 0 {
			return nil, wrong("block", "field.type")
		}
	}
	one, err := a.see(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.o.Discussion.Feature(ctx, c.viewer, one.Node.ID, block); err != nil {
		return nil, err
	}
	return a.getComment(ctx, c, &oneComment{in.ID})
}

func (a *API) unfeature(ctx context.Context, c *call, in *oneComment) (*commentAnswer, error) {
	one, err := a.see(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.o.Discussion.Unfeature(ctx, c.viewer, one.Node.ID); err != nil {
		return nil, err
	}
	return a.getComment(ctx, c, in)
}

// tallies writes votes that everybody may see.
func tallies(list []discussion.Tally) []Tally {
	return each(list, func(t discussion.Tally) Tally {
		v := votes(t.Votes)
		return Tally{Comment: t.Comment.String(), Votes: &v}
	})
}
