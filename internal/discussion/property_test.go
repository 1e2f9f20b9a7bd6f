package discussion_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net/url"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// A side is the same talk on one of the engines. Comments are known by their number, in the order in which they were written,
// for their IDs differ.
type side struct {
	*talk
	editor *rozmova.Reader
	ids    []rozmova.ID[rozmova.Comment]
}

// A pair is one talk that goes on upon both engines, with what somebody beside it would have noted.
type pair struct {
	t     *rapid.T
	sides [2]*side
	now   time.Time
	wrote []int                            // who wrote each comment
	mutes [5]map[int]bool                  // by reader: whom
	votes map[[2]int]rozmova.Vote          // by comment and reader
	state func(i int) rozmova.CommentState // of a comment, as it was last read
	done  map[string]int                   // how often each step was taken
}

// TestBothEnginesTellTheSame plays random sequences of what readers and the newsroom do, on both engines at once. Whatever
// happens, both answer the same, every number is what a recount gives, and everything can be reached.
func TestBothEnginesTellTheSame(t *testing.T) {
	ask(t, "rapid.checks", 15)
	ask(t, "rapid.steps", 50)
	done := map[string]int{}
	dsn, err := url.Parse(rozmovatest.PostgresDatabase(t))
	if err != nil {
		t.Fatal(err)
	}
	q := dsn.Query()
	q.Set("synchronous_commit", "off") // a test may lose what a power cut would take
	dsn.RawQuery = q.Encode()
	dbs := [2]*store.DB{rozmovatest.SQLite(t), rozmovatest.OpenStore(t, store.Options{DSN: dsn.String()})}
	rapid.Check(t, func(rt *rapid.T) {
		p := &pair{t: rt, now: rozmovatest.Noon.Add(time.Hour), votes: map[[2]int]rozmova.Vote{}, done: done}
		for i := range p.mutes {
			p.mutes[i] = map[int]bool{}
		}
		nesting := rapid.SampledFrom([]int{rozmova.Never, 2, 7, 100}).Draw(rt, "nesting")
		roots, answers := rapid.SampledFrom([]int{0, 1, 2, 22}).Draw(rt, "roots"), rapid.SampledFrom([]int{0, 1, 12}).Draw(rt, "answers")
		for i, db := range dbs {
			s := &side{talk: open(t, db, rozmova.ThreadSettings{})}
			now := func() time.Time { return p.now }
			s.desk = discussion.New(db, discussion.Options{Now: now, Site: s.Site, EditWindow: 20 * time.Minute,
				Settings: rozmova.ThreadSettings{PerMinute: 60, Nesting: nesting}})
			s.mod = moderation.New(db, moderation.Options{Now: now, Site: s.Site})
			s.editor = &rozmova.Reader{ID: s.Moderator.ID, Grants: []rozmova.Grant{{Role: rozmova.Editor}}}
			s.citing(t)
			part, err := s.desk.Part(context.Background(), nil, s.Thread, discussion.View{}, 100)
			if err != nil {
				rt.Fatal(err)
			}
			s.ids = append(s.ids, part.Nodes[0].ID)
			for _, c := range s.crowd(roots, answers) {
				s.ids = append(s.ids, c.ID)
			}
			p.sides[i] = s
		}
		p.wrote = append(p.wrote, 0)
		for i := range roots * (answers + 1) {
			p.wrote = append(p.wrote, i%4)
		}
		rt.Repeat(map[string]func(*rapid.T){
			"post": p.post, "answer": p.answer, "answer again": p.answer, "edit": p.edit, "edit again": p.edit, "append": p.add, "withdraw": p.withdraw, "vote": p.vote, "vote again": p.vote,
			"mute": p.mute, "decide": p.decide, "mode": p.mode, "feature": p.feature, "look": p.look,
		})
		p.recount()
		p.readEverything()
	})
	for _, step := range []string{"post", "edit", "append", "withdraw", "vote", "mute", "decide", "configure", "feature", "look"} {
		if done[step] == 0 {
			t.Errorf("%s never succeeded, so nothing was tried", step)
		}
	}
	t.Log(done)
}

