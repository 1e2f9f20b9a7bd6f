package store

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

// Written gives when a reader wrote comments between two times, the latest first, up to limit; of one thread, or of all where
// the thread is zero. What became of them since does not matter.
func (tx *Tx) Written(author rozmova.ID[rozmova.Reader], thread rozmova.ID[rozmova.Thread], since, until time.Time, limit int) ([]time.Time, error) {
	where, args := "", []any{author, micros(since), micros(until), limit}
	if !thread.IsZero() {
		where, args = "and thread = $5", append(args, thread)
	}
	rows, err := tx.query("select created from comment where author = $1 and created >= $2 and created <= $3 "+where+" order by created desc limit $4", args...)
	return all(rows, err, func(rows *sql.Rows) (time.Time, error) {
		var at int64
		err := rows.Scan(&at)
		return moment(at), err
	})
}

// ReadersNamed gives the readers of a site by folded pen names, without their roles, in the order of their names; who is not
// there is left out.
func (tx *Tx) ReadersNamed(site rozmova.ID[rozmova.Site], penKeys []string) ([]*rozmova.Reader, error) {
	if len(penKeys) == 0 {
		return nil, nil
	}
	args := listed(penKeys)
	rows, err := tx.query(fmt.Sprintf("select %s from reader where pen_key in (%s) and site = $%d order by pen_key", readerColumns, places(len(args)), len(args)+1),
		append(args, site)...)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Reader, error) { return scanReader(rows) })
}

// Mentions gives those whom a comment mentions, in the order they joined.
func (tx *Tx) Mentions(comment rozmova.ID[rozmova.Comment]) ([]rozmova.ID[rozmova.Reader], error) {
	rows, err := tx.query("select reader from mention where comment = $1 order by reader", comment)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Reader], err error) { return id, rows.Scan(&id) })
}
