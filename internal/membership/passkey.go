package membership

import (
	"context"
	"encoding/hex"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// The bounds of passkeys.
const (
	PasskeyLife  = 5 * time.Minute // to answer a challenge
	MaxPasskeys  = 10              // of one reader
	MaxPasskey   = 60              // runes of a label
	mostOfAnswer = 16 << 10        // bytes of what a browser answers
)

// Passkeys reports whether there can be passkeys at the site's address (see newParty).
func (d *Desk) Passkeys() bool { return d.party != nil }

func (d *Desk) havePasskeys() error {
	if !d.Passkeys() {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "passkey.off"}
	}
	return nil
}

// A PasskeyLine is a reader's passkey, as far as it is told.
type PasskeyLine struct {
	ID    string
	Label string
	Added time.Time
	Used  time.Time // zero: never
}

// PasskeysOf gives a reader's passkeys, the oldest first.
func (d *Desk) PasskeysOf(ctx context.Context, r *rozmova.Reader) (lines []PasskeyLine, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.Passkeys(r.ID)
		lines = nil
		for _, p := range list {
			lines = append(lines, PasskeyLine{hex.EncodeToString(p.ID), p.Label, p.Added, p.Used})
		}
		return err
	})
	return lines, err
}

// checkLabel cleans a passkey's label, which may be empty.
func checkLabel(label string) (string, error) {
	clean, err := lang.CleanLine(label)
	if err != nil || utf8.RuneCountInString(clean) > MaxPasskey {
		return "", &rozmova.Error{Kind: rozmova.Invalid, Reason: "passkey.label", Field: "label", Args: map[string]any{"Max": MaxPasskey}}
	}
	return clean, nil
}

// LabelPasskey gives a reader's passkey another label; NotFound where it is not theirs.
func (d *Desk) LabelPasskey(ctx context.Context, r *rozmova.Reader, id, label string) error {
	label, err := checkLabel(label)
	if err != nil {
		return err
	}
	key, err := hex.DecodeString(id)
	if err != nil {
		return rozmova.NotFound
	}
	return d.db.Update(ctx, func(tx *store.Tx) error { return tx.LabelPasskey(r.ID, key, label) })
}

// RemovePasskey forgets a reader's passkey. Conflict "way.last" where it is the only way in; NotFound where it is not theirs.
func (d *Desk) RemovePasskey(ctx context.Context, r *rozmova.Reader, id string) error {
	key, err := hex.DecodeString(id)
	if err != nil {
		return rozmova.NotFound
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := d.mayLose(tx, r.ID); err != nil {
			return err
		}
		return tx.RemovePasskey(r.ID, key)
	})
}
