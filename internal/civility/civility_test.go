package civility_test

import (
	"math"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
)

// comment has 110 letters, as the bar of the issue has it.
const comment = "Ви знову не читали закон: там ясно написано, що тариф рахують за лічильником, а не за площею. Перевірте самі, пане."

func load(t testing.TB) *civility.Model {
	t.Helper()
	m, err := civility.Load()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestWhoIsInsulted(t *testing.T) {
	m := load(t)
	for _, tt := range []struct {
		text string
		want bool
	}{
		{"Ти ідіот, і коментарі твої ідіотські", true},
		{"Закрий рота, дурепо", true},
		{"Ви, шановний, повний бовдур", true},
		{"ти д.е.б.і.л", true},
		{"Ты тупой дебил", true},
		{"You are a stupid moron", true},
		{"Я з вами не згоден, бо закон каже інше", false},
		{"Ідіотський закон, його треба скасувати", false},
		{"Міністр не виконав жодної обіцянки", false},
		{"Мене тут назвали «ідіотом», приберіть це", false},
		{"Я с вами не согласна, это другая статья закона", false},
		{"I disagree with you: the law says otherwise", false},
		{"В І Т А Ю всіх зі святом!", false},
	} {
		v := m.Judge(&civility.Input{Text: tt.text})
		if got := v.Scores[rozmova.Participant] >= m.Threshold(v.Language, rozmova.Participant); got != tt.want {
			t.Errorf("%q: participant %.3f, threshold %.3f, want flagged %v", tt.text, v.Scores[rozmova.Participant], m.Threshold(v.Language, rozmova.Participant), tt.want)
		}
	}
}

// TestPaddingHidesNothing: civil words around an insult do not make it less of one.
func TestPaddingHidesNothing(t *testing.T) {
	m := load(t)
	const insult = "Ти ідіот, закрий рота, дурепо."
	for name, text := range map[string]string{
		"thanks behind it":  insult + strings.Repeat(" Дякую.", 100),
		"a long yes":        insult + strings.Repeat(" Так.", 900),
		"behind a long yes": strings.Repeat("Так. ", 200) + insult,
		"marks":             insult + strings.Repeat(" !", 50),
		"a sober report":    strings.Repeat("Я був там учора, бачив усе своїми очима. ", 30) + insult,
	} {
		v := m.Judge(&civility.Input{Text: text})
		if s := v.Scores[rozmova.Participant]; s < m.Threshold(v.Language, rozmova.Participant) {
			t.Errorf("%s: %.3f, under the threshold", name, s)
		}
	}
}

func TestWordsAreMarkedWhole(t *testing.T) {
	m := load(t)
	for _, tt := range []struct{ text, want string }{
		{"Ну ти й йолоп, Петре", "йолоп"},
		{"👍 ну ти й йо\u200bлоп", "йо\u200bлоп"},
		{"ти п р и д у р о к", "п р и д у р о к"},
	} {
		v := m.Judge(&civility.Input{Text: tt.text})
		marked := false
		for _, s := range v.Spans {
			marked = marked || strings.Contains(string([]rune(tt.text)[s.Start:s.End]), tt.want)
		}
		if !marked {
			t.Errorf("%q: marked %+v, not %q", tt.text, v.Spans, tt.want)
		}
	}
	if v := m.Judge(&civility.Input{Text: "Дякую за статтю, дуже корисно"}); v.Spans != nil {
		t.Errorf("a clean text has marked words: %+v", v.Spans)
	}
}

func TestNothingSaidIsNothing(t *testing.T) {
	m := load(t)
	for _, text := range []string{"", "  \n", "\u200b"} {
		if v := m.Judge(&civility.Input{Text: text, Answers: "Ти ідіот"}); v.Scores != (rozmova.Scores{}) || v.Spans != nil {
			t.Errorf("%q: %+v", text, v)
		}
	}
}

func TestTheSameTextHasTheSameVerdict(t *testing.T) {
	m := load(t)
	texts := []string{comment, "ти дебіл", "ty debil", strings.Repeat("слово ", 3000), "", "\xff\xfe", "👍👍👍"}
	var want []rozmova.Verdict
	for _, text := range texts {
		want = append(want, m.Judge(&civility.Input{Text: text}))
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i := range 200 {
				at := i % len(texts)
				if diff := cmp.Diff(want[at], m.Judge(&civility.Input{Text: texts[at]})); diff != "" {
					t.Errorf("%.20q: %s", texts[at], diff)
				}
			}
		})
	}
	wg.Wait()
}

func TestWeightsAreReadBack(t *testing.T) {
	if _, err := civility.Decode(nil); err != civility.ErrNoWeights {
		t.Errorf("no bytes: %v, want ErrNoWeights", err)
	}
	w := load(t).Weights()
	file, err := w.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := civility.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w, again); diff != "" {
		t.Error("read back otherwise")
	}
	for _, n := range []int{10, 30, 1000, len(file) - 1} {
		if _, err := civility.Decode(file[:n]); err == nil {
			t.Errorf("the first %d bytes were taken", n)
		}
	}
	if _, err := civility.Decode(append(file, 0)); err == nil {
		t.Error("a byte too many was taken")
	}
	if len(file) > 8<<20 {
		t.Errorf("the weights have %d bytes, more than 8 MB", len(file))
	}
}

func FuzzJudge(f *testing.F) {
	for _, s := range []string{"", comment, "ти дебіл", "т\u0301и д.е.б.і.л", "\xff\xc0ти", "ty debil", "🤡🤡 @user, д*біл", strings.Repeat("а", 30_000)} {
		f.Add(s, "Марія", false)
	}
	m, err := civility.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, name string, author bool) {
		v := m.Judge(&civility.Input{Text: text, Answers: name, Names: []string{name}, ToAuthor: author})
		for l, s := range v.Scores {
			if !(s >= 0 && s <= 1) || math.IsInf(float64(s), 0) {
				t.Errorf("%v: %v", rozmova.Label(l), s)
			}
		}
		end := 0
		for _, s := range v.Spans {
			if s.Start < end || s.End <= s.Start || s.End > utf8.RuneCountInString(text) || s.Label >= rozmova.Labels || !(s.Score >= 0 && s.Score <= 1) {
				t.Errorf("span %+v behind %d, of %d runes", s, end, utf8.RuneCountInString(text))
			}
			end = s.End
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	m := load(b)
	for name, text := range map[string]string{
		"plain110": comment, "hidden110": "Ви знову не читали закон: ти д.е.б.і.л і к0зел, там ясно написано, що тариф рахують за лічильником, а не т@к.",
		"plain1000": strings.Repeat(comment+" ", 9),
	} {
		b.Run(name, func(b *testing.B) {
			in := &civility.Input{Text: text}
			b.ReportAllocs()
			for b.Loop() {
				m.Judge(in)
			}
		})
	}
}
