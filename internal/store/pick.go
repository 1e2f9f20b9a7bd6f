package store

import (
	"database/sql"

	"github.com/rozmova/rozmova"
)

// PutPick features a comment, or features it in another way, and writes the time into the comment.
func (tx *Tx) PutPick(p rozmova.Pick) error {
	if err := tx.change("update comment set featured = $2 where id = $1", p.Comment, micros(p.At)); err != nil {
		return err
	}
	_, err := tx.exec(`insert into pick (comment, thread, story, editor, at, block, revision) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (comment) do update set editor = excluded.editor, at = excluded.at, block = excluded.block, revision = excluded.revision`,
		p.Comment, p.Thread, p.Story, p.By, micros(p.At), p.Block, p.Revision)
	return err
}

// DropPick features a comment no longer; NotFound where it was not featured.
func (tx *Tx) DropPick(comment rozmova.ID[rozmova.Comment]) error {
	if err := tx.change("delete from pick where comment = $1", comment); err != nil {
		return err
	}
	return tx.change("update comment set featured = 0 where id = $1", comment)
}

// Picks gives up to limit featured comments of a thread, the latest first, whatever became of their words since.
func (tx *Tx) Picks(thread rozmova.ID[rozmova.Thread], limit int) ([]rozmova.Pick, error) {
	rows, err := tx.query("select comment, thread, story, editor, at, block, revision from pick where thread = $1 order by at desc, comment desc limit $2", thread, limit)
	return all(rows, err, func(rows *sql.Rows) (p rozmova.Pick, err error) {
		var at int64
		err = rows.Scan(&p.Comment, &p.Thread, &p.Story, &p.By, &at, &p.Block, &p.Revision)
		p.At = moment(at)
		return p, err
	})
}

// StatementCounts gives how many published comments speak to each statement of a story, by its key; those to which none does
// are left out. A key may be of a statement that the story has no longer.
func (tx *Tx) StatementCounts(story rozmova.ID[rozmova.Story]) (map[string]int, error) {
	rows, err := tx.query("select statement, comments from statement_count where story = $1 and comments > 0", story)
	type count struct {
		statement string
		comments  int
	}
	list, err := all(rows, err, func(rows *sql.Rows) (c count, err error) { return c, rows.Scan(&c.statement, &c.comments) })
	counts := make(map[string]int, len(list))
	for _, c := range list {
		counts[c.statement] = c.comments
	}
	return counts, err
}
