package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
)

// errands are the kinds of challenge that nobody signed in may have begun and whose documents hold what somebody wrote, or an address.
const errands = "('provider', 'token', 'pending-identity')"

// dropPending deletes the identities that wait for whoever has a reader's address to sign in.
func (tx *Tx) dropPending(reader rozmova.ID[rozmova.Reader]) error {
	var email, key string
	err := missing(tx.row("select email, email_key from contact where reader = $1", reader).Scan(&email, &key))
	if errors.Is(err, rozmova.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	type waiting struct {
		id  []byte
		doc string
	}
	rows, err := tx.query("select id, doc from challenge where kind = 'pending-identity'")
	list, err := all(rows, err, func(rows *sql.Rows) (w waiting, err error) { return w, rows.Scan(&w.id, &w.doc) })
	if err != nil {
		return err
	}
	for _, w := range list {
		var doc struct{ Email string }
		if err := json.Unmarshal([]byte(w.doc), &doc); err != nil {
			return err
		}
		if doc.Email != email && doc.Email != key {
			continue
		}
		if _, err := tx.exec("delete from challenge where id = $1", w.id); err != nil {
			return err
		}
	}
	return nil
}

// DropExpired deletes the challenges that have run out.
func (tx *Tx) DropExpired(now time.Time) error {
	_, err := tx.exec("delete from challenge where expires < $1", micros(now))
	return err
}

// ErrandsBefore tells how many challenges that were begun up to a time may hold what nobody can be told to own: a text that waited for
// a sign-in, or an address.
func (tx *Tx) ErrandsBefore(at time.Time) (n int, err error) {
	err = tx.row("select count(*) from challenge where created <= $1 and kind in "+errands, micros(at)).Scan(&n)
	return n, err
}
