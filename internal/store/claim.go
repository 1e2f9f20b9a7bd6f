package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A Claim says who works on a comment's card and to whom it is assigned.
type Claim struct {
	Comment  rozmova.ID[rozmova.Comment]
	By       rozmova.ID[rozmova.Reader] // zero: nobody
	Until    time.Time                  // when it runs out by itself
	Assigned rozmova.ID[rozmova.Reader] // zero: to nobody
}

// In reports whether somebody holds the claim at a time.
func (c *Claim) In(at time.Time) bool { return c != nil && !c.By.IsZero() && at.Before(c.Until) }

func scanClaim(row interface{ Scan(...any) error }) (*Claim, error) {
	var c Claim
	var until int64
	err := row.Scan(&c.Comment, &c.By, &until, &c.Assigned)
	c.Until = moment(until)
	return &c, missing(err)
}

// Claims gives the claims on some comments; one without is not in the map. The caller bounds how many.
func (tx *Tx) Claims(comments []rozmova.ID[rozmova.Comment]) (map[rozmova.ID[rozmova.Comment]]*Claim, error) {
	found := map[rozmova.ID[rozmova.Comment]]*Claim{}
	if len(comments) == 0 {
		return found, nil
	}
	args := listed(comments)
	rows, err := tx.query("select comment, actor, until, assigned from claim where comment in ("+places(len(args))+")", args...)
	list, err := all(rows, err, func(rows *sql.Rows) (*Claim, error) { return scanClaim(rows) })
	for _, c := range list {
		found[c.Comment] = c
	}
	return found, err
}

// Claim gives the claim on a comment; NotFound where there is none.
func (tx *Tx) Claim(comment rozmova.ID[rozmova.Comment]) (*Claim, error) {
	return scanClaim(tx.row("select comment, actor, until, assigned from claim where comment = $1", comment))
}

// PutClaim writes who works on a comment's card and to whom it is assigned; where that is nobody there is no row.
func (tx *Tx) PutClaim(c *Claim) error {
	if c.By.IsZero() && c.Assigned.IsZero() {
		_, err := tx.exec("delete from claim where comment = $1", c.Comment)
		return err
	}
	_, err := tx.exec(`insert into claim (comment, actor, until, assigned) values ($1, $2, $3, $4)
		on conflict (comment) do update set actor = excluded.actor, until = excluded.until, assigned = excluded.assigned`,
		c.Comment, c.By, micros(c.Until), c.Assigned)
	return err
}

// ClaimsOf gives the comments that somebody works on at a time.
func (tx *Tx) ClaimsOf(reader rozmova.ID[rozmova.Reader], at time.Time) ([]*Claim, error) {
	rows, err := tx.query("select comment, actor, until, assigned from claim where actor = $1 and until > $2", reader, micros(at))
	return all(rows, err, func(rows *sql.Rows) (*Claim, error) { return scanClaim(rows) })
}
