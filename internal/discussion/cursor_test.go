package discussion

import (
	"encoding/base64"
	"testing"

	"pgregory.net/rapid"
)

func TestCursorsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list, key := rapid.Byte().Draw(t, "list"), rapid.Int64().Draw(t, "key")
		id := [16]byte(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		gotList, gotKey, gotID, err := parseCursor(cursor(list, key, id), "after")
		if zero := id == [16]byte{}; zero != (err != nil) || !zero && (gotList != list || gotKey != key || gotID != id) {
			t.Errorf("%d %d %v reads back as %d %d %v, %v", list, key, id, gotList, gotKey, gotID, err)
		}
	})
}

// FuzzCursor: what is taken as a cursor is one that the desk could have given, and nothing else.
func FuzzCursor(f *testing.F) {
	f.Add("")
	f.Add(cursor('a', 1_700_000_000_000_000, [16]byte{1}))
	f.Add(base64.StdEncoding.EncodeToString(make([]byte, 25)))
	f.Fuzz(func(t *testing.T, s string) {
		list, key, id, err := parseCursor(s, "after")
		if err == nil && cursor(list, key, id) != s {
			t.Errorf("%q was read as %d %d %v, which is written %q", s, list, key, id, cursor(list, key, id))
		}
	})
}
