package api

import (
	"context"
	"crypto/rand"
	"errors"
	"maps"
	"net/http"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/moderation"
)

const problemType = "application/problem+json"

// A Problem tells what went wrong (RFC 9457). Programs go by Status and Reason, people by Detail.
type Problem struct {
	Type   string         `json:"type" doc:"Always about:blank: Reason tells problems of one status apart"`
	Title  string         `json:"title" doc:"The status in words, in English"`
	Status int            `json:"status"`
	Reason string         `json:"reason" doc:"Names the problem, and never changes: comment.too_long"`
	Detail string         `json:"detail" doc:"What to do about it, in the language of Accept-Language"`
	Errors []ProblemField `json:"errors,omitempty" nullable:"false" doc:"The fields that are meant"`
	// When is told where the refusal is about a time.
	When *time.Time `json:"when,omitempty" doc:"The time that detail speaks of: from it on, or until it, the same request is taken"`
	// Nudge, Label and Spans are told where the writer is asked to say it another way.
	Nudge string        `json:"nudge,omitempty" doc:"Of the problem comment.nudge: for nudge_id of the next request"`
	Label string        `json:"label,omitempty" doc:"What the words may be: participant, threat, identity_attack, obscenity; words: one of the list of the site"`
	Spans []ProblemSpan `json:"spans,omitempty" nullable:"false" doc:"Which words; none: the whole text"`
	// RequestID is told where the fault is ours, so that it can be found in the log.
	RequestID string `json:"request_id,omitempty" doc:"Tell it to the newsroom when the fault is ours"`

	header http.Header
}

// A ProblemField is a field of the request that is not right. What was sent in it is not said again.
type ProblemField struct {
	Location string `json:"location" doc:"body.rule, query.limit, header.Idempotency-Key"`
	Message  string `json:"message"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Reason }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// GetHeaders implements huma.HeadersError.
func (p *Problem) GetHeaders() http.Header { return p.header }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return problemType }

// statusOf turns what the caller may do about an error into the status that says so, and names the error where it has no
// reason of its own. It is the one table of this.
func statusOf(k rozmova.Kind) (status int, reason string) {
	switch k {
	case rozmova.Invalid:
		return http.StatusUnprocessableEntity, "invalid"
	case rozmova.NotFound:
		return http.StatusNotFound, "not_found"
	case rozmova.Unauthenticated:
		return http.StatusUnauthorized, "unauthenticated"
	case rozmova.Forbidden:
		return http.StatusForbidden, "forbidden"
	case rozmova.Conflict:
		return http.StatusConflict, "conflict"
	case rozmova.TooMany:
		return http.StatusTooManyRequests, "too_many"
	case rozmova.TooLarge:
		return http.StatusRequestEntityTooLarge, "too_large"
	case rozmova.Unavailable:
		return http.StatusServiceUnavailable, "unavailable"
	}
	return http.StatusInternalServerError, "internal"
}

// A refusal is the door's own, where HTTP has a status that no Kind stands for.
type refusal struct {
	status        int
	reason        string
	header, value string // to be sent along; may be empty
}

func (r *refusal) Error() string { return r.reason }

// problem turns an error into what is told of it. One that is nobody's refusal is our fault: it is logged whole, and
// nothing of it is told.
func (a *API) problem(c *call, err error) *Problem {
	var p *Problem
	var own *refusal
	var e *rozmova.Error
	var kind rozmova.Kind
	var nudged *moderation.Nudged
	switch {
	case errors.As(err, &own):
		p = a.say(c, own.status, own.reason, nil)
		if own.header != "" {
			p.header.Set(own.header, own.value)
		}
	case errors.As(err, &e):
		p = a.refused(c, e)
		if errors.As(err, &nudged) {
			p.nudge(nudged)
		}
	case errors.As(err, &kind):
		status, reason := statusOf(kind)
		p = a.say(c, status, reason, nil)
		a.advise(p, kind, nil)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		p = a.refused(c, &rozmova.Error{Kind: rozmova.Unavailable}) // who has left does not read it
	default:
		status, reason := statusOf(0)
		p = a.say(c, status, reason, nil)
		if p.RequestID = c.id; p.RequestID == "" {
			p.RequestID = rand.Text()
		}
		a.o.Log.Error("answering a request", "request", p.RequestID, "error", err)
	}
	return p
}

// refused tells a desk's refusal. Every NotFound is told in the same words, whatever its reason: from the answer nobody can
// tell what is not there from what one may not know of.
func (a *API) refused(c *call, e *rozmova.Error) *Problem {
	status, reason := statusOf(e.Kind)
	if e.Reason != "" && e.Kind != rozmova.NotFound {
		reason = e.Reason
	}
	p := a.say(c, status, reason, e.Args)
	a.advise(p, e.Kind, e.Args)
	if e.Field != "" && e.Kind != rozmova.NotFound {
		location := "query." + e.Field
		switch {
		case c.hasBody:
			location = "body." + e.Field
		case e.Field == "before" && !c.before: // as the newsroom calls it
			location = "query.after"
		case e.Field == "order": // as the discussion calls it
			location = "query.sort"
		}
		p.Errors = []ProblemField{{Location: location, Message: p.Detail}}
	}
	return p
}

func (a *API) say(c *call, status int, reason string, args map[string]any) *Problem {
	p := &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Reason: reason, header: http.Header{}}
	shown := maps.Clone(args)
	for name, value := range args {
		switch value := value.(type) {
		case time.Time: // in words for people, and as it is for programs
			at := value.UTC()
			shown[name], p.When = c.printer.DateTime(at), &at
		case []rozmova.Locale:
			shown[name] = i18n.LanguageNames(c.printer, value)
		}
	}
	p.Detail = c.printer.Fill("error."+reason, shown)
	p.header.Set("Content-Language", c.printer.Lang())
	return p
}

// advise tells in headers how to go on: by which scheme to say who one is, or when to try again.
func (a *API) advise(p *Problem, kind rozmova.Kind, args map[string]any) {
	seconds, known := args["Seconds"].(int)
	switch kind {
	case rozmova.Unauthenticated:
		challenge := `Bearer realm="rozmova"`
		if p.Reason != "token.needed" {
			challenge += `, error="invalid_token"`
		}
		p.header.Set("WWW-Authenticate", challenge)
	case rozmova.TooMany:
		if !known {
			seconds = 60
		}
		p.header.Set("Retry-After", strconv.Itoa(seconds))
	case rozmova.Unavailable:
		if !known {
			seconds = 5
		}
		p.header.Set("Retry-After", strconv.Itoa(seconds))
	}
}

// refuse writes a problem where huma has not come to it yet.
func (a *API) refuse(w http.ResponseWriter, c *call, err error) {
	p := a.problem(c, err)
	maps.Copy(w.Header(), p.header)
	w.Header().Set("Content-Type", problemType)
	w.WriteHeader(p.Status)
	_ = writeJSON(w, p)
}
