package store

import (
	"database/sql"
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
	Device  string    // browser and system, as the browser said; may be empty
	Way     string    // membership.Way by which it began
	Proven  time.Time // when its reader last showed a way in
	Second  time.Time // when its reader last showed a second factor; zero: none was
}

// AddSession writes a new session.
func (tx *Tx) AddSession(s *Session) error {
	_, err := tx.exec("insert into session (hash, reader, created, seen, expires, device, way, proven, second) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		s.Hash, s.Reader, micros(s.Created), micros(s.Seen), micros(s.Expires), s.Device, s.Way, micros(s.Proven), micros(s.Second))
	return err
}

// Session gives the session of a token's hash, also one that has run out; NotFound where there is none.
func (tx *Tx) Session(hash []byte) (*Session, error) {
	s := Session{Hash: hash}
	var created, seen, expires, proven, second int64
	err := tx.row("select reader, created, seen, expires, device, way, proven, second from session where hash = $1", hash).
		Scan(&s.Reader, &created, &seen, &expires, &s.Device, &s.Way, &proven, &second)
	s.Created, s.Seen, s.Expires, s.Proven, s.Second = moment(created), moment(seen), moment(expires), moment(proven), moment(second)
	return &s, missing(err)
}

// TouchSession remembers when a session was last used and until when it lasts.
func (tx *Tx) TouchSession(hash []byte, seen, expires time.Time) error {
	return tx.change("update session set seen = $2, expires = $3 where hash = $1", hash, micros(seen), micros(expires))
}

// ProveSession remembers when the reader of a session last showed a way in.
func (tx *Tx) ProveSession(hash []byte, at time.Time) error {
	return tx.change("update session set proven = $2 where hash = $1", hash, micros(at))
}

// SecondSession remembers when the reader of a session last showed a second factor.
func (tx *Tx) SecondSession(hash []byte, at time.Time) error {
	return tx.change("update session set second = $2 where hash = $1", hash, micros(at))
}

// EndSession forgets one session; it may be gone already.
func (tx *Tx) EndSession(hash []byte) error {
	_, err := tx.exec("delete from session where hash = $1", hash)
	return err
}

// Sessions gives a reader's sessions, the last seen first, also such as have run out.
func (tx *Tx) Sessions(reader rozmova.ID[rozmova.Reader]) ([]Session, error) {
	rows, err := tx.query("select hash, created, seen, expires, device, way, proven from session where reader = $1 order by seen desc, hash", reader)
	return all(rows, err, func(rows *sql.Rows) (Session, error) {
		s := Session{Reader: reader}
		var created, seen, expires, proven int64
		err := rows.Scan(&s.Hash, &created, &seen, &expires, &s.Device, &s.Way, &proven)
		s.Created, s.Seen, s.Expires, s.Proven = moment(created), moment(seen), moment(expires), moment(proven)
		return s, err
	})
}

// EndSessions forgets the sessions of a reader, but for the one with a hash; nil for none.
func (tx *Tx) EndSessions(reader rozmova.ID[rozmova.Reader], but []byte) error {
	if but == nil {
		but = []byte{}
	}
	_, err := tx.exec("delete from session where reader = $1 and hash <> $2", reader, but)
	return err
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

// A Token is a token of the API, known by its SHA-256.
type Token struct {
	Hash    []byte
	Name    string
	Created time.Time
	Expires time.Time // zero: never
}

// Tokens gives the tokens of a reader that work at a time, the latest first.
func (tx *Tx) Tokens(reader rozmova.ID[rozmova.Reader], at time.Time) ([]Token, error) {
	rows, err := tx.query("select hash, name, created, expires from api_token where reader = $1 and (expires = 0 or expires > $2) order by created desc, hash",
		reader, micros(at))
	return all(rows, err, func(rows *sql.Rows) (t Token, err error) {
		var created, expires int64
		err = rows.Scan(&t.Hash, &t.Name, &created, &expires)
		t.Created, t.Expires = moment(created), moment(expires)
		return t, err
	})
}

// EndToken takes a token out of use.
func (tx *Tx) EndToken(hash []byte) error {
	return tx.change("delete from api_token where hash = $1", hash)
}

// Tidy deletes what has run out: sessions, codes and links a day old, idempotency keys after a day, known browsers after a
// year.
func (tx *Tx) Tidy(now time.Time) error {
	day := micros(now.Add(-24 * time.Hour))
	for _, step := range []struct {
		query string
		args  []any
	}{
		{"delete from session where expires < $1", []any{micros(now)}},
		{"delete from sign_in_code where created < $1 and expires < $2", []any{day, micros(now)}}, // a link may last longer
		{"delete from idempotency where at < $1", []any{day}},
		{"delete from known_browser where seen < $1", []any{micros(now.AddDate(-1, 0, 0))}},
		{"delete from api_token where expires <> 0 and expires < $1", []any{micros(now)}},
		{"delete from spent_token where expires < $1", []any{micros(now)}},
		{"delete from challenge where expires < $1", []any{micros(now)}},
	} {
		if _, err := tx.exec(step.query, step.args...); err != nil {
			return err
		}
	}
	return nil
}
