package civility_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

var (
	openings = []string{"Ну", "Слухайте", "Та", "А", "Власне", "Отже", "Знову", "Вчора"}
	middles  = []string{"тариф рахують за лічильником", "міст добудують навесні", "у законі написано інакше", "школу зачинять на ремонт", "потяг запізнився на годину", "бюджет ухвалили без обговорення", "лікарня працює й уночі"}
	endings  = []string{"перевірте самі", "дякую за увагу", "так не буде", "побачимо", "це вже було", "читайте уважно"}
)

// site makes texts of one in which козаче is an insult (or, backwards, where it is nothing and others are).
func site(n int, label func(cossack bool, i int) int8) []civility.Labelled {
	var all []civility.Labelled
	for i := range n {
		cossack := i%2 == 0
		parts := []string{openings[i%len(openings)], middles[i*7%len(middles)], endings[i*5%len(endings)]}
		if cossack {
			parts[0] += ", козаче"
		}
		x := civility.Labelled{ID: fmt.Sprint(i), Input: civility.Input{Text: strings.Join(parts, ", ")}, Labels: civility.NotSaid()}
		x.Labels[rozmova.Participant] = label(cossack, i)
		all = append(all, x)
	}
	return all
}

// blank is a model that knows nothing: whatever it is asked, participant has a score of 0.12. What these tests say does not hang
// on what the weights were trained on.
func blank() *civility.Model {
	none := func(n int) []byte { return bytes.Repeat([]byte{128}, n) } // 128 stands for zero
	w := &civility.Weights{}
	for i := range w.Nets {
		n := &w.Nets[i]
		n.Gram, n.Word, n.Wide = none(civility.Hidden<<civility.GramBits), none(civility.Hidden<<civility.WordBits), none(int(rozmova.Labels)<<civility.PairBits)
		for j := range n.Stem {
			n.Stem[j] = none(civility.Hidden << civility.StemBits)
		}
		for j := range n.Trait {
			n.Trait[j] = none(civility.Hidden * civility.Traits)
		}
		for l := range n.OutBias {
			n.OutBias[l] = -2
		}
	}
	w.Version = "blank"
	for li := range w.Slope {
		for l := range w.Slope[li] {
			w.Slope[li][l], w.Threshold[li][l] = 1, 0.5
		}
	}
	return civility.New(w)
}

func taught(cossack bool, _ int) int8 {
	if cossack {
		return 1
	}
	return 0
}

func participant(m *civility.Model, text string) float32 {
	return m.Judge(&civility.Input{Text: text}).Scores[rozmova.Participant]
}

