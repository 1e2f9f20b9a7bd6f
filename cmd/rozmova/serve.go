package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"

	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/config"
	"github.com/rozmova/rozmova/internal/telemetry"
)

// Run serves the site that the settings describe.
func (c *serveCommand) Run(p *program) error {
	cfg, file, err := c.load(p.env)
	if err != nil {
		return err
	}
	if wrong := cfg.Validate(); len(wrong) > 0 {
		return &problems{file, wrong}
	}
	log := telemetry.NewLogger(p.err, cfg.Log.Level, cfg.Log.Format)
	a, err := app.New(p.ctx, cfg, app.Options{Log: log})
	if err != nil {
		return err
	}
	if terminal(p.err) && cfg.Log.Format != "json" {
		for _, line := range p.started(cfg, file, a) {
			p.note(line)
		}
	} else {
		log.Info("serving", "version", app.Version, "settings", file, "store", a.Store.Engine(), "address", a.Addr(), "tls", cfg.Server.TLSCert != "",
			"site", cfg.Origin(), "mail", cfg.SMTP.Addr)
	}
	if err := p.firstAdmin(cfg, log, a); err != nil {
		return errors.Join(err, a.Close())
	}
	return p.serve(a)
}

// firstAdmin prints, where nobody has a role yet, the one-time code with which the first administrator comes in.
func (p *program) firstAdmin(cfg *config.Config, log *slog.Logger, a *app.App) error {
	code, err := a.Membership.SetupCode(p.ctx)
	if err != nil || code == "" {
		return err
	}
	at := cfg.Origin() + "/setup"
	if !terminal(p.err) || cfg.Log.Format == "json" {
		log.Info("nobody has a role yet: open the address within half an hour and enter the code", "address", at, "enter", code)
		return nil
	}
	p.note("")
	p.note(p.say.T("cli.serve.first_admin", "URL", at))
	p.note("  " + code)
	return nil
}

// started tells in words what runs now.
func (p *program) started(cfg *config.Config, file string, a *app.App) []string {
	lines := []string{p.say.T("cli.serve.version", "Version", app.Version)}
	if file != "" {
		lines = append(lines, p.say.T("cli.check.settings_file", "File", file))
	} else {
		lines = append(lines, p.say.T("cli.check.settings_none"))
	}
	if a.Store.Engine() == "postgres" {
		lines = append(lines, p.say.T("cli.serve.store_postgres"))
	} else {
		dir, err := filepath.Abs(cfg.Store.Dir)
		if err != nil {
			dir = cfg.Store.Dir
		}
		lines = append(lines, p.say.T("cli.serve.store_folder", "Dir", dir))
	}
	if cfg.Server.TLSCert != "" {
		lines = append(lines, p.say.T("cli.serve.listening_tls", "Addr", a.Addr()))
	} else {
		lines = append(lines, p.say.T("cli.serve.listening", "Addr", a.Addr()))
	}
	return append(lines, p.say.T("cli.serve.site", "Name", cfg.Site.Name, "URL", cfg.Origin()+"/"), p.say.T("cli.serve.mail", "Addr", cfg.SMTP.Addr),
		p.say.T("cli.stop_hint"))
}

// serve runs an App until the first signal.
func (p *program) serve(a *app.App) error {
	said := context.AfterFunc(p.ctx, func() { p.note(p.say.T("cli.stopping")) })
	err := a.Run(p.ctx)
	if !said() && err == nil {
		p.note(p.say.T("cli.stopped"))
	}
	return err
}
