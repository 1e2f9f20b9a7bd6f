package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// Restrictions gives up to limit decisions of a site that restricted something in a time, that are final and have a statement of reasons,
// the oldest first, behind a decision made at a time; the zero ID: from the beginning.
func (tx *Tx) Restrictions(site rozmova.ID[rozmova.Site], from, to time.Time, after rozmova.ID[rozmova.Decision], limit int) ([]*rozmova.Decision, error) {
	at := from
	if !after.IsZero() {
		last, err := tx.Decision(after)
		if err != nil {
			return nil, err
		}
		at = last.At
	}
	rows, err := tx.query("select "+decisionColumns+` from decision where site = $1 and at >= $2 and at < $3 and (at > $2 or id > $4) and undone = 0 and (settled > 0 or final = 0)
		and action in ('hold', 'remove', 'warn', 'cool_down', 'suspend', 'ban') and exists (select 1 from reasons where reasons.decision = decision.id)
		order by at, id limit $5`, site, micros(at), micros(to), after[:], limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}
