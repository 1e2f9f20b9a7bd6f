package store_test

import (
	"errors"
	"testing"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/rozmovatest"
	"github.com/rozmova/rozmova/internal/store"
)

// fillPeople writes a row about a reader into each table of 0004_people.sql, and into those of the staff. Every word of it begins with a mark, so that a
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
			tx.PutTotp(&store.Totp{Reader: r.ID, Secret: mark + "-totp", Added: rozmovatest.Noon, Step: 7}),
			tx.AddAudit(&rozmova.Audit{ID: rozmova.NewID[rozmova.Audit](rozmovatest.Noon), Site: s.Site.ID, Actor: r.ID, Action: "policy.changed", Kind: "policy", At: rozmovatest.Noon}),
			tx.AddAddition(&rozmova.Addition{ID: rozmova.NewID[rozmova.Addition](rozmovatest.Noon), Site: s.Site.ID, Story: s.Story.ID, By: r.ID, Byline: "відділ новин", Title: "Нове",
				Body: []rozmova.Block{{Kind: rozmova.Paragraph, Spans: []rozmova.Span{{Text: "Міст відкрито."}}}}, State: rozmova.AdditionPublished, At: rozmovatest.Noon, Changed: rozmovatest.Noon}),
			tx.AddEvidence(&store.Evidence{ID: rozmova.NewID[store.Evidence](rozmovatest.Noon), Story: s.Story.ID, Name: "доказ " + rozmova.NewID[store.Evidence](rozmovatest.Noon).String(), Body: []byte("%PDF"), By: r.ID, At: rozmovatest.Noon}),
			store.Exec(tx, "insert into working (story, base, version, doc, actor, changed) values ($1, 1, 1, '{}', $2, $3) on conflict (story) do update set actor = excluded.actor", s.Story.ID, r.ID, at),
			store.Exec(tx, "insert into correction (story, place, site, at) values ($1, $2, $3, $4)", s.Story.ID, len(mark), s.Site.ID, at),
			tx.AddAudit(&rozmova.Audit{ID: rozmova.NewID[rozmova.Audit](rozmovatest.Noon), Site: s.Site.ID, Actor: s.Moderator.ID, Action: "role.granted", Kind: "reader",
				Subject: [16]byte(r.ID), Detail: map[string]string{"role": "moderator"}, At: rozmovatest.Noon}),
			store.Exec(tx, "insert into signal (id, site, kind, key, comment, reader, doc, score, acted, at, state, actor, closed) values ($1, $2, 'flood', $3, $4, $5, '{}', 900, 'hold', $6, 2, $5, $6)",
				alert, s.Site.ID, mark+"-signal", c, r.ID, at),
			store.Exec(tx, "insert into signal (id, site, kind, key, comment, doc, score, acted, at, state) values ($1, $2, 'votes', $3, $4, $5, 900, 'ignore', $6, 1)",
				identity, s.Site.ID, mark+"-votes", c, `{"readers":["`+r.ID.String()+`"]}`, at),
			tx.AddPolicy(s.Site.ID, &store.PolicyVersion{Level: "section/politics", Version: 1 + len(mark), By: r.ID, At: rozmovatest.Noon}),
			tx.PutFingerprints(c, []store.Fingerprint{{Band: 1, Hash: -77}}, rozmovatest.Noon),
			tx.AddOrigin(&store.Origin{Reader: r.ID, Day: 20000, Hash: []byte(mark + "-origin"), Deed: "post", At: rozmovatest.Noon}),
			store.Exec(tx, "insert into origin_key (day, key) values ($2, $1)", hash("p"), 20000+len(mark)),
			tx.TeachSpam([]string{"abc"}, true, 1), tx.SpamTaught(c, true),
			store.Exec(tx, `insert into sanction (id, site, reader, decision, rung, rule, starts, ends) select $1, site, $2, id, 2, 'respect', $3, $3 from decision order by id limit 1`, alert, r.ID, at),
			store.Exec(tx, "update decision set reader = $1 where id = (select decision from sanction where id = $2)", r.ID, alert),
			store.Exec(tx, `insert into appeal (id, site, decision, comment, appellant, text, at, due, state, actor, answer, decided)
				select $1, site, id, comment, $2, $3, $4, $4, 2, $2, $3, $4 from decision where id not in (select decision from appeal) order by id limit 1`, identity, r.ID, mark+"-appeal", at),
			store.Exec(tx, "insert into temperature (root, site, thread, state, heat, since, until) values ($1, $2, $3, 1, 500, $4, $4)", c, s.Site.ID, s.Thread, at),
			tx.AddNudge(&rozmova.Nudge{ID: rozmova.NewID[rozmova.Nudge](rozmovatest.Noon), Site: s.Site.ID, Thread: s.Thread, Reader: r.ID, Digest: hash("n")[:16], Language: "uk", At: rozmovatest.Noon}),
			store.Exec(tx, "insert into public_log (seq, at, kind, doc, prev, hash) values ($1, $2, 'decision', '{}', $3, $3)", seq, at, hash("l")),
			store.Exec(tx, "insert into outside_letter (id, kind, notice, code, tries, next, sent) select $1, 'outcome', id, '', 0, $2, 0 from notice order by id limit 1", alert, at),
			store.Exec(tx, "insert into log_salt (seq, comment, salt) values ($1, $2, $3)", seq, c, hash("s")),
			store.Exec(tx, "insert into log_head (seq, at, hash, signature, key) values ($1, $2, $3, $3, $3)", seq, at, hash("l")),
			store.Exec(tx, "insert into push (alert, subscription, tries, next, sent) values ($1, $2, 0, $3, 0)", alert, device, at),
		)
	})
}
