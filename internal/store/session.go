package store

import (
	"time"

	"github.com/rozmova/rozmova"
)

// A Session is a browser that a reader signed in with. Only a hash of its token is kept.
type Session struct {
	Hash    []byte // SHA-256 of the token, 32 bytes
	Reader  rozmova.ID[rozmova.Reader]
	Created time.Time
	Seen    time.Time
	Expires time.Time
}

// AddSession writes a new session.
func (tx *Tx) AddSession(s *Session) error {
	_, err := tx.exec("insert into session (hash, reader, created, seen, expires) values ($1, $2, $3, $4, $5)",
		s.Hash, s.Reader, micros(s.Created), micros(s.Seen), micros(s.Expires))
	return err
}

// Session gives the session of a token's hash, also one that has run out; NotFound where there is none.
func (tx *Tx) Session(hash []byte) (*Session, error) {
	s := Session{Hash: hash}
	var created, seen, expires int64
	err := tx.row("select reader, created, seen, expires from session where hash = $1", hash).Scan(&s.Reader, &created, &seen, &expires)
	s.Created, s.Seen, s.Expires = moment(created), moment(seen), moment(expires)
	return &s, missing(err)
}

// TouchSession remembers when a session was last used and until when it lasts.
func (tx *Tx) TouchSession(hash []byte, seen, expires time.Time) error {
	return tx.change("update session set seen = $2, expires = $3 where hash = $1", hash, micros(seen), micros(expires))
}

// EndSession forgets one session; it may be gone already.
func (tx *Tx) EndSession(hash []byte) error {
	_, err := tx.exec("delete from session where hash = $1", hash)
	return err
}

// A SignInCode is a six-digit code on its way to somebody's mailbox. Neither the code nor the token that asked for it is
// kept, only hashes.
type SignInCode struct {
	ID      []byte // SHA-256 of the token that the asking browser holds
	Site    rozmova.ID[rozmova.Site]
	Email   string
	Locale  rozmova.Locale
	Hash    []byte // of the code
	Tries   int
	Created time.Time
	Expires time.Time
}

// AddSignInCode writes a new code.
func (tx *Tx) AddSignInCode(c *SignInCode) error {
	_, err := tx.exec("insert into sign_in_code (id, site, email, locale, hash, tries, created, expires) values ($1, $2, $3, $4, $5, 0, $6, $7)",
		c.ID, c.Site, c.Email, c.Locale, c.Hash, micros(c.Created), micros(c.Expires))
	return err
}

// TrySignInCode gives a code and counts the try; NotFound where there is none, or it was used.
func (tx *Tx) TrySignInCode(id []byte) (*SignInCode, error) {
	c := SignInCode{ID: id}
	var created, expires int64
	err := tx.row("update sign_in_code set tries = tries + 1 where id = $1 returning site, email, locale, hash, tries, created, expires", id).
		Scan(&c.Site, &c.Email, &c.Locale, &c.Hash, &c.Tries, &created, &expires)
	c.Created, c.Expires = moment(created), moment(expires)
	return &c, missing(err)
}

// UseSignInCode takes a code out of use.
func (tx *Tx) UseSignInCode(id []byte) error {
	return tx.change("delete from sign_in_code where id = $1", id)
}

// CountSignInCodes tells how many codes an address was sent between two times. Links are not counted: they were not sent.
func (tx *Tx) CountSignInCodes(site rozmova.ID[rozmova.Site], email string, since, until time.Time) (int, error) {
	var n int
	err := tx.row("select count(*) from sign_in_code where site = $1 and email = $2 and created >= $3 and created <= $4 and tries >= 0",
		site, email, micros(since), micros(until)).Scan(&n)
	return n, err
}

// AddToken writes an API token, known by its SHA-256; the zero expires never comes.
func (tx *Tx) AddToken(hash []byte, reader rozmova.ID[rozmova.Reader], name string, at, expires time.Time) error {
	_, err := tx.exec("insert into api_token (hash, reader, name, created, expires) values ($1, $2, $3, $4, $5)", hash, reader, name, micros(at), micros(expires))
	return err
}

// TokenReader gives the reader whom a token stands for; NotFound where there is none or it has run out.
func (tx *Tx) TokenReader(hash []byte, at time.Time) (rozmova.ID[rozmova.Reader], error) {
	var id rozmova.ID[rozmova.Reader]
	err := tx.row("select reader from api_token where hash = $1 and (expires = 0 or expires > $2)", hash, micros(at)).Scan(&id)
	return id, missing(err)
}

// Tidy deletes what has run out: sessions, codes and links a day old, idempotency keys after a day.
func (tx *Tx) Tidy(now time.Time) error {
	day := micros(now.Add(-24 * time.Hour))
	for _, step := range []struct {
		query string
		args  []any
	}{
		{"delete from session where expires < $1", []any{micros(now)}},
		{"delete from sign_in_code where created < $1 and expires < $2", []any{day, micros(now)}}, // a link may last longer
		{"delete from idempotency where at < $1", []any{day}},
		{"delete from api_token where expires <> 0 and expires < $1", []any{micros(now)}},
	} {
		if _, err := tx.exec(step.query, step.args...); err != nil {
			return err
		}
	}
	return nil
}

// AddLink writes a code that is good for several tries: Tries begins below zero.
func (tx *Tx) AddLink(c *SignInCode) error {
	if err := tx.AddSignInCode(c); err != nil {
		return err
	}
	return tx.change("update sign_in_code set tries = $2 where id = $1", c.ID, c.Tries)
}
