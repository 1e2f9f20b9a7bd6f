package lang

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestSkeleton(t *testing.T) {
	for _, alike := range [][2]string{
		{"раураl", "paypal"}, {"ΡΑΥΡΑL", "PAYPAL"}, {"Ѕсоре", "Scope"}, {"Іvan", "lvan"}, {"rn", "m"}, {"О\u200bля", "Оля"}, {"О\u3164ля", "Оля"},
		{"𝐀𝐧𝐧𝐚", "Anna"}, {"é", "e\u0301"}, {"օ", "o"}, {"οѕο", "oso"},
	} {
		if a, b := Skeleton(alike[0]), Skeleton(alike[1]); a != b {
			t.Errorf("%q looks like %q, but their skeletons are %q and %q", alike[0], alike[1], a, b)
		}
	}
	for _, differ := range [][2]string{{"Оля", "Олі"}, {"Anna", "Аnnа́"}, {"H", "h"}, {"N", "H"}, {"и", "u"}} {
		if a, b := Skeleton(differ[0]), Skeleton(differ[1]); a == b {
			t.Errorf("%q and %q have one skeleton: %q", differ[0], differ[1], a)
		}
	}
	if n := len(confusables()); n != 4189 {
		t.Errorf("the table has %d letters, want all 4189 of the file", n)
	}
}

// TestSkeletonIsStable: looking up twice ends it. Once is not enough for a dozen ligatures, whose prototypes have a mark that
// looks like another.
func TestSkeletonIsStable(t *testing.T) {
	for r, like := range confusables() {
		if s := Skeleton(Skeleton(string(r))); Skeleton(s) != s {
			t.Errorf("%U looks like %q, and that like %q", r, s, Skeleton(s))
		}
		if like == "" {
			t.Errorf("%U looks like nothing", r)
		}
	}
}

func TestUnmixed(t *testing.T) {
	for s, want := range map[string]bool{
		"": true, "Оля 2": true, "Jean-Luc": true, "О\u0301ля": true, "李さんカナ x": true, "Kim 김 李": true, "עמר": true, "Ελένη": true, "Ամի": true, "…": true,
		"Oля": false, "Οlga": false, "Оλя": false, "Ян 李": false, "Աnna": false, "さ김": false, "Аnna": false,
	} {
		if Unmixed(s) != want {
			t.Errorf("%q: unmixed is %v, want %v", s, !want, want)
		}
	}
}

// lettersOf draws texts of the letters that people use and that look like others.
func lettersOf() *rapid.Generator[string] {
	table := confusables()
	var like []rune
	for r := rune(' '); r < 0x1F000; r++ {
		if _, ok := table[r]; ok {
			like = append(like, r)
		}
	}
	usual := []rune("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъ АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_'’ʼ\u0301\u0306\u0308ßſƒİıςΐ")
	return rapid.StringOf(rapid.OneOf(rapid.SampledFrom(usual), rapid.SampledFrom(like), rapid.Rune()))
}

func TestPenKeysOfLooks(t *testing.T) {
	for _, alike := range [][]string{
		{"АННА", "AHHA", "анна", "ΑΗΗΑ", "ahha", "ᎪᎻᎻᎪ"},
		{"ВОВА", "BOBA", "вова", "ΒΟΒΑ", "boba", "ВОВА\u200b", "В О-В’А", "В\u0301ова"},
		{"Ivan", "lvan", "1van", "ІVАN", "іvаn", "IVAN", "ｌｖａｎ", "𝒍𝒗𝒂𝒏", "Ivan\u0338"},
		{"Mark", "rnark", "МАRК", "ⅿark"},
		{"Тарас", "TAPAC", "tapac", "ТАРАС"},
		{"Їжак", "Іжак", "їжак"},
		{"Йосип", "Иосип"},
		{"Юра", "Іора"},
		{"Зоя", "3оя", "ЗОЯ"},
		{"օսո", "oun"},
		{"Łukasz", "Lukasz"},
		{"Оля", "О\u3164ля", "О\u115fля", "О\u034fля", "Оля\ufe0f"},
	} {
		for _, name := range alike[1:] {
			if a, b := PenKey(alike[0]), PenKey(name); a != b {
				t.Errorf("%q has the key %q, %q has %q", alike[0], a, name, b)
			}
		}
	}
	for _, pair := range [][2]string{{"νονα", "Vova"}, {"Νον", "Nov"}, {"ΝΟΝΑ", "nona"}, {"υα", "ua"}, {"КУСЬ", "KYCb"}} {
		found := false
		for _, key := range PenKeys(pair[0]) {
			found = found || key == PenKey(pair[1])
		}
		if !found {
			t.Errorf("the keys %q of %q have none of %q: %q", PenKeys(pair[0]), pair[0], pair[1], PenKey(pair[1]))
		}
	}
}

