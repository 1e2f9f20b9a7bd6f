package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/rozmova/rozmova"
)

// File is the name of the embedded store in its folder.
const File = "rozmova.db"

const (
	maxBatch = 128 // steps that share one commit
	maxQueue = 512 // steps that may wait; one more is told to come again
)

func sqliteDSN(path string, pragmas ...string) string {
	q := url.Values{"_pragma": append([]string{"busy_timeout(10000)", "foreign_keys(1)", "temp_store(memory)", "cache_size(-4000)", "secure_delete(on)"}, pragmas...)}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

// openSQLite opens the store in a folder, which it locks.
func openSQLite(ctx context.Context, o Options) (_ *DB, err error) {
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	lock := flock.New(filepath.Join(o.Dir, "lock"))
	if ok, err := lock.TryLock(); err != nil {
		return nil, fmt.Errorf("lock %s: %w", o.Dir, err)
	} else if !ok {
		return nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "store.in_use", Args: map[string]any{"Dir": o.Dir}}
	}
	defer func() {
		if err != nil {
			_ = lock.Unlock()
		}
	}()
	path := filepath.Join(o.Dir, File)
	if err := private(path); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	writing, err := sqlitePool(sqliteDSN(path, "journal_mode(wal)", "synchronous(full)", "journal_size_limit(67108864)"))
	if err != nil {
		return nil, err
	}
	writing.SetMaxOpenConns(1)
	defer func() {
		if err != nil {
			_ = writing.Close()
		}
	}()
	if err := migrate(ctx, writing, "sqlite", 0); err != nil {
		return nil, err
	}
	reading, err := sqlitePool(sqliteDSN(path, "query_only(1)"))
	if err != nil {
		return nil, err
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	reading.SetMaxOpenConns(readers)
	reading.SetMaxIdleConns(readers)
	db := &DB{dialect: sqliteDialect{}, reader: reading, log: o.Log, onQuery: o.OnQuery, release: lock.Unlock}
	db.closing, db.close = context.WithCancel(context.Background())
	w := &sqliteWriter{db: db, sql: writing, queue: make(chan *step, maxQueue), done: make(chan struct{}), onCommit: o.OnCommit}
	db.writer = w
	go w.loop()
	return db, nil
}

// private lets nobody else read the store, from its first byte on: SQLite gives its log the mode of the file.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err == nil {
		return f.Close()
	}
	if errors.Is(err, os.ErrExist) {
		return os.Chmod(path, 0o600)
	}
	return err
}

// A sqliteWriter runs steps one after another in one goroutine. Those that wait while a commit is written to the disk
// share the next one: each runs under a savepoint of its own, and all are answered after the commit.
type sqliteWriter struct {
	db       *DB
	sql      *sql.DB
	queue    chan *step
	done     chan struct{}
	onCommit func(int, time.Duration)
}

type step struct {
	ctx    context.Context
	fn     func(*Tx) error
	events int
	err    error
	answer chan error
}

func (w *sqliteWriter) update(ctx context.Context, fn func(*Tx) error) error {
	s := &step{ctx: ctx, fn: fn, answer: make(chan error, 1)}
	if w.db.closing.Err() != nil {
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "store.closing"}
	}
	select {
	case w.queue <- s:
	default:
		return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "store.busy"}
	}
	select {
	case err := <-s.answer:
		return err
	case <-w.done: // the writer has stopped; it may have answered just before
		select {
		case err := <-s.answer:
			return err
		default:
			return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "store.closing"}
		}
	}
}

func (w *sqliteWriter) loop() {
	defer close(w.done)
	for {
		select {
		case s := <-w.queue:
			w.batch(s)
		case <-w.db.closing.Done():
			for { // finish what was taken
				select {
				case s := <-w.queue:
					w.batch(s)
				default:
					return
				}
			}
		}
	}
}

