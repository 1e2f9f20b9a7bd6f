package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova/internal/civility/train"
)

type civilityBarsCommand struct {
	Data  string `required:"" placeholder:"DIR" help:"${civility_data}"`
	Own   string `default:"data/civility" placeholder:"DIR" help:"${civility_own}"`
	Docs  string `default:"docs" placeholder:"DIR" help:"${civility_docs}"`
	Write bool   `help:"${civility_write}"`
	JSON  bool   `name:"json" help:"${json}"`
	weightsFlags
}

// Run measures everything that the classifier is to reach, and writes it into the documentation where asked to.
func (c *civilityBarsCommand) Run(p *program) error {
	m, err := c.model(p)
	if err != nil {
		return err
	}
	if err := p.folder(c.Data); err != nil {
		return err
	}
	h := &train.Harness{Model: m, Data: c.Data, Own: c.Own, Now: time.Now}
	r, err := h.Run()
	if err != nil {
		return err
	}
	if c.JSON {
		err = p.printJSON(r)
	} else {
		err = r.Table().Text(p.out)
	}
	if err != nil || !c.Write {
		return err
	}
	return c.write(p, r)
}

// write puts the figures into the pages, and the drawings beside them.
func (c *civilityBarsCommand) write(p *program, r *train.Report) error {
	plots := train.Plots(r.Judged, r.Thresholds)
	names := slices.Sorted(maps.Keys(plots))
	figures := r.Markdown()
	for _, name := range names {
		figures += fmt.Sprintf("\n![plot: %s](civility/%s)\n", strings.ReplaceAll(strings.TrimSuffix(name, ".svg"), "-", ", "), name)
	}
	page := filepath.Join(c.Docs, "civility.md")
	if err := fill(page, "figures", figures); err != nil {
		return err
	}
	p.note(p.say.T("cli.civility.wrote", "File", page))
	dir := filepath.Join(c.Docs, "civility")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range names {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, plots[name], 0o644); err != nil {
			return err
		}
		p.note(p.say.T("cli.civility.wrote", "File", file))
	}
	rows, _, err := train.Training(c.Data, c.Own)
	if err != nil {
		return err
	}
	card := filepath.Join(c.Docs, "model-card.md")
	if err := fill(card, "data", train.Inventory(rows, "rows").Markdown()); err != nil {
		return err
	}
	if err := fill(card, "figures", r.Summary()); err != nil {
		return err
	}
	p.note(p.say.T("cli.civility.wrote", "File", card))
	return nil
}

// fill puts text between two markers of a file.
func fill(file, marker, text string) error {
	page, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	filled, err := train.Fill(string(page), marker, text)
	if err != nil {
		return &os.PathError{Op: "fill", Path: file, Err: err}
	}
	return os.WriteFile(file, []byte(filled), 0o644)
}
