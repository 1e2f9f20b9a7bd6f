package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A Way is one by which a reader comes in.
type Way struct {
	Kind  string // of the table: contact, passkey or membership.Way of an identity
	ID    []byte // of the passkey or identity; empty for the address
	Label string // how the reader tells it from others
	Added time.Time
	Used  time.Time // zero: never, or that is not kept
}

// Ways gives a reader's ways in: the address, passkeys and identities, each in the order in which they were added.
func (tx *Tx) Ways(reader rozmova.ID[rozmova.Reader]) ([]Way, error) {
	var list []Way
	for _, query := range []string{
		"select 'contact', null, email, added, 0 from contact where reader = $1",
		"select 'passkey', id, label, added, used from passkey where reader = $1 order by added, id",
		"select kind, id, label, added, used from identity where reader = $1 order by added, id",
	} {
		rows, err := tx.query(query, reader)
		some, err := all(rows, err, func(rows *sql.Rows) (w Way, err error) {
			var added, used int64
			err = rows.Scan(&w.Kind, &w.ID, &w.Label, &added, &used)
			w.Added, w.Used = moment(added), moment(used)
			return w, err
		})
		if err != nil {
			return nil, err
		}
		list = append(list, some...)
	}
	return list, nil
}

// CountWays tells how many ways in a reader has.
func (tx *Tx) CountWays(reader rozmova.ID[rozmova.Reader]) (int, error) {
	var n int
	err := tx.row(`select (select count(*) from contact where reader = $1) + (select count(*) from passkey where reader = $1)
		+ (select count(*) from identity where reader = $1)`, reader).Scan(&n)
	return n, err
}

// ReplaceContact writes a reader's address in place of the one that may be there. A Conflict says that it belongs to somebody
// else.
func (tx *Tx) ReplaceContact(r *rozmova.Reader, email, emailKey string, at time.Time) error {
	_, err := tx.exec(`insert into contact (reader, site, email, email_key, added) values ($1, $2, $3, $4, $5)
		on conflict (reader) do update set email = excluded.email, email_key = excluded.email_key, added = excluded.added, bounced = 0`,
		r.ID, r.Site, email, emailKey, micros(at))
	return tx.conflict(err, "way.taken", "email")
}

// DropContact forgets a reader's address; NotFound where there is none.
func (tx *Tx) DropContact(reader rozmova.ID[rozmova.Reader]) error {
	return tx.change("delete from contact where reader = $1", reader)
}
