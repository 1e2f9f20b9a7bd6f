package store

import (
	"time"

	"github.com/rozmova/rozmova"
)

// A SignInCode is a code of six or twelve digits on its way to somebody's mailbox. Neither the code nor the token that asked
// for it is kept, only hashes.
type SignInCode struct {
	ID      []byte // SHA-256 of the token that the asking browser holds
	Site    rozmova.ID[rozmova.Site]
	Email   string
	Locale  rozmova.Locale
	Hash    []byte // of the code
	Tries   int
	Created time.Time
	Expires time.Time
	Purpose string                     // membership.Purpose, or Given
	Reader  rozmova.ID[rozmova.Reader] // who was signed in and asked; zero for nobody
	Origin  string                     // tells who asked from others who ask for the same address; says no more
	Known   bool                       // the browser had been signed in to the account
}

// Given is the purpose of a link, which was given and not sent.
const Given = "given"

// AddSignInCode writes a new code.
func (tx *Tx) AddSignInCode(c *SignInCode) error {
	known := 0
	if c.Known {
		known = 1
	}
	_, err := tx.exec(`insert into sign_in_code (id, site, email, locale, hash, tries, created, expires, purpose, reader, origin, known)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		c.ID, c.Site, c.Email, c.Locale, c.Hash, c.Tries, micros(c.Created), micros(c.Expires), c.Purpose, c.Reader, c.Origin, known)
	return err
}

// TrySignInCode gives a code and counts the try; NotFound where there is none, or it was used.
func (tx *Tx) TrySignInCode(id []byte) (*SignInCode, error) {
	c := SignInCode{ID: id}
	var created, expires int64
	err := tx.row(`update sign_in_code set tries = tries + 1 where id = $1
		returning site, email, locale, hash, tries, created, expires, purpose, reader`, id).
		Scan(&c.Site, &c.Email, &c.Locale, &c.Hash, &c.Tries, &created, &expires, &c.Purpose, &c.Reader)
	c.Created, c.Expires = moment(created), moment(expires)
	return &c, missing(err)
}

// UseSignInCode takes a code out of use.
func (tx *Tx) UseSignInCode(id []byte) error {
	return tx.change("delete from sign_in_code where id = $1", id)
}

// SignInCodeSent gives when the nth latest code, from 1, was sent to an address between two times: to one who asked or, where
// origin is empty, to all browsers that are not known. NotFound where there were fewer. Links do not count.
func (tx *Tx) SignInCodeSent(site rozmova.ID[rozmova.Site], email, origin string, n int, since, until time.Time) (time.Time, error) {
	var created int64
	who, args := "known = 0", []any{site, email, Given, micros(since), micros(until), n - 1}
	if origin != "" {
		who, args = "origin = $7", append(args, origin)
	}
	err := tx.row("select created from sign_in_code where site = $1 and email = $2 and purpose <> $3 and created > $4 and created <= $5 and "+who+
		" order by created desc limit 1 offset $6", args...).Scan(&created)
	return moment(created), missing(err)
}

// WrongTries tells how often a code that was sent to an address since a time was entered wrong: by one who asked or, where
// origin is empty, by all browsers that are not known.
func (tx *Tx) WrongTries(site rozmova.ID[rozmova.Site], email, origin string, since time.Time) (int, error) {
	var n int
	who, args := "known = 0", []any{site, email, Given, micros(since)}
	if origin != "" {
		who, args = "origin = $5", append(args, origin)
	}
	err := tx.row("select coalesce(sum(tries), 0) from sign_in_code where site = $1 and email = $2 and purpose <> $3 and created > $4 and "+who, args...).Scan(&n)
	return n, err
}
