package main

import (
	"encoding/json"
	"errors"
	"os"
	"syscall"

	"github.com/rozmova/rozmova/internal/civility"
)

type civilityCommand struct {
	Score civilityScoreCommand `cmd:"" help:"${civility_score}"`
	Eval  civilityEvalCommand  `cmd:"" help:"${civility_eval}"`
	Bars  civilityBarsCommand  `cmd:"" help:"${civility_bars}"`
	Train civilityTrainCommand `cmd:"" help:"${civility_train}"`

	Learn  civilityLearnCommand  `cmd:"" help:"${civility_learn}"`
	Revert civilityRevertCommand `cmd:"" help:"${civility_revert}"`
	Export civilityExportCommand `cmd:"" help:"${civility_export}"`
}

// weightsFlags say which weights are meant.
type weightsFlags struct {
	Weights string `placeholder:"FILE" help:"${civility_weights}"`
}

// model gives the model of the file, or the one in the program.
func (f *weightsFlags) model(p *program) (*civility.Model, error) {
	if f.Weights == "" {
		m, err := civility.Load()
		if errors.Is(err, civility.ErrNoWeights) {
			p.note(p.say.T("cli.civility.no_weights"))
			return nil, errTold
		}
		return m, err
	}
	file, err := os.ReadFile(f.Weights)
	if err != nil {
		return nil, p.fileError(err, f.Weights)
	}
	w, err := civility.Decode(file)
	if err != nil {
		p.note(p.say.T("cli.civility.bad_weights", "File", f.Weights, "Detail", err.Error()))
		return nil, errTold
	}
	return civility.New(w), nil
}

// fileError finds the words for a folder where a file should be; other errors have theirs already.
func (p *program) fileError(err error, file string) error {
	if errors.Is(err, syscall.EISDIR) {
		p.note(p.say.T("cli.is_folder", "File", file))
		return errTold
	}
	return err
}

// folder wants a folder to be there.
func (p *program) folder(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		p.note(p.say.T("cli.civility.no_folder", "File", dir))
		return errTold
	}
	return err
}

// printJSON writes a value over several lines.
func (p *program) printJSON(v any) error {
	e := json.NewEncoder(p.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
