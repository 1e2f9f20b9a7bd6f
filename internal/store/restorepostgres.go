package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// restoreLock keeps two restores into one database apart.
const restoreLock = 0x726f7a6d6f7661 // "rozmova"

func restorePostgres(ctx context.Context, o Options, b *backupReader, total *counter) (err error) {
	pool, err := patientPool(o.DSN)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("reach PostgreSQL: %w", err)
	}
	defer func() { _ = conn.Close() }() // goes with the pool at the latest
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock($1)", int64(restoreLock)); err != nil {
		return err
	}
	if err := dropTables(ctx, conn, false); err != nil {
		return err
	}
	loaded := false
	defer func() {
		if err == nil {
			return
		}
		// ctx may have ended, and conn with it.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
		defer cancel()
		if undone := dropTables(ctx, pool, loaded); undone != nil {
			err = errors.Join(err, fmt.Errorf("undo: %w", undone))
		}
	}()
	if err := migrate(ctx, pool, "postgres", b.header.Schema); err != nil {
		return err
	}
	if err := loadPostgres(ctx, conn, b, total); err != nil {
		return err
	}
	loaded = true
	return migrate(ctx, pool, "postgres", 0)
}

// loadPostgres fills the tables in one transaction.
func loadPostgres(ctx context.Context, conn *sql.Conn, b *backupReader, total *counter) error {
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	tables, err := describe(ctx, tx, "postgres")
	if err != nil {
		return err
	}
	if err := lockEmpty(ctx, tx, tables); err != nil { // a server may have started meanwhile
		return err
	}
	load := func(t *table, columns []string, next func() ([]any, error)) error {
		return conn.Raw(func(c any) error { // the connection that the transaction runs on
			_, err := c.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{t.name}, columns, pgx.CopyFromFunc(next))
			return err
		})
	}
	count := func(t *table) (n int64, err error) {
		return n, tx.QueryRowContext(ctx, "select count(*) from "+quote(t.name)).Scan(&n)
	}
	if err := fill(b, tables, load, count, total); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "set constraints all immediate"); err != nil {
		if constraint(err) {
			return b.damaged("reference", err)
		}
		return err
	}
	if _, err := tx.ExecContext(ctx, "update event_base set base = (select coalesce(max(seq), 0) from event) + $1", int64(seqGap)); err != nil {
		return err
	}
	return tx.Commit()
}

// lockEmpty keeps everybody else from the tables until the transaction ends, and refuses if any has a row.
func lockEmpty(ctx context.Context, tx *sql.Tx, tables []*table) error {
	for _, t := range tables {
		if _, err := tx.ExecContext(ctx, "lock table "+quote(t.name)+" in access exclusive mode"); err != nil {
			return err
		}
	}
	for _, t := range tables {
		if t.name == "event_base" {
			continue // has one row from the beginning
		}
		var any bool
		if err := tx.QueryRowContext(ctx, "select exists (select 1 from "+quote(t.name)+")").Scan(&any); err != nil {
			return err
		}
		if any {
			return notEmpty("PostgreSQL, " + t.name)
		}
	}
	return nil
}

// dropTables does away with our tables, where there are any: without full, only if they are empty.
func dropTables(ctx context.Context, db interface {
	BeginTx(context.Context, *sql.TxOptions) (*sql.Tx, error)
}, full bool) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	tables, err := describe(ctx, tx, "postgres")
	if err != nil {
		return err
	}
	if !full {
		if err := lockEmpty(ctx, tx, tables); err != nil {
			return err
		}
	}
	version, err := schemaVersion(ctx, tx, "postgres")
	if err != nil {
		return err
	}
	if len(tables) == 0 && version > 0 {
		return notEmpty("PostgreSQL, goose_db_version") // somebody else's
	}
	names := []string{"goose_db_version"}
	for _, t := range slices.Backward(tables) {
		names = append(names, t.name)
	}
	if _, err := tx.ExecContext(ctx, "drop table if exists "+quote(names...)); err != nil {
		return err
	}
	return tx.Commit()
}
