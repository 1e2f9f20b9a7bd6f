package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rozmova/rozmova/internal/civility/train"
	"github.com/rozmova/rozmova/internal/ranking/bars"
)

// report prints every bar of the order on a folder of conversations, and writes them into the documentation where asked to.
func (c *rankCommand) report(p *program) error {
	if err := p.folder(c.Report); err != nil {
		return err
	}
	sets, err := bars.Load(c.Report)
	if err != nil {
		p.note(p.say.T("cli.rank.broken", "File", c.Report, "Detail", printable(err.Error())))
		return errTold
	}
	if len(sets) == 0 {
		p.note(p.say.T("cli.rank.no_sets", "File", c.Report))
		return errTold
	}
	h := &bars.Harness{Sets: sets, Busy: busy, Step: p.progress(p.say.T("cli.rank.measuring"))}
	r := h.Run()
	if c.JSON {
		err = p.printJSON(r)
	} else {
		head, rows := r.Table()
		table := &train.Table{Head: head, Rows: rows}
		err = table.Text(p.out)
	}
	if err == nil && c.Write {
		err = c.write(p, r)
	}
	if n := r.Missed(); err == nil && n > 0 {
		p.note(p.say.T("cli.rank.missed", "N", n))
		return errTold
	}
	return err
}

// write puts the figures into the page, and the drawings beside it.
func (c *rankCommand) write(p *program, r *bars.Report) error {
	page := filepath.Join(c.Docs, "bridging.md")
	if err := fill(page, "figures", r.Markdown()); err != nil {
		return err
	}
	var drawings strings.Builder
	dir := filepath.Join(c.Docs, "bridging")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(r.Plots)) {
		drawings.WriteString("![plot: " + strings.ReplaceAll(strings.TrimSuffix(name, ".svg"), "-", ", ") + "](bridging/" + name + ")\n\n")
		if err := os.WriteFile(filepath.Join(dir, name), r.Plots[name], 0o644); err != nil {
			return err
		}
		p.note(p.say.T("cli.civility.wrote", "File", filepath.Join(dir, name)))
	}
	if err := fill(page, "plots", drawings.String()); err != nil {
		return err
	}
	p.note(p.say.T("cli.civility.wrote", "File", page))
	return nil
}
