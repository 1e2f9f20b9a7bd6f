package store

import (
	"database/sql"
	"math"
	"time"

	"github.com/rozmova/rozmova"
)

func scanTemperature(row interface{ Scan(...any) error }) (*rozmova.Temperature, error) {
	var t rozmova.Temperature
	var heat int
	var since, until int64
	err := row.Scan(&t.Root, &t.Site, &t.Thread, &t.State, &heat, &since, &until, &t.Decision)
	t.Heat, t.Since, t.Until = float64(heat)/1000, moment(since), moment(until)
	return &t, missing(err)
}

const temperatureColumns = "root, site, thread, state, heat, since, until, decision"

// Temperature gives how heated a branch is; NotFound where it was never taken.
func (tx *Tx) Temperature(root rozmova.ID[rozmova.Comment]) (*rozmova.Temperature, error) {
	return scanTemperature(tx.row("select "+temperatureColumns+" from temperature where root = $1", root))
}

// PutTemperature writes how heated a branch is.
func (tx *Tx) PutTemperature(t *rozmova.Temperature) error {
	_, err := tx.exec("insert into temperature ("+temperatureColumns+") values ("+places(8)+`)
		on conflict (root) do update set state = excluded.state, heat = excluded.heat, since = excluded.since, until = excluded.until, decision = excluded.decision`,
		t.Root, t.Site, t.Thread, t.State, int(math.Round(t.Heat*1000)), micros(t.Since), micros(t.Until), t.Decision)
	return err
}

// HotBranches gives the branches of a thread that are heated or worse at a time, by their roots.
func (tx *Tx) HotBranches(thread rozmova.ID[rozmova.Thread], at time.Time) (map[rozmova.ID[rozmova.Comment]]*rozmova.Temperature, error) {
	rows, err := tx.query("select "+temperatureColumns+" from temperature where thread = $1 and state > 0 and until > $2", thread, micros(at))
	list, err := all(rows, err, func(rows *sql.Rows) (*rozmova.Temperature, error) { return scanTemperature(rows) })
	found := map[rozmova.ID[rozmova.Comment]]*rozmova.Temperature{}
	for _, t := range list {
		found[t.Root] = t
	}
	return found, err
}

// CooledBranches gives up to limit branches of a site whose time is over and that are not calm yet.
func (tx *Tx) CooledBranches(site rozmova.ID[rozmova.Site], at time.Time, limit int) ([]*rozmova.Temperature, error) {
	rows, err := tx.query("select "+temperatureColumns+" from temperature where site = $1 and state > 0 and until <= $2 order by until limit $3", site, micros(at), limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Temperature, error) { return scanTemperature(rows) })
}

// A Breath is one comment of a branch as its temperature is taken.
type Breath struct {
	Author  rozmova.ID[rozmova.Reader]
	At      time.Time
	Incivil float32 // the greatest of the verdict's participant, threat and identity_attack; 0: there is none
}

// Breaths gives the last comments of a branch since a time that were not taken back, up to limit, the latest first.
func (tx *Tx) Breaths(root rozmova.ID[rozmova.Comment], since time.Time, limit int) ([]Breath, error) {
	rows, err := tx.query(`select c.author, c.created, coalesce(v.participant, 0), coalesce(v.threat, 0), coalesce(v.identity_attack, 0)
		from comment c left join verdict v on v.comment = c.id and v.revision = c.revision
		where c.root = $1 and c.created >= $2 and c.state in (1, 2, 3, 4) order by c.created desc, c.ordinal desc limit $3`, root, micros(since), limit)
	return all(rows, err, func(rows *sql.Rows) (b Breath, err error) {
		var at int64
		var scores [3]int
		err = rows.Scan(&b.Author, &at, &scores[0], &scores[1], &scores[2])
		b.At, b.Incivil = moment(at), float32(max(scores[0], scores[1], scores[2]))/tenThousandths
		return b, err
	})
}

// WroteInBranch gives when a reader last wrote in a branch since a time; the zero time where they did not.
func (tx *Tx) WroteInBranch(author rozmova.ID[rozmova.Reader], root rozmova.ID[rozmova.Comment], since time.Time) (time.Time, error) {
	var at int64
	err := tx.row("select coalesce(max(created), 0) from comment where author = $1 and created >= $3 and root = $2", author, root, micros(since)).Scan(&at)
	return moment(at), err
}
