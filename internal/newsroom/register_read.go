package newsroom

import (
	"context"
	"slices"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/attribution"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// Entry gives an entry of the register by its slug, or the one that stands for it since they were merged; NotFound where there is none.
func (d *Desk) Entry(ctx context.Context, slug rozmova.Slug) (e *rozmova.Entry, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		e, err = tx.EntryBySlug(d.site.ID, slug)
		return err
	})
	return e, err
}

// RoleNow gives what an entry is today; empty where that is not known.
func (d *Desk) RoleNow(e *rozmova.Entry) string { return e.RoleAt(d.clock()) }

// An EntryLine is an entry in a list.
type EntryLine struct {
	*rozmova.Entry
	Statements int // in which it has a part
}

// Entries gives up to limit entries by name, behind the one with a slug (empty: from the beginning), of a kind (empty: all), or those of which a
// name begins with some words. More tells whether there are others behind them.
func (d *Desk) Entries(ctx context.Context, kind rozmova.SourceKind, begins string, after rozmova.Slug, limit int) (list []EntryLine, more bool, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		var last *rozmova.Entry
		if after != "" {
			if last, err = tx.EntryBySlug(d.site.ID, after); err != nil {
				return err
			}
		}
		var found []*rozmova.Entry
		if key := lang.NameKey(begins); key != "" {
			found, err = tx.EntriesLike(d.site.ID, key, kind, limit+1)
		} else {
			found, err = tx.Entries(d.site.ID, kind, last, limit+1)
		}
		if err != nil {
			return err
		}
		if more = len(found) > limit; more {
			found = found[:limit]
		}
		ids := make([]rozmova.ID[rozmova.Entry], len(found))
		for i, e := range found {
			ids[i] = e.ID
		}
		counts, err := tx.CountSaid(ids)
		for _, e := range found {
			list = append(list, EntryLine{e, counts[e.ID]})
		}
		return err
	})
	return list, more, err
}

// Quoted gives the entries that have a part in a statement of a story readers may see, by name, limit of them at most.
func (d *Desk) Quoted(ctx context.Context, limit int) (list []*rozmova.Entry, err error) {
	for after := rozmova.Slug(""); len(list) < limit; {
		lines, more, err := d.Entries(ctx, "", "", after, 1000)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if l.Statements > 0 && len(list) < limit {
				list = append(list, l.Entry)
			}
			after = l.Slug
		}
		if !more {
			break
		}
	}
	return list, nil
}

// FindEntries gives up to limit entries of a kind (empty: of any) of which a name, in whatever case or in Latin letters, begins with what was
// typed, by name; nothing for nothing. It is for editors; anybody else is refused as by AddEntry.
func (d *Desk) FindEntries(ctx context.Context, by *rozmova.Reader, typed string, kind rozmova.SourceKind, limit int) (list []*rozmova.Entry, err error) {
	if err := d.MayRegister(by); err != nil {
		return nil, err
	}
	key := lang.NameKey(typed)
	if key == "" {
		return nil, nil
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list, err = tx.EntriesLike(d.site.ID, key, kind, limit)
		return err
	})
	return list, err
}

// Resolve gives the entry of a kind (empty: of any) that goes by a name in any of its forms. Nil: there is none, or more than one might be meant, and a wrong
// speaker is worse than none.
func (d *Desk) Resolve(ctx context.Context, name string, kind rozmova.SourceKind) (e *rozmova.Entry, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		e, err = d.resolve(tx, name, kind)
		return err
	})
	return e, err
}

func (d *Desk) resolve(tx *store.Tx, name string, kind rozmova.SourceKind) (*rozmova.Entry, error) {
	key := lang.NameKey(name)
	if key == "" {
		return nil, nil
	}
	found, err := tx.EntriesNamed(d.site.ID, key)
	if err != nil {
		return nil, err
	}
	if kind != "" {
		found = slices.DeleteFunc(found, func(e *rozmova.Entry) bool { return e.Kind != kind })
	}
	if exact := slices.IndexFunc(found, func(e *rozmova.Entry) bool { return lang.NameKey(e.Name) == key }); exact >= 0 && len(found) > 1 {
		found = found[exact : exact+1]
	}
	if len(found) != 1 {
		return nil, nil
	}
	return found[0], nil
}

// mostKnown is how many entries the finder of statements is told of.
const mostKnown = 5_000

// Register gives what the finder of statements is to know: names, roles as they are now, and, of those who speak for one of the sides by its
// name, that side's key.
func (d *Desk) Register(ctx context.Context, sides []rozmova.Side) (known []attribution.Known, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		known = nil
		list, err := tx.Entries(d.site.ID, "", nil, mostKnown)
		for _, e := range list {
			if e.Kind == rozmova.Document {
				continue
			}
			k := attribution.Known{Name: e.Name, Aliases: e.Aliases, Kind: string(e.Kind), Role: e.RoleAt(d.clock())}
			for _, s := range sides {
				if e.Side != "" && lang.NameKey(s.Name) == lang.NameKey(e.Side) {
					k.Side = s.Key
				}
			}
			known = append(known, k)
		}
		return err
	})
	return known, err
}

// An Utterance is a story with what an entry said in it, or what came through it.
type Utterance struct {
	Story      *rozmova.Story
	Statements []rozmova.Statement // in the order of the body
}

// Said gives up to limit stories in which an entry speaks or through which words came, the newest first, from a cursor on, and the cursor that
// goes on; it is empty at the end. Statements are those that readers may see. A malformed cursor is Invalid.
func (d *Desk) Said(ctx context.Context, e *rozmova.Entry, after string, limit int) (list []Utterance, next string, err error) {
	before, err := parseCursor(after)
	if err != nil {
		return nil, "", err
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list, next = nil, ""
		rows, err := tx.SaidIn(e.ID, before, limit+1)
		if err != nil {
			return err
		}
		if len(rows) > limit {
			rows = rows[:limit]
			last := rows[limit-1]
			next = cursor(&rozmova.Story{ID: last.Story, Published: last.At})
		}
		ids := make([]rozmova.ID[rozmova.Story], len(rows))
		for i, row := range rows {
			ids[i] = row.Story
		}
		stories, err := tx.StoriesByID(ids)
		if err != nil {
			return err
		}
		for _, row := range rows {
			s := stories[row.Story]
			if s == nil || s.State != rozmova.PublicStory {
				continue
			}
			u := Utterance{Story: s}
			for _, st := range s.InOrder() {
				if s.TakenBack(st.Key) != nil {
					continue // nobody is said to have said it any more
				}
				if d.speaks(tx, s, st.Speaker, e.ID) && st.Record != rozmova.Background || d.speaks(tx, s, st.Via, e.ID) {
					u.Statements = append(u.Statements, st)
				}
			}
			if len(u.Statements) > 0 {
				list = append(list, u)
			}
		}
		return nil
	})
	return list, next, err
}

// speaks reports whether a source of a story is an entry, or one that was merged into it.
func (d *Desk) speaks(tx *store.Tx, s *rozmova.Story, key string, entry rozmova.ID[rozmova.Entry]) bool {
	src := s.SourceByKey(key)
	if key == "" || src == nil || src.Entry.IsZero() {
		return false
	}
	if src.Entry == entry {
		return true
	}
	e, err := tx.Entry(src.Entry)
	return err == nil && e.ID == entry
}
