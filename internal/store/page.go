package store

import (
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

// A Cursor is a place in a list ordered by time and ID: just behind the item it was taken from. The zero Cursor is the
// beginning.
type Cursor[T any] struct {
	At time.Time
	ID rozmova.ID[T]
}

// Roots gives up to limit comments that answer none, oldest or newest first, from a cursor on. What is Pending is left
// out; everything else keeps its place.
func (tx *Tx) Roots(thread rozmova.ID[rozmova.Thread], after Cursor[rozmova.Comment], newest bool, limit int) ([]*rozmova.Comment, error) {
	id := after.ID[:] // all zero bytes at the beginning, never NULL
	if !newest {
		return scanComments(tx.query("select "+commentColumns+` from comment
			where thread = $1 and depth = 0 and (created, id) > ($2, $3) and state <> 1
			order by created, id limit $4`, thread, micros(after.At), id, limit))
	}
	at := int64(1 << 62)
	if !after.At.IsZero() {
		at = micros(after.At)
	}
	return scanComments(tx.query("select "+commentColumns+` from comment
		where thread = $1 and depth = 0 and (created, id) < ($2, $3) and state <> 1
		order by created desc, id desc limit $4`, thread, at, id, limit))
}

// Answers gives the first answers in each of some branches: those with an ordinal up to perBranch. A parent always comes
// before its answers.
func (tx *Tx) Answers(roots []*rozmova.Comment, perBranch int) ([]*rozmova.Comment, error) {
	if len(roots) == 0 {
		return nil, nil
	}
	ids := make([]rozmova.ID[rozmova.Comment], len(roots))
	for i, c := range roots {
		ids[i] = c.ID
	}
	args := listed(ids)
	return scanComments(tx.query(fmt.Sprintf("select %s from comment where root in (%s) and ordinal between 1 and $%d and state <> 1 order by root, ordinal",
		commentColumns, places(len(args)), len(args)+1), append(args, perBranch)...))
}

// Branch gives the answers of one branch behind an ordinal, up to limit.
func (tx *Tx) Branch(root rozmova.ID[rozmova.Comment], after, limit int) ([]*rozmova.Comment, error) {
	return scanComments(tx.query("select "+commentColumns+` from comment
		where root = $1 and ordinal > $2 and ordinal > 0 and state <> 1 order by ordinal limit $3`, root, after, limit))
}

// Comments gives up to limit comments of a thread, answers and all, in the order they were written, from a cursor on.
func (tx *Tx) Comments(thread rozmova.ID[rozmova.Thread], after Cursor[rozmova.Comment], newest bool, limit int) ([]*rozmova.Comment, error) {
	if !newest {
		return scanComments(tx.query("select "+commentColumns+` from comment
			where thread = $1 and (created, id) > ($2, $3) and state <> 1
			order by created, id limit $4`, thread, micros(after.At), after.ID[:], limit))
	}
	at := int64(1 << 62)
	if !after.At.IsZero() {
		at = micros(after.At)
	}
	return scanComments(tx.query("select "+commentColumns+` from comment
		where thread = $1 and (created, id) < ($2, $3) and state <> 1
		order by created desc, id desc limit $4`, thread, at, after.ID[:], limit))
}

// CommentsOf gives up to limit comments of a reader, the latest first.
func (tx *Tx) CommentsOf(author rozmova.ID[rozmova.Reader], limit int) ([]*rozmova.Comment, error) {
	return scanComments(tx.query("select "+commentColumns+" from comment where author = $1 order by created desc limit $2", author, limit))
}

// Mine gives what a reader alone sees of a thread: the own comments that are not published.
func (tx *Tx) Mine(thread rozmova.ID[rozmova.Thread], author rozmova.ID[rozmova.Reader], limit int) ([]*rozmova.Comment, error) {
	return scanComments(tx.query("select "+commentColumns+` from comment
		where author = $2 and thread = $1 and state in (1, 3, 4) order by created desc limit $3`, thread, author, limit))
}
