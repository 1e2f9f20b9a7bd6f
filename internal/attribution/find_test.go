package attribution

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// samples gives the texts to begin from: the project's own and, where they lie beside the repository, the shared ones.
func samples(t testing.TB) []string {
	t.Helper()
	var list []string
	for _, pattern := range []string{"../../data/attribution/dev/*.txt", "../../../shared/data/stories/*.txt"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, string(text))
		}
	}
	return list
}

// sound fails unless all that is found in a text lies in it and says what stands there.
func sound(t interface {
	Errorf(string, ...any)
	Helper()
}, text string, found *Found) {
	t.Helper()
	runes := []rune(text)
	span := func(s Span, what string) bool {
		if s.Start < 0 || s.End > len(runes) || s.Start >= s.End {
			t.Errorf("%s from %d to %d in a text of %d runes", what, s.Start, s.End, len(runes))
			return false
		}
		if got := string(runes[s.Start:s.End]); got != s.Text {
			t.Errorf("%s says %q, the text %q", what, s.Text, got)
			return false
		}
		return true
	}
	var check func(s Statement, outer *Statement)
	check = func(s Statement, outer *Statement) {
		span(s.Span, "statement")
		if outer != nil && (s.Start < outer.Start || s.End > outer.End) {
			t.Errorf("a nested statement reaches out of the one around it")
		}
		if s.Cue != nil {
			span(*s.Cue, "cue")
		}
		if s.Mention != nil {
			span(*s.Mention, "mention")
		}
		if s.Confidence < 0 || s.Confidence > 1 {
			t.Errorf("confidence %v", s.Confidence)
		}
		if s.Speaker == nil && s.SpeakerNamed || s.Speaker != nil && *s.Speaker == "" {
			t.Errorf("a speaker without a name")
		}
		if s.Mode != "direct" && s.Mode != "indirect" && s.Mode != "mixed" {
			t.Errorf("mode %q", s.Mode)
		}
		for _, n := range s.Nested {
			check(n, &s)
		}
	}
	for i, s := range found.Statements {
		check(s, nil)
		if i > 0 && s.Span == found.Statements[i-1].Span {
			t.Errorf("one statement twice: %q", s.Text)
		}
	}
	for _, c := range found.Developments {
		span(c.From.Span, "date")
		span(c.To.Span, "date")
		span(c.Signal, "signal")
	}
	for _, l := range found.LeftOut {
		span(l.Span, "left out")
	}
}

func FuzzFind(f *testing.F) {
	for _, text := range samples(f) {
		f.Add(text, "")
	}
	f.Add("«А, – сказав він. – Б", "uk")
	f.Add("\"a\" 'b' he said, ' \" said", "en")
	f.Fuzz(func(t *testing.T, text, tag string) {
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "?")
		}
		found := Find(text, Options{Lang: tag})
		sound(t, text, found)
		if again := Find(text, Options{Lang: tag}); !reflect.DeepEqual(found, again) {
			t.Error("the same text gave two answers")
		}
	})
}

// TestFindAnyText: whatever the words, marks and their order.
func TestFindAnyText(t *testing.T) {
	pieces := []string{
		"«", "»", "\"", "'", "„", "“", "”", "–", " – ", ", ", ". ", ": ", "; ", "! ", "? ", "…", "\n", " ", "(", ")",
		"сказав", "сказала", "заявили", "за словами", "за його словами", "Юрія Ушакова", "Ольга Сердюк", "мер", "речниця Білого дому", "у поліції",
		"що", "і", "а", "але", "він", "вона", "вони", "там", "яка", "мовляв", "пише", "газета «Степ»", "назвала", "рішення", "помилкою", "просить", "закликав", "до", "миру",
		"не", "чи", "як", "повідомив", "про це", "йдеться", "в документі", "9 січня", "раніше", "очікувалось", "said", "According to", "the mayor", "Tom Reyes", "that", "told", "the Echo",
		"сообщил", "по словам", "Игорь Данилюк", "роботи почнуться", "дощу не буде", "x", "1:40", "18,4", "\u0301", "\u200d", "🙂", "ʼ",
	}
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 60).Draw(t, "parts")
		gap := rapid.SampledFrom([]string{" ", ""}).Draw(t, "gap")
		text := strings.Join(parts, gap)
		lang := rapid.SampledFrom([]string{"", "uk", "ru", "en", "xx"}).Draw(t, "lang")
		sound(t, text, Find(text, Options{Lang: lang}))
	})
}

// TestFindCutText: a text may end anywhere.
func TestFindCutText(t *testing.T) {
	for _, text := range samples(t) {
		runes := []rune(text)
		for n := 0; n < len(runes); n += 37 {
			sound(t, string(runes[:n]), Find(string(runes[:n]), Options{}))
			sound(t, string(runes[n:]), Find(string(runes[n:]), Options{}))
		}
	}
}

// TestFindTakesTimeByLength: thirty-two times the text takes about thirty-two times as long, whatever it is made of.
func TestFindTakesTimeByLength(t *testing.T) {
	for name, piece := range map[string]string{
		"marks": "«", "pairs": "«а» ", "cues": "сказав ", "cues and commas": "сказав, що ", "names": "Юрій Ушаков ", "names and cues": "Ушаков сказав, ", "dashes": "– а, – ", "brackets": "(", "letters": "а", "lines": "–\n",
		"broken": "«А, – сказав він. – Б» ", "story": "«Ми не знали», – сказала Ольга Сердюк. Вона додала, що вода прийшла вночі.\n",
	} {
		took := func(n int) time.Duration {
			text, start := strings.Repeat(piece, n), time.Now()
			Find(text, Options{Lang: "uk"})
			return time.Since(start)
		}
		short, long := took(200), took(6400)
		for try := 0; try < 6 && long > 256*max(short, 4*time.Millisecond); try++ { // a busy machine measures unevenly; time by the square would be a thousand times as long
			short, long = max(short, took(200)), min(long, took(6400))
		}
		if long > 256*max(short, 4*time.Millisecond) {
			t.Errorf("%s: %v for a text, %v for one of thirty-two times the length", name, short, long)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	text := strings.Join(samples(b), "\n")
	words := len(strings.Fields(text))
	for b.Loop() {
		Find(text, Options{})
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}
