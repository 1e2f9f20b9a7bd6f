package main

import (
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/civility/train"
)

type civilityEvalCommand struct {
	Files     []string `arg:"" name:"file" help:"${civility_files}"`
	Threshold *float32 `placeholder:"SCORE" help:"${civility_threshold}"`
	JSON      bool     `name:"json" help:"${json}"`
	weightsFlags
}

// timed is how many texts the time for a comment is measured on.
const timed = 1000

// Run measures a model on labelled comments.
func (c *civilityEvalCommand) Run(p *program) error {
	if t := c.Threshold; t != nil && !(*t > 0 && *t <= 1) {
		p.note(p.say.T("cli.civility.threshold_wrong"))
		return errTold
	}
	m, err := c.model(p)
	if err != nil {
		return err
	}
	var rows []train.Row
	for _, file := range c.Files {
		some, err := train.Read(file)
		if err != nil {
			return p.fileError(err, file)
		}
		if len(some) == 0 {
			p.note(p.say.T("cli.civility.no_rows", "File", file))
			return errTold
		}
		rows = append(rows, some...)
	}
	threshold := train.Threshold(m.Threshold)
	if c.Threshold != nil {
		threshold = func(string, rozmova.Label) float32 { return *c.Threshold }
	}
	e := train.Evaluate(train.JudgeAll(m, rows), threshold)
	var texts []string
	for i := 0; i < len(rows) && len(texts) < timed; i += max(1, len(rows)/timed) {
		texts = append(texts, rows[i].Text)
	}
	var sum time.Duration
	for _, d := range train.Times(m, texts, time.Now) {
		sum += d
	}
	e.Microseconds = civility.Figure(float64(sum.Nanoseconds()) / 1000 / float64(len(texts)))
	if c.JSON {
		return p.printJSON(e)
	}
	p.print(p.say.T("cli.civility.measured", "N", e.Rows, "Model", e.Model, "Time", fmt.Sprintf("%.0f", float64(e.Microseconds))))
	p.print("")
	groups, spans := e.Table()
	if err := groups.Text(p.out); err != nil {
		return err
	}
	if len(spans.Rows) == 0 {
		return nil
	}
	p.print("")
	return spans.Text(p.out)
}
