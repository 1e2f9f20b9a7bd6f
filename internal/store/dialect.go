package store

import (
	"database/sql"
	"errors"
	"hash/fnv"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/rozmova/rozmova"
)

// A dialect is all in which the two engines truly differ.
type dialect interface {
	name() string
	viewOptions() *sql.TxOptions
	lock(tx *Tx, name string) error
	insertEvent() string   // parameters: nth event of the step ($1), then the columns in order
	bound() string         // an SQL expression: events below it are complete
	unique(err error) bool // a unique constraint refused it
}

type sqliteDialect struct{}

func (sqliteDialect) name() string                { return "sqlite" }
func (sqliteDialect) viewOptions() *sql.TxOptions { return nil }
func (sqliteDialect) lock(*Tx, string) error      { return nil }
func (sqliteDialect) bound() string               { return "9223372036854775807" }

// One writer at a time: the order of numbering is the order of commits. $1 is not needed, but both dialects get the same.
func (sqliteDialect) insertEvent() string {
	return `insert into event (at, kind, site, story, thread, comment, actor, ref)
		select $2, $3, $4, $5, $6, $7, $8, $9 where $1 >= 0
		returning seq`
}

func (sqliteDialect) unique(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && (e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)
}

type postgresDialect struct{}

func (postgresDialect) name() string { return "postgres" }

func (postgresDialect) viewOptions() *sql.TxOptions {
	return &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
}

func (postgresDialect) lock(tx *Tx, name string) error {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	_, err := tx.exec("select pg_advisory_xact_lock($1)", int64(h.Sum64()))
	return err
}

// An event's number is its transaction's number shifted by sixteen bits and its place in the transaction. Whatever is
// below the oldest transaction still running is complete, so a reader that stays below it misses nothing.
func (postgresDialect) insertEvent() string {
	return `insert into event (seq, at, kind, site, story, thread, comment, actor, ref)
		select base + (pg_current_xact_id()::text::bigint << 16) + $1::bigint,
			$2::bigint, $3::integer, $4::bytea, $5::bytea, $6::bytea, $7::bytea, $8::bytea, $9::bytea
		from event_base
		returning seq`
}

func (postgresDialect) bound() string {
	return `(select base + (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 16) from event_base)`
}

func (postgresDialect) unique(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && e.Code == "23505"
}

// conflict turns a refusal by a unique constraint into a Conflict with the given reason.
func (tx *Tx) conflict(err error, reason, field string) error {
	if err != nil && tx.db.dialect.unique(err) {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: reason, Field: field, Err: err}
	}
	return err
}
