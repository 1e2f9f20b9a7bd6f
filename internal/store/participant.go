package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
)

// SetMentions says whom a comment mentions, in place of those it mentioned before.
func (tx *Tx) SetMentions(comment rozmova.ID[rozmova.Comment], readers []rozmova.ID[rozmova.Reader], at time.Time) error {
	if _, err := tx.exec("delete from mention where comment = $1", comment); err != nil {
		return err
	}
	return insertEach(tx, "mention (comment, at, reader)", readers, comment, micros(at))
}

// ParticipantsNamed gives those of some pen names, exactly as they are written, who have a published comment in a thread;
// without their roles, in the order of their folded names.
func (tx *Tx) ParticipantsNamed(thread rozmova.ID[rozmova.Thread], names []string) ([]*rozmova.Reader, error) {
	var keys []string
	for _, name := range names {
		if storable(name) {
			keys = append(keys, lang.PenKey(name))
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	args := listed(keys)
	rows, err := tx.query(fmt.Sprintf(`select %s from reader
		where pen_key in (%s) and site = (select site from thread where id = $%[3]d)
		and exists (select 1 from comment where comment.thread = $%[3]d and comment.author = reader.id and comment.state = 2)
		order by pen_key`, readerColumns, places(len(args)), len(args)+1), append(args, thread)...)
	list, err := all(rows, err, func(rows *sql.Rows) (*rozmova.Reader, error) { return scanReader(rows) })
	return slices.DeleteFunc(list, func(r *rozmova.Reader) bool { return !slices.Contains(names, r.PenName) }), err
}

// mostLike is how many readers of a site are looked at for a prefix: of a single letter there may be many thousand.
const mostLike = 500

// ParticipantsLike gives up to limit of those who have a published comment in a thread and whose folded pen name begins with a
// prefix, folded the same way; without their roles, in the order of their folded names. Of all readers whose names begin so it
// looks at the first 500: a longer prefix finds those behind.
func (tx *Tx) ParticipantsLike(thread rozmova.ID[rozmova.Thread], prefixKey string, limit int) ([]*rozmova.Reader, error) {
	if !storable(prefixKey) {
		return nil, nil
	}
	rows, err := tx.query(`select `+readerColumns+` from (
			select `+readerColumns+`, pen_key from reader
			where site = (select site from thread where id = $1) and pen_key >= $2 and pen_key < $3 order by pen_key limit $4
		) named
		where exists (select 1 from comment where comment.thread = $1 and comment.author = named.id and comment.state = 2)
		order by pen_key limit $5`, thread, prefixKey, prefixKey+"\U0010FFFF", mostLike, limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Reader, error) { return scanReader(rows) })
}

// storable reports whether a text can be in the store at all: PostgreSQL takes neither other bytes than UTF-8 nor NUL, and
// fails when asked for them.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }
