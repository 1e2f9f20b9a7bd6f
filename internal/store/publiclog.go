package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A LogLine is an entry of the public log as it is kept.
type LogLine struct {
	Seq        int64
	At         time.Time
	Kind       string
	Doc        string // canonical JSON, a line of the published log
	Prev, Hash []byte // SHA-256 of the line before, and of this one
}

// A LogHead is the signed end of the public log at a time.
type LogHead struct {
	Seq                  int64
	At                   time.Time
	Hash, Signature, Key []byte
}

const lineColumns = "seq, at, kind, doc, prev, hash"

func scanLine(rows *sql.Rows) (LogLine, error) {
	var l LogLine
	var at int64
	err := rows.Scan(&l.Seq, &at, &l.Kind, &l.Doc, &l.Prev, &l.Hash)
	l.At = moment(at)
	return l, err
}

// LogLines gives up to limit entries of the public log after one, in order.
func (tx *Tx) LogLines(after int64, limit int) ([]LogLine, error) {
	rows, err := tx.query("select "+lineColumns+" from public_log where seq > $1 order by seq limit $2", after, limit)
	return all(rows, err, scanLine)
}

// LastLine gives the last entry of the public log; nil where it is empty.
func (tx *Tx) LastLine() (*LogLine, error) {
	rows, err := tx.query("select " + lineColumns + " from public_log order by seq desc limit 1")
	lines, err := all(rows, err, scanLine)
	if err != nil || len(lines) == 0 {
		return nil, err
	}
	return &lines[0], nil
}

// AddLogLine puts an entry at the end of the public log. The caller holds the lock "public log".
func (tx *Tx) AddLogLine(l *LogLine) error {
	_, err := tx.exec("insert into public_log ("+lineColumns+") values ($1, $2, $3, $4, $5, $6)", l.Seq, micros(l.At), l.Kind, l.Doc, l.Prev, l.Hash)
	return err
}

// AddLogSalt keeps the salt with which an entry's content can be shown to be the text of a comment. It goes when that is erased.
func (tx *Tx) AddLogSalt(seq int64, comment rozmova.ID[rozmova.Comment], salt []byte) error {
	_, err := tx.exec("insert into log_salt (seq, comment, salt) values ($1, $2, $3)", seq, comment, salt)
	return err
}

const headColumns = "seq, at, hash, signature, key"

func scanHead(rows *sql.Rows) (LogHead, error) {
	var h LogHead
	var at int64
	err := rows.Scan(&h.Seq, &at, &h.Hash, &h.Signature, &h.Key)
	h.At = moment(at)
	return h, err
}

// LogHeads gives the signed heads of the public log, the oldest first.
func (tx *Tx) LogHeads() ([]LogHead, error) {
	rows, err := tx.query("select " + headColumns + " from log_head order by seq")
	return all(rows, err, scanHead)
}

// LastHead gives the last signed head of the public log; nil where there is none.
func (tx *Tx) LastHead() (*LogHead, error) {
	rows, err := tx.query("select " + headColumns + " from log_head order by seq desc limit 1")
	heads, err := all(rows, err, scanHead)
	if err != nil || len(heads) == 0 {
		return nil, err
	}
	return &heads[0], nil
}

// AddLogHead keeps a signed head. A second one over the same entry takes the place of the first.
func (tx *Tx) AddLogHead(h *LogHead) error {
	_, err := tx.exec(`insert into log_head (`+headColumns+`) values ($1, $2, $3, $4, $5)
		on conflict (seq) do update set at = excluded.at, hash = excluded.hash, signature = excluded.signature, key = excluded.key`,
		h.Seq, micros(h.At), h.Hash, h.Signature, h.Key)
	return err
}
