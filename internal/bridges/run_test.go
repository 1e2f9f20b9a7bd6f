package bridges_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/bridges"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// TestRunFollowsTheLog: of two that run on one store one does the work, a vote moves its comment without anybody asking, and who stops
// gives the work back.
func TestRunFollowsTheLog(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		held := make(chan int, 4)
		run := func(n int) (stop func()) {
			ctx, cancel := context.WithCancel(t.Context())
			k := bridges.New(h.db, bridges.Options{Now: h.clock.Now, Site: h.Site, Moderation: h.mod, OnLease: func(yes bool) {
				if yes {
					held <- n
				}
			}})
			done := make(chan error)
			go func() { done <- k.Run(ctx) }()
			return func() {
				cancel()
				if err := <-done; !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			}
		}
		one := run(1)
		if n := <-held; n != 1 {
			t.Fatalf("%d has the work", n)
		}
		two := run(2)
		defer two()
		h.await(func() bool { return h.stored(h.list[20]).Bridge != h.stored(h.list[20]).Rank })
		fresh := h.say()
		h.await(func() bool { return h.stored(fresh).Bridge > 0 })
		began := h.stored(fresh).Bridge
		for i := range 4 {
			if _, err := h.desk.Vote(t.Context(), h.Readers[i], fresh.ID, ranking.Plain(1)); err != nil {
				t.Fatal(err)
			}
		}
		h.must(h.desk.FlushVotes(t.Context()))
		h.await(func() bool { return h.stored(fresh).Bridge > began })
		select {
		case n := <-held:
			t.Errorf("%d has the work too", n)
		default:
		}
		one()
		if n := <-held; n != 2 {
			t.Errorf("%d has the work once the first has stopped", n)
		}
	})
}

// await waits for an event of the order across a divide after which something holds.
func (h *hall) await(holds func() bool) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
	defer cancel()
	err := h.db.Follow(ctx, 0, 20*time.Millisecond, func(batch []rozmova.Event) error {
		for _, e := range batch {
			if e.Kind == rozmova.OrderChanged && holds() {
				return errEnough
			}
		}
		return nil
	})
	if !errors.Is(err, errEnough) {
		h.t.Fatalf("it never held: %v", err)
	}
}

var errEnough = errors.New("enough")

// TestLeaningsOfEachThread: where each discussion stands by itself, its picture is kept under its own name. And where the order is not
// wanted any more, nothing of it is left.
func TestLeaningsOfEachThread(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.keeper = bridges.New(h.db, bridges.Options{Now: h.clock.Now, Site: h.Site, Moderation: h.mod, ByThread: true})
		h.open()
		if p := h.page(""); p.Divide != rozmova.Divided || slices.Min(h.order()[:2]) != 20 {
			t.Errorf("%v, %v", p.Divide, h.order())
		}
		keys := func() (keys []string) {
			h.must(h.db.View(t.Context(), func(tx *store.Tx) (err error) { keys, err = tx.SettledPictures(h.Site.ID); return err }))
			return keys
		}
		if got := keys(); !slices.Equal(got, []string{h.Thread.String()}) {
			t.Errorf("pictures of %v are kept", got)
		}
		h.must(bridges.Clear(t.Context(), h.db, h.Site.ID))
		if p := h.page(""); p.Divide != rozmova.TooFew || p.Order != discussion.Oldest || p.Nodes[0].Told != nil || len(keys()) != 0 {
			t.Errorf("not wanted: %v, %v, pictures of %v", p.Divide, p.Order, keys())
		}
		for _, c := range h.list {
			if kept := h.stored(c); kept.Bridge != kept.Rank {
				t.Errorf("it stands at %d, by respect at %d", kept.Bridge, kept.Rank)
			}
		}
	})
}

// TestAQuietSectionIsLetGo once its picture has settled all votes, and taken up with the next one.
func TestAQuietSectionIsLetGo(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.open()
		for range 3 {
			h.clock.Add(20 * time.Hour)
			h.pass()
		}
		drawn, stood := h.picture().Drawn, h.order()
		h.clock.Add(20 * time.Hour)
		h.pass()
		if again := h.picture().Drawn; !again.Equal(drawn) {
			t.Errorf("days after the last vote a picture was drawn at %v, the one before at %v", again, drawn)
		}
		fresh := h.say() // a new comment takes it up
		h.follow()
		if h.stored(fresh).Bridge <= 0 {
			t.Error("a new comment has no place")
		}
		if got := h.order(); len(got) != len(stood)+1 {
			t.Errorf("it stands %v", got)
		}
		if _, err := h.desk.Vote(t.Context(), h.Readers[1], h.list[20].ID, ranking.Plain(-1)); err != nil {
			t.Fatal(err)
		}
		h.must(h.desk.FlushVotes(t.Context()))
		before := h.stored(h.list[20]).Bridge
		h.follow()
		if now := h.stored(h.list[20]).Bridge; now >= before {
			t.Errorf("a vote leaves it at %d, it was %d", now, before)
		}
	})
}

// TestAStoryChangesItsSection: its readers' leanings are found with those of the new one.
func TestAStoryChangesItsSection(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		h.divide()
		h.open()
		h.Story.Section, h.Story.Revision = "svit", 2
		h.update(func(tx *store.Tx) error {
			if _, err := tx.Append(rozmova.Event{At: h.clock.Now(), Kind: rozmova.StoryChanged, Site: h.Site.ID, Story: h.Story.ID, Thread: h.Thread}); err != nil {
				return err
			}
			return tx.ReviseStory(h.Story, rozmova.ID[rozmova.Reader]{})
		})
		h.follow()
		h.pass()
		if h.picture().Drawn.IsZero() || slices.Min(h.order()[:2]) != 20 {
			t.Errorf("it stands %v", h.order())
		}
		if _, err := h.desk.Vote(t.Context(), h.Readers[1], h.list[20].ID, ranking.Plain(-1)); err != nil {
			t.Fatal(err)
		}
		h.must(h.desk.FlushVotes(t.Context()))
		before := h.stored(h.list[20]).Bridge
		h.follow()
		if now := h.stored(h.list[20]).Bridge; now >= before {
			t.Errorf("a vote leaves it at %d, it was %d", now, before)
		}
	})
}

// TestReportsFromTheWritersOwnSide weigh more than those from the other, and as ever where nobody knows who stands where.
func TestReportsFromTheWritersOwnSide(t *testing.T) {
	eachHall(t, func(t *testing.T, h *hall) {
		weight := func(reader *rozmova.Reader) (w int) {
			t.Helper()
			h.must(h.db.View(t.Context(), func(tx *store.Tx) error {
				c, err := tx.Comment(h.list[3].ID) // which those with even numbers value
				if err == nil {
					w, err = h.mod.WeighReport(tx, c, reader, h.clock.Now())
				}
				return err
			}))
			return w
		}
		if own, other := weight(h.Readers[0]), weight(h.Readers[1]); own != 100 || other != 100 {
			t.Errorf("before anybody voted they weigh %d and %d", own, other)
		}
		h.divide()
		h.open()
		var own, other int
		for i := range 10 {
			own, other = own+weight(h.Readers[2*i]), other+weight(h.Readers[2*i+1])
		}
		if own < 10*100 || other > 10*30 {
			t.Errorf("ten reports from the writer's own side weigh %d, ten from the other %d", own, other)
		}
		stranger := h.newcomer(1)
		h.clock.Add(5 * 24 * time.Hour)
		if w := weight(stranger); w != 100 {
			t.Errorf("one of whom nothing is known weighs %d", w)
		}
	})
}
