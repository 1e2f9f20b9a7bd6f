package newsroom

import (
	"errors"
	"strings"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/attribution"
	"github.com/rozmova/rozmova/internal/store"
)

// names is what the newsroom knows of those who are quoted.
type names struct {
	d     *Desk
	tx    *store.Tx
	known []attribution.Known // the side of each by its name
}

// names reads the register.
func (d *Desk) names(tx *store.Tx) (*names, error) {
	n := &names{d: d, tx: tx}
	list, err := tx.Entries(d.site.ID, "", nil, mostKnown)
	for _, e := range list {
		if e.Kind != rozmova.Document {
			n.known = append(n.known, attribution.Known{Name: e.Name, Aliases: e.Aliases, Kind: string(e.Kind), Role: e.RoleAt(d.clock()), Side: e.Side})
		}
	}
	return n, err
}

// source gives the source of a copy that is meant, which is made where there is none: it is the same in the register, goes by the same name, or has
// none and the same role.
func (n *names) source(w *Working, want rozmova.Source) (*rozmova.Source, error) {
	if want.Name != "" && want.Anonymous == "" {
		e, err := n.d.resolve(n.tx, want.Name, want.Kind)
		if err != nil {
			return nil, err
		}
		if e != nil {
			want.Entry, want.Name, want.Kind = e.ID, e.Name, e.Kind
			if want.Role == "" {
				want.Role = e.RoleAt(n.d.clock())
			}
		}
	}
	for i := range w.Sources {
		s := &w.Sources[i]
		switch {
		case want.Name == "":
			if s.Name != "" || s.Kind != want.Kind || !strings.EqualFold(s.Role, want.Role) {
				continue
			}
		case !want.Entry.IsZero() && s.Entry == want.Entry:
		case !strings.EqualFold(s.Name, want.Name):
			continue
		case !want.Entry.IsZero() && s.Entry.IsZero():
			s.Entry = want.Entry
		}
		return s, nil
	}
	want.Key = w.key("p")
	w.Sources = append(w.Sources, want)
	return &w.Sources[len(w.Sources)-1], nil
}

// enter puts a source into the register that is not there. What cannot be put there stays out, as a name that is too long.
func (n *names) enter(by *rozmova.Reader, s *rozmova.Source, side string) error {
	if s == nil || s.Name == "" || !s.Entry.IsZero() {
		return nil
	}
	now := n.d.clock()
	e := &rozmova.Entry{ID: rozmova.NewID[rozmova.Entry](now), Site: n.d.site.ID, Kind: s.Kind, Name: s.Name, Side: side, Created: now, Changed: now}
	if s.Role != "" {
		e.Roles = []rozmova.DatedRole{{Role: s.Role}}
	}
	err := soundEntry(e)
	if err == nil {
		err = n.d.addEntry(n.tx, e, by.ID)
	}
	if errors.Is(err, rozmova.Invalid) || errors.Is(err, rozmova.Conflict) {
		return nil
	}
	if err != nil {
		return err
	}
	s.Entry = e.ID
	return n.d.entryAudit(n.tx, by, "register.added", e, now)
}
