package store

import (
	"time"

	"github.com/rozmova/rozmova"
)

// A Challenge is what a way in was begun with and is ended by, once only.
type Challenge struct {
	ID      []byte                     // SHA-256 of the secret that the asking browser holds
	Kind    string                     // of the way in
	Reader  rozmova.ID[rozmova.Reader] // who asked, where somebody was signed in; zero for none
	Doc     []byte                     // JSON
	Created time.Time
	Expires time.Time
}

// AddChallenge writes a challenge.
func (tx *Tx) AddChallenge(c *Challenge) error {
	_, err := tx.exec("insert into challenge (id, kind, reader, doc, created, expires) values ($1, $2, $3, $4, $5, $6)",
		c.ID, c.Kind, c.Reader, string(c.Doc), micros(c.Created), micros(c.Expires))
	return err
}

// TakeChallenge gives a challenge and takes it out of use; NotFound where there is none, or it was used. The caller looks
// whether it has expired.
func (tx *Tx) TakeChallenge(id []byte, kind string) (*Challenge, error) {
	c := Challenge{ID: id, Kind: kind}
	var doc string
	var created, expires int64
	err := tx.row("delete from challenge where id = $1 and kind = $2 returning reader, doc, created, expires", id, kind).Scan(&c.Reader, &doc, &created, &expires)
	c.Doc, c.Created, c.Expires = []byte(doc), moment(created), moment(expires)
	return &c, missing(err)
}
