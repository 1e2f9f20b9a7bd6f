package client

import "time"

// Hurry makes the client wait less before it tries again.
func (c *Client) Hurry() *Client {
	c.pause = time.Millisecond
	return c
}
