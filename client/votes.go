package client

import (
	"context"
	"iter"
	"net/http"
	"net/url"

	"github.com/rozmova/rozmova"
)

// Vote says what one makes of a comment, in place of what one has said before. Nobody votes on an own comment: Conflict.
func (c *Client) Vote(ctx context.Context, id rozmova.ID[rozmova.Comment], v rozmova.Vote) (*Tally, error) {
	var body struct {
		Opinion *string `json:"opinion"`
		Respect bool    `json:"respect"`
	}
	if opinion := v.Opinion.String(); opinion != "" {
		body.Opinion = &opinion
	}
	body.Respect = v.Respect
	var out Tally
	err := c.insist(ctx, func() error { return c.send(ctx, http.MethodPut, "/comments/"+id.String()+"/vote", body, &out) })
	if err != nil {
		return nil, err
	}
	return &out, nil
}

// Unvote takes an own vote back. Where there is none, that changes nothing.
func (c *Client) Unvote(ctx context.Context, id rozmova.ID[rozmova.Comment]) (*Tally, error) {
	var out Tally
	if err := c.steady(ctx, http.MethodDelete, "/comments/"+id.String()+"/vote", &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Search finds comments and stories that have every word of a query, in any form of it, the newest first, asking for more as it
// is read: under one story, or on the whole site where it is empty. It ends with the first error.
func (c *Client) Search(ctx context.Context, words string, story rozmova.Slug) iter.Seq2[*Hit, error] {
	query := url.Values{"q": {words}, "limit": {"50"}}
	if story != "" {
		query.Set("story", string(story))
	}
	return pages(func(before string) ([]*Hit, string, error) {
		query.Set("before", before)
		var list struct {
			Hits []*Hit
			Next string
		}
		err := c.get(ctx, "/search", query, &list)
		return list.Hits, list.Next, err
	})
}

// Mute keeps a reader's words out of one's own sight: their comments come with Muted.
func (c *Client) Mute(ctx context.Context, reader rozmova.ID[rozmova.Reader]) (*Author, error) {
	return c.setMuted(ctx, http.MethodPut, reader)
}

// Unmute brings them back.
func (c *Client) Unmute(ctx context.Context, reader rozmova.ID[rozmova.Reader]) (*Author, error) {
	return c.setMuted(ctx, http.MethodDelete, reader)
}

func (c *Client) setMuted(ctx context.Context, method string, reader rozmova.ID[rozmova.Reader]) (*Author, error) {
	var out Author
	if err := c.steady(ctx, method, "/readers/"+reader.String()+"/mute", &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Muted lists whom one has muted, the latest first.
func (c *Client) Muted(ctx context.Context) ([]Author, error) {
	var out struct{ Readers []Author }
	if err := c.get(ctx, "/me/muted", nil, &out); err != nil {
		return nil, err
	}
	return out.Readers, nil
}

// steady sends a request that changes nothing when it comes a second time, again where the network or the server fails.
func (c *Client) steady(ctx context.Context, method, path string, into any) error {
	return c.insist(ctx, func() error { return c.once(ctx, method, path, nil, nil, "", into) })
}