// TestAlphabetsStayApart: no two letters of one alphabet come together but those that differ by an accent, and I and l.
func TestAlphabetsStayApart(t *testing.T) {
	for _, alphabet := range []string{"абвгґдеєжзиіклмнопрстуфхцчшщьюя", "абвгдежзиклмнопрстуфхцчшщъыьэюя", "abcdefghjklmnopqrstuvwxyz", "abcdefghijkmnopqrstuvwxyz", "αβγδεζηθικλμνξοπρστυφχψω", "23456789", "0123456789"} {
		of := map[string]rune{}
		for _, r := range alphabet {
			key := PenKey(string(r))
			if other, ok := of[key]; ok {
				t.Errorf("%c and %c have the key %q", other, r, key)
			}
			of[key] = r
		}
	}
}

// before is how names were folded up to version 1 of PenKey.
func before(name string) string {
	folded := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, cases.Fold().String(norm.NFKD.String(name)))
	return strings.NewReplacer("а", "a", "в", "b", "е", "e", "і", "i", "ј", "j", "к", "k", "м", "m", "н", "h", "о", "o", "р", "p",
		"с", "c", "ѕ", "s", "т", "t", "у", "y", "х", "x", "ԁ", "d", "ѵ", "v", "ԝ", "w", "0", "o", "1", "l", "ı", "i",
		"’", "", "'", "", "ʼ", "", ".", "", "-", "", "_", "", " ", "").Replace(folded)
}

func TestPenKeyProperties(t *testing.T) {
	letters := lettersOf()
	rapid.Check(t, func(t *rapid.T) {
		name := letters.Draw(t, "name")
		key := PenKey(name)
		if strings.ContainsRune(key, '~') {
			t.Fatalf("the key %q has a ~", key)
		}
		if PenKey(key) != key {
			t.Fatalf("the key %q of %q has the key %q", key, name, PenKey(key))
		}
		if old := PenKey(before(name)); old != key {
			t.Fatalf("%q has the key %q, and %q, with which it met before, has %q", name, key, before(name), old)
		}
		composed := []rune(norm.NFC.String(name))
		n := rapid.IntRange(0, len(composed)).Draw(t, "n")
		if begins := PenKey(string(composed[:n])); !strings.HasPrefix(PenKey(string(composed)), begins) {
			t.Fatalf("%q begins with %q, but the key %q not with %q", string(composed), string(composed[:n]), PenKey(string(composed)), begins)
		}
	})
	usual := rapid.StringOf(rapid.SampledFrom([]rune("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяёыэъabcdefghijklmnopqrstuvwxyz0123456789 .-_'’ʼ")))
	rapid.Check(t, func(t *rapid.T) {
		name := usual.Draw(t, "name")
		for _, other := range []string{strings.ToUpper(name), "." + name + "-", strings.ReplaceAll(name, " ", "_"), name + "\u0301", strings.Join(strings.Split(name, ""), "\u200b")} {
			if PenKey(other) != PenKey(name) {
				t.Fatalf("%q has the key %q, %q has %q", name, PenKey(name), other, PenKey(other))
			}
		}
	})
}
