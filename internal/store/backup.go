package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/rozmova/rozmova"
)

// A Summary tells what a backup holds.
type Summary struct {
	Engine  string // that it was taken from: sqlite or postgres
	Schema  int64  // number of the newest migration it had
	Created time.Time
	Program string           // version that made it
	Tables  map[string]int64 // rows by table
	Rows    int64            // in all tables
	Bytes   int64            // of the file
}

func summary(h backupHeader, rows map[string]int64, bytes int64) Summary {
	s := Summary{Engine: h.Engine, Schema: h.Schema, Created: h.Created, Program: h.Program, Tables: rows, Bytes: bytes}
	for _, n := range rows {
		s.Rows += n
	}
	return s
}

// Backup writes all that a store holds at one moment into a file, which a store of either engine can be restored from. It
// may run in any process beside a running server, which it neither stops nor slows down, and needs no lock on the folder.
// What is answered before Backup begins is in it.
//
// Sessions, codes to sign in with and tokens are left out: a restore ends them all. The file (0600) holds everything else,
// e-mail addresses included. It is written aside, synced and renamed; an older backup at path is replaced. progress is
// told the number of rows so far and may be nil.
//
// NotFound (backup.no_store): there is no store there. Conflict: store.newer, a newer program wrote the store;
// backup.over_store, path is the store itself.
func Backup(ctx context.Context, o Options, path string, now time.Time, progress func(rows int)) (Summary, error) {
	if strings.HasPrefix(filepath.Base(path), File) {
		return Summary{}, &rozmova.Error{Kind: rozmova.Conflict, Reason: "backup.over_store", Args: map[string]any{"File": path}}
	}
	tx, engine, done, err := picture(ctx, o)
	if err != nil {
		return Summary{}, err
	}
	defer done()
	has, err := schemaVersion(ctx, tx, engine)
	if err != nil {
		return Summary{}, fmt.Errorf("read the store's version: %w", err)
	}
	knows, err := newestSchema(engine)
	switch {
	case err != nil:
		return Summary{}, err
	case has == 0:
		return Summary{}, noStore(o)
	case has > knows:
		return Summary{}, storeNewer(has, knows)
	}
	h := backupHeader{Format: backupFormat, Schema: has, Engine: engine, Created: now.UTC(), Program: program()}
	var rows map[string]int64
	size, err := writeAside(path, func(w io.Writer) (err error) {
		rows, err = writeBackup(ctx, w, tx, h, progress)
		return err
	})
	if err != nil {
		return Summary{}, fmt.Errorf("back up to %s: %w", path, err)
	}
	return summary(h, rows, size), nil
}

func noStore(o Options) error {
	where := o.Dir
	if o.DSN != "" {
		where = "PostgreSQL" // the address may hold a password
	}
	return &rozmova.Error{Kind: rozmova.NotFound, Reason: "backup.no_store", Args: map[string]any{"Where": where}}
}

// program names the version that was built, as far as the build knows.
func program() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// picture begins a reading of one unmoving picture of the store, without bringing its tables up to date.
func picture(ctx context.Context, o Options) (tx *sql.Tx, engine string, done func(), err error) {
	engine = "postgres"
	var pool *sql.DB
	options := postgresDialect{}.viewOptions()
	if o.DSN != "" {
		pool, err = patientPool(o.DSN)
	} else {
		engine, options = "sqlite", nil
		path := filepath.Join(o.Dir, File)
		// Only looked at: a file of SQLite's that is opened and closed by other means loses this process its locks.
		if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
			return nil, "", nil, noStore(o)
		}
		pool, err = sql.Open("sqlite", sqliteDSN(path)+"&mode=ro")
	}
	if err != nil {
		return nil, "", nil, err
	}
	tx, err = pool.BeginTx(ctx, options)
	if err != nil {
		_ = pool.Close()
		return nil, "", nil, fmt.Errorf("begin reading: %w", err)
	}
	return tx, engine, func() {
		_ = tx.Rollback() // nothing was written
		_ = pool.Close()
	}, nil
}

// patientPool reaches PostgreSQL without the limit on how long a statement may take.
func patientPool(dsn string) (*sql.DB, error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("store.dsn: %w", err)
	}
	cfg.RuntimeParams["statement_timeout"] = "0"
	cfg.RuntimeParams["timezone"] = "UTC"
	return stdlib.OpenDB(*cfg), nil
}

// writeBackup writes every table that a backup holds, and gives the rows of each.
func writeBackup(ctx context.Context, w io.Writer, tx *sql.Tx, h backupHeader, progress func(rows int)) (map[string]int64, error) {
	tables, err := describe(ctx, tx, h.Engine)
	if err != nil {
		return nil, err
	}
	b, err := newBackupWriter(w, h)
	if err != nil {
		return nil, err
	}
	total := &counter{tell: progress}
	for _, t := range kept(tables) {
		if err := b.begin(t.name, t.names()); err != nil {
			return nil, err
		}
		if err := writeTable(ctx, b, tx, t, h.Engine, total); err != nil {
			return nil, err
		}
	}
	total.done()
	return b.rows, b.end()
}

func writeTable(ctx context.Context, b *backupWriter, tx *sql.Tx, t *table, engine string, total *counter) error {
	rows, err := tx.QueryContext(ctx, t.selection(engine))
	if err != nil {
		return fmt.Errorf("read %s: %w", t.name, err)
	}
	defer rows.Close()
	values, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for rows.Next() {
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("read %s: %w", t.name, err)
		}
		if err := b.row(values); err != nil {
			return err
		}
		total.add()
	}
	return rows.Err()
}

// A counter tells how far the work has come: at every five-hundredth row, and at the end.
type counter struct {
	rows int
	tell func(rows int) // may be nil
}

func (c *counter) add() {
	if c.rows++; c.rows%500 == 0 {
		c.done()
	}
}

func (c *counter) done() {
	if c.tell != nil {
		c.tell(c.rows)
	}
}
