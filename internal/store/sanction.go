package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// AddSanction writes a sanction.
func (tx *Tx) AddSanction(s *rozmova.Sanction) error {
	_, err := tx.exec("insert into sanction ("+sanctionColumns+") values ("+places(10)+")",
		s.ID, s.Site, s.Reader, s.Decision, s.Rung, s.Rule, micros(s.Starts), micros(s.Ends), micros(s.Read), micros(s.Lifted))
	return err
}

// Sanction gives a sanction; NotFound where there is none.
func (tx *Tx) Sanction(id rozmova.ID[rozmova.Sanction]) (*rozmova.Sanction, error) {
	return scanSanction(tx.row("select "+sanctionColumns+" from sanction where id = $1", id))
}

// SanctionOf gives the sanction that a decision is about; NotFound where it is about none.
func (tx *Tx) SanctionOf(decision rozmova.ID[rozmova.Decision]) (*rozmova.Sanction, error) {
	return scanSanction(tx.row("select "+sanctionColumns+" from sanction where decision = $1", decision))
}

// Sanctions gives up to limit sanctions of a reader, the latest first, also such as are over.
func (tx *Tx) Sanctions(reader rozmova.ID[rozmova.Reader], limit int) ([]*rozmova.Sanction, error) {
	rows, err := tx.query("select "+sanctionColumns+" from sanction where reader = $1 order by starts desc, id desc limit $2", reader, limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Sanction, error) { return scanSanction(rows) })
}

// LiftSanction ends a sanction before its time; it is a Conflict where it was lifted.
func (tx *Tx) LiftSanction(id rozmova.ID[rozmova.Sanction], at time.Time) error {
	err := tx.change("update sanction set lifted = $2 where id = $1 and lifted = 0", id, micros(at))
	if err == rozmova.NotFound {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "sanction.over"}
	}
	return err
}

// UnliftSanction brings a sanction back whose lifting was undone at once.
func (tx *Tx) UnliftSanction(id rozmova.ID[rozmova.Sanction]) error {
	return tx.change("update sanction set lifted = 0 where id = $1", id)
}

// DropSanction takes a sanction away that was undone at once, as if it had not been.
func (tx *Tx) DropSanction(id rozmova.ID[rozmova.Sanction]) error {
	return tx.change("delete from sanction where id = $1", id)
}

// ReadSanction writes down when a warning was read.
func (tx *Tx) ReadSanction(id rozmova.ID[rozmova.Sanction], at time.Time) error {
	_, err := tx.exec("update sanction set read = $2 where id = $1 and read = 0", id, micros(at))
	return err
}

// Removals gives when comments of a reader were removed under a rule, by decisions that stand, the oldest first.
func (tx *Tx) Removals(reader rozmova.ID[rozmova.Reader], rule string, limit int) ([]time.Time, error) {
	rows, err := tx.query(`select decision.at from decision join comment on comment.id = decision.comment
		where comment.author = $1 and decision.rule = $2 and `+removals+` order by decision.at desc limit $3`, reader, rule, limit)
	list, err := all(rows, err, func(rows *sql.Rows) (time.Time, error) {
		var at int64
		err := rows.Scan(&at)
		return moment(at), err
	})
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	return list, err
}
