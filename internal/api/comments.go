package api

import (
	"context"
	"net/http"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

type oneThread struct {
	ID string `path:"id" doc:"Of a discussion"`
}

type oneComment struct {
	ID string `path:"id" doc:"Of a comment"`
}

type commentAnswer struct{ Body *Comment }

func (a *API) getThread(ctx context.Context, _ *call, in *oneThread) (*struct{ Body *Thread }, error) {
	id, err := object[rozmova.Thread](in.ID)
	if err != nil {
		return nil, err
	}
	t, err := a.threadNow(ctx, id)
	if err != nil {
		return nil, err
	}
	return &struct{ Body *Thread }{t}, nil
}

// threadNow gives the state of a discussion and how far the log had come when it was read.
func (a *API) threadNow(ctx context.Context, id rozmova.ID[rozmova.Thread]) (*Thread, error) {
	head, err := a.o.Discussion.Head(ctx) // first: what is read after it is at least as new
	if err != nil {
		return nil, err
	}
	t, s, err := a.o.Discussion.Thread(ctx, id)
	if err != nil {
		return nil, err
	}
	return a.thread(t, s, head), nil
}

type commentList struct {
	Link []string `header:"Link" doc:"rel=next and rel=prev: where the comments on either side of these are"`
	Body struct {
		Comments []*Comment `json:"comments" nullable:"false"`
		Next     string     `json:"next,omitempty" doc:"For after, to get the comments behind these"`
		Prev     string     `json:"prev,omitempty" doc:"For before, to get the comments before these"`
	}
}

func (a *API) listComments(ctx context.Context, c *call, in *struct {
	ID     string `path:"id" doc:"Of a discussion"`
	Sort   string `query:"sort" enum:"oldest,newest,respected,answered,bridges" default:"oldest" doc:"oldest and newest list all comments, answers and all; respected, answered and bridges those at the top of a branch. bridges stands by what both sides value where divide of the discussion is divided, else as respected"`
	After  string `query:"after" maxLength:"200" doc:"From next of another part of the list, in the same order"`
	Before string `query:"before" maxLength:"200" doc:"From prev of another part of the list, in the same order. Not together with after"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}) (*commentList, error) {
	id, err := object[rozmova.Thread](in.ID)
	if err != nil {
		return nil, err
	}
	if _, _, err := a.o.Discussion.Thread(ctx, id); err != nil { // Part shows the staff what readers may not see
		return nil, err
	}
	view := discussion.View{Order: discussion.Order(in.Sort), After: in.After, Before: in.Before}
	part, err := a.o.Discussion.Part(ctx, c.viewer, id, view, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &commentList{}
	out.Body.Comments = each(part.Nodes, a.comment)
	out.Body.Next, out.Body.Prev = part.Next, part.Prev
	path := "/threads/" + id.String() + "/comments"
	for _, link := range []string{
		a.pageLink(path, "next", "after", part.Next, in.Limit, "sort", in.Sort), a.pageLink(path, "prev", "before", part.Prev, in.Limit, "sort", in.Sort),
	} {
		if link != "" {
			out.Link = append(out.Link, link)
		}
	}
	return out, nil
}

// see gives a comment as the caller may see it, which is what every operation on one begins with: of a comment that one may
// not know of, nothing is told by the way in which it is refused.
func (a *API) see(ctx context.Context, c *call, id string) (*discussion.One, error) {
	comment, err := object[rozmova.Comment](id)
	if err != nil {
		return nil, err
	}
	return a.o.Discussion.Comment(ctx, c.viewer, comment)
}

func (a *API) getComment(ctx context.Context, c *call, in *oneComment) (*commentAnswer, error) {
	one, err := a.see(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	return &commentAnswer{a.comment(one.Node)}, nil
}

// PostBody is a new comment.
type PostBody struct {
	Body   string `json:"body" doc:"Markdown: paragraphs, emphasis, quotations, lists, links, code"`
	Parent string `json:"parent,omitempty" doc:"The comment to answer"`
	// Statement is the statement of the story that it speaks to.
	Statement string `json:"statement,omitempty" doc:"Key of the statement of the story that it speaks to"`
	// Nudge asks to be told where the words may hurt somebody.
	Nudge bool `json:"nudge,omitempty" doc:"Ask, before it is posted, whether the words may be an insult, a threat, hate or obscenity: the problem comment.nudge (409) tells where. Without it nothing is asked"`
	// NudgeID is that of the problem.
	NudgeID string `json:"nudge_id,omitempty" doc:"From nudge of that problem, with the words that the writer sends after having seen it"`
	// Anyway posts what was asked about.
	Anyway bool `json:"anyway,omitempty" doc:"With nudge_id: post it whatever the words. It goes where the policy of the site says: shown and marked, or held"`
}

type posted struct {
	Status   int
	Location string `header:"Location"`
	Body     *Comment
}

func (a *API) postComment(ctx context.Context, c *call, in *struct {
	ID      string `path:"id" doc:"Of a discussion"`
	Key     string `header:"Idempotency-Key" maxLength:"255" doc:"The same key with the same comment, within a day, gives the first answer again and adds nothing"`
	RawBody []byte `contentType:"application/json"`
}) (*posted, error) {
	var b PostBody
	if err := decode(in.RawBody, &b); err != nil {
		return nil, err
	}
	p := discussion.Posting{Body: b.Body, Statement: b.Statement, Locale: c.locale(), Key: in.Key}
	var err error
	if p.Thread, err = object[rozmova.Thread](in.ID); err != nil {
		return nil, err
	}
	if b.Parent != "" {
		if p.Parent, err = rozmova.ParseID[rozmova.Comment](b.Parent); err != nil {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "comment.parent_missing", Field: "parent"}
		}
	}
	p.Kindly, p.Anyway = b.Nudge, b.Anyway
	if b.NudgeID != "" {
		if p.Nudge, err = rozmova.ParseID[rozmova.Nudge](b.NudgeID); err != nil {
			return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "comment.nudge_missing", Field: "nudge_id"}
		}
	}
	if _, _, err := a.o.Discussion.Thread(ctx, p.Thread); err != nil { // Post does not ask whether the story is public
		return nil, err
	}
	made, fresh, err := a.o.Discussion.Post(ctx, c.viewer, p)
	if err != nil {
		return nil, err
	}
	one, err := a.o.Discussion.Comment(ctx, c.viewer, made.ID)
	if err != nil {
		return nil, err
	}
	out := &posted{Status: http.StatusOK, Location: a.o.Origin + base + "/comments/" + made.ID.String(), Body: a.comment(one.Node)}
	if fresh {
		out.Status = http.StatusCreated
	}
	return out, nil
}
