package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// An Identity is who a reader is at an OpenID Connect provider or at the newsroom's own login. Issuer and subject together
// are the key: an address may change hands.
type Identity struct {
	ID      rozmova.ID[Identity]
	Reader  rozmova.ID[rozmova.Reader]
	Site    rozmova.ID[rozmova.Site]
	Kind    string // membership.Way
	Issuer  string
	Subject string
	Label   string // by which the reader tells it from others; may be empty
	Added   time.Time
	Used    time.Time
}

const identityColumns = "id, reader, site, kind, issuer, subject, label, added, used"

func scanIdentity(row interface{ Scan(...any) error }) (i Identity, err error) {
	var added, used int64
	err = row.Scan(&i.ID, &i.Reader, &i.Site, &i.Kind, &i.Issuer, &i.Subject, &i.Label, &added, &used)
	i.Added, i.Used = moment(added), moment(used)
	return i, err
}

// AddIdentity writes an identity. A Conflict says that it belongs to somebody.
func (tx *Tx) AddIdentity(i *Identity) error {
	_, err := tx.exec("insert into identity ("+identityColumns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		i.ID, i.Reader, i.Site, i.Kind, i.Issuer, i.Subject, i.Label, micros(i.Added), micros(i.Used))
	return tx.conflict(err, "way.taken", "")
}

// IdentityOf gives the identity of somebody at an issuer; NotFound where nobody has it.
func (tx *Tx) IdentityOf(site rozmova.ID[rozmova.Site], kind, issuer, subject string) (*Identity, error) {
	i, err := scanIdentity(tx.row("select "+identityColumns+" from identity where site = $1 and kind = $2 and issuer = $3 and subject = $4", site, kind, issuer, subject))
	return &i, missing(err)
}

// Identities gives those of a reader, the oldest first.
func (tx *Tx) Identities(reader rozmova.ID[rozmova.Reader]) ([]Identity, error) {
	rows, err := tx.query("select "+identityColumns+" from identity where reader = $1 order by added, id", reader)
	return all(rows, err, func(rows *sql.Rows) (Identity, error) { return scanIdentity(rows) })
}

// UseIdentity remembers when an identity was last shown, and by what its reader tells it now.
func (tx *Tx) UseIdentity(id rozmova.ID[Identity], label string, at time.Time) error {
	return tx.change("update identity set used = $2, label = $3 where id = $1", id, micros(at), label)
}

// RemoveIdentity forgets an identity of a reader; NotFound where it is not theirs.
func (tx *Tx) RemoveIdentity(reader rozmova.ID[rozmova.Reader], id rozmova.ID[Identity]) error {
	return tx.change("delete from identity where id = $1 and reader = $2", id, reader)
}

// SpendToken remembers, until it has run out, that a token was used. A Conflict says that it was used before.
func (tx *Tx) SpendToken(issuer string, token []byte, expires time.Time) error {
	_, err := tx.exec("insert into spent_token (issuer, token, expires) values ($1, $2, $3)", issuer, token, micros(expires))
	return tx.conflict(err, "token.used", "")
}
