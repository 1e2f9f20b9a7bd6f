package train

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func text(id, source, words string) Row {
	return Row{ID: id, Source: source, Text: words, Tier: "open"}
}

func TestLeaks(t *testing.T) {
	training := []Row{
		text("t1", "a", "Один два три чотири п’ять шість сім вісім"),
		text("t2", "a", "дев'ять десять одинадцять дванадцять тринадцять чотирнадцять"),
		text("t3", "a", "Ти дурень!"),
		text("t4", "a", "!!!"),
		text("t5", "a", "і-д-і-о-т ти"),
	}
	for _, tt := range []struct {
		name, text string
		by         string // the training row; empty for none
		share      float64
	}{
		{"the same words, otherwise written", "«ти» — ДУРЕНЬ…", "t3", 1},
		{"the same words in full-width letters and with what is not seen", "Ти ду\u200bрень", "t3", 1},
		{"a short text that stands within another", "два три чотири", "", 0},
		{"half of the runs", "один два три чотири п'ять шість семеро козенят", "", 0}, // 2 of 4
		{"half of the runs, from two rows", "один два три чотири пять шість сім вісім a1 b2 дев'ять десять одинадцять дванадцять тринадцять чотирнадцять", "", 0},
		{"all runs but one", "один два три чотири пять шість сім вісім дев'ять", "t1", 0.8},
		{"runs from two rows", "один два три чотири пять шість сім вісім дев'ять десять одинадцять дванадцять тринадцять чотирнадцять", "t1", 0.6},
		{"signs alone", "!!!", "", 0},
		{"letters that stand apart are one word", "І Д І О Т!", "", 0},
	} {
		got := Leaks(training, []Row{text("test", "b", tt.text)})
		switch {
		case tt.by == "" && len(got) > 0:
			t.Errorf("%s: known from %s (%.2f), want no leak", tt.name, got[0].Training.ID, got[0].Share)
		case tt.by != "" && (len(got) != 1 || got[0].Training.ID != tt.by || got[0].Share < tt.share-1e-9 || got[0].Share > tt.share+1e-9):
			t.Errorf("%s: %+v, want %s with %.2f", tt.name, got, tt.by, tt.share)
		}
	}
}

func TestWithoutLeaks(t *testing.T) {
	tests := []Row{
		text("x", "b", "один два три чотири п'ять шість сім вісім"),
		text("y", "b", "ти дурень"),
	}
	training := []Row{
		text("t1", "a", "один два три чотири п'ять шість сім"), text("t2", "a", "два три чотири п'ять шість сім вісім"), text("t3", "a", "зовсім інше"),
		text("t4", "a", "Ти дурень"), text("t5", "c", "ти, дурень"), text("o1", ownSource, "дурень не ти"),
	}
	kept, dropped, err := WithoutLeaks(training, tests)
	if err != nil {
		t.Fatal(err)
	}
	ids := func(rows []Row) (all []string) {
		for _, r := range rows {
			all = append(all, r.ID)
		}
		return all
	}
	if got, want := ids(kept), []string{"t3", "o1"}; !slices.Equal(got, want) {
		t.Errorf("kept %v, want %v", got, want)
	}
	if got, want := ids(dropped), []string{"t1", "t2", "t4", "t5"}; !slices.Equal(got, want) {
		t.Errorf("dropped %v, want %v", got, want)
	}
	if left := Leaks(kept, tests); len(left) > 0 {
		t.Errorf("leaks are left: %v", left)
	}
	_, _, err = WithoutLeaks(append(training, text("o2", ownSource, "Ти — дурень")), tests)
	var leaks *LeakError
	if !errors.As(err, &leaks) || !strings.Contains(err.Error(), "test y, training o2: 100 %") {
		t.Errorf("one of the project's own rows: %v, want a LeakError that names o2 and y", err)
	}
}

// TestNoTestIsTrainedOn reads the data that the weights are made from.
func TestNoTestIsTrainedOn(t *testing.T) {
	data := os.Getenv("ROZMOVA_DATA")
	if data == "" {
		t.Skip("civility data: ROZMOVA_DATA names no folder")
	}
	data = filepath.Join(data, "civility")
	const own = "../../../data/civility"
	kept, dropped, err := Training(data, own)
	if err != nil {
		t.Fatal(err)
	}
	tests, err := Tests(data, own)
	if err != nil {
		t.Fatal(err)
	}
	if len(kept) < 100_000 || len(tests) < 20_000 {
		t.Errorf("%d rows to train on and %d tests: is that all?", len(kept), len(tests))
	}
	if len(dropped) > len(kept)/100 {
		t.Errorf("%d of %d rows are dropped as leaks", len(dropped), len(kept))
	}
	if left := Leaks(kept, tests); len(left) > 0 {
		t.Errorf("%d tests are in the training data; the first: %s in %s", len(left), left[0].Test.ID, left[0].Training.ID)
	}
	for i := range kept {
		if kept[i].Tier == "nc" || kept[i].Tier == "unstated" {
			t.Fatalf("%s of tier %s is trained on", kept[i].ID, kept[i].Tier)
		}
	}
}
