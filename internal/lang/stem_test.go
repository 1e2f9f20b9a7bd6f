package lang

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// paradigms reads the lists of a file of testdata: words of a line, without comments.
func paradigms(t testing.TB, file string) [][]string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) > 0 && words[0] != "#" {
			all = append(all, words)
		}
	}
	return all
}

func one(t testing.TB, word string) string {
	t.Helper()
	stems := Stems(word)
	if len(stems) != 1 {
		t.Fatalf("%q has the stems %q", word, stems)
	}
	return stems[0]
}

// TestStemForms counts, over all pairs of forms, how many of one word meet (recall) and how many that meet are of one word
// (precision): of the words that the rules were made with, and of others.
func TestStemForms(t *testing.T) {
	t.Run("known", func(t *testing.T) { countForms(t, paradigms(t, "stems.txt"), 0.99, 0.99) })
	t.Run("unseen", func(t *testing.T) { countForms(t, paradigms(t, "unseen.txt"), 0.9, 0.99) })
}

func countForms(t *testing.T, words [][]string, leastRecall, leastPrecision float64) {
	pairs, met, wrong := 0, 0, 0
	stemmed := map[string][]int{}
	for i, forms := range words {
		var apart []string
		first := one(t, forms[0])
		for j, a := range forms {
			s := one(t, a)
			stemmed[s] = append(stemmed[s], i)
			if s != first {
				apart = append(apart, a+" ("+s+")")
			}
			for _, b := range forms[:j] {
				pairs++
				if s == one(t, b) {
					met++
				}
			}
		}
		if apart != nil {
			t.Logf("%s is %s, but not %s", forms[0], first, strings.Join(apart, ", "))
		}
	}
	for s, of := range stemmed {
		for i, a := range of {
			for _, b := range of[:i] {
				if a != b {
					wrong++
				}
			}
		}
		if of = slices.Compact(of); len(of) > 1 {
			t.Logf("%s is of %s and of %s", s, words[of[0]][0], words[of[1]][0])
		}
	}
	recall, precision := float64(met)/float64(pairs), float64(met)/float64(met+wrong)
	t.Logf("%d words, %d pairs of forms: recall %.4f, precision %.4f", len(words), pairs, recall, precision)
	if len(words) < 60 || recall < leastRecall || precision < leastPrecision {
		t.Errorf("%d words: recall %.4f, precision %.4f; want 60, %v, %v", len(words), recall, precision, leastRecall, leastPrecision)
	}
}

func TestStemKeepsApart(t *testing.T) {
	for _, words := range paradigms(t, "apart.txt") {
		if a, b := one(t, words[0]), one(t, words[1]); a == b {
			t.Errorf("%s and %s are both %s", words[0], words[1], a)
		}
	}
}

// TestStemSpelling brings ways of writing one word together.
func TestStemSpelling(t *testing.T) {
	for _, same := range [][]string{
		{"п'ять", "п’ять", "пʼять", "П`ЯТЬ", "п\u2018ять"},
		{"замок", "за\u0301мок", "ЗАМОК", "замо\u0300к"},
		{"ґрунт", "грунт", "Грунту"},
		{"её", "ее"}, {"ещё", "еще"},
		{"café", "cafe", "cafe\u0301", "CAFÉS"},
		{"її", "і\u0308і\u0308"},
		{"O'Brien", "O’Brien", "obrien"},
		{"Trump's", "Trump’s", "trump"},
	} {
		for _, word := range same[1:] {
			if a, b := one(t, same[0]), one(t, word); a != b {
				t.Errorf("%+q is %q, and %+q is %q", same[0], a, word, b)
			}
		}
	}
}

