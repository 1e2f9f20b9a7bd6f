package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/client"
)

// A deaf network carries requests and loses the first answers.
type deaf struct {
	lose int
	keys []string
}

func (d *deaf) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Method == http.MethodPost {
		d.keys = append(d.keys, r.Header.Get("Idempotency-Key"))
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err == nil && d.lose > 0 {
		d.lose--
		resp.Body.Close()
		return nil, errors.New("connection reset")
	}
	return resp, err
}

func TestALostAnswerMakesNoSecondComment(t *testing.T) {
	s := serve(t)
	ctx := context.Background()
	network := &deaf{lose: 3}
	c := client.New(s.URL, s.token, &http.Client{Transport: network}).Hurry()
	if _, err := c.Post(ctx, s.seed.Thread, client.Draft{Body: "Раз"}); err != nil {
		t.Fatal(err)
	}
	if n := len(network.keys); n != 4 || network.keys[0] == "" || network.keys[0] != network.keys[3] {
		t.Errorf("sent with the keys %q, want one key four times", network.keys)
	}
	n := 0
	for _, err := range c.Comments(ctx, s.seed.Thread, client.Newest) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 1 {
		t.Errorf("%d comments, want 1", n)
	}
	network.lose = 100
	if _, err := c.Post(ctx, s.seed.Thread, client.Draft{Body: "Два"}); err == nil {
		t.Error("no answer ever, and no error")
	}
}

func TestARefusalIsNotRepeated(t *testing.T) {
	s := serve(t)
	network := &deaf{}
	c := client.New(s.URL, "", &http.Client{Transport: network}).Hurry()
	if _, err := c.Post(context.Background(), s.seed.Thread, client.Draft{Body: "Раз"}); !errors.Is(err, rozmova.Unauthenticated) || len(network.keys) != 1 {
		t.Errorf("%v after %d tries, want Unauthenticated after one", err, len(network.keys))
	}
}

func TestKindsOfProblems(t *testing.T) {
	for status, want := range map[int]error{
		422: rozmova.Invalid, 404: rozmova.NotFound, 401: rozmova.Unauthenticated, 403: rozmova.Forbidden, 409: rozmova.Conflict,
		429: rozmova.TooMany, 413: rozmova.TooLarge, 503: rozmova.Unavailable, 502: rozmova.Unavailable, 500: nil,
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "0")
			http.Error(w, "<html>a proxy's page</html>", status)
		}))
		_, err := client.New(s.URL, "", nil).Hurry().Story(context.Background(), "mist")
		s.Close()
		var p *client.Problem
		if !errors.As(err, &p) || p.Status != status || p.Unwrap() != want {
			t.Errorf("%d: %v, want %v", status, err, want)
		}
	}
}

func TestEventsGoOnAfterTheLineBroke(t *testing.T) {
	s := serve(t)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	c := client.New(s.URL, s.token, nil).Hurry()
	post := func(n int) {
		if _, err := c.Post(ctx, s.seed.Thread, client.Draft{Body: fmt.Sprint(n)}); err != nil {
			t.Error(err)
		}
	}
	post(0) // before: not to be told
	thread, err := c.Thread(ctx, s.seed.Thread)
	if err != nil {
		t.Fatal(err)
	}
	post(1)
	var got []string
	for e, err := range c.Events(ctx, s.seed.Thread, thread.Seq) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Comment == nil {
			continue
		}
		got = append(got, e.Comment.Body)
		if len(got) == 5 {
			break
		}
		s.CloseClientConnections()
		post(len(got) + 1)
	}
	if fmt.Sprint(got) != "[1 2 3 4 5]" {
		t.Errorf("told of %v, want each of 1 to 5 once", got)
	}
}