// ask sets how much is tried, where nobody asked for something else.
func ask(t *testing.T, name string, n int) {
	if f := flag.Lookup(name); f.Value.String() == f.DefValue {
		_ = f.Value.Set(fmt.Sprint(n))
		t.Cleanup(func() { _ = f.Value.Set(f.DefValue) })
	}
}

// waits are how long somebody thinks before doing something.
var waits = []time.Duration{time.Millisecond, time.Second, time.Second, 2 * time.Second, 61 * time.Second, 6 * time.Minute, discussion.VisitEnds}

// both does the same on both sides, at one moment, and wants the same answer. It tells whether that was yes.
func (p *pair) both(what string, do func(s *side) error) bool {
	p.t.Helper()
	p.now = p.now.Add(rapid.SampledFrom(waits).Draw(p.t, "later"))
	var answers [2]string
	for i, s := range p.sides {
		answers[i] = p.reason(what, do(s))
	}
	if answers[0] != answers[1] {
		p.t.Fatalf("%s: %q on one engine, %q on the other", what, answers[0], answers[1])
	}
	if answers[0] == "" {
		p.done[what]++
	}
	return answers[0] == ""
}

// reason is an error as the two engines must agree on it.
func (p *pair) reason(what string, err error) string {
	var e *rozmova.Error
	var kind rozmova.Kind
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return fmt.Sprint(e.Kind, " ", e.Reason, " ", e.Field)
	case errors.As(err, &kind):
		return kind.Error()
	}
	p.t.Fatalf("%s: %v", what, err)
	return ""
}

func (p *pair) any() int { return rapid.IntRange(0, len(p.wrote)-1).Draw(p.t, "comment") }

// reader is the number of a reader; the last is the moderator.
func (p *pair) reader() int { return rapid.IntRange(0, 4).Draw(p.t, "reader") }

func (s *side) who(i int) *rozmova.Reader {
	switch {
	case i < 0:
		return nil
	case i == len(s.Readers):
		return s.Moderator
	}
	return s.Readers[i]
}

// authorOr is mostly the author of a comment.
func (p *pair) authorOr(c int) int {
	if rapid.IntRange(0, 4).Draw(p.t, "whose") > 0 {
		return p.wrote[c]
	}
	return p.reader()
}

func (p *pair) put(parent int) {
	by := p.reader()
	text := rapid.SampledFrom([]string{"Слово про міст.", "Байдена бачили тут", "Друге *слово*", "@Ірина що скажете?", ""}).Draw(p.t, "text")
	key := rapid.SampledFrom([]string{"", "", "opened", "cost", "guess"}).Draw(p.t, "statement")
	if p.both("post", func(s *side) error {
		post := discussion.Posting{Thread: s.Thread, Body: text, Locale: "uk", Statement: key}
		if parent >= 0 {
			post.Parent = s.ids[parent]
		}
		c, _, err := s.desk.Post(context.Background(), s.who(by), post)
		if err == nil {
			s.ids = append(s.ids, c.ID)
		}
		return err
	}) {
		p.wrote = append(p.wrote, by)
	}
}

func (p *pair) post(*rapid.T)   { p.put(-1) }
func (p *pair) answer(*rapid.T) { p.put(p.any()) }

func (p *pair) edit(*rapid.T) {
	c := max(0, len(p.wrote)-rapid.IntRange(1, 2).Draw(p.t, "back")) // it must be early
	by, text := p.authorOr(c), fmt.Sprint("Слово ", rapid.IntRange(0, 2).Draw(p.t, "n"))
	p.both("edit", func(s *side) error {
		_, err := s.desk.Edit(context.Background(), s.who(by), s.ids[c], 0, text)
		return err
	})
}

func (p *pair) add(*rapid.T) {
	c := p.any()
	by := p.authorOr(c)
	p.both("append", func(s *side) error {
		_, err := s.desk.Append(context.Background(), s.who(by), s.ids[c], 0, "І ще слово")
		return err
	})
}

