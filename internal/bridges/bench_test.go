package bridges_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/discussion"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// BenchmarkSection measures a section of 225,000 votes by 5,000 readers on 2,000 comments: to read it and draw its picture, and what memory
// it keeps; one vote until its comment's place is durable; and a pass.
func BenchmarkSection(b *testing.B) {
	db := rozmovatest.SQLite(b)
	h := &hall{t: b, Seed: rozmovatest.SeedStore(b, db, 5_001), db: db, clock: rozmovatest.NewClock()}
	h.author, h.Readers = h.Readers[5_000], h.Readers[:5_000]
	h.desk = discussion.New(db, discussion.Options{Now: h.clock.Now, Site: h.Site})
	h.mod = moderation.New(db, moderation.Options{Now: h.clock.Now, Site: h.Site})
	h.keeper = h.another()
	h.clock.Add(10 * 24 * time.Hour)
	for range 2_000 {
		h.say()
	}
	for from := 0; from < len(h.Readers); from += 500 {
		h.update(func(tx *store.Tx) error {
			for u, r := range h.Readers[from : from+500] {
				for n := range 45 {
					i := (n*44 + (from+u)*7) % len(h.list)
					up := 1
					if (i%3 == 0) != (u%2 == 0) || (u*31+i*17)%10 == 0 {
						up = -1
					}
					if err := h.cast(tx, r, h.list[i], ranking.Plain(up)); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	h.clock.Add(7 * time.Hour)
	memory := func() float64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	before := memory()
	most, stop, done := before, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-stop:
				return
			case <-time.After(5 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, float64(m.HeapAlloc)/(1<<20))
			}
		}
	}()
	began := time.Now()
	if ok, err := h.keeper.Take(b.Context()); !ok || err != nil {
		b.Fatal(ok, err)
	}
	h.must(h.keeper.Load(b.Context()))
	took := time.Since(began)
	close(stop)
	<-done
	b.Logf("read, drawn and placed in %v, with %.0f MiB at most", took.Round(time.Millisecond), most-before)
	b.Logf("%.0f MiB are kept in memory, %d KiB in the store", memory()-before, len(h.picture().Doc)>>10)
	h.follow()
	if p := h.page(""); p.Divide != rozmova.Divided {
		b.Fatalf("no divide: %v", p.Divide)
	}
	b.Run("vote", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			now := h.clock.Now()
			h.update(func(tx *store.Tx) error {
				return h.cast(tx, h.Readers[n%5_000], h.list[n*7%2_000], rozmova.Vote{Opinion: rozmova.Agree, Respect: n%2 == 0})
			})
			h.must(h.keeper.Happened(b.Context(), []rozmova.Event{{At: now, Kind: rozmova.VotesChanged, Thread: h.Thread}}))
		}
	})
	b.Run("pass", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			now := h.clock.Now()
			h.update(func(tx *store.Tx) error {
				return h.cast(tx, h.Readers[n%5_000], h.list[n%2_000], rozmova.Vote{Opinion: rozmova.Agree, Respect: n%2 == 0})
			})
			h.must(h.keeper.Happened(b.Context(), []rozmova.Event{{At: now, Kind: rozmova.VotesChanged, Thread: h.Thread}}))
			h.must(h.keeper.Tick(b.Context(), time.Now().Add(time.Hour)))
		}
	})
}
