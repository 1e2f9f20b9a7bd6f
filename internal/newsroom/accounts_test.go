package newsroom_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// keys shows each topic as a line: the keys of each side's statements, parted by |.
func keys(topics []newsroom.Topic) []string {
	var lines []string
	for _, topic := range topics {
		var cells []string
		for _, cell := range topic.Cells {
			var in []string
			for _, st := range cell {
				in = append(in, st.Key)
			}
			cells = append(cells, strings.Join(in, " "))
		}
		lines = append(lines, topic.Name+": "+strings.Join(cells, " | "))
	}
	return lines
}

func TestAccounts(t *testing.T) {
	at := func(block, rune int) rozmova.Anchor {
		return rozmova.Anchor{Start: rozmova.Position{Block: block, Rune: rune}, End: rozmova.Position{Block: block, Rune: rune + 1}}
	}
	s := &rozmova.Story{
		Sides: []rozmova.Side{{Key: "us", Name: "Америка"}, {Key: "ru", Name: "Росія"}},
		Statements: []rozmova.Statement{
			{Key: "late", Anchor: at(5, 0), Side: "ru", Topic: "Дата", Confirmed: true},
			{Key: "zero", Anchor: at(0, 3), Side: "us", Topic: "Тон", Confirmed: true},
			{Key: "second", Anchor: at(2, 9), Side: "us", Topic: "Дата", Confirmed: true},
			{Key: "before", Anchor: at(2, 1), Side: "us", Topic: "Дата", Confirmed: true},
			{Key: "suggested", Anchor: at(0, 0), Side: "us", Topic: "Здогад"},
			{Key: "sideless", Anchor: at(0, 1), Topic: "Нічий", Confirmed: true},
			{Key: "topicless", Anchor: at(0, 2), Side: "us", Confirmed: true},
		},
	}
	want := []string{"Тон: zero | ", "Дата: before second | late"}
	if diff := cmp.Diff(want, keys(newsroom.Accounts(s))); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
	s.Sides = s.Sides[:1]
	if got := newsroom.Accounts(s); got != nil {
		t.Errorf("one side: %v, want no table", keys(got))
	}
}

func TestAccountsOfThePhoneCall(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(demo, "01-zhenevski-perehovory.md"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"Тон розмови: s2 | ", "Наслідки загострення: s3 s7 | s13", "Союзники й партнери: s4 s5 s11 | ", "Наміри Росії: s6 | ",
		"Дипломатія: s8 s9 | ", "Женевські переговори: s10 | ", "Ударна зброя в Україні:  | s12",
	}
	if diff := cmp.Diff(want, keys(newsroom.Accounts(&parse(t, "01.md", string(text)).Story))); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
}
