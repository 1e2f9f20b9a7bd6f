package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A Passkey is a WebAuthn credential of a reader.
type Passkey struct {
	ID         []byte // SHA-256 of the credential's ID
	Reader     rozmova.ID[rozmova.Reader]
	Credential []byte // JSON
	Label      string // by which the reader tells it from others; may be empty
	Added      time.Time
	Used       time.Time // zero: never
}

const passkeyColumns = "id, reader, credential, label, added, used"

func scanPasskey(row interface{ Scan(...any) error }) (p Passkey, err error) {
	var credential string
	var added, used int64
	err = row.Scan(&p.ID, &p.Reader, &credential, &p.Label, &added, &used)
	p.Credential, p.Added, p.Used = []byte(credential), moment(added), moment(used)
	return p, err
}

// AddPasskey writes a passkey. A Conflict says that it belongs to somebody.
func (tx *Tx) AddPasskey(p *Passkey) error {
	_, err := tx.exec("insert into passkey ("+passkeyColumns+") values ($1, $2, $3, $4, $5, $6)", p.ID, p.Reader, string(p.Credential), p.Label, micros(p.Added), micros(p.Used))
	return tx.conflict(err, "way.taken", "")
}

// Passkey gives the passkey of an ID; NotFound where nobody has it.
func (tx *Tx) Passkey(id []byte) (*Passkey, error) {
	p, err := scanPasskey(tx.row("select "+passkeyColumns+" from passkey where id = $1", id))
	return &p, missing(err)
}

// Passkeys gives those of a reader, the oldest first.
func (tx *Tx) Passkeys(reader rozmova.ID[rozmova.Reader]) ([]Passkey, error) {
	rows, err := tx.query("select "+passkeyColumns+" from passkey where reader = $1 order by added, id", reader)
	return all(rows, err, func(rows *sql.Rows) (Passkey, error) { return scanPasskey(rows) })
}

// UsePasskey remembers when a passkey was last shown, and what became of it then.
func (tx *Tx) UsePasskey(id, credential []byte, at time.Time) error {
	return tx.change("update passkey set credential = $2, used = $3 where id = $1", id, string(credential), micros(at))
}

// LabelPasskey gives a passkey of a reader another label; NotFound where it is not theirs.
func (tx *Tx) LabelPasskey(reader rozmova.ID[rozmova.Reader], id []byte, label string) error {
	return tx.change("update passkey set label = $3 where id = $1 and reader = $2", id, reader, label)
}

// RemovePasskey forgets a passkey of a reader; NotFound where it is not theirs.
func (tx *Tx) RemovePasskey(reader rozmova.ID[rozmova.Reader], id []byte) error {
	return tx.change("delete from passkey where id = $1 and reader = $2", id, reader)
}

// LockPasskey holds others off a passkey until the step is over.
func (tx *Tx) LockPasskey(id []byte) error { return tx.Lock("passkey " + string(id[:8])) }
