// Package app assembles the program: from settings to something that runs, the order in which it starts and stops, and the
// work that goes on in the background. It holds no rule of the newsroom or the discussion.
package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/i18n"
	"github.com/rozmova/rozmova/internal/mail"
	"github.com/rozmova/rozmova/internal/membership"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/newsroom"
	"github.com/rozmova/rozmova/internal/outbound"
	"github.com/rozmova/rozmova/internal/store"
	"github.com/rozmova/rozmova/internal/telemetry"
)

// Version is the program's, as it tells it.
const Version = "0.1.0"

// Options are what a caller may set besides the settings; each may be zero.
type Options struct {
	Log       *slog.Logger
	Now       func() time.Time
	Transport mail.Transport // nil: by SMTP, or into the mailbox of the demo
	Outbound  *http.Client   // asks other servers; nil: outbound.NewClient. With one of a caller's push services need not be https

	Judge func(*civility.Input) rozmova.Verdict // reads comments instead of the model of this build; nil: that one
}

// A Core is the program without its doors: the store and the desks.
type Core struct {
	Config     *config.Config
	Log        *slog.Logger
	Site       *rozmova.Site
	Store      *store.DB
	Bundle     *i18n.Bundle
	Newsroom   *newsroom.Desk
	Discussion *discussion.Desk
	Moderation *moderation.Desk
	Membership *membership.Desk
	Alerts     *alerts.Desk

	Model *civility.Model                       // nil: this build has none
	Judge func(*civility.Input) rozmova.Verdict // the classifier in use, whichever it is by then; nil: there is none

	classifier *atomic.Pointer[classifier]                   // what Judge asks; shared by the cores that At gives
	adopted    *atomic.Pointer[rozmova.ID[store.Adjustment]] // what the site taught it; shared like it
	adopting   *sync.Mutex                                   // held while adopted and classifier change together
	given      bool                                          // it was given by Options: it is not taught
	metrics    *telemetry.Metrics
	post       mail.Transport
	mailbox    *mail.Mailbox // of the demo; nil elsewhere
	outbound   *http.Client  // of Options; nil elsewhere
	now        func() time.Time
}

// StoreOptions are where the settings put the store.
func StoreOptions(c *config.Config) store.Options {
	if dsn := c.Store.DSN.Reveal(); dsn != "" {
		return store.Options{DSN: dsn}
	}
	return store.Options{Dir: c.Store.Dir}
}

// OpenCore opens the store, makes the site and its first house rules where there are none, and the desks.
func OpenCore(ctx context.Context, cfg *config.Config, o Options) (*Core, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	bundle, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	own := *cfg // what is found out at the start is written into it
	cfg = &own
	c := &Core{Config: cfg, Log: o.Log, Bundle: bundle, metrics: telemetry.NewMetrics(), post: o.Transport, outbound: o.Outbound, now: o.Now}
	if c.post == nil && cfg.Demo {
		c.mailbox = mail.NewMailbox(500)
		c.post = c.mailbox
	}
	if c.post == nil {
		c.post = mail.NewSender(cfg.SMTP)
	}
	so := StoreOptions(cfg)
	so.Log, so.OnCommit = o.Log, c.metrics.Commit
	if c.Store, err = store.Open(ctx, so); err != nil {
		return nil, err
	}
	if err := errors.Join(c.settle(ctx), c.loadModel(o)); err != nil {
		return nil, errors.Join(err, c.Store.Close())
	}
	c.desks()
	if err := c.adopt(ctx); err != nil {
		return nil, errors.Join(err, c.Store.Close())
	}
	return c, nil
}

