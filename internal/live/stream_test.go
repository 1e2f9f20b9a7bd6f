package live_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova/internal/live"
)

// An event is one as a browser dispatches it.
type event struct{ Name, Data, ID string }

// parse reads a stream as WHATWG HTML 9.2.6 says.
func parse(stream string) (events []event, retry int) {
	stream = strings.TrimPrefix(stream, "\ufeff")
	stream = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(stream)
	var name, lastID string
	var data strings.Builder
	for line, rest := "", stream; ; {
		var found bool
		if line, rest, found = strings.Cut(rest, "\n"); !found {
			return events, retry // an event that is not ended is not dispatched
		}
		if line == "" {
			if data.Len() > 0 {
				if name == "" {
					name = "message"
				}
				events = append(events, event{name, strings.TrimSuffix(data.String(), "\n"), lastID})
			}
			name = ""
			data.Reset()
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "event":
			name = value
		case "data":
			data.WriteString(value + "\n")
		case "id":
			if !strings.Contains(value, "\x00") {
				lastID = value
			}
		case "retry":
			retry, _ = strconv.Atoi(value)
		}
	}
}

func FuzzEvent(f *testing.F) {
	for _, s := range []string{"", "слово", "a\nb", "\n", "a\n\nb", " a", ": x", "data: x\n\nevent: evil\ndata: y", "id: 9", "a\r\nb", "\r", "\ufeffa", "\x00", "\u2028"} {
		f.Add([]byte(s), int64(7))
		f.Add([]byte(s), int64(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, seq int64) {
		kept := bytes.Clone(data)
		b := live.Event(nil, "first", 3, []byte("before"))
		b = live.Event(b, "comment", seq, data)
		b = live.Event(b, "last", 0, []byte("behind"))
		if !bytes.Equal(data, kept) {
			t.Fatalf("%q was changed to %q", kept, data)
		}
		want := []event{{"first", "before", "3"}, {"comment", strings.ReplaceAll(string(data), "\r", ""), "3"}, {"last", "behind", "3"}}
		if seq > 0 {
			want[1].ID, want[2].ID = fmt.Sprint(seq), fmt.Sprint(seq)
		}
		got, _ := parse(string(b))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q is sent as %q (-want +got):\n%s", data, b, diff)
		}
	})
}

func render(m *live.Message) []byte {
	return live.Event(nil, "comment", m.Seq, fmt.Appendf(nil, "№ %d", m.Seq))
}

// A watched is a server that streams a topic.
func watched(t *testing.T, h *live.Hub, after int64) (url string, ended <-chan struct{}) {
	done := make(chan struct{}, 16)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sub, err := h.Subscribe(topic)
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		defer func() { sub.Close(); done <- struct{}{} }()
		s, err := live.Open(w)
		if err != nil {
			t.Errorf("open: %v", err)
			return
		}
		s.Serve(r, sub, after, render)
	}))
	t.Cleanup(server.Close)
	return server.URL, done
}

// get opens the stream and gives its answer when the server has subscribed: the first line has come.
func get(t *testing.T, url string) (*http.Response, *bufio.Reader, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = res.Body.Close() })
	r := bufio.NewReader(res.Body)
	line, err := r.ReadString('\n')
	if ms, convErr := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(line, "retry: "), "\n")); err != nil || convErr != nil || ms < 1000 || ms >= 5000 {
		t.Errorf("the stream begins with %q, %v; want a retry of 1 to 5 seconds", line, err)
	}
	return res, r, cancel
}

func TestAStreamFromTheHubToTheBrowser(t *testing.T) {
	h := live.NewHub(10)
	url, ended := watched(t, h, 5)
	res, r, _ := get(t, url)
	for name, want := range map[string]string{"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	for seq := range int64(8) {
		h.Publish(topic, &live.Message{Seq: seq + 1})
	}
	var read strings.Builder
	for !strings.Contains(read.String(), "№ 8\n\n") {
		line, err := r.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		read.WriteString(line)
	}
	got, _ := parse(read.String())
	want := []event{{"comment", "№ 6", "6"}, {"comment", "№ 7", "7"}, {"comment", "№ 8", "8"}} // those up to 5 it has
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
	h.Close()
	if _, err := io.ReadAll(r); err != nil {
		t.Errorf("a closed hub ends the stream with %v", err)
	}
	<-ended
}

func TestABrowserThatLeavesIsForgotten(t *testing.T) {
	h := live.NewHub(10)
	url, ended := watched(t, h, 0)
	_, _, leave := get(t, url)
	if h.Streams() != 1 {
		t.Fatalf("%d streams", h.Streams())
	}
	leave()
	<-ended
	if h.Streams() != 0 || h.Watched(topic) {
		t.Errorf("%d streams when the only browser has left", h.Streams())
	}
}

// A slow is a browser that takes what is written only when it is let.
type slow struct {
	header http.Header
	gate   chan struct{} // nil: takes at once
	bytes.Buffer
	deadlines int
}

func (s *slow) Header() http.Header { return s.header }
func (s *slow) WriteHeader(int)     {}
func (s *slow) Write(b []byte) (int, error) {
	if s.gate != nil {
		<-s.gate
	}
	return s.Buffer.Write(b)
}
func (s *slow) Flush()                          {}
func (s *slow) SetReadDeadline(time.Time) error { return nil }
func (s *slow) SetWriteDeadline(at time.Time) error {
	if !at.IsZero() {
		s.deadlines++
	}
	return nil
}

// TestAQuietStreamIsKeptOpen by a comment line now and then, and each write has a deadline.
func TestAQuietStreamIsKeptOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := live.NewHub(1)
		sub := subscribe(t, h, topic)
		w := &slow{header: http.Header{}}
		s, err := live.Open(w)
		if err != nil {
			t.Fatal(err)
		}
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.Serve(httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil), sub, 0, render)
		}()
		time.Sleep(2*time.Minute + time.Second) // of the bubble's clock
		synctest.Wait()
		leave()
		<-done
		if n := strings.Count(w.String(), ": \n\n"); n < 3 || n > 12 {
			t.Errorf("%d signs of life in two minutes", n)
		}
		if events, _ := parse(w.String()); len(events) != 0 {
			t.Errorf("signs of life are read as events: %v", events)
		}
		if w.deadlines < 4 {
			t.Errorf("%d writes had a deadline", w.deadlines)
		}
		sub.Close()
	})
}

// TestASlowBrowserIsLetGo, with no gap in what it was sent.
func TestASlowBrowserIsLetGo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := live.NewHub(1)
		sub := subscribe(t, h, topic)
		w := &slow{header: http.Header{}}
		s, err := live.Open(w)
		if err != nil {
			t.Fatal(err)
		}
		w.gate = make(chan struct{})
		done := make(chan struct{})
		go func() {
			defer close(done)
			s.Serve(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil), sub, 0, render)
		}()
		h.Publish(topic, &live.Message{Seq: 1})
		synctest.Wait() // it hangs in its first write
		for seq := range int64(299) {
			h.Publish(topic, &live.Message{Seq: seq + 2})
		}
		close(w.gate)
		<-done
		events, _ := parse(w.String())
		for i, e := range events {
			if e.ID != fmt.Sprint(i+1) {
				t.Errorf("event %d has id %s", i, e.ID)
			}
		}
		if len(events) == 0 || len(events) == 300 {
			t.Errorf("a browser that is too slow got %d of 300", len(events))
		}
		sub.Close()
	})
}
