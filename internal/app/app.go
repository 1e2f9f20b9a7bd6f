package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/api"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// poll is how often followers look at the log when nothing wakes them.
const poll = 500 * time.Millisecond

// An App is the running program.
type App struct {
	*Core
	hub      *live.Hub
	web      *web.Server
	server   *http.Server
	listener net.Listener
	metrics  net.Listener // nil: on the main port
	control  net.Listener // for the command line; nil on PostgreSQL
	head     int64        // of the log, when the pages began to be kept
	letters  chan struct{}
	draining chan struct{} // closed when the program begins to stop
}

// New opens the store and everything above it, and listens. Run serves; Close gives back what New took when Run is never
// called.
func New(ctx context.Context, cfg *config.Config, o Options) (*App, error) {
	core, err := OpenCore(ctx, cfg, o)
	if err != nil {
		return nil, err
	}
	a, err := NewFrom(ctx, core)
	if err != nil {
		return nil, errors.Join(err, core.Close())
	}
	return a, nil
}

// NewFrom is New over a core that is open already; it belongs to the App from then on.
func NewFrom(ctx context.Context, core *Core) (*App, error) {
	cfg := core.Config
	a := &App{Core: core, hub: live.NewHub(cfg.Limits.Streams), letters: make(chan struct{}, 1), draining: make(chan struct{})}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Server.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	a.listener = listener
	if cfg.Site.URL == "" { // a demo on port 0 is told which it got
		cfg.Server.Addr = listener.Addr().String()
	}
	if err := a.doors(ctx); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return a, nil
}

func (a *App) doors(ctx context.Context) (err error) {
	if err = a.Store.View(ctx, func(tx *store.Tx) (err error) {
		a.head, err = tx.Head() // before any page is made: what happens later makes it stale
		return err
	}); err != nil {
		return err
	}
	if a.web, err = web.New(web.Options{
		Site: a.Site, Origin: a.Config.Origin(), Contact: a.Config.Site.Contact, Location: a.Config.Location(), Sections: a.sections,
		Bundle: a.Bundle, Log: a.Log, Newsroom: a.Newsroom, Discussion: a.Discussion, Moderation: a.Moderation, Membership: a.Membership,
		Hub: a.hub, CacheBytes: a.Config.Limits.PageCacheBytes, OnCache: a.countCache, SignIns: a.Config.Limits.SignInsPerMinute,
		Streams: a.Config.Limits.StreamsPerAddr, Demo: a.Config.Demo, Letters: a.demoLetters,
	}); err != nil {
		return err
	}
	rest := api.New(api.Options{
		Newsroom: a.Newsroom, Discussion: a.Discussion, Moderation: a.Moderation, Membership: a.Membership, Hub: a.hub, Site: a.Site,
		Origin: a.Config.Origin(), Bundle: a.Bundle, Log: a.Log, Version: Version,
	})
	a.server = a.newServer(a.handler(a.web, rest.Handler()))
	if a.Config.Server.MetricsAddr != "" {
		if a.metrics, err = (&net.ListenConfig{}).Listen(ctx, "tcp", a.Config.Server.MetricsAddr); err != nil {
			return fmt.Errorf("listen for metrics: %w", err)
		}
	}
	a.control, err = a.listenControl(ctx)
	return err
}

// Addr is where the program listens.
func (a *App) Addr() string { return a.listener.Addr().String() }

// Run serves until ctx ends, then stops in order: open streams end, requests under way are finished, followers stop, the
// store closes. It gives nil after an orderly stop.
func (a *App) Run(ctx context.Context) error {
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var wg sync.WaitGroup
	failed := make(chan error, 8)
	follow := func(name string, work func(context.Context) error) {
		wg.Go(func() {
			for background.Err() == nil {
				err := work(background)
				if background.Err() != nil {
					return
				}
				a.Log.Error("a follower stopped and begins anew", "follower", name, "error", err)
				select {
				case <-background.Done():
				case <-time.After(time.Second):
				}
			}
		})
	}
	follow("pages", a.followPages)
	follow("letters", a.followLetters)
	follow("post", a.sendLetters)
	follow("tidy", a.tidy)
	serve := func(what string, run func() error) {
		wg.Go(func() {
			if err := run(); !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, net.ErrClosed) {
				failed <- fmt.Errorf("%s: %w", what, err)
			}
		})
	}
	serve("serve", func() error {
		if a.Config.Server.TLSCert != "" {
			return a.server.ServeTLS(a.listener, a.Config.Server.TLSCert, a.Config.Server.TLSKey)
		}
		return a.server.Serve(a.listener)
	})
	side := &http.Server{Handler: a.controlHandler(), ReadHeaderTimeout: 5 * time.Second}
	if a.control != nil {
		serve("control", func() error { return side.Serve(a.control) })
	}
	numbers := &http.Server{Handler: a.Core.metrics.Handler(), ReadHeaderTimeout: 5 * time.Second}
	if a.metrics != nil {
		serve("metrics", func() error { return numbers.Serve(a.metrics) })
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	close(a.draining) // /readyz says no from here on
	a.hub.Close()
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.Config.Server.ShutdownTimeout)
	defer cancel()
	for _, server := range []*http.Server{a.server, side, numbers} {
		if e := server.Shutdown(grace); e != nil {
			a.Log.Warn("some requests did not end in time", "error", e)
			_ = server.Close()
		}
	}
	stop()
	wg.Wait()
	if a.control != nil {
		_ = os.Remove(a.socket())
	}
	return errors.Join(err, a.Core.Close())
}

// Close gives back what New took, for an App that is never run.
func (a *App) Close() error {
	for _, l := range []net.Listener{a.listener, a.metrics, a.control} {
		if l != nil {
			_ = l.Close()
		}
	}
	return a.Core.Close()
}

// followPages makes kept pages stale and tells open ones, from the moment the program started.
func (a *App) followPages(ctx context.Context) error {
	return a.Store.Follow(ctx, a.head, poll, func(batch []rozmova.Event) error {
		a.web.Happened(batch)
		a.head = batch[len(batch)-1].Seq
		return nil
	})
}

// tidy deletes what has run out, every hour.
func (a *App) tidy(ctx context.Context) error {
	for {
		if err := a.Membership.Tidy(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("tidying", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Hour):
		}
	}
}

func (a *App) countCache(hit bool, bytes int64) {
	if hit {
		a.Core.metrics.PageCacheHit()
	} else {
		a.Core.metrics.PageCacheMiss()
	}
	a.Core.metrics.PageCacheBytes(bytes)
}

// demoLetters gives the letters of the demo's mailbox.
func (a *App) demoLetters() []web.Letter {
	if a.mailbox == nil {
		return nil
	}
	var letters []web.Letter
	for _, l := range a.mailbox.Letters(500) {
		letters = append(letters, web.Letter{ID: letterID(l), From: a.Site.Name, To: l.To, Subject: l.Subject, Text: l.Text, At: l.At})
	}
	return letters
}
