// Package client speaks to a Rozmova over its REST API, /api/v1 (docs/developer.md). It needs the standard library and the
// words of package rozmova only.
//
// Every error of the server is a *Problem, which unwraps to a rozmova.Kind:
//
//	if errors.Is(err, rozmova.NotFound) { … }
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// How the client waits.
const (
	callTime   = 30 * time.Second // for an answer
	tries      = 5                // of a request that may be repeated
	firstPause = 500 * time.Millisecond
	mostPause  = 30 * time.Second
	mostAnswer = 16 << 20 // bytes
)

// A Client asks one server, as one reader or as nobody. It is safe for use by many goroutines.
type Client struct {
	base  string
	token string
	http  *http.Client
	pause time.Duration // before the second try; doubles
}

// New makes a client. The base is scheme and host, such as https://news.example; an empty token reads what everybody may;
// a nil hc is replaced by one of the client's own. An hc with a Timeout breaks the streams of Events, which then resume.
func New(base, token string, hc *http.Client) *Client {
	if hc == nil {
		hc = &http.Client{}
	}
	return &Client{base: strings.TrimRight(base, "/") + "/api/v1", token: token, http: hc, pause: firstPause}
}

// A Problem is a refusal by the server (RFC 9457).
type Problem struct {
	Status    int
	Reason    string // names the problem, and never changes: comment.too_long
	Detail    string // what to do about it, for a person
	Errors    []FieldError
	RequestID string        // where the fault is the server's: tell it to the newsroom
	After     time.Duration // when to try again; 0 where the server does not say
}

// A FieldError tells which field of a request is not right.
type FieldError struct{ Location, Message string }

// Error tells reason and detail.
func (p *Problem) Error() string {
	return fmt.Sprintf("server refused with %d %s: %s", p.Status, p.Reason, p.Detail)
}

// Unwrap gives the rozmova.Kind: what the caller may do. A fault of the server has none.
func (p *Problem) Unwrap() error {
	switch p.Status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusUnsupportedMediaType, http.StatusMethodNotAllowed:
		return rozmova.Invalid
	case http.StatusNotFound:
		return rozmova.NotFound
	case http.StatusUnauthorized:
		return rozmova.Unauthenticated
	case http.StatusForbidden:
		return rozmova.Forbidden
	case http.StatusConflict:
		return rozmova.Conflict
	case http.StatusTooManyRequests:
		return rozmova.TooMany
	case http.StatusRequestEntityTooLarge:
		return rozmova.TooLarge
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout, http.StatusRequestTimeout:
		return rozmova.Unavailable
	}
	return nil
}

// request makes a request without sending it.
func (c *Client) request(ctx context.Context, method, path string, query url.Values, body []byte) (*http.Request, error) {
	address := c.base + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", "rozmova-client/1")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	return r, nil
}

// get asks for something, again where the network or the server fails.
func (c *Client) get(ctx context.Context, path string, query url.Values, into any) error {
	return c.insist(ctx, func() error { return c.once(ctx, http.MethodGet, path, query, nil, "", into) })
}

// once sends a request and reads its answer. The key, where there is one, tells a repetition from a new request.
func (c *Client) once(ctx context.Context, method, path string, query url.Values, body []byte, key string, into any) error {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	r, err := c.request(ctx, method, path, query, body)
	if err != nil {
		return err
	}
	if key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode >= 300 {
		return problem(resp)
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, mostAnswer)).Decode(into); err != nil {
		return fmt.Errorf("read the answer to %s %s: %w", method, path, err)
	}
	return nil
}

// send marshals a body, sends it once and reads the answer.
func (c *Client) send(ctx context.Context, method, path string, body, into any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.once(ctx, method, path, nil, content, "", into)
}

// insist calls fn again, after a pause, as long as it fails in a way that may pass: no answer, or one that says so.
func (c *Client) insist(ctx context.Context, fn func() error) error {
	pause := c.pause
	for try := 1; ; try++ {
		err := fn()
		var p *Problem
		refused := errors.As(err, &p) && !errors.Is(err, rozmova.Unavailable)
		if err == nil || refused || try == tries || ctx.Err() != nil {
			return err
		}
		if p != nil && p.After > pause {
			pause = min(p.After, mostPause)
		}
		if wait(ctx, pause) != nil {
			return err
		}
		pause = min(2*pause, mostPause)
	}
}

func wait(ctx context.Context, pause time.Duration) error {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// problem reads a refusal. One that is no problem document, as of a proxy, has its status alone.
func problem(resp *http.Response) *Problem {
	var told struct {
		Reason, Detail string
		Errors         []FieldError
		RequestID      string `json:"request_id"`
	}
	p := &Problem{Status: resp.StatusCode, Reason: "unknown", Detail: http.StatusText(resp.StatusCode)}
	if json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&told) == nil && told.Reason != "" {
		p.Reason, p.Detail, p.Errors, p.RequestID = told.Reason, told.Detail, told.Errors, told.RequestID
	}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && seconds > 0 {
		p.After = time.Duration(seconds) * time.Second
	}
	return p
}
