package discussion

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// audited writes down what an editor did to a discussion.
func (d *Desk) audited(tx *store.Tx, by *rozmova.Reader, action, kind string, subject [16]byte, now time.Time) error {
	return tx.AddAudit(&rozmova.Audit{ID: rozmova.NewID[rozmova.Audit](now), Site: d.site.ID, Actor: by.ID, Action: action, Kind: kind, Subject: subject, At: now})
}
