package client_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
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

// A server is the real API on a seeded store.
type server struct {
	*httptest.Server
	seed                   *rozmovatest.Seed
	token, other, moderate string
	edit                   string // an editor's token
	discussion             *discussion.Desk
	alerts                 *alerts.Desk
	db                     *store.DB
}

func serve(t testing.TB) *server {
	t.Helper()
	db := rozmovatest.SQLite(t)
	s := &server{db: db, seed: rozmovatest.SeedStore(t, db, 2)}
	bundle, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	members := membership.New(db, membership.Options{Site: s.seed.Site})
	editor, err := members.Invite(ctx, "editor@news.example", "Редакторка", "uk", rozmova.Grant{Role: rozmova.Editor})
	if err != nil {
		t.Fatal(err)
	}
	for token, r := range map[*string]*rozmova.Reader{
		&s.token: s.seed.Readers[0], &s.other: s.seed.Readers[1], &s.moderate: s.seed.Moderator, &s.edit: editor,
	} {
		if *token, err = members.NewToken(ctx, r, "test", 0); err != nil {
			t.Fatal(err)
		}
	}
	s.discussion = discussion.New(db, discussion.Options{Site: s.seed.Site, Settings: rozmova.ThreadSettings{PerMinute: 1000}})
	s.alerts = alerts.New(db, alerts.Options{Site: s.seed.Site})
	hub := live.NewHub(100)
	handler := api.New(api.Options{
		Newsroom:   newsroom.New(db, newsroom.Options{Site: s.seed.Site}),
		Discussion: s.discussion,
		Moderation: moderation.New(db, moderation.Options{Site: s.seed.Site}),
		Membership: members, Alerts: s.alerts, Hub: hub, Site: s.seed.Site, Origin: "http://127.0.0.1", Bundle: bundle, Version: "test",
	}).Handler()
	s.Server = httptest.NewServer(handler)
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		_ = db.Follow(ctx, 0, time.Second, func(events []rozmova.Event) error {
			for _, e := range events {
				hub.Publish(e.Thread, &live.Message{Seq: e.Seq, Kind: uint8(e.Kind), Data: e})
			}
			return nil
		})
	}()
	t.Cleanup(func() {
		cancel()
		<-followed
		hub.Close()
		s.Close()
	})
	return s
}

// index takes up what has happened so far into the search index.
func (s *server) index(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	var events []rozmova.Event
	err := s.db.View(ctx, func(tx *store.Tx) (err error) {
		events, err = tx.Events(0, 10_000)
		return err
	})
	if err == nil {
		err = s.discussion.Index(ctx, events)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// examples is where the examples' server lives: a testing.TB without a test.
type examples struct {
	testing.TB
	dir     string
	cleanup []func()
}

func (e *examples) Helper()           {}
func (e *examples) TempDir() string   { return e.dir }
func (e *examples) Cleanup(f func())  { e.cleanup = append(e.cleanup, f) }
func (e *examples) Fatal(args ...any) { panic(fmt.Sprint(args...)) }
func (e *examples) Fatalf(format string, args ...any) {
	panic(fmt.Sprintf(format, args...))
}
func (e *examples) Errorf(format string, args ...any) {
	panic(fmt.Sprintf(format, args...))
}

// exampleServer starts a newsroom with one story, and a reader's and a moderator's token.
func exampleServer() (s *server, stop func()) {
	dir, err := os.MkdirTemp("", "rozmova")
	if err != nil {
		panic(err)
	}
	e := &examples{dir: dir}
	return serve(e), func() {
		for i := len(e.cleanup) - 1; i >= 0; i-- {
			e.cleanup[i]()
		}
		_ = os.RemoveAll(dir)
	}
}