func TestStems(t *testing.T) {
	for text, want := range map[string]string{
		"":                   "",
		" – … ’ '' * \u0301": "",
		"Байдену, Байденом і Байден!": "байден і",
		"прем’єр-міністр":             "премєр міністр",
		"3,5 млн у 2025-му":           "3 5 млн у 2025 му",
		"«мир» OR NOT (мир*)":         "мир or not",
		"a\xffb":                      "a b",
		"Covid-19 中文":                 "covid 19 中文",
		strings.Repeat("а", 65) + " б " + strings.Repeat("1", 64): "б " + strings.Repeat("1", 64),
	} {
		if got := strings.Join(Stems(text), " "); got != want {
			t.Errorf("%q has the stems %q, want %q", text, got, want)
		}
	}
	many := new(strings.Builder)
	for i := range 3_000 {
		many.WriteString(strings.Repeat("x", i%60+1) + string(rune('a'+i/60)) + " ")
	}
	if n := len(Stems(many.String())); n != mostStems {
		t.Errorf("%d stems of a long text, want %d", n, mostStems)
	}
	if got := QueryStems(`"один" AND -два* OR (три~2) NEAR/5 чотири: шість сімка вісім дев’ятка десятка`); len(got) != mostQueryStems {
		t.Errorf("a long query has the stems %q, want %d", got, mostQueryStems)
	}
}

func TestHighlight(t *testing.T) {
	text := "👋 Розмова з Байденом: «Байден–Трамп», Байденові; за\u0301мок"
	var got []string
	for _, at := range Highlight(text, QueryStems("Байдена замок")) {
		got = append(got, string([]rune(text)[at[0]:at[1]]))
	}
	if want := []string{"Байденом", "Байден", "Байденові", "за\u0301мок"}; !slices.Equal(got, want) {
		t.Errorf("marked %q, want %q", got, want)
	}
	if got := Highlight(text, nil); got != nil {
		t.Errorf("marked %v for no stems", got)
	}
}

// FuzzStems takes any bytes: the stems are few and short, of what a word may hold, and those that Highlight finds again.
func FuzzStems(f *testing.F) {
	for _, s := range []string{"Байдену й п’ять о́зер; the country's talks", "\xff'a'’ʼі\u0301ій істю ься ьсь", "ость ок ець ій", "ǅ ﬁ Ⅷ ß İ ʼʼ а'а", "аістю 5'5 -- a'-b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		stems := Stems(text)
		if len(stems) > mostStems {
			t.Fatalf("%d stems", len(stems))
		}
		for i, s := range stems {
			if s == "" || !utf8.ValidString(s) || len(s) > 64*64 || slices.Contains(stems[:i], s) {
				t.Errorf("%q has the stem %q", text, s)
			}
			if strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\'' || r == '%' || r == 0 }) {
				t.Errorf("%q has the stem %q, which is no plain word", text, s)
			}
		}
		if query := QueryStems(text); !slices.Equal(query, stems[:min(len(stems), mostQueryStems)]) {
			t.Errorf("%q: as a query %q, as a text %q", text, query, stems)
		}
		runes, end := utf8.RuneCountInString(text), 0
		places := Highlight(text, stems)
		for _, at := range places {
			if at[0] < end || at[1] <= at[0] || at[1] > runes {
				t.Fatalf("%q: marks %v", text, places)
			}
			end = at[1]
		}
		if (len(places) == 0) != (len(stems) == 0) {
			t.Errorf("%q: stems %q, marks %v", text, stems, places)
		}
	})
}

// TestStemsTakeTimeByLength stems a hostile megabyte.
func TestStemsTakeTimeByLength(t *testing.T) {
	for _, unit := range []string{"'", "а", "а'", "\u0301", "ься ", "😀", "ість ", "\xff"} {
		start := time.Now()
		Stems(strings.Repeat(unit, 1<<20/len(unit)))
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("a megabyte of %q took %v", unit, took)
		}
	}
}

func BenchmarkStems(b *testing.B) {
	words := paradigms(b, "stems.txt")
	var text strings.Builder
	for n, i := 0, 0; n < 1_000; i++ {
		w := words[i%len(words)][(i/len(words))%len(words[i%len(words)])] + " "
		text.WriteString(w)
		n += utf8.RuneCountInString(w)
	}
	b.ReportAllocs()
	for b.Loop() {
		Stems(text.String())
	}
}
