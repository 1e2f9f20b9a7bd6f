package web

import (
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

func TestViewStory(t *testing.T) {
	v := ViewStory(sampleStory(t), SectionLink{})
	if len(v.Notes) != 9 || v.Notes[5].Key != "s5-1" || v.Notes[5].Within == nil || v.Notes[5].Within.Number != 5 {
		t.Errorf("a nested statement follows the one it is in: %+v", v.Notes)
	}
	var chain []string
	for _, link := range v.Notes[7].Chain {
		chain = append(chain, link.Name)
	}
	if got, want := strings.Join(chain, " → "), "Російська служба Бі-бі-сі → Юрій Ушаков → Джо Байден"; got != want {
		t.Errorf("chain %q, want %q", got, want)
	}
	for _, row := range v.Accounts.Rows {
		if row.Topic == "Намір вторгнутися" && (len(row.Cells[0].Notes) != 1 || len(row.Cells[1].Notes) != 0) {
			t.Errorf("only one side speaks of %s: %+v", row.Topic, row.Cells)
		}
		for _, cell := range row.Cells {
			for _, n := range cell.Notes {
				if n.Key == "s5-1" || n.Key == "s6-1" {
					t.Errorf("%s stands in its cell twice", n.Key)
				}
			}
		}
	}
	if v.Corrections[0].Note == nil || v.Corrections[0].Note.Key != "s1" || v.Notes[0].Fixed == "" {
		t.Error("a correction and its statement do not know of each other")
	}
	s := sampleStory(t)
	for i := range s.Statements {
		s.Statements[i].Topic = ""
	}
	if v := ViewStory(s, SectionLink{}); len(v.Accounts.Rows) != 1 || v.Accounts.Rows[0].Topic != "" || len(v.Accounts.Rows[0].Cells[0].Notes) == 0 || len(v.Accounts.Rows[0].Cells[1].Notes) == 0 {
		t.Errorf("without topics the sides do not stand side by side: %+v", v.Accounts)
	}
	for i := range s.Statements {
		s.Statements[i].Side = s.Sides[0].Key
	}
	if v := ViewStory(s, SectionLink{}); v.Accounts != nil {
		t.Errorf("one side alone stands side by side with nobody: %+v", v.Accounts)
	}
	s = sampleStory(t)
	for i := range s.Statements {
		s.Statements[i].Confirmed = false
	}
	if v := ViewStory(s, SectionLink{}); len(v.Notes) != 0 || strings.Contains(string(v.Body), "<mark") {
		t.Error("readers are shown unconfirmed statements")
	}
}

func TestDiffStories(t *testing.T) {
	old, now := sampleStory(t), sampleStory(t)
	now.Headline = strings.Replace(now.Headline, "хвилин", "довгих хвилин", 1)
	now.Body = append(now.Body[:1:1], now.Body[2:]...)
	blocks := DiffStories(old, now)
	added, gone := CountWords(blocks)
	if want := len(strings.Fields(old.Body[1].Text())); added != 1 || gone != want {
		t.Errorf("%d words added and %d gone, want 1 and %d", added, gone, want)
	}
	if first := DiffStories(nil, now); !(&RevisionPage{Blocks: first}).Same() {
		t.Error("the first revision has marks")
	}
	if (&RevisionPage{Blocks: blocks}).Same() {
		t.Error("a changed story is said to be the same")
	}
}

func TestLocalPath(t *testing.T) {
	for _, tt := range []struct {
		lang       rozmova.Locale
		path, want string
	}{
		{"uk", "/", "/"}, {"uk", "", "/"}, {"uk", "/rules", "/rules"}, {"en", "/", "/en/"}, {"en", "/stories/x?a=b", "/en/stories/x?a=b"},
	} {
		if got := LocalPath(tt.lang, tt.path); got != tt.want {
			t.Errorf("LocalPath(%s, %q) = %q, want %q", tt.lang, tt.path, got, tt.want)
		}
	}
}
