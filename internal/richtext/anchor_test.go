package richtext

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
)

func TestLocate(t *testing.T) {
	body := []rozmova.Block{
		para(plain("Він сказав: «Це – "), rozmova.Span{Text: "наша", Marks: rozmova.Strong}, plain(" справа», і ще раз: наша справа.")),
		para(plain("Об'єкт № 5… наша справа")),
	}
	tests := []struct {
		name, quote string
		occurrence  int
		reason      string
		args        map[string]any
	}{
		{"one", "Він сказав", 0, "", nil},
		{"over marks", "Це – наша", 0, "", nil},
		{"space around", " \nВін сказав\n", 0, "", nil},
		{"the third", "наша справа", 3, "", nil},
		{"from one block to the next", "справа.\nОб'єкт", 0, "", nil},
		{"decomposed letters", "раз: наша", 0, "", nil},
		{"more than once", "наша справа", 0, "publish.quote_ambiguous", map[string]any{"N": 3}},
		{"not so often", "наша справа", 4, "publish.quote_too_few", map[string]any{"N": 3, "Occurrence": 4}},
		{"not there", "ваша справа", 0, "publish.quote_missing", map[string]any{"Near": ""}},
		{"over blocks without a line feed", "справа. Об'єкт", 0, "publish.quote_missing", map[string]any{"Near": "справа.\nОб'єкт"}},
		{"straight marks, hyphen", `"Це - наша справа"`, 0, "publish.quote_missing", map[string]any{"Near": "«Це – наша справа»"}},
		{"apostrophe, no-break space, ellipsis, case", "ОБ’ЄКТ №\u00a05...", 0, "publish.quote_missing", map[string]any{"Near": "Об'єкт № 5…"}},
		{"nothing", "  ", 0, "publish.quote_missing", map[string]any{"Near": ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := Locate(body, tt.quote, tt.occurrence)
			quote := strings.TrimSpace(tt.quote)
			if tt.reason == "" {
				if got := Words(body, a); err != nil || got != quote {
					t.Errorf("%v marks %q, %v", a, got, err)
				}
				return
			}
			tt.args["Quote"] = quote
			var e *rozmova.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v, %v", a, err)
			}
			if diff := cmp.Diff(&rozmova.Error{Kind: rozmova.Invalid, Reason: tt.reason, Field: "quote", Args: tt.args}, e); diff != "" {
				t.Error(diff)
			}
		})
	}
	if a, _ := Locate(body, "наша справа", 3); a.Start.Block != 1 {
		t.Errorf("the third stands in block %d", a.Start.Block)
	}
}

func TestOffsets(t *testing.T) {
	body := []rozmova.Block{para(plain("аб")), {Kind: rozmova.Pause}, para(plain("в"), rozmova.Span{Text: "г", Marks: rozmova.Strong})}
	for at, want := range []rozmova.Position{{Block: 0, Rune: 0}, {Block: 0, Rune: 1}, {Block: 0, Rune: 2}, {Block: 1, Rune: 0}, {Block: 2, Rune: 0}, {Block: 2, Rune: 1}, {Block: 2, Rune: 2}} {
		if got, ok := position(body, at); got != want || !ok || offset(body, got) != at {
			t.Errorf("%d: %v, back %d", at, got, offset(body, got))
		}
	}
	for _, bad := range [][2]int{{0, 0}, {2, 1}, {-1, 1}, {0, 7}, {7, 8}} {
		if a, err := AnchorAt(body, bad[0], bad[1]); !errors.Is(err, rozmova.Invalid) {
			t.Errorf("%v: %v, %v", bad, a, err)
		}
	}
	far := rozmova.Anchor{Start: rozmova.Position{Block: -1}, End: rozmova.Position{Block: 9, Rune: 9}}
	if s, e := Offsets(body, far); s != 0 || e != 6 || Words(nil, far) != "" {
		t.Errorf("beyond the edges: %d–%d", s, e)
	}
}

func TestExcerpt(t *testing.T) {
	body := []rozmova.Block{{Kind: rozmova.Heading, Level: 2, Spans: []rozmova.Span{plain("Ні")}}, para(plain("Перше,  друге\nй третє.")), para(plain("Четверте"))}
	tests := []struct {
		most int
		want string
	}{
		{100, "Перше, друге й третє. Четверте"}, {30, "Перше, друге й третє. Четверте"}, {29, "Перше, друге й третє…"},
		{14, "Перше, друге…"}, {13, "Перше, друге…"}, {12, "Перше…"}, {7, "Перше…"}, {4, "Пер…"}, {1, "…"}, {0, ""},
	}
	for _, tt := range tests {
		got := Excerpt(body, tt.most)
		if got != tt.want || utf8.RuneCountInString(got) > tt.most {
			t.Errorf("%d runes: %q, want %q", tt.most, got, tt.want)
		}
	}
}
