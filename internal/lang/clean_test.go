package lang

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestCleanKeeps(t *testing.T) {
	for name, s := range map[string]string{
		"Ukrainian apostrophes":   "п'ять п’ять пʼять",
		"tab and line end":        "а\tб\n\nв",
		"no-break space":          "9\u00a0січня",
		"Arabic":                  "السَّلَامُ عَلَيْكُمْ",
		"Hebrew with points":      "בְּרֵאשִׁית בָּרָא",
		"Persian ZWNJ":            "می\u200cخواهم نمی\u200cدانم",
		"Persian ZWNJ after mark": "تَ\u200cها",
		"Hindi ZWJ":               "क्\u200dष र्\u200dय",
		"Malayalam final ZWJ":     "അവന്\u200d വന്നു",
		"Sinhala":                 "ශ්\u200dරී ලංකා",
		"family":                  "👨\u200d👩\u200d👧\u200d👦",
		"woman with skin and job": "👩🏽\u200d⚕\ufe0f",
		"heart on fire":           "❤\ufe0f\u200d🔥",
		"rainbow and pride":       "🏳\ufe0f\u200d🌈",
		"flag of Ukraine":         "🇺🇦",
		"flag of Scotland":        "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F",
		"keycap":                  "1\ufe0f\u20e3",
		"eight marks":             "x" + strings.Repeat("\u0324", 8),
		"ideograph variation":     "葛\U000E0100",
		"Vietnamese":              "Nguyễn",
		"stress":                  "за\u0301мок",
		"replacement character":   "a\ufffdb",
	} {
		if got, err := Clean(s); err != nil || got != norm.NFC.String(s) {
			t.Errorf("%s: %+q became %+q (%v)", name, s, got, err)
		}
	}
}

func TestCleanTakesOut(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"line ends", "a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"},
		{"controls", "a\x00\x07\x1b[31m\x7f\u0085\u009fb", "a[31mb"},
		{"bidi", "a\u202e\u202a\u2066\u2069\u200e\u200f\u061cb", "ab"},
		{"tags", "hi\U000E0068\U000E0069\U000E0001", "hi"},
		{"tags behind a flag that are no flag", "🏴\U000E0068\U000E0065\U000E006C\U000E006C\U000E006F\U000E0068\U000E0069\U000E007F", "🏴"},
		{"flag that does not end", "🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074 ", "🏴 "},
		{"interlinear", "a\ufff9b\ufffac\ufffb", "abc"},
		{"noncharacters", "a\ufdd0\uffff\U0010fffeb", "ab"},
		{"zero width", "a\u200b\u2060\ufeff\u00ad\u180e\u2063b", "ab"},
		{"fillers", "a\u3164\uffa0b", "ab"},
		{"joiners in Cyrillic", "сло\u200dво сло\u200cво", "слово слово"},
		{"joiners in Latin", "a\u200db", "ab"},
		{"joiners at the ends", "\u200cمی\u200c", "می"},
		{"joiners in a row", "می\u200c\u200c\u200d\u200cخواهم", "می\u200cخواهم"},
		{"joiner between emoji and letter", "👩\u200da", "👩a"},
		{"variation selectors that say something else", "a\ufe00\ufe01\U000E0100\ufe0fb😀\ufe0f\ufe01\U000E0101", "ab😀\ufe0f"},
		{"Zalgo", "Z" + strings.Repeat("\u0324", 50) + "x", "Z" + strings.Repeat("\u0324", 8) + "x"},
		{"Zalgo by joiners", "ا" + strings.Repeat("\u0651\u200d", 40), "ا" + strings.Repeat("\u0651", 8)},
		{"Zalgo of marks that are two", "x" + strings.Repeat("\u0344", 8), "ẍ" + strings.Repeat("\u0301\u0308", 4)},
		{"NFC", "и\u0306 e\u0301", "й é"},
		{"what meets after taking out", "и\u200b\u0306", "й"},
	} {
		got, err := Clean(tt.in)
		if err != nil || got != tt.want {
			t.Errorf("%s: %+q became %+q (%v), want %+q", tt.name, tt.in, got, err, tt.want)
		}
	}
}

