package app

import (
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestPushPauses holds for how long a reader is left alone whose push services do not answer, and that nobody else is.
func TestPushPauses(t *testing.T) {
	now := rozmovatest.Noon
	one := &store.PushSubscription{Reader: rozmova.NewID[rozmova.Reader](now)}
	other := &store.PushSubscription{Reader: rozmova.NewID[rozmova.Reader](now)}
	silence := alerts.PushAnswer{Outcome: alerts.PushLater}
	var p pushPauses
	for i, want := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60} {
		p.note(one, silence, now)
		p.note(one, silence, now) // under way at the same time
		if got := p.until(one, now).Sub(now); got != want*time.Minute {
			t.Errorf("after %d silences it waits %v, want %v", i+1, got, want*time.Minute)
		}
		if !p.until(other, now).IsZero() {
			t.Error("somebody else waits")
		}
		now = now.Add(want * time.Minute)
		if !p.until(one, now).IsZero() {
			t.Error("the pause has no end")
		}
	}
	p.note(one, alerts.PushAnswer{Outcome: alerts.PushLater, Status: 503}, now) // it says at least that it cannot
	p.note(one, silence, now)
	if got := p.until(one, now).Sub(now); got != time.Minute {
		t.Errorf("after an answer it waits %v, want a minute", got)
	}
}
