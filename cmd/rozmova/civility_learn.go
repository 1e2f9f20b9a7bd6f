package main

import (
	"fmt"
	"os"
	"strconv"

	"github.com/rozmova/rozmova/internal/app"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/civility/train"
)

type civilityLearnCommand struct {
	DryRun bool `help:"${civility_dry_run}"`
	storeFlags
}

type civilityRevertCommand struct{ storeFlags }

type civilityExportCommand struct {
	File string `arg:"" help:"${civility_export_file}"`
	storeFlags
}

// Run teaches the classifier by what moderators have said, and tells what came of it.
func (c *civilityLearnCommand) Run(p *program) error {
	r, err := p.civility(c.storeFlags, &app.CivilityCommand{Learn: true, DryRun: c.DryRun})
	if err != nil {
		return err
	}
	e := r.Evaluation
	p.print(p.say.T("cli.civility.learnt", "N", e.Learnt, "Aside", p.say.Number(int64(e.Aside)), "Model", e.Model))
	if t := compared(e); len(t.Rows) > 0 {
		p.print("")
		if err := t.Text(p.out); err != nil {
			return err
		}
	}
	p.print("")
	for _, l := range e.Labels {
		p.print(l.Label.String() + ": " + p.outcome(&l))
	}
	switch {
	case r.InForce:
		p.print(p.say.T("cli.civility.in_force", "Model", e.Adjusted))
	case e.Better:
		p.print(p.say.T("cli.civility.dry"))
	default:
		p.print(p.say.T("cli.civility.stays", "Model", e.Model))
	}
	return nil
}

// outcome tells in words whether a label is adjusted, and why not.
func (p *program) outcome(l *civility.LabelEvaluation) string {
	switch l.Reason {
	case civility.TooFew:
		return p.say.T("cli.civility.too_few", "Least", civility.LeastOfEach, "Yes", p.say.Number(int64(l.Positive)), "No", p.say.Number(int64(l.Negative)))
	case civility.NoGain:
		return p.say.T("cli.civility.no_gain")
	case civility.LessCaught:
		return p.say.T("cli.civility.less_caught")
	case civility.MoreAlarms:
		return p.say.T("cli.civility.more_alarms")
	}
	return p.say.T("cli.civility.better")
}

// compared writes an evaluation as a table, before and after.
func compared(e *civility.Evaluation) *train.Table {
	t := &train.Table{Head: []string{"label", "lang", "n", "positive", "", "AUC", "AP", "log loss", "recall@5%", "false alarms", "caught"}}
	for _, l := range e.Labels {
		for _, r := range l.Rows {
			language := r.Language
			if language == "" {
				language = "all"
			}
			for i, f := range []civility.Figures{r.Before, r.After} {
				row := []string{l.Label.String(), language, strconv.Itoa(r.N), strconv.Itoa(r.Positive), "before"}
				if i == 1 {
					row[4] = "after"
				}
				for _, x := range []civility.Figure{f.AUC, f.AP, f.LogLoss, f.Recall5, f.Alarms, f.Caught} {
					row = append(row, figure(x))
				}
				t.Rows = append(t.Rows, row)
			}
		}
	}
	return t
}

func figure(f civility.Figure) string {
	if f != f { // not a number
		return "–"
	}
	return fmt.Sprintf("%.3f", float64(f))
}

// Run takes back what the classifier was taught last.
func (c *civilityRevertCommand) Run(p *program) error {
	r, err := p.civility(c.storeFlags, &app.CivilityCommand{Revert: true})
	if err != nil {
		return err
	}
	p.print(p.say.T("cli.civility.reverted", "Was", r.Was, "Model", r.Model))
	return nil
}

// Run writes labelled comments without names.
func (c *civilityExportCommand) Run(p *program) error {
	if info, err := os.Stat(c.File); err == nil && info.IsDir() { // before the work, not behind it
		p.note(p.say.T("cli.is_folder", "File", c.File))
		return errTold
	}
	r, err := p.civility(c.storeFlags, &app.CivilityCommand{Export: true})
	if err != nil {
		return err
	}
	if err := replace(c.File, r.Rows, 0o600); err != nil {
		return err
	}
	p.note(p.say.T("cli.civility.exported", "N", r.N, "File", c.File))
	p.note(p.say.T("cli.civility.export_care"))
	return nil
}

func (p *program) civility(flags storeFlags, command *app.CivilityCommand) (*app.CivilityResult, error) {
	cfg, err := flags.load(p.env)
	if err != nil {
		return nil, err
	}
	r, err := app.DoCommand(p.ctx, cfg, app.Options{}, app.Command{Civility: command})
	if err != nil {
		return nil, err
	}
	return r.Civility, nil
}
