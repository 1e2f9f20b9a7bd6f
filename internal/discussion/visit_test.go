package discussion_test

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
)

// TestWhatIsNewSinceTheLastVisit follows a reader who comes and goes.
func TestWhatIsNewSinceTheLastVisit(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		reader := k.Readers[0]
		fresh := func(p *discussion.Page) (n int) {
			for _, r := range p.Nodes {
				if r.New {
					n++
				}
			}
			return n
		}
		look := func(what string, want int) *discussion.Page {
			t.Helper()
			p := k.page(reader, discussion.View{})
			if p.New != want || fresh(p) != want {
				t.Errorf("%s: %d new, %d marked; want %d", what, p.New, fresh(p), want)
			}
			return p
		}
		k.say(k.Readers[1], nil, "перше")
		if p := look("on the first visit", 0); !p.Since.IsZero() {
			t.Error("the first visit has one before it")
		}
		k.say(k.Readers[1], nil, "друге")
		k.clock.Add(10 * time.Minute)
		look("still on the first visit", 0)
		left := k.clock.Now()

		k.clock.Add(time.Minute)
		k.say(k.Readers[1], nil, "третє")
		k.say(reader, nil, "моє")
		waits := k.say(k.Readers[2], nil, "забрали")
		k.rule(waits, rozmova.Remove)
		k.clock.Add(discussion.VisitEnds)
		p := look("on the second visit", 1)
		if d := left.Sub(p.Since); d < 0 || d > time.Minute {
			t.Errorf("the first visit ended at %v, it is told %v", left, p.Since)
		}
		k.clock.Add(20 * time.Minute)
		look("still on the second visit", 1)
		k.clock.Add(20 * time.Minute)
		k.say(k.Readers[1], nil, "четверте")
		if got := look("and on", 2); got.Since != p.Since {
			t.Errorf("the visit before is told as %v, it was %v", got.Since, p.Since)
		}
		one, err := k.desk.Comment(t.Context(), reader, p.Nodes[2].ID)
		if err != nil || !one.Node.New {
			t.Errorf("a new comment alone: new %v, %v", one.Node.New, err)
		}
		k.clock.Add(discussion.VisitEnds)
		look("on the third visit", 0)
		if p := k.page(nil, discussion.View{}); p.New != 0 || fresh(p) != 0 || !p.Since.IsZero() {
			t.Error("something is new to nobody")
		}
		if p := k.page(k.Readers[3], discussion.View{}); p.New != 0 || fresh(p) != 0 {
			t.Error("something is new on somebody else's first visit")
		}

		k.clock.Add(time.Minute)
		k.crowd(discussion.MostNew*2, 0) // a quarter of them the reader's own
		k.clock.Add(discussion.VisitEnds)
		if p := k.page(reader, discussion.View{}); p.New != discussion.MostNew {
			t.Errorf("%d new of very many", p.New)
		}
	})
}

// TestAPageIsGivenWhereALookCannotBeWritten: that somebody looked is not worth a refusal.
func TestAPageIsGivenWhereALookCannotBeWritten(t *testing.T) {
	eachEngine(t, func(t *testing.T, k *talk) {
		k.say(k.Readers[1], nil, "перше")
		stranger := &rozmova.Reader{ID: rozmova.NewID[rozmova.Reader](k.clock.Now()), PenName: "Хтось"} // whom the store does not know
		if p := k.page(stranger, discussion.View{}); len(p.Nodes) != 1 {
			t.Errorf("%d comments", len(p.Nodes))
		}
	})
}