func TestCleanNamesTheBadByte(t *testing.T) {
	for in, want := range map[string]int{"\xff": 0, "так\xd0": 6, "a\xed\xa0\x80": 1, "a\ufffd\xc0\x80": 4} {
		_, err := Clean(in)
		var bad *EncodingError
		if !errors.As(err, &bad) || bad.Offset != want {
			t.Errorf("%q: %v, want byte %d", in, err, want)
		}
		if _, err := CleanLine(in); err == nil {
			t.Errorf("CleanLine takes %q", in)
		}
	}
}

func TestCleanLine(t *testing.T) {
	for in, want := range map[string]string{
		"  Леся \t\r\n Українка\u00a0": "Леся Українка",
		"\n\n":            "",
		"a\u2028b\u3000c": "a b c",
		"\u202eevil":      "evil",
	} {
		if got, err := CleanLine(in); err != nil || got != want {
			t.Errorf("%q became %q (%v), want %q", in, got, err, want)
		}
	}
}

// FuzzClean holds what Clean promises of whatever comes in.
func FuzzClean(f *testing.F) {
	f.Add("п'ять\r\n👨\u200d👩\u200d👧 می\u200cخواهم \u202e\U000E0068 Z\u0324\u0324")
	f.Add("🏴\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F\u0344\u0344\ufb2c\u1100\u0324\u1161")
	f.Add("\xff\xfe")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Clean(s)
		if (err == nil) != utf8.ValidString(s) {
			t.Fatalf("%q: %v", s, err)
		}
		if !norm.NFC.IsNormalString(got) {
			t.Errorf("%+q became %+q, which is not NFC", s, got)
		}
		if again, _ := Clean(got); again != got {
			t.Errorf("%+q became %+q, and that %+q", s, got, again)
		}
		marks := 0
		for _, r := range got {
			if visible(r) < 0 || r == '\r' || r == '\u2028' {
				t.Errorf("%+q became %+q, which keeps %U", s, got, r)
			}
			if unicode.Is(unicode.M, r) {
				marks++
			} else {
				marks = 0
			}
			if marks > maxMarks {
				t.Errorf("%+q became %+q with more than %d marks on a letter", s, got, maxMarks)
			}
		}
		line, err := CleanLine(s)
		if err == nil && (strings.ContainsAny(line, "\n\t") || strings.TrimSpace(line) != line || strings.Contains(line, "  ")) {
			t.Errorf("%+q became the line %+q", s, line)
		}
		if again, _ := CleanLine(line); again != line {
			t.Errorf("line %+q became %+q, and that %+q", s, line, again)
		}
	})
}

// TestCleanTakesTimeByLength cleans a hostile quarter of a megabyte, for which a step that looks ahead without bound would take long.
func TestCleanTakesTimeByLength(t *testing.T) {
	for _, unit := range []string{"\u200c", "\u200d\u0651", "\ufe0f\u200d", "🏴\U000E0067", "\u0344", "\u094d\u200d", "'a "} {
		hostile := "م👩" + strings.Repeat(unit, 1<<18/len(unit)) + "م👩"
		start := time.Now()
		once, err := Clean(hostile)
		if err != nil {
			t.Fatal(err)
		}
		Typeset("en", once)
		Words(once)
		if took := time.Since(start); took > 4*time.Second {
			t.Errorf("a quarter of a megabyte of %+q took %v", unit, took)
		}
	}
}

func TestCleanLeavesStoriesAlone(t *testing.T) {
	dir := os.Getenv("ROZMOVA_DATA")
	if dir == "" {
		t.Skip("ROZMOVA_DATA names no directory with stories/")
	}
	files, _ := filepath.Glob(filepath.Join(dir, "stories", "*.txt"))
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Clean(string(text)); err != nil || got != string(text) {
			t.Errorf("%s was changed (%v)", filepath.Base(file), err)
		}
	}
}

func BenchmarkClean(b *testing.B) {
	for name, s := range map[string]string{
		"plain":  strings.Repeat("Додаючи коментар, будьте толерантними. ", 40),
		"joined": strings.Repeat("می\u200cخواهم п’ять 👩\u200d⚕\ufe0f ", 40),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				_, _ = Clean(s)
			}
		})
	}
}