// batch runs the first step and those that wait behind it, commits them together and answers each.
func (w *sqliteWriter) batch(first *step) {
	if cause := w.db.broken.Load(); cause != nil { // it was in the queue already when the commit before it failed
		first.answer <- readOnly(*cause)
		return
	}
	began := time.Now()
	steps, err := w.commit(first, maxBatch)
	if err == nil || len(steps) == 1 || !constraint(err) {
		w.settle(steps, err, began)
		return
	}
	// The commit found a broken reference (foreign keys are deferred to it) and does not say whose. One step's fault is not
	// the others': each runs again by itself.
	for _, s := range steps {
		began := time.Now()
		alone, err := w.commit(s, 1)
		w.settle(alone, err, began)
	}
}

// settle answers steps when their commit has ended.
func (w *sqliteWriter) settle(steps []*step, err error, began time.Time) {
	if err != nil {
		w.doubt(err)
	}
	written := false
	for _, s := range steps {
		if s.err == nil {
			s.err = err
			written = written || s.events > 0
		}
		if code(s.err) == sqlite3.SQLITE_FULL {
			s.err = readOnly(s.err)
		}
		s.answer <- s.err
	}
	if err != nil {
		return
	}
	w.onCommit(len(steps), time.Since(began))
	if written {
		w.db.tail.ring()
	}
}

// commit runs the first step and those that wait, up to most, in one transaction. It gives all that it ran.
func (w *sqliteWriter) commit(first *step, most int) ([]*step, error) {
	steps := []*step{first}
	ctx := context.Background() // a caller who leaves must not undo the others
	tx, err := w.sql.BeginTx(ctx, nil)
	if err != nil {
		return steps, fmt.Errorf("begin step: %w", err)
	}
	for i := 0; i < len(steps); i++ {
		if err := w.one(ctx, tx, steps[i]); err != nil {
			_ = tx.Rollback()
			return steps, err
		}
		if i == len(steps)-1 && len(steps) < most {
			select {
			case s := <-w.queue:
				steps = append(steps, s)
			default:
			}
		}
	}
	if err := tx.Commit(); err != nil {
		_ = tx.Rollback()
		return steps, fmt.Errorf("commit: %w", err)
	}
	return steps, nil
}

// one runs a step under a savepoint. Its own failure stays its own; the error returned is one that spoils the batch.
func (w *sqliteWriter) one(ctx context.Context, tx *sql.Tx, s *step) error {
	if s.err = s.ctx.Err(); s.err != nil {
		return nil
	}
	if _, err := tx.ExecContext(ctx, "savepoint step"); err != nil {
		return fmt.Errorf("begin step: %w", err)
	}
	t := &Tx{ctx: ctx, db: w.db, tx: tx}
	if s.err = run(t, s.fn); s.err != nil {
		if _, err := tx.ExecContext(ctx, "rollback to step"); err != nil {
			// SQLite has undone the whole transaction by itself; why is in the step's own error.
			return fmt.Errorf("undo step: %w", errors.Join(s.err, err))
		}
	}
	s.events = t.events
	if _, err := tx.ExecContext(ctx, "release step"); err != nil {
		return fmt.Errorf("end step: %w", err)
	}
	return nil
}

// doubt makes the store read-only after a failure that leaves it open what is on the disk: nothing is acknowledged after
// a failed sync until a restart has looked. A full disk is no such case; it heals by itself.
func (w *sqliteWriter) doubt(cause error) {
	if c := code(cause); c == sqlite3.SQLITE_IOERR || c == sqlite3.SQLITE_CORRUPT {
		w.db.broken.Store(&cause)
		w.db.log.Error("the store is read-only until a restart: a commit failed", "error", cause)
		return
	}
	w.db.log.Error("a commit failed", "error", cause)
}

// code is SQLite's primary result code; 0 where the error is not SQLite's.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

func readOnly(cause error) error {
	return &rozmova.Error{Kind: rozmova.Unavailable, Reason: "store.read_only", Err: cause}
}

func (w *sqliteWriter) close() error {
	<-w.done
	_, _ = w.sql.Exec("pragma optimize") // on a full disk it cannot, and need not
	return w.sql.Close()
}
