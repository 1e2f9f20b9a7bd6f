package store

import (
	"time"

	"github.com/rozmova/rozmova"
)

// Knows reports whether the browser whose cookie has a hash has been signed in to the account that goes by an address, in
// lower case.
func (tx *Tx) Knows(hash []byte, site rozmova.ID[rozmova.Site], emailKey string) (bool, error) {
	var n int
	err := tx.row(`select count(*) from known_browser join contact on contact.reader = known_browser.reader
		where known_browser.hash = $1 and contact.site = $2 and contact.email_key = $3`, hash, site, emailKey).Scan(&n)
	return n > 0, err
}

// KnowBrowser remembers that a reader signed in with a browser, which had the cookie old and has a new one from now on; for
// whoever else signed in with it, it stays known. Nil for old where it had none.
func (tx *Tx) KnowBrowser(reader rozmova.ID[rozmova.Reader], old, hash []byte, at time.Time) error {
	if old != nil {
		if _, err := tx.exec("delete from known_browser where hash = $1 and reader = $2", old, reader); err != nil {
			return err
		}
		if _, err := tx.exec("update known_browser set hash = $2 where hash = $1", old, hash); err != nil {
			return err
		}
	}
	_, err := tx.exec("insert into known_browser (hash, reader, added, seen) values ($1, $2, $3, $3)", hash, reader, micros(at))
	return err
}

// ForgetBrowsers forgets which browsers a reader signed in with, but for the one whose cookie has the hash but; nil for none.
func (tx *Tx) ForgetBrowsers(reader rozmova.ID[rozmova.Reader], but []byte) error {
	if but == nil {
		but = []byte{}
	}
	_, err := tx.exec("delete from known_browser where reader = $1 and hash <> $2", reader, but)
	return err
}
