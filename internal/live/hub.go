// Package live hands what happens to everybody who is watching: a hub of topics to which browsers subscribe, and the
// writing of Server-Sent Events (WHATWG HTML, section 9.2). Each message is rendered once per variant (a locale, or JSON),
// however many are watching. The hub keeps nothing: who was away reads the log (DESIGN.md).
package live

import (
	"errors"
	"hash/maphash"
	"sync"
	"sync/atomic"
)

// queueLength is how many messages may wait for one subscriber. Who falls further behind is dropped, and comes back by
// Last-Event-ID.
const queueLength = 64

// Refusals of Subscribe.
var (
	ErrFull   = errors.New("too many streams")
	ErrClosed = errors.New("the hub is closed")
)

// A Message is one thing that happened, to be shown to everybody who watches its topic.
type Message struct {
	Seq  int64 // position in the log
	Kind uint8 // whatever the doors make of it
	Data any   // what a renderer needs

	mu       sync.Mutex
	rendered map[string][]byte
}

// Render gives the message in one variant, made by the first who asks. make must not keep the message.
func (m *Message) Render(variant string, make func(*Message) []byte) []byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if b, ok := m.rendered[variant]; ok {
		return b
	}
	if m.rendered == nil {
		m.rendered = map[string][]byte{}
	}
	b := make(m)
	m.rendered[variant] = b
	return b
}

// A Hub knows who watches what. It is safe for use by many goroutines.
type Hub struct {
	max     int64
	streams atomic.Int64
	shards  [16]shard
	seed    maphash.Seed
	closing chan struct{}
	once    sync.Once
}

// Many topics are spread over shards so that a burst in one discussion does not hold up the others.
type shard struct {
	mu     sync.Mutex
	topics map[[16]byte]map[*Subscription]struct{}
}

// NewHub makes a hub for at most max streams.
func NewHub(max int) *Hub {
	h := &Hub{max: int64(max), seed: maphash.MakeSeed(), closing: make(chan struct{})}
	for i := range h.shards {
		h.shards[i].topics = map[[16]byte]map[*Subscription]struct{}{}
	}
	return h
}

// A Subscription receives the messages of one topic.
type Subscription struct {
	hub   *Hub
	topic [16]byte
	queue chan *Message
	lost  chan struct{} // closed when the subscriber fell too far behind
}

// Messages gives what happens, in order.
func (s *Subscription) Messages() <-chan *Message { return s.queue }

// Lost is closed when the subscriber fell too far behind and gets no more.
func (s *Subscription) Lost() <-chan struct{} { return s.lost }

func (h *Hub) shard(topic [16]byte) *shard {
	return &h.shards[maphash.Bytes(h.seed, topic[:])%uint64(len(h.shards))]
}

// Subscribe begins to watch a topic. ErrFull and ErrClosed ask the caller to come again later. Close ends it.
func (h *Hub) Subscribe(topic [16]byte) (*Subscription, error) {
	select {
	case <-h.closing:
		return nil, ErrClosed
	default:
	}
	if h.streams.Add(1) > h.max {
		h.streams.Add(-1)
		return nil, ErrFull
	}
	s := &Subscription{hub: h, topic: topic, queue: make(chan *Message, queueLength), lost: make(chan struct{})}
	sh := h.shard(topic)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if sh.topics[topic] == nil {
		sh.topics[topic] = map[*Subscription]struct{}{}
	}
	sh.topics[topic][s] = struct{}{}
	return s, nil
}

// Close ends the watching. It may be called once.
func (s *Subscription) Close() {
	sh := s.hub.shard(s.topic)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if subscribers := sh.topics[s.topic]; subscribers != nil {
		delete(subscribers, s)
		if len(subscribers) == 0 {
			delete(sh.topics, s.topic)
		}
	}
	s.hub.streams.Add(-1)
}

// Publish hands a message to everybody who watches the topic. It never waits: who cannot keep up is dropped.
func (h *Hub) Publish(topic [16]byte, m *Message) {
	sh := h.shard(topic)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for s := range sh.topics[topic] {
		select {
		case s.queue <- m:
		default:
			close(s.lost)
			delete(sh.topics[topic], s)
		}
	}
}

// Watched reports whether anybody watches a topic.
func (h *Hub) Watched(topic [16]byte) bool {
	sh := h.shard(topic)
	sh.mu.Lock()
	defer sh.mu.Unlock()
	return len(sh.topics[topic]) > 0
}

// Streams tells how many are watching.
func (h *Hub) Streams() int { return int(h.streams.Load()) }

// Close tells every stream to end. It may be called more than once.
func (h *Hub) Close() { h.once.Do(func() { close(h.closing) }) }

// Closing is closed when the hub ends.
func (h *Hub) Closing() <-chan struct{} { return h.closing }
