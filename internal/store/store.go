// Package store keeps what Rozmova knows, in SQLite (embedded, the default) or PostgreSQL: one SQL text for both, with
// what truly differs in dialect.go.
//
// View reads from one unmoving picture and never waits for a writer. Update does a whole step or nothing of it, and
// returns only when the step is durable. Every Update that changes what people can see appends Events to the log in the
// same transaction; followers read that log by position (Events) and are woken by Wait.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rozmova/rozmova"
)

// Options say where the store is and what it tells of its work.
type Options struct {
	Dir      string // folder of the embedded store; made when missing
	DSN      string // postgres://…; when set, Dir is not used
	Log      *slog.Logger
	OnCommit func(batch int, took time.Duration) // told of every commit; may be nil
	OnQuery  func()                              // told of every statement of a View or an Update; may be nil
}

// DB is an open store. It is safe for use by many goroutines.
type DB struct {
	dialect dialect
	reader  *sql.DB
	writer  writer
	log     *slog.Logger
	onQuery func()
	tail    tail
	closing context.Context
	close   context.CancelFunc
	release func() error // gives the lock on the folder back
	wg      sync.WaitGroup
	broken  atomic.Pointer[error] // set once a commit failed in a way that leaves the disk in doubt
}

// A writer runs steps, each whole or not at all, and reports them durable.
type writer interface {
	update(ctx context.Context, fn func(*Tx) error) error
	close() error
	scrub(ctx context.Context) error // see DB.Scrub
}

// A Tx is one reading or one step of writing. It must not be kept beyond the function it was given to.
type Tx struct {
	ctx    context.Context
	db     *DB
	tx     *sql.Tx
	events int // appended so far
}

// Open opens the store, brings its tables up to this program's version and makes it ready. A folder in use by another
// process, a store written by a newer program and a damaged one are refused, with the reason.
func Open(ctx context.Context, o Options) (*DB, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.OnCommit == nil {
		o.OnCommit = func(int, time.Duration) {}
	}
	if o.OnQuery == nil {
		o.OnQuery = func() {}
	}
	open := openSQLite
	if o.DSN != "" {
		open = openPostgres
	}
	db, err := open(ctx, o)
	if err != nil {
		return nil, err
	}
	err = db.rekey(ctx)
	if errors.Is(err, rozmova.Unavailable) { // a full disk: what is there can be read, and the next start tries again
		db.log.Warn("the pen names are not folded anew yet", "error", err)
		err = nil
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// Close finishes steps under way, refuses new ones and gives the folder free.
func (db *DB) Close() error {
	db.close()
	err := db.writer.close()
	db.wg.Wait()
	err = errors.Join(err, db.reader.Close())
	if db.release != nil {
		err = errors.Join(err, db.release())
	}
	return err
}

// View reads. All that fn sees belongs to one moment. It never waits for an Update.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	tx, err := db.reader.BeginTx(ctx, db.dialect.viewOptions())
	if err != nil {
		return db.kind(ctx, fmt.Errorf("begin reading: %w", err))
	}
	defer func() { _ = tx.Rollback() }() // nothing was written
	return db.kind(ctx, fn(&Tx{ctx: ctx, db: db, tx: tx}))
}

// Update does a step: all that fn writes, or nothing of it when fn or the commit fails. It returns when the step is
// durable. On SQLite steps that wait at the same time share one commit; on PostgreSQL they are transactions that run side
// by side. fn may run more than once and so must have no effects outside tx, and must not call View or Update.
func (db *DB) Update(ctx context.Context, fn func(*Tx) error) error {
	if cause := db.broken.Load(); cause != nil {
		return readOnly(*cause)
	}
	return db.kind(ctx, db.writer.update(ctx, fn))
}

// Engine names the database underneath: sqlite or postgres.
func (db *DB) Engine() string { return db.dialect.name() }

// Check asks the database whether it answers.
func (db *DB) Check(ctx context.Context) error {
	if cause := db.broken.Load(); cause != nil {
		return *cause
	}
	var one int
	return db.reader.QueryRowContext(ctx, "select 1").Scan(&one)
}

// run calls fn, and turns a panic in it into an error, so that one bad step cannot end the writer.
func run(tx *Tx, fn func(*Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("step panicked: %v", p)
		}
	}()
	return fn(tx)
}

// Lock makes other steps that lock the same name wait until this one has ended. It is what a rule that reads before it
// writes (one of a kind, a count) rests on. SQLite has one writer at a time and needs no more.
func (tx *Tx) Lock(name string) error { return tx.db.dialect.lock(tx, name) }

func (tx *Tx) exec(query string, args ...any) (sql.Result, error) {
	tx.db.onQuery()
	return tx.tx.ExecContext(tx.ctx, query, args...)
}

func (tx *Tx) query(query string, args ...any) (*sql.Rows, error) {
	tx.db.onQuery()
	return tx.tx.QueryContext(tx.ctx, query, args...)
}

func (tx *Tx) row(query string, args ...any) *sql.Row {
	tx.db.onQuery()
	return tx.tx.QueryRowContext(tx.ctx, query, args...)
}

// change runs a statement that must touch exactly one row, and says NotFound where it touched none.
func (tx *Tx) change(query string, args ...any) error {
	res, err := tx.exec(query, args...)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return rozmova.NotFound
}

// missing turns "no rows" into NotFound.
func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return rozmova.NotFound
	}
	return err
}

// all reads rows one by one through scan and closes them.
func all[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		item, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}

// micros is how a time is stored: microseconds since 1970, UTC; 0 for the zero time.
func micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment reads what micros stored.
func moment(us int64) time.Time {
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us).UTC()
}
