package train

import (
	"context"
	"crypto/sha256"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"sync"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// Licence of the weights: what the strictest of their sources ask for (docs/model-card.md).
const Licence = "CC-BY-SA-4.0, with the use restrictions of OpenRAIL++"

// Settings of the training. The zero value is not useful; Standard is.
type Settings struct {
	Seed uint64
	Tell func(stage string, done, of int, loss float64) // of progress, from several goroutines; nil: nobody
}

// Standard are the settings of the weights that ship.
func Standard() Settings { return Settings{Seed: 20261122} }

// aside is the share of groups that the calibration is measured on: one in so many.
const aside = 10

// heldAside tells by its group whether a row is kept for the calibration.
func heldAside(r *Row) bool {
	h := fnv.New32a()
	h.Write([]byte(r.Group))
	return h.Sum32()%aside == 0
}

// Train makes weights from rows that may be trained on (Training gives them). It learns twice, side by side: from nine groups of
// ten, to see on the tenth how sure logits are; and from all, for the weights themselves, which take the calibration over. The same rows and settings give
// the same bytes on the same kind of processor, however many of them there are.
func Train(ctx context.Context, rows []Row, s Settings) (*civility.Weights, error) {
	if s.Tell == nil {
		s.Tell = func(string, int, int, float64) {}
	}
	rows = append(rows[:len(rows):len(rows)], hide(rows, s.Seed)...)
	var held []Row
	var kept []bool
	for i := range rows {
		out := heldAside(&rows[i])
		if out {
			held = append(held, rows[i])
		}
		kept = append(kept, !out)
	}
	all, from := read(rows, s)
	var part []example
	for i := range all {
		if kept[from[i]] {
			part = append(part, all[i])
		}
	}
	var nets [2][2]*net // by part or all, by kind
	var wait sync.WaitGroup
	for i, examples := range [][]example{part, all} {
		wait.Go(func() {
			for j := range nets[i] {
				nets[i][j] = fit(ctx, examples, s, kinds[j], [...]string{"calibrate", "learn"}[i]+" "+kinds[j].name)
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	judge, w := weights(nets[0]), weights(nets[1])
	calibrate(judge, held)
	w.Slope, w.Shift, w.Threshold = judge.Slope, judge.Shift, judge.Threshold
	w.Licence = Licence
	w.Licences = "CC0-1.0, CC-BY-4.0, CC-BY-SA-3.0, CC-BY-SA-4.0, MIT, Apache-2.0, OpenRAIL++"
	file, err := w.Encode()
	if err != nil {
		return nil, err
	}
	w.Version = fmt.Sprintf("rozmova-1-%x", sha256.Sum256(file))[:18]
	return w, nil
}

// A kind is how a net is taught.
type kind struct {
	name   string
	epochs int
	rates  rates
	calm   float32 // what Adagrad's sums begin with: the more, the less a net heeds what it has seen seldom
	own    float32 // how much heavier the project's own comments are, for the label that they alone tell
	ownAll float32 // and for the other labels
	others float32 // how much other sources' rows weigh for the label of who is meant
}

// kinds are the nets that ship: one that learns from all alike, and one for who is meant.
var kinds = [2]kind{
	{name: "what", epochs: 4, rates: rates{table: 0.03, dense: 0.02, wide: 0.05}, calm: 0.001, own: 0.7, ownAll: 0.7, others: 1},
	{name: "whom", epochs: 4, rates: rates{table: 0.04, dense: 0.02}, calm: 0.01, own: 4, ownAll: 1.2, others: 0.5}, // no linear part: it forgets who is meant in a long text
}

// mix is how much the second net counts for each label.
var mix = [rozmova.Labels]float32{
	rozmova.Toxicity: 0.5, rozmova.Insult: 0.5, rozmova.Threat: 0.5, rozmova.Obscenity: 0.5, rozmova.IdentityAttack: 0.5, rozmova.Participant: 0.75,
}

// marksFrom is the logit from which on a word is of a span.
const marksFrom = -0.5

// read turns rows into examples, some readers side by side; from gives the row of each.
func read(rows []Row, s Settings) (all []example, from []int) {
	const parts = 8
	var read [parts][]example
	var source [parts][]int
	var wait sync.WaitGroup
	for p := range parts {
		wait.Go(func() {
			reader := civility.NewReader()
			for i := p * len(rows) / parts; i < (p+1)*len(rows)/parts; i++ {
				for _, e := range examples(reader, &rows[i]) {
					read[p], source[p] = append(read[p], e), append(source[p], i)
				}
			}
			s.Tell("read", p+1, parts, 0)
		})
	}
	wait.Wait()
	for p := range parts {
		all, from = append(all, read[p]...), append(from, source[p]...)
	}
	return all, from
}

// hide gives copies of some rows with words hidden, so that what is hidden is seen in clean texts as well as in others.
func hide(rows []Row, seed uint64) (more []Row) {
	r := rand.New(rand.NewPCG(seed, 3))
	for i := range rows {
		row := rows[i]
		row.Copy = true
		chance := 0.06
		if row.Source == ownSource {
			chance = 0.2
		}
		if r.Float64() >= chance || row.Category == "hidden" {
			continue
		}
		var marked []string
		runes := []rune(row.Text)
		for _, s := range row.Spans {
			if s.Start >= 0 && s.Start < s.End && s.End <= len(runes) {
				marked = append(marked, string(runes[s.Start:s.End]))
			}
		}
		row.Text = obfuscate(row.Text, func(word string) bool { return among(word, marked) }, r)
		row.Spans, row.Spanned = nil, false
		if row.Labels[rozmova.Toxicity] == 1 && len(marked) == 0 {
			row.Labels[rozmova.Participant] = -1 // the word that told may be another one
		}
		more = append(more, row)
	}
	return more
}
