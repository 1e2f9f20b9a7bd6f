package membership

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Colleague is somebody who has a role.
type Colleague struct {
	*rozmova.Reader
	Email  string // empty where none is kept
	Second bool   // a passkey or an authenticator app is set up
}

// Roles are all roles, in the order in which they are offered.
func Roles() []rozmova.Role {
	return []rozmova.Role{rozmova.Moderator, rozmova.Senior, rozmova.Editor, rozmova.Admin}
}

// administers refuses whoever is not an administrator of the whole site.
func administers(by *rozmova.Reader) error {
	switch {
	case by == nil:
		return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	case !by.HasFor(rozmova.Admin, ""):
		return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.admin_needed"}
	}
	return nil
}

// Colleagues gives everybody who has a role, in the order in which they joined, to administrators.
func (d *Desk) Colleagues(ctx context.Context, by *rozmova.Reader) ([]Colleague, error) {
	if err := administers(by); err != nil {
		return nil, err
	}
	var list []Colleague
	err := d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		staff, err := tx.Staff(d.o.Site.ID)
		if err != nil {
			return err
		}
		ids := make([]rozmova.ID[rozmova.Reader], len(staff))
		for i, r := range staff {
			ids[i] = r.ID
		}
		second, err := tx.SecondFactors(ids)
		if err != nil {
			return err
		}
		for _, r := range staff { // a handful of people
			email, err := tx.Email(r.ID)
			if err != nil && !errors.Is(err, rozmova.NotFound) {
				return err
			}
			list = append(list, Colleague{r, email, second[r.ID]})
		}
		return nil
	})
	return list, err
}

// GiveRole gives a role to whoever goes by an address, at an administrator's wish; who is not there yet is made. Invalid "role.unknown"
// and "role.section" for what is no role or no section's address.
func (d *Desk) GiveRole(ctx context.Context, by *rozmova.Reader, address string, g rozmova.Grant) (*rozmova.Reader, error) {
	if err := administers(by); err != nil {
		return nil, err
	}
	if !slices.Contains(Roles(), g.Role) {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "role.unknown", Field: "role"}
	}
	if g.Section != "" && !g.Section.Valid() {
		return nil, &rozmova.Error{Kind: rozmova.Invalid, Reason: "role.section", Field: "section"}
	}
	return d.invite(ctx, by.ID, address, "", by.Locale, g)
}

// TakeRole takes a role from a reader, at an administrator's wish. Conflict "role.last_admin" where nobody would be left who could
// give it back; NotFound where it is not held.
func (d *Desk) TakeRole(ctx context.Context, by *rozmova.Reader, reader rozmova.ID[rozmova.Reader], g rozmova.Grant) error {
	if err := administers(by); err != nil {
		return err
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		if err := tx.Lock("roles"); err != nil {
			return err
		}
		r, err := tx.Reader(reader)
		if err != nil {
			return err
		}
		if r.Site != d.o.Site.ID {
			return rozmova.NotFound
		}
		if g == (rozmova.Grant{Role: rozmova.Admin}) && slices.Contains(r.Grants, g) {
			n, err := tx.CountRole(d.o.Site.ID, rozmova.Admin)
			if err != nil {
				return err
			}
			if n < 2 {
				return &rozmova.Error{Kind: rozmova.Conflict, Reason: "role.last_admin"}
			}
		}
		return d.revoke(tx, by.ID, r, g, d.o.Now())
	})
}

// grant gives a role to a reader, and writes down by whom; zero: the operator at the console.
func (d *Desk) grant(tx *store.Tx, by rozmova.ID[rozmova.Reader], r *rozmova.Reader, g rozmova.Grant, now time.Time) error {
	if err := tx.Grant(r.ID, g, now); err != nil {
		return err
	}
	if _, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.RoleGranted, Site: r.Site, Actor: r.ID}); err != nil {
		return err
	}
	return d.audited(tx, by, "role.granted", "reader", r.ID, roleDetail(g), now)
}

// revoke takes a role from a reader, and writes down by whom; NotFound where it was not held.
func (d *Desk) revoke(tx *store.Tx, by rozmova.ID[rozmova.Reader], r *rozmova.Reader, g rozmova.Grant, now time.Time) error {
	if err := tx.Revoke(r.ID, g); err != nil {
		return err
	}
	if _, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.RoleRevoked, Site: r.Site, Actor: r.ID}); err != nil {
		return err
	}
	return d.audited(tx, by, "role.revoked", "reader", r.ID, roleDetail(g), now)
}

func roleDetail(g rozmova.Grant) map[string]string {
	detail := map[string]string{"role": string(g.Role)}
	if g.Section != "" {
		detail["section"] = string(g.Section)
	}
	return detail
}
