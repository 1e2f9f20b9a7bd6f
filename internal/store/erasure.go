package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// An Erasure is the end of an account: asked for, and done or not yet.
type Erasure struct {
	ID     rozmova.ID[Erasure]
	Reader rozmova.ID[rozmova.Reader]
	Keep   bool // published texts stay, without a name
	Asked  time.Time
	Done   time.Time // zero: not yet
}

const erasureColumns = "id, reader, keep, asked, done"

func scanErasure(row interface{ Scan(...any) error }) (*Erasure, error) {
	var e Erasure
	var asked, done int64
	err := row.Scan(&e.ID, &e.Reader, &e.Keep, &asked, &done)
	e.Asked, e.Done = moment(asked), moment(done)
	return &e, missing(err)
}

// Erasure gives an erasure; NotFound where there is none.
func (tx *Tx) Erasure(id rozmova.ID[Erasure]) (*Erasure, error) {
	return scanErasure(tx.row("select "+erasureColumns+" from erasure where id = $1", id))
}

// ErasureOf gives the erasure of a reader, the first where there are several; NotFound where there is none.
func (tx *Tx) ErasureOf(reader rozmova.ID[rozmova.Reader]) (*Erasure, error) {
	return scanErasure(tx.row("select "+erasureColumns+" from erasure where reader = $1 order by asked, id limit 1", reader))
}

// Erasures gives all erasures, or only those that are not done, the earliest first.
func (tx *Tx) Erasures(open bool) ([]*Erasure, error) {
	where := ""
	if open {
		where = " where done = 0"
	}
	rows, err := tx.query("select " + erasureColumns + " from erasure" + where + " order by asked, id")
	return all(rows, err, func(rows *sql.Rows) (*Erasure, error) { return scanErasure(rows) })
}

// AddErasure writes down that an account is to be erased. From this step on nobody comes in by it: its roles, ways in, sessions and
// tokens are gone, and so is its address. One that was erased before, in a store from which this one was restored, is erased anew.
func (tx *Tx) AddErasure(e *Erasure) error {
	_, err := tx.exec("insert into erasure (id, reader, keep, asked, done) values ($1, $2, $3, $4, $5)", e.ID, e.Reader, whole(e.Keep), micros(e.Asked), micros(e.Done))
	if err != nil {
		return err
	}
	if _, err = tx.exec("update reader set erased = $2 where id = $1", e.Reader, micros(e.Asked)); err != nil {
		return err
	}
	return tx.Shut(e.Reader)
}

// AgainErasure opens an erasure that was done once more: its reader has come back with a backup.
func (tx *Tx) AgainErasure(id rozmova.ID[Erasure], at time.Time) error {
	e, err := tx.Erasure(id)
	if err != nil {
		return err
	}
	if _, err := tx.exec("update erasure set done = 0 where id = $1", id); err != nil {
		return err
	}
	if _, err := tx.exec("update reader set erased = $2 where id = $1", e.Reader, micros(at)); err != nil {
		return err
	}
	return tx.Shut(e.Reader)
}

// Shut takes everything by which a reader comes in, or is found, from an account.
func (tx *Tx) Shut(reader rozmova.ID[rozmova.Reader]) error {
	if err := tx.dropPending(reader); err != nil { // while the address is known
		return err
	}
	for _, query := range []string{
		"delete from sign_in_code where reader = $1 or email in (select email_key from contact where reader = $1) or email in (select email from contact where reader = $1)",
		"delete from contact where reader = $1",
		"delete from reader_role where reader = $1",
		"delete from session where reader = $1",
		"delete from known_browser where reader = $1",
		"delete from api_token where reader = $1",
		"delete from challenge where reader = $1",
		"delete from identity where reader = $1",
		"delete from passkey where reader = $1",
		"delete from totp where reader = $1",
	} {
		if _, err := tx.exec(query, reader); err != nil {
			return err
		}
	}
	return nil
}

// Unname takes the name from an account that is being erased.
func (tx *Tx) Unname(reader rozmova.ID[rozmova.Reader]) error {
	_, err := tx.exec("update reader set pen_name = '', pen_key = $2, picture = '', locale = '' where id = $1", reader, nobodyKey(reader))
	return err
}

// nobodyKey is the folded name of those who have none: one that no name folds to, and another for each.
func nobodyKey(reader rozmova.ID[rozmova.Reader]) string { return "\u007f" + reader.String() }

// CountRole tells how many readers of a site hold a role for all sections.
func (tx *Tx) CountRole(site rozmova.ID[rozmova.Site], role rozmova.Role) (n int, err error) {
	err = tx.row("select count(*) from reader_role o join reader r on r.id = o.reader where r.site = $1 and o.role = $2 and o.section = ''", site, role).Scan(&n)
	return n, err
}
