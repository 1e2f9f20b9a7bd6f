package newsroom

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/lang"
	"github.com/rozmova/rozmova/internal/store"
)

// enter says of a story's named sources who of the register they are, and puts those into it that it does not have. A source is known by its
// very name or alias; where several might be meant it stays without an entry. The unnamed stay unnamed.
func (d *Desk) enter(tx *store.Tx, s *rozmova.Story, by rozmova.ID[rozmova.Reader], now time.Time) error {
	s.Sources = slices.Clone(s.Sources)
	for i := range s.Sources {
		src := &s.Sources[i]
		if src.Name == "" || lang.NameKey(src.Name) == "" {
			src.Entry = rozmova.ID[rozmova.Entry]{}
			continue
		}
		if !src.Entry.IsZero() {
			if e, err := tx.Entry(src.Entry); err == nil && e.Site == s.Site {
				continue
			} else if err != nil && !errors.Is(err, rozmova.NotFound) {
				return err
			}
			src.Entry = rozmova.ID[rozmova.Entry]{}
		}
		found, err := tx.EntriesNamed(s.Site, lang.NameKey(src.Name))
		if err != nil {
			return err
		}
		found = slices.DeleteFunc(found, func(e *rozmova.Entry) bool { return e.Kind != src.Kind || !goesBy(e, src.Name) })
		switch len(found) {
		case 1:
			src.Entry = found[0].ID
		case 0:
			e := &rozmova.Entry{ID: rozmova.NewID[rozmova.Entry](now), Site: s.Site, Kind: src.Kind, Name: src.Name, Created: now, Changed: now}
			if src.Kind == rozmova.Outlet || src.Kind == rozmova.Organisation {
				e.Link = homeOf(src.Link)
			}
			if src.Role != "" {
				e.Roles = []rozmova.DatedRole{{Role: src.Role}}
			}
			if soundEntry(e) != nil { // what a register does not hold, such as a name of 300 letters
				continue
			}
			if err := d.addEntry(tx, e, by); err != nil {
				var refused *rozmova.Error
				if errors.As(err, &refused) {
					continue
				}
				return err
			}
			src.Entry = e.ID
		}
	}
	return nil
}

// goesBy reports whether a name is an entry's own or one of its aliases, and no case form.
func goesBy(e *rozmova.Entry, name string) bool {
	key := lang.NameKey(name)
	return lang.NameKey(e.Name) == key || slices.ContainsFunc(e.Aliases, func(a string) bool { return lang.NameKey(a) == key })
}

// homeOf gives the front page of an address.
func homeOf(link string) string {
	i := 0
	for n, r := range link {
		if r != '/' {
			continue
		}
		if i++; i == 3 {
			return link[:n+1]
		}
	}
	return link
}

// enrolled is the follower whose place in the log says that the stories of a store from before are in the register.
const enrolled = "register"

// Enrol makes the register and the ledger of a store that was written before there were any, from its stories. It does so once, in steps, and goes on where
// it was stopped; run it beside the running program. It is safe to run it in several processes.
func (d *Desk) Enrol(ctx context.Context) error {
	name := enrolled + " " + d.site.ID.String()
	var after rozmova.ID[rozmova.Story]
	for {
		done, last := false, after
		err := d.db.Update(ctx, func(tx *store.Tx) error {
			last = after // the step may run again
			if _, there, err := tx.Position(name); err != nil || there {
				done = true
				return err
			}
			if err := tx.Lock(name); err != nil {
				return err
			}
			list, err := tx.StoriesToEnter(d.site.ID, last, 20)
			if err != nil {
				return err
			}
			for _, s := range list {
				if err := d.enter(tx, s, rozmova.ID[rozmova.Reader]{}, d.clock()); err != nil {
					return err
				}
				if err := tx.EnterStory(s); err != nil {
					return err
				}
				last = s.ID
			}
			if done = len(list) == 0; done {
				head, err := tx.Head()
				if err != nil {
					return err
				}
				return tx.SetPosition(name, max(head, 1))
			}
			return nil
		})
		if err != nil || done {
			return err
		}
		after = last
	}
}
