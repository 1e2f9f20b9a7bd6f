package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// An AlertRow is an alert with the channels by which it comes.
type AlertRow struct {
	rozmova.Alert
	Page   bool
	Digest time.Time // when the digest is due that it goes into; zero: none
}

const alertColumns = "a.id, a.reader, a.kind, a.seq, a.story, a.comment, a.actor, a.ref, a.at, a.read"

func scanAlert(row interface{ Scan(...any) error }) (rozmova.Alert, error) {
	var a rozmova.Alert
	var ref []byte
	var at, read int64
	err := row.Scan(&a.ID, &a.Reader, &a.Kind, &a.Seq, &a.Story, &a.Comment, &a.Actor, &ref, &at, &read)
	copy(a.Ref[:], ref)
	a.At, a.Read = moment(at), moment(read)
	return a, missing(err)
}

func scanAlerts(rows *sql.Rows, err error) ([]rozmova.Alert, error) {
	return all(rows, err, func(rows *sql.Rows) (rozmova.Alert, error) { return scanAlert(rows) })
}

// mostAlerts is how many alerts one statement writes.
const mostAlerts = 64

// AddAlerts writes alerts and gives those that were not there before: a reader has one alert of an event.
func (tx *Tx) AddAlerts(list []AlertRow) ([]AlertRow, error) {
	var added []AlertRow
	for part := range slices.Chunk(list, mostAlerts) {
		var b strings.Builder
		var args []any
		for i := range part {
			a := &part[i]
			var ref any
			if a.Ref != [16]byte{} {
				ref = a.Ref[:]
			}
			if i > 0 {
				b.WriteString(", ")
			}
			n := len(args)
			args = append(args, a.ID, a.Reader, a.Seq, a.Kind, a.Story, a.Comment, a.Actor, ref, micros(a.At), whole(a.Page), micros(a.Digest))
			fmt.Fprintf(&b, "($%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d, 0, $%d, $%d)", n+1, n+2, n+3, n+4, n+5, n+6, n+7, n+8, n+9, n+10, n+11)
		}
		rows, err := tx.query("insert into alert (id, reader, seq, kind, story, comment, actor, ref, at, read, page, digest) values "+b.String()+
			" on conflict do nothing returning id", args...)
		ids, err := all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Alert], err error) { return id, rows.Scan(&id) })
		if err != nil {
			return nil, err
		}
		for _, a := range part {
			if slices.Contains(ids, a.ID) {
				added = append(added, a)
			}
		}
	}
	return added, nil
}

// shownAlert is the condition that what an alert tells of can still be read by whom it tells: the comment and its story are in
// sight, the pick stands, and nobody has muted anybody since. Decisions stay.
const shownAlert = `(a.kind = 3
	or a.kind = 5 and exists (select 1 from story s where s.id = a.story and s.state <> 1)
	or a.kind in (1, 2, 4) and exists (select 1 from comment c join story s on s.id = c.story
		where c.id = a.comment and c.state = 2 and s.state <> 1 and (a.kind <> 4 or c.featured > 0)))
	and not exists (select 1 from mute m where m.reader = a.reader and m.muted = a.actor)`

// Alert gives an alert; NotFound where there is none.
func (tx *Tx) Alert(id rozmova.ID[rozmova.Alert]) (*rozmova.Alert, error) {
	a, err := scanAlert(tx.row("select "+alertColumns+" from alert a where a.id = $1", id))
	return &a, err
}

// AlertShown reports whether what an alert tells of can still be read by the reader.
func (tx *Tx) AlertShown(id rozmova.ID[rozmova.Alert]) (bool, error) {
	var n int
	err := tx.row("select count(*) from alert a where a.id = $1 and "+shownAlert, id).Scan(&n)
	return n > 0, err
}

// Alerts gives up to limit alerts that a reader sees on the page, the latest first; before is the sequence of the last one of
// the page before, 0 for none. What can no longer be read is left out.
func (tx *Tx) Alerts(reader rozmova.ID[rozmova.Reader], before int64, limit int) ([]rozmova.Alert, error) {
	if before <= 0 {
		before = 1<<63 - 1
	}
	return scanAlerts(tx.query("select "+alertColumns+" from alert a where a.reader = $1 and a.page = 1 and a.seq < $2 and "+shownAlert+" order by a.seq desc limit $3",
		reader, before, limit))
}

// CountUnread tells how many alerts a reader has not read, up to a bound.
func (tx *Tx) CountUnread(reader rozmova.ID[rozmova.Reader], most int) (int, error) {
	var n int
	err := tx.row("select count(*) from (select 1 from alert a where a.reader = $1 and a.read = 0 and a.page = 1 and "+shownAlert+" limit $2) unread", reader, most).Scan(&n)
	return n, err
}

// ReadAlerts marks a reader's alerts up to a sequence as read, and tells how many were not.
func (tx *Tx) ReadAlerts(reader rozmova.ID[rozmova.Reader], upTo int64, at time.Time) (int64, error) {
	return tx.count("update alert set read = $3 where reader = $1 and seq <= $2 and read = 0", reader, upTo, micros(at))
}

