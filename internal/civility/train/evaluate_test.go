package train

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// half is a threshold of 0.5 for everything.
func half(string, rozmova.Label) float32 { return 0.5 }

// said makes a row that was asked for one label, with its score.
func said(r Row, l rozmova.Label, truth int8, score float32, spans ...rozmova.Marked) Judged {
	for i := range r.Labels {
		r.Labels[i] = -1
	}
	r.Labels[l] = truth
	j := Judged{Row: &r, Verdict: rozmova.Verdict{Language: r.Language, Model: "m", Spans: spans}}
	j.Verdict.Scores[l] = score
	return j
}

func TestEvaluate(t *testing.T) {
	const l = rozmova.Participant
	marked := Row{Language: "uk", Source: "s", Category: "rude", Spans: []Span{{Start: 0, End: 4}}, Spanned: true}
	all := []Judged{
		said(marked, l, 1, 0.9, rozmova.Marked{Start: 2, End: 6}),
		said(Row{Language: "uk", Source: "s", Category: "rude"}, l, 1, 0.4),
		said(Row{Language: "uk", Source: "s", Category: "quote"}, l, 0, 0.6),
		said(Row{Language: "uk", Source: "r"}, l, 0, 0.1),
		said(Row{Language: "uk", Source: "r"}, l, -1, 0.8), // nobody was asked: counts for what is flagged alone
		said(Row{Language: "en", Source: "s", Method: "dots"}, l, 1, 0.7),
	}
	e := Evaluate(all, half)
	find := func(by, name, lang string) *Group {
		for i := range e.Groups {
			if g := &e.Groups[i]; g.By == by && g.Name == name && g.Language == lang && g.Label == l {
				return g
			}
		}
		t.Fatalf("no group %s %s %s", by, name, lang)
		return nil
	}
	g := find("language", "", "uk")
	if g.Rows != 5 || g.N != 4 || g.Positive != 2 {
		t.Errorf("%d rows, %d asked, %d positive; want 5, 4, 2", g.Rows, g.N, g.Positive)
	}
	for name, pair := range map[string][2]civility.Figure{
		"AUC": {g.AUC, 0.75}, "average precision": {g.AP, (1 + 2.0/3) / 2}, "F1": {g.F1, 0.5}, "best F1": {g.BestF1, 0.8}, "best at": {g.BestAt, 0.4},
		"recall at 1 %": {g.Recall1, 0.5}, "recall at 5 %": {g.Recall5, 0.5}, "flagged": {g.Flagged, 0.6}, "ECE": {g.ECE, (0.1 + 0.6 + 0.6 + 0.1) / 4},
	} {
		if math.Abs(float64(pair[0]-pair[1])) > 1e-6 {
			t.Errorf("%s: %v, want %v", name, pair[0], pair[1])
		}
	}
	if g := find("category", "quote", "uk"); g.Flagged != 1 || g.AUC.There() {
		t.Errorf("quotes: flagged %v, AUC %v; want 1 and none", g.Flagged, g.AUC)
	}
	if g := find("source", "s", "uk"); g.Rows != 3 {
		t.Errorf("source s has %d rows, want 3: the obfuscated one is apart", g.Rows)
	}
	find("source", "s, obfuscated", "en")
	if len(e.Spans) != 1 || e.Spans[0].N != 1 || e.Spans[0].F1 != 0.5 {
		t.Errorf("spans %+v, want one row with 0.5", e.Spans)
	}
	b, err := json.Marshal(e)
	if err != nil || !strings.Contains(string(b), `"auc":0.75,`) || !strings.Contains(string(b), `"auc":null`) || strings.Contains(string(b), "NaN") {
		t.Errorf("%v: %s", err, b)
	}
}

// TestOwnThresholdOfEachLanguage: F1 and the flagged share go by the language as it was read.
func TestOwnThresholdOfEachLanguage(t *testing.T) {
	const l = rozmova.Toxicity
	all := []Judged{said(Row{Language: "uk"}, l, 1, 0.6), said(Row{Language: "uk"}, l, 0, 0.6)}
	all[1].Verdict.Language = "ru"
	g := measure(all, l, func(lang string, _ rozmova.Label) float32 {
		if lang == "ru" {
			return 0.7
		}
		return 0.5
	})
	if g.F1 != 1 || g.Flagged != 0.5 {
		t.Errorf("F1 %v, flagged %v; want 1 and 0.5", g.F1, g.Flagged)
	}
}

func TestBarsAreMetOrNot(t *testing.T) {
	for _, tt := range []struct {
		bar  Bar
		want string
	}{
		{Bar{N: 1, Figure: 0.95, Least: 0.95, Most: none()}, "yes"},
		{Bar{N: 1, Figure: 0.9499, Least: 0.95, Most: none()}, "no"},
		{Bar{N: 1, Figure: 0, Least: none(), Most: 0}, "yes"},
		{Bar{N: 1, Figure: 0.01, Least: none(), Most: 0}, "no"},
		{Bar{N: 1, Figure: 0.95, Least: 0.7, Most: 0.9}, "no"},
		{Bar{N: 0, Figure: none(), Least: 0.5, Most: none()}, "not here"},
		{Bar{N: 1, Figure: 0.3, Least: none(), Most: none()}, "measured"},
	} {
		if tt.bar.settle(); tt.bar.Met != tt.want {
			t.Errorf("%+v: %s, want %s", tt.bar, tt.bar.Met, tt.want)
		}
	}
}

