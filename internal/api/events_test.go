package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/store"
)

// serve starts a real server, for streams, and follows the log as the program does.
func (h *house) serve() *httptest.Server {
	h.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		_ = h.db.Follow(ctx, 0, time.Second, func(events []rozmova.Event) error {
			for _, e := range events {
				h.hub.Publish(e.Thread, &live.Message{Seq: e.Seq, Kind: uint8(e.Kind), Data: e})
			}
			return nil
		})
	}()
	s := httptest.NewServer(h.handler)
	h.t.Cleanup(func() {
		cancel()
		<-followed
		h.hub.Close()
		s.Close()
	})
	return s
}

// A stream is what follows a discussion.
type stream struct {
	t    *testing.T
	resp *http.Response
	in   *bufio.Reader
}

// A frame is one event as it came over the wire.
type frame struct{ name, id, data string }

func open(t *testing.T, s *httptest.Server, path string, headers ...string) *stream {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/api/v1"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	return &stream{t, resp, bufio.NewReader(resp.Body)}
}

// next gives the next event; io.EOF as its name where the stream has ended.
func (s *stream) next() frame {
	s.t.Helper()
	var f frame
	for {
		line, err := s.in.ReadString('\n')
		if err == io.EOF {
			return frame{name: "EOF"}
		}
		if err != nil {
			s.t.Fatalf("reading the stream: %v", err)
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		switch name {
		case "event":
			f.name = value
		case "id":
			f.id = value
		case "data":
			f.data += value
		case "":
			if f.name != "" {
				return f
			}
		}
	}
}

// want checks that the next event is a count and then a comment in a state, and gives the comment's event.
func (s *stream) want(comments int, state, body string) frame {
	s.t.Helper()
	count, comment := s.next(), s.next()
	var n struct{ Comments int }
	var c struct{ State, Body, Markdown string }
	if err := json.Unmarshal([]byte(count.data), &n); err != nil || count.name != "count" || count.id != "" || n.Comments != comments {
		s.t.Errorf("%+v, want a count of %d without an id", count, comments)
	}
	if err := json.Unmarshal([]byte(comment.data), &c); err != nil || comment.name != "comment" || comment.id == "" || c.State != state || c.Body != body || c.Markdown != "" {
		s.t.Errorf("%+v, want a %s comment: %q", comment, state, body)
	}
	return comment
}

func TestFollowingADiscussion(t *testing.T) {
	h := newHouse(t)
	s := h.serve()
	path := "/threads/" + h.seed.Thread.String() + "/events"
	live := open(t, s, path, "Cookie", "__Host-rz=x")
	if got := live.resp.Header.Get("Content-Type"); got != "text/event-stream; charset=utf-8" {
		t.Fatalf("Content-Type %q, status %d", got, live.resp.StatusCode)
	}
	h.comment(rozmova.Pending, "Чекає") // nobody is told
	one := h.comment(rozmova.Published, "Раз")
	first := live.want(1, "published", "Раз")
	if got := h.ask("other", http.MethodPost, "/comments/"+one.ID.String()+"/notices", `{"rule":"respect"}`); got.StatusCode != http.StatusCreated {
		t.Fatal(got.text) // nor of this
	}
	h.rule(one, rozmova.Remove)
	live.want(0, "removed", "")
	two := h.comment(rozmova.Published, "Два")
	last := live.want(1, "published", "Два")

	back := open(t, s, path, "Last-Event-ID", first.id)
	if got := back.want(1, "removed", ""); got.data == "" || strings.Contains(got.data, "Раз") || strings.Contains(got.data, "author") {
		t.Errorf("a removed comment is sent with its words: %s", got.data)
	}
	if got := back.want(1, "published", "Два"); got != last {
		t.Errorf("what was missed reads %+v, but came as %+v", got, last)
	}
	h.rule(two, rozmova.Hold)
	back.want(0, "held", "")
	live.want(0, "held", "")

	h.update(func(tx *store.Tx) error {
		story := h.seed.Story
		_, err := tx.Append(rozmova.Event{At: h.clock(), Kind: rozmova.StoryChanged, Site: story.Site, Story: story.ID, Thread: story.Thread})
		return err
	})
	if got := live.next(); got.name != "story" || !strings.Contains(got.data, `"slug":"mist"`) {
		t.Errorf("a changed story comes as %+v", got)
	}
	h.hub.Close()
	if got := live.next(); got.name != "EOF" {
		t.Errorf("after the hub has closed: %+v", got)
	}
	if got := h.ask("", http.MethodGet, path, ""); got.StatusCode != http.StatusServiceUnavailable || got.Header.Get("Retry-After") == "" {
		t.Errorf("a closed hub: %d, Retry-After %q", got.StatusCode, got.Header.Get("Retry-After"))
	}
}

func TestWhatWasMissedIsToldOncePerComment(t *testing.T) {
	h := newHouse(t)
	s := h.serve()
	path := "/threads/" + h.seed.Thread.String() + "/events"
	one := h.comment(rozmova.Published, "Раз")
	if got := h.ask("author", http.MethodPut, "/comments/"+one.ID.String(), `{"body":"Два","revision":1}`); got.StatusCode != http.StatusOK {
		t.Fatal(got.text)
	}
	if got := h.ask("other", http.MethodPost, "/comments/"+one.ID.String()+"/notices", `{"rule":"respect"}`); got.StatusCode != http.StatusCreated {
		t.Fatal(got.text)
	}
	all := open(t, s, path+"?after=0")
	if got := all.next(); got.name != "story" {
		t.Errorf("from the beginning: %+v, want the story's publication", got)
	}
	all.want(1, "published", "Два")
	h.comment(rozmova.Published, "Три")
	all.want(2, "published", "Три")
}

func TestWhoMissedTooMuchReadsAnew(t *testing.T) {
	h := newHouse(t)
	s := h.serve()
	path := "/threads/" + h.seed.Thread.String() + "/events"
	for i := range 201 {
		h.comment(rozmova.Published, fmt.Sprint("Слово ", i))
	}
	back := open(t, s, path+"?after=0")
	resync := back.next()
	if resync.name != "resync" || resync.id == "" {
		t.Fatalf("201 events missed: %+v, want a resync with an id", resync)
	}
	h.comment(rozmova.Published, "Далі")
	back.want(202, "published", "Далі")
	again := open(t, s, path, "Last-Event-ID", resync.id)
	again.want(202, "published", "Далі")
}

func TestOnlySoManyStreams(t *testing.T) {
	h := newHouse(t)
	s := h.serve()
	path := "/threads/" + h.seed.Thread.String() + "/events"
	var streams []*stream
	for range 10 {
		streams = append(streams, open(t, s, path))
	}
	full := h.ask("", http.MethodGet, path, "")
	if p := problem(t, full); full.StatusCode != http.StatusServiceUnavailable || p.Reason != "stream.full" || full.Header.Get("Retry-After") == "" {
		t.Errorf("the eleventh stream: %d %s", full.StatusCode, full.text)
	}
	streams[0].resp.Body.Close()
	for h.hub.Streams() == 10 {
		time.Sleep(time.Millisecond) // until the server has noticed
	}
	if got := open(t, s, path).resp.StatusCode; got != http.StatusOK {
		t.Errorf("after one has left: %d", got)
	}
}

func TestVotesAndPicksAreTold(t *testing.T) {
	h := newHouse(t)
	s := h.serve()
	path := "/threads/" + h.seed.Thread.String() + "/events"
	one := h.comment(rozmova.Published, "Раз")
	live := open(t, s, path)
	cast := func(body string) {
		t.Helper()
		h.later(time.Second)
		if got := h.ask("other", http.MethodPut, "/comments/"+one.ID.String()+"/vote", body); got.StatusCode != http.StatusOK {
			t.Fatal(got.text)
		}
		if err := h.discussion.FlushVotes(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	wantVotes := func(s *stream, disagree int) {
		t.Helper()
		got := s.next()
		var told struct {
			Votes []struct {
				Comment string
				Votes   struct{ Voters, Disagree int }
			}
		}
		if err := json.Unmarshal([]byte(got.data), &told); err != nil || got.name != "votes" || got.id == "" || len(told.Votes) != 1 ||
			told.Votes[0].Comment != one.ID.String() || told.Votes[0].Votes.Voters != 1 || told.Votes[0].Votes.Disagree != disagree {
			t.Errorf("votes came as %+v", got)
		}
		if strings.Contains(got.data, "my_vote") || strings.Contains(got.data, h.seed.Readers[1].ID.String()) {
			t.Errorf("it is told who voted: %s", got.data)
		}
	}
	cast(`{"opinion":"disagree","respect":false}`)
	wantVotes(live, 1)
	cast(`{"opinion":null,"respect":true}`)
	wantVotes(live, 0)
	if got := h.ask("editor", http.MethodPut, "/comments/"+one.ID.String()+"/feature", `{"block":null}`); got.StatusCode != http.StatusOK {
		t.Fatal(got.text)
	}
	if got := live.next(); got.name != "featured" || !strings.Contains(got.data, `"featured":"`) || !strings.Contains(got.data, `"body":"Раз"`) {
		t.Errorf("a pick came as %+v", got)
	}
	back := open(t, s, path+"?after=0")
	if got := back.next(); got.name != "story" {
		t.Errorf("from the beginning: %+v, want the story's publication", got)
	}
	back.want(1, "published", "Раз")
	wantVotes(back, 0) // once, as it stands now
	if got := back.next(); got.name != "featured" {
		t.Errorf("after the votes: %+v, want the pick", got)
	}
	h.rule(one, rozmova.Hold)
	for {
		got := live.next()
		if got.name == "comment" {
			if strings.Contains(got.data, "Раз") || strings.Contains(got.data, "votes") || strings.Contains(got.data, "featured") {
				t.Errorf("a held comment keeps %s", got.data)
			}
			return
		}
		if got.name == "EOF" {
			t.Fatal("a held comment is not told of")
		}
	}
}
