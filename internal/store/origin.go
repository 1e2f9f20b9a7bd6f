package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// An Origin is the keyed hash of a network that a reader did something from on a day.
type Origin struct {
	Reader rozmova.ID[rozmova.Reader]
	Day    int // since 1970
	Hash   []byte
	Deed   string // post, vote, report, join
	At     time.Time
}

// OriginKeys gives the keys of the days from one on, by day, and makes that of the last day where there is none: fresh is 32 random bytes.
func (tx *Tx) OriginKeys(from, to int, fresh []byte) (map[int][]byte, error) {
	keys := map[int][]byte{}
	rows, err := tx.query("select day, key from origin_key where day >= $1 and day <= $2", from, to)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var day int
		var key []byte
		if err := rows.Scan(&day, &key); err != nil {
			return nil, err
		}
		keys[day] = key
	}
	if err := rows.Err(); err != nil || keys[to] != nil {
		return keys, err
	}
	if _, err := tx.exec("insert into origin_key (day, key) values ($1, $2) on conflict (day) do nothing", to, fresh); err != nil {
		return nil, err
	}
	var key []byte
	err = tx.row("select key from origin_key where day = $1", to).Scan(&key)
	keys[to] = key
	return keys, err
}

// AddOrigin writes down from where a reader did something; once a day for each network and deed.
func (tx *Tx) AddOrigin(o *Origin) error {
	_, err := tx.exec("insert into origin (reader, day, hash, deed, at) values ($1, $2, $3, $4, $5) on conflict (reader, day, hash, deed) do nothing",
		o.Reader, o.Day, o.Hash, o.Deed, micros(o.At))
	return err
}

// ReadersFrom gives up to limit readers who did something from a network on a day.
func (tx *Tx) ReadersFrom(day int, hash []byte, limit int) ([]rozmova.ID[rozmova.Reader], error) {
	rows, err := tx.query("select distinct reader from origin where day = $1 and hash = $2 order by reader limit $3", day, hash, limit)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Reader], err error) { return id, rows.Scan(&id) })
}

// OriginsOf gives from where some readers did things, from a day on.
func (tx *Tx) OriginsOf(readers []rozmova.ID[rozmova.Reader], from int) ([]Origin, error) {
	if len(readers) == 0 {
		return nil, nil
	}
	args := listed(readers)
	rows, err := tx.query("select reader, day, hash, deed, at from origin where reader in ("+places(len(args))+") and day >= "+place(len(args)+1), append(args, from)...)
	return all(rows, err, func(rows *sql.Rows) (o Origin, err error) {
		var at int64
		err = rows.Scan(&o.Reader, &o.Day, &o.Hash, &o.Deed, &at)
		o.At = moment(at)
		return o, err
	})
}

// ForgetOrigins deletes what is older than a day: hashes, their keys, and those beside notices.
func (tx *Tx) ForgetOrigins(before int) error {
	for _, q := range []string{"delete from origin where day < $1", "delete from origin_key where day < $1"} {
		if _, err := tx.exec(q, before); err != nil {
			return err
		}
	}
	_, err := tx.exec("update notice set origin = null where origin is not null and at < $1", micros(time.Unix(int64(before)*24*60*60, 0)))
	return err
}
