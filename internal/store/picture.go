package store

import (
	"time"

	"github.com/rozmova/rozmova"
)

// PutPicture gives a reader a picture in place of the one before, which cannot be had under its version any more. NotFound:
// there is no such reader, or the account was erased.
func (tx *Tx) PutPicture(reader rozmova.ID[rozmova.Reader], version string, body []byte, at time.Time) error {
	if err := tx.change("update reader set picture = $2 where id = $1 and erased = 0", reader, version); err != nil {
		return err
	}
	_, err := tx.exec(`insert into picture (reader, version, body, at) values ($1, $2, $3, $4)
		on conflict (reader) do update set version = excluded.version, body = excluded.body, at = excluded.at`, reader, version, body, micros(at))
	return err
}

// DropPicture takes a reader's picture away. NotFound: there is none.
func (tx *Tx) DropPicture(reader rozmova.ID[rozmova.Reader]) error {
	if err := tx.change("delete from picture where reader = $1", reader); err != nil {
		return err
	}
	return tx.change("update reader set picture = '' where id = $1", reader)
}

// Picture gives a picture by its version; NotFound where there is none, or no longer.
func (tx *Tx) Picture(version string) (body []byte, err error) {
	err = missing(tx.row("select body from picture where version = $1", version).Scan(&body))
	return body, err
}
