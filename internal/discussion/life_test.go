package discussion_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A life is what has happened in a thread so far, as somebody beside it would have noted it.
type life struct {
	*talk
	t        *rapid.T
	comments []rozmova.ID[rozmova.Comment]
	last     map[rozmova.ID[rozmova.Comment]]*rozmova.Comment
	notices  map[rozmova.ID[rozmova.Notice]]bool
	decided  []*rozmova.Decision
	touched  []rozmova.ID[rozmova.Comment] // by the last action
}

// TestWhateverHappensInAThread plays random sequences of what readers and moderators do and looks at the whole thread
// after each.
func TestWhateverHappensInAThread(t *testing.T) {
	test := func(t *testing.T, db *store.DB) {
		rapid.Check(t, func(rt *rapid.T) {
			l := &life{talk: open(t, db, rozmova.ThreadSettings{PerMinute: 1 << 20}), t: rt}
			l.last, l.notices = map[rozmova.ID[rozmova.Comment]]*rozmova.Comment{}, map[rozmova.ID[rozmova.Notice]]bool{}
			for _, c := range l.crowd(rapid.IntRange(0, discussion.RootsPerPage+2).Draw(rt, "roots"), 0) {
				l.comments = append(l.comments, c.ID)
			}
			l.look(l.comments...)
			rt.Repeat(map[string]func(*rapid.T){
				"post": l.post, "answer": l.answer, "edit": l.edit, "withdraw": l.withdraw, "report": l.report, "decide": l.decide, "again": l.decide, "mode": l.setMode,
				"": func(*rapid.T) { l.look(l.touched...) }, // after each
			})
			l.look(l.comments...)
			l.count()
			l.reasons()
			l.walk()
		})
	}
	t.Run("sqlite", func(t *testing.T) { test(t, rozmovatest.SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { // a test may lose what a power cut would take
		dsn, err := url.Parse(rozmovatest.PostgresDatabase(t))
		if err != nil {
			t.Fatal(err)
		}
		q := dsn.Query()
		q.Set("synchronous_commit", "off")
		dsn.RawQuery = q.Encode()
		test(t, rozmovatest.OpenStore(t, store.Options{DSN: dsn.String()}))
	})
}

func (l *life) any() rozmova.ID[rozmova.Comment] {
	if len(l.comments) == 0 {
		l.t.Skip("nothing was said yet")
	}
	id := rapid.SampledFrom(l.comments).Draw(l.t, "comment")
	l.touched = []rozmova.ID[rozmova.Comment]{id}
	return id
}

func (l *life) reader() *rozmova.Reader { return rapid.SampledFrom(l.Readers).Draw(l.t, "reader") }

// done lets refusals with a kind pass: whether one was right shows in what is there afterwards.
func (l *life) done(what string, err error) bool {
	var e *rozmova.Error
	var k rozmova.Kind
	if err != nil && !errors.As(err, &e) && !errors.As(err, &k) {
		l.t.Fatalf("%s: %v", what, err)
	}
	return err == nil
}

func (l *life) put(parent rozmova.ID[rozmova.Comment]) {
	c, _, err := l.desk.Post(context.Background(), l.reader(), discussion.Posting{Thread: l.Thread, Parent: parent, Body: "слово", Locale: "uk"})
	if l.done("post", err) {
		l.comments = append(l.comments, c.ID)
		l.touched = []rozmova.ID[rozmova.Comment]{c.ID}
	}
}

func (l *life) post(*rapid.T)   { l.put(rozmova.ID[rozmova.Comment]{}) }
func (l *life) answer(*rapid.T) { l.put(l.any()) }

func (l *life) edit(*rapid.T) {
	id := l.any()
	_, err := l.desk.Edit(context.Background(), l.authorOr(id), id, 0, fmt.Sprint("слово ", rapid.IntRange(0, 3).Draw(l.t, "n")))
	l.done("edit", err)
}

// authorOr is mostly the author of a comment.
func (l *life) authorOr(id rozmova.ID[rozmova.Comment]) *rozmova.Reader {
	if c := l.last[id]; c != nil && rapid.IntRange(0, 4).Draw(l.t, "whose") > 0 {
		return &rozmova.Reader{ID: c.Author}
	}
	return l.reader()
}

func (l *life) withdraw(*rapid.T) {
	id := l.any()
	_, err := l.desk.Withdraw(context.Background(), l.authorOr(id), id)
	l.done("withdraw", err)
}

func (l *life) report(*rapid.T) {
	n, err := l.desk.Report(context.Background(), l.reader(), l.any(), rapid.SampledFrom([]string{"respect", "spam", "taste"}).Draw(l.t, "rule"), "скарга")
	if l.done("report", err) {
		l.notices[n.ID] = true
	}
}

func (l *life) decide(*rapid.T) {
	r := moderation.Ruling{
		Comment: l.any(), Rule: "spam", Facts: "факти", Revision: rapid.IntRange(0, 2).Draw(l.t, "revision"),
		Action: rapid.SampledFrom([]rozmova.Action{rozmova.Publish, rozmova.Hold, rozmova.Remove, rozmova.Restore, rozmova.Keep}).Draw(l.t, "action"),
	}
	d, err := l.mod.Decide(context.Background(), l.Moderator, r)
	if l.done("decide", err) {
		l.decided = append(l.decided, d)
	}
}

func (l *life) setMode(*rapid.T) {
	l.mode(rapid.SampledFrom([]rozmova.ThreadMode{rozmova.Open, rozmova.Premoderated, rozmova.Closed}).Draw(l.t, "mode"))
}
