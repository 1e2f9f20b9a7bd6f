package train

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// small is a made-up set: a row is an insult of a participant where it has the word блямба, which no list knows.
func small() []Row {
	var rows []Row
	things := strings.Fields("тариф автобус парк ремонт закон світло дорога школа ринок квиток город пошта")
	for i := range 240 {
		r := Row{ID: fmt.Sprint(i), Group: fmt.Sprint(i), Language: "uk", Source: ownSource, Tier: "open", Spanned: true, Target: "none"}
		r.Text = fmt.Sprintf("Учора %s у нас %s, ось так %s", things[i%12], things[i/12%12], things[i*7%12])
		if i%2 == 0 {
			r.Text += ", блямбо"
			r.Labels, r.Target = [rozmova.Labels]int8{1, 1, 0, 0, 0, 1}, "participant"
			n := len([]rune(r.Text))
			r.Spans = []Span{{n - 6, n, "insult"}}
		}
		rows = append(rows, r)
	}
	return rows
}

func TestTrainingIsRepeatableAndLearns(t *testing.T) {
	var files [2][]byte
	var m *civility.Model
	for i := range files {
		w, err := Train(t.Context(), small(), Standard())
		if err != nil {
			t.Fatal(err)
		}
		if files[i], err = w.Encode(); err != nil {
			t.Fatal(err)
		}
		m = civility.New(w)
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the same rows and seed gave other weights")
	}
	bad := m.Judge(&civility.Input{Text: "Учора поїзд у нас місто, ось так площа, блямбо"})
	good := m.Judge(&civility.Input{Text: "Учора поїзд у нас місто, ось так площа"})
	if b, g := bad.Scores[rozmova.Participant], good.Scores[rozmova.Participant]; b < g+0.3 {
		t.Errorf("what was learnt: %.2f with the word, %.2f without", b, g)
	}
	s := Standard()
	s.Seed++
	w, err := Train(t.Context(), small(), s)
	if err != nil {
		t.Fatal(err)
	}
	if other, _ := w.Encode(); bytes.Equal(files[0], other) {
		t.Error("another seed gave the same weights: chance is not what the seed says")
	}
}

// TestBytesSayWhatTheNetSays: the net that ships gives the logits of the one that learnt, but for the rounding.
func TestBytesSayWhatTheNetSays(t *testing.T) {
	reader := civility.NewReader()
	rows := small()
	var all []example
	for i := range rows {
		all = append(all, examples(reader, &rows[i])...)
	}
	s := Standard()
	s.Tell = func(string, int, int, float64) {}
	n := fit(t.Context(), all, s, kinds[1], "")
	w := weights([2]*net{n, n})
	m := civility.New(w)
	for _, text := range []string{"Учора парк у нас закон", "Учора парк у нас, блямбо", "зовсім інше"} {
		readings, _ := reader.Read(&civility.Input{Text: text})
		want := n.forward(readings[rozmova.AsWritten], nil)
		got, _ := m.Logits(&civility.Input{Text: text})
		for l := range want {
			if d := math.Abs(float64(got[l] - want[l])); d > 0.15+0.05*math.Abs(float64(want[l])) {
				t.Errorf("%q, %v: %.3f in bytes, %.3f in floats", text, rozmova.Label(l), got[l], want[l])
			}
		}
	}
}

// TestStepsGoDown: each step of the gradient makes the loss of its own example smaller, whichever part of the net it is that learns.
func TestStepsGoDown(t *testing.T) {
	reader := civility.NewReader()
	readings, _ := reader.Read(&civility.Input{Text: "Ну ти й блямба, сусіде, знову те саме"})
	f := readings[rozmova.AsWritten]
	marks := make([]int8, f.Words())
	marks[3] = 1
	weight := [labels]float32{1, 1, 1, 1, 1, 1}
	truth := [labels]int8{1, 1, 0, 0, -1, 1}
	for name, r := range map[string]rates{"tables": {table: 0.001}, "dense": {dense: 0.001}, "wide": {wide: 0.001}} {
		n := newNet(chanceOf(1), 0.1)
		for range 20 { // away from where all is zero
			n.learn(f, truth, weight, marks, 0.3, rates{0.01, 0.01, 0.01}, nil)
		}
		first := n.learn(f, truth, weight, nil, 0, r, nil)
		second := n.learn(f, truth, weight, nil, 0, r, nil)
		if !(second < first) {
			t.Errorf("%s: the loss went from %v to %v", name, first, second)
		}
	}
	n := newNet(chanceOf(1), 0.1)
	n.forward(f, nil)
	before := n.mark(3, f.Words()) - n.mark(0, f.Words())
	for range 50 {
		n.learn(f, truth, weight, marks, 1, rates{0.01, 0.01, 0.01}, nil)
	}
	n.forward(f, nil)
	if after := n.mark(3, f.Words()) - n.mark(0, f.Words()); after < before+1 {
		t.Errorf("the marked word stands out by %.2f, by %.2f before it was taught", after, before)
	}
}

func TestWhoIsMeant(t *testing.T) {
	for _, tt := range []struct {
		row  string
		want int8
	}{
		{`{"toxic":1,"insult":1,"target":"participant"}`, 1},
		{`{"toxic":1,"threat":1,"target":"participant"}`, 1},
		{`{"toxic":1,"insult":0,"threat":0,"identity":0,"target":"participant"}`, 0},
		{`{"toxic":1,"target":"participant"}`, 1},
		{`{"toxic":1,"insult":1,"target":"public"}`, 0},
		{`{"toxic":1,"insult":1}`, -1},
		{`{"toxic":0}`, 0},
		{`{"toxic":0,"insult":1}`, -1},
		{`{}`, -1},
	} {
		var l line
		if err := unmarshal(tt.row, &l); err != nil {
			t.Fatal(err)
		}
		row := l.row()
		if got := row.Labels[rozmova.Participant]; got != tt.want {
			t.Errorf("%s: %d, want %d", tt.row, got, tt.want)
		}
	}
}

func TestHiddenWordsAreTheMarkedOnes(t *testing.T) {
	r := chanceOf(3)
	changed := 0
	for range 200 {
		got := strings.Fields(obfuscate("цей справжній бовдур поламав лавку", func(w string) bool { return w == "бовдур" }, r))
		if got[0] != "цей" || got[1] != "справжній" || got[len(got)-1] != "лавку" || got[len(got)-2] != "поламав" {
			t.Fatalf("another word was hidden: %q", got)
		}
		if strings.Join(got[2:len(got)-2], " ") != "бовдур" {
			changed++
		}
	}
	if changed < 150 {
		t.Errorf("hidden %d times of 200", changed)
	}
}
