package store_test

import (
	"encoding/hex"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// TestNamesAreFoldedAnew: a store of an older program has its names folded anew when it is opened. Of readers who are found to
// look alike then staff or, among others, whoever joined first has the key; all keep their names.
func TestNamesAreFoldedAnew(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			where := e.place(t)
			db, err := store.Open(t.Context(), where)
			if err != nil {
				t.Fatal(err)
			}
			s := rozmovatest.SeedStore(t, db, 6)
			suffix := func(r *rozmova.Reader) string { return "~" + hex.EncodeToString(r.ID[:]) }
			type state struct{ name, old, want string }
			want := []state{
				{"Галина", "галинa", lang.PenKey("Галина")},
				{"ΝΙΝΑ", "νινα", "nina"}, // joined before NINA
				{"NINA", "nina", "nina" + suffix(s.Readers[2])},
				{"Ірина", "one", lang.PenKey("Ірина") + suffix(s.Readers[3])}, // the moderator's name
				{"Гостя", "gostya~g01", lang.PenKey("Гостя") + "~g01"},
				{"", "\u007fgone", "\u007fgone"},
			}
			step(t, db, func(tx *store.Tx) error {
				for i, w := range want {
					guest, erased := 0, 0
					if i == 4 {
						guest = 1
					}
					if i == 5 {
						erased = 1
					}
					joined := rozmovatest.Noon.Add(time.Duration(i) * time.Second).UnixMicro()
					if err := store.Exec(tx, "update reader set pen_name = $2, pen_key = $3, joined = $4, guest = $5, erased = $6 where id = $1",
						s.Readers[i].ID, w.name, w.old, joined, guest, erased); err != nil {
						return err
					}
				}
				return store.Exec(tx, "insert into former_name (reader, site, name, pen_key, until) values ($1, $2, 'Галя', 'old', 7)", s.Readers[0].ID, s.Site.ID)
			})
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			for range 2 { // the second time there is nothing to do
				db, err := store.Open(t.Context(), where)
				if err != nil {
					t.Fatal(err)
				}
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
				var all, keys []string
				for _, w := range append(want, state{"Ірина", "", lang.PenKey("Ірина")}) {
					all = append(all, w.name+" "+w.want)
				}
				keys = query(t, where, "select pen_name || ' ' || pen_key from reader")
				slices.Sort(all)
				slices.Sort(keys)
				if !slices.Equal(keys, all) {
					t.Errorf("keys %q,\nwant %q", keys, all)
				}
				if got := query(t, where, "select pen_key from former_name"); !slices.Equal(got, []string{lang.PenKey("Галя")}) {
					t.Errorf("the former name: %q", got)
				}
				if got := query(t, where, "select cast(seq as text) from follower where name = 'pen names'"); !slices.Equal(got, []string{"2"}) {
					t.Errorf("version %q", got)
				}
			}
			// Nobody else takes a key that somebody shares, whoever of them is asked about; a guest's is free.
			db = rozmovatest.OpenStore(t, where)
			err = db.View(t.Context(), func(tx *store.Tx) error {
				for _, tt := range []struct {
					key   string
					by    int
					taken bool
				}{{"nina", 0, true}, {"nina", 1, true}, {lang.PenKey("Гостя"), 0, false}, {lang.PenKey("Галя"), 1, true}, {lang.PenKey("Галя"), 0, false}} {
					taken, err := tx.PenKeyTaken(s.Site.ID, tt.key, s.Readers[tt.by].ID, time.UnixMicro(6))
					if err != nil || taken != tt.taken {
						t.Errorf("%s, asked by reader %d: %v, %v", tt.key, tt.by, taken, err)
					}
				}
				taken, err := tx.PenKeyTaken(s.Site.ID, lang.PenKey("Галя"), s.Readers[1].ID, time.UnixMicro(7))
				if err != nil || taken {
					t.Errorf("a name that was given up long ago: %v, %v", taken, err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// TestRestoredNamesAreFoldedAnew: a backup of an older program brings the keys of its names, and these are folded anew.
func TestRestoredNamesAreFoldedAnew(t *testing.T) {
	files, err := filepath.Glob("testdata/v[123].backup")
	if err != nil || len(files) != 3 {
		t.Fatalf("old backups: %v, %v", files, err)
	}
	for _, path := range files {
		for _, e := range engines {
			place := e.place(t)
			if _, err := store.Restore(t.Context(), place, path, nil); err != nil {
				t.Fatal(err)
			}
			db := rozmovatest.OpenStore(t, place)
			names, keys := query(t, place, "select pen_name from reader order by id"), query(t, place, "select pen_key from reader order by id")
			for i, name := range names {
				if keys[i] != lang.PenKey(name) {
					t.Errorf("%s to %s: %q has the key %q, want %q", path, e.name, name, keys[i], lang.PenKey(name))
				}
			}
			if len(names) == 0 {
				t.Errorf("%s has no readers", path)
			}
			var version int64
			err := db.View(t.Context(), func(tx *store.Tx) (err error) { version, _, err = tx.Position("pen names"); return err })
			if err != nil || version != lang.PenKeyVersion {
				t.Errorf("%s to %s: version %d, %v", path, e.name, version, err)
			}
		}
	}
}
