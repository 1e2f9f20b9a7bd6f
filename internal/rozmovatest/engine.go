// Package rozmovatest holds what tests of several packages share: stores on both engines and fixtures. Tests only.
package rozmovatest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx", to make databases with

	"github.com/rozmova/rozmova/internal/store"
)

// PostgresVariable names the environment variable with the address of a PostgreSQL server on which tests may make
// databases: postgres://user@127.0.0.1:5432/postgres. scripts/test sets it.
const PostgresVariable = "ROZMOVA_TEST_POSTGRES"

// EachEngine runs a test on an empty store of either engine. Without a PostgreSQL server its half is skipped by name,
// and fails where CI is set.
func EachEngine(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, OpenStore(t, store.Options{Dir: t.TempDir()})) })
	t.Run("postgres", func(t *testing.T) { test(t, OpenStore(t, store.Options{DSN: PostgresDatabase(t)})) })
}

// SQLite gives an empty embedded store that is closed with the test.
func SQLite(t testing.TB) *store.DB {
	t.Helper()
	return OpenStore(t, store.Options{Dir: t.TempDir()})
}

// OpenStore opens a store and closes it with the test.
func OpenStore(t testing.TB, o store.Options) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), o)
	if err != nil {
		t.Fatalf("open store: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return db
}

// PostgresDatabase makes an empty database, gives its address and drops it with the test. It skips the test where there
// is no server.
func PostgresDatabase(t testing.TB) string {
	t.Helper()
	server := os.Getenv(PostgresVariable)
	if server == "" {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not set: CI must not pass without PostgreSQL", PostgresVariable)
		}
		t.Skipf("PostgreSQL: %s is not set (scripts/test sets it)", PostgresVariable)
	}
	u, err := url.Parse(server)
	if err != nil {
		t.Fatalf("%s: %v", PostgresVariable, err)
	}
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	name := "rozmova_" + strings.ToLower(rand.Text())
	if _, err := admin.ExecContext(ctx, "create database "+name); err != nil {
		t.Fatalf("make a database: %v", err)
	}
	t.Cleanup(func() {
		admin, err := sql.Open("pgx", server)
		if err != nil {
			return
		}
		defer admin.Close()
		_, _ = admin.Exec("drop database " + name + " with (force)")
	})
	u.Path = "/" + name
	return u.String()
}
