package client

import (
	"context"
	"net/url"
	"time"

	"github.com/rozmova/rozmova"
)

// A Profile is what a reader lets others know. What is hidden is nil or zero.
type Profile struct {
	ID       rozmova.ID[rozmova.Reader] `json:"id"`
	PenName  string                     `json:"pen_name"`
	Picture  string                     `json:"picture"` // site path of the reader's own; empty for none
	Roles    []rozmova.Role             `json:"roles"`
	Joined   time.Time                  `json:"joined"`
	Comments *int                       `json:"comments"` // published ones
	Respect  *int                       `json:"respect"`  // paid to them
	Latest   []ProfileComment           `json:"latest"`   // the latest first
	Next     string                     `json:"next"`     // for Reader: where older ones go on; empty where there are none
}

// A ProfileComment is a published comment with the story that it stands under.
type ProfileComment struct {
	Comment  *Comment     `json:"comment"`
	Slug     rozmova.Slug `json:"slug"`
	Headline string       `json:"headline"`
}

// Reader reads the profile of a reader, with the comments that are older than a place: Next of the answer before, and empty for
// the latest.
func (c *Client) Reader(ctx context.Context, reader rozmova.ID[rozmova.Reader], before string) (*Profile, error) {
	query := url.Values{}
	if before != "" {
		query.Set("before", before)
	}
	var p Profile
	if err := c.get(ctx, "/readers/"+reader.String(), query, &p); err != nil {
		return nil, err
	}
	return &p, nil
}
