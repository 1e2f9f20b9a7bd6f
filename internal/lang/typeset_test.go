package lang

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

// In wants, ~ is a no-break space.
var typesetCases = []struct{ lang, in, want string }{
	{"uk", `розмова була "серйозною і по суті", і що`, "розмова була «серйозною і~по~суті», і~що"},
	{"uk", `"Він сказав: "Ні" і пішов", - додав`, "«Він сказав: „Ні“ і~пішов»,~— додав"},
	{"uk", `"Він: "Ні""`, "«Він: „Ні“»"},
	{"uk", `""Ні" - це слово"`, "«„Ні“~— це слово»"},
	{"uk", `кафе-"бар" ("так")`, "кафе-«бар» («так»)"},
	{"uk", `«Голос "Америки"»`, "«Голос „Америки“»"},
	{"uk", `екран 15" і`, "екран 15\" і"},
	{"uk", `Перше "друге`, "Перше «друге"},
	{"uk", "Перший - це шлях", "Перший~— це шлях"},
	{"uk", "Перший — це шлях", "Перший~— це шлях"},
	{"uk", "Перший -- це шлях", "Перший~— це шлях"},
	{"uk", "- Так.\n- Ні.", "—~Так.\n—~Ні."},
	{"uk", "-- Так", "—~Так"},
	{"uk", "по-перше, 10-15, 2021-12-30, -5", "по-перше, 10-15, 2021-12-30, -5"},
	{"uk", "Ну... Так.... Е", "Ну… Так.... Е"},
	{"uk", "п'ять об'єктів, м’ята, пʼять", "п’ять об’єктів, м’ята, пʼять"},
	{"uk", "в Женеві 9 січня й 50 хвилин", "в~Женеві 9~січня й~50~хвилин"},
	{"uk", "У січні 2022 року, 10 числа", "У~січні 2022~року, 10~числа"},
	{"uk", "близько 10 000 людей, 5 %, 12 °C", "близько 10~000~людей, 5~%, 12~°C"},
	{"uk", "Дж. Байден і Т. Г. Шевченко", "Дж.~Байден і~Т.~Г.~Шевченко"},
	{"uk", "Ні. Він прийшов. А ти", "Ні. Він прийшов. А~ти"},
	{"uk", "№ 3, § 5, м. Київ, вул. Хрещатик, і т. д.", "№~3, §~5, м.~Київ, вул.~Хрещатик, і~т.~д."},
	{"uk", "в «Укрпошті» та в (дужках)", "в~«Укрпошті» та~в~(дужках)"},
	{"uk", "якби ж то, прийшов би", "якби~ж~то, прийшов~би"},
	{"uk", "давай-но на", "давай-но на"},
	{"uk", "в  двох  - трьох", "в  двох  — трьох"},
	{"uk", "", ""},
	{"en", `"Yes," he said, "it's fine" - and left`, "“Yes,” he said, “it’s fine”~– and left"},
	{"en", `the 'so called' plan of the workers' union in the '90s`, "the ‘so called’ plan of the workers’ union in the ’90s"},
	{"en", `6'2" tall`, `6'2" tall`},
	{"en", "9 January, January 9, 50 minutes, 5 per cent", "9~January, January~9, 50~minutes, 5~per cent"},
	{"en", "Mr Biden and Dr. King met J. Psaki at No. 10", "Mr~Biden and Dr.~King met J.~Psaki at No.~10"},
	{"en", "a go at it", "a go at it"},
	{"de", `"Ja" - nein...`, `"Ja" - nein...`},
}

func TestTypeset(t *testing.T) {
	for _, tt := range typesetCases {
		want := strings.ReplaceAll(tt.want, "~", "\u00a0")
		if got := Typeset(tt.lang, tt.in); got != want {
			t.Errorf("%s: %s\n got %s\nwant %s", tt.lang, tt.in, strings.ReplaceAll(got, "\u00a0", "~"), tt.want)
		}
	}
}

// checkTypeset holds for every text and every way to cut it: letters and digits stay, setting twice is setting once, each
// run keeps what is its own, and cuts change nothing.
func checkTypeset(t interface{ Fatalf(string, ...any) }, lang string, runs []string) {
	whole := strings.Join(runs, "")
	once := Typeset(lang, whole)
	if got, want := solid(once), solid(whole); got != want {
		t.Fatalf("letters changed: %q became %q", want, got)
	}
	if twice := Typeset(lang, once); twice != once {
		t.Fatalf("%s: setting %q twice:\nonce  %q\ntwice %q", lang, whole, once, twice)
	}
	set := TypesetRuns(lang, runs)
	if got := strings.Join(set, ""); got != once {
		t.Fatalf("%s: cut as %q:\ngot  %q\nwant %q", lang, runs, got, once)
	}
	for i := range runs {
		if got, want := solid(set[i]), solid(runs[i]); got != want {
			t.Fatalf("run %d of %q took letters from its neighbours: %q, want %q", i, runs, got, want)
		}
	}
	again := TypesetRuns(lang, set)
	if !slices.Equal(again, set) {
		t.Fatalf("%s: setting the runs %q twice:\nonce  %q\ntwice %q", lang, runs, set, again)
	}
}

// solid is a text's letters and digits.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

func TestTypesetProperties(t *testing.T) {
	pieces := []string{" ", " ", " ", "\"", "\"", "'", "-", "--", ".", "...", ",", "«", "»", "„", "“", "”", "’", "‘", "—", "–", "\u00a0", "\n", "(", ")",
		"в", "і", "на", "би", "Дж", "Т", "т", "д", "№", "3", "9", "000", "січня", "хвилин", "слово", "Байден", "м", "%", "January", "Mr", "it", "s", "ʼ", "…"}
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom([]string{"uk", "en"}).Draw(t, "lang")
		runs := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 6).Draw(t, "pieces"), "")
		}), 1, 6).Draw(t, "runs")
		checkTypeset(t, lang, runs)
	})
}

// TestTypesetStories sets the real stories, where they are at hand, cut at many places.
func TestTypesetStories(t *testing.T) {
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
		for line := range strings.Lines(string(text)) {
			set := Typeset("uk", line)
			if strings.ContainsAny(set, `"`) || strings.Contains(set, " - ") {
				t.Errorf("%s: left unset: %s", filepath.Base(file), set)
			}
			for i := range line {
				if i%17 == 0 {
					checkTypeset(t, "uk", []string{line[:i], line[i:]})
				}
			}
		}
	}
}

func FuzzTypeset(f *testing.F) {
	for _, tt := range typesetCases {
		f.Add(tt.in, uint(3), uint(9))
	}
	f.Fuzz(func(t *testing.T, s string, a, b uint) {
		s = strings.ToValidUTF8(s, "?")
		r := []rune(s)
		i, j := int(a%uint(len(r)+1)), int(b%uint(len(r)+1))
		if i > j {
			i, j = j, i
		}
		for _, lang := range []string{"uk", "en"} {
			checkTypeset(t, lang, []string{string(r[:i]), string(r[i:j]), string(r[j:])})
		}
	})
}

func TestTypesetRunsCutThroughALetter(t *testing.T) {
	if got := len(TypesetRuns("uk", []string{"в \xd0", "\x96 - "})); got != 2 {
		t.Errorf("%d runs, want 2", got)
	}
}

func BenchmarkTypeset(b *testing.B) {
	s := strings.Repeat(`"Президент Байден окреслив два шляхи підходу США, які будуть залежати від дій Росії", - повідомив посадовець. `, 5)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		Typeset("uk", s)
	}
}
