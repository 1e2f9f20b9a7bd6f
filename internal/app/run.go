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
)

// poll is how often followers look at the log when nothing wakes them.
const poll = 500 * time.Millisecond

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
	follow("decisions", a.settleDecisions)
	follow("queue", a.renewQueue)
	follow("letters", a.followLetters)
	follow("alerts", a.followAlerts)
	follow("digests", a.gatherDigests)
	follow("post", a.sendLetters)
	follow("push", a.sendPushes)
	follow("search", a.followSearch)
	follow("votes", a.tellVotes)
	follow("bridges", a.keepBridges)
	follow("tidy", a.tidy)
	follow("erasure", a.followErasures)
	follow("measure", a.measure)
	follow("temperatures", a.coolBranches)
	follow("clocks", a.watchClocks)
	follow("outside letters", a.sendOutside)
	follow("public log", a.followPublicLog)
	follow("retention", a.retain)
	follow("samples", a.drawSamples)
	follow("abuse", a.watchAbuse)
	follow("taught", a.followAdjustments)
	follow("learning", a.learnNightly)
	follow("register", a.enrol)
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
	side := &http.Server{Handler: a.controlHandler(), ReadHeaderTimeout: 5 * time.Second, ErrorLog: a.serverLog()}
	if a.control != nil {
		serve("control", func() error { return side.Serve(a.control) })
	}
	numbers := &http.Server{Handler: a.Core.metrics.Handler(), ReadHeaderTimeout: 5 * time.Second, ErrorLog: a.serverLog()}
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
	if e := a.saveSearch(context.WithoutCancel(ctx)); e != nil {
		a.Log.Warn("the search index will read some events again", "error", e)
	}
	if a.control != nil {
		_ = os.Remove(a.socket())
	}
	return errors.Join(err, a.Core.Close())
}

// followPages makes kept pages stale and tells open ones, from the moment the program started.
func (a *App) followPages(ctx context.Context) error {
	return a.Store.Follow(ctx, a.head.Load(), poll, func(batch []rozmova.Event) error {
		a.web.Happened(batch)
		a.head.Store(batch[len(batch)-1].Seq)
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

// settleDecisions makes decisions final once nobody can undo them, which lets letters, alerts and the public log tell of them.
func (a *App) settleDecisions(ctx context.Context) error {
	for {
		if err := a.Moderation.Settle(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("settling decisions", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}
