package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

var fixture = flag.Bool("fixture", false, "write testdata/v<schema>.backup for the newest schema")

// treeOf tells the paths and counts in the branch of fillStore's first comment, by the version of the backup. An older one is
// the branch as fillStore made it then.
var treeOf = map[int64][]string{
	1: {" 2", "00000001 0", "00000002 0"},
	2: {" 1", "00000001 0"},
	3: {" 1", "00000001 0"},
	4: {" 1", "00000001 0"},
	5: {" 1", "00000001 0"},
	6: {" 1", "00000001 0"},
}

// TestAnOldBackupRestores holds every release to the backups of those before it. When a release has changed the schema, its
// own backup joins them: run
//
//	go test ./internal/store -run TestAnOldBackupRestores -fixture
//
// on the released commit and check the new testdata/v<schema>.backup in. The older ones are never written again.
func TestAnOldBackupRestores(t *testing.T) {
	newest, err := store.NewestSchema("sqlite")
	if err != nil {
		t.Fatal(err)
	}
	if post, err := store.NewestSchema("postgres"); err != nil || post != newest {
		t.Errorf("the newest migration is %d for SQLite and %d for PostgreSQL: %v", newest, post, err)
	}
	if *fixture {
		source := engines[0].place(t)
		fillStore(t, rozmovatest.OpenStore(t, source))
		if _, err := store.Backup(context.Background(), source, fmt.Sprintf("testdata/v%d.backup", newest), rozmovatest.Noon, nil); err != nil {
			t.Fatal(err)
		}
	}
	files, err := filepath.Glob("testdata/v*.backup")
	if err != nil || len(files) == 0 {
		t.Fatalf("no old backups: %v", err)
	}
	for _, path := range files {
		for _, e := range engines {
			t.Run(filepath.Base(path)+" to "+e.name, func(t *testing.T) {
				place := e.place(t)
				s, err := store.Restore(context.Background(), place, path, nil)
				if err != nil {
					t.Fatalf("restore: %v", err)
				}
				for name, n := range s.Tables {
					if got := query(t, place, "select cast(count(*) as text) from "+name); s.Schema == newest && got[0] != fmt.Sprint(n) {
						t.Errorf("%s: %s rows, want %d", name, got[0], n)
					}
				}
				if got := query(t, place, "select cast(max(version_id) as text) from goose_db_version"); got[0] != fmt.Sprint(newest) {
					t.Errorf("restored at version %s, want %d", got[0], newest)
				}
				rozmovatest.OpenStore(t, place)
				if got := query(t, place, "select source from comment order by created limit 1"); got[0] != "Добрий день" {
					t.Errorf("first comment: %q", got[0])
				}
				tree := "select path || ' ' || cast(answered as text) from comment where root = (select id from comment where source = 'Добрий день') order by path"
				if got, want := query(t, place, tree), treeOf[s.Schema]; !slices.Equal(got, want) {
					t.Errorf("the first branch: %q, want %q", got, want)
				}
			})
		}
	}
}

// TestARestoredStoreIsIndexedAnew: a backup holds neither the index of stems nor how far in the log it has come.
func TestARestoredStoreIsIndexedAnew(t *testing.T) {
	for _, from := range engines {
		source := from.place(t)
		fillStore(t, rozmovatest.OpenStore(t, source))
		path, _ := backup(t, source)
		for _, to := range engines {
			place := to.place(t)
			if _, err := store.Restore(context.Background(), place, path, nil); err != nil {
				t.Fatal(err)
			}
			if got := query(t, place, "select cast(count(*) as text) from stem"); got[0] != "0" {
				t.Errorf("%s to %s: %s stems", from.name, to.name, got[0])
			}
			if got := query(t, place, "select name from follower"); slices.Contains(got, "search") || len(got) != 4 {
				t.Errorf("%s to %s: followers %q", from.name, to.name, got)
			}
		}
	}
}

