package store

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/rozmova/rozmova"
)

// seqGap is left in the log behind the last event of a backup. The numbers of events that came after it was taken have been
// given out: browsers resume by them, and kept pages are named by them. They must not come to mean something else.
const seqGap = 1 << 40

// Restore fills an empty store from a backup of either engine and brings its tables up to this program's version. The
// whole file is verified before anything is made; a step that fails afterwards is undone and leaves nothing behind. On the
// embedded store all is done beside the place and appears at once, so that a process killed at any moment leaves no store
// or a whole one; on PostgreSQL a process killed leaves empty tables, which the next Restore does away with, or a whole
// store. Sessions, sign-ins and tokens are not in a backup: everybody signs in again. progress is told the number of rows
// so far and may be nil.
//
// Invalid: backup.damaged (What: truncated, sha256, row …; Line), backup.not_ours. Conflict: backup.newer, a newer program
// made it; restore.not_empty, there is a store already (Where); store.in_use, somebody else works in the folder.
func Restore(ctx context.Context, o Options, path string, progress func(rows int)) (Summary, error) {
	f, err := os.Open(path)
	if err != nil {
		return Summary{}, fmt.Errorf("open backup: %w", err)
	}
	defer f.Close()
	engine := "postgres"
	if o.DSN == "" {
		engine = "sqlite"
		if err := emptyFolder(o.Dir); err != nil { // looked at again under the lock; said before the long part
			return Summary{}, err
		}
	}
	s, err := verify(ctx, f, path, engine)
	if err != nil {
		return Summary{}, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return Summary{}, fmt.Errorf("read backup: %w", err)
	}
	b, err := openBackup(path, f) // the same open file: it cannot be another one by now, and its sum is compared again
	if err != nil {
		return Summary{}, err
	}
	defer b.close()
	into := restoreSQLite
	if engine == "postgres" {
		into = restorePostgres
	}
	if err := into(ctx, o, b, &counter{tell: progress}); err != nil {
		return Summary{}, fmt.Errorf("restore %s: %w", path, err)
	}
	return s, nil
}

// verify reads a backup from end to end and tells what is in it; it refuses what Restore would refuse of the file.
func verify(ctx context.Context, f *os.File, path, engine string) (Summary, error) {
	b, err := openBackup(path, f)
	if err != nil {
		return Summary{}, err
	}
	defer b.close()
	for {
		section, err := b.nextTable()
		if err != nil {
			return Summary{}, err
		}
		if section == nil {
			break
		}
		for more := true; more; {
			if more, err = b.skipRow(); err != nil {
				return Summary{}, err
			}
			if b.number%1000 == 0 && ctx.Err() != nil {
				return Summary{}, ctx.Err()
			}
		}
	}
	knows, err := newestSchema(engine)
	if err != nil {
		return Summary{}, err
	}
	if b.header.Schema > knows {
		return Summary{}, b.newer("schema", b.header.Schema, knows)
	}
	info, err := f.Stat()
	if err != nil {
		return Summary{}, fmt.Errorf("read backup: %w", err)
	}
	return summary(b.header, b.rows, info.Size()), nil
}

// A loader puts rows into a table until next gives none.
type loader func(t *table, columns []string, next func() ([]any, error)) error

// fill loads every table of the backup through load, and then compares what the tables hold (by count) with what the file
// says. tables are those that the schema of the backup's version has.
func fill(b *backupReader, tables []*table, load loader, count func(t *table) (int64, error), total *counter) error {
	missing := kept(tables)
	for {
		section, err := b.nextTable()
		if err != nil {
			return err
		}
		if section == nil {
			break
		}
		i := slices.IndexFunc(missing, func(t *table) bool { return t.name == section.Table })
		if i < 0 {
			return b.damaged("table", nil)
		}
		t := missing[i]
		missing = slices.Delete(missing, i, i+1)
		kinds, ok := t.kindsOf(section.Columns)
		if !ok {
			return b.damaged("columns", nil)
		}
		var unread error // PostgreSQL's COPY tells of it in words of its own
		err = load(t, section.Columns, func() (row []any, err error) {
			row, err = b.rowOf(kinds)
			unread = err
			if row != nil {
				total.add()
			}
			return row, err
		})
		switch {
		case unread != nil:
			err = unread
		case err == nil:
		case constraint(err):
			err = b.damaged("row", err)
		default:
			err = fmt.Errorf("load %s, line %d: %w", t.name, b.number, err)
		}
		if err != nil {
			return err
		}
		n, err := count(t)
		if err != nil {
			return fmt.Errorf("count %s: %w", t.name, err)
		}
		if n != b.rows[t.name] {
			return fmt.Errorf("%s holds %d rows after loading %d", t.name, n, b.rows[t.name])
		}
	}
	if len(missing) > 0 {
		return b.damaged("table", nil)
	}
	total.done()
	return nil
}

// rowOf reads the next row and looks whether its values may stand in columns of some kinds; nil behind the last.
func (r *backupReader) rowOf(kinds []string) ([]any, error) {
	row, err := r.nextRow()
	if err != nil || row == nil {
		return nil, err
	}
	if len(row) != len(kinds) {
		return nil, r.damaged("row", nil)
	}
	for i, v := range row {
		if !fits(kinds[i], v) {
			return nil, r.damaged("row", nil)
		}
	}
	return row, nil
}

// kindsOf gives the kinds of some columns, and whether they are all that the table has.
func (t *table) kindsOf(names []string) ([]string, bool) {
	list := make([]string, len(names))
	for i, c := range t.columns {
		at := slices.Index(names, c.name)
		if at < 0 || len(names) != len(t.columns) {
			return nil, false
		}
		list[at] = t.columns[i].kind
	}
	return list, true
}

// notEmpty refuses to restore where something is.
func notEmpty(where string) error {
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "restore.not_empty", Args: map[string]any{"Where": where}}
}
