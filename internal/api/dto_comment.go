package api

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/richtext"
)

// The types of this file are what goes out, and nothing else does: no type of another package is ever written as it is, so
// that a field added there stays there.

// An Author is who wrote a comment, as everybody may know.
type Author struct {
	ID      string `json:"id"`
	PenName string `json:"pen_name"`
	Role    string `json:"role,omitempty" doc:"moderator, editor or admin"`
	Picture string `json:"picture,omitempty" doc:"Site path of the author's own picture"`
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
	HTML     string     `json:"html,omitempty" doc:"p, br, em, strong, b (a mention), del, code, pre, blockquote, ul, ol, li and a alone"`
	Markdown string     `json:"markdown,omitempty" doc:"As it was written; for its author"`
	Created  time.Time  `json:"created"`
	Edited   *time.Time `json:"edited,omitempty"`
	Revision int        `json:"revision,omitempty"`
	Answers  int        `json:"answers" doc:"Of the comment at the top of a branch: how many answers were ever given in it"`
	Answered int        `json:"answered" doc:"Published answers: to the comment at the top of a branch all of the branch, to another its own"`
	Seq      int64      `json:"seq" doc:"Of the last event that touched it"`
	URL      string     `json:"url"`
	Badge    string     `json:"badge,omitempty" enum:"author,source" doc:"What its author has to do with the story: wrote it, or is quoted in it"`
	Cites    *Citation  `json:"cites,omitempty" doc:"The statement of the story that it speaks to"`
	Featured *time.Time `json:"featured,omitempty" doc:"When the newsroom picked it"`
	Votes    *Votes     `json:"votes,omitempty" doc:"What readers made of it, where the newsroom shows that"`
	MyVote   *Vote      `json:"my_vote,omitempty" doc:"Of the reader whom the token stands for, where there is one"`
	Across   *Across    `json:"across,omitempty" doc:"How far readers of both sides value it, where the discussion is divided and enough of each have voted"`
	Muted    bool       `json:"muted,omitempty" doc:"The reader whom the token stands for has muted its author"`
}

// Votes are what readers have said of a comment, counted.
type Votes struct {
	Voters   int `json:"voters" doc:"Readers with any vote"`
	Agree    int `json:"agree"`
	Disagree int `json:"disagree"`
	Respect  int `json:"respect" doc:"Worth reading, whether or not they agree"`
}

// Across is how far readers who usually vote one way, and those who usually vote the other way, value a comment. Which side is which is
// told nowhere: the one that values it more comes first.
type Across struct {
	Valued    bool `json:"valued" doc:"By half of each side at least"`
	More      int  `json:"more" doc:"Of ten readers of one side"`
	Less      int  `json:"less" doc:"Of ten of the other"`
	MoreVotes int  `json:"more_votes" doc:"Effective votes that more comes from"`
	LessVotes int  `json:"less_votes"`
}

func across(t *ranking.Told) *Across {
	if t == nil || t.Label != ranking.Across && t.Label != ranking.NotByBoth {
		return nil
	}
	return &Across{t.Label == ranking.Across, t.More, t.Less, t.MoreVotes, t.LessVotes}
}

// A Vote is one reader's word on a comment.
type Vote struct {
	Opinion *string `json:"opinion" enum:"agree,disagree" doc:"null: none"`
	Respect bool    `json:"respect" doc:"Worth reading, whether or not I agree"`
}

// A Citation is the statement of the story that a comment speaks to, as it was when it was cited.
type Citation struct {
	Statement string     `json:"statement" doc:"Its key"`
	Words     string     `json:"words,omitempty"`
	Speaker   string     `json:"speaker,omitempty" doc:"Who said it"`
	Gone      bool       `json:"gone,omitempty" doc:"It no longer stands in the story"`
	Corrected *time.Time `json:"corrected,omitempty" doc:"The story was corrected there after the comment was written"`
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
	c.Badge, c.Muted = string(n.Badge), n.Muted
	if !n.Featured.IsZero() {
		c.Featured = &n.Featured
	}
	if n.Cite != nil {
		c.Cites = &Citation{
			Statement: n.Cite.Key, Words: n.Cite.Words, Speaker: n.Cite.Speaker, Gone: n.Cite.Gone, Corrected: moment(n.Cite.Corrected),
		}
	}
	c.Votes, c.MyVote = told(n)
	c.Across = across(n.Told)
	return c
}

// told gives a comment's votes, where its viewer may see them, and the viewer's own.
func told(n *discussion.Node) (*Votes, *Vote) {
	var all *Votes
	if n.Totals {
		v := votes(n.Votes)
		all = &v
	}
	if n.Vote == (rozmova.Vote{}) {
		return all, nil
	}
	own := &Vote{Respect: n.Vote.Respect}
	if opinion := n.Vote.Opinion.String(); opinion != "" {
		own.Opinion = &opinion
	}
	return all, own
}

func votes(v rozmova.Votes) Votes { return Votes{v.Voters, v.Agree, v.Disagree, v.Respect} }

// moment writes a time, and nothing for the zero time.
func moment(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}

// place is what everybody may know of a comment in any state.
func (a *API) place(c *rozmova.Comment) *Comment {
	return &Comment{
		ID: c.ID.String(), Thread: c.Thread.String(), Parent: optional(c.Parent), Root: c.Root.String(), Depth: c.Depth,
		State: c.State.String(), Created: c.Created, Answers: c.Answers, Answered: c.Answered, Seq: c.Seq, URL: a.o.Origin + "/comments/" + c.ID.String(),
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
	if r.Picture != "" {
		by.Picture = "/pictures/" + r.Picture + ".jpg"
	}
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