// TestAKilledRestoreLeavesNoHalfStore kills a restore at several places. The next one must do its work whole.
func TestAKilledRestoreLeavesNoHalfStore(t *testing.T) {
	source := engines[0].place(t)
	db := rozmovatest.OpenStore(t, source)
	s := fillStore(t, db)
	err := db.Update(context.Background(), func(tx *store.Tx) error {
		for i := range 1500 { // progress is told every five hundred
			if _, err := tx.Append(rozmova.Event{At: rozmovatest.Noon, Kind: rozmova.SiteChanged, Site: s.Site.ID}); err != nil {
				return fmt.Errorf("event %d: %w", i, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	path, _ := backup(t, source)
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			place := e.place(t)
			for _, rows := range []string{"500", "1500", "1501"} {
				if child(t, "restore", place.Dir, place.DSN, rows, path) {
					t.Fatalf("was not killed at row %s", rows)
				}
				if place.DSN == "" {
					if left := leftInFolder(t, place); strings.Contains(left, store.File) {
						t.Errorf("killed at row %s: %s", rows, left)
					}
				} else if n := query(t, place, "select count(*)::text from event"); n[0] != "0" {
					t.Errorf("killed at row %s: %s events", rows, n[0])
				}
			}
			if _, err := store.Restore(context.Background(), place, path, nil); err != nil {
				t.Fatalf("restore after those that were killed: %v", err)
			}
			if place.DSN == "" {
				if left := leftInFolder(t, place); left != "folder lock rozmova.db" {
					t.Errorf("in the folder: %s", left)
				}
			}
			rozmovatest.OpenStore(t, place)
			again, _ := backup(t, place)
			if diff := cmp.Diff(content(t, path), content(t, again)); diff != "" {
				t.Errorf("restored otherwise:\n%s", diff)
			}
		})
	}
}

// TestRestoreNeedsAnEmptyPlace: not even the write-ahead log of another store may lie there, and nobody may work there.
func TestRestoreNeedsAnEmptyPlace(t *testing.T) {
	ctx := context.Background()
	source := engines[0].place(t)
	fillStore(t, rozmovatest.OpenStore(t, source))
	path, _ := backup(t, source)
	for _, name := range []string{"rozmova.db", "rozmova.db-wal", "rozmova.db-journal"} {
		place := store.Options{Dir: t.TempDir()}
		if err := os.WriteFile(filepath.Join(place.Dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Restore(ctx, place, path, nil); reason(err) != "restore.not_empty" {
			t.Errorf("beside %s: %v", name, err)
		}
		if left := leftInFolder(t, place); left != "folder "+name {
			t.Errorf("beside %s: left %s", name, left)
		}
	}
	if _, err := store.Restore(ctx, engines[0].place(t), path+".missing", nil); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Errorf("a backup that is not there: %v", err)
	}
}

// TestBackupOfAStoreAtRest reads stores that no server runs on: one that was closed, and one whose server was killed, so
// that what it answered for last stands in the write-ahead log only.
func TestBackupOfAStoreAtRest(t *testing.T) {
	source := store.Options{Dir: t.TempDir()}
	db, err := store.Open(context.Background(), source)
	if err != nil {
		t.Fatal(err)
	}
	fillStore(t, db)
	live, _ := backup(t, source)
	killed := store.Options{Dir: t.TempDir()}
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(filepath.Join(source.Dir, store.File+suffix))
		if err == nil {
			err = os.WriteFile(filepath.Join(killed.Dir, store.File+suffix), b, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, o := range map[string]store.Options{"closed": source, "killed": killed} {
		path, _ := backup(t, o)
		if diff := cmp.Diff(content(t, live), content(t, path)); diff != "" {
			t.Errorf("%s: differs from the backup of the live store:\n%s", name, diff)
		}
		rozmovatest.OpenStore(t, o) // the backup was no hindrance
	}
}
