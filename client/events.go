package client

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

const (
	silence  = 75 * time.Second // without a word, not even a heartbeat: the line is dead
	mostLine = 4 << 20          // bytes
)

// An Event is one thing that happened in a discussion. One of the pointers is set, or none for Resync.
type Event struct {
	Seq     int64     // position in the log; 0 for one that is told along with the next
	Comment *Comment  // as it stands now
	Picked  bool      // the newsroom has picked Comment, or picks it no longer (Featured is zero)
	Votes   []Tally   // what the votes on some comments have come to
	Moves   []Move    // comments that have moved in the order Bridges
	Thread  *Thread   // its count or mode has changed
	Added   *Addition // to the story, as it stands now
	Story   *Card     // has changed; with slug, address, state, headline, revision and time alone
	Resync  bool      // more was missed than is told: read the discussion anew
}

// Events follows a discussion from behind a position: Thread.Seq of when it was read, or 0 for all that is in the log; below 0
// it begins with now. It comes back when the line breaks, behind the last event, and ends when ctx does or with an error
// when the server refuses.
func (c *Client) Events(ctx context.Context, thread rozmova.ID[rozmova.Thread], after int64) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		if after < 0 {
			t, err := c.Thread(ctx, thread) // so that nothing is lost should the line break before the first event
			if err != nil {
				yield(Event{}, err)
				return
			}
			after = t.Seq
		}
		pause := c.pause
		for {
			f := follower{c: c, thread: thread, after: after, yield: yield}
			err := f.run(ctx)
			after = f.after
			switch {
			case f.left || ctx.Err() != nil:
				return
			case errors.As(err, new(*Problem)) && !errors.Is(err, rozmova.Unavailable):
				yield(Event{}, err)
				return
			}
			if f.heard {
				pause = c.pause
			}
			if wait(ctx, pause) != nil {
				return
			}
			pause = min(2*pause, mostPause)
		}
	}
}

// A follower reads one stream.
type follower struct {
	c      *Client
	thread rozmova.ID[rozmova.Thread]
	after  int64
	yield  func(Event, error) bool
	left   bool // the caller wants no more
	heard  bool // something came
}

func (f *follower) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, err := f.c.request(ctx, http.MethodGet, "/threads/"+f.thread.String()+"/events", nil, nil)
	if err != nil {
		return err
	}
	r.Header.Set("Accept", "text/event-stream")
	r.Header.Set("Last-Event-ID", strconv.FormatInt(f.after, 10))
	quiet := time.AfterFunc(silence, cancel)
	defer quiet.Stop()
	resp, err := f.c.http.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return problem(resp)
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, mostLine)
	var name, id string
	var data bytes.Buffer
	for lines.Scan() {
		quiet.Reset(silence)
		field, value, _ := strings.Cut(lines.Text(), ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			name = value
		case "id":
			id = value
		case "data":
			data.WriteString(value)
			data.WriteByte('\n')
		case "":
			if lines.Text() == "" && name != "" {
				if err := f.take(name, id, data.Bytes()); err != nil || f.left {
					return err
				}
				name, id = "", ""
				data.Reset()
			}
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return io.ErrUnexpectedEOF
}

// take hands one event on. Kinds that are not known are passed over: a server may be newer.
func (f *follower) take(name, id string, data []byte) error {
	var e Event
	var into any
	switch name {
	case "comment":
		e.Comment = &Comment{}
		into = e.Comment
	case "featured":
		e.Comment, e.Picked = &Comment{}, true
		into = e.Comment
	case "votes":
		into = &struct{ Votes *[]Tally }{&e.Votes}
	case "order":
		into = &struct{ Comments *[]Move }{&e.Moves}
	case "count":
		e.Thread = &Thread{}
		into = e.Thread
	case "addition":
		e.Added = &Addition{}
		into = e.Added
	case "story":
		e.Story = &Card{}
		into = e.Story
	case "resync":
		e.Resync = true
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			return fmt.Errorf("read event %s: %w", name, err)
		}
	}
	if seq, err := strconv.ParseInt(id, 10, 64); err == nil {
		e.Seq, f.after = seq, seq
	}
	f.heard = true
	if into != nil || e.Resync {
		f.left = !f.yield(e, nil)
	}
	return nil
}
