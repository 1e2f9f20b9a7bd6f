package lang

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWords(t *testing.T) {
	for in, want := range map[string][]string{
		"П'ять об’єктів, пʼять!":   {"П'ять", "об’єктів", "пʼять"},
		"по-перше - це":            {"по-перше", "це"},
		"«Ні», -- так-":            {"Ні", "так"},
		"3,5 км, 10.5. 1,000,":     {"3,5", "км", "10.5", "1,000"},
		"COVID-19 G7":              {"COVID", "19", "G7"},
		"за\u0301мок":              {"за\u0301мок"},
		"it's the workers' 'word'": {"it's", "the", "workers", "word"},
		"می\u200cخواهم":            {"می\u200cخواهم"},
		"'":                        nil,
		"":                         nil,
	} {
		var got []string
		for _, w := range Words(in) {
			got = append(got, w.Text)
			if cut := string([]rune(in)[w.Start:w.End]); cut != w.Text {
				t.Errorf("%q: %q says it is at %d–%d, where there is %q", in, w.Text, w.Start, w.End, cut)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: -want +got\n%s", in, diff)
		}
	}
}

func FuzzWords(f *testing.F) {
	f.Add("п'ять по-перше 3,5 \xff за\u0301мок")
	f.Fuzz(func(t *testing.T, s string) {
		runes, end := []rune(s), 0
		for _, w := range Words(s) {
			if w.Start < end || w.End <= w.Start || w.End > len(runes) {
				t.Fatalf("%q: word %+v after %d", s, w, end)
			}
			if got := string(runes[w.Start:w.End]); got != w.Text {
				t.Fatalf("%q: %+v, but there is %q", s, w, got)
			}
			end = w.End
		}
	})
}

func TestSlug(t *testing.T) {
	for _, tt := range []struct{ lang, in, want string }{
		// The examples of the resolution itself.
		{"uk", "Алушта Андрій Борщагівка Вінниця Гадяч Ґалаґан", "alushta-andrii-borshchahivka-vinnytsia-hadiach-galagan"},
		{"uk", "Єнакієве Гаєвич Житомир Жанна Жежелів Закарпаття", "yenakiieve-haievych-zhytomyr-zhanna-zhezheliv-zakarpattia"},
		{"uk", "Їжакевич Кадиївка Мар’їне Йосипівка Стрий Олексій", "yizhakevych-kadyivka-marine-yosypivka-stryi-oleksii"},
		{"uk", "Згорани Розгон Ужгород Щербухи Гоща Юрій Корюківка", "zghorany-rozghon-uzhhorod-shcherbukhy-hoshcha-yurii-koriukivka"},
		{"uk", "Яготин Костянтин Знам’янка Феодосія Русь п'ять пʼять", "yahotyn-kostiantyn-znamianka-feodosiia-rus-piat-piat"},
		{"uk", "Нью-Йорк: 50 хвилин — «по суті»", "niu-york-50-khvylyn-po-suti"},
		{"uk", "Інфляція 3,5 % у 2026-му", "infliatsiia-3-5-u-2026-mu"},
		{"uk", "СВІТ Й Є", "svit-y-ye"},
		{"ru", "Гигиена объекта", "gigiena-obieekta"},
		{"en", "It's Łódź, São Paulo & Straße", "its-lodz-sao-paulo-strasse"},
		{"uk", "ＡＢＣ ①", "abc"},
		{"uk", "и\u0306 -- - ' ь", "y"},
	} {
		if got := Slug(tt.lang, tt.in); got != tt.want {
			t.Errorf("%s: %s\n got %s\nwant %s", tt.lang, tt.in, got, tt.want)
		}
	}
}

func TestSlugIsCutAtAWord(t *testing.T) {
	long := Slug("uk", strings.Repeat("розмова ", 30))
	if want := strings.TrimSuffix(strings.Repeat("rozmova-", 10), "-"); long != want {
		t.Errorf("got %s, want %s", long, want)
	}
	if got := Slug("uk", strings.Repeat("а", 500)); len(got) != 80 {
		t.Errorf("one long word gives %d bytes, want 80", len(got))
	}
}

func TestSlugIsNeverEmpty(t *testing.T) {
	a, b := Slug("ja", "会談は続く"), Slug("ja", "会談は終わる")
	if a == "" || a == b {
		t.Errorf("%q and %q", a, b)
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("Нью-Йорк: 3,5 — «по суті» ß \xff")
	f.Add("٣,٥ ..")
	shape := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	f.Fuzz(func(t *testing.T, headline string) {
		for _, lang := range []string{"uk", "ru", "en"} {
			slug := Slug(lang, headline)
			if len(slug) > maxSlug || !shape.MatchString(slug) {
				t.Errorf("%s: %q gives %q", lang, headline, slug)
			}
			if again := Slug("en", slug); again != slug {
				t.Errorf("%s: %q gives %q, and that %q", lang, headline, slug, again)
			}
		}
	})
}
