package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A DecisionTally is how many decisions of one kind were made.
type DecisionTally struct {
	Scope     rozmova.Scope
	Action    rozmova.Action
	Ground    rozmova.Ground
	Rule      string
	Source    rozmova.DecisionSource
	Category  string // STATEMENT_CATEGORY_… of a notice that it answered; empty: none had any
	Automatic bool
	Detected  bool // the classifier had a part in it
	N         int
}

// TallyDecisions counts the decisions of a site that were made from a time on and before another and can no longer be undone.
func (tx *Tx) TallyDecisions(site rozmova.ID[rozmova.Site], from, to time.Time) ([]DecisionTally, error) {
	rows, err := tx.query(`select scope, action, ground, rule, source, category, automatic, detected, count(*) from (
			select d.scope, d.action, d.ground, d.rule, d.source, d.automatic,
				case when d.model <> '' then 1 else 0 end as detected,
				case when d.ground = 'law' then coalesce((select min(n.category) from notice n where n.comment = d.comment and n.decision = d.id and n.category <> ''), '') else '' end as category
			from decision d where d.site = $1 and d.at >= $2 and d.at < $3 and d.undone = 0 and (d.settled > 0 or d.final = 0)
		) told group by scope, action, ground, rule, source, category, automatic, detected
		order by scope, action, ground, rule, source, category, automatic, detected`, site, micros(from), micros(to))
	return all(rows, err, func(rows *sql.Rows) (t DecisionTally, err error) {
		var automatic, detected int
		err = rows.Scan(&t.Scope, &t.Action, &t.Ground, &t.Rule, &t.Source, &t.Category, &automatic, &detected, &t.N)
		t.Automatic, t.Detected = automatic == 1, detected == 1
		return t, err
	})
}

// firstID gives what stands before all IDs that were made from a time on.
func firstID(at time.Time) []byte {
	id := make([]byte, 16)
	ms := at.UnixMilli()
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	return id
}

// TallyComments counts the comments of a site that came in from a time on and before another, whatever became of them.
func (tx *Tx) TallyComments(site rozmova.ID[rozmova.Site], from, to time.Time) (n int, err error) {
	err = tx.row("select count(*) from comment where id >= $2 and id < $3 and site = $1", site, firstID(from), firstID(to)).Scan(&n)
	return n, err
}

// A NoticeTally is how many reports of one kind came in.
type NoticeTally struct {
	Kind      rozmova.NoticeKind
	Category  string
	Notifier  rozmova.Notifier
	Outcome   rozmova.NoticeOutcome
	Ground    rozmova.Ground // of the decision; empty while it waits
	Automatic bool           // it was answered automatically
	N         int
	Items     int // comments that they are about
}

// TallyNotices counts the reports on a site that came in from a time on and before another.
func (tx *Tx) TallyNotices(site rozmova.ID[rozmova.Site], from, to time.Time) ([]NoticeTally, error) {
	rows, err := tx.query(`select n.kind, n.category, n.notifier, n.outcome, coalesce(d.ground, ''), coalesce(d.automatic, 0), count(*), count(distinct n.comment)
		from notice n left join decision d on d.id = n.decision
		where n.id >= $2 and n.id < $3 and n.site = $1
		group by n.kind, n.category, n.notifier, n.outcome, coalesce(d.ground, ''), coalesce(d.automatic, 0)
		order by 1, 2, 3, 4, 5, 6`, site, firstID(from), firstID(to))
	return all(rows, err, func(rows *sql.Rows) (t NoticeTally, err error) {
		var automatic int
		err = rows.Scan(&t.Kind, &t.Category, &t.Notifier, &t.Outcome, &t.Ground, &automatic, &t.N, &t.Items)
		t.Automatic = automatic == 1
		return t, err
	})
}

// An AppealTally is how many appeals of one kind came in.
type AppealTally struct {
	State    rozmova.AppealState
	Notifier bool // whoever had reported it appealed, not the author
	N        int
}

// TallyAppeals counts the appeals on a site that came in from a time on and before another.
func (tx *Tx) TallyAppeals(site rozmova.ID[rozmova.Site], from, to time.Time) ([]AppealTally, error) {
	rows, err := tx.query(`select state, case when notice is null then 0 else 1 end, count(*) from appeal
		where id >= $2 and id < $3 and site = $1 group by 1, 2 order by 1, 2`, site, firstID(from), firstID(to))
	return all(rows, err, func(rows *sql.Rows) (t AppealTally, err error) {
		var notifier int
		err = rows.Scan(&t.State, &notifier, &t.N)
		t.Notifier = notifier == 1
		return t, err
	})
}

// The kinds of waiting that Waits tells of.
const (
	WaitHeld    = "held"    // from when automation held a comment until a person decided
	WaitReport  = "report"  // from a report of a broken house rule until it was answered
	WaitIllegal = "illegal" // from a notice of illegal content until it was answered
	WaitAppeal  = "appeal"  // from an appeal until it was heard
)

// waits are the queries of Waits.
var waits = map[string]string{
	WaitHeld: `select (select min(p.at) from decision p where p.comment = h.comment and p.at > h.at and p.scope = 'comment' and p.automatic = 0 and p.undone = 0) - h.at
		from decision h where h.site = $1 and h.at >= $2 and h.at < $3 and h.scope = 'comment' and h.action = 'hold' and h.automatic = 1 and h.undone = 0
		order by h.at desc limit $4`,
	WaitReport: `select d.at - n.at from notice n join decision d on d.id = n.decision
		where n.site = $1 and n.id >= $2 and n.id < $3 and n.kind = 'rule' order by n.id desc limit $4`,
	WaitIllegal: `select d.at - n.at from notice n join decision d on d.id = n.decision
		where n.site = $1 and n.id >= $2 and n.id < $3 and n.kind <> 'rule' order by n.id desc limit $4`,
	WaitAppeal: "select decided - at from appeal where site = $1 and id >= $2 and id < $3 and state > 1 order by id desc limit $4",
}

// Waits tells how long people waited on a site for what began from a time on and before another and has ended; up to limit, the latest first.
func (tx *Tx) Waits(kind string, site rozmova.ID[rozmova.Site], from, to time.Time, limit int) ([]time.Duration, error) {
	first, last := any(firstID(from)), any(firstID(to))
	if kind == WaitHeld {
		first, last = micros(from), micros(to)
	}
	rows, err := tx.query(waits[kind], site, first, last, limit)
	took, err := all(rows, err, func(rows *sql.Rows) (n sql.NullInt64, err error) { return n, rows.Scan(&n) })
	if err != nil {
		return nil, err
	}
	var list []time.Duration
	for _, t := range took {
		if t.Valid {
			list = append(list, max(0, time.Duration(t.Int64)*time.Microsecond))
		}
	}
	return list, nil
}

// LogLinesBefore gives up to limit entries of the public log before one, the latest first.
func (tx *Tx) LogLinesBefore(before int64, limit int) ([]LogLine, error) {
	rows, err := tx.query("select "+lineColumns+" from public_log where seq < $1 order by seq desc limit $2", before, limit)
	return all(rows, err, scanLine)
}
