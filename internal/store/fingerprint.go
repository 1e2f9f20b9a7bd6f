package store

import (
	"database/sql"
	"strconv"
	"time"

	"github.com/rozmova/rozmova"
)

// A Fingerprint is one hash of what a comment says; those of a band are compared with each other.
type Fingerprint struct {
	Band int
	Hash int64
}

// PutFingerprints writes the hashes of what a comment says, in place of those there were.
func (tx *Tx) PutFingerprints(comment rozmova.ID[rozmova.Comment], prints []Fingerprint, at time.Time) error {
	if _, err := tx.exec("delete from fingerprint where comment = $1", comment); err != nil {
		return err
	}
	for _, f := range prints {
		if _, err := tx.exec("insert into fingerprint (comment, band, hash, at) values ($1, $2, $3, $4)", comment, f.Band, f.Hash, micros(at)); err != nil {
			return err
		}
	}
	return nil
}

// A Copy is a comment that shares a hash with another.
type Copy struct {
	Comment rozmova.ID[rozmova.Comment]
	Thread  rozmova.ID[rozmova.Thread]
	Author  rozmova.ID[rozmova.Reader]
	State   rozmova.CommentState
	At      time.Time
}

// Copies gives up to limit comments since a time that share one of some hashes, the latest first.
func (tx *Tx) Copies(prints []Fingerprint, since time.Time, limit int) ([]Copy, error) {
	if len(prints) == 0 {
		return nil, nil
	}
	where, args := "", []any{micros(since), limit}
	for i, f := range prints {
		if i > 0 {
			where += " or "
		}
		args = append(args, f.Band, f.Hash)
		where += "f.band = " + place(len(args)-1) + " and f.hash = " + place(len(args)) + " and f.at >= $1"
	}
	rows, err := tx.query(`select distinct c.id, c.thread, c.author, c.state, c.created from fingerprint f join comment c on c.id = f.comment
		where `+where+` order by c.created desc, c.id limit $2`, args...)
	return all(rows, err, func(rows *sql.Rows) (c Copy, err error) {
		var at int64
		err = rows.Scan(&c.Comment, &c.Thread, &c.Author, &c.State, &at)
		c.At = moment(at)
		return c, err
	})
}

// place is the n-th parameter.
func place(n int) string { return "$" + strconv.Itoa(n) }
