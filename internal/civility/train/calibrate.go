package train

import (
	"math"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// A judged row is one that was held aside, with its logits.
type judged struct {
	row      *Row
	logits   [labels]float32 // the highest of its readings
	language int
}

// calibrate sets how logits become scores and from which score on a label is said, by language, from rows that were not trained on.
func calibrate(w *civility.Weights, held []Row) {
	m := civility.New(w)
	var all []judged
	for i := range held {
		logits, language := m.Logits(&civility.Input{Text: held[i].Text, Answers: held[i].Context})
		all = append(all, judged{&held[i], logits, language})
	}
	for l := range rozmova.Labels {
		slope, shift := platt(all, l, -1, 1, 0)
		for language := range w.Slope {
			w.Slope[language][l], w.Shift[language][l] = platt(all, l, language, slope, shift)
		}
	}
	for l := range rozmova.Labels {
		for language := range w.Threshold {
			w.Threshold[language][l] = threshold(w, all, l, language)
		}
	}
}

// telling reports whether a held-aside row tells how sure a logit is: as people write it, not made by a template, a machine or for
// breadth of words. Of who is meant, in the languages that have them, the project's own comments tell alone.
func telling(r *Row, l rozmova.Label, language int) bool {
	switch {
	case r.Copy || r.Attrs["kind"] == "phrase" || strings.Contains(r.Source, "templates") || strings.HasPrefix(r.Source, "mt-") || r.Source == "madlibs":
		return false
	case l == rozmova.Participant:
		return r.Source == ownSource
	}
	return true
}

// fewest is how many rows of a language, of each kind, its own calibration needs.
const fewest = 40

// platt fits slope and shift of the logistic function by Newton's method (Platt 1999), pulled towards what holds for all languages
// together where a language has few rows. A language of -1 means all.
func platt(all []judged, l rozmova.Label, language int, slope0, shift0 float32) (slope, shift float32) {
	var xs, ys []float64
	var kinds [2]int
	for i := range all {
		truth := all[i].row.Labels[l]
		if truth < 0 || language >= 0 && all[i].language != language || !telling(all[i].row, l, language) {
			continue
		}
		xs, ys = append(xs, float64(all[i].logits[l])), append(ys, float64(truth))
		kinds[truth]++
	}
	if min(kinds[0], kinds[1]) < fewest {
		return slope0, shift0
	}
	const pull = 2
	a, b := float64(slope0), float64(shift0)
	for range 50 {
		ga, gb := pull*(a-float64(slope0)), pull*(b-float64(shift0))
		haa, hab, hbb := float64(pull), 0.0, float64(pull)
		for i, x := range xs {
			p := 1 / (1 + math.Exp(-(a*x + b)))
			d, c := p-ys[i], p*(1-p)
			ga, gb = ga+d*x, gb+d
			haa, hab, hbb = haa+c*x*x, hab+c*x, hbb+c
		}
		det := haa*hbb - hab*hab
		da, db := (hbb*ga-hab*gb)/det, (haa*gb-hab*ga)/det
		a, b = max(0.05, a-da), b-db
		if math.Abs(da)+math.Abs(db) < 1e-7 {
			break
		}
	}
	return float32(a), float32(b)
}

// quiet is the share of clean rows that may be flagged for a label: for who is meant, which people look at, more than for the others, which whole
// sites are searched by.
func quiet(l rozmova.Label) float64 {
	if l == rozmova.Participant {
		return 0.02
	}
	return 0.005
}

// threshold is the lowest score, from one half on, that flags no more of the clean rows than quiet allows.
func threshold(w *civility.Weights, all []judged, l rozmova.Label, language int) float32 {
	var clean []civility.Scored
	for i := range all {
		r := all[i].row
		if all[i].language != language || !telling(r, l, language) || r.Labels[l] != 0 || r.Labels[rozmova.Toxicity] != 0 && l != rozmova.Participant {
			continue
		}
		clean = append(clean, civility.Scored{Score: sigmoid(w.Slope[language][l]*all[i].logits[l] + w.Shift[language][l])})
	}
	if len(clean) < fewest {
		return 0.5
	}
	s := civility.Descending(clean)
	return max(0.5, s[int(quiet(l)*float64(len(s)))].Score+0.001)
}
