package bridges_test

import (
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// TestWhatBothSidesValueRises: where there is no divide yet the order is by cautious approval and says so; where there is one, what both
// sides value comes first, is the order of whoever chose none, and is told of.
func TestWhatBothSidesValueRises(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.open()
		if p := h.page(discussion.Bridges); p.Divide != rozmova.TooFew || p.Order != discussion.Bridges {
			t.Errorf("before anybody votes: %v, %v", p.Divide, p.Order)
		}
		if p := h.page(""); p.Order != discussion.Oldest {
			t.Errorf("before anybody votes it stands by %v", p.Order)
		}
		h.divide()
		h.follow()
		h.clock.Add(time.Hour)
		h.pass() // a picture is due
		p := h.page("")
		if p.Order != discussion.Bridges || p.Divide != rozmova.Divided {
			t.Fatalf("divided, it stands by %v, %v", p.Order, p.Divide)
		}
		if first := h.order()[:2]; slices.Min(first) != 20 {
			t.Errorf("first stand %v, want 20 and 21", first)
		}
		if told := p.Nodes[0].Told; told == nil || told.Label != ranking.Across || told.Less < 7 || told.MoreVotes+told.LessVotes < 50 {
			t.Errorf("of the first is told %+v", told)
		}
		for _, n := range p.Nodes[2:] {
			if n.Told == nil || n.Told.Label != ranking.NotByBoth || n.Place == 0 {
				t.Errorf("of another is told %+v, at %d", n.Told, n.Place)
			}
		}
	})
}

// TestAVoteMovesItsComment at once: what is kept, the log, and what open pages are told.
func TestAVoteMovesItsComment(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.open()
		fresh := h.say()
		h.follow()
		start := h.stored(fresh).Bridge
		if start <= 0 {
			t.Errorf("a new comment begins at %d", start)
		}
		began := h.clock.Now()
		places := []int64{start}
		for i := range 12 {
			if _, err := h.desk.Vote(t.Context(), h.Readers[i], fresh.ID, ranking.Plain(1)); err != nil {
				t.Fatal(err)
			}
			h.must(h.desk.FlushVotes(t.Context()))
			h.follow()
			places = append(places, h.stored(fresh).Bridge)
		}
		if !slices.IsSorted(places) || places[12] <= start {
			t.Errorf("respects lift it so: %v", places)
		}
		if moved := h.follow(); !slices.ContainsFunc(moved, func(e rozmova.Event) bool { return e.Kind == rozmova.OrderChanged && e.Thread == h.Thread }) {
			t.Errorf("the log tells of no place: %+v", moved)
		}
		list, err := h.desk.Places(t.Context(), h.Thread, began)
		if err != nil || len(list) != 1 || list[0].Comment != fresh.ID || list[0].Key != places[12] || list[0].Told == nil || list[0].Told.Label != ranking.Across {
			t.Errorf("open pages are told %+v, %v", list, err)
		}
		if _, err := h.desk.Vote(t.Context(), h.Readers[3], fresh.ID, rozmova.Vote{}); err != nil { // taken back
			t.Fatal(err)
		}
		h.must(h.desk.FlushVotes(t.Context()))
		h.follow()
		if now := h.stored(fresh).Bridge; now >= places[12] {
			t.Errorf("a respect taken back leaves it at %d, it was %d", now, places[12])
		}
		before := h.order()
		h.pass()
		restarted := h.another()
		h.clock.Add(time.Minute)
		if ok, err := restarted.Take(t.Context()); !ok || err != nil {
			t.Fatal(ok, err)
		}
		passed := h.order()
		h.must(restarted.Load(t.Context()))
		if got := h.order(); !slices.Equal(got, passed) {
			t.Errorf("after a restart it stands %v, after the pass it stood %v (before that %v)", got, passed, before)
		}
	})
}

// picture gives what is kept of where readers of the section stand.
func (h *hall) picture() *store.SettledPicture {
	h.t.Helper()
	var p *store.SettledPicture
	h.must(h.db.View(h.t.Context(), func(tx *store.Tx) (err error) {
		p, err = tx.SettledPicture(h.Site.ID, string(h.Story.Section))
		return err
	}))
	return p
}

// TestOneKeeperAtATime, and the next takes over with the picture that the one before kept.
func TestOneKeeperAtATime(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.open()
		kept, stood := h.picture(), h.order()
		second := h.another()
		if ok, err := second.Take(t.Context()); ok || err != nil {
			t.Fatalf("two have the work: %v, %v", ok, err)
		}
		h.clock.Add(20 * time.Second) // the first has died
		if ok, err := second.Take(t.Context()); !ok || err != nil {
			t.Fatalf("nobody has the work: %v, %v", ok, err)
		}
		h.must(second.Load(t.Context()))
		if again := h.picture(); !again.Drawn.Equal(kept.Drawn) || string(again.Doc) != string(kept.Doc) {
			t.Error("the picture was drawn anew")
		}
		if got := h.order(); !slices.Equal(got, stood) {
			t.Errorf("it stands %v, it stood %v", got, stood)
		}
		fresh := h.say()
		h.must(h.db.Settled(t.Context()))
		err := h.keeper.Happened(t.Context(), []rozmova.Event{{Kind: rozmova.CommentPublished, Thread: h.Thread, Comment: fresh.ID}})
		if err == nil || h.stored(fresh).Bridge != 0 {
			t.Errorf("the first writes on: %v, %d", err, h.stored(fresh).Bridge)
		}
		h.must(second.Happened(t.Context(), []rozmova.Event{{Kind: rozmova.CommentPublished, Thread: h.Thread, Comment: fresh.ID}}))
		if h.stored(fresh).Bridge == 0 {
			t.Error("the second does not write")
		}
		h.clock.Add(2 * time.Hour)
		h.must(second.Tick(t.Context(), time.Now()))
		if again := h.picture(); !again.Drawn.After(kept.Drawn) {
			t.Error("hours later the picture is the old one")
		}
	})
}
