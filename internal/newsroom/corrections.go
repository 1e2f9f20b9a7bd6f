package newsroom

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Made correction is one of the list of all.
type Made struct {
	Story *rozmova.Story // whole
	Place int            // in Story.Corrections
}

// Correction gives the correction itself.
func (m Made) Correction() *rozmova.Correction { return &m.Story.Corrections[m.Place] }

// Corrections gives up to limit corrections of the stories that readers may see, the newest first, from before a time on or, with a cursor that it
// gave, from behind where it ended; the cursor is empty at the end. A malformed one is Invalid.
func (d *Desk) Corrections(ctx context.Context, before time.Time, cursor string, limit int) (list []Made, next string, err error) {
	behind, err := parsePlace(cursor)
	if err != nil {
		return nil, "", err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list, next = nil, ""
		found, err := tx.Corrections(d.site.ID, before, behind, limit+1)
		if err != nil {
			return err
		}
		if len(found) > limit {
			found = found[:limit]
			next = placeCursor(found[limit-1])
		}
		var ids []rozmova.ID[rozmova.Story]
		for _, l := range found {
			ids = append(ids, l.Story)
		}
		stories, err := tx.StoriesByID(ids)
		for _, l := range found {
			if s := stories[l.Story]; s != nil && l.Place < len(s.Corrections) {
				list = append(list, Made{s, l.Place})
			}
		}
		return err
	})
	return list, next, err
}

// CorrectionTimes gives the times of all corrections of the stories that readers may see, the newest first.
func (d *Desk) CorrectionTimes(ctx context.Context) (times []time.Time, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		times, err = tx.CorrectionTimes(d.site.ID)
		return err
	})
	return times, err
}

// placeCursor writes the place of a correction in the list of all.
func placeCursor(l store.Listed) string {
	b := binary.BigEndian.AppendUint64(nil, uint64(l.At.UnixMicro())) //nolint:gosec // read back as it was
	b = binary.BigEndian.AppendUint32(b, uint32(l.Place))             //nolint:gosec // a place in a list
	return base64.RawURLEncoding.EncodeToString(append(b, l.Story[:]...))
}

// parsePlace reads what placeCursor wrote; empty is the beginning. Anything else is Invalid.
func parsePlace(s string) (l store.Listed, err error) {
	if s == "" {
		return l, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != 12+len(l.Story) {
		return l, &rozmova.Error{Kind: rozmova.Invalid, Reason: "id.malformed", Field: "before"}
	}
	l.At = time.UnixMicro(int64(binary.BigEndian.Uint64(b))).UTC() //nolint:gosec // written by placeCursor
	l.Place = int(binary.BigEndian.Uint32(b[8:]))
	copy(l.Story[:], b[12:])
	return l, nil
}
