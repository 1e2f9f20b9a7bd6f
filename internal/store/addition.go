package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

const additionColumns = "id, site, story, actor, byline, title, source, body, state, at, changed, note"

func scanAddition(row interface{ Scan(...any) error }) (*rozmova.Addition, error) {
	var a rozmova.Addition
	var body []byte
	var at, changed int64
	if err := row.Scan(&a.ID, &a.Site, &a.Story, &a.By, &a.Byline, &a.Title, &a.Source, &body, &a.State, &at, &changed, &a.Note); err != nil {
		return nil, missing(err)
	}
	a.At, a.Changed = moment(at), moment(changed)
	if err := json.Unmarshal(body, &a.Body); err != nil {
		return nil, fmt.Errorf("addition %s: %w", a.ID, err)
	}
	return &a, nil
}

// AddAddition writes an addition to a developing story.
func (tx *Tx) AddAddition(a *rozmova.Addition) error {
	body, err := json.Marshal(a.Body)
	if err != nil {
		return err
	}
	_, err = tx.exec("insert into addition ("+additionColumns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
		a.ID, a.Site, a.Story, a.By, a.Byline, a.Title, a.Source, string(body), a.State, micros(a.At), micros(a.Changed), a.Note)
	return err
}

// ChangeAddition writes title, byline, source, body, state, Changed and note of an addition; NotFound where there is none.
func (tx *Tx) ChangeAddition(a *rozmova.Addition) error {
	body, err := json.Marshal(a.Body)
	if err != nil {
		return err
	}
	return tx.change("update addition set byline = $2, title = $3, body = $4, state = $5, changed = $6, note = $7, source = $8 where id = $1",
		a.ID, a.Byline, a.Title, string(body), a.State, micros(a.Changed), a.Note, a.Source)
}

// Addition gives an addition, also one that was taken back; NotFound where there is none.
func (tx *Tx) Addition(id rozmova.ID[rozmova.Addition]) (*rozmova.Addition, error) {
	return scanAddition(tx.row("select "+additionColumns+" from addition where id = $1", id))
}

// Additions gives up to limit additions of a story from a cursor on, not including the one that it names, in the order of
// time, or the newest first. The zero cursor is the beginning of that order. Those that were taken back are among them.
func (tx *Tx) Additions(story rozmova.ID[rozmova.Story], newest bool, from Cursor[rozmova.Addition], limit int) ([]*rozmova.Addition, error) {
	at, sign, order := micros(from.At), ">", "at, id"
	if newest {
		sign, order = "<", "at desc, id desc"
		if from.At.IsZero() {
			at = 1 << 62
		}
	}
	rows, err := tx.query("select "+additionColumns+" from addition where story = $1 and (at, id) "+sign+" ($2, $3) order by "+order+" limit $4",
		story, at, from.ID[:], limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Addition, error) { return scanAddition(rows) })
}

// AdditionCounts tells of the additions of a story that stand.
type AdditionCounts struct {
	Count       int
	First, Last time.Time // when they were published; zero where there are none
	Any         bool      // there are some, if only such as were taken back
}

// CountAdditions counts the additions of a story that stand.
func (tx *Tx) CountAdditions(story rozmova.ID[rozmova.Story]) (c AdditionCounts, err error) {
	var first, last int64
	var all int
	err = tx.row(`select coalesce(sum(case when state = 1 then 1 else 0 end), 0), coalesce(min(case when state = 1 then at end), 0),
		coalesce(max(case when state = 1 then at end), 0), count(*) from addition where story = $1`, story).Scan(&c.Count, &first, &last, &all)
	if c.Any = all > 0; c.Count > 0 {
		c.First, c.Last = moment(first), moment(last)
	}
	return c, err
}

// AdditionsSince gives up to limit additions of a story that were published, changed or taken back after a time, in the
// order of time.
func (tx *Tx) AdditionsSince(story rozmova.ID[rozmova.Story], since time.Time, limit int) ([]*rozmova.Addition, error) {
	rows, err := tx.query("select "+additionColumns+" from addition where story = $1 and changed > $2 order by at, id limit $3", story, micros(since), limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Addition, error) { return scanAddition(rows) })
}

// SetDeveloping says whether a story is being added to, and keeps when readers were last told that it changed.
func (tx *Tx) SetDeveloping(s *rozmova.Story) error {
	return tx.change("update story set developing = $2, modified = $3 where id = $1", s.ID, s.Developing, micros(s.Modified))
}
