package store

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

// Written gives when a reader wrote comments, or put new words into them, between two times, the latest first, up to limit; of
// one thread, or of all where the thread is zero. New words within window of when the comment was written are left out; with a
// negative window none are. What became of the comments since does not matter.
func (tx *Tx) Written(author rozmova.ID[rozmova.Reader], thread rozmova.ID[rozmova.Thread], since, until time.Time, window time.Duration, limit int) ([]time.Time, error) {
	where, late, args := "", "", []any{author, micros(since), micros(until), limit}
	if !thread.IsZero() {
		args = append(args, thread)
		where = fmt.Sprintf(" and comment.thread = $%d", len(args))
	}
	if window >= 0 {
		args = append(args, window.Microseconds())
		late = fmt.Sprintf(" - comment.created > $%d", len(args))
	}
	// A revision's time stands with it as soon as there is a later one, and before that with the comment. What was revised since
	// some time was changed since then.
	of := func(at string) string {
		if late == "" {
			return where
		}
		return where + " and " + at + late
	}
	rows, err := tx.query(`select created as at from comment where author = $1 and created >= $2 and created <= $3`+where+`
		union all select changed from comment where author = $1 and revision > 1 and changed >= $2 and changed <= $3`+of("comment.changed")+`
		union all select r.at from comment join comment_revision r on r.comment = comment.id and r.revision > 1
			where comment.author = $1 and comment.revision > 1 and comment.changed >= $2 and r.at >= $2 and r.at <= $3`+of("r.at")+`
		order by at desc limit $4`, args...)
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
	return all(rows, err, scanReaderID)
}
