package store

import (
	"database/sql"
	"math"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
)

const signalColumns = "id, site, kind, key, comment, reader, doc, score, acted, at, state, actor, closed"

func scanSignal(row interface{ Scan(...any) error }) (*rozmova.Signal, error) {
	var s rozmova.Signal
	var score int
	var at, closed int64
	err := row.Scan(&s.ID, &s.Site, &s.Kind, &s.Key, &s.Comment, &s.Reader, &s.Doc, &score, &s.Acted, &at, &s.State, &s.By, &closed)
	s.Score, s.At, s.Closed = float64(score)/1000, moment(at), moment(closed)
	return &s, missing(err)
}

// PutSignal writes a signal of abuse, or renews the evidence of the open one that has its kind and key; fresh tells whether it is new.
// One that somebody has closed stays as it is.
func (tx *Tx) PutSignal(s *rozmova.Signal) (fresh bool, err error) {
	res, err := tx.exec("update signal set doc = $4, score = $5, acted = $6 where site = $1 and kind = $2 and key = $3 and state = 1",
		s.Site, s.Kind, s.Key, string(s.Doc), int(math.Round(s.Score*1000)), s.Acted)
	if err != nil {
		return false, err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return false, err
	}
	res, err = tx.exec("insert into signal ("+signalColumns+") values ("+places(13)+") on conflict (site, kind, key) do nothing",
		s.ID, s.Site, s.Kind, s.Key, s.Comment, s.Reader, string(s.Doc), int(math.Round(s.Score*1000)), s.Acted, micros(s.At), s.State, s.By, micros(s.Closed))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// Signal gives a signal; NotFound where there is none.
func (tx *Tx) Signal(id rozmova.ID[rozmova.Signal]) (*rozmova.Signal, error) {
	return scanSignal(tx.row("select "+signalColumns+" from signal where id = $1", id))
}

// Signals gives up to limit signals of a site in a state, the latest first.
func (tx *Tx) Signals(site rozmova.ID[rozmova.Site], open bool, limit int) ([]*rozmova.Signal, error) {
	where := "state <> 1"
	if open {
		where = "state = 1"
	}
	rows, err := tx.query("select "+signalColumns+" from signal where site = $1 and "+where+" order by at desc, id desc limit $2", site, limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Signal, error) { return scanSignal(rows) })
}

// CountSignals tells how many signals of a site are open.
func (tx *Tx) CountSignals(site rozmova.ID[rozmova.Site]) (n int, err error) {
	err = tx.row("select count(*) from signal where site = $1 and state = 1", site).Scan(&n)
	return n, err
}

// OpenSignalAbout reports whether a signal of a kind about a reader is open or was confirmed.
func (tx *Tx) OpenSignalAbout(reader rozmova.ID[rozmova.Reader], kind string) (bool, error) {
	var n int
	err := tx.row("select count(*) from signal where reader = $1 and kind = $2 and state <> 3", reader, kind).Scan(&n)
	return n > 0, err
}

// Dismissed gives the comments of which signals of some kinds were closed as nothing at or after a time.
func (tx *Tx) Dismissed(site rozmova.ID[rozmova.Site], kinds []string, since time.Time) ([]rozmova.ID[rozmova.Comment], error) {
	args := []any{site, micros(since)}
	for _, k := range kinds {
		args = append(args, k)
	}
	in := ""
	for i := range kinds {
		in += ", " + place(i+3)
	}
	rows, err := tx.query("select distinct comment from signal where site = $1 and state = 3 and closed >= $2 and comment is not null and kind in ("+in[2:]+") order by comment", args...)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Comment], err error) { return id, rows.Scan(&id) })
}

// CloseSignal writes down what somebody found a signal to be: 2 confirmed, 3 dismissed. It is a Conflict when it is closed.
func (tx *Tx) CloseSignal(id rozmova.ID[rozmova.Signal], state int, by rozmova.ID[rozmova.Reader], at time.Time) error {
	err := tx.change("update signal set state = $2, actor = $3, closed = $4 where id = $1 and state = 1", id, state, by, micros(at))
	if err == rozmova.NotFound {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "signal.closed"}
	}
	return err
}

// A Barred is a reader who may not write, with whether something came from them out of one of the networks that were asked for.
type Barred struct {
	ID       rozmova.ID[rozmova.Reader]
	PenName  string
	Joined   time.Time
	Since    time.Time // the sanction
	FromHere bool
}

// BannedFrom gives readers with a suspension or ban in force, those from some networks first, then the latest sanctioned; limit of each
// at most.
func (tx *Tx) BannedFrom(origins []Origin, at time.Time, limit int) ([]Barred, error) {
	const banned = `select r.id, r.pen_name, r.joined, max(s.starts) from sanction s join reader r on r.id = s.reader
		where s.rung >= 3 and s.lifted = 0 and s.starts <= $1 and s.ends > $1`
	const latest = " group by r.id, r.pen_name, r.joined order by max(s.starts) desc, r.id limit $2"
	scan := func(here bool) func(rows *sql.Rows) (Barred, error) {
		return func(rows *sql.Rows) (b Barred, err error) {
			var joined, since int64
			err = rows.Scan(&b.ID, &b.PenName, &joined, &since)
			b.Joined, b.Since, b.FromHere = moment(joined), moment(since), here
			return b, err
		}
	}
	var list []Barred
	if len(origins) > 0 {
		where, args := "", []any{micros(at), limit}
		for i, o := range origins {
			if i > 0 {
				where += " or "
			}
			args = append(args, o.Day, o.Hash)
			where += "day = " + place(len(args)-1) + " and hash = " + place(len(args))
		}
		rows, err := tx.query(banned+" and r.id in (select reader from origin where "+where+")"+latest, args...)
		if list, err = all(rows, err, scan(true)); err != nil {
			return nil, err
		}
	}
	rows, err := tx.query(banned+latest, micros(at), limit)
	more, err := all(rows, err, scan(false))
	for _, b := range more {
		if !slices.ContainsFunc(list, func(l Barred) bool { return l.ID == b.ID }) {
			list = append(list, b)
		}
	}
	return list, err
}
