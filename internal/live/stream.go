package live

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"
)

// Timing of a stream.
const (
	heartbeat    = 25 * time.Second // a comment line, so that proxies and phones keep the line open
	writeTimeout = 10 * time.Second // for each write: who reads nothing for so long is gone
)

// A Stream is an answer that goes on: Server-Sent Events to one browser.
type Stream struct {
	w  http.ResponseWriter
	rc *http.ResponseController
}

// Open begins the answer and tells the browser after how many seconds to come back when it breaks: 1 to 5, so that all do
// not come at once.
func Open(w http.ResponseWriter) (*Stream, error) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	s := &Stream{w: w, rc: http.NewResponseController(w)}
	if err := s.rc.SetReadDeadline(time.Time{}); err != nil { // nothing more is read; the server's deadline must not end it
		return nil, fmt.Errorf("open stream: %w", err)
	}
	return s, s.write(fmt.Appendf(nil, "retry: %d\n\n", 1000+rand.IntN(4000)))
}

func (s *Stream) write(b []byte) error {
	if err := s.rc.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	if _, err := s.w.Write(b); err != nil {
		return err
	}
	return s.rc.Flush()
}

// Send writes events as Event made them.
func (s *Stream) Send(events []byte) error {
	if len(events) == 0 {
		return nil
	}
	return s.write(events)
}

// Event appends one event in wire form: a name, the position in the log as its id (none for 0), and data of any number of
// lines.
func Event(b []byte, name string, seq int64, data []byte) []byte {
	b = append(b, "event: "...)
	b = append(b, name...)
	if seq > 0 {
		b = append(b, "\nid: "...)
		b = strconv.AppendInt(b, seq, 10)
	}
	for line := range bytes.Lines(append(bytes.ReplaceAll(data, []byte("\r"), nil), '\n')) {
		b = append(b, "\ndata: "...)
		b = append(b, bytes.TrimSuffix(line, []byte("\n"))...)
	}
	return append(b, "\n\n"...)
}

// Serve sends what a subscription brings until the browser leaves, the hub closes or the subscriber falls behind; render
// makes the wire form of a message. Messages up to the position after are left out.
func (s *Stream) Serve(r *http.Request, sub *Subscription, after int64, render func(*Message) []byte) {
	beat := time.NewTicker(heartbeat)
	defer beat.Stop()
	for {
		var err error
		select {
		case <-r.Context().Done():
			return
		case <-sub.hub.closing:
			return
		case m := <-sub.queue:
			if m.Seq > after {
				err = s.Send(render(m))
			}
		case <-sub.lost:
			return // the browser comes back by Last-Event-ID
		case <-beat.C:
			err = s.write([]byte(": \n\n"))
		}
		if err != nil {
			return
		}
	}
}
