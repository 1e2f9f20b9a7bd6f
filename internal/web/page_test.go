package web

import (
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

// outline writes a tree of comments as "1(2(3) 4)".
func outline(list []CommentView) string {
	var parts []string
	for _, c := range list {
		s := string(rune('0' + c.ID[15]))
		if len(c.Answers) > 0 {
			s += "(" + outline(c.Answers) + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

func TestNest(t *testing.T) {
	for _, tt := range []struct {
		name    string
		parents []byte // of comments 1, 2, 3 …; 0 for a root
		want    string
	}{
		{"none", nil, ""},
		{"a branch and a root", []byte{0, 1, 2, 1, 0}, "1(2(3) 4) 5"},
		{"a parent on another page", []byte{0, 9, 2}, "1 2(3)"},
		{"deeper than pages go", []byte{0, 1, 2, 3, 4, 5, 6, 7, 8}, "1(2(3(4(5(6(7 8 9))))))"},
	} {
		flat := make([]CommentView, len(tt.parents))
		for i, p := range tt.parents {
			flat[i] = sampleComment(byte(i+1), p, "x", "x")
			if p > 0 && int(p) <= i {
				flat[i].Depth = flat[p-1].Depth + 1
			}
		}
		if got := outline(Nest(flat)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

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
