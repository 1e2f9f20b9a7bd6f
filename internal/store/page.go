package store

import (
	"fmt"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
)

// A Cursor is a place in a list ordered by time and ID: just behind the item it was taken from. The zero Cursor is the
// beginning.
type Cursor[T any] struct {
	At time.Time
	ID rozmova.ID[T]
}

// Order is one in which comments that answer none can be read.
type Order uint8

// The orders.
const (
	Oldest    Order = iota
	Newest          // the reverse of Oldest
	Respected       // by Rank, the highest first
	Answered        // by published answers in the branch, the most first
	Bridged         // by Bridge, the highest first
)

// orders are the columns of a Place's keys, each with an index behind the thread (migrations 2 and 6), and which way they run. The
// ID runs the same way, so that an index in one direction or the other gives the order.
var orders = [...]struct {
	column string
	down   bool
}{Oldest: {"created", false}, Newest: {"created", true}, Respected: {"rank", true}, Answered: {"answered", true}, Bridged: {"bridge", true}}

// A Place is where a comment stands in an Order. The zero Place is the beginning.
type Place struct {
	Key int64 // created in microseconds (Oldest, Newest), Rank (Respected), Answered or Bridge (Bridged)
	ID  rozmova.ID[rozmova.Comment]
}

// PlaceOf gives the place of a comment that answers none.
func PlaceOf(c *rozmova.Comment, o Order) Place {
	switch o {
	case Respected:
		return Place{c.Rank, c.ID}
	case Answered:
		return Place{int64(c.Answered), c.ID}
	case Bridged:
		return Place{c.Bridge, c.ID}
	}
	return Place{micros(c.Created), c.ID}
}

// Roots gives up to limit comments that answer none, in an order: those behind a place or, with back, the last of those before
// it, still in that order; there are none before the beginning. Among equals the later comment comes first, save in the order
// Oldest. What is Pending is left out; everything else keeps its place.
func (tx *Tx) Roots(thread rozmova.ID[rozmova.Thread], o Order, from Place, back bool, limit int) ([]*rozmova.Comment, error) {
	column, down := orders[o].column, orders[o].down
	if from == (Place{}) {
		if back {
			return nil, nil
		}
		if down {
			from.Key = 1 << 62
		}
	}
	sign, direction := ">", "asc"
	if down != back {
		sign, direction = "<", "desc"
	}
	list, err := scanComments(tx.query(fmt.Sprintf(`select %[1]s from comment
		where thread = $1 and depth = 0 and state <> 1 and (%[2]s, id) %[3]s ($2, $3)
		order by %[2]s %[4]s, id %[4]s limit $4`, commentColumns, column, sign, direction), thread, from.Key, from.ID[:], limit))
	if back {
		slices.Reverse(list)
	}
	return list, err
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

// behindAll is greater than every path: a path's digits are 0 to 9 and a to f.
const behindAll = "g"

// Below gives up to limit answers of a root's branch in the order of the tree, a parent before its answers: those below a path
// (empty: all) that stand behind another place, from, or, with back, the last of those that stand before it, still in that
// order. An empty from is the beginning, and none stand before that. What is Pending is left out.
func (tx *Tx) Below(root rozmova.ID[rozmova.Comment], path, from string, back bool, limit int) ([]*rozmova.Comment, error) {
	above, behind, direction := max(path, from), path+behindAll, "asc"
	if back {
		above, behind, direction = path, min(path+behindAll, from), "desc"
	}
	list, err := scanComments(tx.query("select "+commentColumns+` from comment
		where root = $1 and path > $2 and path < $3 and state <> 1
		order by path `+direction+" limit $4", root, above, behind, limit))
	if back {
		slices.Reverse(list)
	}
	return list, err
}

// ByPaths gives those comments of a branch that stand at some paths, the least deep first. The root's path is empty. What is
// Pending is left out.
func (tx *Tx) ByPaths(root rozmova.ID[rozmova.Comment], paths []string) ([]*rozmova.Comment, error) {
	if len(paths) == 0 {
		return nil, nil
	}
	args := listed(paths)
	return scanComments(tx.query(fmt.Sprintf("select %s from comment where root = $%d and path in (%s) and state <> 1 order by depth, path",
		commentColumns, len(args)+1, places(len(args))), append(args, root)...))
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

// CountSince counts the comments of a thread that others than a reader (zero: that anybody) published after a moment. It
// counts to most and no further.
func (tx *Tx) CountSince(thread rozmova.ID[rozmova.Thread], since time.Time, but rozmova.ID[rozmova.Reader], most int) (int, error) {
	var n int
	err := tx.row(`select count(*) from (select 1 from comment
		where thread = $1 and created > $2 and state = 2 and (author is null or author <> $3) limit $4) counted`, thread, micros(since), but[:], most).Scan(&n)
	return n, err
}

// mostAnswered is how many of a reader's comments, the latest, AnswersTo looks at.
const mostAnswered = 1000

// AnswersTo gives up to limit published answers to a reader's comments, the latest first. Answers to what the reader wrote more
// than a thousand comments ago, and those under a story that readers may not see, are left out.
func (tx *Tx) AnswersTo(reader rozmova.ID[rozmova.Reader], limit int) ([]*rozmova.Comment, error) {
	return scanComments(tx.query("select "+commentColumns+` from comment
		where parent in (select id from comment where author = $1 order by created desc limit $2) and state = 2
		and exists (select 1 from story where story.id = comment.story and story.state <> 1)
		order by created desc, id desc limit $3`, reader, mostAnswered, limit))
}
