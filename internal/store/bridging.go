package store

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

// A Valued is what may be told of a comment's place in the order across a divide, as ranking.Told has it.
type Valued struct {
	Label     int // ranking.Label
	More      int // of ten readers of one side who value it
	Less      int // of ten of the other
	MoreVotes int
	LessVotes int
}

// A Bridging is a row of what is known of a comment in the order across a divide.
type Bridging struct {
	Comment    rozmova.ID[rozmova.Comment]
	Thread     rozmova.ID[rozmova.Thread]
	Told       Valued
	Discounted int       // votes' worth of weight taken from discounted votes, in thousandths
	Sunk       time.Time // since when readers of both sides report it; zero: they do not
	Held       time.Time // until when a sudden fall is held back; zero: none is
	Place      int64     // where it would stand but for that, in millionths
}

// Empty reports whether there is nothing to tell, so that no row is kept.
func (b *Bridging) Empty() bool {
	return b.Told == Valued{} && b.Discounted == 0 && b.Sunk.IsZero() && b.Held.IsZero()
}

const bridgingColumns = "b.comment, b.thread, b.label, b.more, b.less, b.more_votes, b.less_votes, b.discounted, b.sunk, b.held, b.place"

func scanBridging(rows *sql.Rows) (b Bridging, err error) {
	var sunk, held int64
	err = rows.Scan(&b.Comment, &b.Thread, &b.Told.Label, &b.Told.More, &b.Told.Less, &b.Told.MoreVotes, &b.Told.LessVotes, &b.Discounted, &sunk, &held, &b.Place)
	b.Sunk, b.Held = moment(sunk), moment(held)
	return b, err
}

// Bridgings gives all rows of a thread, by their comments.
func (tx *Tx) Bridgings(thread rozmova.ID[rozmova.Thread]) ([]Bridging, error) {
	rows, err := tx.query("select "+bridgingColumns+" from bridging b where b.thread = $1 order by b.comment", thread)
	return all(rows, err, scanBridging)
}

// Valued gives what may be told of some comments; those without a label are not in the map.
func (tx *Tx) Valued(comments []rozmova.ID[rozmova.Comment]) (map[rozmova.ID[rozmova.Comment]]Valued, error) {
	told := map[rozmova.ID[rozmova.Comment]]Valued{}
	if len(comments) == 0 {
		return told, nil
	}
	args := listed(comments)
	rows, err := tx.query(fmt.Sprintf("select %s from bridging b where b.comment in (%s) and b.label > 0", bridgingColumns, places(len(args))), args...)
	list, err := all(rows, err, scanBridging)
	for _, b := range list {
		told[b.Comment] = b.Told
	}
	return told, err
}

// A Moved is a published comment whose place in the order across a divide, or what is told of it, has changed.
type Moved struct {
	Comment rozmova.ID[rozmova.Comment]
	Root    bool // it answers none: only those have a place
	Bridge  int64
	Told    Valued
}

// Moved gives up to limit published comments of a thread that have moved at a moment or after it, the latest first.
func (tx *Tx) Moved(thread rozmova.ID[rozmova.Thread], since time.Time, limit int) ([]Moved, error) {
	rows, err := tx.query(`select c.id, c.depth, c.bridge, coalesce(b.label, 0), coalesce(b.more, 0), coalesce(b.less, 0), coalesce(b.more_votes, 0), coalesce(b.less_votes, 0)
		from comment c left join bridging b on b.comment = c.id
		where c.thread = $1 and c.moved >= $2 and c.moved > 0 and c.state = 2 order by c.moved desc, c.id limit $3`, thread, micros(since), limit)
	return all(rows, err, func(rows *sql.Rows) (m Moved, err error) {
		var depth int
		err = rows.Scan(&m.Comment, &depth, &m.Bridge, &m.Told.Label, &m.Told.More, &m.Told.Less, &m.Told.MoreVotes, &m.Told.LessVotes)
		m.Root = depth == 0
		return m, err
	})
}

// LatestBehind gives, of the latest limit comments of a thread that answer none, those that are published, not sunk and stand behind a
// place in the order Bridged, in that order.
func (tx *Tx) LatestBehind(thread rozmova.ID[rozmova.Thread], from Place, limit int) ([]*rozmova.Comment, error) {
	return scanComments(tx.query("select "+commentColumns+` from (select * from comment where thread = $1 and depth = 0 and state <> 1
			order by created desc, id desc limit $4) latest
		where state = 2 and bridge >= 0 and (bridge, id) < ($2, $3) order by bridge desc, id desc`, thread, from.Key, from.ID[:], limit))
}