// settle makes the site as the settings describe it. Settings without site.url, which are enough for the command line, do
// not describe it: the site stays as it is then, and they follow it.
func (c *Core) settle(ctx context.Context) error {
	languages := make([]rozmova.Locale, 0, len(c.Config.Site.Languages))
	languages = append(languages, rozmova.Locale(c.Config.Site.DefaultLanguage))
	for _, l := range c.Config.Site.Languages {
		if l != c.Config.Site.DefaultLanguage {
			languages = append(languages, rozmova.Locale(l))
		}
	}
	host := c.Config.Origin()
	if u, err := url.Parse(host); err == nil {
		host = u.Host
	}
	rules, err := moderation.FirstRules()
	if err != nil {
		return err
	}
	return c.Store.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("site"); err != nil {
			return err
		}
		now := c.now()
		site, err := tx.FirstSite()
		fresh := errors.Is(err, rozmova.NotFound)
		switch {
		case fresh:
			site = &rozmova.Site{ID: rozmova.NewID[rozmova.Site](now)}
		case err != nil:
			return fmt.Errorf("read the site: %w", err)
		}
		if !fresh && c.Config.Site.URL == "" && !c.Config.Demo {
			c.Site, c.Config.Site.URL = site, addressOf(site.Host)
			return nil
		}
		site.Name, site.Host, site.Languages = c.Config.Site.Name, host, languages
		c.Site = site
		if err := tx.PutSite(site, now); err != nil {
			return err
		}
		for i := range rules {
			if !fresh {
				break
			}
			rules[i].Since = now
			if err := tx.AddRule(site.ID, &rules[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

// addressOf is the address of the site with a host: https, unless the host is this machine, as config.Validate has it.
func addressOf(host string) string {
	name := host
	if n, _, err := net.SplitHostPort(host); err == nil {
		name = n
	}
	if ip, err := netip.ParseAddr(name); err == nil && ip.IsLoopback() || name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return "http://" + host
	}
	return "https://" + host
}

// desks makes the desks over the store.
func (c *Core) desks() {
	limits := c.Config.Limits
	c.Newsroom = newsroom.New(c.Store, newsroom.Options{Now: c.now, Site: c.Site})
	c.Moderation = moderation.New(c.Store, moderation.Options{
		Now: c.now, Site: c.Site, Policy: c.policy(), Words: c.Bundle, AskSpam: c.askAkismet(),
		Workdays: moderation.Workdays{Zone: c.Config.Location(), Martial: c.Config.Law.MartialLaw},
	})
	c.Discussion = discussion.New(c.Store, discussion.Options{
		Now: c.now, Site: c.Site, OnPosted: c.metrics.CommentPosted,
		Settings: siteTerms(c.Config), Sections: sectionTerms(c.Config), EditWindow: c.Config.Discussion.EditWindow,
		Totals: discussion.Totals(c.Config.Discussion.Totals), Order: discussion.Order(c.Config.Discussion.Order),
		Log: c.Log, Moderation: c.Moderation, Judge: c.Judge, TimeLimit: c.Config.Civility.TimeLimit, OnJudged: c.metrics.Judged,
	})
	c.Membership = membership.New(c.Store, membership.Options{
		Now: c.now, OnErased: c.noteErased, Site: c.Site, Log: c.Log, CodesPerHour: limits.CodesPerHour, CodesPerMin: limits.CodesPerMinute, SendCode: c.sendCode, SendChanged: c.sendChanged,
		VotesHidden: c.Config.Discussion.Totals != string(discussion.TotalsShown),
		Origin:      c.Config.Origin(), Settings: c.Config.Membership, SecondFactor: c.Config.Membership.StaffSecondFactor && !c.Config.Demo, Outbound: c.asker(outbound.Options{Inside: c.Config.Membership.AskInside}),
	})
	c.Alerts = alerts.New(c.Store, alerts.Options{
		Now: c.now, Site: c.Site, Log: c.Log, Location: c.Config.Location(), Hour: c.Config.Alerts.DigestHour,
		Push: c.Config.Alerts.Push, PlainPush: c.outbound != nil,
	})
}

// asker is what asks other servers.
func (c *Core) asker(o outbound.Options) *http.Client {
	if c.outbound != nil {
		return c.outbound
	}
	return outbound.NewClient(o)
}

// At gives a core over the same store whose desks live by another clock and other limits: the demo is filled with it.
func (c *Core) At(now func() time.Time, perMinute int) *Core {
	other := *c
	cfg := *c.Config
	cfg.Limits.CommentsPerMinute = perMinute
	other.Config, other.now = &cfg, now
	other.desks()
	return &other
}

// Close ends the desks' background work, tells of the last votes and closes the store.
func (c *Core) Close() error {
	c.Membership.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return errors.Join(c.Discussion.FlushVotes(ctx), c.Store.Close())
}

func (c *Core) printer(l rozmova.Locale) *i18n.Printer {
	return c.Bundle.Printer(string(l)).In(c.Config.Location())
}

func (c *Core) letterhead() mail.Site {
	return mail.Site{Name: c.Site.Name, URL: c.Config.Origin(), Contact: c.Config.Site.Contact}
}

func (c *Core) sendCode(ctx context.Context, email, code string, locale rozmova.Locale) error {
	l := mail.SignInCode(c.printer(locale), c.letterhead(), code, int(membership.CodeLife/time.Minute))
	l.To = email
	return c.post.Send(ctx, l)
}

func (c *Core) sendChanged(ctx context.Context, email, with string, locale rozmova.Locale) error {
	l := mail.AddressChanged(c.printer(locale), c.letterhead(), with)
	l.To = email
	return c.post.Send(ctx, l)
}
