package store

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/rozmova/rozmova"
)

const noticeColumns = "id, comment, reporter, rule, text, at, decision, kind, category, law, country, notifier, name, email, good_faith, language, secret, " +
	"due, warned, weight, origin, outcome, answer"

func scanNotice(rows *sql.Rows) (rozmova.Notice, error) {
	var n rozmova.Notice
	var at, due, warned int64
	var faith int
	err := rows.Scan(&n.ID, &n.Comment, &n.Reporter, &n.Rule, &n.Text, &at, &n.Decision, &n.Kind, &n.Category, &n.Law, &n.Country, &n.Notifier, &n.Name,
		&n.Email, &faith, &n.Language, &n.Secret, &due, &warned, &n.Weight, &n.Origin, &n.Outcome, &n.Answer)
	n.At, n.Due, n.Warned, n.GoodFaith = moment(at), moment(due), moment(warned), faith == 1
	return n, err
}

// AddNotice writes a report.
func (tx *Tx) AddNotice(site rozmova.ID[rozmova.Site], n *rozmova.Notice) error {
	if n.Kind == "" {
		n.Kind = rozmova.RuleNotice
	}
	if n.Weight == 0 {
		n.Weight = 100
	}
	faith := 0
	if n.GoodFaith {
		faith = 1
	}
	_, err := tx.exec("insert into notice (site, "+noticeColumns+") values ("+places(24)+")",
		site, n.ID, n.Comment, n.Reporter, n.Rule, n.Text, micros(n.At), n.Decision, n.Kind, n.Category, n.Law, n.Country, n.Notifier, n.Name, n.Email, faith,
		n.Language, nilIfNone(n.Secret), micros(n.Due), micros(n.Warned), n.Weight, nilIfNone(n.Origin), n.Outcome, n.Answer)
	if err != nil || n.Kind != rozmova.RuleNotice {
		return err
	}
	return tx.requeue(n.Comment)
}

// nilIfNone is null in the database for no bytes.
func nilIfNone(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

// OpenNotices gives the reports about a comment that wait for a decision.
func (tx *Tx) OpenNotices(comment rozmova.ID[rozmova.Comment]) ([]rozmova.Notice, error) {
	rows, err := tx.query("select "+noticeColumns+" from notice where comment = $1 and decision is null order by at, id", comment)
	return all(rows, err, scanNotice)
}

// AnswerNotices writes beside the notices that a decision answered what came of them and what their senders are told.
func (tx *Tx) AnswerNotices(decision rozmova.ID[rozmova.Decision], outcome rozmova.NoticeOutcome, answer string) error {
	_, err := tx.exec("update notice set outcome = $2, answer = $3 where decision = $1 and comment = (select comment from decision where id = $1)", decision, outcome, answer)
	return err
}

// NoticesOf gives the reports that a decision answered.
func (tx *Tx) NoticesOf(decision rozmova.ID[rozmova.Decision]) ([]rozmova.Notice, error) {
	rows, err := tx.query("select "+noticeColumns+" from notice where decision = $1 and comment = (select comment from decision where id = $1) order by at, id", decision)
	return all(rows, err, scanNotice)
}

// inSections writes the condition that a story stands in one of some sections, and puts those behind the parameters.
func inSections(story string, sections []rozmova.Slug, args ...any) (string, []any) {
	if len(sections) == 0 {
		return "", args
	}
	names := make([]string, len(sections))
	for i, s := range sections {
		args = append(args, s)
		names[i] = fmt.Sprintf("$%d", len(args))
	}
	return "where " + story + " in (select id from story where section in (" + strings.Join(names, ", ") + "))", args
}
