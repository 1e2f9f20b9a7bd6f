package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/rozmova/rozmova"
)

// AddThread writes a new thread.
func (tx *Tx) AddThread(t *rozmova.Thread) error {
	settings, err := json.Marshal(t.Settings)
	if err != nil {
		return err
	}
	_, err = tx.exec("insert into thread (id, site, story, mode, comments, seq, opened, settings) values ($1, $2, $3, $4, 0, $5, $6, $7)",
		t.ID, t.Site, t.Story, t.Mode, t.Seq, micros(t.Opened), string(settings))
	return err
}

// Thread gives a thread; NotFound where there is none.
func (tx *Tx) Thread(id rozmova.ID[rozmova.Thread]) (*rozmova.Thread, error) {
	var t rozmova.Thread
	var opened int64
	var settings []byte
	err := tx.row("select id, site, story, mode, comments, seq, opened, divide, settings from thread where id = $1", id).
		Scan(&t.ID, &t.Site, &t.Story, &t.Mode, &t.Comments, &t.Seq, &opened, &t.Divide, &settings)
	if err != nil {
		return nil, missing(err)
	}
	t.Opened = moment(opened)
	if err := json.Unmarshal(settings, &t.Settings); err != nil {
		return nil, fmt.Errorf("thread %s: %w", t.ID, err)
	}
	return &t, nil
}

// SetThread writes the mode and the settings of a thread.
func (tx *Tx) SetThread(t *rozmova.Thread) error {
	settings, err := json.Marshal(t.Settings)
	if err != nil {
		return err
	}
	return tx.change("update thread set mode = $2, settings = $3 where id = $1", t.ID, t.Mode, string(settings))
}

// SetThreadMode opens, closes or slows a thread and leaves its settings.
func (tx *Tx) SetThreadMode(id rozmova.ID[rozmova.Thread], mode rozmova.ThreadMode) error {
	return tx.change("update thread set mode = $2 where id = $1", id, mode)
}

// SetInvited replaces those who may write where writers are invited.
func (tx *Tx) SetInvited(thread rozmova.ID[rozmova.Thread], readers []rozmova.ID[rozmova.Reader]) error {
	if _, err := tx.exec("delete from invited where thread = $1", thread); err != nil {
		return err
	}
	return insertEach(tx, "invited (thread, reader)", readers, thread)
}

// Invited gives those who may write where writers are invited, in the order they joined the site.
func (tx *Tx) Invited(thread rozmova.ID[rozmova.Thread]) ([]rozmova.ID[rozmova.Reader], error) {
	rows, err := tx.query("select reader from invited where thread = $1 order by reader", thread)
	return all(rows, err, scanReaderID)
}

func scanReaderID(rows *sql.Rows) (id rozmova.ID[rozmova.Reader], err error) {
	return id, rows.Scan(&id)
}

// IsInvited reports whether a reader is among them.
func (tx *Tx) IsInvited(thread rozmova.ID[rozmova.Thread], reader rozmova.ID[rozmova.Reader]) (bool, error) {
	var n int
	err := tx.row("select count(*) from invited where thread = $1 and reader = $2", thread, reader).Scan(&n)
	return n > 0, err
}

// touchThread counts published comments up or down and remembers the last event. The sequence grows each time, also when
// on PostgreSQL a step with an earlier event ends after one with a later: pages are known by it to have changed.
func (tx *Tx) touchThread(id rozmova.ID[rozmova.Thread], by int, seq int64) error {
	return tx.change("update thread set comments = comments + $2, seq = case when seq < $3 then $3 else seq + 1 end where id = $1", id, by, seq)
}

// TouchThread remembers the last event of a thread.
func (tx *Tx) TouchThread(id rozmova.ID[rozmova.Thread], seq int64) error {
	return tx.touchThread(id, 0, seq)
}

// CommentCounts gives the number of published comments under each of some stories; a story without any has none.
func (tx *Tx) CommentCounts(threads []rozmova.ID[rozmova.Thread]) (map[rozmova.ID[rozmova.Thread]]int, error) {
	counts := make(map[rozmova.ID[rozmova.Thread]]int, len(threads))
	if len(threads) == 0 {
		return counts, nil
	}
	args := listed(threads)
	rows, err := tx.query("select id, comments from thread where id in ("+places(len(args))+")", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id rozmova.ID[rozmova.Thread]
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		counts[id] = n
	}
	return counts, rows.Err()
}
