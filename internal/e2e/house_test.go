package e2e_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/store"
)

// The stories that tests walk: bridge is long, with sources, two sides, a correction, a translation and 120 comments on two
// pages; theatre has one page of comments; phone is a call told by two sides.
const (
	bridge  = "02-staryi-mist"
	theatre = "04-teatr-na-elevatori"
	phone   = "01-zhenevski-perehovory"
)

// demo is where the sample newsroom lies.
const demo = "../../cmd/rozmova/demo/"

// A house is the program as it runs, with a newsroom in it.
type house struct {
	*app.Core // its desks, without limits to how fast readers write
	running   *app.App
	url       string
	stories   map[string]*rozmova.Story                     // by file
	readers   map[string]*rozmova.Reader                    // by key or by e-mail
	comments  map[string]map[string]*rozmova.Comment        // by file and key
	threads   map[rozmova.ID[rozmova.Thread]]rozmova.Locale // of their stories
	logged    func() string
	opened    sync.Map // letters with codes that were read already, by path
}

// A setup says what a house begins with.
type setup struct {
	stories []string                              // files of the demo
	silent  bool                                  // without the demo's comments
	config  func(*config.Config)                  // changes the settings
	judge   func(*civility.Input) rozmova.Verdict // reads comments instead of the model of this build
	post    mail.Transport                        // takes letters in place of the demo's mailbox
	asks    *http.Client                          // asks other servers instead of the program's own
	seed    func(h *house, core *app.Core)        // fills the store before the program runs
}

// open starts a house; the test's end stops it.
func open(t *testing.T, s setup) *house {
	t.Helper()
	cfg := config.Default()
	cfg.Demo = true
	cfg.Civility.Failure = "pass" // a slow machine is not what the browser is to see
	cfg.Site.Name = "Вербоярський вісник"
	cfg.Store.Dir = t.TempDir()
	cfg.Server.Addr = "127.0.0.1:0"
	cfg.Server.ShutdownTimeout = 3 * time.Second
	cfg.Limits.CommentsPerMinute, cfg.Limits.SignInsPerMinute, cfg.Limits.CodesPerHour = 10_000, 10_000, 1_000
	if s.config != nil {
		s.config(cfg)
	}
	log := &lines{}
	ctx, cancel := context.WithCancel(context.Background())
	core, err := app.OpenCore(ctx, cfg, app.Options{Judge: s.judge, Outbound: s.asks, Transport: s.post, Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	must(t, err)
	h := &house{
		Core: core.At(time.Now, 1_000_000), stories: map[string]*rozmova.Story{}, readers: map[string]*rozmova.Reader{},
		comments: map[string]map[string]*rozmova.Comment{}, threads: map[rozmova.ID[rozmova.Thread]]rozmova.Locale{}, logged: log.String,
	}
	for _, file := range s.stories {
		h.publish(t, core, file, !s.silent)
	}
	if s.seed != nil {
		s.seed(h, core)
	}
	h.running, err = app.NewFrom(ctx, core)
	must(t, err)
	h.url = "http://" + h.running.Addr()
	done := make(chan error, 1)
	go func() { done <- h.running.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("stopping: %v", err)
		}
		if text := log.String(); strings.Contains(text, "level=ERROR") {
			t.Errorf("the program logged errors:\n%s", text)
		}
	})
	return h
}

// publish publishes a story of the demo at its time, with its comments.
func (h *house) publish(t *testing.T, core *app.Core, file string, talk bool) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(demo, "stories", file+".md"))
	must(t, err)
	h.named(t, string(content))
	draft, err := newsroom.Parse(file+".md", content, newsroom.ParseOptions{})
	must(t, err)
	at := published(t, string(draft.Story.Slug))
	var clock atomic.Int64
	clock.Store(at.UnixMicro())
	then := core.At(func() time.Time { return time.UnixMicro(clock.Load()).UTC() }, 1_000_000)
	p, err := then.Newsroom.Publish(t.Context(), rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{})
	must(t, err)
	h.stories[file], h.threads[p.Story.Thread] = p.Story, p.Story.Language
	if talk {
		h.talk(t, then, file, at, func(now time.Time) { clock.Store(now.UnixMicro()) })
	}
}

// member makes a reader, or gives the one who was made before.
func (h *house) member(t testing.TB, email string, roles ...rozmova.Role) *rozmova.Reader {
	t.Helper()
	if r := h.readers[email]; r != nil {
		return r
	}
	var grants []rozmova.Grant
	for _, role := range roles {
		grants = append(grants, rozmova.Grant{Role: role})
	}
	name, _, _ := strings.Cut(email, "@")
	r, err := h.Membership.Invite(context.Background(), email, name, "uk", grants...)
	must(t, err)
	h.readers[email] = r
	return r
}

// say posts a comment under a story past the doors; parent may be nil.
func (h *house) say(t testing.TB, email, file, text string, parent *rozmova.Comment) *rozmova.Comment {
	t.Helper()
	p := discussion.Posting{Thread: h.stories[file].Thread, Body: text, Locale: "uk"}
	if parent != nil {
		p.Parent = parent.ID
	}
	c, _, err := h.Discussion.Post(context.Background(), h.member(t, email), p)
	must(t, err)
	return c
}

// setMode opens or closes the discussion of a story, and tells everybody.
func (h *house) setMode(t testing.TB, file string, mode rozmova.ThreadMode) {
	t.Helper()
	s := h.stories[file]
	must(t, h.Store.Update(context.Background(), func(tx *store.Tx) error {
		if err := tx.SetThreadMode(s.Thread, mode); err != nil {
			return err
		}
		seq, err := tx.Append(rozmova.Event{At: time.Now(), Kind: rozmova.ThreadChanged, Site: s.Site, Story: s.ID, Thread: s.Thread})
		if err != nil {
			return err
		}
		return tx.TouchThread(s.Thread, seq)
	}))
}

// link gives the site path of a sign-in link.
func (h *house) link(t testing.TB, r *rozmova.Reader) string {
	t.Helper()
	address, err := h.SignInLink(context.Background(), r, time.Hour, 100)
	must(t, err)
	return address[strings.Index(address, "/sign-in/"):]
}

// path is the address of a story within the site.
func (h *house) path(file string) string { return "/stories/" + string(h.stories[file].Slug) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// eventually asks until the answer is yes, for as long as a test may reasonably wait.
func eventually(t testing.TB, what string, ask func() bool) time.Duration {
	t.Helper()
	start := time.Now()
	for !ask() {
		if time.Since(start) > 30*time.Second {
			t.Fatalf("waited in vain: %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return time.Since(start)
}

func expect[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %s, want %s", what, fmt.Sprint(got), fmt.Sprint(want))
	}
}
