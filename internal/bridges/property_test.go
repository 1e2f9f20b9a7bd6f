package bridges_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// twin makes a hall with the same people and comments in another store.
func (h *hall) twin(t testing.TB, db *store.DB) *hall {
	t.Helper()
	seed := *h.Seed
	o := &hall{t: t, Seed: &seed, db: db, clock: rozmovatest.NewClock(), author: h.author}
	o.desk = discussion.New(db, discussion.Options{Now: o.clock.Now, Site: o.Site})
	o.mod = moderation.New(db, moderation.Options{Now: o.clock.Now, Site: o.Site})
	o.keeper = o.another()
	o.clock.Add(h.clock.Now().Sub(o.clock.Now()))
	o.update(func(tx *store.Tx) error {
		if err := tx.PutSite(o.Site, rozmovatest.Noon); err != nil {
			return err
		}
		for _, r := range append(slices.Clone(o.Readers), o.author, o.Moderator) {
			if err := tx.AddReader(r, lang.PenKey(r.PenName)); err != nil {
				return err
			}
		}
		if err := tx.AddStory(o.Story, rozmova.ID[rozmova.Reader]{}); err != nil {
			return err
		}
		if err := tx.AddThread(&rozmova.Thread{ID: o.Thread, Site: o.Site.ID, Story: o.Story.ID, Mode: rozmova.Open, Opened: rozmovatest.Noon}); err != nil {
			return err
		}
		for _, c := range h.list {
			copied := *c
			if err := tx.AddComment(&copied, 1); err != nil {
				return err
			}
			o.list = append(o.list, &copied)
		}
		return nil
	})
	return o
}

// A cast is a vote of a reader, by number, on a comment.
type cast struct {
	reader, comment int
	vote            rozmova.Vote
}

// castAll votes in some order, and tells the keeper.
func (h *hall) castAll(list []cast) {
	h.t.Helper()
	h.update(func(tx *store.Tx) error {
		since := h.clock.Now()
		for _, c := range list {
			if err := h.cast(tx, h.Readers[c.reader], h.list[c.comment], c.vote); err != nil {
				return err
			}
		}
		return h.told(tx, since)
	})
	h.follow()
}

// places gives where every comment stands, or would but for a hold.
func (h *hall) places() map[rozmova.ID[rozmova.Comment]]int64 {
	h.t.Helper()
	at := map[rozmova.ID[rozmova.Comment]]int64{}
	h.must(h.db.View(context.Background(), func(tx *store.Tx) error {
		list, err := tx.PlacesIn(h.Thread)
		for _, p := range list {
			at[p.Comment] = p.Bridge
			if !p.Row.Held.IsZero() {
				at[p.Comment] = p.Row.Place
			}
		}
		return err
	}))
	return at
}

// TestThePlacesDoNotHangOnArrival: however votes come in, one by one and changed on the way or all at once and in another order, on either
// engine, after a pass every comment stands where it does when all is read anew.
func TestThePlacesDoNotHangOnArrival(t *testing.T) {
	one := enter(t, rozmovatest.SQLite(t))
	two := one.twin(t, rozmovatest.OpenStore(t, store.Options{DSN: rozmovatest.PostgresDatabase(t)}))
	one.divide()
	two.divide()
	one.open()
	two.open()
	if !maps.Equal(one.places(), two.places()) {
		t.Fatal("the engines differ to begin with")
	}
	rapid.Check(t, func(rt *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) cast {
			v := rozmova.Vote{Opinion: rozmova.Opinion(rapid.IntRange(-1, 1).Draw(rt, "opinion")), Respect: rapid.Bool().Draw(rt, "respect")} //nolint:gosec // -1 to 1
			return cast{rapid.IntRange(0, crowd-1).Draw(rt, "reader"), rapid.IntRange(0, len(one.list)-1).Draw(rt, "comment"), v}
		}), 1, 40).Draw(rt, "votes")
		last := map[[2]int]cast{}
		for _, c := range list {
			last[[2]int{c.reader, c.comment}] = c
		}
		for some := range slices.Chunk(list, rapid.IntRange(1, 20).Draw(rt, "at once")) {
			one.castAll(some)
		}
		final := slices.SortedFunc(maps.Values(last), func(a, b cast) int { return (b.reader-a.reader)*100 + b.comment - a.comment })
		two.castAll(final)
		one.pass()
		two.pass()
		got, want := one.places(), two.places()
		if !maps.Equal(got, want) {
			for i, c := range one.list {
				if got[c.ID] != want[c.ID] {
					rt.Logf("comment %d: %d, %d", i, got[c.ID], want[c.ID])
				}
			}
			rt.Errorf("the engines differ after %v", list)
		}
		again := one.another()
		one.clock.Add(20 * time.Second)
		two.clock.Add(20 * time.Second)
		if ok, err := again.Take(context.Background()); !ok || err != nil {
			rt.Fatal(ok, err)
		}
		one.keeper = again
		one.must(again.Load(context.Background()))
		if anew := one.places(); !maps.Equal(anew, got) {
			rt.Errorf("read anew they stand elsewhere after %v", list)
		}
		for id, place := range got {
			if place < 0 || place > ranking.Millionths(1) {
				rt.Errorf("%v stands at %d", id, place)
			}
		}
	})
}
