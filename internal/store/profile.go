package store

import (
	"math"

	"github.com/rozmova/rozmova"
)

// SetHidden writes which parts of the profile others do not see. NotFound: there is no such reader, or the account was erased.
func (tx *Tx) SetHidden(reader rozmova.ID[rozmova.Reader], hidden rozmova.Hidden) error {
	return tx.change("update reader set hidden = $2 where id = $1 and erased = 0", reader, int64(hidden))
}

// inSight are the published comments of an author, $1, under stories that readers may see.
const inSight = `from comment where author = $1 and state = 2
	and exists (select 1 from story where story.id = comment.story and story.state in (2, 3))`

// PublishedOf gives up to limit of a reader's published comments that are older than a place, the latest first; a zero place is
// the beginning. Comments under stories that readers may not see are left out.
func (tx *Tx) PublishedOf(author rozmova.ID[rozmova.Reader], from Cursor[rozmova.Comment], limit int) ([]*rozmova.Comment, error) {
	if from.ID.IsZero() {
		return scanComments(tx.query("select "+commentColumns+" "+inSight+" and created <= $2 order by created desc, id desc limit $3", author, int64(math.MaxInt64), limit))
	}
	return scanComments(tx.query("select "+commentColumns+" "+inSight+" and (created, id) < ($2, $3) order by created desc, id desc limit $4",
		author, micros(from.At), from.ID, limit))
}

// PublishedSum counts a reader's published comments, as PublishedOf has them, and the respect that was paid to them.
func (tx *Tx) PublishedSum(author rozmova.ID[rozmova.Reader]) (comments, respect int, err error) {
	err = tx.row("select count(*), coalesce(sum(respect), 0) "+inSight, author).Scan(&comments, &respect)
	return comments, respect, err
}
