package store

import (
	"database/sql"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
)

// oneNotice gives the only row of a query, NotFound where there is none.
func (tx *Tx) oneNotice(rows *sql.Rows, err error) (*rozmova.Notice, error) {
	list, err := all(rows, err, scanNotice)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, rozmova.NotFound
	}
	return &list[0], nil
}

// Notice gives a notice; NotFound where there is none.
func (tx *Tx) Notice(id rozmova.ID[rozmova.Notice]) (*rozmova.Notice, error) {
	return tx.oneNotice(tx.query("select "+noticeColumns+" from notice where id = $1", id))
}

// NoticeBySecret gives the notice whose page has a code with this SHA-256; NotFound where there is none.
func (tx *Tx) NoticeBySecret(hash []byte) (*rozmova.Notice, error) {
	return tx.oneNotice(tx.query("select "+noticeColumns+" from notice where secret = $1", hash))
}

// CountIllegal tells how many notices of illegal content came in since a time: from a network of which origin is the hash, from a reader,
// or, where both are empty, from everybody without an account.
func (tx *Tx) CountIllegal(site rozmova.ID[rozmova.Site], origin []byte, reader rozmova.ID[rozmova.Reader], since time.Time) (n int, err error) {
	switch {
	case len(origin) > 0:
		err = tx.row("select count(*) from notice where site = $1 and kind <> 'rule' and at > $2 and origin = $3", site, micros(since), origin).Scan(&n)
	case !reader.IsZero():
		err = tx.row("select count(*) from notice where site = $1 and kind <> 'rule' and at > $2 and reporter = $3", site, micros(since), reader).Scan(&n)
	default:
		err = tx.row("select count(*) from notice where site = $1 and kind <> 'rule' and at > $2 and reporter is null", site, micros(since)).Scan(&n)
	}
	return n, err
}

// ReportsOf tells how many of a reader's reports that people decided since a time were right, and how many were not.
func (tx *Tx) ReportsOf(reader rozmova.ID[rozmova.Reader], since time.Time) (right, wrong int, err error) {
	err = tx.row(`select coalesce(sum(case outcome when 'restricted' then 1 else 0 end), 0), coalesce(sum(case outcome when 'not_restricted' then 1 else 0 end), 0)
		from notice where reporter = $1 and kind = 'rule' and at > $2 and decision is not null`, reader, micros(since)).Scan(&right, &wrong)
	return right, wrong, err
}

// A Deadline is something that has to be decided by a time.
type Deadline struct {
	Notice  rozmova.ID[rozmova.Notice] // or
	Appeal  rozmova.ID[rozmova.Appeal]
	Comment rozmova.ID[rozmova.Comment]
	Section rozmova.Slug
	Due     time.Time
	Warned  time.Time
}

// Deadlines gives up to limit notices and appeals that wait and are due before a time, the most pressing first.
func (tx *Tx) Deadlines(site rozmova.ID[rozmova.Site], before time.Time, limit int) ([]Deadline, error) {
	read := func(rows *sql.Rows) (d Deadline, err error) {
		var due, warned int64
		err = rows.Scan(&d.Notice, &d.Appeal, &d.Comment, &d.Section, &due, &warned)
		d.Due, d.Warned = moment(due), moment(warned)
		return d, err
	}
	rows, err := tx.query(`select n.id, null, n.comment, s.section, n.due, n.warned from notice n join comment c on c.id = n.comment join story s on s.id = c.story
		where n.site = $1 and n.decision is null and n.due > 0 and n.due <= $2 order by n.due, n.id limit $3`, site, micros(before), limit)
	notices, err := all(rows, err, read)
	if err != nil {
		return nil, err
	}
	rows, err = tx.query(`select null, a.id, a.comment, s.section, a.due, a.warned from appeal a join comment c on c.id = a.comment join story s on s.id = c.story
		where a.site = $1 and a.state = 1 and a.due <= $2 order by a.due, a.id limit $3`, site, micros(before), limit)
	appeals, err := all(rows, err, read)
	return append(notices, appeals...), err
}

// DeadlineWarned writes down that the alarm before a deadline was given. It is NotFound where it was given before, or nothing waits.
func (tx *Tx) DeadlineWarned(d *Deadline, at time.Time) error {
	if !d.Appeal.IsZero() {
		return tx.change("update appeal set warned = $2 where id = $1 and warned = 0 and state = 1", d.Appeal, micros(at))
	}
	return tx.change("update notice set warned = $2 where id = $1 and warned = 0 and decision is null", d.Notice, micros(at))
}

// DropIllegal takes the notices of a comment that were answered out of the queue of illegal content.
func (tx *Tx) DropIllegal(answered []rozmova.Notice) error {
	var errs []error
	for _, n := range answered {
		if n.Kind != rozmova.RuleNotice {
			errs = append(errs, tx.DropQueue(rozmova.IllegalList, n.ID))
		}
	}
	return errors.Join(errs...)
}
