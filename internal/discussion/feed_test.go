package discussion_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

func TestLatestIsWhatEverybodySees(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		all := k.crowd(4, 4)
		for _, c := range all[10:18] { // more than are asked for at once
			k.rule(c, rozmova.Remove)
		}
		nodes, err := k.desk.Latest(t.Context(), k.Thread, 5)
		if err != nil {
			t.Fatal(err)
		}
		want := []rozmova.ID[rozmova.Comment]{all[19].ID, all[18].ID, all[9].ID, all[8].ID, all[7].ID}
		if got := idsOf(nodes); !slices.Equal(got, want) {
			t.Errorf("latest %v, want %v", got, want)
		}
		for _, n := range nodes {
			if n.Author == nil || n.Body == nil || n.Mine || n.New {
				t.Errorf("not as everybody sees it: %+v", n)
			}
		}
		if _, err := k.desk.Latest(t.Context(), rozmova.ID[rozmova.Thread]{}, 5); err != rozmova.NotFound {
			t.Errorf("the latest of no thread: %v", err)
		}
	})
}

// TestAnswersToAReader: they tell of nothing that is out of sight, not even whose it was.
func TestAnswersToAReader(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		me, other := k.Readers[0], k.Readers[1]
		mine, hidden, back := k.say(me, nil, "моє"), k.say(me, nil, "приховане"), k.say(me, nil, "забране")
		k.say(other, mine, "перша")
		removed := k.say(other, mine, "вилучена")
		k.say(other, hidden, "на приховане")
		k.say(other, back, "на забране")
		k.say(me, mine, "сам собі")
		k.say(k.Readers[2], mine, "друга")
		k.say(me, k.say(other, nil, "не моє"), "моя відповідь")
		k.rule(removed, rozmova.Remove)
		k.rule(hidden, rozmova.Hold)
		if _, err := k.desk.Withdraw(t.Context(), me, back.ID); err != nil {
			t.Fatal(err)
		}
		k.desk = discussion.New(k.db, discussion.Options{Now: k.clock.Now, Site: k.Site, Totals: discussion.TotalsHidden})
		reader, lines, err := k.desk.AnswersTo(t.Context(), me.ID, 10)
		if err != nil || reader.PenName != me.PenName {
			t.Fatalf("%+v, %v", reader, err)
		}
		var texts []string
		for _, l := range lines {
			texts = append(texts, l.Comment.Source)
			if l.Story == nil || l.Story.ID != k.Story.ID || l.Author == nil || l.Author.ID != l.Comment.Author {
				t.Errorf("a line without its place: %+v", l)
			}
		}
		if want := []string{"друга", "перша"}; !slices.Equal(texts, want) {
			t.Errorf("answers %q, want %q", texts, want)
		}
		if doc, _ := json.Marshal(lines); strings.Contains(string(doc), "example.org") {
			t.Error("the lines tell an address")
		}
		if _, lines, err := k.desk.AnswersTo(t.Context(), me.ID, 1); err != nil || len(lines) != 1 || lines[0].Comment.Source != "друга" {
			t.Errorf("one answer: %v, %v", lines, err)
		}
		if _, _, err := k.desk.AnswersTo(t.Context(), rozmova.NewID[rozmova.Reader](k.clock.Now()), 1); err != rozmova.NotFound {
			t.Errorf("answers to nobody: %v", err)
		}
	})
}
