package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/rozmova/rozmova"
)

// The parts that an entry of the register has in a statement.
const (
	PartSpeaker = "speaker"
	PartVia     = "via"
)

// entryDoc is what of an entry has no column of its own.
type entryDoc struct {
	Roles   []rozmova.DatedRole `json:"roles,omitempty"`
	Aliases []string            `json:"aliases,omitempty"`
	Forms   []string            `json:"forms,omitempty"`
	Side    string              `json:"side,omitempty"`
	Link    string              `json:"link,omitempty"`
	About   string              `json:"about,omitempty"`
}

const entryColumns = "entry.id, entry.site, entry.kind, entry.slug, entry.name, entry.doc, entry.merged, entry.created, entry.changed"

func scanEntry(row interface{ Scan(...any) error }) (e *rozmova.Entry, merged rozmova.ID[rozmova.Entry], err error) {
	e = &rozmova.Entry{}
	var doc []byte
	var created, changed int64
	if err := row.Scan(&e.ID, &e.Site, &e.Kind, &e.Slug, &e.Name, &doc, &merged, &created, &changed); err != nil {
		return nil, merged, missing(err)
	}
	var d entryDoc
	if err := json.Unmarshal(doc, &d); err != nil {
		return nil, merged, fmt.Errorf("entry %s: %w", e.Slug, err)
	}
	e.Roles, e.Aliases, e.Forms, e.Side, e.Link, e.About = d.Roles, d.Aliases, d.Forms, d.Side, d.Link, d.About
	e.Created, e.Changed = moment(created), moment(changed)
	return e, merged, nil
}

func scanEntries(rows *sql.Rows, err error) ([]*rozmova.Entry, error) {
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Entry, error) {
		e, _, err := scanEntry(rows)
		return e, err
	})
}

func entryDocOf(e *rozmova.Entry) (string, error) {
	doc, err := json.Marshal(entryDoc{e.Roles, e.Aliases, e.Forms, e.Side, e.Link, e.About})
	return string(doc), err
}

// AddEntry writes a new entry of the register with the names by which it is found (lang.NameKey). A Conflict says that the slug is taken.
func (tx *Tx) AddEntry(e *rozmova.Entry, names []string) error {
	doc, err := entryDocOf(e)
	if err != nil {
		return err
	}
	_, err = tx.exec("insert into entry (id, site, kind, slug, name, doc, created, changed) values ("+places(8)+")",
		e.ID, e.Site, e.Kind, e.Slug, e.Name, doc, micros(e.Created), micros(e.Changed))
	if err != nil {
		return tx.conflict(err, "register.slug_taken", "slug")
	}
	return tx.setEntryNames(e, names)
}

// ChangeEntry writes an entry over the one that was last changed at before; it is a Conflict, register.changed, when somebody changed it
// meanwhile.
func (tx *Tx) ChangeEntry(e *rozmova.Entry, names []string, before int64) error {
	doc, err := entryDocOf(e)
	if err != nil {
		return err
	}
	err = tx.change("update entry set kind = $2, slug = $3, name = $4, doc = $5, changed = $6 where id = $1 and changed = $7 and merged is null",
		e.ID, e.Kind, e.Slug, e.Name, doc, micros(e.Changed), before)
	if err == rozmova.NotFound {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "register.changed"}
	}
	if err != nil {
		return tx.conflict(err, "register.slug_taken", "slug")
	}
	if _, err := tx.exec("delete from entry_name where entry = $1", e.ID); err != nil {
		return err
	}
	return tx.setEntryNames(e, names)
}

func (tx *Tx) setEntryNames(e *rozmova.Entry, names []string) error {
	seen := map[string]bool{}
	for _, name := range names {
		if name == "" || seen[name] {
			continue
		}
		seen[name] = true
		if _, err := tx.exec("insert into entry_name (entry, site, name) values ($1, $2, $3)", e.ID, e.Site, name); err != nil {
			return err
		}
	}
	return nil
}

