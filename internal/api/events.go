package api

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/live"
)

// mostMissed is how many events who comes back is told; who missed more reads the discussion anew.
const mostMissed = 200

// renderTime bounds the reading for one message. It is not bound to the request for which it happens: others get the same.
const renderTime = 5 * time.Second

// StoryEvent tells that a story changed.
type StoryEvent struct {
	Slug     string    `json:"slug"`
	URL      string    `json:"url"`
	State    string    `json:"state" enum:"public,retracted"`
	Headline string    `json:"headline"`
	Revision int       `json:"revision"`
	Changed  time.Time `json:"changed"`
}

// eventStream describes what follow answers.
func eventStream(_ *API, op *huma.Operation) func() {
	op.Description = "Server-Sent Events. The data of comment is a Comment, of count a Thread, of story a StoryEvent, of addition an Addition, of votes a VotesEvent, of order an OrderEvent, of featured a Comment that the newsroom has picked or picks no longer. resync: more was missed than is told; read the discussion anew."
	op.Responses["200"] = &huma.Response{
		Description: "A stream that goes on",
		Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}},
	}
	return nil
}

// follow subscribes first and reads what was missed from the log then, so that no event falls between
// (internal/live/DESIGN.md).
func (a *API) follow(ctx context.Context, c *call, in *struct {
	ID    string `path:"id" doc:"Of a discussion"`
	After string `query:"after" maxLength:"20" doc:"Begin behind this event; Last-Event-ID goes before it"`
	Last  string `header:"Last-Event-ID" maxLength:"20"`
}) (*struct{ Body func(huma.Context) }, error) {
	id, err := object[rozmova.Thread](in.ID)
	if err != nil {
		return nil, err
	}
	after, resumes, err := position(in.Last, in.After)
	if err != nil {
		return nil, err
	}
	if _, _, err := a.o.Discussion.Thread(ctx, id); err != nil {
		return nil, err
	}
	full := &rozmova.Error{Kind: rozmova.Unavailable, Reason: "stream.full", Args: map[string]any{"Seconds": 15}}
	leave, ok := a.streams.Enter(c.from) // or one address could take the hub's places from everybody
	if !ok {
		return nil, full
	}
	sub, err := a.o.Hub.Subscribe(id)
	if err != nil { // full, or closing
		leave()
		full.Err = err
		return nil, full
	}
	var missed []byte
	if resumes {
		missed, after, err = a.missed(ctx, id, after)
	} else {
		after, err = a.o.Discussion.Head(ctx) // what is on its way to the hub still, the caller can have read
	}
	if err != nil {
		sub.Close()
		leave()
		return nil, err
	}
	return &struct{ Body func(huma.Context) }{func(hc huma.Context) {
		defer leave()
		defer sub.Close()
		r, w := humago.Unwrap(hc)
		stream, err := live.Open(w)
		if err != nil {
			return // nobody is there any more
		}
		if stream.Send(missed) == nil {
			stream.Serve(r, sub, after, func(m *live.Message) []byte { return m.Render("json", a.render) })
		}
	}}, nil
}

// position reads where to begin. A number that is none is Invalid: silence would lose what happened meanwhile.
func position(last, after string) (seq int64, given bool, err error) {
	if last != "" {
		after = last
	}
	if after == "" {
		return 0, false, nil
	}
	if seq, err = strconv.ParseInt(after, 10, 64); err != nil || seq < 0 {
		return 0, false, &rozmova.Error{Kind: rozmova.Invalid, Reason: "stream.position", Field: "after"}
	}
	return seq, true, nil
}

// missed gives what happened behind a position, in wire form, and the position that it reaches. Of each comment the last
// event is told alone, for what is told is how it stands now.
func (a *API) missed(ctx context.Context, id rozmova.ID[rozmova.Thread], after int64) (wire []byte, reached int64, err error) {
	events, err := a.o.Discussion.Events(ctx, id, after, mostMissed+1)
	if err != nil {
		return nil, after, err
	}
	if len(events) > mostMissed {
		head, err := a.o.Discussion.Head(ctx)
		if err != nil {
			return nil, after, err
		}
		return live.Event(nil, "resync", head, []byte("{}")), head, nil
	}
	last := map[subject]int64{}
	since := map[rozmova.EventKind]*rozmova.Event{} // of votes, and of places: the first, at the place of the last: it tells of all
	for _, e := range events {
		switch {
		case gathered(e.Kind) && since[e.Kind] == nil:
			since[e.Kind] = &e
		case gathered(e.Kind):
			since[e.Kind].Seq = e.Seq
		case !private(e.Kind):
			last[subject{e.Comment, e.Kind == rozmova.CommentFeatured}] = e.Seq
		}
		after = e.Seq
	}
	for _, e := range events {
		switch {
		case gathered(e.Kind):
			if first := since[e.Kind]; e.Seq == first.Seq {
				wire = append(wire, a.wire(ctx, *first)...)
			}
		case e.Comment.IsZero() || last[subject{e.Comment, e.Kind == rozmova.CommentFeatured}] == e.Seq:
			wire = append(wire, a.wire(ctx, e)...)
		}
	}
	return wire, after, nil
}

