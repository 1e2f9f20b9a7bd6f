package live_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"github.com/rozmova/rozmova/internal/live"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var topic, other = [16]byte{1}, [16]byte{2}

func subscribe(t *testing.T, h *live.Hub, topic [16]byte) *live.Subscription {
	t.Helper()
	s, err := h.Subscribe(topic)
	if err != nil {
		t.Fatalf("subscribe: %v", err)
	}
	return s
}

func lost(s *live.Subscription) bool {
	select {
	case <-s.Lost():
		return true
	default:
		return false
	}
}

func TestEveryWatcherGetsEachMessageInOrder(t *testing.T) {
	h := live.NewHub(100)
	var all []*live.Subscription
	for range 5 {
		all = append(all, subscribe(t, h, topic))
	}
	aside := subscribe(t, h, other)
	for seq := range int64(20) {
		h.Publish(topic, &live.Message{Seq: seq + 1})
	}
	for _, s := range all {
		for seq := range int64(20) {
			if m := <-s.Messages(); m.Seq != seq+1 {
				t.Fatalf("got message %d, want %d", m.Seq, seq+1)
			}
		}
		if len(s.Messages()) != 0 || lost(s) {
			t.Error("more messages than were published, or lost without falling behind")
		}
		s.Close()
	}
	if len(aside.Messages()) != 0 {
		t.Error("somebody who watches another topic got a message")
	}
	if h.Watched(topic) || !h.Watched(other) || h.Streams() != 1 {
		t.Errorf("watched %v and %v, %d streams; want only the other one", h.Watched(topic), h.Watched(other), h.Streams())
	}
	h.Publish(topic, &live.Message{}) // to nobody
	aside.Close()
}

// TestWhoFallsBehindIsDropped, and nobody else, and what was in the queue has no gap.
func TestWhoFallsBehindIsDropped(t *testing.T) {
	h := live.NewHub(100)
	slow, quick := subscribe(t, h, topic), subscribe(t, h, topic)
	const n = 200
	for seq := range int64(n) {
		h.Publish(topic, &live.Message{Seq: seq + 1})
		if m := <-quick.Messages(); m.Seq != seq+1 {
			t.Fatalf("the quick one got %d, want %d", m.Seq, seq+1)
		}
	}
	if !lost(slow) || lost(quick) {
		t.Fatalf("lost: slow %v, quick %v", lost(slow), lost(quick))
	}
	waiting := len(slow.Messages())
	for seq := range int64(waiting) {
		if m := <-slow.Messages(); m.Seq != seq+1 {
			t.Errorf("the slow one's queue has %d, want %d", m.Seq, seq+1)
		}
	}
	if waiting == 0 || waiting == n {
		t.Errorf("the slow one's queue held %d of %d", waiting, n)
	}
	h.Publish(topic, &live.Message{Seq: n + 1})
	if len(slow.Messages()) != 0 {
		t.Error("who was dropped gets messages again: there is a gap between them")
	}
	slow.Close()
	quick.Close()
	if h.Streams() != 0 || h.Watched(topic) {
		t.Errorf("%d streams are left", h.Streams())
	}
}

func TestAFullHubAndAClosedOne(t *testing.T) {
	h := live.NewHub(2)
	a, b := subscribe(t, h, topic), subscribe(t, h, other)
	if _, err := h.Subscribe(topic); !errors.Is(err, live.ErrFull) {
		t.Errorf("one too many: %v, want ErrFull", err)
	}
	a.Close()
	c := subscribe(t, h, topic)
	h.Close()
	h.Close()
	select {
	case <-h.Closing():
	default:
		t.Error("closing is not told")
	}
	if _, err := h.Subscribe(topic); !errors.Is(err, live.ErrClosed) {
		t.Errorf("behind the end: %v, want ErrClosed", err)
	}
	h.Publish(topic, &live.Message{}) // harmless
	b.Close()
	c.Close()
	if h.Streams() != 0 {
		t.Errorf("%d streams are left", h.Streams())
	}
}

// TestOneRenderPerVariant: a thousand who ask at once for one of two languages get the same bytes, made twice.
func TestOneRenderPerVariant(t *testing.T) {
	h := live.NewHub(1000)
	var made atomic.Int32
	var wg sync.WaitGroup
	for i := range 1000 {
		s := subscribe(t, h, topic)
		wg.Go(func() {
			defer s.Close()
			variant := []string{"uk", "en"}[i%2]
			m := <-s.Messages()
			got := m.Render(variant, func(m *live.Message) []byte {
				made.Add(1)
				return fmt.Appendf(nil, "%s %d", variant, m.Seq)
			})
			if want := variant + " 7"; string(got) != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
	h.Publish(topic, &live.Message{Seq: 7})
	wg.Wait()
	if n := made.Load(); n != 2 {
		t.Errorf("rendered %d times for two languages", n)
	}
}

// TestComingAndGoing: subscribing, publishing, falling behind and closing at once, for the race detector; the count comes
// out even.
func TestComingAndGoing(t *testing.T) {
	h := live.NewHub(1 << 20)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 300 {
				s, err := h.Subscribe([16]byte{byte(i % 3)})
				if err != nil {
					if !errors.Is(err, live.ErrClosed) {
						t.Errorf("subscribe: %v", err)
					}
					return
				}
				for range w { // some read, most fall behind
					select {
					case <-s.Messages():
					case <-s.Lost():
					default:
					}
				}
				s.Close()
			}
		})
		wg.Go(func() {
			for i := range 2000 {
				h.Publish([16]byte{byte(i % 3)}, &live.Message{Seq: int64(i)})
			}
		})
	}
	wg.Go(h.Close)
	wg.Wait()
	if h.Streams() != 0 {
		t.Errorf("%d streams are left", h.Streams())
	}
}
