package api_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/api"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A house is the API on a seeded store, with a clock that stands still until it is moved.
type house struct {
	t          testing.TB
	db         *store.DB
	seed       *rozmovatest.Seed
	discussion *discussion.Desk
	moderation *moderation.Desk
	alerts     *alerts.Desk
	hub        *live.Hub
	api        *api.API
	handler    http.Handler
	tokens     map[string]string // by who: author, other, moderator, editor
	editor     *rozmova.Reader

	mu  sync.Mutex
	now time.Time // guarded by mu
}

const origin = "https://news.example"

func newHouse(t testing.TB) *house {
	t.Helper()
	db := rozmovatest.SQLite(t)
	h := &house{t: t, db: db, seed: rozmovatest.SeedStore(t, db, 2), now: rozmovatest.Noon.Add(time.Hour), tokens: map[string]string{}}
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	members := membership.New(db, membership.Options{Now: h.clock, Site: h.seed.Site})
	h.discussion = discussion.New(db, discussion.Options{Now: h.clock, Site: h.seed.Site, Settings: rozmova.ThreadSettings{PerMinute: 1000}})
	h.moderation = moderation.New(db, moderation.Options{Now: h.clock, Site: h.seed.Site})
	h.alerts = alerts.New(db, alerts.Options{Now: h.clock, Site: h.seed.Site})
	h.hub = live.NewHub(10)
	t.Cleanup(h.hub.Close)
	h.api = api.New(api.Options{
		Newsroom:   newsroom.New(db, newsroom.Options{Now: h.clock, Site: h.seed.Site}),
		Discussion: h.discussion, Moderation: h.moderation, Membership: members, Alerts: h.alerts,
		Hub: h.hub, Site: h.seed.Site, Origin: origin, Bundle: bundle, Version: "test",
	})
	h.handler = h.api.Handler()
	h.editor, err = members.Invite(context.Background(), "editor@news.example", "Редакторка", "uk", rozmova.Grant{Role: rozmova.Editor})
	if err != nil {
		t.Fatal(err)
	}
	for who, r := range map[string]*rozmova.Reader{
		"author": h.seed.Readers[0], "other": h.seed.Readers[1], "moderator": h.seed.Moderator, "editor": h.editor,
	} {
		if h.tokens[who], err = members.NewToken(context.Background(), r, "test", 0); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) later(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// An answer is what came back.
type answer struct {
	*http.Response
	text string
}

func (a answer) decode(t testing.TB, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(a.text), into); err != nil {
		t.Fatalf("%v in %s", err, a.text)
	}
}

// ask sends a request as somebody; "" shows no token. More are names and values of headers in turn.
func (h *house) ask(who, method, path, body string, more ...string) answer {
	h.t.Helper()
	r := httptest.NewRequest(method, origin+"/api/v1"+path, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set("Accept-Language", "en")
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+h.tokens[who])
	}
	for i := 0; i+1 < len(more); i += 2 {
		r.Header.Set(more[i], more[i+1])
	}
	return h.do(r)
}

// do answers a request. It takes no part in the test, so that fuzzing may call it.
func (h *house) do(r *http.Request) answer {
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	resp := w.Result()
	text, _ := io.ReadAll(resp.Body) // from memory
	return answer{resp, string(text)}
}

// comment writes a comment of the author's and brings it into a state.
func (h *house) comment(state rozmova.CommentState, body string) *rozmova.Comment {
	h.t.Helper()
	ctx := context.Background()
	mode := rozmova.Open
	if state == rozmova.Pending {
		mode = rozmova.Premoderated
	}
	h.mode(mode)
	c, _, err := h.discussion.Post(ctx, h.seed.Readers[0], discussion.Posting{Thread: h.seed.Thread, Body: body, Locale: "uk"})
	if err != nil {
		h.t.Fatal(err)
	}
	h.mode(rozmova.Open)
	switch state {
	case rozmova.Held:
		h.rule(c, rozmova.Hold)
	case rozmova.Removed:
		h.rule(c, rozmova.Remove)
	case rozmova.Withdrawn:
		if _, err := h.discussion.Withdraw(ctx, h.seed.Readers[0], c.ID); err != nil {
			h.t.Fatal(err)
		}
	}
	return c
}

func (h *house) mode(m rozmova.ThreadMode) {
	h.t.Helper()
	h.update(func(tx *store.Tx) error { return tx.SetThreadMode(h.seed.Thread, m) })
}

func (h *house) rule(c *rozmova.Comment, action rozmova.Action) {
	h.t.Helper()
	ruling := moderation.Ruling{Comment: c.ID, Action: action, Rule: "respect", Facts: "names a neighbour"}
	if _, err := h.moderation.Decide(context.Background(), h.seed.Moderator, ruling); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) update(fn func(*store.Tx) error) {
	h.t.Helper()
	if err := h.db.Update(context.Background(), fn); err != nil {
		h.t.Fatal(err)
	}
}

// index takes up what has happened so far into the search index, as the program does.
func (h *house) index() {
	h.t.Helper()
	ctx := context.Background()
	var events []rozmova.Event
	err := h.db.View(ctx, func(tx *store.Tx) (err error) {
		events, err = tx.Events(0, 10_000)
		return err
	})
	if err == nil {
		err = h.discussion.Index(ctx, events)
	}
	if err != nil {
		h.t.Fatal(err)
	}
}

// draft writes a story that readers may not see, and gives its thread.
func (h *house) draft() string {
	h.t.Helper()
	s := *h.seed.Story
	s.ID, s.Thread = rozmova.NewID[rozmova.Story](h.now), rozmova.NewID[rozmova.Thread](h.now)
	s.Slug, s.State, s.Group = "chernetka", rozmova.Draft, s.ID
	h.update(func(tx *store.Tx) error {
		if err := tx.AddStory(&s, rozmova.ID[rozmova.Reader]{}); err != nil {
			return err
		}
		return tx.AddThread(&rozmova.Thread{ID: s.Thread, Site: s.Site, Story: s.ID, Mode: rozmova.Open, Opened: h.now})
	})
	return s.Thread.String()
}
