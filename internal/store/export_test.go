package store

import (
	"context"
	"database/sql"
	"strings"
	"testing"

	"github.com/rozmova/rozmova"
)

// What tests of this package look at from outside.
var (
	Migrate      = migrate
	NewestSchema = newestSchema
	SQLiteDSN    = sqliteDSN
)

// LeftOut lists the tables that a backup does not hold.
func LeftOut() []string { return leftOut }

// TableNames lists the tables that the migrations of an engine make.
var TableNames = ours

// Queued tells how many steps wait for SQLite's writer.
func Queued(db *DB) int { return len(db.writer.(*sqliteWriter).queue) }

// The bounds of SQLite's writer.
const (
	MaxBatch = maxBatch
	MaxQueue = maxQueue
)

// Reading gives a Tx of a test's own connection, so that the test sees the statements.
func Reading(db *DB, tx *sql.Tx) *Tx { return &Tx{ctx: context.Background(), db: db, tx: tx} }

// Exec runs a statement of a test in a step: for rows that no desk writes here.
func Exec(tx *Tx, query string, args ...any) error {
	_, err := tx.exec(query, args...)
	return err
}

// MigrationTexts gives the migrations of an engine, in order.
func MigrationTexts(t testing.TB, engine string) (texts []string) {
	t.Helper()
	files, err := migrations.ReadDir("migrations/" + engine)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		text, err := migrations.ReadFile("migrations/" + engine + "/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(text))
	}
	return texts
}

// RowsWith counts the rows that have a reader's ID in a column, named as table.column.
func RowsWith(t testing.TB, tx *Tx, column string, id rozmova.ID[rozmova.Reader]) (n int) {
	t.Helper()
	table, name, _ := strings.Cut(column, ".")
	if err := tx.row("select count(*) from "+table+" where "+name+" = $1", id[:]).Scan(&n); err != nil {
		t.Fatalf("%s: %v", column, err)
	}
	return n
}

// Count asks for one number.
func Count(tx *Tx, n *int, query string) error { return tx.row(query).Scan(n) }
