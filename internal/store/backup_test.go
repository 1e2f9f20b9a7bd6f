package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// query reads one column of text from beside a store.
func query(t testing.TB, o store.Options, sqlText string) []string {
	t.Helper()
	driver, dsn := "sqlite", store.SQLiteDSN(filepath.Join(o.Dir, store.File))
	if o.DSN != "" {
		driver, dsn = "pgx", o.DSN
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(sqlText)
	if err != nil {
		t.Fatalf("%s: %v", sqlText, err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// reason gives the reason of a refusal, or the error's words.
func reason(err error) string {
	var e *rozmova.Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return fmt.Sprint(err)
}

func TestABackupOfEitherEngineRestoresIntoEither(t *testing.T) {
	for _, from := range engines {
		for _, to := range engines {
			t.Run(from.name+" to "+to.name, func(t *testing.T) {
				ctx := context.Background()
				old := from.place(t)
				db := rozmovatest.OpenStore(t, old)
				s := fillStore(t, db)
				path, made := backup(t, old)
				if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 || info.Size() != made.Bytes {
					t.Errorf("the file: %v, %v; want 0600 and %d bytes", info.Mode(), err, made.Bytes)
				}
				place := to.place(t)
				told := 0
				got, err := store.Restore(ctx, place, path, func(rows int) { told = rows })
				if err != nil {
					t.Fatalf("restore: %v", err)
				}
				if diff := cmp.Diff(made, got); diff != "" || int64(told) != got.Rows {
					t.Errorf("restored otherwise than made (told of %d rows):\n%s", told, diff)
				}
				restored := rozmovatest.OpenStore(t, place)
				again, _ := backup(t, place)
				if diff := cmp.Diff(content(t, path), content(t, again)); diff != "" {
					t.Errorf("a backup of what was restored differs:\n%s", diff)
				}
				logGoesOn(t, db, restored, s)
				signedOut(t, restored)
			})
		}
	}
}

// logGoesOn posts into a restored store: its events must come far behind all that the old store has given out, however many
// that were after the backup.
func logGoesOn(t *testing.T, old, restored *store.DB, s *rozmovatest.Seed) {
	t.Helper()
	ctx := context.Background()
	late := comment(s, rozmova.ID[rozmova.Comment]{}, 50) // after the backup
	if err := post(ctx, old, late); err != nil {
		t.Fatal(err)
	}
	last := late.Seq + 1<<39
	for i := range 2 {
		c := comment(s, rozmova.ID[rozmova.Comment]{}, 60+i)
		if err := post(ctx, restored, c); err != nil {
			t.Fatalf("post after restoring: %v", err)
		}
		if c.Seq <= last {
			t.Errorf("event %d after restoring, where %d was given out before", c.Seq, late.Seq)
		}
		last = c.Seq
	}
	if err := restored.Settled(ctx); err != nil {
		t.Fatal(err)
	}
	err := restored.View(ctx, func(tx *store.Tx) error {
		head, err := tx.Head()
		if err == nil && head != last {
			t.Errorf("the log ends at %d, want %d", head, last)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func signedOut(t *testing.T, db *store.DB) {
	t.Helper()
	_ = db.View(context.Background(), func(tx *store.Tx) error {
		if _, err := tx.Session(hash("s")); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("a session outlived the restore: %v", err)
		}
		if _, err := tx.TokenReader(hash("t"), rozmovatest.Noon); !errors.Is(err, rozmova.NotFound) {
			t.Errorf("a token outlived the restore: %v", err)
		}
		return nil
	})
}

// TestBackupHoldsEveryTable fails when a migration makes a table that fillStore leaves empty, or that stands on one engine
// only and is not named in leftOut; and when a new store is not empty, for then nothing could be restored into it.
func TestBackupHoldsEveryTable(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			place := e.place(t)
			db := rozmovatest.OpenStore(t, place)
			if _, s := backup(t, place); s.Rows != 0 {
				t.Errorf("a new store has %d rows: %v", s.Rows, s.Tables)
			}
			fillStore(t, db)
			_, s := backup(t, place)
			for name, n := range s.Tables {
				if n == 0 {
					t.Errorf("%s is empty: give it a row in fillStore", name)
				}
			}
			want, err := store.TableNames("sqlite") // the same on both engines
			if err != nil {
				t.Fatal(err)
			}
			want = slices.DeleteFunc(want, func(name string) bool { return slices.Contains(store.LeftOut(), name) })
			slices.Sort(want)
			if diff := cmp.Diff(want, sortedKeys(s.Tables)); diff != "" {
				t.Errorf("tables in the backup (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBackupBesideAServer takes backups in another process while comments are posted, and looks that each is one moment:
// of every writer the first so many comments, all that were answered before it began, each with its event and counted.
func TestBackupBesideAServer(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			ctx := context.Background()
			place := e.place(t)
			db := rozmovatest.OpenStore(t, place)
			s := rozmovatest.SeedStore(t, db, 4)
			var stop atomic.Bool
			var wg sync.WaitGroup
			answered := make([]atomic.Int64, len(s.Readers))
			for w := range s.Readers {
				wg.Go(func() {
					for i := 0; !stop.Load(); i++ {
						c := comment(s, rozmova.ID[rozmova.Comment]{}, w)
						c.Source = fmt.Sprintf("%d:%d", w, i)
						if err := post(ctx, db, c); err != nil {
							t.Errorf("post: %v", err)
							return
						}
						answered[w].Store(int64(i + 1))
						time.Sleep(3 * time.Millisecond) // what is written has to be restored and looked at
					}
				})
			}
			for answered[0].Load() < 30 || answered[3].Load() < 30 {
				time.Sleep(time.Millisecond)
			}
			type round struct {
				path   string
				before []int64
			}
			var rounds []round
			for range 3 { // no writer waits for a backup: they go on meanwhile
				r := round{filepath.Join(t.TempDir(), "b"), make([]int64, len(s.Readers))}
				for w := range r.before {
					r.before[w] = answered[w].Load()
				}
				child(t, "backup", place.Dir, place.DSN, r.path)
				rounds = append(rounds, r)
			}
			stop.Store(true)
			wg.Wait()
			for _, r := range rounds {
				oneMoment(t, r.path, r.before)
			}
		})
	}
}

func oneMoment(t *testing.T, path string, before []int64) {
	t.Helper()
	place := engines[0].place(t)
	if _, err := store.Restore(context.Background(), place, path, nil); err != nil {
		t.Fatalf("restore: %v", err)
	}
	for w := range before {
		got := query(t, place, fmt.Sprintf("select source from comment where source like '%d:%%' order by cast(substr(source, 3) as integer)", w))
		if int64(len(got)) < before[w] {
			t.Errorf("writer %d: %d comments, and %d were answered before the backup", w, len(got), before[w])
		}
		for i, text := range got {
			if text != fmt.Sprintf("%d:%d", w, i) {
				t.Fatalf("writer %d: %s in place %d", w, text, i)
			}
		}
	}
	counts := query(t, place, "select (select count(*) from comment) || ' ' || (select count(*) from event where comment is not null) || ' ' || (select comments from thread)")
	if f := strings.Fields(counts[0]); f[0] != f[1] || f[0] != f[2] {
		t.Errorf("comments, their events and the thread's count: %v", counts)
	}
}

func TestBackupRefusals(t *testing.T) {
	ctx := context.Background()
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			place := e.place(t)
			path := filepath.Join(t.TempDir(), "b")
			if _, err := store.Backup(ctx, place, path, rozmovatest.Noon, nil); reason(err) != "backup.no_store" {
				t.Errorf("backing up nothing: %v", err)
			}
			if left := e.empty(t, place); left != "" {
				t.Errorf("a backup of nothing made %s", left)
			}
			fillStore(t, rozmovatest.OpenStore(t, place))
			if _, err := store.Backup(ctx, place, filepath.Join(place.Dir, store.File), rozmovatest.Noon, nil); reason(err) != "backup.over_store" {
				t.Errorf("backing up over the store: %v", err)
			}
			stopped, cancel := context.WithCancel(ctx)
			cancel()
			if _, err := store.Backup(stopped, place, path, rozmovatest.Noon, nil); !errors.Is(err, context.Canceled) {
				t.Errorf("stopped: %v", err)
			}
			if left, _ := filepath.Glob(filepath.Dir(path) + "/*"); len(left) > 0 {
				t.Errorf("refused backups left %v", left)
			}
			good, _ := backup(t, place)
			if _, err := store.Restore(ctx, place, good, nil); reason(err) != "restore.not_empty" || !errors.Is(err, rozmova.Conflict) {
				t.Errorf("restoring over a live store: %v", err)
			}
			if again, _ := backup(t, place); !cmp.Equal(content(t, good), content(t, again)) {
				t.Error("the refused restore changed the store")
			}
		})
	}
}
