package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A FormerName is a pen name that a reader went by.
type FormerName struct {
	Name  string
	Until time.Time // when it was given up
}

// Rename gives a reader another pen name. A Conflict says that it is taken.
func (tx *Tx) Rename(id rozmova.ID[rozmova.Reader], name, penKey string) error {
	return tx.conflict(tx.change("update reader set pen_name = $2, pen_key = $3 where id = $1", id, name, penKey), "name.taken", "pen_name")
}

// SetRenamed remembers when a reader's pen name was last changed.
func (tx *Tx) SetRenamed(id rozmova.ID[rozmova.Reader], at time.Time) error {
	return tx.change("update reader set renamed = $2 where id = $1", id, micros(at))
}

// PenKeyTaken reports whether somebody of the site other than one reader, who may be nobody, goes by a folded pen name or
// gave it up after a moment. A guest's name is nobody's.
func (tx *Tx) PenKeyTaken(site rozmova.ID[rozmova.Site], penKey string, by rozmova.ID[rozmova.Reader], since time.Time) (bool, error) {
	var taken bool
	// Behind ~ stands what tells those apart who had their names before these were found to look alike: hexadecimal digits.
	err := tx.row(`select exists (select 1 from reader where site = $1 and id <> $2 and pen_key = $3)
		or exists (select 1 from reader where site = $1 and id <> $2 and pen_key > $4 and pen_key < $5)
		or exists (select 1 from former_name where site = $1 and reader <> $2 and pen_key = $3 and until > $6)`,
		site, by[:], penKey, penKey+"~", penKey+"~g", micros(since)).Scan(&taken)
	return taken, err
}

// AddFormerName remembers that a reader gave up a pen name.
func (tx *Tx) AddFormerName(r *rozmova.Reader, name, penKey string, until time.Time) error {
	_, err := tx.exec("insert into former_name (reader, site, name, pen_key, until) values ($1, $2, $3, $4, $5)", r.ID, r.Site, name, penKey, micros(until))
	return err
}

// FormerNames gives the pen names that a reader went by, the latest first.
func (tx *Tx) FormerNames(reader rozmova.ID[rozmova.Reader]) ([]FormerName, error) {
	rows, err := tx.query("select name, until from former_name where reader = $1 order by until desc", reader)
	return all(rows, err, func(rows *sql.Rows) (f FormerName, err error) {
		var until int64
		err = rows.Scan(&f.Name, &until)
		f.Until = moment(until)
		return f, err
	})
}
