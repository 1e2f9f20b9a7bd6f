package client

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/rozmova/rozmova"
)

// Feature puts a comment among the newsroom's picks, as an editor: behind a block of the story's body too, or with
// rozmova.Never in the box of picks alone.
func (c *Client) Feature(ctx context.Context, id rozmova.ID[rozmova.Comment], block int) (*Comment, error) {
	var body struct {
		Block *int `json:"block"`
	}
	if block != rozmova.Never {
		body.Block = &block
	}
	var out Comment
	if err := c.send(ctx, http.MethodPut, "/comments/"+id.String()+"/feature", body, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Unfeature takes a comment out of the newsroom's picks, as an editor.
func (c *Client) Unfeature(ctx context.Context, id rozmova.ID[rozmova.Comment]) (*Comment, error) {
	var out Comment
	if err := c.once(ctx, http.MethodDelete, "/comments/"+id.String()+"/feature", nil, nil, "", &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Settings reads how a discussion is kept, as an editor.
func (c *Client) Settings(ctx context.Context, thread rozmova.ID[rozmova.Thread]) (*Setup, error) {
	var out Setup
	if err := c.get(ctx, "/threads/"+thread.String()+"/settings", nil, &out); err != nil {
		return nil, err
	}
	return &out, nil
}

// Configure sets how a discussion is kept, as an editor, and gives it as it is then. What is zero is no longer set: begin with
// what Settings gave.
func (c *Client) Configure(ctx context.Context, thread rozmova.ID[rozmova.Thread], s Setup) (*Setup, error) {
	content, err := json.Marshal(struct {
		Mode string `json:"mode"`
		rozmova.ThreadSettings
		Invited []string `json:"invited,omitempty"`
	}{s.Mode, s.ThreadSettings, s.Invited})
	if err != nil {
		return nil, err
	}
	var out Setup
	if err := c.once(ctx, http.MethodPut, "/threads/"+thread.String()+"/settings", nil, content, "", &out); err != nil {
		return nil, err
	}
	return &out, nil
}
