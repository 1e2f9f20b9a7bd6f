package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A Note is what a moderator writes for the others about a reader or a comment. It never leaves the desk.
type Note struct {
	ID      rozmova.ID[Note]
	Site    rozmova.ID[rozmova.Site]
	Reader  rozmova.ID[rozmova.Reader]  // about whom; zero: about the comment alone
	Comment rozmova.ID[rozmova.Comment] // by which it was written; zero for none
	By      rozmova.ID[rozmova.Reader]
	Text    string
	At      time.Time
}

// AddNote writes a note.
func (tx *Tx) AddNote(n *Note) error {
	_, err := tx.exec("insert into note (id, site, reader, comment, actor, text, at) values ($1, $2, $3, $4, $5, $6, $7)",
		n.ID, n.Site, n.Reader, n.Comment, n.By, n.Text, micros(n.At))
	return err
}

// Notes gives up to limit notes about a reader or a comment, the latest first.
func (tx *Tx) Notes(reader rozmova.ID[rozmova.Reader], comment rozmova.ID[rozmova.Comment], limit int) ([]Note, error) {
	rows, err := tx.query("select id, site, reader, comment, actor, text, at from note where reader = $1 or comment = $2 order by at desc, id desc limit $3", reader, comment, limit)
	return all(rows, err, func(rows *sql.Rows) (n Note, err error) {
		var at int64
		err = rows.Scan(&n.ID, &n.Site, &n.Reader, &n.Comment, &n.By, &n.Text, &at)
		n.At = moment(at)
		return n, err
	})
}
