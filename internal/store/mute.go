package store

import (
	"time"

	"github.com/rozmova/rozmova"
)

// Mute keeps one reader's words out of another's sight; it may be so already.
func (tx *Tx) Mute(reader, muted rozmova.ID[rozmova.Reader], at time.Time) error {
	_, err := tx.exec("insert into mute (reader, muted, at) values ($1, $2, $3) on conflict do nothing", reader, muted, micros(at))
	return err
}

// Unmute brings one reader's words back into another's sight; they may never have been out of it.
func (tx *Tx) Unmute(reader, muted rozmova.ID[rozmova.Reader]) error {
	_, err := tx.exec("delete from mute where reader = $1 and muted = $2", reader, muted)
	return err
}

// Muted gives those whom a reader does not want to read, the latest first.
func (tx *Tx) Muted(reader rozmova.ID[rozmova.Reader]) ([]rozmova.ID[rozmova.Reader], error) {
	rows, err := tx.query("select muted from mute where reader = $1 order by at desc, muted desc", reader)
	return all(rows, err, scanReaderID)
}
