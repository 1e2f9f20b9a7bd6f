package civility

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/rozmova/rozmova"
)

// TestWhatIsBetter: the log loss falls by a margin, no fewer are caught at 5 % false alarms, and no more clean texts are flagged.
func TestWhatIsBetter(t *testing.T) {
	m := New(&Weights{})
	for li := range m.weights.Threshold {
		m.weights.Threshold[li][rozmova.Participant] = .5
	}
	// Scores of four texts that have the label and four that have not.
	before := []float32{.7, .6, .4, .3, .4, .3, .2, .1}
	for name, tt := range map[string]struct {
		after []float32
		want  Reason
	}{
		"better":               {[]float32{.9, .8, .7, .6, .3, .2, .1, .1}, ""},
		"the same":             {before, NoGain},
		"hardly better":        {[]float32{.701, .6, .4, .3, .4, .3, .2, .1}, NoGain},
		"worse":                {[]float32{.1, .1, .1, .1, .9, .9, .9, .9}, NoGain},
		"fewer are caught":     {[]float32{.9, .49, .48, .47, .49, .01, .01, .01}, LessCaught},
		"more are flagged":     {[]float32{.95, .9, .9, .9, .6, .01, .01, .01}, MoreAlarms},
		"certain and mistaken": {[]float32{1, 1, 1, 0, 0, 0, 0, 0}, NoGain},
	} {
		var held []Labelled
		verdicts := func(scores []float32) (all []rozmova.Verdict) {
			for _, s := range scores {
				v := rozmova.Verdict{Language: "uk"}
				v.Scores[rozmova.Participant] = s
				all = append(all, v)
			}
			return all
		}
		for i := range before {
			x := Labelled{Labels: NotSaid()}
			x.Labels[rozmova.Participant] = int8(1 - i/4)
			held = append(held, x)
		}
		le := LabelEvaluation{Label: rozmova.Participant}
		le.measure(m, held, verdicts(before), verdicts(tt.after))
		if le.Reason != tt.want || len(le.Rows) != 2 || le.Rows[1].Language != "uk" || le.Rows[0].Positive != 4 {
			t.Errorf("%s: %q, want %q: %+v", name, le.Reason, tt.want, le.Rows)
		}
	}
}

func TestFigures(t *testing.T) {
	f := figures([]graded{{.9, true, .5}, {.8, false, .5}, {.7, true, .5}, {.2, false, .5}})
	if f.AUC != .75 || math.Abs(float64(f.AP)-(1+2./3)/2) > 1e-9 || f.Alarms != .5 || f.Caught != 1 || f.Recall5 != .5 {
		t.Errorf("%+v", f)
	}
	if f := figures([]graded{{.9, true, .5}}); !math.IsNaN(float64(f.AUC)) || !math.IsNaN(float64(f.Alarms)) {
		t.Errorf("of one kind: %+v", f)
	}
	b, err := json.Marshal(figures(nil))
	var back Figures
	if err != nil || json.Unmarshal(b, &back) != nil || !math.IsNaN(float64(back.LogLoss)) {
		t.Errorf("%s: %v, %+v", b, err, back)
	}
}
