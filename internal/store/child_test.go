package store_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"

	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

const childVariable = "ROZMOVA_TEST_CHILD"

// child runs TestChild in another process and reports whether it ended by itself; false: it was killed.
func child(t *testing.T, args ...string) bool {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), childVariable+"="+strings.Join(args, "\n"))
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signal() == syscall.SIGKILL {
		return false
	}
	if err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return true
}

// TestChild is the other process of the tests here; by itself it does nothing.
func TestChild(t *testing.T) {
	args := strings.Split(os.Getenv(childVariable), "\n")
	if len(args) < 4 {
		return
	}
	ctx := context.Background()
	place, last := store.Options{Dir: args[1], DSN: args[2]}, args[3]
	var err error
	switch args[0] {
	case "backup":
		_, err = store.Backup(ctx, place, last, rozmovatest.Noon, nil)
	case "migrate": // and be killed before a step of it
		k := &killer{left: number(last)}
		engine := "sqlite"
		if place.DSN == "" {
			k.Connector, err = sqlite.NewConnector(store.SQLiteDSN(place.Dir+"/"+store.File, "journal_mode(wal)", "synchronous(full)"))
		} else {
			var cfg *pgx.ConnConfig
			cfg, err = pgx.ParseConfig(place.DSN)
			engine, k.Connector = "postgres", stdlib.GetConnector(*cfg)
		}
		if err != nil {
			t.Fatal(err)
		}
		db := sql.OpenDB(k)
		err = errors.Join(store.Migrate(ctx, db, engine, 0), db.Close())
	case "restore": // and be killed behind a row
		_, err = store.Restore(ctx, place, args[4], func(rows int) {
			if rows >= number(last) {
				die()
			}
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

func die() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// A killer ends its process before the statement, begin or commit whose turn it is.
type killer struct {
	driver.Connector
	left int
}

func (k *killer) step() {
	if k.left--; k.left < 0 {
		die()
	}
}

func (k *killer) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := k.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return &killerConn{c, k}, nil
}

type killerConn struct {
	driver.Conn
	k *killer
}

func (c *killerConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.k.step()
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

func (c *killerConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.k.step()
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

func (c *killerConn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	c.k.step()
	tx, err := c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
	return &killerTx{tx, c.k}, err
}

type killerTx struct {
	driver.Tx
	k *killer
}

func (t *killerTx) Commit() error {
	t.k.step()
	return t.Tx.Commit()
}
