package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rozmova/rozmova/internal/app"
)

type exportCommand struct {
	Statements   exportStatementsCommand   `cmd:"" help:"${export_statements}"`
	Transparency exportTransparencyCommand `cmd:"" help:"${export_transparency}"`
}

type exportStatementsCommand struct {
	From string `required:"" placeholder:"YYYY-MM-DD" help:"${export_from}"`
	To   string `required:"" placeholder:"YYYY-MM-DD" help:"${export_to}"`
	storeFlags
}

// Run prints the statements of reasons of some days for the Transparency Database of the DSA, a line for each request to it.
func (c *exportStatementsCommand) Run(p *program) error {
	from, err := time.Parse(time.DateOnly, c.From)
	to, err2 := time.Parse(time.DateOnly, c.To)
	if err != nil || err2 != nil || to.Before(from) {
		return errors.New(p.say.T("cli.export.days"))
	}
	cfg, err := c.load(p.env)
	if err != nil {
		return err
	}
	ask, n := app.ExportCommand{From: from, To: to.AddDate(0, 0, 1)}, 0
	for {
		result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Export: &ask})
		if err != nil {
			return err
		}
		if rows := strings.TrimSuffix(string(result.Export.Rows), "\n"); rows != "" {
			p.print(rows)
		}
		if n, ask.After = n+result.Export.N, result.Export.Next; ask.After.IsZero() {
			break
		}
	}
	p.note(p.say.T("cli.export.statements", "N", n))
	return nil
}

type exportTransparencyCommand struct {
	Year int    `required:"" placeholder:"YYYY" help:"${export_year}"`
	Out  string `required:"" placeholder:"DIR" type:"path" help:"${export_out}"`
	storeFlags
}

// Run writes the eleven parts of a yearly transparency report, a file in CSV for each.
func (c *exportTransparencyCommand) Run(p *program) error {
	if c.Year < 2020 || c.Year > time.Now().Year() {
		return errors.New(p.say.T("cli.export.year", "Year", time.Now().Year()))
	}
	cfg, err := c.load(p.env)
	if err != nil {
		return err
	}
	result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Export: &app.ExportCommand{Year: c.Year}})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	for _, part := range result.Export.Parts {
		name := filepath.Join(c.Out, part.File)
		if err := os.WriteFile(name, part.CSV, 0o644); err != nil {
			return err
		}
		p.print(name)
	}
	if c.Year == time.Now().Year() {
		p.note(p.say.T("cli.export.unfinished", "Year", c.Year))
	}
	p.note(p.say.T("cli.export.by_hand"))
	return nil
}
