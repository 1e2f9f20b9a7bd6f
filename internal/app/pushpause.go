package app

import (
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/alerts"
	"github.com/rozmova/rozmova/internal/store"
)

// How long a reader's browsers are left alone after one of them did not answer: for as long, then twice as long each time.
const (
	firstPause = time.Minute
	mostPause  = time.Hour
)

// pushPauses are the readers whose push services do not answer. Readers choose those services, and one who chose some that take a
// connection and say nothing must not hold up everybody's messages. The zero value is ready; it may be used from many goroutines.
type pushPauses struct {
	mu  sync.Mutex
	all map[rozmova.ID[rozmova.Reader]]pushPause
}

type pushPause struct {
	until time.Time
	next  time.Duration
}

// until is when a message for a subscription may go; the zero time: now.
func (p *pushPauses) until(to *store.PushSubscription, now time.Time) time.Time {
	if to == nil {
		return time.Time{}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if pause := p.all[to.Reader]; pause.until.After(now) {
		return pause.until
	}
	return time.Time{}
}

// note remembers whether a service answered at all. Messages of one reader that were under way together count as one.
func (p *pushPauses) note(to *store.PushSubscription, answer alerts.PushAnswer, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pause := p.all[to.Reader]
	switch {
	case answer.Status != 0 || answer.Outcome != alerts.PushLater:
		delete(p.all, to.Reader)
	case !pause.until.After(now):
		if p.all == nil {
			p.all = map[rozmova.ID[rozmova.Reader]]pushPause{}
		}
		wait := max(pause.next, firstPause)
		p.all[to.Reader] = pushPause{now.Add(wait), min(2*wait, mostPause)}
	}
}
