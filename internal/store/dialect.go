package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"net"

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
	away(err error) bool   // the database cannot be reached, or does not write, for now
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

// away is never so: the file is here. What befalls it while writing is told by the writer (doubt).
func (sqliteDialect) away(error) bool { return false }

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

// away looks for what a server says, or does not say, that stops, restarts, has no room for connections or has become a
// standby (PostgreSQL documentation, appendix A: classes 08, 53, 57 and code 25006).
func (postgresDialect) away(err error) bool {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch e.Code[:min(2, len(e.Code))] {
		case "08", "53":
			return true
		case "57":
			return e.Code != "57014" // a statement that took too long or was cancelled
		}
		return e.Code == "25006"
	}
	var connect *pgconn.ConnectError
	var network net.Error
	return errors.As(err, &connect) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, &network) && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled)
}

// kind makes an error of a database that is away Unavailable, so that callers come again. Where the caller has left, that is
// the error: the driver closes the connection then, and what it says of it depends on where it was just then.
func (db *DB) kind(ctx context.Context, err error) error {
	var known *rozmova.Error
	if err == nil || errors.As(err, &known) || !db.dialect.away(err) {
		return err
	}
	if cause := ctx.Err(); errors.Is(cause, context.Canceled) {
		return fmt.Errorf("%w: %w", cause, err)
	}
	return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "store.away", Err: err}
}

// conflict turns a refusal by a unique constraint into a Conflict with the given reason.
func (tx *Tx) conflict(err error, reason, field string) error {
	if err != nil && tx.db.dialect.unique(err) {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: reason, Field: field, Err: err}
	}
	return err
}
