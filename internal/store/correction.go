package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// listCorrections puts the corrections of a story into the list of all, in place of those of the revision before.
func (tx *Tx) listCorrections(s *rozmova.Story) error {
	if _, err := tx.exec("delete from correction where story = $1", s.ID); err != nil {
		return err
	}
	for i, c := range s.Corrections {
		if _, err := tx.exec("insert into correction (story, place, site, at) values ($1, $2, $3, $4)", s.ID, i, s.Site, micros(c.At)); err != nil {
			return err
		}
	}
	return nil
}

// A Listed correction is one of the list of all: where it stands in its story.
type Listed struct {
	Story rozmova.ID[rozmova.Story]
	Place int // in Story.Corrections
	At    time.Time
}

// Corrections gives up to limit corrections of the stories that readers may see, the newest first, from before a time on and,
// where it is not zero, behind one of that time.
func (tx *Tx) Corrections(site rozmova.ID[rozmova.Site], before time.Time, behind Listed, limit int) ([]Listed, error) {
	if !behind.At.IsZero() {
		before = behind.At
	}
	rows, err := tx.query(`select c.story, c.place, c.at from correction c join story s on s.id = c.story
		where c.site = $1 and (c.at, c.story, c.place) < ($2, $3, $4) and s.state <> 1
		order by c.at desc, c.story desc, c.place desc limit $5`, site, micros(before), behind.Story[:], behind.Place, limit)
	return all(rows, err, func(rows *sql.Rows) (l Listed, err error) {
		var at int64
		err = rows.Scan(&l.Story, &l.Place, &at)
		l.At = moment(at)
		return l, err
	})
}

// CorrectionTimes gives the times of all corrections of the stories that readers may see, the newest first.
func (tx *Tx) CorrectionTimes(site rozmova.ID[rozmova.Site]) ([]time.Time, error) {
	rows, err := tx.query("select c.at from correction c join story s on s.id = c.story where c.site = $1 and s.state <> 1 order by c.at desc", site)
	return all(rows, err, func(rows *sql.Rows) (time.Time, error) {
		var at int64
		err := rows.Scan(&at)
		return moment(at), err
	})
}

// CitedBy gives those of some readers who have a published comment on a statement of a story that was written before a time, each with the
// latest of them.
func (tx *Tx) CitedBy(story rozmova.ID[rozmova.Story], statement string, before time.Time, readers []rozmova.ID[rozmova.Reader]) (map[rozmova.ID[rozmova.Reader]]rozmova.ID[rozmova.Comment], error) {
	cited := map[rozmova.ID[rozmova.Reader]]rozmova.ID[rozmova.Comment]{}
	if len(readers) == 0 {
		return cited, nil
	}
	args := listed(readers)
	n := len(args)
	args = append(args, story, statement, micros(before))
	rows, err := tx.query("select author, id from comment where author in ("+places(n)+") and story = "+place(n+1)+" and statement = "+place(n+2)+
		" and state = 2 and created < "+place(n+3)+" order by created, id", args...)
	type pair struct {
		reader  rozmova.ID[rozmova.Reader]
		comment rozmova.ID[rozmova.Comment]
	}
	list, err := all(rows, err, func(rows *sql.Rows) (p pair, err error) { return p, rows.Scan(&p.reader, &p.comment) })
	for _, p := range list {
		cited[p.reader] = p.comment
	}
	return cited, err
}