// TestParticipantBars: one clean text in twenty may be flagged.
func TestParticipantBars(t *testing.T) {
	const l = rozmova.Participant
	row := func(category string) Row { return Row{Language: "uk", Source: ownSource, Category: category} }
	all := []Judged{said(row("sly"), l, 1, 0.3), said(row("sly"), l, 1, 0.6), said(row("hidden"), l, 1, 0.9), said(row("quote"), l, 0, 0.55)}
	for range 19 {
		all = append(all, said(row("disagree"), l, 0, 0.2))
	}
	b := &bench{t: half}
	b.participants(all)
	want := map[string]civility.Figure{
		"insults caught at 5 % false alarms":                                              1, // one of twenty may be flagged: the quote
		"without a rude word (sly): caught at 5 % false alarms":                           1,
		"without a rude word (sly): caught at the model’s threshold":                      0.5,
		"quotes and reports (quote): flagged at the model’s threshold":                    1,
		"sharp but clean (disagree, critic, counter, tease): flagged at 5 % false alarms": 0,
		"obfuscated (hidden): caught at the model’s threshold":                            1,
		"benign look-alikes (lookalike): flagged at 5 % false alarms":                     none(),
	}
	for _, bar := range b.bars {
		f, asked := want[bar.What]
		if !asked || !strings.HasPrefix(bar.Part, "Ukrainian") {
			continue
		}
		delete(want, bar.What)
		if bar.Figure != f && (bar.Figure.There() || f.There()) {
			t.Errorf("%s: %v, want %v", bar.What, bar.Figure, f)
		}
	}
	for what := range want {
		t.Errorf("no row %q", what)
	}
}

func TestQuantile(t *testing.T) {
	took := []time.Duration{5000, 1000, 3000, 2000, 4000}
	if m, most := quantile(took, 0.5), quantile(took, 1); m != 3 || most != 5 {
		t.Errorf("median %v and greatest %v µs, want 3 and 5", m, most)
	}
	if quantile(nil, 0.5).There() {
		t.Error("nothing has a median")
	}
}

func TestTextsOfOneLength(t *testing.T) {
	for _, got := range texts([]Row{{Text: "коротко"}, {Text: strings.Repeat("довго ", 50)}}, 20, 110) {
		if n := len([]rune(got)); n != 110 {
			t.Errorf("%d runes, want 110: %q", n, got)
		}
	}
}

func TestPlotsAreXML(t *testing.T) {
	var all []Judged
	for i := range 40 {
		all = append(all, said(Row{Language: "uk", Source: ownSource, Category: "<sly>"}, rozmova.Participant, int8(i%2), float32(i)/40))
	}
	files := Plots(all, half)
	if len(files) != 2 {
		t.Errorf("%d drawings, want two for Ukrainian and none for a language without rows", len(files))
	}
	for name, file := range files {
		d := xml.NewDecoder(strings.NewReader(string(file)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Errorf("%s: %v", name, err)
				break
			}
		}
	}
	if !strings.Contains(string(files["categories-uk.svg"]), "&lt;sly&gt;") {
		t.Error("a category's name is not escaped")
	}
	if strings.Contains(string(files["reliability-uk.svg"]), "NaN") {
		t.Error("a point is nowhere")
	}
}

func TestFill(t *testing.T) {
	const page = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n"
	got, err := Fill(page, "x", "new\n")
	if want := "a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb\n"; err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if again, err := Fill(got, "x", "new\n"); err != nil || again != got {
		t.Errorf("filled twice: %q, %v", again, err)
	}
	for _, bad := range []string{"", "<!-- x -->", "<!-- /x --><!-- x -->", "<!-- x --><!-- /x --><!-- x --><!-- /x -->"} {
		if got, err := Fill(bad, "x", "new"); err == nil {
			t.Errorf("%q became %q, want an error", bad, got)
		}
	}
}

func TestTables(t *testing.T) {
	table := &Table{Head: []string{"що", "n"}, Rows: [][]string{{"довга|назва", "5"}, {"ще", "100"}}}
	var b strings.Builder
	if err := table.Text(&b); err != nil {
		t.Fatal(err)
	}
	if want := "що             n\nдовга|назва    5\nще           100\n"; b.String() != want {
		t.Errorf("%q\nwant %q", b.String(), want)
	}
	if got, want := table.Markdown(), "| що | n |\n| --- | ---: |\n| довга\\|назва | 5 |\n| ще | 100 |\n"; got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}
