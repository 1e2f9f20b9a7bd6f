package bars

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Bar is one thing that the order is to do, how well it does it, how well it should, and how others do.
type Bar struct {
	Set    string // conversation; mean, worst or all of them
	What   string
	Figure float64
	Least  float64 // NaN where there is none
	Most   float64 // NaN where there is none
	Unit   string  // ms or empty
	Others [3]float64
	Met    string // yes, no, or empty where there is no bar
}

// Others are the methods that stand beside ours, in the columns of baselines.csv.
var others = [3]string{"wilson95", "polis-gac", "community-notes-mf"}

// A Harness measures the bars on some conversations.
type Harness struct {
	Sets []*Set
	// Busy gives the processor time that the program has used, or any other clock; the rows about time are left out without
	// it. Processor time tells the same on a busy machine.
	Busy func() time.Duration
	Step func(done, of int) // is told how far it is; may be nil
}

// A Report is what a Harness found.
type Report struct {
	Bars  []Bar             `json:"bars"`
	Plots map[string][]byte `json:"-"` // drawings by file name
}

var none = math.NaN()

// Run measures everything. It takes about a minute on three conversations of a hundred thousand votes together.
func (h *Harness) Run() *Report {
	r := &Report{Plots: map[string][]byte{}}
	parts := []func(*Report){h.agreement, h.heldOut, h.attacks, h.newcomers, h.paradoxes, h.arrival, h.times, h.draw}
	for i, part := range parts {
		part(r)
		if h.Step != nil {
			h.Step(i+1, len(parts))
		}
	}
	return r
}

// Missed counts the bars that are not reached.
func (r *Report) Missed() int {
	n := 0
	for _, b := range r.Bars {
		if b.Met == "no" {
			n++
		}
	}
	return n
}

// add settles whether a bar is met, and keeps it.
func (r *Report) add(b Bar) {
	const hair = 1e-9
	switch {
	case math.IsNaN(b.Least) && math.IsNaN(b.Most):
	case math.IsNaN(b.Figure), b.Figure < b.Least-hair, b.Figure > b.Most+hair:
		b.Met = "no"
	default:
		b.Met = "yes"
	}
	r.Bars = append(r.Bars, b)
}

// beside gives what others reach in a column; NaN where that is not in the files.
func (s *Set) beside(column string) [3]float64 {
	var f [3]float64
	for i, method := range others {
		v, ok := s.Baselines[method][column]
		if !ok {
			v = none
		}
		f[i] = v
	}
	return f
}

// meanOf takes the mean of figures of others.
func meanOf(all [][3]float64) [3]float64 {
	var f [3]float64
	for i := range f {
		for _, one := range all {
			f[i] += one[i] / float64(len(all))
		}
	}
	return f
}

// spread adds a row for each conversation, with or without a bar of its own, and one for the mean.
func (r *Report) spread(what string, sets []*Set, figures []float64, beside [][3]float64, each, least float64) {
	for i, s := range sets {
		r.add(Bar{Set: s.Name, What: what, Figure: figures[i], Least: each, Most: none, Others: beside[i]})
	}
	r.add(Bar{Set: "mean", What: what, Figure: mean(figures), Least: least, Most: none, Others: meanOf(beside)})
}

// Table gives the bars in columns: a heading, and rows.
func (r *Report) Table() (head []string, rows [][]string) {
	head = []string{"what", "on", "figure", "bar", "met", "Wilson", "GAC", "Community Notes"}
	for _, b := range r.Bars {
		row := []string{b.What, b.Set, b.show(b.Figure), "", b.Met}
		switch {
		case !math.IsNaN(b.Least):
			row[3] = "≥ " + b.show(b.Least)
		case !math.IsNaN(b.Most):
			row[3] = "≤ " + b.show(b.Most)
		}
		for _, f := range b.Others {
			row = append(row, b.show(f))
		}
		rows = append(rows, row)
	}
	return head, rows
}

// MarshalJSON leaves out what there is not.
func (b Bar) MarshalJSON() ([]byte, error) {
	m := map[string]any{"set": b.Set, "what": b.What}
	put := func(name string, f float64) {
		if !math.IsNaN(f) {
			m[name] = f
		}
	}
	put("figure", b.Figure)
	put("least", b.Least)
	put("most", b.Most)
	for i, name := range others {
		put(name, b.Others[i])
	}
	if b.Unit != "" {
		m["unit"] = b.Unit
	}
	if b.Met != "" {
		m["met"] = b.Met
	}
	return json.Marshal(m)
}

// show writes a figure.
func (b *Bar) show(f float64) string {
	switch {
	case math.IsNaN(f):
		return "–"
	case b.Unit != "":
		return strconv.FormatFloat(f, 'g', 3, 64) + " " + b.Unit
	case f == math.Trunc(f):
		return strconv.FormatFloat(f, 'f', 0, 64)
	}
	return strings.TrimSuffix(strings.Replace(fmt.Sprintf("%.3f", f), "-0.000", "0.000", 1), ".000")
}

// Markdown gives the bars as a table of a page.
func (r *Report) Markdown() string {
	head, rows := r.Table()
	var b strings.Builder
	fmt.Fprintf(&b, "| %s |\n|%s\n", strings.Join(head, " | "), strings.Repeat("---|", len(head)))
	for _, row := range rows {
		fmt.Fprintf(&b, "| %s |\n", strings.Join(row, " | "))
	}
	return b.String()
}
