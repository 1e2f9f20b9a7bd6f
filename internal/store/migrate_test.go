package store_test

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// schemas give everything that a database says of its tables and indexes.
var schemas = map[string]string{
	"sqlite": "select name || ' ' || coalesce(sql, '') from sqlite_master where name not like 'goose%' order by name",
	"postgres": `select indexdef from pg_indexes where schemaname = 'public' and tablename <> 'goose_db_version'
		union all select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable from information_schema.columns where table_schema = 'public'
			and table_name <> 'goose_db_version'
		union all select 'versions: ' || string_agg(version_id::text, ' ' order by id) from goose_db_version
		union all select 'base: ' || base::text from event_base
		order by 1`,
}

// killEvery is how many statements lie between two deaths: with a beginning by lot each run tries others, and all take minutes.
const killEvery = 7

// TestAKilledMigrationIsResumed kills a process before many a statement, begin and commit of bringing an empty store to the
// newest version. The next start must make it whole.
func TestAKilledMigrationIsResumed(t *testing.T) {
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			whole := e.place(t)
			rozmovatest.OpenStore(t, whole)
			want := query(t, whole, schemas[e.name])
			place := e.place(t)
			first := rand.IntN(killEvery)
			t.Logf("killed before statement %d and every %d further", first, killEvery)
			for n := first; ; n += killEvery {
				if place.DSN == "" {
					place.Dir = t.TempDir()
				} else {
					execute(t, place, "drop schema public cascade; create schema public")
				}
				if child(t, "migrate", place.Dir, place.DSN, strconv.Itoa(n)) {
					if n < 40 {
						t.Errorf("done after %d statements: nothing counts them", n)
					}
					return
				}
				if place.DSN != "" { // PostgreSQL hears of the death in a moment; a start that comes sooner waits five seconds for the lock
					execute(t, place, "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
				}
				db, err := store.Open(context.Background(), place)
				if err != nil {
					t.Fatalf("start after being killed before statement %d: %v", n, err)
				}
				if diff := cmp.Diff(want, query(t, place, schemas[e.name])); diff != "" {
					t.Errorf("killed before statement %d:\n%s", n, diff)
				}
				if err := db.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func execute(t *testing.T, o store.Options, sqlText string) {
	t.Helper()
	driver, dsn := "sqlite", store.SQLiteDSN(o.Dir+"/"+store.File)
	if o.DSN != "" {
		driver, dsn = "pgx", o.DSN
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(sqlText); err != nil {
		t.Fatalf("%s: %v", sqlText, err)
	}
}

// TestANewerStoreIsRefused by every way in, and stays as it was.
func TestANewerStoreIsRefused(t *testing.T) {
	ctx := context.Background()
	for _, e := range engines {
		t.Run(e.name, func(t *testing.T) {
			place := e.place(t)
			db, err := store.Open(ctx, place)
			if err != nil {
				t.Fatal(err)
			}
			fillStore(t, db)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			good, _ := backup(t, place)
			execute(t, place, "insert into goose_db_version (version_id, is_applied) values (999, true)")
			if _, err := store.Open(ctx, place); reason(err) != "store.newer" || !errors.Is(err, rozmova.Conflict) {
				t.Errorf("open: %v, want store.newer", err)
			}
			if _, err := store.Backup(ctx, place, t.TempDir()+"/b", rozmovatest.Noon, nil); reason(err) != "store.newer" {
				t.Errorf("backup: %v, want store.newer", err)
			}
			execute(t, place, "delete from goose_db_version where version_id = 999")
			again, _ := backup(t, place)
			if diff := cmp.Diff(content(t, good), content(t, again)); diff != "" {
				t.Errorf("the refusals changed the store:\n%s", diff)
			}
		})
	}
}

// TestTwoServersMigrateAtOnce: on PostgreSQL they take turns.
func TestTwoServersMigrateAtOnce(t *testing.T) {
	place := engines[1].place(t)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			db, err := store.Open(context.Background(), place)
			if err != nil {
				t.Errorf("open: %v", err)
				return
			}
			if err := db.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
	}
	wg.Wait()
	if n := query(t, place, "select count(*)::text from event_base"); n[0] != "1" {
		t.Errorf("event_base has %s rows", n[0])
	}
}