// MergeEntries makes one entry stand for another from now on: what was found, said and addressed by the other leads to it.
func (tx *Tx) MergeEntries(from, into *rozmova.Entry) error {
	for _, query := range []string{
		"update entry set merged = $2 where id = $1 or merged = $1",
		"insert into entry_name (entry, site, name) select $2, site, name from entry_name n where entry = $1 and not exists (select 1 from entry_name o where o.entry = $2 and o.name = n.name)",
		"insert into said (entry, story, statement, part, site, at) select $2, story, statement, part, site, at from said s where entry = $1 and not exists (select 1 from said o where o.entry = $2 and o.story = s.story and o.statement = s.statement and o.part = s.part)",
	} {
		if _, err := tx.exec(query, from.ID, into.ID); err != nil {
			return err
		}
	}
	for _, query := range []string{"delete from entry_name where entry = $1", "delete from said where entry = $1"} {
		if _, err := tx.exec(query, from.ID); err != nil {
			return err
		}
	}
	return nil
}

// Entry gives an entry, or the one that stands for it; NotFound where there is none.
func (tx *Tx) Entry(id rozmova.ID[rozmova.Entry]) (*rozmova.Entry, error) {
	return tx.standing(scanEntry(tx.row("select "+entryColumns+" from entry where id = $1", id)))
}

// EntryBySlug is Entry by the last part of its address.
func (tx *Tx) EntryBySlug(site rozmova.ID[rozmova.Site], slug rozmova.Slug) (*rozmova.Entry, error) {
	return tx.standing(scanEntry(tx.row("select "+entryColumns+" from entry where site = $1 and slug = $2", site, slug)))
}

func (tx *Tx) standing(e *rozmova.Entry, merged rozmova.ID[rozmova.Entry], err error) (*rozmova.Entry, error) {
	if err != nil || merged.IsZero() {
		return e, err
	}
	e, _, err = scanEntry(tx.row("select "+entryColumns+" from entry where id = $1", merged))
	return e, err
}

// EntriesByID gives some entries, or those that stand for them, by the ID that was asked for. The caller bounds how many.
func (tx *Tx) EntriesByID(ids []rozmova.ID[rozmova.Entry]) (map[rozmova.ID[rozmova.Entry]]*rozmova.Entry, error) {
	found := make(map[rozmova.ID[rozmova.Entry]]*rozmova.Entry, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	args := listed(ids)
	in := " in (" + places(len(args)) + ")"
	rows, err := tx.query(`select asked.id, `+entryColumns+` from entry asked join entry on entry.id = coalesce(asked.merged, asked.id) where asked.id`+in, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var asked rozmova.ID[rozmova.Entry]
		e, _, err := scanEntry(scanner(func(dest ...any) error { return rows.Scan(append([]any{&asked}, dest...)...) }))
		if err != nil {
			return nil, err
		}
		found[asked] = e
	}
	return found, rows.Err()
}

type scanner func(dest ...any) error

func (s scanner) Scan(dest ...any) error { return s(dest...) }

// Entries gives up to limit entries of a site behind one, by name; an empty kind means all, and the zero entry is the beginning.
func (tx *Tx) Entries(site rozmova.ID[rozmova.Site], kind rozmova.SourceKind, after *rozmova.Entry, limit int) ([]*rozmova.Entry, error) {
	name, id := "", []byte{}
	if after != nil {
		name, id = after.Name, after.ID[:]
	}
	return scanEntries(tx.query("select "+entryColumns+` from entry where site = $1 and merged is null and ($2 = '' or kind = $2) and (name, id) > ($3, $4)
		order by name, id limit $5`, site, string(kind), name, id, limit))
}

// EntriesLike gives up to limit entries of which a name begins with some letters (of lang.NameKey), by name.
func (tx *Tx) EntriesLike(site rozmova.ID[rozmova.Site], begins string, kind rozmova.SourceKind, limit int) ([]*rozmova.Entry, error) {
	return scanEntries(tx.query("select "+entryColumns+` from entry where merged is null and ($4 = '' or kind = $4)
		and id in (select entry from entry_name where site = $1 and name >= $2 and name < $3) order by name, id limit $5`,
		site, begins, begins+"\U0010FFFF", string(kind), limit))
}

// EntriesNamed gives the entries that go by a name (of lang.NameKey) in any of its forms, three at most.
func (tx *Tx) EntriesNamed(site rozmova.ID[rozmova.Site], name string) ([]*rozmova.Entry, error) {
	return scanEntries(tx.query("select "+entryColumns+` from entry where merged is null and id in (select entry from entry_name where site = $1 and name = $2)
		order by name, id limit 3`, site, name))
}