func TestEventsOfWhatIsNotThereEnd(t *testing.T) {
	s := serve(t)
	for _, after := range []int64{-1, 0} {
		n := 0
		for _, err := range client.New(s.URL, "", nil).Events(context.Background(), rozmova.NewID[rozmova.Thread](time.Now()), after) {
			if n++; !errors.Is(err, rozmova.NotFound) {
				t.Errorf("%v, want NotFound", err)
			}
		}
		if n != 1 {
			t.Errorf("%d turns, want one with the error", n)
		}
	}
}

func TestAReadersWay(t *testing.T) {
	s := serve(t)
	ctx := context.Background()
	author, other := client.New(s.URL+"/", s.token, nil), client.New(s.URL, s.other, nil)
	c, err := author.Post(ctx, s.seed.Thread, client.Draft{Body: "Раз"})
	if err != nil {
		t.Fatal(err)
	}
	if c, err = author.Edit(ctx, c.ID, c.Revision, "Два"); err != nil || c.Body != "Два" || c.Edited.IsZero() {
		t.Fatalf("edited: %+v, %v", c, err)
	}
	if _, err := author.Edit(ctx, c.ID, 1, "Три"); !errors.Is(err, rozmova.Conflict) {
		t.Errorf("edit of an old revision: %v, want Conflict", err)
	}
	answer, err := other.Post(ctx, s.seed.Thread, client.Draft{Body: "Ні", Parent: c.ID})
	if err != nil || answer.Parent != c.ID {
		t.Fatalf("answered: %+v, %v", answer, err)
	}
	if n, err := other.Report(ctx, c.ID, "respect", "образа"); err != nil || n.Comment != c.ID {
		t.Errorf("reported: %+v, %v", n, err)
	}
	if c, err = author.Withdraw(ctx, c.ID); err != nil || c.State != "withdrawn" || c.Author != nil {
		t.Errorf("withdrawn: %+v, %v", c, err)
	}
	if c, err = other.Comment(ctx, answer.ID); err != nil || c.Author.PenName != "Читач 2" {
		t.Errorf("read: %+v, %v", c, err)
	}
	for card, err := range author.Stories(ctx, "hromada") {
		if err != nil || card.Slug != "mist" || card.Comments != 1 {
			t.Errorf("listed: %+v, %v", card, err)
		}
	}
}

// TestTheClientKnowsEveryField reads what the API's golden answers hold, and knows all of it.
func TestTheClientKnowsEveryField(t *testing.T) {
	for name, into := range map[string]any{
		"story": &client.Story{}, "thread": &client.Thread{}, "post": &client.Comment{}, "edit": &client.Comment{}, "withdraw": &client.Comment{},
		"notice": &client.Notice{}, "decision": &client.Decision{}, "comment-voted": &client.Comment{}, "post-cite": &client.Comment{},
		"story-cited": &client.Story{}, "feature": &client.Comment{}, "vote": &client.Tally{}, "vote-respect": &client.Tally{}, "unvote": &client.Tally{},
		"reader": &client.Profile{}, "reader-moderator": &client.Profile{}, "mute": &client.Author{}, "muted": &struct{ Readers []client.Author }{}, "settings": &client.Setup{}, "settings-put": &client.Setup{},
		"thread-slow": &client.Thread{},
		"search": &struct {
			Hits []client.Hit
			Next string
		}{},
		"comments-respected": &struct {
			Comments   []client.Comment
			Next, Prev string
		}{},
		"stories": &struct {
			Stories []client.Card
			Next    string
		}{},
		"comments-author": &struct{ Comments []client.Comment }{},
	} {
		content, err := os.ReadFile("../internal/api/testdata/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		content = content[bytes.IndexByte(content, '{'):]
		for i := range 30 { // the golden files number IDs
			content = bytes.ReplaceAll(content, fmt.Appendf(nil, `"id-%d"`, i), []byte(`"01a20320-a200-7000-988c-3961ab62faaf"`))
		}
		d := json.NewDecoder(bytes.NewReader(content))
		d.DisallowUnknownFields()
		if err := d.Decode(into); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
