package alerts

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Settings gives what a reader wants to be told, of every kind. Refusals: Unauthenticated.
func (d *Desk) Settings(ctx context.Context, reader *rozmova.Reader) (s rozmova.AlertSettings, err error) {
	if reader == nil {
		return nil, rozmova.Unauthenticated
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		all, err := tx.AlertSettings([]rozmova.ID[rozmova.Reader]{reader.ID})
		s = all[reader.ID]
		return err
	})
	return s, err
}

// SetSettings keeps what a reader wants to be told; kinds that are left out stay as they are. What waits for a digest that the
// reader no longer wants goes into none. Refusals: Unauthenticated; Invalid alert.kind, alert.pace.
func (d *Desk) SetSettings(ctx context.Context, reader *rozmova.Reader, changed rozmova.AlertSettings) error {
	if reader == nil {
		return rozmova.Unauthenticated
	}
	for kind, s := range changed {
		if !slices.Contains(rozmova.AlertKinds(), kind) {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "alert.kind", Field: "kind"}
		}
		if !slices.Contains(Paces(), s.Mail) {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "alert.pace", Field: "mail"}
		}
	}
	return d.db.Update(ctx, func(tx *store.Tx) error {
		return d.change(tx, reader.ID, func(s rozmova.AlertSettings) {
			for kind, setting := range changed {
				s[kind] = setting
			}
		})
	})
}

// Paces lists when letters may go, in the order in which they are offered.
func Paces() []rozmova.Pace {
	return []rozmova.Pace{rozmova.NoMail, rozmova.AtOnce, rozmova.Daily, rozmova.Weekly}
}

// change lets fn change a reader's settings, as part of a step.
func (d *Desk) change(tx *store.Tx, reader rozmova.ID[rozmova.Reader], fn func(rozmova.AlertSettings)) error {
	all, err := tx.AlertSettings([]rozmova.ID[rozmova.Reader]{reader})
	if err != nil {
		return err
	}
	s := all[reader]
	fn(s)
	s[rozmova.AlertDecision] = rozmova.AlertSetting{Page: s[rozmova.AlertDecision].Page, Mail: rozmova.AtOnce, Push: s[rozmova.AlertDecision].Push}
	for kind, setting := range s {
		if setting.Mail == rozmova.NoMail {
			if err := tx.DropDigests(reader, kind); err != nil {
				return err
			}
		}
	}
	return tx.SetAlertSettings(reader, s, rand.Text())
}

// Subscriber gives whose letters bear a secret, and what that reader wants to be told; NotFound where nobody's do.
func (d *Desk) Subscriber(ctx context.Context, secret string) (reader *rozmova.Reader, s rozmova.AlertSettings, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		id, err := tx.ReaderByAlertSecret(secret)
		if err != nil {
			return err
		}
		if reader, err = tx.Reader(id); err != nil {
			return err
		}
		all, err := tx.AlertSettings([]rozmova.ID[rozmova.Reader]{id})
		s = all[id]
		return err
	})
	return reader, s, err
}

// StopLetters switches off the letters about one kind of alert, or about all where kind is 0, for the reader whose letters bear
// a secret. Doing so twice is fine. It gives the reader; NotFound where nobody's letters bear it.
func (d *Desk) StopLetters(ctx context.Context, secret string, kind rozmova.AlertKind) (reader *rozmova.Reader, err error) {
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		id, err := tx.ReaderByAlertSecret(secret)
		if err != nil {
			return err
		}
		if reader, err = tx.Reader(id); err != nil {
			return err
		}
		return d.change(tx, id, func(s rozmova.AlertSettings) {
			for k, setting := range s {
				if kind == 0 || k == kind {
					setting.Mail = rozmova.NoMail
					s[k] = setting
				}
			}
		})
	})
	return reader, err
}

// Bounced gives since when letters to a reader are refused; the zero time where they are not.
func (d *Desk) Bounced(ctx context.Context, reader *rozmova.Reader) (at time.Time, err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		at, err = tx.Bounced(reader.ID)
		return err
	})
	return at, err
}

// Hour is the hour of the day, on the site's time, at which digests go.
func (d *Desk) Hour() int { return d.o.Hour }
