package main

import (
	"errors"
	"strings"
	"time"

	"github.com/rozmova/rozmova/internal/app"
)

type exportCommand struct {
	Statements exportStatementsCommand `cmd:"" help:"${export_statements}"`
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
	result, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Export: &app.ExportCommand{From: from, To: to.AddDate(0, 0, 1)}})
	if err != nil {
		return err
	}
	if rows := strings.TrimSuffix(string(result.Export.Rows), "\n"); rows != "" {
		p.print(rows)
	}
	p.note(p.say.T("cli.export.statements", "N", result.Export.N))
	return nil
}
