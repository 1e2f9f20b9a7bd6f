package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/netip"
	"path/filepath"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/store"
)

// A checking tells what the program would do with some settings, and gathers what is wrong.
type checking struct {
	p     *program
	cfg   *config.Config
	wrong []config.Problem
}

// Run explains in words what the settings mean. It changes nothing and sends nothing.
func (c *checkCommand) Run(p *program) error {
	cfg, file, err := c.load(p.env)
	if err != nil {
		return err
	}
	if c.Live {
		return p.live(cfg)
	}
	if file != "" {
		p.print(p.say.T("cli.check.settings_file", "File", file))
	} else {
		p.print(p.say.T("cli.check.settings_none"))
	}
	check := &checking{p: p, cfg: cfg, wrong: cfg.Validate()}
	check.site()
	check.address()
	check.proxies()
	check.store()
	check.mail()
	check.limits()
	check.civility()
	if c.All {
		p.print("")
		for _, s := range cfg.Settings() {
			p.print(s.Key + " = " + s.Value)
		}
	}
	p.print("")
	if len(check.wrong) == 0 {
		p.print(p.say.T("cli.check.fine"))
		return nil
	}
	p.print(p.say.T("cli.check.problems", "N", len(check.wrong)))
	p.print((&problems{file, check.wrong}).Error())
	return errTold
}

// bad notes a problem beside those that config found.
func (c *checking) bad(key, message string) {
	c.wrong = append(c.wrong, config.Problem{Key: key, Message: message})
}

func (c *checking) site() {
	s := c.cfg.Site
	if s.URL == "" {
		return // a problem already
	}
	c.p.print(c.p.say.T("cli.check.site", "Name", s.Name, "URL", c.cfg.Origin()+"/", "Languages", strings.Join(s.Languages, ", "), "Zone", s.TimeZone))
	if strings.HasPrefix(c.cfg.Origin(), "https://") {
		c.p.print(c.p.say.T("cli.check.cookies_secure"))
	} else {
		c.p.print(c.p.say.T("cli.check.cookies_local"))
	}
}

func (c *checking) address() {
	s := c.cfg.Server
	c.p.print(c.p.say.T("cli.check.listens", "Addr", s.Addr))
	if s.TLSCert == "" || s.TLSKey == "" {
		c.p.print(c.p.say.T("cli.check.tls_none"))
		return
	}
	pair, err := tls.LoadX509KeyPair(s.TLSCert, s.TLSKey)
	if err != nil {
		c.bad("server.tls_cert", err.Error())
		return
	}
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		c.bad("server.tls_cert", err.Error())
		return
	}
	c.p.print(c.p.say.T("cli.check.tls", "Names", strings.Join(leaf.DNSNames, ", "), "Until", leaf.NotAfter.UTC().Format(time.DateOnly)))
	if time.Now().After(leaf.NotAfter) {
		c.bad("server.tls_cert", c.p.say.T("cli.check.tls_over", "Until", leaf.NotAfter.UTC().Format(time.DateOnly)))
	}
}

func (c *checking) proxies() {
	s := c.cfg.Server
	if len(s.TrustedProxies) == 0 {
		c.p.print(c.p.say.T("cli.check.proxies_none"))
		if at, err := netip.ParseAddrPort(s.Addr); err == nil && at.Addr().IsLoopback() && strings.HasPrefix(c.cfg.Origin(), "https://") {
			c.p.print(c.p.say.T("cli.check.proxies_missing"))
		}
	} else {
		list := make([]string, len(s.TrustedProxies))
		for i, p := range s.TrustedProxies {
			list[i] = p.String()
		}
		c.p.print(c.p.say.T("cli.check.proxies", "List", strings.Join(list, ", ")))
	}
	if s.MetricsAddr != "" {
		c.p.print(c.p.say.T("cli.check.metrics", "Addr", s.MetricsAddr))
	} else {
		c.p.print(c.p.say.T("cli.check.metrics_local"))
	}
}

