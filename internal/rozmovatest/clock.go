package rozmovatest

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Clock is set by hand and begins a minute after Noon. It is safe for use by many goroutines.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock makes a clock.
func NewClock() *Clock { return &Clock{now: Noon.Add(time.Minute)} }

// Now gives the time. Each asking moves it on by a microsecond, the least that a store tells apart.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Microsecond)
	return c.now
}

// Add puts the clock forward, or back.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Events reads the log until it has n events, and fails where they do not come, or do not come in order. It waits because
// on PostgreSQL a transaction anywhere on the server, another test's too, holds the end of the log back until it ends.
func Events(t testing.TB, db *store.DB, n int) []rozmova.Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var events []rozmova.Event
	for n > 0 && ctx.Err() == nil && len(events) < n {
		_ = db.Follow(ctx, after(events), 20*time.Millisecond, func(batch []rozmova.Event) error {
			events = append(events, batch...)
			if len(events) >= n {
				cancel()
			}
			return nil
		})
	}
	if len(events) != n {
		t.Fatalf("the log has %d events, want %d", len(events), n)
	}
	for i := 1; i < n; i++ {
		if events[i].Seq <= events[i-1].Seq {
			t.Fatalf("event %d came behind %d", events[i].Seq, events[i-1].Seq)
		}
	}
	return events
}

func after(events []rozmova.Event) int64 {
	if len(events) == 0 {
		return 0
	}
	return events[len(events)-1].Seq
}
