package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"sync/atomic"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/api"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/live"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/web"
)

// An App is the running program.
type App struct {
	*Core
	hub        *live.Hub
	web        *web.Server
	server     *http.Server
	listener   net.Listener
	metrics    net.Listener // nil: on the main port
	control    net.Listener // for the command line; nil on PostgreSQL
	head       atomic.Int64 // position in the log up to which pages know it
	searched   atomic.Int64 // and up to which the search index has it
	letters    chan struct{}
	pushes     chan struct{}
	pushKey    *alerts.PushKey // nil: nothing is pushed
	pusher     *alerts.Pusher  // nil: nothing is pushed
	pushPauses pushPauses
	draining   chan struct{} // closed when the program begins to stop
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
	a := &App{Core: core, hub: live.NewHub(cfg.Limits.Streams), letters: make(chan struct{}, 1), pushes: make(chan struct{}, 1), draining: make(chan struct{})}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", cfg.Server.Addr)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	a.listener = listener
	if err := a.prepare(ctx); err != nil {
		return nil, errors.Join(err, a.closeListeners())
	}
	return a, nil
}

// prepare makes everything that Run needs but the listener.
func (a *App) prepare(ctx context.Context) error {
	if s := &a.Config.Server; s.TLSCert != "" { // said now and not by the first visitor
		if _, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey); err != nil {
			return fmt.Errorf("server.tls_cert: %w", err)
		}
	}
	if a.Config.Site.URL == "" {
		if err := a.siteAt(ctx, a.listener.Addr()); err != nil {
			return err
		}
	}
	if err := a.openPush(); err != nil {
		return err
	}
	if err := a.beginLetters(ctx); err != nil {
		return err
	}
	if err := a.beginSearch(ctx); err != nil {
		return err
	}
	return a.doors(ctx)
}

// siteAt tells a site without an address, which only a demo is, the one where it listens: port 0 becomes the port that
// was given, and all addresses of this machine become its name, which stays where it was given.
func (a *App) siteAt(ctx context.Context, at net.Addr) error {
	addr := at.String()
	named, _, _ := net.SplitHostPort(a.Config.Server.Addr) // passkeys are for names alone
	if ap, err := netip.ParseAddrPort(addr); err == nil && (ap.Addr().IsUnspecified() || named == "localhost") {
		addr = net.JoinHostPort("localhost", strconv.Itoa(int(ap.Port())))
	}
	a.Config.Server.Addr = addr
	if a.Site.Host == addr {
		return nil
	}
	a.Site.Host = addr
	return a.Store.Update(ctx, func(tx *store.Tx) error { return tx.PutSite(a.Site, a.now()) })
}

func (a *App) doors(ctx context.Context) (err error) {
	if err = a.Store.View(ctx, func(tx *store.Tx) error {
		head, err := tx.Head() // before any page is made: what happens later makes it stale
		a.head.Store(head)
		return err
	}); err != nil {
		return err
	}
	if a.web, err = web.New(web.Options{
		Site: a.Site, Origin: a.Config.Origin(), Owner: a.Config.Site.Owner, Contact: a.Config.Site.Contact, Location: a.Config.Location(), Sections: a.sections(),
		Bundle: a.Bundle, Log: a.Log, Newsroom: a.Newsroom, Discussion: a.Discussion, Moderation: a.Moderation, Membership: a.Membership, Alerts: a.Alerts, PushKey: a.publicPushKey(),
		Hub: a.hub, CacheBytes: a.Config.Limits.PageCacheBytes, OnCache: a.countCache, SignIns: a.Config.Limits.SignInsPerMinute,
		Streams: a.Config.Limits.StreamsPerAddr, Demo: a.Config.Demo, Letters: a.demoLetters,
	}); err != nil {
		return err
	}
	rest := api.New(api.Options{
		Newsroom: a.Newsroom, Discussion: a.Discussion, Moderation: a.Moderation, Membership: a.Membership, Alerts: a.Alerts, Hub: a.hub, Site: a.Site,
		Origin: a.Config.Origin(), Bundle: a.Bundle, Log: a.Log, Streams: a.Config.Limits.StreamsPerAddr, Version: Version, Location: a.Config.Location(),
		Analyze: a.analyze(),
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

// Close gives back what New took, for an App that is never run.
func (a *App) Close() error { return errors.Join(a.closeListeners(), a.Core.Close()) }

// closeListeners closes what is open, and takes the socket away; the folder's lock is still held then.
func (a *App) closeListeners() error {
	var errs []error
	for _, l := range []net.Listener{a.listener, a.metrics, a.control} {
		if l != nil {
			errs = append(errs, l.Close())
		}
	}
	if a.control != nil {
		errs = append(errs, os.Remove(a.socket()))
	}
	return errors.Join(errs...)
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

// sections are the names of sections as the settings have them.
func (a *App) sections() []web.SectionLabel {
	var labels []web.SectionLabel
	for _, section := range a.Config.Site.Sections {
		label := web.SectionLabel{Slug: rozmova.Slug(section.Slug), Name: map[rozmova.Locale]string{}}
		for _, lang := range a.Config.Site.Languages {
			label.Name[rozmova.Locale(lang)] = section.Names[""]
			if name := section.Names[lang]; name != "" {
				label.Name[rozmova.Locale(lang)] = name
			}
		}
		labels = append(labels, label)
	}
	return labels
}
