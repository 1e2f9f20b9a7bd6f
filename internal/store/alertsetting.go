package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

// AlertSettings gives what some readers want to be told, each whole: what somebody has not chosen is as at the beginning.
func (tx *Tx) AlertSettings(readers []rozmova.ID[rozmova.Reader]) (map[rozmova.ID[rozmova.Reader]]rozmova.AlertSettings, error) {
	found := make(map[rozmova.ID[rozmova.Reader]]rozmova.AlertSettings, len(readers))
	if len(readers) == 0 {
		return found, nil
	}
	args := listed(readers)
	rows, err := tx.query("select reader, doc from alert_setting where reader in ("+places(len(args))+")", args...)
	type line struct {
		reader rozmova.ID[rozmova.Reader]
		doc    []byte
	}
	list, err := all(rows, err, func(rows *sql.Rows) (l line, err error) { return l, rows.Scan(&l.reader, &l.doc) })
	if err != nil {
		return nil, err
	}
	for _, l := range list {
		settings := rozmova.DefaultAlertSettings()
		if err := json.Unmarshal(l.doc, &settings); err != nil {
			return nil, fmt.Errorf("alert settings of %s: %w", l.reader, err)
		}
		found[l.reader] = settings
	}
	for _, id := range readers {
		if found[id] == nil {
			found[id] = rozmova.DefaultAlertSettings()
		}
	}
	return found, nil
}

// SetAlertSettings writes what a reader wants to be told; secret is the one in letters where the reader had none yet.
func (tx *Tx) SetAlertSettings(reader rozmova.ID[rozmova.Reader], settings rozmova.AlertSettings, secret string) error {
	doc, err := json.Marshal(settings)
	if err != nil {
		return err
	}
	_, err = tx.exec("insert into alert_setting (reader, doc, secret) values ($1, $2, $3) on conflict (reader) do update set doc = excluded.doc", reader, string(doc), secret)
	return err
}

// AlertSecret gives the secret in a reader's letters by which mail is switched off: the one that is there, or else this one.
func (tx *Tx) AlertSecret(reader rozmova.ID[rozmova.Reader], secret string) (string, error) {
	if _, err := tx.exec("insert into alert_setting (reader, doc, secret) values ($1, '{}', $2) on conflict do nothing", reader, secret); err != nil {
		return "", err
	}
	return tx.KeptAlertSecret(reader)
}

// KeptAlertSecret gives the secret in a reader's letters; NotFound where there is none yet.
func (tx *Tx) KeptAlertSecret(reader rozmova.ID[rozmova.Reader]) (string, error) {
	var secret string
	err := tx.row("select secret from alert_setting where reader = $1", reader).Scan(&secret)
	return secret, missing(err)
}

// ReaderByAlertSecret gives whose letters bear a secret; NotFound where nobody's do.
func (tx *Tx) ReaderByAlertSecret(secret string) (rozmova.ID[rozmova.Reader], error) {
	var id rozmova.ID[rozmova.Reader]
	err := tx.row("select reader from alert_setting where secret = $1", secret).Scan(&id)
	return id, missing(err)
}

// ContactBounced remembers that a letter to a reader was refused for good.
func (tx *Tx) ContactBounced(reader rozmova.ID[rozmova.Reader], at time.Time) error {
	_, err := tx.exec("update contact set bounced = $2 where reader = $1 and bounced = 0", reader, micros(at))
	return err
}

// ContactWorks forgets that letters to a reader were refused.
func (tx *Tx) ContactWorks(reader rozmova.ID[rozmova.Reader]) error {
	_, err := tx.exec("update contact set bounced = 0 where reader = $1 and bounced > 0", reader)
	return err
}

// Bounced gives since when letters to a reader are refused; the zero time where they are not, or no address is kept.
func (tx *Tx) Bounced(reader rozmova.ID[rozmova.Reader]) (time.Time, error) {
	var at int64
	err := missing(tx.row("select bounced from contact where reader = $1", reader).Scan(&at))
	if err == rozmova.NotFound {
		err = nil
	}
	return moment(at), err
}
