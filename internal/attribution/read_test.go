package attribution

import (
	"strings"
	"testing"
)

// words gives the tokens of a text, sentences parted by bars.
func words(text, lang string) string {
	p := read(text, lang)
	var b strings.Builder
	for i, t := range p.tokens {
		if i > 0 {
			if t.sent != p.tokens[i-1].sent {
				b.WriteString(" |")
			}
			b.WriteByte(' ')
		}
		b.WriteString(t.lower)
	}
	return b.String()
}

func TestReadSentences(t *testing.T) {
	for _, c := range []struct{ lang, text, want string }{
		{"uk", "Суд у м. Києві. Це все.", "суд у м . києві . | це все ."},
		{"uk", "О. П. Сердюк прийшла. Вона мовчала", "о . п . сердюк прийшла . | вона мовчала"},
		{"uk", "Так сталося о 1:40, 18,4 млн грн. Далі – тиша.", "так сталося о 1:40 , 18,4 млн грн . | далі – тиша ."},
		{"uk", "«Хто там?» – спитав він. «Я!» Двері відчинили.", "« хто там ? » – спитав він . | « я ! » | двері відчинили ."},
		{"uk", "З'їзд пів-Європи. П’ять рʼядків", "з’їзд пів-європи . | п’ять р’ядків"},
		{"uk", "Перше.\nдруге", "перше . | друге"},
		{"en", "Mr. Smith left. He said: \"Go.\"", "mr . smith left . | he said : \" go . \""},
		{"ru", "В г. Сочи тихо. «Да», – ответил он.", "в г . сочи тихо . | « да » , – ответил он ."},
	} {
		if got := words(c.text, c.lang); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestReadQuotes(t *testing.T) {
	for _, c := range []struct {
		text  string
		pairs []string // what each pair marks, in the order of the opening marks
	}{
		{"Він: «Так».", []string{"Так"}},
		{"Він: \"Так\", – \"Ні\".", []string{"Так", "Ні"}},
		{"„Зовні «всередині» знов“ і все", []string{"Зовні «всередині» знов", "всередині"}},
		{"«Запис \"змонтований\", а ні»", []string{"Запис \"змонтований\", а ні", "змонтований"}},
		{"«Радіо «Хвиля» мовчить.", []string{"Радіо «Хвиля", "Хвиля"}},
		{"Вона сказала: “Іди”", []string{"Іди"}},
		{"'Read everything,' it said, and the dogs' home isn't open", []string{"Read everything,"}},
		{"Три дюйми 3\" і нічого", nil},
		{"Лапка « без пари", nil},
		{"«Перший абзац без кінця.\n«Другий абзац».", []string{"Перший абзац без кінця.", "Другий абзац"}},
	} {
		p := read(c.text, "")
		var got []string
		for q := range p.quotes {
			from, to := p.inside(q)
			got = append(got, p.text(p.tokens[from].start, p.tokens[to-1].end))
		}
		if strings.Join(got, "|") != strings.Join(c.pairs, "|") {
			t.Errorf("%q: got %q, want %q", c.text, got, c.pairs)
		}
	}
}
