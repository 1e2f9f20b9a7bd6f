package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// An OutsideLetter tells who sent a notice of illegal content what became of it, with an account or without. The address stands in the
// notice or in the account; it is read when the letter is sent.
type OutsideLetter struct {
	ID     rozmova.ID[OutsideLetter]
	Kind   string // receipt, outcome, appeal
	Notice rozmova.ID[rozmova.Notice]
	Code   string // under which the page of the notice is found
	Tries  int
	Next   time.Time // when to try
}

// The kinds of OutsideLetter.
const (
	ReceiptLetter = "receipt" // the notice came in
	OutcomeLetter = "outcome" // it was decided
	AppealLetter  = "appeal"  // an appeal came in, or was heard
)

const outsideColumns = "id, kind, notice, code, tries, next"

func scanOutside(rows *sql.Rows) (l OutsideLetter, err error) {
	var next int64
	err = rows.Scan(&l.ID, &l.Kind, &l.Notice, &l.Code, &l.Tries, &next)
	l.Next = moment(next)
	return l, err
}

// AddOutsideLetter writes a letter to be sent.
func (tx *Tx) AddOutsideLetter(l *OutsideLetter) error {
	_, err := tx.exec("insert into outside_letter ("+outsideColumns+", sent) values ($1, $2, $3, $4, 0, $5, 0) on conflict do nothing", l.ID, l.Kind, l.Notice, l.Code, micros(l.Next))
	return err
}

// NoticeCode gives the code under which the page of a notice is found; empty where it has none.
func (tx *Tx) NoticeCode(notice rozmova.ID[rozmova.Notice]) (code string, err error) {
	rows, err := tx.query("select code from outside_letter where notice = $1 and kind = 'receipt'", notice)
	codes, err := all(rows, err, func(rows *sql.Rows) (code string, err error) { return code, rows.Scan(&code) })
	if err == nil && len(codes) > 0 {
		code = codes[0]
	}
	return code, err
}

// DueOutside gives up to limit letters whose time has come.
func (tx *Tx) DueOutside(now time.Time, limit int) ([]OutsideLetter, error) {
	rows, err := tx.query("select "+outsideColumns+" from outside_letter where next > 0 and next <= $1 order by next, id limit $2", micros(now), limit)
	return all(rows, err, scanOutside)
}

// LeaseOutside takes a letter for this process until a time; NotFound where another process was quicker.
func (tx *Tx) LeaseOutside(l *OutsideLetter, until time.Time) error {
	return tx.change("update outside_letter set next = $3 where id = $1 and next = $2", l.ID, micros(l.Next), micros(until))
}

// OutsideSent marks a letter as sent.
func (tx *Tx) OutsideSent(l *OutsideLetter, at time.Time) error {
	return tx.change("update outside_letter set next = 0, sent = $2 where id = $1", l.ID, micros(at))
}

// OutsideAgain counts a failed try and sets when to try once more; the zero time gives up.
func (tx *Tx) OutsideAgain(l *OutsideLetter, next time.Time) error {
	return tx.change("update outside_letter set next = $2, tries = tries + 1 where id = $1", l.ID, micros(next))
}
