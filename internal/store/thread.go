package store

import (
	"github.com/rozmova/rozmova"
)

// AddThread writes a new thread.
func (tx *Tx) AddThread(t *rozmova.Thread) error {
	_, err := tx.exec("insert into thread (id, site, story, mode, comments, seq, opened) values ($1, $2, $3, $4, 0, $5, $6)",
		t.ID, t.Site, t.Story, t.Mode, t.Seq, micros(t.Opened))
	return err
}

// Thread gives a thread; NotFound where there is none.
func (tx *Tx) Thread(id rozmova.ID[rozmova.Thread]) (*rozmova.Thread, error) {
	var t rozmova.Thread
	var opened int64
	err := tx.row("select id, site, story, mode, comments, seq, opened from thread where id = $1", id).
		Scan(&t.ID, &t.Site, &t.Story, &t.Mode, &t.Comments, &t.Seq, &opened)
	t.Opened = moment(opened)
	return &t, missing(err)
}

// SetThreadMode opens, closes or slows a thread.
func (tx *Tx) SetThreadMode(id rozmova.ID[rozmova.Thread], mode rozmova.ThreadMode) error {
	return tx.change("update thread set mode = $2 where id = $1", id, mode)
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
