package e2e_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/civility/train"
	"github.com/rozmova/rozmova/internal/moderation"
)

// TestFewCalmWritersAreAsked measures on labelled comments, which the classifier was not trained on, how often somebody would be asked to say
// it another way: of calm texts it is to be seldom. The figures stand in docs/civility.md.
func TestFewCalmWritersAreAsked(t *testing.T) {
	data := os.Getenv("ROZMOVA_DATA")
	if data == "" {
		t.Skip("civility data: ROZMOVA_DATA names no folder")
	}
	model, err := civility.Load()
	must(t, err)
	rows, err := train.Tests(filepath.Join(data, "civility"), "../../data/civility")
	must(t, err)
	bars := (&moderation.Policy{}).Base().Nudge
	type count struct{ asked, of int }
	calm, sources, rude, why := map[string]count{}, map[string]count{}, map[string]count{}, map[string]int{}
	for _, j := range train.JudgeAll(model, rows) {
		if j.Row.Original != "" || j.Row.Copy {
			continue
		}
		label, asked := "", 0
		for name, from := range bars {
			var l rozmova.Label
			must(t, l.UnmarshalText([]byte(name)))
			if j.Verdict.Scores[l] >= from {
				label, asked = name, 1
			}
		}
		add := func(to map[string]count, key string) { to[key] = count{to[key].asked + asked, to[key].of + 1} }
		switch {
		case j.Row.Labels[rozmova.Toxicity] == 0:
			add(calm, j.Row.Language)
			add(sources, j.Row.Language+" "+j.Row.Source+" "+j.Row.Category)
			if asked > 0 {
				why[j.Row.Language+" "+label]++
			}
		case j.Row.Labels[rozmova.Toxicity] == 1:
			add(rude, j.Row.Language)
		}
	}
	for lang, n := range calm {
		share := 100 * float64(n.asked) / float64(n.of)
		t.Logf("%s: of %d calm texts %d are asked about (%.2f %%)", lang, n.of, n.asked, share)
		if share > 1 {
			t.Errorf("%s: %.2f %% of calm texts are asked about", lang, share)
		}
	}
	t.Logf("of rude ones: %v; calm by source: %v; by label: %v", rude, sources, why)
}