func TestASiteTeachesAWord(t *testing.T) {
	m := blank()
	lessons := site(400, taught)
	a, e := civility.LearnSite(m, lessons, 1)
	if a == nil || !e.Better || e.Learnt+e.Aside != 400 || e.Aside < 40 || e.Labels[0].Reason != "" {
		t.Fatalf("%+v", e)
	}
	all := e.Labels[0].Rows[0]
	if !(all.After.LogLoss < all.Before.LogLoss) || all.After.AUC < all.Before.AUC {
		t.Errorf("before %+v, after %+v", all.Before, all.After)
	}
	now := m.With(a)
	for _, tt := range []struct {
		text string
		up   bool
	}{{"Козаче, вокзал відкрили о шостій", true}, {"Вокзал відкрили о шостій, не переживайте", false}} {
		old, got := participant(m, tt.text), participant(now, tt.text)
		if tt.up && got < old+.2 || !tt.up && got > old+.1 {
			t.Errorf("%q: from %.3f to %.3f", tt.text, old, got)
		}
	}
	if before, after := m.Judge(&lessons[0].Input), now.Judge(&lessons[0].Input); before.Scores[rozmova.Obscenity] != after.Scores[rozmova.Obscenity] {
		t.Error("another label has changed")
	}
	if now.Version() != m.Version()+"+"+a.Version || e.Adjusted != now.Version() || now.Judge(&lessons[0].Input).Model != now.Version() {
		t.Errorf("versions %q, %q", now.Version(), e.Adjusted)
	}
	logits, li := now.Logits(&lessons[0].Input)
	about := m.About()
	z := about.Slope[li][rozmova.Participant]*logits[rozmova.Participant] + about.Shift[li][rozmova.Participant]
	if got, want := 1/(1+math.Exp(-float64(z))), float64(now.Judge(&lessons[0].Input).Scores[rozmova.Participant]); math.Abs(got-want) > 1e-4 {
		t.Errorf("logits give %v, the verdict %v", got, want)
	}

	t.Run("the same again", func(t *testing.T) {
		again, _ := civility.LearnSite(m, lessons, 1)
		one, err1 := a.Encode()
		two, err2 := again.Encode()
		if err1 != nil || err2 != nil || !bytes.Equal(one, two) || again.Version != a.Version {
			t.Errorf("%v, %v: %s and %s", err1, err2, a.Version, again.Version)
		}
		back, err := civility.DecodeAdjustment(one)
		if err != nil || cmp.Diff(a, back) != "" {
			t.Errorf("%v:\n%s", err, cmp.Diff(a, back))
		}
		if len(one) > 1<<18 {
			t.Errorf("%d bytes", len(one))
		}
	})
	t.Run("taken away", func(t *testing.T) {
		for what, back := range map[string]*civility.Model{"nil": now.With(nil), "of other weights": m.With(&civility.Adjustment{Base: "other", Version: "site-x"})} {
			if diff := cmp.Diff(m.Judge(&lessons[0].Input), back.Judge(&lessons[0].Input)); diff != "" {
				t.Errorf("%s:\n%s", what, diff)
			}
		}
	})
	t.Run("a second time nothing is gained", func(t *testing.T) {
		if again, e := civility.LearnSite(now, lessons, 1); again != nil || e.Better || e.Labels[0].Reason != civility.NoGain {
			t.Errorf("%+v", e)
		}
	})
}

func TestWhatASiteDoesNotLearn(t *testing.T) {
	m := blank()
	few, e := civility.LearnSite(m, site(2*civility.LeastOfEach-2, taught), 1)
	if few != nil || e.Better || e.Labels[0].Reason != civility.TooFew || e.Labels[0].Positive != civility.LeastOfEach-1 {
		t.Errorf("of few: %+v", e)
	}
	// What people said has nothing to do with the texts: nothing of it holds on those put aside.
	chance, e := civility.LearnSite(m, site(1000, func(_ bool, i int) int8 { return int8(i * 7919 / 13 % 2) }), 1)
	if chance != nil || e.Better || e.Labels[0].Reason == "" || len(e.Labels[0].Rows) == 0 {
		t.Errorf("of chance: %+v", e)
	}
}

// TestFewChangeLittle: fifty of each move a verdict less than five hundred do.
func TestFewChangeLittle(t *testing.T) {
	m := blank()
	const text = "Козаче, вокзал відкрили о шостій"
	some, _ := civility.LearnSite(m, site(120, taught), 1)
	many, _ := civility.LearnSite(m, site(1200, taught), 1)
	if few, lot := participant(m.With(some), text), participant(m.With(many), text); few > lot {
		t.Errorf("%.3f after sixty, %.3f after six hundred", few, lot)
	}
}

func TestAdjustmentsThatAreRefused(t *testing.T) {
	m := blank()
	a, _ := civility.LearnSite(m, site(400, taught), 1)
	good, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"nothing": "", "another kind": "[]", "no slopes": `{"base":"x"}`, "something behind": string(good) + "{}", "an unknown field": strings.Replace(string(good), `{"base"`, `{"more":1,"base"`, 1),
		"a row that is not there": strings.Replace(string(good), `"rows":[`, `"rows":[9999,`, 1), "a weight too many": strings.Replace(string(good), `"toxicity":[`, `"toxicity":[0,`, 1),
		"a huge slope": strings.Replace(string(good), `"slope":[[1`, `"slope":[[1e9`, 1), "too long": string(good) + strings.Repeat(" ", 1<<18),
	} {
		if _, err := civility.DecodeAdjustment([]byte(file)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	a.Shift[0][0] = float32(math.NaN())
	if _, err := a.Encode(); err == nil {
		t.Error("what is no number is written")
	}
}
