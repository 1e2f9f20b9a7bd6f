package alerts_test

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/newsroom"
)

// TestACorrectedStatement: whoever took part is told once, and whoever spoke to that statement reads which one it is.
func TestACorrectedStatement(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		news := newsroom.New(k.db, newsroom.Options{Now: k.clock.Now, Site: k.Site})
		draft, err := newsroom.Parse("a.md", []byte("---\nheadline: Міст\nslug: mist-7\nlanguage: uk\nsources:\n- {key: m, kind: person, name: Мер}\nstatements:\n- {key: s1, mode: indirect, quote: міст простоїть сто років, speaker: m}\n"+
			"- {key: s2, mode: indirect, quote: рух буде завтра, speaker: m}\n---\nМер каже, що міст простоїть сто років і що рух буде завтра.\n"), newsroom.ParseOptions{})
		k.must(err)
		done, err := news.Publish(t.Context(), rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{})
		k.must(err)
		say := func(r *rozmova.Reader, statement string) *rozmova.Comment {
			k.clock.Add(time.Second)
			c, _, err := k.said.Post(t.Context(), r, discussion.Posting{Thread: done.Story.Thread, Body: "Слово", Statement: statement, Locale: "uk"})
			k.must(err)
			return c
		}
		say(k.Readers[0], "s1")
		cited := say(k.Readers[0], "s1")
		say(k.Readers[1], "s2")
		k.tell()
		k.clock.Add(time.Second)
		fix := newsroom.Fix{Seen: 1, Correction: rozmova.Correction{Kind: rozmova.Corrected, Text: "Мер казав про п’ятдесят.", Statement: "s1", Wrong: "сто років", Right: "п’ятдесят років"}}
		_, err = news.Correct(t.Context(), k.editor, "mist-7", fix)
		k.must(err)
		k.tell()
		lines := func(r *rozmova.Reader) []alerts.Line {
			list, err := k.desk.List(t.Context(), r, 0, 10)
			k.must(err)
			return list
		}
		for i, want := range []rozmova.ID[rozmova.Comment]{cited.ID, {}} {
			list := lines(k.Readers[i])
			if len(list) != 1 || list[0].Kind != rozmova.AlertCorrection || list[0].Comment != want || list[0].Statement != "міст простоїть п’ятдесят років" || list[0].Number != 1 || list[0].Excerpt != "Мер казав про п’ятдесят." {
				t.Errorf("reader %d was told %+v", i, list)
			}
		}
		if list := lines(k.Readers[2]); len(list) != 0 {
			t.Errorf("who took no part was told %+v", list)
		}
		k.clock.Add(time.Second)
		_, err = news.Correct(t.Context(), k.editor, "mist-7", newsroom.Fix{Seen: 2, Correction: rozmova.Correction{Kind: rozmova.Clarified, Text: "Мер громади."}})
		k.must(err)
		k.clock.Add(time.Second)
		_, err = news.Publish(t.Context(), rozmova.ID[rozmova.Reader]{}, draft, newsroom.PublishOptions{Replace: true}) // a change that is not told of
		k.must(err)
		k.tell()
		if list := lines(k.Readers[0]); len(list) != 2 || list[0].Statement != "" || list[0].Number != 2 || list[1].Number != 1 {
			t.Errorf("of the story: %+v", list)
		}
	})
}
