package alerts_test

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestWhoIsTold holds whom each thing that happens is told: the reader named by number, 3 being the editor.
func TestWhoIsTold(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(k *talk)
		want map[int][]string
	}{
		{"an answer", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Питання")
			k.say(k.Readers[1], c, "Відповідь")
		}, map[int][]string{0: {"answer Відповідь"}}},
		{"an answer to oneself", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Питання")
			k.say(k.Readers[0], c, "Сам собі")
		}, nil},
		{"an answer that mentions too", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Питання")
			k.say(k.Readers[2], nil, "Я теж тут")
			k.say(k.Readers[1], c, "@Читач 1 і @Читач 3, так")
		}, map[int][]string{0: {"answer @Читач 1 і @Читач 3, так"}, 2: {"mention @Читач 1 і @Читач 3, так"}}},
		{"a mention put in by an edit, and another edit", func(k *talk) {
			k.say(k.Readers[0], nil, "Питання")
			c := k.say(k.Readers[1], nil, "Слово")
			for i, text := range []string{"Слово для @Читач 1", "Слово, для @Читач 1"} {
				_, err := k.said.Edit(k.t.Context(), k.Readers[1], c.ID, i+1, text)
				k.must(err)
				k.tell()
			}
		}, map[int][]string{0: {"mention Слово, для @Читач 1"}}},
		{"by whom one has muted", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Питання")
			_, err := k.said.Mute(k.t.Context(), k.Readers[0], k.Readers[1].ID)
			k.must(err)
			k.say(k.Readers[1], c, "Відповідь")
		}, nil},
		{"by whom one has muted since", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Питання")
			k.say(k.Readers[1], c, "Відповідь")
			k.tell()
			_, err := k.said.Mute(k.t.Context(), k.Readers[0], k.Readers[1].ID)
			k.must(err)
		}, nil},
		{"an answer that was withdrawn", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Питання")
			a := k.say(k.Readers[1], c, "Відповідь")
			k.tell()
			_, err := k.said.Withdraw(k.t.Context(), k.Readers[1], a.ID)
			k.must(err)
		}, nil},
		{"an answer that was removed and restored", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Питання")
			a := k.say(k.Readers[1], c, "Відповідь")
			k.tell()
			k.rule(a, rozmova.Remove)
			k.rule(a, rozmova.Restore)
		}, map[int][]string{0: {"answer Відповідь"}, 1: {"decision remove", "decision restore"}}},
		{"an answer that waits, and is let through", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Питання")
			k.update(func(tx *store.Tx) error { return tx.SetThreadMode(k.Thread, rozmova.Premoderated) })
			a := k.say(k.Readers[1], c, "Відповідь")
			k.tell()
			k.rule(a, rozmova.Publish)
		}, map[int][]string{0: {"answer Відповідь"}}},
		{"a report, and its answer", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Грубість")
			_, err := k.said.Report(k.t.Context(), k.Readers[1], c.ID, "respect", "")
			k.must(err)
			k.rule(c, rozmova.Hold)
		}, map[int][]string{0: {"decision hold"}, 1: {"decision hold"}}},
		{"a pick, made twice", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Розумне")
			k.must(k.said.Feature(k.t.Context(), k.editor, c.ID, rozmova.Never))
			k.tell()
			k.must(k.said.Unfeature(k.t.Context(), k.editor, c.ID))
			k.tell()
			k.must(k.said.Feature(k.t.Context(), k.editor, c.ID, rozmova.Never))
		}, map[int][]string{0: {"featured Розумне"}}},
		{"a pick that was taken back", func(k *talk) {
			c := k.say(k.Readers[0], nil, "Розумне")
			k.must(k.said.Feature(k.t.Context(), k.editor, c.ID, rozmova.Never))
			k.tell()
			k.must(k.said.Unfeature(k.t.Context(), k.editor, c.ID))
		}, nil},
		{"a correction", func(k *talk) {
			k.say(k.Readers[0], nil, "Перший")
			k.say(k.Readers[0], nil, "Другий")
			k.say(k.editor, nil, "Я редактор")
			gone := k.say(k.Readers[2], nil, "Заберу")
			_, err := k.said.Withdraw(k.t.Context(), k.Readers[2], gone.ID)
			k.must(err)
			k.correct("Не той день")
			k.say(k.Readers[1], nil, "Пізніше")
		}, map[int][]string{0: {"correction Не той день"}}},
		{"a change of the story without one", func(k *talk) {
			k.say(k.Readers[0], nil, "Перший")
			k.update(func(tx *store.Tx) error {
				_, err := tx.Append(rozmova.Event{At: k.clock.Now(), Kind: rozmova.StoryChanged, Site: k.Site.ID, Story: k.Story.ID, Thread: k.Thread})
				return err
			})
		}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			eachEngine(t, func(t *testing.T, k *talk) {
				tt.do(k)
				for i, r := range k.Readers {
					if diff := cmp.Diff(tt.want[i], k.told(r), cmp.Transformer("none", func(l []string) []string { return append([]string{}, l...) })); diff != "" {
						t.Errorf("reader %d was told (-want +got):\n%s", i, diff)
					}
					n, err := k.desk.Unread(t.Context(), r.ID)
					k.must(err)
					if n != len(tt.want[i]) {
						t.Errorf("reader %d has %d unread, want %d", i, n, len(tt.want[i]))
					}
				}
			})
		})
	}
}

