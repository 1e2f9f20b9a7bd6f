package store

import (
	"context"
	"database/sql"
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
