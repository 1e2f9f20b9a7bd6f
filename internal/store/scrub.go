package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Scrub makes what was deleted unreadable in the store's files. SQLite overwrites what is deleted (secure_delete); copies on other
// pages are overwritten here, and the log beside the file, which holds earlier pages, is emptied. PostgreSQL frees the rows and writes over them later; when is its own affair.
func (db *DB) Scrub(ctx context.Context) error { return db.writer.scrub(ctx) }

// scrubTries is how often the log is tried to be emptied while somebody reads an older picture of the store.
const scrubTries = 100

func (w *sqliteWriter) scrub(ctx context.Context) error {
	if err := w.scrubPages(ctx); err != nil {
		return fmt.Errorf("scrub the store: %w", err)
	}
	for range scrubTries {
		busy, err := w.truncate(ctx)
		if err != nil || !busy {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.db.closing.Done():
			return nil // closing empties the log too
		case <-time.After(200 * time.Millisecond):
		}
	}
	return errors.New("the log beside the store could not be emptied: it is in use all the time")
}

// truncate writes the log into the store and empties it. It waits a moment for those who read, and no longer: nobody writes
// meanwhile.
func (w *sqliteWriter) truncate(ctx context.Context) (busy bool, err error) {
	conn, err := w.sql.Conn(ctx)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if _, err := conn.ExecContext(ctx, "pragma busy_timeout = 100"); err != nil {
		return false, err
	}
	defer func() {
		_, e := conn.ExecContext(context.WithoutCancel(ctx), "pragma busy_timeout = 10000")
		err = errors.Join(err, e)
	}()
	var state, pages, moved int
	if err := conn.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&state, &pages, &moved); err != nil {
		return false, fmt.Errorf("empty the log: %w", err)
	}
	return state != 0, nil
}

// touchedTables are those that an erasure deletes from, or writes anew.
var touchedTables = []string{
	"comment", "comment_revision", "verdict", "stem", "vote", "reader", "contact", "session", "identity", "passkey", "former_name",
	"picture", "alert", "alert_setting", "push_subscription", "push", "letter", "notice", "decision", "reasons", "event", "known_browser",
	"sign_in_code", "challenge", "api_token", "mute", "visit", "mention", "fingerprint", "origin", "signal", "appeal", "sanction", "nudge", "queue", "log_salt", "note", "claim", "totp",
}

func (w *postgresWriter) scrub(ctx context.Context) error {
	conn, err := w.sql.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return vacuum(ctx, conn)
}

func vacuum(ctx context.Context, conn *sql.Conn) error {
	if _, err := conn.ExecContext(ctx, "set statement_timeout = 0"); err != nil {
		return err
	}
	defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), "reset statement_timeout") }()
	for _, table := range touchedTables {
		if _, err := conn.ExecContext(ctx, "vacuum "+table); err != nil {
			return fmt.Errorf("vacuum %s: %w", table, err)
		}
	}
	return nil
}
