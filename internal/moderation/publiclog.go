package moderation

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// The public log is signed after so many entries, or when its last one is so old, whichever is first, and every day.
const (
	headEvery = 100
	headAfter = 30 * time.Second
	headDaily = 24 * time.Hour
)

// A LogEntry is one line of the public log. It names nobody and quotes nothing: Content is the salted hash of what was decided about,
// and the salt is destroyed when that is erased.
type LogEntry struct {
	V         int    `json:"v"`
	Seq       int64  `json:"seq"`
	Prev      string `json:"prev"` // SHA-256 of the line before; of the first, zeros
	At        string `json:"at"`   // when it was written, never earlier than the one before
	Kind      string `json:"kind"` // decision, appeal
	Decision  string `json:"decision,omitempty"`
	Repairs   string `json:"repairs,omitempty"`
	Decided   string `json:"decided,omitempty"`
	Scope     string `json:"scope,omitempty"`
	Action    string `json:"action,omitempty"`
	Ground    string `json:"ground,omitempty"`
	Rule      string `json:"rule,omitempty"`
	Version   int    `json:"version,omitempty"`
	Source    string `json:"source,omitempty"`
	Automatic bool   `json:"automatic"`
	Model     string `json:"model,omitempty"`
	Outcome   string `json:"outcome,omitempty"` // of an appeal
	Content   string `json:"content,omitempty"`
}

// LogHead is a signed head of the public log, as it is published.
type LogHead struct {
	Seq       int64  `json:"seq"`
	At        string `json:"at"`
	Hash      string `json:"hash"`
	Key       string `json:"key"`
	Signature string `json:"signature"`
}

// sealed is what the signature of a head is over.
func sealed(seq int64, at time.Time, hash []byte) []byte {
	return fmt.Appendf(nil, "rozmova public log 1\n%d\n%s\n%x\n", seq, at.UTC().Format(time.RFC3339Nano), hash)
}

