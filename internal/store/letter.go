package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A Letter is one that an event asks for. It holds neither address nor text: both are read when it is sent.
type Letter struct {
	Seq    int64                      // of the event
	Kind   string                     // which letter: reasons, restored, notice
	Reader rozmova.ID[rozmova.Reader] // whom it is for
	Ref    [16]byte                   // ID of what it tells of
	Tries  int
	Next   time.Time // when to try
}

// AddLetter writes a letter to be sent; a second one for the same event and reader is left out.
func (tx *Tx) AddLetter(l *Letter) error {
	_, err := tx.exec("insert into letter (seq, kind, reader, ref, tries, next, sent) values ($1, $2, $3, $4, 0, $5, 0) on conflict do nothing",
		l.Seq, l.Kind, l.Reader, l.Ref[:], micros(l.Next))
	return err
}

// DueLetters gives up to limit letters whose time has come.
func (tx *Tx) DueLetters(now time.Time, limit int) ([]Letter, error) {
	rows, err := tx.query("select seq, kind, reader, ref, tries, next from letter where next > 0 and next <= $1 order by next, seq limit $2", micros(now), limit)
	return all(rows, err, func(rows *sql.Rows) (l Letter, err error) {
		var ref []byte
		var next int64
		err = rows.Scan(&l.Seq, &l.Kind, &l.Reader, &ref, &l.Tries, &next)
		copy(l.Ref[:], ref)
		l.Next = moment(next)
		return l, err
	})
}

// LeaseLetter takes a letter for this process until a time; NotFound where another process was quicker.
func (tx *Tx) LeaseLetter(l *Letter, until time.Time) error {
	return tx.change("update letter set next = $4 where seq = $1 and reader = $2 and next = $3", l.Seq, l.Reader, micros(l.Next), micros(until))
}

// LetterSent marks a letter as sent.
func (tx *Tx) LetterSent(l *Letter, at time.Time) error {
	return tx.change("update letter set next = 0, sent = $3 where seq = $1 and reader = $2", l.Seq, l.Reader, micros(at))
}

// LetterAgain counts a failed try and sets when to try once more; the zero time gives up.
func (tx *Tx) LetterAgain(l *Letter, next time.Time) error {
	return tx.change("update letter set next = $3, tries = tries + 1 where seq = $1 and reader = $2", l.Seq, l.Reader, micros(next))
}
