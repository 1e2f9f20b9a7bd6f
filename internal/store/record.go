package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/rozmova/rozmova"
)

// Numbers are what can be counted of a reader.
type Numbers struct {
	Published int // comments that stand, up to 1000
	Removed   int // removals by people that no appeal reversed and nobody undid
	Warned    int // sanctions that nobody lifted
	Reports   int // sent and answered
	Founded   int // of them, those after which the comment was restricted
}

// removals are decisions that removed a comment and stand.
const removals = `decision.scope = 'comment' and decision.action = 'remove' and decision.undone = 0
	and not exists (select 1 from decision repair where repair.repairs = decision.id and repair.undone = 0)`

// RecordOf counts what is known of a reader.
func (tx *Tx) RecordOf(reader rozmova.ID[rozmova.Reader]) (n Numbers, err error) {
	err = tx.row(`select (select count(*) from (select 1 from comment where author = $1 and state = 2 limit 1000) stand),
		(select count(*) from decision join comment on comment.id = decision.comment where comment.author = $1 and decision.automatic = 0 and `+removals+`),
		(select count(*) from sanction where reader = $1 and lifted = 0),
		(select count(*) from notice where reporter = $1 and decision is not null),
		(select count(*) from notice join decision on decision.id = notice.decision where reporter = $1 and decision.action in ('hold', 'remove') and decision.undone = 0)`,
		reader).Scan(&n.Published, &n.Removed, &n.Warned, &n.Reports, &n.Founded)
	return n, err
}

// DecisionsAbout gives up to limit decisions about a reader or the reader's comments, without undone ones, the latest first.
func (tx *Tx) DecisionsAbout(reader rozmova.ID[rozmova.Reader], limit int) ([]*rozmova.Decision, error) {
	rows, err := tx.query("select "+decisionColumns+` from decision where undone = 0 and scope <> 'branch'
		and (reader = $1 or comment in (select id from comment where author = $1)) order by at desc, id desc limit $2`, reader, limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// LikeDecisions gives up to limit decisions of people about other comments, under the same rule or, where the classifier read them, with
// the same worst score of a label, the nearest score first, then the latest.
func (tx *Tx) LikeDecisions(site rozmova.ID[rozmova.Site], but rozmova.ID[rozmova.Comment], rule, label string, score float32, limit int) ([]*rozmova.Decision, error) {
	if rule == "" && label == "" {
		return nil, nil
	}
	column := ""
	for l := range rozmova.Labels {
		if l.String() == label {
			column = label
		}
	}
	near := "0"
	if column != "" {
		near = "coalesce((select abs(v." + column + " - $5) from verdict v where v.comment = d.comment and v.revision = d.revision), 10000)"
	} else {
		near = "0 * $5"
	}
	rows, err := tx.query("select "+decisionColumns+` from (select * from decision where site = $1 and scope = 'comment' and automatic = 0 and undone = 0 and comment <> $2
			and action <> 'hold' order by at desc limit 500) d
		where ($3 <> '' and d.rule = $3) or d.rule = '' order by `+near+`, d.at desc limit $4`, site, but, rule, limit, int(math.Round(float64(score)*tenThousandths)))
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// OpenNoticesOf gives the reports that wait about some comments, the oldest first. The caller bounds how many.
func (tx *Tx) OpenNoticesOf(comments []rozmova.ID[rozmova.Comment]) (map[rozmova.ID[rozmova.Comment]][]rozmova.Notice, error) {
	found := map[rozmova.ID[rozmova.Comment]][]rozmova.Notice{}
	if len(comments) == 0 {
		return found, nil
	}
	args := listed(comments)
	rows, err := tx.query("select "+noticeColumns+" from notice where decision is null and comment in ("+places(len(args))+") order by at, id", args...)
	list, err := all(rows, err, scanNotice)
	for _, n := range list {
		found[n.Comment] = append(found[n.Comment], n)
	}
	return found, err
}

// Verdicts gives what the classifier says of some comments as they are now. The caller bounds how many.
func (tx *Tx) Verdicts(comments []rozmova.ID[rozmova.Comment]) (map[rozmova.ID[rozmova.Comment]]*rozmova.Verdict, error) {
	found := map[rozmova.ID[rozmova.Comment]]*rozmova.Verdict{}
	if len(comments) == 0 {
		return found, nil
	}
	args := listed(comments)
	rows, err := tx.query(`select comment.id, v.model, v.language, v.reading, v.toxicity, v.insult, v.threat, v.obscenity, v.identity_attack, v.participant, v.spans
		from comment join verdict v on v.comment = comment.id and v.revision = comment.revision where comment.id in (`+places(len(args))+")", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id rozmova.ID[rozmova.Comment]
		var v rozmova.Verdict
		var scores [rozmova.Labels]int
		var spans []byte
		into := []any{&id, &v.Model, &v.Language, &v.Reading}
		for i := range scores {
			into = append(into, &scores[i])
		}
		if err := rows.Scan(append(into, &spans)...); err != nil {
			return nil, err
		}
		for i, score := range scores {
			v.Scores[i] = float32(score) / tenThousandths
		}
		if err := json.Unmarshal(spans, &v.Spans); err != nil {
			return nil, fmt.Errorf("verdict on comment %s: %w", id, err)
		}
		found[id] = &v
	}
	return found, rows.Err()
}

const sanctionColumns = "id, site, reader, decision, rung, rule, starts, ends, read, lifted"

func scanSanction(row interface{ Scan(...any) error }) (*rozmova.Sanction, error) {
	var s rozmova.Sanction
	var starts, ends, read, lifted int64
	err := row.Scan(&s.ID, &s.Site, &s.Reader, &s.Decision, &s.Rung, &s.Rule, &starts, &ends, &read, &lifted)
	s.Starts, s.Ends, s.Read, s.Lifted = moment(starts), moment(ends), moment(read), moment(lifted)
	return &s, missing(err)
}

// SanctionsInForce gives the sanctions that limit a reader at a time, the gravest first.
func (tx *Tx) SanctionsInForce(reader rozmova.ID[rozmova.Reader], at time.Time) ([]*rozmova.Sanction, error) {
	rows, err := tx.query("select "+sanctionColumns+` from sanction where reader = $1 and ends > $2 and starts <= $2 and lifted = 0 and (rung <> 1 or read = 0)
		order by rung desc, ends desc`, reader, micros(at))
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Sanction, error) { return scanSanction(rows) })
}
