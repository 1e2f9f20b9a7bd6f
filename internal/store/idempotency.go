package store

import (
	"bytes"
	"time"

	"github.com/rozmova/rozmova"
)

// Once looks a request up that may have been made before. key is the hash of who asks, where and with which key of
// theirs; body the hash of what is asked. It gives the ID of what came of the first request, or false where this is the
// first; a Conflict where the same key came with something else. Until the step ends, other steps with this key wait.
func (tx *Tx) Once(key, body []byte) (result [16]byte, done bool, err error) {
	if err := tx.Lock("idempotency " + string(key)); err != nil {
		return result, false, err
	}
	var had, id []byte
	err = missing(tx.row("select body, result from idempotency where key = $1", key).Scan(&had, &id))
	if err == rozmova.NotFound {
		return result, false, nil
	}
	if err != nil {
		return result, false, err
	}
	if !bytes.Equal(had, body) {
		return result, false, &rozmova.Error{Kind: rozmova.Conflict, Reason: "idempotency.other_body"}
	}
	copy(result[:], id)
	return result, true, nil
}

// Done remembers what came of a request, in the same step.
func (tx *Tx) Done(key, body []byte, result [16]byte, at time.Time) error {
	_, err := tx.exec("insert into idempotency (key, body, result, at) values ($1, $2, $3, $4)", key, body, result[:], micros(at))
	return err
}
