// Package mail writes letters and sends them: sign-in codes, statements of reasons, answers to notices.
//
// A letter is built from plain pieces, twice at once: as text, which is the letter, and as modest HTML beside it. Nothing a
// reader wrote becomes HTML, a link or a header; no letter holds a picture or tells when it was opened.
package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Letter is a message to one person. The builders of this package leave To empty, and IdempotencyKey where they have
// nothing to make it from: whoever sends the letter sets them.
type Letter struct {
	To       string            // an address as ParseAddress takes it; never with a name
	Language string            // of the text, BCP 47
	Subject  string            // one line
	Text     string            // the letter
	HTML     string            // the same as HTML; empty: text alone
	Headers  map[string]string // further headers: those in mayHeader and X-…, in printable ASCII

	// IdempotencyKey names what the letter is about, so that one that is sent again has the same Message-ID. Empty: each
	// sending is a letter of its own.
	IdempotencyKey string
}

// Transport takes letters on their way: Sender by SMTP, Mailbox into memory. Send returns when the letter was taken over,
// and an error that Temporary can judge. It may be called from many goroutines.
type Transport interface {
	Send(ctx context.Context, l Letter) error
}

// Site is what letters tell of the title that sends them.
type Site struct {
	Name    string
	URL     string // scheme and host
	Contact string // e-mail address that people answer; may be empty
}

// mayHeader are the headers that a Letter may bring along, besides X-…: all others are ours to write.
var mayHeader = []string{"Feedback-Id", "In-Reply-To", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "References"}

// longestSubject is in runes; the rest is cut off.
const longestSubject = 150

// check makes a letter what may be sent: address and headers checked, the subject one line. The error is of a kind that no
// repetition mends.
func (l Letter) check() (Letter, error) {
	to, err := ParseAddress(l.To)
	if err != nil {
		return l, err
	}
	// An encoded word (RFC 2047) in a subject would be decoded by whoever reads it, to whatever it likes.
	l.To, l.Subject = to, shorten(strings.ReplaceAll(oneLine(l.Subject), "=?", "= ?"), longestSubject)
	if l.Subject == "" || l.Text == "" {
		return l, fmt.Errorf("letter without subject or text")
	}
	for name, value := range l.Headers {
		if !slices.Contains(mayHeader, name) && !strings.HasPrefix(name, "X-") || !token(name) {
			return l, fmt.Errorf("letter with header %q", name)
		}
		if len(value) > 900 || strings.ContainsFunc(value, func(r rune) bool { return r < 0x20 || r > 0x7e }) {
			return l, fmt.Errorf("letter with unprintable header %s", name)
		}
	}
	l.Headers = maps.Clone(l.Headers)
	return l, nil
}

// messageID derives the left part of a Message-ID from an idempotency key; empty without one.
func messageID(key string) string {
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte("rozmova letter\n" + key))
	return hex.EncodeToString(sum[:16])
}

// token reports whether s holds letters, digits and hyphens only, and at least one.
func token(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}
