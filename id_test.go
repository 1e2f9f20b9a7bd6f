package rozmova_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/rozmova/rozmova"
)

type ID = rozmova.ID[rozmova.Comment]

// times are those a UUIDv7 can hold.
func times() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		return time.Unix(rapid.Int64Range(0, 1<<32).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds"))
	})
}

func TestIDIsAUUIDOfVersion7(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := times().Draw(t, "at")
		id := rozmova.NewID[rozmova.Comment](at)
		if id[6]>>4 != 7 || id[8]>>6 != 2 {
			t.Fatalf("%v: version %d, variant %b; want 7, 10", id, id[6]>>4, id[8]>>6)
		}
		var ms int64
		for _, b := range id[:6] {
			ms = ms<<8 | int64(b)
		}
		if ms != at.UnixMilli() {
			t.Errorf("%v holds millisecond %d, want %d", id, ms, at.UnixMilli())
		}
	})
}

func TestIDReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := rozmova.NewID[rozmova.Comment](times().Draw(t, "at"))
		for _, s := range []string{id.String(), strings.ToUpper(id.String())} {
			if got, err := rozmova.ParseID[rozmova.Comment](s); err != nil || got != id {
				t.Errorf("ParseID(%s) = %v, %v", s, got, err)
			}
		}
		for _, want := range []ID{id, {}} {
			b, err := json.Marshal(map[ID]ID{want: want})
			if err != nil {
				t.Fatal(err)
			}
			var got map[ID]ID
			if err := json.Unmarshal(b, &got); err != nil || len(got) != 1 || got[want] != want {
				t.Errorf("%s reads back as %v, %v", b, got, err)
			}
			v, err := want.Value()
			if err != nil {
				t.Fatal(err)
			}
			stored := id // what was there before is gone
			if err := stored.Scan(v); err != nil || stored != want {
				t.Errorf("Scan(%v) = %v, %v; want %v", v, stored, err, want)
			}
		}
	})
}

func TestLaterIDsSortLater(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := times().Draw(t, "at")
		// 4,096 to a millisecond: two that are that far apart never share a fraction.
		later := at.Add(time.Duration(rapid.Int64Range(245, int64(time.Hour)).Draw(t, "gap")))
		a, b := rozmova.NewID[rozmova.Comment](at), rozmova.NewID[rozmova.Comment](later)
		if bytes.Compare(a[:], b[:]) >= 0 || a.String() >= b.String() {
			t.Errorf("%v of %v does not sort before %v of %v", a, at, b, later)
		}
	})
}

func TestNoTwoIDsAreOne(t *testing.T) {
	seen := map[ID]bool{}
	for range 10_000 {
		seen[rozmova.NewID[rozmova.Comment](time.Unix(0, 0))] = true
	}
	if len(seen) != 10_000 {
		t.Errorf("%d IDs of one moment, want 10000", len(seen))
	}
}

func TestMalformedIDs(t *testing.T) {
	good := rozmova.NewID[rozmova.Comment](time.Unix(1_700_000_000, 0)).String()
	for _, s := range []string{
		"", " ", good[1:], good + "0", good + "\n", strings.ReplaceAll(good, "-", ""), strings.Replace(good, "-", "_", 1),
		"{" + good[:34] + "}", "urn:uuid:" + good, "g" + good[1:], good[:35] + "é", strings.Repeat("-", 36), good[:8] + good[9:] + "-",
	} {
		id, err := rozmova.ParseID[rozmova.Comment](s)
		if !errors.Is(err, rozmova.Invalid) || !id.IsZero() {
			t.Errorf("ParseID(%q) = %v, %v; want Invalid", s, id, err)
		}
	}
	var id ID
	for _, v := range []any{"text", []byte("short"), int64(7), make([]byte, 17)} {
		if err := id.Scan(v); err == nil {
			t.Errorf("Scan(%T %v) was taken", v, v)
		}
	}
}

func FuzzParseID(f *testing.F) {
	f.Add("01890a5d-ac96-774b-bcce-b302099a8057")
	f.Add("01890A5D-AC96-774B-BCCE-B302099A8057")
	f.Add("00000000-0000-0000-0000-000000000000")
	f.Fuzz(func(t *testing.T, s string) {
		id, err := rozmova.ParseID[rozmova.Comment](s)
		if err == nil && id.String() != strings.ToLower(s) {
			t.Errorf("%q was read as %v", s, id)
		}
	})
}
