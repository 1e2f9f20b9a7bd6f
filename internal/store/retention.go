package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

// Kinds of what is kept for a time.
const (
	KeptNotifiers = "notifiers" // name and address of who sent a notice, and the way to its page
	KeptCases     = "cases"     // what notices and appeals say
	KeptNudges    = "nudges"
	KeptSignals   = "signals"
	KeptNotes     = "notes"
	KeptAudit     = "audit"
	KeptLetters   = "letters"
)

// expiries are the steps of each kind: whose time was over before $1, up to $2 of them, of the site $3 where it is asked for.
var expiries = map[string][]struct {
	query  string
	ofSite bool
}{
	KeptNotifiers: {
		{`delete from outside_letter where id in (select l.id from outside_letter l join notice n on n.id = l.notice join decision d on d.id = n.decision
			where d.at < $1 and l.next = 0 and n.site = $3 and not exists (select 1 from appeal a where a.notice = n.id and (a.state = 1 or a.decided >= $1)) limit $2)`, true},
		{`update notice set name = '', email = '', secret = null, origin = null where id in (select n.id from notice n join decision d on d.id = n.decision
			where d.at < $1 and n.site = $3 and (n.name <> '' or n.email <> '' or n.secret is not null)
			and not exists (select 1 from appeal a where a.notice = n.id and (a.state = 1 or a.decided >= $1))
			and not exists (select 1 from outside_letter l where l.notice = n.id) limit $2)`, true},
	},
	KeptCases: {
		{`update notice set text = '', law = '', answer = '' where id in (select n.id from notice n join decision d on d.id = n.decision
			where d.at < $1 and n.site = $3 and (n.text <> '' or n.law <> '' or n.answer <> '')
			and not exists (select 1 from appeal a where a.notice = n.id and a.state = 1) limit $2)`, true},
		{"update appeal set text = '', answer = '' where id in (select id from appeal where state <> 1 and decided < $1 and site = $3 and (text <> '' or answer <> '') limit $2)", true},
	},
	KeptNudges:  {{"delete from nudge where id in (select id from nudge where at < $1 and site = $3 limit $2)", true}},
	KeptSignals: {{"delete from signal where id in (select id from signal where state <> 1 and closed > 0 and closed < $1 and site = $3 limit $2)", true}},
	KeptNotes:   {{"delete from note where id in (select id from note where at < $1 and site = $3 limit $2)", true}},
	KeptAudit:   {{"delete from audit where id in (select id from audit where at < $1 and site = $3 limit $2)", true}},
	KeptLetters: {{`delete from letter where (seq, reader) in (select l.seq, l.reader from letter l left join event e on e.seq = l.seq
		where l.next = 0 and (l.sent > 0 and l.sent < $1 or l.sent = 0 and coalesce(e.at, 0) < $1) limit $2)`, false}}, // given up: by what it tells of
}

// Expire lets go up to limit rows of a kind whose time was over before, and tells how many; 0 when nothing is left.
func (tx *Tx) Expire(site rozmova.ID[rozmova.Site], kind string, before time.Time, limit int) (int64, error) {
	steps, ok := expiries[kind]
	if !ok {
		return 0, fmt.Errorf("nothing of the kind %q is kept", kind)
	}
	for _, step := range steps {
		args := []any{micros(before), limit}
		if step.ofSite {
			args = append(args, site)
		}
		res, err := tx.exec(step.query, args...)
		if err != nil {
			return 0, err
		}
		if n, err := res.RowsAffected(); err != nil || n > 0 {
			return n, err
		}
	}
	return 0, nil
}

// CountOrigins counts the origins of before a day: what ForgetOrigins deletes.
func (tx *Tx) CountOrigins(before int) (n int, err error) {
	err = tx.row("select count(*) from origin where day < $1", before).Scan(&n)
	return n, err
}

// RemovedToClear gives up to limit removed comments whose words are still there although the last decision about them was made before, and
// no appeal or notice about them waits or was heard since.
func (tx *Tx) RemovedToClear(site rozmova.ID[rozmova.Site], before time.Time, limit int) ([]rozmova.ID[rozmova.Comment], error) {
	rows, err := tx.query(`select c.id from comment c where c.site = $1 and c.state = 4 and c.source <> '' and c.changed < $2
		and not exists (select 1 from decision d where d.comment = c.id and d.at >= $2)
		and not exists (select 1 from appeal a where a.comment = c.id and (a.state = 1 or a.decided >= $2))
		and not exists (select 1 from notice n where n.comment = c.id and n.decision is null)
		order by c.created, c.id limit $3`, site, micros(before), limit)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Comment], err error) { return id, rows.Scan(&id) })
}

// ClearRemoved takes from a removed comment its words, all that it ever had and what was said about them; its place, its author and what
// was decided stay. The classifier's scores stay too, for they tell nothing.
func (tx *Tx) ClearRemoved(id rozmova.ID[rozmova.Comment]) error {
	for _, query := range []string{
		"update comment set source = '', body = '[]' where id = $1 and state = 4",
		"delete from comment_revision where comment = $1",
		"update verdict set spans = '[]' where comment = $1",
		"update decision set facts = '' where comment = $1",
		"delete from pick where comment = $1",
		"delete from mention where comment = $1",
		"delete from fingerprint where comment = $1",
		"delete from log_salt where comment = $1",
	} {
		if _, err := tx.exec(query, id); err != nil {
			return err
		}
	}
	if err := tx.dropStems(id); err != nil {
		return err
	}
	type statement struct {
		decision rozmova.ID[rozmova.Decision]
		doc      []byte
	}
	rows, err := tx.query("select r.decision, r.doc from reasons r join decision d on d.id = r.decision where d.comment = $1", id)
	list, err := all(rows, err, func(rows *sql.Rows) (s statement, err error) { return s, rows.Scan(&s.decision, &s.doc) })
	if err != nil {
		return err
	}
	for _, s := range list {
		var doc rozmova.Reasons
		if err := json.Unmarshal(s.doc, &doc); err != nil {
			return err
		}
		doc.Words, doc.Facts = "", ""
		changed, err := json.Marshal(doc)
		if err != nil {
			return err
		}
		if err := tx.change("update reasons set doc = $2 where decision = $1", s.decision, string(changed)); err != nil {
			return err
		}
	}
	return nil
}
