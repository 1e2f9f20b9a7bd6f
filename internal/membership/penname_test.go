package membership

import (
	"errors"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

func TestPenNames(t *testing.T) {
	for name, reason := range map[string]string{
		"Оля": "", "  Олена   Коваль\n": "", "Д’Артаньян": "", "O'Neill": "", "Jean-Luc.P_1": "", "李明": "", "שלום": "", "عمر": "", "Zoë": "",
		strings.Repeat("ї", 32): "",
		"":                      "name.too_short", "Я": "name.too_short", " \u200b\u2060 ": "name.too_short",
		strings.Repeat("ї", 33): "name.too_long",
		"42":                    "name.signs", "...": "name.signs", "ʼʼ": "name.signs", "Оля!": "name.signs", "Оля@home": "name.signs", "<b>Оля": "name.signs",
		"Оля🌻": "name.signs", "Оля✓": "name.signs", "\u115f\u1160": "name.signs", "Оля\u3000\u1160": "name.signs", "\u2800\u2800": "name.signs",
		"a\xff": "text.not_utf8",
		"Олeна": "name.mixed", "Οlena": "name.mixed", "Αлина": "name.mixed", "Zoя": "name.mixed", "Ян 李": "name.mixed", "Աnna": "name.mixed", // e, Ο, Α
		"Li 李明": "", "李さん": "", "Kim 김": "", "Оля 2": "", "О\u0301ля": "", "한글": "", "Ωmega": "name.mixed",
	} {
		_, err := checkPenName(name)
		var e *rozmova.Error
		got := ""
		if errors.As(err, &e) {
			got = e.Reason
		}
		if got != reason {
			t.Errorf("%q: %q, want %q", name, got, reason)
		}
	}
	if got, _ := checkPenName("\u202eОлена\u00a0 \t Коваль\u200b "); got != "Олена Коваль" {
		t.Errorf("cleaned: %q", got)
	}
}

func TestNamesThatLookAlikeMeet(t *testing.T) {
	for _, alike := range [][]string{
		{"Оля Коваль", "оля коваль", "ОЛЯ-КОВАЛЬ", "Оля.Коваль", "О л я К о в а л ь", "Оля\u0301 Коваль"},
		{"Петро", "Пeтpo", "Пе\u0301тро"}, // Latin e, p and o
		{"ivan", "Ivan", "ІVАN", "і vаn", "ｉｖａｎ", "𝐢𝐯𝐚𝐧"},
		{"Bob", "В0b", "вob"},
		{"ole", "0le", "о1е", "Olé"},
		{"О’Ніл", "О'Ніл", "ОʼНіл", "оніл"},
		{"ﬁn", "fin"},
	} {
		for _, name := range alike[1:] {
			if lang.PenKey(name) != lang.PenKey(alike[0]) {
				t.Errorf("%q and %q look alike: %q, %q", alike[0], name, lang.PenKey(alike[0]), lang.PenKey(name))
			}
		}
	}
	for _, differ := range [][2]string{{"Оля", "Олі"}, {"Марта", "Мирта"}, {"Ivan", "Evan"}, {"Читач 12", "Читач 13"}} {
		if lang.PenKey(differ[0]) == lang.PenKey(differ[1]) {
			t.Errorf("%q and %q are kept apart", differ[0], differ[1])
		}
	}
}

// FuzzPenName: a name that is taken can be seen, is one short line of letters, digits and few signs, and does not change
// when it is checked again; case, accents and spaces make no other name of it.
func FuzzPenName(f *testing.F) {
	for _, s := range []string{"Оля", "O'Neill", "ʼʼ", "\u115f\u1160", "e\u0301\u0301", "İstanbul", "ΐ", "ǰ", "ŉ", "\u1e9e", "a\u0345"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		name, err := checkPenName(s)
		if err != nil {
			if !errors.Is(err, rozmova.Invalid) {
				t.Fatalf("%q: %v, want Invalid", s, err)
			}
			return
		}
		if again, err := checkPenName(name); err != nil || again != name {
			t.Errorf("%q is cleaned to %q, and that to %q, %v", s, name, again, err)
		}
		if n := utf8.RuneCountInString(name); n < 2 || n > MaxPenName || strings.TrimSpace(name) != name || strings.ContainsAny(name, "\n\t<>&\"@/") {
			t.Errorf("%q became %q", s, name)
		}
		if !strings.ContainsFunc(name, unicode.IsLetter) {
			t.Errorf("%q has no letter", name)
		}
		key := lang.PenKey(name)
		if key == "" {
			t.Errorf("%q has no key", name)
		}
		for _, other := range []string{strings.ToUpper(name), strings.ToLower(name), "." + name + "-", strings.ReplaceAll(name, " ", "_"), name + "\u0301"} {
			if lang.PenKey(other) != key {
				t.Errorf("%q has key %q, %q has %q", name, key, other, lang.PenKey(other))
			}
		}
		if lang.PenKey(key) != key {
			t.Errorf("the key %q of %q has key %q", key, name, lang.PenKey(key))
		}
	})
}