// ReadAlert marks one alert of a reader as read, and tells how many were not.
func (tx *Tx) ReadAlert(reader rozmova.ID[rozmova.Reader], id rozmova.ID[rozmova.Alert], at time.Time) (int64, error) {
	return tx.count("update alert set read = $3 where reader = $1 and id = $2 and read = 0", reader, id, micros(at))
}

// count runs a statement and tells how many rows it changed.
func (tx *Tx) count(query string, args ...any) (int64, error) {
	result, err := tx.exec(query, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Alerted gives those who have been told of a comment in one of some kinds.
func (tx *Tx) Alerted(comment rozmova.ID[rozmova.Comment], kinds ...rozmova.AlertKind) (map[rozmova.ID[rozmova.Reader]]bool, error) {
	args := []any{comment}
	for _, k := range kinds {
		args = append(args, k)
	}
	in := make([]string, len(kinds))
	for i := range kinds {
		in[i] = fmt.Sprintf("$%d", i+2)
	}
	rows, err := tx.query("select reader from alert where comment = $1 and kind in ("+strings.Join(in, ", ")+")", args...)
	ids, err := all(rows, err, scanReaderID)
	found := make(map[rozmova.ID[rozmova.Reader]]bool, len(ids))
	for _, id := range ids {
		found[id] = true
	}
	return found, err
}

// MutedBy gives those of some readers who do not want to read somebody.
func (tx *Tx) MutedBy(muted rozmova.ID[rozmova.Reader], readers []rozmova.ID[rozmova.Reader]) (map[rozmova.ID[rozmova.Reader]]bool, error) {
	found := map[rozmova.ID[rozmova.Reader]]bool{}
	if len(readers) == 0 || muted.IsZero() {
		return found, nil
	}
	args := listed(readers)
	rows, err := tx.query(fmt.Sprintf("select reader from mute where reader in (%s) and muted = $%d", places(len(args)), len(args)+1), append(args, muted)...)
	ids, err := all(rows, err, scanReaderID)
	for _, id := range ids {
		found[id] = true
	}
	return found, err
}

// CommentedBefore gives up to limit readers, in the order of their IDs from after on, who have a published comment under a story
// that was written before a time.
func (tx *Tx) CommentedBefore(story rozmova.ID[rozmova.Story], at time.Time, after rozmova.ID[rozmova.Reader], limit int) ([]rozmova.ID[rozmova.Reader], error) {
	rows, err := tx.query("select distinct author from comment where story = $1 and state = 2 and created < $2 and author > $3 order by author limit $4",
		story, micros(at), after[:], limit)
	return all(rows, err, scanReaderID)
}

// RevisionAt gives the text that a story had from a time on, and the one before it, each without its sources' readers; NotFound
// where no revision was made just then. The one before is nil for the first.
func (tx *Tx) RevisionAt(story *rozmova.Story, at time.Time) (now, before *rozmova.Story, err error) {
	rows, err := tx.query(`select revision, doc, at from story_revision where story = $1
		and revision <= (select max(revision) from story_revision where story = $1 and at = $2) order by revision desc limit 2`, story.ID, micros(at))
	list, err := all(rows, err, scanRevision(story))
	switch {
	case err != nil:
		return nil, nil, err
	case len(list) == 0:
		return nil, nil, rozmova.NotFound
	case len(list) == 1:
		return list[0], nil, nil
	}
	return list[0], list[1], nil
}

// DueDigests gives up to limit readers for whom a digest is due.
func (tx *Tx) DueDigests(now time.Time, limit int) ([]rozmova.ID[rozmova.Reader], error) {
	rows, err := tx.query("select distinct reader from alert where digest > 0 and digest <= $1 limit $2", micros(now), limit)
	return all(rows, err, scanReaderID)
}

// TakeDigest puts a reader's alerts whose digest is due into one letter, and gives the sequence that names it: the greatest of
// theirs. NotFound where none is due any more.
func (tx *Tx) TakeDigest(reader rozmova.ID[rozmova.Reader], now time.Time) (int64, error) {
	var seq int64
	err := tx.row("select coalesce(max(seq), 0) from alert where reader = $1 and digest > 0 and digest <= $2", reader, micros(now)).Scan(&seq)
	if err == nil && seq == 0 {
		err = rozmova.NotFound
	}
	if err != nil {
		return 0, err
	}
	_, err = tx.exec("update alert set digest = 0, letter = $3 where reader = $1 and digest > 0 and digest <= $2", reader, micros(now), seq)
	return seq, err
}

// DigestAlerts gives what a letter with a digest tells of: the alerts put into it that can still be read and were not, the
// oldest first.
func (tx *Tx) DigestAlerts(reader rozmova.ID[rozmova.Reader], letter int64, limit int) ([]rozmova.Alert, error) {
	return scanAlerts(tx.query("select "+alertColumns+" from alert a where a.reader = $1 and a.letter = $2 and a.read = 0 and "+shownAlert+" order by a.seq limit $3",
		reader, letter, limit))
}

// DropDigests takes what waits for a digest out of it: a reader's alerts of one kind.
func (tx *Tx) DropDigests(reader rozmova.ID[rozmova.Reader], kind rozmova.AlertKind) error {
	_, err := tx.exec("update alert set digest = 0 where reader = $1 and kind = $2 and digest > 0", reader, kind)
	return err
}
