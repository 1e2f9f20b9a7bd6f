package discussion

import (
	"encoding/base64"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
)

func TestCursorsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.UnixMicro(rapid.Int64().Draw(t, "micros"))
		id := rozmova.ID[rozmova.Comment](rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		got, err := parseCursor(cursor(at, id))
		if err != nil || !got.At.Equal(at) || got.ID != id {
			t.Errorf("%v %v reads back as %v, %v", at, id, got, err)
		}
	})
}

// FuzzCursor: what is taken as a cursor is one that the desk could have given, and nothing else.
func FuzzCursor(f *testing.F) {
	f.Add("")
	f.Add(cursor(time.Unix(1_700_000_000, 0), rozmova.NewID[rozmova.Comment](time.Unix(1_700_000_000, 0))))
	f.Add(base64.StdEncoding.EncodeToString(make([]byte, 24)))
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseCursor(s)
		if err == nil && s != "" && cursor(c.At, c.ID) != s {
			t.Errorf("%q was read as %v, which is written %q", s, c, cursor(c.At, c.ID))
		}
	})
}
