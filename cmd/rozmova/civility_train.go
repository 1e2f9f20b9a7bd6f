package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/civility/train"
)

type civilityTrainCommand struct {
	Data   string `required:"" placeholder:"DIR" help:"${civility_data}"`
	Own    string `default:"data/civility" placeholder:"DIR" help:"${civility_own}"`
	Out    string `default:"internal/civility/weights.bin" placeholder:"FILE" help:"${civility_out}"`
	Report string `placeholder:"FILE" help:"${civility_report}"`
}

// Run makes weights from the data folder and the project's own rows, and tells what they were made from.
func (c *civilityTrainCommand) Run(p *program) error {
	for _, dir := range []string{c.Data, c.Own, filepath.Dir(c.Out)} { // before an hour's work, not behind it
		if err := p.folder(dir); err != nil {
			return err
		}
	}
	kept, dropped, err := train.Training(c.Data, c.Own)
	var leaks *train.LeakError
	if errors.As(err, &leaks) {
		p.note(p.say.T("cli.civility.leaks", "N", len(leaks.Leaks)))
		for _, line := range strings.Split(leaks.Error(), "\n")[1:] {
			p.note(line)
		}
		return errTold
	}
	if err != nil {
		return err
	}
	if len(kept) == 0 {
		p.note(p.say.T("cli.civility.no_training", "File", c.Data))
		return errTold
	}
	p.note(p.say.T("cli.civility.training", "N", len(kept), "Dropped", p.say.Number(int64(len(dropped)))))
	s := train.Standard()
	s.Tell = p.learning()
	w, err := train.Train(p.ctx, kept, s)
	if err != nil {
		return err
	}
	file, err := w.Encode()
	if err != nil {
		return err
	}
	if err := replace(c.Out, file, 0o644); err != nil {
		return err
	}
	p.note(p.say.T("cli.civility.trained", "File", c.Out, "Model", w.Version, "Size", p.say.Number(int64(len(file)))))
	return c.report(p, w, kept, dropped)
}

// report tells what the weights were made from.
func (c *civilityTrainCommand) report(p *program, w *civility.Weights, kept, dropped []train.Row) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Training report\n\nModel `%s`, licence of the weights: %s.\n\n", w.Version, w.Licence)
	fmt.Fprintf(&b, "Trained on %d rows:\n\n%s", len(kept), train.Inventory(kept, "rows").Markdown())
	fmt.Fprintf(&b, "\nLeft out, because a test stands in them (the same words, or 60 %% of its five-word runs): %d rows.\n\n", len(dropped))
	if len(dropped) > 0 {
		b.WriteString(train.Inventory(dropped, "left out").Markdown())
	}
	if c.Report == "" {
		p.print(strings.TrimSuffix(b.String(), "\n"))
		return nil
	}
	return replace(c.Report, []byte(b.String()), 0o644)
}

// replace writes a file whole or not at all.
func replace(file string, content []byte, mode os.FileMode) error {
	temp, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(content)
	if err := errors.Join(err, temp.Chmod(mode), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}

// learning gives a function that tells of progress, from several goroutines, at every tenth of each stage.
func (p *program) learning() func(stage string, done, of int, loss float64) {
	var lock sync.Mutex // guards last and the lines
	last := map[string]int{}
	return func(stage string, done, of int, loss float64) {
		step := 10
		if of > 0 {
			step = 10 * done / of
		}
		lock.Lock()
		defer lock.Unlock()
		if before, told := last[stage]; told && step <= before {
			return
		}
		last[stage] = step
		line := fmt.Sprintf("%s: %d %%", stage, 10*step)
		if loss > 0 {
			line += fmt.Sprintf(", loss %.3f", loss)
		}
		p.note(line)
	}
}
