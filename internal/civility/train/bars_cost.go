package train

import (
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova/internal/civility"
)

// texts makes n texts of so many runes from comments, one behind the other where one is too short.
func texts(rows []Row, n, runes int) []string {
	var all []string
	for at := 0; len(all) < n; {
		var b strings.Builder
		for count := 0; count < runes; at++ {
			text := []rune(rows[at%len(rows)].Text + " ")
			text = text[:min(len(text), runes-count)]
			b.WriteString(string(text))
			count += len(text)
		}
		all = append(all, b.String())
	}
	return all
}

// repeats is how often a text is timed: the fastest counts, for what else the machine does makes one slower, never faster.
const repeats = 3

// Times measures, on one core and warmed up, how long each text takes. It holds its thread meanwhile.
func Times(m *civility.Model, texts []string, now func() time.Time) []time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	ins := make([]civility.Input, len(texts))
	for i, t := range texts {
		ins[i].Text = t
	}
	for i := range ins[:min(len(ins), 200)] {
		m.Judge(&ins[i])
	}
	runtime.GC()
	took := make([]time.Duration, len(ins))
	for n := range repeats {
		for i := range ins {
			start := now()
			m.Judge(&ins[i])
			if d := now().Sub(start); n == 0 || d < took[i] {
				took[i] = d
			}
		}
	}
	return took
}

// allocated is how many bytes one of some texts takes from the heap, on the mean. Nothing else of ours runs meanwhile.
func allocated(m *civility.Model, texts []string) float64 {
	ins := make([]civility.Input, len(texts))
	for i, t := range texts {
		ins[i].Text = t
		m.Judge(&ins[i])
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := range ins {
		m.Judge(&ins[i])
	}
	runtime.ReadMemStats(&after)
	return float64(after.TotalAlloc-before.TotalAlloc) / float64(max(len(ins), 1))
}

// quantile gives the duration that a share of all stay under, in microseconds.
func quantile(took []time.Duration, share float64) civility.Figure {
	if len(took) == 0 {
		return none()
	}
	took = slices.Clone(took)
	slices.Sort(took)
	return civility.Figure(took[int(share*float64(len(took)-1))].Nanoseconds()) / 1000
}

// cost measures time, memory and size.
func (b *bench) cost(h *Harness, tests []Row) error {
	const part = "Cost"
	rows := pick(tests, func(r *Row) bool { return r.Source == ownSource })
	if len(rows) == 0 {
		rows = pick(tests, func(r *Row) bool { return r.Method == "" && r.Language == "uk" })
	}
	var short, long, marked []string
	if len(rows) > 0 {
		short, long = texts(rows, 1000, 110), texts(rows, 500, 1000)
	}
	for _, t := range short {
		if v := h.Model.Judge(&civility.Input{Text: t}); len(v.Spans) > 0 {
			marked = append(marked, t)
		}
	}
	var median, p99, marking civility.Figure = none(), none(), none()
	nShort, nLong, nMarked := len(short), len(long), len(marked)
	if h.Now == nil {
		nShort, nLong, nMarked = 0, 0, 0
	} else {
		median, p99, marking = quantile(Times(h.Model, short, h.Now), 0.5), quantile(Times(h.Model, long, h.Now), 0.99), quantile(Times(h.Model, marked, h.Now), 0.5)
	}
	b.most(part, "110 letters, one core: median", nShort, median, 100, "µs")
	b.most(part, "110 letters with marked words, one core: median", nMarked, marking, 100, "µs")
	b.most(part, "1,000 characters, one core: 99th percentile", nLong, p99, 800, "µs")
	b.most(part, "allocated for a comment", len(short), civility.Figure(allocated(h.Model, short)), 4<<10, "bytes")
	size, err := sizeOf(h.Model)
	if err != nil {
		return err
	}
	b.most(part, "size of the weights", 1, civility.Figure(size), 8<<20, "bytes")
	return nil
}

// sizeOf is the size of the file of a model's weights.
func sizeOf(m *civility.Model) (int, error) {
	file, err := m.Weights().Encode()
	return len(file), err
}
