package main

import (
	"errors"
	"net"
	"path/filepath"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/telemetry"
)

// Run shows the sample newsroom, made beforehand where its folder is empty.
func (c *demoCommand) Run(p *program) error {
	cfg := config.Default()
	cfg.Demo = true
	cfg.Civility.Failure = "pass" // a sample talk is not to stand still where a busy machine makes the classifier late
	cfg.Site.Name = "Вербоярський вісник"
	cfg.Site.Contact, cfg.Site.Owner = "editor-danuta@example.org", "Вербоярський вісник"
	cfg.Server.Addr, cfg.Store.Dir = c.Addr, c.Dir
	cfg.Server.ShutdownTimeout = 3 * time.Second
	if cfg.Store.Dir == "" {
		cfg.Store.Dir = demoFolder
	}
	dir, err := filepath.Abs(cfg.Store.Dir)
	if err != nil {
		return err
	}
	cfg.Store.Dir = dir
	if wrong := cfg.Validate(); len(wrong) > 0 {
		return &problems{"", wrong}
	}
	if err := mayListen(p, c.Addr); err != nil { // before the time it takes to fill
		return err
	}
	sample, err := readDemo()
	if err != nil {
		return err
	}
	fill, again, err := prepareDemo(dir)
	if err != nil {
		return err
	}
	switch {
	case again:
		p.note(p.say.T("cli.demo.again", "Dir", dir))
	case fill:
		p.note(p.say.T("cli.demo.fresh", "Dir", dir))
	default:
		p.note(p.say.T("cli.demo.kept", "Dir", dir))
	}
	log := telemetry.NewLogger(p.err, cfg.Log.Level, cfg.Log.Format)
	cfg.Site.Sections = demoSections()
	core, err := app.OpenCore(p.ctx, cfg, app.Options{Log: log})
	if err != nil {
		return err
	}
	if fill {
		if err := fillDemo(p.ctx, core, sample, time.Now(), p.progress(p.say.T("cli.demo.filling"))); err != nil {
			return errors.Join(err, core.Close())
		}
	}
	a, err := app.NewFrom(p.ctx, core)
	if err != nil {
		return errors.Join(err, core.Close())
	}
	links, err := demoLinks(p.ctx, core, sample)
	if err != nil {
		return errors.Join(err, a.Close())
	}
	p.showDemo(a.Config, links)
	return p.serve(a)
}

// mayListen finds out early whether the address is free.
func mayListen(p *program, addr string) error {
	l, err := (&net.ListenConfig{}).Listen(p.ctx, "tcp", addr)
	if err != nil {
		return err
	}
	return l.Close()
}

// showDemo prints where to look and how to sign in.
func (p *program) showDemo(cfg *config.Config, links []demoLink) {
	at := cfg.Origin()
	p.print("")
	p.print(p.say.T("cli.demo.front", "URL", at+"/"))
	p.print(p.say.T("cli.demo.english", "URL", at+"/en/"))
	p.print(p.say.T("cli.demo.mailbox", "URL", at+"/mailbox"))
	p.print(p.say.T("cli.demo.api", "URL", at+"/openapi.json"))
	p.print("")
	for _, l := range links {
		switch l.role {
		case rozmova.Moderator:
			p.print(p.say.T("cli.demo.as_moderator", "Name", l.name))
		case rozmova.Senior:
			p.print(p.say.T("cli.demo.as_senior", "Name", l.name))
		case rozmova.Admin:
			p.print(p.say.T("cli.demo.as_admin", "Name", l.name))
		case rozmova.Editor:
			p.print(p.say.T("cli.demo.as_editor", "Name", l.name))
		default:
			p.print(p.say.T("cli.demo.as_reader", "Name", l.name))
		}
		p.print("  " + l.url)
	}
	p.print("")
	p.print(p.say.T("cli.demo.publish", "Dir", cfg.Store.Dir))
	p.print(p.say.T("cli.stop_hint"))
}
