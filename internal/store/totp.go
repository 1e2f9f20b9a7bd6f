package store

import (
	"time"

	"github.com/rozmova/rozmova"
)

// A Totp is a reader's authenticator app (RFC 6238): the second factor of those who have a role.
type Totp struct {
	Reader rozmova.ID[rozmova.Reader]
	Secret string    // base32
	Added  time.Time // when the first code of it was shown; zero: none was, and it does not count yet
	Step   int64     // the last that was used: none is used twice
	Wrong  int       // codes since the last right one
	Tried  time.Time // when the last of these was entered; zero: none was
}

// Totp gives the authenticator app of a reader; NotFound where there is none.
func (tx *Tx) Totp(reader rozmova.ID[rozmova.Reader]) (*Totp, error) {
	t := Totp{Reader: reader}
	var added, tried int64
	err := tx.row("select secret, added, step, wrong, tried from totp where reader = $1", reader).Scan(&t.Secret, &added, &t.Step, &t.Wrong, &tried)
	t.Added, t.Tried = moment(added), moment(tried)
	return &t, missing(err)
}

// PutTotp writes a reader's authenticator app over the one that was there.
func (tx *Tx) PutTotp(t *Totp) error {
	_, err := tx.exec(`insert into totp (reader, secret, added, step, wrong, tried) values ($1, $2, $3, $4, $5, $6)
		on conflict (reader) do update set secret = excluded.secret, added = excluded.added, step = excluded.step, wrong = excluded.wrong, tried = excluded.tried`,
		t.Reader, t.Secret, micros(t.Added), t.Step, t.Wrong, micros(t.Tried))
	return err
}

// DropTotp forgets a reader's authenticator app; there may be none.
func (tx *Tx) DropTotp(reader rozmova.ID[rozmova.Reader]) error {
	_, err := tx.exec("delete from totp where reader = $1", reader)
	return err
}

// DropPasskeys forgets all passkeys of a reader and tells how many there were.
func (tx *Tx) DropPasskeys(reader rozmova.ID[rozmova.Reader]) (int64, error) {
	res, err := tx.exec("delete from passkey where reader = $1", reader)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// SecondFactors tells how many readers of a list have a passkey or an authenticator app that counts, by ID.
func (tx *Tx) SecondFactors(readers []rozmova.ID[rozmova.Reader]) (map[rozmova.ID[rozmova.Reader]]bool, error) {
	have := make(map[rozmova.ID[rozmova.Reader]]bool, len(readers))
	if len(readers) == 0 {
		return have, nil
	}
	args := listed(readers)
	in := " in (" + places(len(args)) + ")"
	rows, err := tx.query("select reader from totp where added > 0 and reader"+in+" union select reader from passkey where reader"+in, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id rozmova.ID[rozmova.Reader]
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		have[id] = true
	}
	return have, rows.Err()
}
