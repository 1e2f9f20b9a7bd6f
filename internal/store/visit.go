package store

import (
	"time"

	"github.com/rozmova/rozmova"
)

// Visit gives when a reader last looked at a thread, and when the visit before that one ended; zero: never.
func (tx *Tx) Visit(reader rozmova.ID[rozmova.Reader], thread rozmova.ID[rozmova.Thread]) (before, last time.Time, err error) {
	var b, l int64
	err = missing(tx.row("select before, last from visit where reader = $1 and thread = $2", reader, thread).Scan(&b, &l))
	if err == rozmova.NotFound {
		return time.Time{}, time.Time{}, nil
	}
	return moment(b), moment(l), err
}

// SetVisit remembers what Visit gives.
func (tx *Tx) SetVisit(reader rozmova.ID[rozmova.Reader], thread rozmova.ID[rozmova.Thread], before, last time.Time) error {
	_, err := tx.exec(`insert into visit (reader, thread, before, last) values ($1, $2, $3, $4)
		on conflict (reader, thread) do update set before = excluded.before, last = excluded.last`, reader, thread, micros(before), micros(last))
	return err
}
