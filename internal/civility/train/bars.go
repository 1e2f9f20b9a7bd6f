package train

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/rozmova/rozmova/internal/civility"
)

// A Bar is one thing that the classifier is to do, how well it does it and how well it should.
type Bar struct {
	Part   string          `json:"part"`
	What   string          `json:"what"`
	N      int             `json:"n"` // texts it was measured on; 0: they are not here
	Figure civility.Figure `json:"figure"`
	Unit   string          `json:"unit,omitempty"` // %, µs or bytes; empty for what goes from 0 to 1
	Least  civility.Figure `json:"least"`          // what it should be at least; NaN for no bar
	Most   civility.Figure `json:"most"`
	Met    string          `json:"met"` // yes, no, not here, or measured where there is no bar
}

// none is no bar.
func none() civility.Figure { return civility.Figure(math.NaN()) }

// settle works out Met.
func (b *Bar) settle() {
	switch {
	case !b.Figure.There() || b.N == 0:
		b.Met = "not here"
	case !b.Least.There() && !b.Most.There():
		b.Met = "measured"
	case b.Least.There() && b.Figure < b.Least || b.Most.There() && b.Figure > b.Most:
		b.Met = "no"
	default:
		b.Met = "yes"
	}
}

// show writes a figure in the unit of the bar.
func (b *Bar) show(f civility.Figure) string {
	switch {
	case !f.There():
		return ""
	case b.Unit == "%":
		return strings.TrimSuffix(strconv.FormatFloat(100*float64(f), 'f', 1, 64), ".0") + " %"
	case b.Unit != "":
		return strconv.FormatFloat(float64(f), 'f', 0, 64) + " " + b.Unit
	}
	return strings.TrimSuffix(strconv.FormatFloat(float64(f), 'f', 3, 64), "0")
}

// limit writes the bar itself.
func (b *Bar) limit() string {
	var parts []string
	if b.Least.There() {
		parts = append(parts, "≥ "+b.show(b.Least))
	}
	if b.Most.There() {
		parts = append(parts, "≤ "+b.show(b.Most))
	}
	return strings.Join(parts, ", ")
}

// A Harness measures the bars of one model.
type Harness struct {
	Model *civility.Model
	Data  string           // folder of the shared data
	Own   string           // folder of the project's own data
	Now   func() time.Time // the clock, for the rows about time; nil leaves these out
}

// A Report is what a Harness found.
type Report struct {
	Model      string    `json:"model"`
	Thresholds Threshold `json:"-"`
	Bars       []Bar     `json:"bars"`
	Judged     []Judged  `json:"-"` // the tests
	Neutral    []Judged  `json:"-"` // posts that only false alarms are counted on
}

// bench gathers bars.
type bench struct {
	t    Threshold
	bars []Bar
}

func (b *bench) add(bar Bar) {
	if bar.N == 0 {
		bar.Figure = none()
	}
	bar.settle()
	b.bars = append(b.bars, bar)
}

// least and most add a row with a bar, measured one without.
func (b *bench) least(part, what string, n int, f, bar civility.Figure, unit string) {
	b.add(Bar{Part: part, What: what, N: n, Figure: f, Unit: unit, Least: bar, Most: none()})
}

func (b *bench) most(part, what string, n int, f, bar civility.Figure, unit string) {
	b.add(Bar{Part: part, What: what, N: n, Figure: f, Unit: unit, Least: none(), Most: bar})
}

func (b *bench) measured(part, what string, n int, f civility.Figure, unit string) {
	b.add(Bar{Part: part, What: what, N: n, Figure: f, Unit: unit, Least: none(), Most: none()})
}

// Run measures every bar. Rows on data that is not there say so.
func (h *Harness) Run() (*Report, error) {
	tests, err := Tests(h.Data, h.Own)
	if err != nil {
		return nil, err
	}
	var neutral []Row
	for _, prefix := range []string{"train-uk-nc", "dev-uk-nc", "train-ru-nc", "dev-ru-nc"} { // nothing is trained on these
		rows, err := ReadAll(h.Data, prefix)
		if err != nil {
			return nil, err
		}
		neutral = append(neutral, pick(rows, func(r *Row) bool { return r.Source == "unlp2025" })...)
	}
	r := &Report{Model: h.Model.Version(), Thresholds: h.Model.Threshold, Judged: JudgeAll(h.Model, tests), Neutral: JudgeAll(h.Model, neutral)}
	b := &bench{t: h.Model.Threshold}
	b.participants(r.Judged)
	b.handmade(r.Judged)
	b.toxicity(r.Judged)
	if err := b.obfuscation(h.Model, r.Judged); err != nil {
		return nil, err
	}
	b.neutral(r.Neutral)
	b.spans(r.Judged)
	b.calibration(r.Judged)
	if err := b.cost(h, tests); err != nil {
		return nil, err
	}
	r.Bars = b.bars
	return r, nil
}

// pick gives the rows that a rule takes.
func pick[R any](rows []R, takes func(*R) bool) []R {
	var some []R
	for i := range rows {
		if takes(&rows[i]) {
			some = append(some, rows[i])
		}
	}
	return some
}

// Table gives the bars in the order of the issue that set them.
func (r *Report) Table() *Table {
	t := &Table{Head: []string{"part", "what", "n", "figure", "bar", "met"}}
	for _, b := range r.Bars {
		figure := b.show(b.Figure)
		if b.Met == "not here" {
			figure = "–"
		}
		t.Rows = append(t.Rows, []string{b.Part, b.What, strconv.Itoa(b.N), figure, b.limit(), b.Met})
	}
	return t
}

// Missed counts the bars that are not reached.
func (r *Report) Missed() (missed, absent int) {
	for _, b := range r.Bars {
		switch b.Met {
		case "no":
			missed++
		case "not here":
			absent++
		}
	}
	return missed, absent
}

// names of languages as the table says them.
func languageName(tag string) string {
	return map[string]string{"uk": "Ukrainian", "ru": "Russian", "en": "English"}[tag]
}
