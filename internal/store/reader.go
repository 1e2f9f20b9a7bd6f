package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

const readerColumns = "id, site, pen_name, locale, joined, renamed, hidden, picture, guest, erased"

func scanReader(row interface{ Scan(...any) error }) (*rozmova.Reader, error) {
	var r rozmova.Reader
	var joined, renamed, erased int64
	err := row.Scan(&r.ID, &r.Site, &r.PenName, &r.Locale, &joined, &renamed, &r.Hidden, &r.Picture, &r.Guest, &erased)
	r.Joined, r.Renamed, r.Erased = moment(joined), moment(renamed), erased > 0
	return &r, missing(err)
}

// AddReader writes a new reader; penKey is the folded pen name. A Conflict says that the name is taken.
func (tx *Tx) AddReader(r *rozmova.Reader, penKey string) error {
	_, err := tx.exec("insert into reader (id, site, pen_name, pen_key, locale, joined) values ($1, $2, $3, $4, $5, $6)",
		r.ID, r.Site, r.PenName, penKey, r.Locale, micros(r.Joined))
	return tx.conflict(err, "name.taken", "name")
}

// Reader gives a reader with the roles held.
func (tx *Tx) Reader(id rozmova.ID[rozmova.Reader]) (*rozmova.Reader, error) {
	r, err := scanReader(tx.row("select "+readerColumns+" from reader where id = $1", id))
	if err != nil {
		return nil, err
	}
	r.Grants, err = tx.grants(id)
	return r, err
}

// ReaderByEmail gives the reader of a site whose address, in lower case, is emailKey.
func (tx *Tx) ReaderByEmail(site rozmova.ID[rozmova.Site], emailKey string) (*rozmova.Reader, error) {
	var id rozmova.ID[rozmova.Reader]
	err := tx.row("select reader from contact where site = $1 and email_key = $2", site, emailKey).Scan(&id)
	if err != nil {
		return nil, missing(err)
	}
	return tx.Reader(id)
}

// Readers gives the pen names of many readers at once; who is not there has none.
func (tx *Tx) Readers(ids []rozmova.ID[rozmova.Reader]) (map[rozmova.ID[rozmova.Reader]]*rozmova.Reader, error) {
	found := make(map[rozmova.ID[rozmova.Reader]]*rozmova.Reader, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	args := listed(ids)
	rows, err := tx.query("select "+readerColumns+" from reader where id in ("+places(len(args))+")", args...)
	list, err := all(rows, err, func(rows *sql.Rows) (*rozmova.Reader, error) { return scanReader(rows) })
	if err != nil {
		return nil, err
	}
	for _, r := range list {
		found[r.ID] = r
	}
	rows, err = tx.query("select reader, role, section from reader_role where reader in ("+places(len(args))+") order by role, section", args...)
	type grant struct {
		reader rozmova.ID[rozmova.Reader]
		rozmova.Grant
	}
	grants, err := all(rows, err, func(rows *sql.Rows) (g grant, err error) {
		return g, rows.Scan(&g.reader, &g.Role, &g.Section)
	})
	for _, g := range grants {
		if r := found[g.reader]; r != nil {
			r.Grants = append(r.Grants, g.Grant)
		}
	}
	return found, err
}

// Staff gives every reader of a site who holds a role, in the order they joined.
func (tx *Tx) Staff(site rozmova.ID[rozmova.Site]) ([]*rozmova.Reader, error) {
	rows, err := tx.query("select "+readerColumns+" from reader where site = $1 and id in (select reader from reader_role) order by joined, id", site)
	list, err := all(rows, err, func(rows *sql.Rows) (*rozmova.Reader, error) { return scanReader(rows) })
	for _, r := range list {
		if err != nil {
			break
		}
		r.Grants, err = tx.grants(r.ID) // a handful of people
	}
	return list, err
}

func (tx *Tx) grants(id rozmova.ID[rozmova.Reader]) ([]rozmova.Grant, error) {
	rows, err := tx.query("select role, section from reader_role where reader = $1 order by role, section", id)
	return all(rows, err, func(rows *sql.Rows) (g rozmova.Grant, err error) { return g, rows.Scan(&g.Role, &g.Section) })
}

// Grant gives a reader a role; it may be held already.
func (tx *Tx) Grant(id rozmova.ID[rozmova.Reader], g rozmova.Grant, at time.Time) error {
	_, err := tx.exec("insert into reader_role (reader, role, section, given) values ($1, $2, $3, $4) on conflict do nothing", id, g.Role, g.Section, micros(at))
	return err
}

// Revoke takes a role from a reader; NotFound where it was not held.
func (tx *Tx) Revoke(id rozmova.ID[rozmova.Reader], g rozmova.Grant) error {
	return tx.change("delete from reader_role where reader = $1 and role = $2 and section = $3", id, g.Role, g.Section)
}

// SetContact writes the address of a reader. A Conflict says that it belongs to somebody else.
func (tx *Tx) SetContact(r *rozmova.Reader, email, emailKey string, at time.Time) error {
	_, err := tx.exec(`insert into contact (reader, site, email, email_key, added) values ($1, $2, $3, $4, $5)
		on conflict (reader) do update set email = excluded.email, email_key = excluded.email_key`, r.ID, r.Site, email, emailKey, micros(at))
	return tx.conflict(err, "email.taken", "email")
}

// Email gives a reader's address; NotFound where none is kept.
func (tx *Tx) Email(id rozmova.ID[rozmova.Reader]) (string, error) {
	var email string
	err := tx.row("select email from contact where reader = $1", id).Scan(&email)
	return email, missing(err)
}

// listed gives a list that is not empty as arguments for places(len(args)) parameters. The last is repeated until they are
// a power of two, so that a handful of texts serves every length, and those stay prepared.
func listed[T any](list []T) []any {
	args := make([]any, 0, 2*len(list))
	for _, item := range list {
		args = append(args, item)
	}
	for last := args[len(args)-1]; len(args)&(len(args)-1) != 0; {
		args = append(args, last)
	}
	return args
}

// places writes n parameters: $1, $2, … It is used for lists whose length the caller bounds.
func places(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String()
}

// mostRows is how many rows one insertEach writes with one statement.
const mostRows = 256

// insertEach writes a row for each item of a list: the columns that are named last hold the item, those before it what all
// rows share. Rows that are there already stay.
func insertEach[T any](tx *Tx, into string, list []T, shared ...any) error {
	for part := range slices.Chunk(list, mostRows) {
		items := listed(part)
		var b strings.Builder
		for i := range items {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString("(")
			for j := range shared {
				fmt.Fprintf(&b, "$%d, ", j+1)
			}
			fmt.Fprintf(&b, "$%d)", len(shared)+i+1)
		}
		if _, err := tx.exec("insert into "+into+" values "+b.String()+" on conflict do nothing", append(slices.Clone(shared), items...)...); err != nil {
			return err
		}
	}
	return nil
}
