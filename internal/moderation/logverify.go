package moderation

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/rozmova/rozmova/internal/store"
)

// A LogVerifier reads the lines of a public log in order and finds the first that is not as it was written.
type LogVerifier struct {
	seq  int64
	prev [sha256.Size]byte
	at   time.Time
	want map[int64][]byte // hashes that heads promise
}

// Expect has the verifier hold the log against a head. With a key, the head must be signed by it.
func (v *LogVerifier) Expect(h *LogHead, key ed25519.PublicKey) error {
	at, err := time.Parse(time.RFC3339Nano, h.At)
	hash, err2 := hex.DecodeString(h.Hash)
	signature, err3 := hex.DecodeString(h.Signature)
	own, err4 := hex.DecodeString(h.Key)
	if err := errors.Join(err, err2, err3, err4); err != nil {
		return fmt.Errorf("head %d: %w", h.Seq, err)
	}
	if key == nil {
		key = own
	}
	if len(key) != ed25519.PublicKeySize || !bytes.Equal(own, key) || !ed25519.Verify(key, sealed(h.Seq, at, hash), signature) {
		return fmt.Errorf("head %d: the signature is not of this key", h.Seq)
	}
	if v.want == nil {
		v.want = map[int64][]byte{}
	}
	if other, ok := v.want[h.Seq]; ok && !bytes.Equal(other, hash) {
		return fmt.Errorf("head %d: there are two that do not agree", h.Seq)
	}
	v.want[h.Seq] = hash
	return nil
}

// Line reads the next line, without its line break.
func (v *LogVerifier) Line(line []byte) error {
	var entry struct {
		Seq  int64     `json:"seq"`
		Prev string    `json:"prev"`
		At   time.Time `json:"at"`
	}
	v.seq++
	if err := json.Unmarshal(line, &entry); err != nil {
		return fmt.Errorf("entry %d: %w", v.seq, err)
	}
	switch {
	case entry.Seq != v.seq:
		return fmt.Errorf("entry %d: number %d stands here", v.seq, entry.Seq)
	case entry.Prev != hex.EncodeToString(v.prev[:]):
		return fmt.Errorf("entry %d: the one before it is not the one it was written after", v.seq)
	case entry.At.Before(v.at):
		return fmt.Errorf("entry %d: it is older than the one before", v.seq)
	}
	v.at, v.prev = entry.At, sha256.Sum256(line)
	if want, ok := v.want[v.seq]; ok && !bytes.Equal(want, v.prev[:]) {
		return fmt.Errorf("entry %d: it is not the one that was signed", v.seq)
	}
	return nil
}

// End says how many lines were read, and whether the log is shorter than a head says.
func (v *LogVerifier) End() (int64, error) {
	for seq := range v.want {
		if seq > v.seq {
			return v.seq, fmt.Errorf("the log ends at %d, and %d was signed", v.seq, seq)
		}
	}
	return v.seq, nil
}

// VerifyLog holds the public log of a store against its signed heads, and against one that was kept elsewhere where it is given; it
// tells how many entries there are.
func VerifyLog(tx *store.Tx, key ed25519.PublicKey, kept *LogHead) (int64, error) {
	v := &LogVerifier{}
	if kept != nil {
		if err := v.Expect(kept, key); err != nil {
			return 0, err
		}
	}
	heads, err := tx.LogHeads()
	if err != nil {
		return 0, err
	}
	for _, h := range heads {
		if err := v.Expect(&LogHead{h.Seq, h.At.UTC().Format(time.RFC3339Nano), hex.EncodeToString(h.Hash), hex.EncodeToString(h.Key), hex.EncodeToString(h.Signature)}, key); err != nil {
			return 0, err
		}
	}
	for after := int64(0); ; {
		lines, err := tx.LogLines(after, 2000)
		if err != nil {
			return v.seq, err
		}
		if len(lines) == 0 {
			return v.End()
		}
		for _, l := range lines {
			prev := v.prev
			if err := v.Line([]byte(l.Doc)); err != nil {
				return v.seq, err
			}
			if l.Seq != v.seq || !bytes.Equal(l.Prev, prev[:]) || !bytes.Equal(l.Hash, v.prev[:]) {
				return v.seq, fmt.Errorf("entry %d: its row was changed", v.seq)
			}
		}
		after = lines[len(lines)-1].Seq
	}
}
