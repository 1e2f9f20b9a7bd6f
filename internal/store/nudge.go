package store

import (
	"math"
	"time"

	"github.com/rozmova/rozmova"
)

// AddNudge writes that a writer was asked to say it another way.
func (tx *Tx) AddNudge(n *rozmova.Nudge) error {
	_, err := tx.exec("insert into nudge (id, site, thread, section, reader, digest, label, language, score, outcome, at, ended, comment) values ("+places(13)+")",
		n.ID, n.Site, n.Thread, n.Section, n.Reader, n.Digest, n.Label.String(), n.Language, int(math.Round(float64(n.Score)*tenThousandths)), n.Outcome, micros(n.At),
		micros(n.Ended), n.Comment)
	return err
}

// Nudge gives a nudge; NotFound where there is none.
func (tx *Tx) Nudge(id rozmova.ID[rozmova.Nudge]) (*rozmova.Nudge, error) {
	n := rozmova.Nudge{ID: id}
	var label string
	var score int
	var at, ended int64
	err := tx.row("select site, thread, section, reader, digest, label, language, score, outcome, at, ended, comment from nudge where id = $1", id).
		Scan(&n.Site, &n.Thread, &n.Section, &n.Reader, &n.Digest, &label, &n.Language, &score, &n.Outcome, &at, &ended, &n.Comment)
	if err != nil {
		return nil, missing(err)
	}
	n.Score, n.At, n.Ended = float32(score)/tenThousandths, moment(at), moment(ended)
	return &n, n.Label.UnmarshalText([]byte(label))
}

// EndNudge writes down what a writer did; once.
func (tx *Tx) EndNudge(id rozmova.ID[rozmova.Nudge], outcome rozmova.NudgeOutcome, comment rozmova.ID[rozmova.Comment], at time.Time) error {
	_, err := tx.exec("update nudge set outcome = $2, comment = $3, ended = $4, digest = $5 where id = $1 and ended = 0", id, outcome, comment, micros(at), []byte{})
	return err
}

// OpenNudges reports whether a nudge was shown before a time, and nothing followed.
func (tx *Tx) OpenNudges(before time.Time) (open bool, err error) {
	var n int
	err = tx.row("select count(*) from (select 1 from nudge where ended = 0 and at < $1 limit 1) one", micros(before)).Scan(&n)
	return n > 0, err
}

// DropNudges writes down of those shown before a time, and nothing followed, that the writer let it be.
func (tx *Tx) DropNudges(before, at time.Time) error {
	_, err := tx.exec("update nudge set outcome = $3, ended = $2 where ended = 0 and at < $1", micros(before), micros(at), rozmova.NudgeDropped)
	return err
}

// CountNudges counts the nudges of a site from a time on and before another by what came of them.
func (tx *Tx) CountNudges(site rozmova.ID[rozmova.Site], from, to time.Time) (counts map[rozmova.NudgeOutcome]int, err error) {
	rows, err := tx.query("select outcome, count(*) from nudge where site = $1 and at >= $2 and at < $3 group by outcome", site, micros(from), micros(to))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts = map[rozmova.NudgeOutcome]int{}
	for rows.Next() {
		var outcome rozmova.NudgeOutcome
		var n int
		if err := rows.Scan(&outcome, &n); err != nil {
			return nil, err
		}
		counts[outcome] = n
	}
	return counts, rows.Err()
}
