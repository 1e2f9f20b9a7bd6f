package api

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/richtext"
)

// The types of this file are what goes out, and nothing else does: no type of another package is ever written as it is, so
// that a field added there stays there.

// An Author is who wrote a comment, as everybody may know.
type Author struct {
	ID      string `json:"id"`
	PenName string `json:"pen_name"`
	Role    string `json:"role,omitempty" doc:"moderator, editor or admin"`
}

// A Comment is a reader's words, or the place where they were: one that is pending, held, removed, withdrawn or erased has
// neither author nor words, but for its author where it was not taken back.
type Comment struct {
	ID       string     `json:"id"`
	Thread   string     `json:"thread"`
	Parent   string     `json:"parent,omitempty" doc:"The comment it answers"`
	Root     string     `json:"root" doc:"The comment at the top of its branch"`
	Depth    int        `json:"depth"`
	Author   *Author    `json:"author,omitempty"`
	State    string     `json:"state" enum:"pending,published,held,removed,withdrawn,erased"`
	Body     string     `json:"body,omitempty" doc:"Plain text"`
	HTML     string     `json:"html,omitempty" doc:"p, br, em, strong, del, code, pre, blockquote, ul, ol, li and a alone"`
	Markdown string     `json:"markdown,omitempty" doc:"As it was written; for its author"`
	Created  time.Time  `json:"created"`
	Edited   *time.Time `json:"edited,omitempty"`
	Revision int        `json:"revision,omitempty"`
	Answers  int        `json:"answers" doc:"Of the comment at the top of a branch: how many answers were ever given in it"`
	Seq      int64      `json:"seq" doc:"Of the last event that touched it"`
	URL      string     `json:"url"`
}

// comment writes a node as its viewer may see it. Whether the words may be seen the desk has decided already, by leaving
// them out; that is asked here once more, for a mistake there must not show them.
func (a *API) comment(n *discussion.Node) *Comment {
	c := a.place(n.Comment)
	gone := n.State == rozmova.Withdrawn || n.State == rozmova.Erased
	if gone || !n.State.Visible() && !n.Mine {
		return c
	}
	a.words(c, n.Comment)
	c.Author = author(n.Author)
	if n.Mine {
		c.Markdown = n.Source
	}
	return c
}

// place is what everybody may know of a comment in any state.
func (a *API) place(c *rozmova.Comment) *Comment {
	return &Comment{
		ID: c.ID.String(), Thread: c.Thread.String(), Parent: optional(c.Parent), Root: c.Root.String(), Depth: c.Depth,
		State: c.State.String(), Created: c.Created, Answers: c.Answers, Seq: c.Seq, URL: a.o.Origin + "/comments/" + c.ID.String(),
	}
}

func (a *API) words(to *Comment, c *rozmova.Comment) {
	to.Body = rozmova.PlainText(c.Body)
	to.HTML = string(richtext.HTML(c.Body, richtext.Options{Lang: string(c.Language), Untrusted: true, Typeset: true}))
	to.Revision = c.Revision
	if c.Revision > 1 {
		to.Edited = &c.Changed
	}
}

func author(r *rozmova.Reader) *Author {
	if r == nil {
		return nil
	}
	by := &Author{ID: r.ID.String(), PenName: r.PenName}
	if len(r.Grants) > 0 {
		by.Role = string(r.Grants[0].Role)
	}
	return by
}

// optional writes an ID, and nothing for the zero ID.
func optional[T any](id rozmova.ID[T]) string {
	if id.IsZero() {
		return ""
	}
	return id.String()
}

// A Thread is the state of a discussion.
type Thread struct {
	ID       string    `json:"id"`
	Mode     string    `json:"mode" enum:"open,premoderated,closed" doc:"How a new comment is taken"`
	Comments int       `json:"comments" doc:"Published ones"`
	Opened   time.Time `json:"opened"`
	Story    string    `json:"story" doc:"Slug of the story it is under"`
	Seq      int64     `json:"seq" doc:"How far the log has come: follow its events after this one"`
	URL      string    `json:"url"`
}

func (a *API) thread(t *rozmova.Thread, s *rozmova.Story, head int64) *Thread {
	mode := "closed"
	switch t.Mode {
	case rozmova.Open:
		mode = "open"
	case rozmova.Premoderated:
		mode = "premoderated"
	}
	return &Thread{
		ID: t.ID.String(), Mode: mode, Comments: t.Comments, Opened: t.Opened, Story: string(s.Slug), Seq: head,
		URL: a.storyURL(s.Slug) + "#discussion",
	}
}
