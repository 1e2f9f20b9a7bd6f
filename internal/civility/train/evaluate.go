package train

import (
	"cmp"
	"maps"
	"math"
	"runtime"
	"slices"
	"sync"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// share is part of whole; NaN of nothing.
func share(part, whole int) civility.Figure {
	if whole == 0 {
		return civility.Figure(math.NaN())
	}
	return civility.Figure(float64(part) / float64(whole))
}

// A Judged is a row with what a model says of it.
type Judged struct {
	*Row
	Verdict rozmova.Verdict
}

// JudgeAll asks a model about every row, on all cores. The result is in the order of the rows and shares their memory.
func JudgeAll(m *civility.Model, rows []Row) []Judged {
	all := make([]Judged, len(rows))
	workers := runtime.GOMAXPROCS(0)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			for i := w; i < len(rows); i += workers {
				all[i] = Judged{&rows[i], m.Judge(&civility.Input{Text: rows[i].Text, Answers: rows[i].Context})}
			}
		})
	}
	wait.Wait()
	return all
}

// A Threshold says from which score on a label is said of a text in a language.
type Threshold func(language string, l rozmova.Label) float32

// flagged reports whether a verdict says a label.
func (t Threshold) flagged(v *rozmova.Verdict, l rozmova.Label) bool {
	return v.Scores[l] >= t(v.Language, l)
}

// any reports whether a verdict says any label.
func (t Threshold) any(v *rozmova.Verdict) bool {
	for l := range rozmova.Labels {
		if t.flagged(v, l) {
			return true
		}
	}
	return false
}

// A Group is how well a label is told of rows that have something in common.
type Group struct {
	By       string          `json:"by"`   // language, source or category
	Name     string          `json:"name"` // of the source or category; empty by language
	Language string          `json:"lang"`
	Label    rozmova.Label   `json:"label"`
	Rows     int             `json:"rows"`
	N        int             `json:"n"` // of them those where the label was asked for
	Positive int             `json:"positive"`
	AUC      civility.Figure `json:"auc"`
	AP       civility.Figure `json:"average_precision"`
	F1       civility.Figure `json:"f1"` // at the threshold
	BestF1   civility.Figure `json:"best_f1"`
	BestAt   civility.Figure `json:"best_f1_threshold"`
	Recall1  civility.Figure `json:"recall_at_1_percent"` // of false alarms
	Recall5  civility.Figure `json:"recall_at_5_percent"`
	ECE      civility.Figure `json:"ece"`
	Flagged  civility.Figure `json:"flagged"` // share of all rows, asked or not, at or over the threshold
}

// A SpanGroup is how well the words are marked: the mean over rows whose source marked words.
type SpanGroup struct {
	Source   string          `json:"source"`
	Language string          `json:"lang"`
	N        int             `json:"n"`
	F1       civility.Figure `json:"f1"` // by character
}

// An Evaluation is what a model does on labelled rows.
type Evaluation struct {
	Model        string          `json:"model"`
	Rows         int             `json:"rows"`
	Microseconds civility.Figure `json:"microseconds"` // for a comment, on one core
	Groups       []Group         `json:"groups"`
	Spans        []SpanGroup     `json:"spans"`
}

type groupKey struct{ by, name, language string }

// Evaluate measures verdicts by language, by source and by category. Time is the caller's to measure.
func Evaluate(all []Judged, t Threshold) *Evaluation {
	e := &Evaluation{Rows: len(all), Microseconds: civility.Figure(math.NaN())}
	parts := map[groupKey][]Judged{}
	for _, j := range all {
		source := j.Source
		if j.Method != "" {
			source += ", obfuscated"
		}
		for _, k := range []groupKey{{"language", "", j.Language}, {"source", source, j.Language}, {"category", j.Category, j.Language}} {
			if k.name != "" || k.by == "language" {
				parts[k] = append(parts[k], j)
			}
		}
	}
	order := slices.SortedFunc(maps.Keys(parts), func(a, b groupKey) int {
		ways := []string{"language", "source", "category"}
		return cmp.Or(cmp.Compare(slices.Index(ways, a.by), slices.Index(ways, b.by)), cmp.Compare(a.language, b.language), cmp.Compare(a.name, b.name))
	})
	for _, k := range order {
		for l := range rozmova.Labels {
			g := measure(parts[k], l, t)
			g.By, g.Name, g.Language = k.by, k.name, k.language
			e.Groups = append(e.Groups, g)
		}
		if k.by == "source" {
			if n, f := spanF1(parts[k]); n > 0 {
				e.Spans = append(e.Spans, SpanGroup{k.name, k.language, n, f})
			}
		}
	}
	if len(all) > 0 {
		e.Model = all[0].Verdict.Model
	}
	return e
}

// scored are the rows where a label was asked for.
func scored(all []Judged, l rozmova.Label) []civility.Scored {
	var s []civility.Scored
	for _, j := range all {
		if j.Labels[l] >= 0 {
			s = append(s, civility.Scored{Score: j.Verdict.Scores[l], True: j.Labels[l] == 1})
		}
	}
	return s
}

func measure(all []Judged, l rozmova.Label, t Threshold) Group {
	g := Group{Label: l, Rows: len(all)}
	s := scored(all, l)
	over := make([]civility.Scored, 0, len(s)) // by how much the score is over the threshold, which differs by language
	said := 0
	for _, j := range all {
		if t.flagged(&j.Verdict, l) {
			said++
		}
		if j.Labels[l] >= 0 {
			over = append(over, civility.Scored{Score: j.Verdict.Scores[l] - t(j.Verdict.Language, l), True: j.Labels[l] == 1})
		}
	}
	g.N = len(s)
	g.Positive, _ = civility.Kinds(s)
	best, at := BestF1(s)
	one, _ := civility.RecallAt(s, 0.01)
	five, _ := civility.RecallAt(s, 0.05)
	g.AUC, g.AP, g.F1, g.BestF1, g.Recall1, g.Recall5 = civility.Figure(civility.AUC(s)), civility.Figure(civility.AveragePrecision(s)), civility.Figure(F1(over, 0)), civility.Figure(best), civility.Figure(one), civility.Figure(five)
	g.BestAt, g.ECE, g.Flagged = civility.Figure(at), civility.Figure(math.NaN()), share(said, len(all))
	if g.Positive == 0 {
		g.BestAt = civility.Figure(math.NaN())
	}
	if len(s) > 0 {
		g.ECE = civility.Figure(ECE(s))
	}
	return g
}

// spanF1 is the mean over the rows whose source marked words; n tells how many they are.
func spanF1(all []Judged) (n int, f1 civility.Figure) {
	var sum float64
	for _, j := range all {
		if !j.Spanned {
			continue
		}
		got := make([]Span, len(j.Verdict.Spans))
		for i, m := range j.Verdict.Spans {
			got[i] = Span{Start: m.Start, End: m.End}
		}
		sum += SpanF1(got, j.Spans)
		n++
	}
	if n == 0 {
		return 0, civility.Figure(math.NaN())
	}
	return n, civility.Figure(sum / float64(n))
}
