package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// AddAudit writes down what somebody of the staff did.
func (tx *Tx) AddAudit(a *rozmova.Audit) error {
	detail, err := json.Marshal(a.Detail)
	if err != nil {
		return err
	}
	if len(a.Detail) == 0 {
		detail = []byte("{}")
	}
	var subject []byte
	if a.Subject != [16]byte{} {
		subject = a.Subject[:]
	}
	_, err = tx.exec("insert into audit (id, site, actor, action, kind, subject, detail, at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
		a.ID, a.Site, a.Actor, a.Action, a.Kind, subject, string(detail), micros(a.At))
	return err
}

// An AuditFilter says what of the audit log is asked for. Zero fields ask for all.
type AuditFilter struct {
	Actor   rozmova.ID[rozmova.Reader]
	Console bool     // what nobody signed in did: the program itself, or the operator
	Area    string   // first part of the action: role, second, staff, policy …
	Subject [16]byte // of what was done
	Since   time.Time
	Until   time.Time // before it
	Before  rozmova.ID[rozmova.Audit]
	Limit   int
}

// Audits gives what was done in a site, the latest first.
func (tx *Tx) Audits(site rozmova.ID[rozmova.Site], f AuditFilter) ([]*rozmova.Audit, error) {
	args := []any{site}
	where := []string{"site = $1"}
	add := func(condition string, value any) {
		args = append(args, value)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	if !f.Actor.IsZero() {
		add("actor = $%d", f.Actor)
	}
	if f.Console {
		where = append(where, "actor is null")
	}
	if f.Area != "" {
		add("action like $%d", strings.NewReplacer("%", "").Replace(f.Area)+".%")
	}
	if f.Subject != [16]byte{} {
		add("subject = $%d", f.Subject[:])
	}
	if !f.Since.IsZero() {
		add("at >= $%d", micros(f.Since))
	}
	if !f.Until.IsZero() {
		add("at < $%d", micros(f.Until))
	}
	if !f.Before.IsZero() {
		add("(at, id) < (select at, id from audit where id = $%d)", f.Before)
	}
	args = append(args, f.Limit)
	rows, err := tx.query("select id, actor, action, kind, subject, detail, at from audit where "+strings.Join(where, " and ")+
		fmt.Sprintf(" order by at desc, id desc limit $%d", len(args)), args...)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Audit, error) {
		a := rozmova.Audit{Site: site}
		var subject []byte
		var detail string
		var at int64
		if err := rows.Scan(&a.ID, &a.Actor, &a.Action, &a.Kind, &subject, &detail, &at); err != nil {
			return nil, err
		}
		copy(a.Subject[:], subject)
		a.At = moment(at)
		return &a, json.Unmarshal([]byte(detail), &a.Detail)
	})
}

// AuditAreas gives the first parts of the actions that there are in a site's audit log, by the alphabet.
func (tx *Tx) AuditAreas(site rozmova.ID[rozmova.Site]) ([]string, error) {
	rows, err := tx.query("select distinct action from audit where site = $1 order by action", site)
	actions, err := all(rows, err, func(rows *sql.Rows) (s string, err error) { return s, rows.Scan(&s) })
	var areas []string
	for _, a := range actions {
		area, _, _ := strings.Cut(a, ".")
		if len(areas) == 0 || areas[len(areas)-1] != area {
			areas = append(areas, area)
		}
	}
	return areas, err
}
