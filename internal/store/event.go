package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
)

// maxEvents is how many events one step may append: the sixteen bits that a number leaves for them on PostgreSQL.
const maxEvents = 1 << 16

// Append puts an event into the log, as part of the step, and gives its sequence. On PostgreSQL a refused insert inside a
// step ends the step.
func (tx *Tx) Append(e rozmova.Event) (int64, error) {
	if tx.events >= maxEvents {
		return 0, fmt.Errorf("append event: more than %d in one step", maxEvents)
	}
	var ref any
	if e.Ref != [16]byte{} {
		ref = e.Ref[:]
	}
	var seq int64
	err := tx.row(tx.db.dialect.insertEvent(), tx.events, micros(e.At), e.Kind, e.Site, e.Story, e.Thread, e.Comment, e.Actor, ref).Scan(&seq)
	if err != nil {
		return 0, fmt.Errorf("append event: %w", err)
	}
	tx.events++
	return seq, nil
}

const eventColumns = "seq, at, kind, site, story, thread, comment, actor, ref"

func scanEvent(rows *sql.Rows) (rozmova.Event, error) {
	var e rozmova.Event
	var at int64
	var ref []byte
	err := rows.Scan(&e.Seq, &at, &e.Kind, &e.Site, &e.Story, &e.Thread, &e.Comment, &e.Actor, &ref)
	e.At = moment(at)
	copy(e.Ref[:], ref)
	return e, err
}

// Events gives up to limit events after a position, in order. None that commits later will have a smaller number.
func (tx *Tx) Events(after int64, limit int) ([]rozmova.Event, error) {
	rows, err := tx.query("select "+eventColumns+" from event where seq > $1 and seq < "+tx.db.dialect.bound()+" order by seq limit $2", after, limit)
	return all(rows, err, scanEvent)
}

// ThreadEvents gives up to limit events of one thread after a position, in order.
func (tx *Tx) ThreadEvents(thread rozmova.ID[rozmova.Thread], after int64, limit int) ([]rozmova.Event, error) {
	rows, err := tx.query("select "+eventColumns+" from event where thread = $1 and seq > $2 and seq < "+tx.db.dialect.bound()+" order by seq limit $3", thread, after, limit)
	return all(rows, err, scanEvent)
}

// Head gives the position up to which the log is complete.
func (tx *Tx) Head() (int64, error) {
	var seq int64
	err := tx.row("select coalesce(max(seq), 0) from event where seq < " + tx.db.dialect.bound()).Scan(&seq)
	return seq, err
}

// Position gives how far a follower has come; false where it was never heard of.
func (tx *Tx) Position(follower string) (int64, bool, error) {
	var seq int64
	err := missing(tx.row("select seq from follower where name = $1", follower).Scan(&seq))
	if err == rozmova.NotFound {
		return 0, false, nil
	}
	return seq, err == nil, err
}

// SetPosition remembers how far a follower has come. It never goes back.
func (tx *Tx) SetPosition(follower string, seq int64) error {
	_, err := tx.exec(`insert into follower (name, seq) values ($1, $2)
		on conflict (name) do update set seq = excluded.seq where follower.seq < excluded.seq`, follower, seq)
	return err
}

// tail wakes those who wait for new events.
type tail struct {
	mu   sync.Mutex
	wake chan struct{} // closed at the next event; nil while nobody waits
}

func (t *tail) ring() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.wake != nil {
		close(t.wake)
		t.wake = nil
	}
}

func (t *tail) waiting() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.wake == nil {
		t.wake = make(chan struct{})
	}
	return t.wake
}

// Follow reads the log from a position and gives each batch to fn, in order, until ctx ends or fn fails; it returns that
// error. It is woken by commits and looks by itself every poll besides, for wake-ups are hints.
func (db *DB) Follow(ctx context.Context, after int64, poll time.Duration, fn func([]rozmova.Event) error) error {
	timer := time.NewTimer(poll)
	defer timer.Stop()
	for {
		woken := db.tail.waiting() // before reading, so that nothing falls between
		var batch []rozmova.Event
		err := db.View(ctx, func(tx *Tx) (err error) {
			batch, err = tx.Events(after, 256)
			return err
		})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			db.log.Warn("reading the log", "error", err)
		}
		if len(batch) > 0 {
			last := batch[len(batch)-1].Seq // fn may do to the batch what it likes
			if err := fn(batch); err != nil {
				return err
			}
			after = last
			continue
		}
		timer.Reset(poll)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-woken:
		case <-timer.C:
		}
	}
}

// Settled waits until every event that was committed before the call can be read. On SQLite that is so at once; on
// PostgreSQL a step that still runs, anywhere on the server, holds back the events of those that began after it.
func (db *DB) Settled(ctx context.Context) error {
	var last int64
	if err := db.reader.QueryRowContext(ctx, "select coalesce(max(seq), 0) from event").Scan(&last); err != nil {
		return err
	}
	for {
		woken := db.tail.waiting()
		var head int64
		if err := db.View(ctx, func(tx *Tx) (err error) { head, err = tx.Head(); return err }); err != nil || head >= last {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-woken:
		case <-time.After(10 * time.Millisecond):
		}
	}
}
