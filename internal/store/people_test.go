package store_test

import (
	"errors"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// fillPeople writes a row about a reader into each table of 0004_people.sql. Every word of it begins with a mark, so that a
// test can look for them.
func fillPeople(t testing.TB, db *store.DB, s *rozmovatest.Seed, r *rozmova.Reader, c rozmova.ID[rozmova.Comment], mark string) {
	t.Helper()
	at, seq := rozmovatest.Noon.UnixMicro(), int64(len(mark))+1000
	alert, identity, d := rozmova.NewID[rozmova.Alert](rozmovatest.Noon), rozmova.NewID[rozmova.Comment](rozmovatest.Noon), hash("d")
	device := append([]byte(mark), hash("p")...)[:32]
	step(t, db, func(tx *store.Tx) error {
		return errors.Join(
			store.Exec(tx, "insert into known_browser (hash, reader, added, seen) values ($1, $2, $3, $3)", device, r.ID, at),
			store.Exec(tx, "insert into former_name (reader, site, name, pen_key, until) values ($1, $2, $3, $4, $5)", r.ID, s.Site.ID, mark+"-колишнє", mark+"-key", at),
			store.Exec(tx, "insert into identity (id, reader, site, kind, issuer, subject, label, added, used) values ($1, $2, $3, 'provider', $4, $5, $6, $7, $7)",
				identity, r.ID, s.Site.ID, "https://"+mark+".example", mark+"-subject", mark+"-identity", at),
			store.Exec(tx, "insert into passkey (id, reader, credential, label, added, used) values ($1, $2, $3, $4, $5, 0)", device, r.ID, `{"key":"`+mark+`-credential"}`, mark+"-passkey", at),
			store.Exec(tx, "insert into challenge (id, kind, reader, doc, created, expires) values ($1, 'passkey', $2, $3, $4, $4)", device, r.ID, `"`+mark+`-challenge"`, at),
			store.Exec(tx, "insert into picture (reader, version, body, at) values ($1, $2, $3, $4)", r.ID, mark+"-version", []byte(mark+"-picture"), at),
			store.Exec(tx, "update reader set picture = $2 where id = $1", r.ID, mark+"-version"),
			store.Exec(tx, "insert into alert (id, reader, seq, kind, story, comment, actor, ref, at, read, page, digest) values ($1, $2, $3, 1, $4, $5, $6, $7, $8, 0, 1, 0)",
				alert, r.ID, seq, s.Story.ID, c, s.Moderator.ID, d[:16], at),
			store.Exec(tx, "insert into alert_setting (reader, doc, secret) values ($1, '{}', $2)", r.ID, mark+"-secret"),
			store.Exec(tx, "insert into push_subscription (id, reader, endpoint, p256dh, auth, locale, device, added, failed) values ($1, $2, $3, $4, 'auth', 'uk', $5, $6, 0)",
				device, r.ID, "https://push.example/"+mark+"-endpoint", mark+"-p256dh", mark+"-device", at),
			store.Exec(tx, "insert into push (alert, subscription, tries, next, sent) values ($1, $2, 0, $3, 0)", alert, device, at),
		)
	})
}
