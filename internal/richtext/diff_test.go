package richtext

import (
	"strings"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
)

// written shows changes as [-gone-]{+came+}.
func written(changes []Change) string {
	var s strings.Builder
	for _, c := range changes {
		switch c.Op {
		case Removed:
			s.WriteString("[-" + c.Text + "-]")
		case Added:
			s.WriteString("{+" + c.Text + "+}")
		default:
			s.WriteString(c.Text)
		}
	}
	return s.String()
}

func TestDiff(t *testing.T) {
	tests := []struct{ before, after, want string }{
		{"", "", ""},
		{"", "a", "{+a+}"},
		{"a", "", "[-a-]"},
		{"a b", "a b", "a b"},
		{"почнуться 10 січня", "почнуться 9 січня", "почнуться [-10-]{+9+} січня"},
		{"кінець.", "кінець!", "кінець[-.-]{+!+}"},
		{"раз два три", "раз три", "раз [-два -]три"},
		{"сторони домовились про зустріч", "сторони не дійшли згоди про зустріч", "сторони [-домовились-]{+не дійшли згоди+} про зустріч"},
		{"a b c d", "a x y d", "a [-b c-]{+x y+} d"},
		{"дев'ять 3,5 із-за", "дев’ять 3,6 із-за", "[-дев'ять 3,5-]{+дев’ять 3,6+} із-за"},
		{"один\nдва\nтри", "один\nтри\nчотири", "один\n[-два\n-]три{+\nчотири+}"},
	}
	for _, tt := range tests {
		if got := written(Diff(tt.before, tt.after)); got != tt.want {
			t.Errorf("%q to %q:\n got %s\nwant %s", tt.before, tt.after, got, tt.want)
		}
	}
}

func TestDiffOfDifferentTextsIsQuick(t *testing.T) {
	var a, b strings.Builder
	for i := range 20000 {
		a.WriteString(strings.Repeat("a", i%97) + " ")
		b.WriteString(strings.Repeat("a", i%89) + "b ")
	}
	start := time.Now()
	Diff(a.String(), b.String())
	Diff(strings.ReplaceAll(a.String(), " ", "\n"), strings.ReplaceAll(b.String(), " ", "\n"))
	if took := time.Since(start); took > 200*time.Millisecond*slowness {
		t.Errorf("%v", took)
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("один два три", "один три\nчотири")
	f.Add("a b a b a c", "b a c a b a")
	f.Fuzz(func(t *testing.T, before, after string) {
		changes := Diff(before, after)
		gone, came := "", ""
		for i, c := range changes {
			if c.Text == "" {
				t.Fatal("an empty change")
			}
			if c.Op != Added {
				gone += c.Text
			}
			if c.Op != Removed {
				came += c.Text
			}
			if i > 0 && (changes[i-1].Op == c.Op || changes[i-1].Op == Added && c.Op == Removed) {
				t.Fatalf("change %d: %s behind %s", i, c.Op, changes[i-1].Op)
			}
		}
		if gone != before || came != after {
			t.Fatalf("%q to %q: %s", before, after, written(changes))
		}
		if before == after && len(changes) > 1 {
			t.Fatalf("%q differs from itself", before)
		}
	})
}

func TestDiffBlocks(t *testing.T) {
	before, _ := StoryMarkdown("Перший абзац.\n\nДругий абзац, у якому 10 січня.\n\nЗайвий.\n\nОстанній.\n\nТут")
	after, _ := StoryMarkdown("Перший абзац.\n\nЗовсім нове речення.\n\nДругий абзац, у якому 9 січня.\n\n# Останній.\n\n[Тут](https://a.example)")
	var got strings.Builder
	for _, c := range DiffBlocks(before, after) {
		if (c.Before == nil) != (c.Op == Added) || (c.After == nil) != (c.Op == Removed) {
			t.Errorf("%s with %v and %v", c.Op, c.Before, c.After)
		}
		got.WriteString(string(c.Op) + " " + written(c.Words) + "\n")
	}
	want := `same Перший абзац.
added {+Зовсім нове речення.+}
changed Другий абзац, у якому [-10-]{+9+} січня.
removed [-Зайвий.-]
changed Останній.
changed Тут
`
	if got.String() != want {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
	var many, others []rozmova.Block
	for i := range 3000 {
		many = append(many, para(plain(strings.Repeat("а", i%50))))
		others = append(others, para(plain(strings.Repeat("б", i%50))))
	}
	start := time.Now()
	DiffBlocks(many, others)
	if took := time.Since(start); took > time.Second*slowness {
		t.Errorf("%v for 3000 blocks", took)
	}
}
