package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// What can be found: the kinds of Found.
const (
	Comments = 1
	Stories  = 2
)

// A Found is a comment or a story that was found. The zero Found is the beginning.
type Found struct {
	Kind    int      // Comments or Stories
	Subject [16]byte // its ID
	At      time.Time
}

// SetStems says by which stems a comment or a story (subject) is found, in place of those before; none takes it out of the
// index. story is the story itself or the one that the comment stands under, at is what the order goes by.
func (tx *Tx) SetStems(subject [16]byte, story rozmova.ID[rozmova.Story], kind int, at time.Time, stems []string) error {
	if err := tx.dropStems(subject); err != nil {
		return err
	}
	return insertEach(tx, "stem (subject, story, kind, at, stem)", stems, subject[:], story, kind, micros(at))
}

// dropStems takes a comment or a story out of the index.
func (tx *Tx) dropStems(subject [16]byte) error {
	_, err := tx.exec("delete from stem where subject = $1", subject[:])
	return err
}

// mostCounted is how far Find counts to tell a rare stem from a frequent one.
const mostCounted = 2000

// Find gives up to limit comments and stories that have every one of some stems, the newest first, from one on; of one story
// and its discussion, or of all where story is zero. Of comments only those are given that are published under a story that
// readers may see; of stories those that they may see. Without stems nothing is found.
func (tx *Tx) Find(stems []string, story rozmova.ID[rozmova.Story], before Found, limit int) ([]Found, error) {
	stems = slices.Clone(stems)
	slices.Sort(stems)
	stems = slices.Compact(stems)
	if len(stems) == 0 || slices.ContainsFunc(stems, func(s string) bool { return !storable(s) }) {
		return nil, nil
	}
	if err := tx.rarestFirst(stems, story); err != nil {
		return nil, err
	}
	at := int64(1 << 62)
	if !before.At.IsZero() {
		at = micros(before.At)
	}
	args := []any{at, before.Subject[:], limit}
	var more strings.Builder
	for i, stem := range stems {
		args = append(args, stem)
		if i > 0 {
			fmt.Fprintf(&more, " and exists (select 1 from stem other where other.subject = stem.subject and other.stem = $%d)", len(args))
		}
	}
	if !story.IsZero() {
		args = append(args, story)
		fmt.Fprintf(&more, inStory, len(args))
	}
	rows, err := tx.query(`select kind, subject, at from stem
		where stem = $4 and (at, subject) < ($1, $2)`+more.String()+`
		and (kind = 1 and exists (select 1 from comment join story on story.id = comment.story where comment.id = stem.subject and comment.state = 2 and story.state <> 1)
			or kind = 2 and exists (select 1 from story where story.id = stem.subject and story.state <> 1))
		order by at desc, subject desc limit $3`, args...)
	return all(rows, err, func(rows *sql.Rows) (f Found, err error) {
		var at int64
		var subject []byte
		err = rows.Scan(&f.Kind, &subject, &at)
		copy(f.Subject[:], subject)
		f.At = moment(at)
		return f, err
	})
}

// inStory keeps to one story, and to the index for it: what is said of the kind is true of all, and the index has the same
// condition. Without it SQLite takes that index for the whole site too, where it must sort what it finds.
const inStory = " and story = $%d and kind > 0"

// rarestFirst puts the stem with the fewest entries first: Find walks along its entries and asks of each for the others. All
// stems with mostCounted entries and more are alike.
func (tx *Tx) rarestFirst(stems []string, story rozmova.ID[rozmova.Story]) error {
	if len(stems) == 1 {
		return nil
	}
	var args []any
	var b strings.Builder
	within := ""
	if !story.IsZero() {
		args, within = append(args, story), fmt.Sprintf(inStory, 1)
	}
	for i, stem := range stems {
		if i > 0 {
			b.WriteString(" union all ")
		}
		args = append(args, stem)
		fmt.Fprintf(&b, "select cast(%d as integer), count(*) from (select 1 from stem where stem = $%d%s limit %d) counted", i, len(args), within, mostCounted)
	}
	counts := make(map[string]int, len(stems))
	rows, err := tx.query(b.String(), args...)
	_, err = all(rows, err, func(rows *sql.Rows) (struct{}, error) {
		var i, n int
		err := rows.Scan(&i, &n)
		counts[stems[i]] = n
		return struct{}{}, err
	})
	slices.SortStableFunc(stems, func(a, b string) int { return counts[a] - counts[b] })
	return err
}