// gathered reports whether an event tells of all comments of its thread that changed since its time.
func gathered(k rozmova.EventKind) bool {
	return k == rozmova.VotesChanged || k == rozmova.OrderChanged
}

// A subject is what events are told of once, however many there were: a comment, and besides that it was picked.
type subject struct {
	comment  rozmova.ID[rozmova.Comment]
	featured bool
}

// render makes the wire form of a live message, once for everybody.
func (a *API) render(m *live.Message) []byte {
	e, ok := m.Data.(rozmova.Event)
	if !ok {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), renderTime)
	defer cancel()
	return a.wire(ctx, e)
}

// private reports whether an event is told to nobody here: reports, and what concerns a person alone.
func private(k rozmova.EventKind) bool {
	switch k {
	case rozmova.NoticeReceived, rozmova.NoticeAnswered, rozmova.ReaderJoined, rozmova.ReaderRenamed, rozmova.ReaderChanged, rozmova.RoleGranted,
		rozmova.RoleRevoked, rozmova.CommentPending, rozmova.DecisionFinal, rozmova.DecisionUndone, rozmova.AppealReceived, rozmova.AppealHeard,
		rozmova.SanctionChanged, rozmova.BranchChanged, rozmova.QueueChanged, rozmova.PolicyChanged, rozmova.SignalRaised:
		return true
	}
	return false
}

// wire writes one event as everybody may see it, read as it stands now. What could not be read becomes a resync, so that
// nobody goes on showing what was taken away.
func (a *API) wire(ctx context.Context, e rozmova.Event) []byte {
	if private(e.Kind) {
		return nil
	}
	b, err := a.tell(ctx, e)
	if err != nil {
		a.o.Log.Error("rendering an event", "event", e.Seq, "error", err)
		return live.Event(nil, "resync", e.Seq, []byte("{}"))
	}
	return b
}

func (a *API) tell(ctx context.Context, e rozmova.Event) ([]byte, error) {
	t, s, err := a.o.Discussion.Thread(ctx, e.Thread)
	if errors.Is(err, rozmova.NotFound) { // not public any more: whoever reads it anew is told so
		return live.Event(nil, "resync", e.Seq, []byte("{}")), nil
	}
	if err != nil {
		return nil, err
	}
	if e.Kind == rozmova.VotesChanged {
		return a.tellVotes(ctx, e)
	}
	if e.Kind == rozmova.OrderChanged {
		return a.tellOrder(ctx, e)
	}
	if e.Kind == rozmova.AdditionChanged {
		return a.tellAddition(ctx, e)
	}
	if e.Comment.IsZero() && e.Kind != rozmova.ThreadChanged {
		return event(nil, "story", e.Seq, &StoryEvent{
			Slug: string(s.Slug), URL: a.storyURL(s.Slug), State: storyState(s.State), Headline: s.Headline, Revision: s.Revision, Changed: s.Changed,
		})
	}
	if e.Kind == rozmova.ThreadChanged {
		return event(nil, "count", e.Seq, a.thread(t, s, e.Seq))
	}
	one, err := a.o.Discussion.Comment(ctx, nil, e.Comment)
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil // waits for a person
	}
	if err != nil {
		return nil, err
	}
	if e.Kind == rozmova.CommentFeatured {
		return event(nil, "featured", e.Seq, a.comment(one.Node))
	}
	b, err := event(nil, "count", 0, a.thread(t, s, e.Seq)) // no id of its own: who has it and not the comment has neither
	if err != nil {
		return nil, err
	}
	return event(b, "comment", e.Seq, a.comment(one.Node))
}

// A VotesEvent tells what votes have come to.
type VotesEvent struct {
	Votes []Tally `json:"votes" nullable:"false"`
}

// tellVotes tells the votes that changed. Where the newsroom does not show them to everybody there is nothing to tell.
func (a *API) tellVotes(ctx context.Context, e rozmova.Event) ([]byte, error) {
	list, err := a.o.Discussion.Tallies(ctx, e.Thread, e.At)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return event(nil, "votes", e.Seq, &VotesEvent{tallies(list)})
}

// An OrderEvent tells which comments have moved in the order bridges.
type OrderEvent struct {
	Comments []Moved `json:"comments" nullable:"false"`
}

// Moved is a comment with its new place.
type Moved struct {
	ID     string  `json:"id"`
	Place  int64   `json:"place" doc:"In the order bridges, the highest first; 0 for one that answers another"`
	Across *Across `json:"across,omitempty"`
}

// tellOrder tells the places that changed; nothing where votes are not shown to everybody.
func (a *API) tellOrder(ctx context.Context, e rozmova.Event) ([]byte, error) {
	list, err := a.o.Discussion.Places(ctx, e.Thread, e.At)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return event(nil, "order", e.Seq, &OrderEvent{each(list, func(p discussion.Place) Moved { return Moved{p.Comment.String(), p.Key, across(p.Told)} })})
}

func event(b []byte, name string, seq int64, data any) ([]byte, error) {
	text, err := json.Marshal(data)
	if err != nil {
		return nil, err
	}
	return live.Event(b, name, seq, text), nil
}
