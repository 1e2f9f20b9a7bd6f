package e2e_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/config"
)

// An event is one of a stream.
type event struct{ name, id, data string }

// stream opens the live stream of a discussion and gives its events until the test ends.
func (v *visitor) stream(path string, headers ...string) (*http.Response, <-chan event) {
	v.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	client := *v.http
	client.Timeout = 0
	r, err := (&visitor{v.t, v.h, &client, v.host}).send(ctx, http.MethodGet, path, nil, headers...)
	must(v.t, err)
	v.t.Cleanup(func() { cancel(); _ = r.Body.Close() })
	events := make(chan event, 1000)
	go func() {
		defer close(events)
		var e event
		for in := bufio.NewReader(r.Body); ; {
			line, err := in.ReadString('\n')
			if err != nil {
				return
			}
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
			switch name {
			case "":
				if e.name != "" {
					events <- e
				}
				e = event{}
			case "event":
				e.name = value
			case "id":
				e.id = value
			case "data":
				e.data += value + "\n"
			}
		}
	}()
	return r, events
}

// next gives the next event of a kind.
func next(t testing.TB, events <-chan event, name string) event {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case e, ok := <-events:
			if !ok {
				t.Fatalf("the stream ended before %q", name)
			}
			if e.name == name {
				return e
			}
		case <-late:
			t.Fatalf("no %q came", name)
		}
	}
}

func TestStreamResumes(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	v := h.visitor(t)
	live := "/threads/" + h.stories[bridge].Thread.String() + "/live"
	after := between(v.get(h.path(bridge)).body, `data-after="`, `"`)
	response, events := v.stream(live + "?lang=uk&after=" + after)
	for name, want := range map[string]string{
		"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff",
		"Content-Encoding": "",
	} {
		expect(t, name, response.Header.Get(name), want)
	}
	_, english := v.stream(live + "?lang=en&after=" + after)
	first := h.say(t, "reader@example.org", bridge, "Перше **слово** <b>.", nil)
	got := next(t, events, "comment")
	for _, piece := range []string{`id="c-` + first.ID.String() + `"`, "<strong>слово</strong>", "&lt;b&gt;", h.words("uk", "comment.report")} {
		if !strings.Contains(got.data, piece) {
			t.Errorf("the fragment lacks %q:\n%s", piece, got.data)
		}
	}
	if count := next(t, events, "count"); !strings.Contains(count.data, h.words("uk", "comment.count", "N", 1)) || count.id != got.id {
		t.Errorf("count %q, id %q after %q", count.data, count.id, got.id)
	}
	if e := next(t, english, "comment"); !strings.Contains(e.data, h.words("en", "comment.report")) {
		t.Errorf("in English: %s", e.data)
	}
	second := h.say(t, "reader@example.org", bridge, "Друге.", first)
	e := next(t, events, "comment")
	if seq, _ := strconv.ParseInt(e.id, 10, 64); fmt.Sprint(seq) != e.id || e.id <= got.id && len(e.id) <= len(got.id) {
		t.Errorf("id %q after %q", e.id, got.id)
	}

	// Who comes back hears what was missed, once; what it knows already, not again.
	for name, headers := range map[string][]string{live + "?after=" + after: {"Last-Event-ID", got.id}, live + "?after=" + got.id: nil} {
		_, again := v.stream(name, headers...)
		if e := next(t, again, "comment"); !strings.Contains(e.data, second.ID.String()) {
			t.Errorf("%s: came back to %.80s", name, e.data)
		}
	}
	if _, err := h.Discussion.Withdraw(t.Context(), h.member(t, "reader@example.org"), second.ID); err != nil {
		t.Fatal(err)
	}
	_, again := v.stream(live + "?after=" + after)
	comments := []event{next(t, again, "comment"), next(t, again, "comment")}
	if !strings.Contains(comments[1].data, h.words("uk", "comment.withdrawn_here")) || strings.Contains(comments[0].data+comments[1].data, "Друге.") {
		t.Errorf("what was withdrawn is told as %q", comments)
	}
	h.setMode(t, bridge, rozmova.Closed)
	next(t, events, "resync")
	h.setMode(t, bridge, rozmova.Open)

	for _, wrong := range []string{"-5", "x", "99999999999999999999", ""} {
		if r, _ := v.stream(live+"?after="+wrong, "Last-Event-ID", wrong); r.StatusCode != 200 {
			t.Errorf("Last-Event-ID %q: status %d", wrong, r.StatusCode)
		}
	}
	v.get("/threads/"+rozmova.NewID[rozmova.Thread](time.Now()).String()+"/live").must(t, "no such discussion", 404)
}

// TestStreamResync: who was away for long is told to load the page anew.
func TestStreamResync(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true})
	v := h.visitor(t)
	after := between(v.get(h.path(bridge)).body, `data-after="`, `"`)
	for i := range 205 {
		h.say(t, fmt.Sprintf("talker%d@example.org", i%4), bridge, fmt.Sprint("Слово ", i), nil)
	}
	_, events := v.stream("/threads/" + h.stories[bridge].Thread.String() + "/live?after=" + after)
	if e := <-events; e.name != "resync" {
		t.Fatalf("the first event is %q", e.name)
	}
	h.say(t, "talker1@example.org", bridge, "Після того.", nil)
	for !strings.Contains(next(t, events, "comment").data, "Після того.") { // before it may come what the hub was just about to tell
	}
}

func TestStreamsAreBounded(t *testing.T) {
	h := open(t, setup{stories: []string{bridge}, silent: true, config: func(c *config.Config) { c.Limits.StreamsPerAddr = 2 }})
	v := h.visitor(t)
	live := "/threads/" + h.stories[bridge].Thread.String() + "/live"
	one, _ := v.stream(live)
	v.stream(live)
	refused := v.get(live).must(t, "a third stream", 503)
	if refused.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	_ = one.Body.Close()
	eventually(t, "a place is free again", func() bool { r, _ := v.stream(live); return r.StatusCode == 200 })
}
