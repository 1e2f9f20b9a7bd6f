package newsroom

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/richtext"
)

// copyOf makes a working copy of plain text in which every [[piece]] is a confirmed statement.
func copyOf(t *testing.T, marked string) *Working {
	t.Helper()
	w := &Working{Story: &rozmova.Story{}, Body: richtext.StoryText(strings.NewReplacer("[[", "", "]]", "").Replace(marked))}
	at := 0
	for i, part := range strings.Split(marked, "[[") {
		inside, rest, found := strings.Cut(part, "]]")
		if i == 0 || !found {
			at += len([]rune(part))
			continue
		}
		n := len([]rune(inside))
		anchor, err := richtext.AnchorAt(w.Body, at, at+n)
		if err != nil {
			t.Fatal(err)
		}
		w.Statements = append(w.Statements, Marked{State: Confirmed, Statement: rozmova.Statement{Key: fmt.Sprintf("s%d", i), Anchor: anchor, Content: inside, Confirmed: true}})
		at += n + len([]rune(rest))
	}
	return w
}

func TestCarry(t *testing.T) {
	tests := []struct {
		name, before, after string
		want                []string // state and words of each statement
	}{
		{"nothing", "Він сказав: «[[так]]».", "Він сказав: «так».", []string{"confirmed так"}},
		{"words before", "Він сказав: «[[так]]».", "Учора ввечері він сказав: «так».", []string{"confirmed так"}},
		{"a paragraph before with the same words", "Він сказав: «[[ми підемо]]».", "Чи ми підемо, питали його.\nВін сказав: «ми підемо».", []string{"confirmed ми підемо"}},
		{"a word within", "Він: «[[ми підемо завтра]]».", "Він: «ми поїдемо завтра».", []string{"again ми поїдемо завтра"}},
		{"the first word", "Він: «[[ми підемо завтра зранку]]».", "Він: «вони підемо завтра зранку».", []string{"again вони підемо завтра зранку"}},
		{"the last word", "Він: «[[ми підемо завтра зранку]]».", "Він: «ми підемо завтра ввечері».", []string{"again ми підемо завтра ввечері"}},
		{"other words", "Він: «[[ми підемо завтра]]».", "Він: «ніхто нікуди не рушає».", []string{"gone ми підемо завтра"}},
		{"the sentence went", "Один. Він: «[[ми підемо завтра]]». Два.", "Один. Два.", []string{"gone ми підемо завтра"}},
		{"another's same words stay theirs", "«[[Так]]», – сказав Андрій.\n«Так», – сказала Богдана.", "«Так», – сказала Богдана.", []string{"gone Так"}},
		{"paragraphs change places", "«[[Міст буде готовий до травня]]», – каже мер.\nЩе абзац про дощ і погоду на завтра.", "Ще абзац про дощ і погоду на завтра.\n«Міст буде готовий до травня», – каже мер.",
			[]string{"confirmed Міст буде готовий до травня"}},
		{"only the one that was touched", "А: «[[перше слово тут]]». Б: «[[друге слово тут]]».", "А: «перше слово тут». Б: «друге речення тут».", []string{"confirmed перше слово тут", "again друге речення тут"}},
		{"two paragraphs become one", "[[Він каже одне.\nІ друге.]]", "Він каже одне. І друге.", []string{"again Він каже одне. І друге."}},
	}
	for _, tt := range tests {
		w := copyOf(t, tt.before)
		w.carry(richtext.StoryText(tt.after))
		var got []string
		for _, m := range w.Statements {
			got = append(got, string(m.State)+" "+m.Content)
			if m.State != Gone && richtext.Words(w.Body, m.Anchor) != m.Content {
				t.Errorf("%s: it marks %q", tt.name, richtext.Words(w.Body, m.Anchor))
			}
			if m.State == Again && m.Was == "" {
				t.Errorf("%s: the confirmed words are forgotten", tt.name)
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Random texts with random statements: what is edited outside of statements leaves each where it was, with its words; what is edited
// inside takes the confirmation from those that were touched and no other.
func TestCarryProperty(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	words := strings.Fields("міст річка мер рада місто сказав заявив завтра учора через за на до ремонт гроші люди дорога школа лікарня вода світло тепло рік місяць день що як коли але і та не буде має може треба")
	word := func() string { return words[random.IntN(len(words))] }
	for round := range 400 {
		type piece struct {
			words     []string
			statement bool
			touched   bool
		}
		var pieces []piece
		for range 1 + random.IntN(8) {
			for _, statement := range []bool{false, true} {
				p := piece{statement: statement}
				for range 4 + random.IntN(9) {
					p.words = append(p.words, word())
				}
				if statement {
					p.words[0] = fmt.Sprint(word(), round, len(pieces)) // two that are wholly alike nobody can tell apart
				}
				pieces = append(pieces, p)
			}
		}
		write := func(mark bool) string {
			var b strings.Builder
			for i, p := range pieces {
				text := strings.Join(p.words, " ")
				switch {
				case p.statement && mark:
					text = "«[[" + text + "]]»."
				case p.statement:
					text = "«" + text + "»."
				}
				b.WriteString(text)
				if !p.statement && text != "" {
					b.WriteString(": ")
				} else if i+1 < len(pieces) {
					b.WriteString([]string{"\n", " "}[i/2%2])
				}
			}
			return b.String()
		}
		w := copyOf(t, strings.TrimSpace(write(true)))
		inside := round%2 == 1
		for range 1 + random.IntN(5) {
			p := &pieces[random.IntN(len(pieces))]
			if p.statement != inside {
				continue
			}
			at := random.IntN(len(p.words) + 1)
			switch random.IntN(3) {
			case 0:
				if p.statement && (at == 0 || at == len(p.words)) {
					continue // beside it, as far as anybody can tell
				}
				p.words = append(p.words[:at:at], append([]string{"Нове", word()}, p.words[at:]...)...)
			case 1:
				if at == len(p.words) || len(p.words) < 2 {
					continue
				}
				p.words = append(p.words[:at:at], p.words[at+1:]...)
			default:
				if at == len(p.words) {
					continue
				}
				p.words = append([]string{}, p.words...)
				p.words[at] = "Інше"
			}
			p.touched = true
		}
		w.carry(richtext.StoryText(strings.TrimSpace(write(false))))
		n := 0
		for _, p := range pieces {
			if !p.statement {
				continue
			}
			m := &w.Statements[n]
			n++
			text := strings.Join(p.words, " ")
			switch {
			case m.State != Gone && richtext.Words(w.Body, m.Anchor) != m.Content:
				t.Fatalf("round %d: it marks %q and says %q", round, richtext.Words(w.Body, m.Anchor), m.Content)
			case !p.touched && (m.State != Confirmed || m.Content != text):
				t.Fatalf("round %d: nobody touched %q, and it is %s %q in\n%s", round, text, m.State, m.Content, rozmova.PlainText(w.Body))
			case p.touched && m.Confirmed:
				t.Fatalf("round %d: %q became %q and is still confirmed", round, m.Content, text)
			case p.touched && m.Was == "" && m.State == Again:
				t.Fatalf("round %d: what was confirmed of %q is forgotten", round, text)
			}
		}
	}
}
