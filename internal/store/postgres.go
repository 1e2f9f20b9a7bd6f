package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/rozmova/rozmova"
)

// channel is where processes on one database tell each other of new events.
const channel = "rozmova_events"

func openPostgres(ctx context.Context, o Options) (_ *DB, err error) {
	cfg, err := pgx.ParseConfig(o.DSN)
	if err != nil {
		return nil, fmt.Errorf("store.dsn: %w", err)
	}
	if cfg.RuntimeParams["statement_timeout"] == "" {
		cfg.RuntimeParams["statement_timeout"] = "15s"
	}
	cfg.RuntimeParams["timezone"] = "UTC"
	writing := postgresPool(cfg, 16)
	defer func() {
		if err != nil {
			_ = writing.Close()
		}
	}()
	if err := writing.PingContext(ctx); err != nil {
		return nil, fmt.Errorf("reach PostgreSQL: %w", err)
	}
	if err := migratePatiently(ctx, o.DSN); err != nil {
		return nil, err
	}
	if err := raiseBase(ctx, writing); err != nil {
		return nil, err
	}
	// Readers have connections of their own: steps that wait for each other's locks must not keep anybody from reading.
	db := &DB{dialect: postgresDialect{}, reader: postgresPool(cfg, 16), log: o.Log, onQuery: o.OnQuery}
	db.closing, db.close = context.WithCancel(context.Background())
	w := &postgresWriter{db: db, sql: writing, onCommit: o.OnCommit, told: make(chan struct{}, 1)}
	db.writer = w
	db.wg.Go(func() { w.tell(db.closing) })
	db.wg.Go(func() { db.listen(db.closing, cfg) })
	return db, nil
}

// migratePatiently brings the tables up to date without the limit on how long a statement may take: one that writes every
// comment of a large store takes minutes.
func migratePatiently(ctx context.Context, dsn string) error {
	pool, err := patientPool(dsn)
	if err != nil {
		return err
	}
	return errors.Join(migrate(ctx, pool, "postgres", 0), pool.Close())
}

func postgresPool(cfg *pgx.ConnConfig, size int) *sql.DB {
	pool := stdlib.OpenDB(*cfg)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool
}

// raiseBase keeps the log growing after its rows moved to a server whose transactions are numbered from lower.
func raiseBase(ctx context.Context, pool *sql.DB) error {
	_, err := pool.ExecContext(ctx, `update event_base set base = base + (select max(seq) from event) + 65536
		where base + (pg_current_xact_id()::text::bigint << 16) <= (select coalesce(max(seq), 0) from event)`)
	if err != nil {
		return fmt.Errorf("read the end of the log: %w", err)
	}
	return nil
}

// A postgresWriter runs steps as transactions side by side.
type postgresWriter struct {
	db       *DB
	sql      *sql.DB
	onCommit func(int, time.Duration)
	running  sync.RWMutex  // read-locked by every step, so that closing waits for them
	told     chan struct{} // holds one token while other processes are still to be told of events
}

func (w *postgresWriter) update(ctx context.Context, fn func(*Tx) error) error {
	w.running.RLock()
	defer w.running.RUnlock()
	for attempt := 0; ; attempt++ {
		began := time.Now()
		events, err := w.once(ctx, fn)
		if err == nil {
			w.onCommit(1, time.Since(began))
			if events > 0 {
				w.db.tail.ring()
				select {
				case w.told <- struct{}{}:
				default:
				}
			}
			return nil
		}
		var e *pgconn.PgError
		again := errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01") // serialisation, deadlock
		if !again || attempt == 5 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Duration(rand.IntN(10<<attempt)) * time.Millisecond):
		}
	}
}

func (w *postgresWriter) once(ctx context.Context, fn func(*Tx) error) (events int, err error) {
	if w.db.closing.Err() != nil {
		return 0, &rozmova.Error{Kind: rozmova.Unavailable, Reason: "store.closing"}
	}
	// Read committed, whatever the server's default: what is read after waiting for a lock is what was committed meanwhile.
	tx, err := w.sql.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return 0, fmt.Errorf("begin step: %w", err)
	}
	t := &Tx{ctx: ctx, db: w.db, tx: tx}
	if err := run(t, fn); err != nil {
		_ = tx.Rollback()
		return 0, err
	}
	if err := tx.Commit(); err != nil {
		return 0, fmt.Errorf("commit: %w", err)
	}
	return t.events, nil
}

// tell tells the other processes that there are events. It does so outside the steps, for a NOTIFY in a transaction makes
// commits wait for each other, and at most two hundred times a second.
func (w *postgresWriter) tell(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.told:
		}
		if _, err := w.sql.ExecContext(ctx, "select pg_notify($1, '')", channel); err != nil && ctx.Err() == nil {
			w.db.log.Warn("telling other processes of events", "error", err)
		}
		// A step that is still running holds back the events of those that ended after it began: look again soon.
		w.db.tail.ring()
		select {
		case <-ctx.Done():
			return
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// listen rings when another process tells of events, and comes back after a broken connection.
func (db *DB) listen(ctx context.Context, cfg *pgx.ConnConfig) {
	for ctx.Err() == nil {
		err := func() error {
			conn, err := pgx.ConnectConfig(ctx, cfg.Copy())
			if err != nil {
				return err
			}
			defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
			if _, err := conn.Exec(ctx, "listen "+channel); err != nil {
				return err
			}
			db.tail.ring()
			for {
				if _, err := conn.WaitForNotification(ctx); err != nil {
					return err
				}
				db.tail.ring()
			}
		}()
		if ctx.Err() != nil {
			return
		}
		db.log.Warn("listening for events", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

// close waits for the steps under way and tells the other processes of events that they were not told of yet: a command that ends at once has no other time
// for it.
func (w *postgresWriter) close() error {
	w.running.Lock()
	defer w.running.Unlock()
	select {
	case <-w.told:
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		_, _ = w.sql.ExecContext(ctx, "select pg_notify($1, '')", channel) // a hint: they look by themselves too
	default:
	}
	return w.sql.Close()
}
