package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"

	"modernc.org/sqlite"
)

// mostKept is how many statements a connection keeps prepared: more than we have.
const mostKept = 256

// sqlitePool opens a pool of connections that keep their statements.
func sqlitePool(dsn string) (*sql.DB, error) {
	c, err := sqlite.NewConnector(dsn)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(sqliteConnector{c}), nil
}

type sqliteConnector struct{ driver.Connector }

func (c sqliteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	inner, ok := conn.(sqliteDriverConn)
	if !ok {
		return nil, fmt.Errorf("the SQLite driver's %T cannot do what is asked of it", conn)
	}
	return &sqliteConn{inner, map[string]sqliteStmt{}}, nil
}

type sqliteDriverConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.SessionResetter
	driver.Validator
}

type sqliteStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// A sqliteConn keeps the statements that it was given, prepared, by their text: to read and plan one takes longer than to
// run most of ours. A statement that is running is not among those kept, so the same text may run twice at once. Like every
// driver.Conn it is used by one goroutine at a time.
//
// A statement is not interrupted when its caller leaves, which would cost a goroutine for each: ours are short, and between
// two of them database/sql notices.
type sqliteConn struct {
	sqliteDriverConn
	kept map[string]sqliteStmt
}

// take gives a statement that is not kept while it is out.
func (c *sqliteConn) take(ctx context.Context, query string) (sqliteStmt, error) {
	if s, ok := c.kept[query]; ok {
		delete(c.kept, query)
		return s, nil
	}
	s, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.(sqliteStmt), nil
}

// keep puts a statement back.
func (c *sqliteConn) keep(query string, s sqliteStmt) error {
	if _, there := c.kept[query]; there { // it ran twice at once
		return s.Close()
	}
	if len(c.kept) >= mostKept {
		for other, old := range c.kept { // any will do: it is prepared again
			delete(c.kept, other)
			_ = old.Close()
			break
		}
	}
	c.kept[query] = s
	return nil
}

// ExecContext implements driver.ExecerContext.
func (c *sqliteConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(context.WithoutCancel(ctx), args)
	if err != nil {
		_ = s.Close() // nobody asks what state it is in
		return nil, err
	}
	return result, c.keep(query, s)
}

// QueryContext implements driver.QueryerContext.
func (c *sqliteConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(context.WithoutCancel(ctx), args)
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	return &sqliteRows{rows, c, query, s}, nil
}

// Close ends the connection and its statements.
func (c *sqliteConn) Close() error {
	for _, s := range c.kept {
		_ = s.Close()
	}
	clear(c.kept)
	return c.sqliteDriverConn.Close()
}

// sqliteRows give their statement back when they are closed.
type sqliteRows struct {
	driver.Rows
	conn  *sqliteConn
	query string
	stmt  sqliteStmt
}

// Close implements driver.Rows.
func (r *sqliteRows) Close() error {
	s := r.stmt
	if s == nil {
		return nil
	}
	r.stmt = nil
	if err := r.Rows.Close(); err != nil {
		_ = s.Close()
		return err
	}
	return r.conn.keep(r.query, s)
}
