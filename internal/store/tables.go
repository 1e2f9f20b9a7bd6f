package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/rozmova/rozmova"
)

// leftOut are the tables that a backup does not hold: who is signed in (a restore ends every session, sign-in and token:
// a stolen backup opens no door), from which networks readers came, what belongs to one engine, and what is searched, which is made anew from the log, and which process was at work.
var leftOut = []string{"session", "sign_in_code", "api_token", "known_browser", "challenge", "spent_token", "push_subscription", "push", "event_base", "stem", "origin", "origin_key", "lease"}

// search is the follower that keeps the index of stems. How far it has come goes with the index: a restored store's begins at
// the beginning of the log.
const search = "search"

// A table is one as the database describes it.
type table struct {
	name    string
	columns []column // in order; those the database computes are left out
}

type column struct {
	name, kind string // kind: whole, text, bytes or real
	key        int    // place in the primary key, from 1; 0: not in it
}

func (t *table) names() []string {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = c.name
	}
	return names
}

// quote writes names from the database's own description for use in SQL.
func quote(names ...string) string { return `"` + strings.Join(names, `", "`) + `"` }

// selection reads the table in order of its primary key, which is the same order on both engines.
func (t *table) selection(engine string) string {
	var keys []string
	for _, c := range t.columns {
		if c.key > 0 {
			keys = append(keys, "")
		}
	}
	for _, c := range t.columns {
		if c.key > 0 {
			keys[c.key-1] = quote(c.name)
			if engine == "postgres" && c.kind == "text" {
				keys[c.key-1] += ` collate "C"`
			}
		}
	}
	where := ""
	if t.name == "follower" {
		where = " where name <> '" + search + "'"
	}
	return "select " + quote(t.names()...) + " from " + quote(t.name) + where + " order by " + strings.Join(keys, ", ")
}

// fits reports whether a value may stand in a column of a kind. SQLite itself takes anything anywhere.
func fits(kind string, v any) bool {
	switch v.(type) {
	case nil:
		return true // the database knows whether it may be missing
	case int64:
		return kind == "whole"
	case string:
		return kind == "text"
	case []byte:
		return kind == "bytes"
	case float64:
		return kind == "real"
	}
	return false
}

var kinds = map[string]string{
	"smallint": "whole", "integer": "whole", "bigint": "whole", "text": "text", "blob": "bytes", "bytea": "bytes",
	"real": "real", "double precision": "real",
}

// descriptions are the queries for tables, columns, types and places in the primary key.
var descriptions = map[string]string{
	"sqlite": `select t.name, c.name, lower(c.type), c.pk from pragma_table_list t join pragma_table_info(t.name) c
		where t.schema = 'main' and t.type = 'table' order by t.name, c.cid`,
	"postgres": `select c.relname::text, a.attname::text, format_type(a.atttypid, null), coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1
		from pg_class c
		join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		left join pg_index i on i.indrelid = c.oid and i.indisprimary
		where c.relkind in ('r', 'p') and c.relnamespace = (select oid from pg_namespace where nspname = current_schema())
		order by c.relname::text collate "C", a.attnum`,
}

var creates = regexp.MustCompile(`(?im)^create table (?:if not exists )?(\w+)`)

// ours names the tables that the migrations of an engine make, whichever of them there are so far.
func ours(engine string) ([]string, error) {
	var names []string
	err := fs.WalkDir(migrations, "migrations/"+engine, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := migrations.ReadFile(path)
		for _, m := range creates.FindAllSubmatch(text, -1) {
			names = append(names, string(m[1]))
		}
		return err
	})
	return names, err
}

// A querier is a database, a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// describe lists those of our tables that are there, by name. Tables of others are not looked at.
func describe(ctx context.Context, q querier, engine string) ([]*table, error) {
	known, err := ours(engine)
	if err != nil {
		return nil, err
	}
	rows, err := q.QueryContext(ctx, descriptions[engine])
	if err != nil {
		return nil, fmt.Errorf("list the tables: %w", err)
	}
	defer rows.Close()
	var list []*table
	for rows.Next() {
		var name, kind string
		var c column
		if err := rows.Scan(&name, &c.name, &kind, &c.key); err != nil {
			return nil, err
		}
		if !slices.Contains(known, name) {
			continue
		}
		c.kind = kinds[kind]
		if len(list) == 0 || list[len(list)-1].name != name {
			list = append(list, &table{name: name})
		}
		t := list[len(list)-1]
		t.columns = append(t.columns, c)
	}
	return list, rows.Err()
}

// kept leaves out what a backup does not hold.
func kept(tables []*table) []*table {
	return slices.DeleteFunc(slices.Clone(tables), func(t *table) bool { return slices.Contains(leftOut, t.name) })
}

// schemaVersion reads the number of the newest migration that was done, without writing; 0 where there is no store.
func schemaVersion(ctx context.Context, q querier, engine string) (int64, error) {
	exists := map[string]string{
		"sqlite":   "select count(*) from pragma_table_list where schema = 'main' and name = 'goose_db_version'",
		"postgres": "select count(*) from pg_tables where schemaname = current_schema() and tablename = 'goose_db_version'",
	}
	var version int64
	if err := q.QueryRowContext(ctx, exists[engine]).Scan(&version); err != nil || version == 0 {
		return 0, err
	}
	err := q.QueryRowContext(ctx, "select coalesce(max(version_id), 0) from goose_db_version where is_applied").Scan(&version)
	return version, err
}

// newestSchema is the number of the last migration that this program knows.
func newestSchema(engine string) (int64, error) {
	files, err := migrations.ReadDir("migrations/" + engine)
	if err != nil {
		return 0, err
	}
	return goose.NumericComponent(files[len(files)-1].Name()) // ReadDir sorts by name
}

// constraint reports whether the database refused a row because it breaks a rule of the table.
func constraint(err error) bool {
	var lite *sqlite.Error
	var post *pgconn.PgError
	return errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_CONSTRAINT || errors.As(err, &post) && strings.HasPrefix(post.Code, "23")
}

// storeNewer refuses a store that a newer program wrote.
func storeNewer(has, knows int64) error {
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: "store.newer", Args: map[string]any{"Has": has, "Knows": knows}}
}
