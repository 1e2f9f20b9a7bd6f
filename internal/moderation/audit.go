package moderation

import (
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// AuditPage is how many entries of the audit log are shown at once.
const AuditPage = 50

// Audited writes down what somebody of the staff did; by nil is the operator at the console. detail holds names and numbers, never
// words of people.
func (d *Desk) Audited(tx *store.Tx, by *rozmova.Reader, action, kind string, subject [16]byte, detail map[string]string) error {
	now := d.now()
	a := &rozmova.Audit{ID: rozmova.NewID[rozmova.Audit](now), Site: d.site.ID, Action: action, Kind: kind, Subject: subject, Detail: detail, At: now}
	if by != nil {
		a.Actor = by.ID
	}
	return tx.AddAudit(a)
}

// NoteAudit is Audited in a step of its own: for what changes nothing else, such as a download.
func (d *Desk) NoteAudit(ctx context.Context, by *rozmova.Reader, action, kind string, subject [16]byte, detail map[string]string) error {
	return d.db.Update(ctx, func(tx *store.Tx) error { return d.Audited(tx, by, action, kind, subject, detail) })
}

// An AuditFilter says what of the audit log is asked for. Zero fields ask for all.
type AuditFilter struct {
	Actor   rozmova.ID[rozmova.Reader]
	Console bool   // what the operator at the console did
	Area    string // first part of the action, such as role
	Since   time.Time
	Until   time.Time // before it
	Before  rozmova.ID[rozmova.Audit]
}

// An AuditTrail is a part of the audit log, the latest first.
type AuditTrail struct {
	Entries []*rozmova.Audit
	People  map[rozmova.ID[rozmova.Reader]]*rozmova.Reader // who did it, and to whom
	Staff   []*rozmova.Reader                              // whom the log can be asked for
	Areas   []string
	Next    rozmova.ID[rozmova.Audit] // for the next part, to be asked for with Before; zero for none
}

// Trail gives a part of the audit log to administrators of the site.
func (d *Desk) Trail(ctx context.Context, by *rozmova.Reader, f AuditFilter) (*AuditTrail, error) {
	switch {
	case by == nil:
		return nil, &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	case !by.HasFor(rozmova.Admin, ""):
		return nil, &rozmova.Error{Kind: rozmova.Forbidden, Reason: "role.admin_needed"}
	}
	var trail *AuditTrail
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		trail = &AuditTrail{}
		trail.Entries, err = tx.Audits(d.site.ID, store.AuditFilter{
			Actor: f.Actor, Console: f.Console, Area: f.Area, Since: f.Since, Until: f.Until, Before: f.Before, Limit: AuditPage + 1,
		})
		if err != nil {
			return err
		}
		if len(trail.Entries) > AuditPage {
			trail.Entries = trail.Entries[:AuditPage]
			trail.Next = trail.Entries[AuditPage-1].ID
		}
		var people []rozmova.ID[rozmova.Reader]
		add := func(id rozmova.ID[rozmova.Reader]) {
			if !id.IsZero() && !slices.Contains(people, id) {
				people = append(people, id)
			}
		}
		for _, a := range trail.Entries {
			add(a.Actor)
			if a.Kind == "reader" {
				add(rozmova.ID[rozmova.Reader](a.Subject))
			}
		}
		if trail.People, err = tx.Readers(people); err != nil {
			return err
		}
		if trail.Staff, err = tx.Staff(d.site.ID); err != nil {
			return err
		}
		trail.Areas, err = tx.AuditAreas(d.site.ID)
		return err
	})
	return trail, err
}
