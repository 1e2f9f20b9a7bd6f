package client

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"

	"github.com/rozmova/rozmova"
)

// Story reads a story.
func (c *Client) Story(ctx context.Context, slug rozmova.Slug) (*Story, error) {
	var s Story
	if err := c.get(ctx, "/stories/"+url.PathEscape(string(slug)), nil, &s); err != nil {
		return nil, err
	}
	for i := range s.Statements {
		s.Statements[i].Confirmed = true // others are not told
	}
	return &s, nil
}

// Stories lists the stories of a section, or all where it is empty, newest first, asking for more as it is read. It ends
// with the first error.
func (c *Client) Stories(ctx context.Context, section rozmova.Slug) iter.Seq2[*Card, error] {
	query := url.Values{}
	if section != "" {
		query.Set("section", string(section))
	}
	return pages(func(after string) ([]*Card, string, error) {
		query.Set("after", after)
		var list struct {
			Stories []*Card
			Next    string
		}
		err := c.get(ctx, "/stories", query, &list)
		return list.Stories, list.Next, err
	})
}

// Additions lists what was added to a developing story, in its order, asking for more as it is read. It ends with the first error.
func (c *Client) Additions(ctx context.Context, slug rozmova.Slug) iter.Seq2[*Addition, error] {
	query := url.Values{}
	return pages(func(after string) ([]*Addition, string, error) {
		query.Set("after", after)
		var list struct {
			Additions []*Addition
			Next      string
		}
		err := c.get(ctx, "/stories/"+url.PathEscape(string(slug))+"/additions", query, &list)
		return list.Additions, list.Next, err
	})
}

// Thread reads the state of a discussion.
func (c *Client) Thread(ctx context.Context, id rozmova.ID[rozmova.Thread]) (*Thread, error) {
	var t Thread
	if err := c.get(ctx, "/threads/"+id.String(), nil, &t); err != nil {
		return nil, err
	}
	return &t, nil
}

// Order is how comments are listed.
type Order string

// The orders of comments.
const (
	Oldest    Order = "oldest"
	Newest    Order = "newest"
	Respected Order = "respected" // those at the top of a branch alone
	Answered  Order = "answered"  // those at the top of a branch alone
	Bridges   Order = "bridges"   // those at the top of a branch alone: first what both sides value, where readers are divided
)

// Comments lists the comments of a discussion, asking for more as it is read: all of them, answers too, or those at the top of a
// branch, as the order has it. It ends with the first error.
func (c *Client) Comments(ctx context.Context, thread rozmova.ID[rozmova.Thread], order Order) iter.Seq2[*Comment, error] {
	query := url.Values{"limit": {"100"}}
	if order != "" {
		query.Set("sort", string(order))
	}
	return pages(func(after string) ([]*Comment, string, error) {
		query.Set("after", after)
		var list struct {
			Comments []*Comment
			Next     string
		}
		err := c.get(ctx, "/threads/"+thread.String()+"/comments", query, &list)
		return list.Comments, list.Next, err
	})
}

// pages makes one sequence of a list that comes in pages.
func pages[T any](page func(after string) ([]*T, string, error)) iter.Seq2[*T, error] {
	return func(yield func(*T, error) bool) {
		for after, more := "", true; more; more = after != "" {
			list, next, err := page(after)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, item := range list {
				if !yield(item, nil) {
					return
				}
			}
			after = next
		}
	}
}

// Comment reads one comment.
func (c *Client) Comment(ctx context.Context, id rozmova.ID[rozmova.Comment]) (*Comment, error) {
	var out Comment
	if err := c.get(ctx, "/comments/"+id.String(), nil, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// A Draft is a comment to be written.
type Draft struct {
	Body   string                      // Markdown
	Parent rozmova.ID[rozmova.Comment] // the comment to answer; zero for none
	// Statement is the key of the statement of the story that it speaks to; empty for none.
	Statement string
	Key       string // tells a repetition from a new comment, for a day; empty: one is made up
}

// Post writes a comment. Where no answer comes it tries again with the same key, so that however often the network fails
// there is one comment.
func (c *Client) Post(ctx context.Context, thread rozmova.ID[rozmova.Thread], d Draft) (*Comment, error) {
	var body struct {
		Body      string `json:"body"`
		Parent    string `json:"parent,omitempty"`
		Statement string `json:"statement,omitempty"`
	}
	body.Body, body.Statement = d.Body, d.Statement
	if !d.Parent.IsZero() {
		body.Parent = d.Parent.String()
	}
	content, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	if d.Key == "" {
		d.Key = rand.Text()
	}
	var out Comment
	err = c.insist(ctx, func() error {
		return c.once(ctx, http.MethodPost, "/threads/"+thread.String()+"/comments", nil, content, d.Key, &out)
	})
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// Edit puts other words into an own comment. The revision is the one that was changed; a newer one there is a Conflict. Some
// minutes after it was written a comment can only be added to, with the old words in front; anything else is a Conflict.
func (c *Client) Edit(ctx context.Context, id rozmova.ID[rozmova.Comment], revision int, markdown string) (*Comment, error) {
	body := struct {
		Body     string `json:"body"`
		Revision int    `json:"revision"`
	}{markdown, revision}
	var out Comment
	if err := c.send(ctx, http.MethodPut, "/comments/"+id.String(), body, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Withdraw takes an own comment back, for good.
func (c *Client) Withdraw(ctx context.Context, id rozmova.ID[rozmova.Comment]) (*Comment, error) {
	var out Comment
	if err := c.once(ctx, http.MethodDelete, "/comments/"+id.String(), nil, nil, "", &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Report tells the moderators that a comment is against a house rule. A second report of the same comment gives the first.
func (c *Client) Report(ctx context.Context, id rozmova.ID[rozmova.Comment], rule, text string) (*Notice, error) {
	body := struct {
		Rule string `json:"rule"`
		Text string `json:"text,omitempty"`
	}{rule, text}
	var out Notice
	if err := c.send(ctx, http.MethodPost, "/comments/"+id.String()+"/notices", body, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Decide does what a moderator rules about a comment.
func (c *Client) Decide(ctx context.Context, id rozmova.ID[rozmova.Comment], r Ruling) (*Decision, error) {
	var out Decision
	if err := c.send(ctx, http.MethodPost, "/comments/"+id.String()+"/decisions", r, &out); err != nil {
		return nil, err
	}
	return &out, nil
}