// PublicLine writes the entry that an event asks for at the end of the public log; nothing where it asks for none. The caller holds
// the lock "public log" and has seen that the event was not written before.
func (d *Desk) PublicLine(tx *store.Tx, e rozmova.Event) error {
	entry := LogEntry{V: 1}
	var comment rozmova.ID[rozmova.Comment]
	var revision int
	switch e.Kind {
	case rozmova.DecisionFinal, rozmova.BranchChanged:
		made, err := tx.Decision(rozmova.ID[rozmova.Decision](e.Ref))
		if errors.Is(err, rozmova.NotFound) {
			return nil
		}
		if err != nil || e.Kind == rozmova.DecisionFinal && made.Scope == rozmova.OfBranch { // told when the branch changed
			return err
		}
		entry.Kind, entry.Decision, entry.Decided = "decision", made.ID.String(), made.At.UTC().Format(time.RFC3339)
		entry.Scope, entry.Action, entry.Rule, entry.Version = string(made.Scope), string(made.Action), made.Rule, made.Version
		entry.Ground, entry.Source, entry.Automatic, entry.Model = string(made.Ground), string(made.Source), made.Automatic, made.Model
		if !made.Repairs.IsZero() {
			entry.Repairs = made.Repairs.String()
		}
		if made.Scope == rozmova.OfComment {
			comment, revision = made.Comment, made.Revision
		}
	case rozmova.AppealHeard:
		heard, err := tx.Appeal(rozmova.ID[rozmova.Appeal](e.Ref))
		if errors.Is(err, rozmova.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		entry.Kind, entry.Decision, entry.Outcome = "appeal", heard.Decision.String(), heard.State.String()
		entry.Decided = heard.Decided.UTC().Format(time.RFC3339)
	default:
		return nil
	}
	return d.writeLine(tx, &entry, comment, revision)
}

// writeLine binds an entry to the last one and keeps it.
func (d *Desk) writeLine(tx *store.Tx, entry *LogEntry, comment rozmova.ID[rozmova.Comment], revision int) error {
	last, err := tx.LastLine()
	if err != nil {
		return err
	}
	at, prev := d.now().UTC().Truncate(time.Microsecond), make([]byte, sha256.Size)
	entry.Seq = 1
	if last != nil {
		entry.Seq, prev = last.Seq+1, last.Hash
		if at.Before(last.At) {
			at = last.At
		}
	}
	entry.At, entry.Prev = at.UTC().Format(time.RFC3339Nano), hex.EncodeToString(prev)
	if !comment.IsZero() {
		if err := saltContent(tx, entry, comment, revision); err != nil {
			return err
		}
	}
	doc, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	hash := sha256.Sum256(doc)
	return tx.AddLogLine(&store.LogLine{Seq: entry.Seq, At: at, Kind: entry.Kind, Doc: string(doc), Prev: prev, Hash: hash[:]})
}

// saltContent puts in the hash of a salt and the words that were decided about, where they are still there.
func saltContent(tx *store.Tx, entry *LogEntry, comment rozmova.ID[rozmova.Comment], revision int) error {
	c, err := tx.Comment(comment)
	if errors.Is(err, rozmova.NotFound) || err == nil && (c.Revision != revision || c.Source == "") {
		return nil
	}
	if err != nil {
		return err
	}
	salt := make([]byte, 32)
	_, _ = rand.Read(salt) // never fails
	sum := sha256.Sum256(append(bytes.Clone(salt), c.Source...))
	entry.Content = hex.EncodeToString(sum[:])
	return tx.AddLogSalt(entry.Seq, comment, salt)
}

// SignLog signs the end of the public log where it is time: after a hundred entries, half a minute after the last one, and every day. The
// caller holds the lock and calls it again every half minute.
func (d *Desk) SignLog(tx *store.Tx, key ed25519.PrivateKey) error {
	last, err := tx.LastLine()
	if err != nil || last == nil {
		return err
	}
	head, err := tx.LastHead()
	if err != nil {
		return err
	}
	at := d.now().UTC().Truncate(time.Microsecond)
	if head != nil && at.Sub(head.At) < headDaily && (last.Seq == head.Seq || last.Seq-head.Seq < headEvery && at.Sub(last.At) < headAfter) {
		return nil
	}
	public, _ := key.Public().(ed25519.PublicKey)
	return tx.AddLogHead(&store.LogHead{Seq: last.Seq, At: at, Hash: last.Hash, Signature: ed25519.Sign(key, sealed(last.Seq, at, last.Hash)), Key: public})
}

// PublicLog gives up to limit lines of the public log after one.
func (d *Desk) PublicLog(ctx context.Context, after int64, limit int) (lines []string, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		kept, err := tx.LogLines(after, limit)
		lines = lines[:0]
		for _, l := range kept {
			lines = append(lines, l.Doc)
		}
		return err
	})
	return lines, err
}

// LogBefore gives up to limit entries of the public log before one, the latest first; before 0 the latest of all.
func (d *Desk) LogBefore(ctx context.Context, before int64, limit int) (list []LogEntry, err error) {
	if before <= 0 {
		before = math.MaxInt64
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		lines, err := tx.LogLinesBefore(before, limit)
		if err != nil {
			return err
		}
		list = make([]LogEntry, len(lines))
		for i, l := range lines {
			if err := json.Unmarshal([]byte(l.Doc), &list[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return list, err
}

// PublicHead gives the last signed head; nil where there is none yet.
func (d *Desk) PublicHead(ctx context.Context) (head *LogHead, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		h, err := tx.LastHead()
		if err == nil && h != nil {
			head = &LogHead{h.Seq, h.At.UTC().Format(time.RFC3339Nano), hex.EncodeToString(h.Hash), hex.EncodeToString(h.Key), hex.EncodeToString(h.Signature)}
		}
		return err
	})
	return head, err
}
