package newsroom

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// cursor writes the place behind a story in a list, newest first.
func cursor(s *rozmova.Story) string { return cursorOf(s.Published, s.ID) }

func cursorOf(when time.Time, id rozmova.ID[rozmova.Story]) string {
	at := binary.BigEndian.AppendUint64(nil, uint64(when.UnixMicro())) //nolint:gosec // read back as it was
	return base64.RawURLEncoding.EncodeToString(append(at, id[:]...))
}

// parseCursor reads what cursor wrote; empty is the beginning. Anything else is Invalid.
func parseCursor(s string) (store.Cursor[rozmova.Story], error) {
	var c store.Cursor[rozmova.Story]
	if s == "" {
		return c, nil
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(s)
	if err != nil || len(b) != 8+len(c.ID) {
		return c, &rozmova.Error{Kind: rozmova.Invalid, Reason: "id.malformed", Field: "before"}
	}
	c.At = time.UnixMicro(int64(binary.BigEndian.Uint64(b))).UTC() //nolint:gosec // written by cursor
	copy(c.ID[:], b[8:])
	return c, nil
}