func (c *checking) store() {
	where, key := "PostgreSQL", "store.dsn"
	if c.cfg.Store.DSN.Reveal() == "" {
		dir, err := filepath.Abs(c.cfg.Store.Dir)
		if err != nil {
			dir = c.cfg.Store.Dir
		}
		where, key = dir, "store.dir"
		c.p.print(c.p.say.T("cli.check.store_folder", "Dir", dir))
	} else {
		c.p.print(c.p.say.T("cli.check.store_postgres"))
	}
	ctx, cancel := context.WithTimeout(c.p.ctx, 10*time.Second)
	defer cancel()
	has, knows, err := store.Version(ctx, app.StoreOptions(c.cfg))
	switch {
	case err != nil:
		c.bad(key, strings.Join(c.p.explain(err), " "))
	case has == 0:
		c.p.print(c.p.say.T("cli.check.store_none", "Where", where))
	case has > knows:
		newer := &rozmova.Error{Kind: rozmova.Conflict, Reason: "store.newer", Args: map[string]any{"Has": has, "Knows": knows}}
		c.bad(key, strings.Join(c.p.explain(newer), " "))
	case has < knows:
		c.p.print(c.p.say.T("cli.check.store_older", "Has", has, "Knows", knows))
	default:
		c.p.print(c.p.say.T("cli.check.store_same", "Has", has))
	}
	if key == "store.dir" && app.Running(ctx, c.cfg) {
		c.p.print(c.p.say.T("cli.check.running"))
	}
}

func (c *checking) mail() {
	s := c.cfg.SMTP
	if s.Addr == "" {
		return // a problem already
	}
	way := map[string]string{"starttls": "STARTTLS", "tls": "TLS"}[s.TLS]
	if way == "" {
		c.p.print(c.p.say.T("cli.check.mail_plain", "Addr", s.Addr, "From", s.From))
	} else {
		c.p.print(c.p.say.T("cli.check.mail", "Addr", s.Addr, "From", s.From, "Way", way))
	}
	if s.Username != "" {
		c.p.print(c.p.say.T("cli.check.mail_user", "User", s.Username))
	}
}

// civility tells what becomes of a comment before it is shown.
func (c *checking) civility() {
	s, say := &c.cfg.Civility, c.p.say
	model := app.ModelVersion()
	if model == "" {
		c.p.print(say.T("cli.check.civility_none"))
	} else {
		c.p.print(say.T("cli.check.civility", "Model", model, "Time", s.TimeLimit.String()))
		if s.Mark > 0 {
			c.p.print(say.T("cli.check.civility_mark", "Score", fmt.Sprint(s.Mark)))
		} else {
			c.p.print(say.T("cli.check.civility_mark_own"))
		}
		if s.Hold > 0 {
			c.p.print(say.T("cli.check.civility_hold", "Score", fmt.Sprint(s.Hold)))
		} else {
			c.p.print(say.T("cli.check.civility_hold_never"))
		}
	}
	switch s.Failure { // config.Validate complains of others
	case "hold":
		c.p.print(say.T("cli.check.civility_fail_hold"))
	case "pass":
		c.p.print(say.T("cli.check.civility_fail_pass"))
	case "trusted":
		c.p.print(say.T("cli.check.civility_fail_trusted"))
	}
}

func (c *checking) limits() {
	l, number := c.cfg.Limits, c.p.say.Number
	c.p.print(c.p.say.T("cli.check.comments", "Runes", number(int64(l.CommentRunes)), "Links", number(int64(l.CommentLinks)), "Minute", number(int64(l.CommentsPerMinute))))
	c.p.print(c.p.say.T("cli.check.sign_ins", "Codes", number(int64(l.CodesPerHour)), "Tries", number(int64(l.SignInsPerMinute))))
	c.p.print(c.p.say.T("cli.check.streams", "Streams", number(int64(l.Streams)), "PerAddr", number(int64(l.StreamsPerAddr)), "Cache", number(l.PageCacheBytes>>20)))
	c.p.print(c.p.say.T("cli.check.log", "Level", strings.ToLower(c.cfg.Log.Level.String()), "Format", c.cfg.Log.Format))
	c.p.print(c.p.say.T("cli.check.stop", "Time", c.cfg.Server.ShutdownTimeout.String()))
}
