package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"github.com/rozmova/rozmova"
)

// restoring is the folder, within the store's, where a restore works. What a killed one left there is done away with.
const restoring = "restoring"

// emptyFolder refuses a folder with a store in it, or with what belongs to one: SQLite would play an old write-ahead log
// into the restored file.
func emptyFolder(dir string) error {
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		path := filepath.Join(dir, File+suffix)
		if _, err := os.Lstat(path); err == nil {
			return notEmpty(path)
		} else if !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

func restoreSQLite(ctx context.Context, o Options, b *backupReader, total *counter) (err error) {
	_, missing := os.Stat(o.Dir)
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(o.Dir, "lock"))
	if ok, err := lock.TryLock(); err != nil {
		return fmt.Errorf("lock %s: %w", o.Dir, err)
	} else if !ok {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "store.in_use", Args: map[string]any{"Dir": o.Dir}}
	}
	dir := filepath.Join(o.Dir, restoring)
	defer func() {
		err = errors.Join(err, os.RemoveAll(dir))
		if err != nil && missing != nil { // the folder is ours
			err = errors.Join(err, os.Remove(lock.Path()), os.Remove(o.Dir))
		}
		_ = lock.Unlock() // ends with the process at the latest
	}()
	if err := emptyFolder(o.Dir); err != nil {
		return err
	}
	if err := errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o700)); err != nil {
		return err
	}
	path := filepath.Join(dir, File)
	if err := loadSQLite(ctx, path, b, total); err != nil {
		return err
	}
	if err := finishSQLite(ctx, path); err != nil {
		return err
	}
	if err := os.Rename(path, filepath.Join(o.Dir, File)); err != nil {
		return err
	}
	return syncDir(o.Dir)
}

// loadSQLite makes a database of the backup's version and fills it. The file is worth nothing before it is whole, so that
// neither a journal nor syncing is needed; references are looked at once, at the end.
func loadSQLite(ctx context.Context, path string, b *backupReader, total *counter) (err error) {
	db, err := sql.Open("sqlite", sqliteDSN(path, "journal_mode(off)", "synchronous(off)"))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1) // the one that the next statement is meant for
	defer func() { err = errors.Join(err, db.Close()) }()
	// A row whose parent is still to come makes SQLite look for its children at every other: hours, with a million comments.
	// Not in the address: there the settings of sqliteDSN win.
	if _, err := db.ExecContext(ctx, "pragma foreign_keys = off; pragma cache_size = -64000"); err != nil {
		return err
	}
	if err := migrate(ctx, db, "sqlite", b.header.Schema); err != nil {
		return err
	}
	tables, err := describe(ctx, db, "sqlite")
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit it does nothing
	load := func(t *table, columns []string, next func() ([]any, error)) error {
		insert, err := tx.PrepareContext(ctx, "insert into "+quote(t.name)+" ("+quote(columns...)+") values ("+places(len(columns))+")")
		if err != nil {
			return err
		}
		defer insert.Close()
		for {
			row, err := next()
			if err != nil || row == nil {
				return err
			}
			if _, err := insert.ExecContext(ctx, row...); err != nil {
				return err
			}
		}
	}
	count := func(t *table) (n int64, err error) {
		return n, tx.QueryRowContext(ctx, "select count(*) from "+quote(t.name)).Scan(&n)
	}
	if err := fill(b, tables, load, count, total); err != nil {
		return err
	}
	var from, to string
	err = tx.QueryRowContext(ctx, `select "table", parent from pragma_foreign_key_check limit 1`).Scan(&from, &to)
	if err == nil {
		return b.damaged("reference", fmt.Errorf("a row of %s names a row of %s that is not there", from, to))
	} else if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if _, err := tx.ExecContext(ctx, "delete from sqlite_sequence where name = 'event'"); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "insert into sqlite_sequence (name, seq) select 'event', coalesce(max(seq), 0) + $1 from event", int64(seqGap)); err != nil {
		return err
	}
	return tx.Commit()
}

// finishSQLite brings the database to this program's version, the way a server does, and makes it last.
func finishSQLite(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", sqliteDSN(path, "journal_mode(wal)", "synchronous(full)"))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	if err := errors.Join(migrate(ctx, db, "sqlite", 0), db.Close()); err != nil { // the last to close empties the write-ahead log
		return err
	}
	if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
		return fmt.Errorf("%s-wal is not empty", path)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	return syncFile(path)
}