// TestNobodyTwice plays random sequences of what people do. Nobody is ever told of one comment twice in one way, twice of one
// event, or of what they did themselves.
func TestNobodyTwice(t *testing.T) {
	if err := flag.Set("rapid.checks", "8"); err != nil { // each goes on in the same talk
		t.Fatal(err)
	}
	k := open(t, rozmovatest.SQLite(t))
	rapid.Check(t, func(rt *rapid.T) {
		var comments []*rozmova.Comment
		for range rapid.IntRange(5, 25).Draw(rt, "steps") {
			r := k.Readers[rapid.IntRange(0, 3).Draw(rt, "reader")]
			var c *rozmova.Comment
			if len(comments) > 0 {
				c = comments[rapid.IntRange(0, len(comments)-1).Draw(rt, "comment")]
			}
			switch step := rapid.IntRange(0, 8).Draw(rt, "step"); {
			case c == nil || step < 3:
				text := "Слово"
				if rapid.Bool().Draw(rt, "mention") {
					text = fmt.Sprintf("Слово для @Читач %d", rapid.IntRange(1, 4).Draw(rt, "whom"))
				}
				p := c
				if step == 0 {
					p = nil
				}
				if p != nil {
					if now, err := k.said.Comment(t.Context(), k.Moderator, p.ID); err != nil || now.Node.Comment.State != rozmova.Published {
						p = nil
					}
				}
				comments = append(comments, k.say(r, p, text))
			case step == 3:
				_, _ = k.said.Withdraw(t.Context(), r, c.ID)
			case step == 4:
				_, _ = k.said.Edit(t.Context(), r, c.ID, c.Revision, "Слово для @Читач 1 і @Читач 2")
			case step == 5:
				_ = k.said.Feature(t.Context(), k.editor, c.ID, rozmova.Never)
			case step == 6:
				_ = k.said.Unfeature(t.Context(), k.editor, c.ID)
			case step == 7:
				decide(k, c, rapid.SampledFrom([]rozmova.Action{rozmova.Hold, rozmova.Remove, rozmova.Restore}).Draw(rt, "action"))
			case step == 8:
				k.correct("Виправлено")
			}
			k.tell()
		}
	})
	seen := map[string]bool{}
	for _, r := range k.Readers {
		for before := int64(0); ; {
			lines, err := k.desk.List(t.Context(), r, before, 50)
			k.must(err)
			for _, l := range lines {
				before = l.Seq
				key := fmt.Sprint(r.ID, l.Kind, l.Comment, l.Ref)
				if l.Kind == rozmova.AlertCorrection {
					key = fmt.Sprint(r.ID, l.Seq)
				}
				if seen[key] {
					t.Errorf("%s was told twice of %s %s", r.PenName, l.Kind, l.Comment)
				}
				seen[key] = true
				if l.Actor == r.PenName {
					t.Errorf("%s was told of what they did: %s", r.PenName, l.Kind)
				}
			}
			if len(lines) < 50 {
				break
			}
		}
	}
	if len(seen) == 0 {
		t.Error("nobody was told of anything")
	}
}

// TestReading holds that what was shown is read, and what came since is not.
func TestReading(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		me := k.Readers[0]
		c := k.say(me, nil, "Питання")
		for i := range 3 {
			k.say(k.Readers[1], c, fmt.Sprint("Відповідь ", i))
		}
		k.tell()
		unread := func() int {
			n, err := k.desk.Unread(t.Context(), me.ID)
			k.must(err)
			return n
		}
		lines, err := k.desk.List(t.Context(), me, 0, 2)
		k.must(err)
		older, err := k.desk.List(t.Context(), me, lines[1].Seq, 2)
		k.must(err)
		if len(lines) != 2 || len(older) != 1 || older[0].Excerpt != "Відповідь 0" {
			t.Fatalf("pages of %d and %d", len(lines), len(older))
		}
		if _, err := k.desk.Open(t.Context(), k.Readers[1], lines[0].ID); err == nil {
			t.Error("somebody else opened it")
		}
		if l, err := k.desk.Open(t.Context(), me, lines[0].ID); err != nil || l.Comment != lines[0].Comment || unread() != 2 {
			t.Errorf("opened: %v, %d unread, want 2", err, unread())
		}
		k.must(k.desk.MarkRead(t.Context(), me, older[0].Seq))
		if unread() != 1 {
			t.Errorf("%d unread after the oldest was marked, want 1", unread())
		}
		before := k.events(rozmova.AlertsRead)
		k.must(k.desk.MarkRead(t.Context(), me, lines[0].Seq))
		k.must(k.desk.MarkRead(t.Context(), me, lines[0].Seq))
		if n := k.events(rozmova.AlertsRead) - before; unread() != 0 || n != 1 {
			t.Errorf("%d unread, %d events, want 0 and 1", unread(), n)
		}
	})
}

// events counts the events of a kind.
func (k *talk) events(kind rozmova.EventKind) (n int) {
	k.t.Helper()
	k.must(k.db.Settled(k.t.Context()))
	k.must(k.db.View(k.t.Context(), func(tx *store.Tx) error {
		list, err := tx.Events(0, 10_000)
		for _, e := range list {
			if e.Kind == kind {
				n++
			}
		}
		return err
	}))
	return n
}

var week = 7 * 24 * time.Hour
