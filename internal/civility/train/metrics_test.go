package train

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/rozmova/rozmova/internal/civility"
)

func chanceOf(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 9)) }

func unmarshal(text string, to any) error { return json.Unmarshal([]byte(text), to) }

func pairsOf(pairs ...float32) (s []civility.Scored) {
	for i := 0; i < len(pairs); i += 2 {
		s = append(s, civility.Scored{Score: pairs[i], True: pairs[i+1] == 1})
	}
	return s
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6 && !(math.IsNaN(got) && math.IsNaN(want)) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// The wanted figures were worked out by hand.
func TestMetrics(t *testing.T) {
	s := pairsOf(0.9, 1, 0.8, 0, 0.7, 1, 0.6, 1, 0.5, 0, 0.5, 1, 0.1, 0)
	near(t, "AUC", civility.AUC(s), (3+2+1+2.5)/12-0)
	near(t, "average precision", civility.AveragePrecision(s), (1+2.0/3+3.0/4+4.0/6)/4)
	near(t, "F1 at 0.65", F1(s, 0.65), 2*2/(2.0*2+1+2))
	best, at := BestF1(s)
	near(t, "best F1", best, 2*4/(6.0+4))
	near(t, "its threshold", float64(at), 0.5)
	recall, at := civility.RecallAt(s, 0.34)
	near(t, "recall at a third", recall, 0.75)
	near(t, "its threshold", float64(at), float64(float32(0.6)))
	recall, _ = civility.RecallAt(s, 0)
	near(t, "recall without false alarms", recall, 0.25)
	near(t, "all scores equal", civility.AUC(pairsOf(0.5, 1, 0.5, 0, 0.5, 0)), 0.5)
	near(t, "one kind only", civility.AUC(pairsOf(0.5, 1)), math.NaN())
	near(t, "spans", SpanF1([]Span{{0, 4, ""}}, []Span{{2, 6, ""}}), 0.5)
	near(t, "no spans at all", SpanF1(nil, nil), 1)
	near(t, "one marks nothing", SpanF1(nil, []Span{{1, 2, ""}}), 0)
	near(t, "calibration", ECE(pairsOf(0.95, 1, 0.95, 0)), 0.45)
}
