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
// without their roles, in the order of their folded names. Who shares a folded name with somebody else (DB.rekey) is found again
// with the next name.
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
// prefix, folded the same way; without their roles, in the order of their folded names. A letter that is folded to two is never
// found by the first of them alone. Of all readers whose names begin so it looks at the first 500: a longer prefix finds those
// behind.
func (tx *Tx) ParticipantsLike(thread rozmova.ID[rozmova.Thread], prefixKey string, limit int) ([]*rozmova.Reader, error) {
	if !storable(prefixKey) {
		return nil, nil
	}
	rows, err := tx.query(`select `+readerColumns+` from (
			select `+readerColumns+`, pen_key from reader
			where site = (select site from thread where id = $1) and pen_key >= $2 and pen_key < $3 order by pen_key limit $4
		) named
		where exists (select 1 from comment where comment.thread = $1 and comment.author = named.id and comment.state = 2)
		order by pen_key`, thread, prefixKey, prefixKey+"\U0010FFFF", mostLike)
	list, err := all(rows, err, func(rows *sql.Rows) (*rozmova.Reader, error) { return scanReader(rows) })
	list = slices.DeleteFunc(list, func(r *rozmova.Reader) bool { return !begins(r.PenName, prefixKey) })
	return list[:min(limit, len(list))], err
}

// begins reports whether a name has a beginning of a folded form.
func begins(name, key string) bool {
	for i := range name {
		if have := lang.PenKey(name[:i]); len(have) >= len(key) {
			return have == key
		}
	}
	return lang.PenKey(name) == key
}

// storable reports whether a text can be in the store at all: PostgreSQL takes neither other bytes than UTF-8 nor NUL, and
// fails when asked for them.
func storable(s string) bool { return utf8.ValidString(s) && !strings.ContainsRune(s, 0) }

// branchNames is how many answers of a branch, the latest, BranchNames looks at.
const branchNames = 50

// BranchNames gives the pen names of those who take part in a branch, in their order: who wrote its root, a comment in it that is
// answered, and the latest fifty of its published answers.
func (tx *Tx) BranchNames(root, answered rozmova.ID[rozmova.Comment]) ([]string, error) {
	// The cross join keeps SQLite from going through all readers instead.
	rows, err := tx.query(`select distinct reader.pen_name from (
			select author from (select author from comment where root = $1 and state = 2 order by ordinal desc limit $3) latest
			union select author from comment where id in ($1, $2)
		) wrote cross join reader where reader.id = wrote.author order by reader.pen_name`, root, answered, branchNames)
	return all(rows, err, func(rows *sql.Rows) (name string, err error) { return name, rows.Scan(&name) })
}

// Standing tells how many published comments a reader has, counted to most and no further, and whether one was ever removed and
// not brought back.
func (tx *Tx) Standing(author rozmova.ID[rozmova.Reader], most int) (published int, removed bool, err error) {
	err = tx.row(`select (select count(*) from (select 1 from comment where author = $1 and state = 2 order by created desc limit $2) counted),
		exists (select 1 from comment where author = $1 and state in (1, 3, 4) and state = 4)`, author, most).Scan(&published, &removed)
	return published, removed, err
}