func (p *pair) withdraw(*rapid.T) {
	c := p.any()
	by := p.authorOr(c)
	p.both("withdraw", func(s *side) error {
		_, err := s.desk.Withdraw(context.Background(), s.who(by), s.ids[c])
		return err
	})
}

func (p *pair) vote(*rapid.T) {
	c, by := p.any(), p.reader()
	v := rozmova.Vote{Opinion: rapid.SampledFrom([]rozmova.Opinion{-1, 0, 1}).Draw(p.t, "opinion"), Respect: rapid.Bool().Draw(p.t, "respect")}
	if p.both("vote", func(s *side) error {
		one, err := s.desk.Vote(context.Background(), s.who(by), s.ids[c], v)
		if err == nil && one.Node.Vote != v {
			p.t.Errorf("voted %+v, told %+v", v, one.Node.Vote)
		}
		return err
	}) {
		p.votes[[2]int{c, by}] = v
		if by == p.wrote[c] {
			p.t.Errorf("reader %d votes on an own comment", by)
		}
	}
	if rapid.Bool().Draw(p.t, "flush") {
		p.both("flush", func(s *side) error { return s.desk.FlushVotes(context.Background()) })
	}
}

func (p *pair) mute(*rapid.T) {
	by, whom, on := p.reader(), p.reader(), rapid.IntRange(0, 2).Draw(p.t, "on") > 0
	if p.both("mute", func(s *side) (err error) {
		if on {
			_, err = s.desk.Mute(context.Background(), s.who(by), s.who(whom).ID)
		} else {
			_, err = s.desk.Unmute(context.Background(), s.who(by), s.who(whom).ID)
		}
		return err
	}) {
		p.mutes[by][whom] = on
	}
}

func (p *pair) decide(*rapid.T) {
	c := p.any()
	action := rapid.SampledFrom([]rozmova.Action{rozmova.Publish, rozmova.Hold, rozmova.Remove, rozmova.Remove, rozmova.Restore}).Draw(p.t, "action")
	p.both("decide", func(s *side) error {
		_, err := s.mod.Decide(context.Background(), s.Moderator, moderation.Ruling{Comment: s.ids[c], Rule: "spam", Facts: "факти", Action: action})
		return err
	})
}

func (p *pair) mode(*rapid.T) {
	mode := rapid.SampledFrom([]rozmova.ThreadMode{rozmova.Open, rozmova.Open, rozmova.Premoderated, rozmova.Slow, rozmova.Closed}).Draw(p.t, "mode")
	p.both("configure", func(s *side) error {
		return s.desk.Configure(context.Background(), s.editor, s.Thread, discussion.Setup{Mode: mode})
	})
}

func (p *pair) feature(*rapid.T) {
	c, on, block := p.any(), rapid.IntRange(0, 2).Draw(p.t, "on") > 0, rapid.IntRange(-2, 1).Draw(p.t, "block")
	p.both("feature", func(s *side) error {
		if on {
			return s.desk.Feature(context.Background(), s.editor, s.ids[c], block)
		}
		return s.desk.Unfeature(context.Background(), s.editor, s.ids[c])
	})
}

// look reads a page, which leaves a trace, and compares.
func (p *pair) look(*rapid.T) {
	by, order := p.reader()-1, rapid.SampledFrom(discussion.Orders()).Draw(p.t, "order")
	var told []string
	p.both("look", func(s *side) error {
		page, err := s.desk.Page(context.Background(), s.who(by), s.Thread, discussion.View{Order: order})
		if err == nil {
			told = append(told, s.page(page))
		}
		return err
	})
	p.alike("a look", told)
}

func (p *pair) alike(what string, told []string) {
	p.t.Helper()
	if len(told) == 2 && told[0] != told[1] {
		p.t.Fatalf("%s differs:\n%s\n%s", what, told[0], told[1])
	}
}
