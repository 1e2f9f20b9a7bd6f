package mail

import (
	"context"
	"slices"
	"sync"
	"time"
)

// A Mailbox keeps the letters it is sent, for the demo's page and for tests. It refuses what a Sender would. It may be used
// from many goroutines.
type Mailbox struct {
	size int

	mu      sync.Mutex
	letters []Received // guarded by mu; the oldest first
}

// Received is a letter in a Mailbox.
type Received struct {
	Letter
	At time.Time
}

// NewMailbox gives a Mailbox that keeps the newest size letters.
func NewMailbox(size int) *Mailbox { return &Mailbox{size: max(size, 1)} }

// Send keeps the letter. One with the IdempotencyKey and receiver of a letter that is kept already changes nothing.
func (b *Mailbox) Send(ctx context.Context, l Letter) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	l, err := l.check()
	if err != nil {
		return permanent(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if l.IdempotencyKey != "" && slices.ContainsFunc(b.letters, func(r Received) bool { return r.IdempotencyKey == l.IdempotencyKey && r.To == l.To }) {
		return nil
	}
	if len(b.letters) >= b.size {
		b.letters = slices.Delete(b.letters, 0, len(b.letters)-b.size+1)
	}
	b.letters = append(b.letters, Received{l, time.Now().UTC()})
	return nil
}

// Letters gives at most limit letters, the newest first.
func (b *Mailbox) Letters(limit int) []Received {
	b.mu.Lock()
	defer b.mu.Unlock()
	kept := slices.Clone(b.letters[max(0, len(b.letters)-max(limit, 0)):])
	slices.Reverse(kept)
	return kept
}
