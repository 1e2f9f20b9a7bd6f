package store

import (
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/rozmova/rozmova"
)

const decisionColumns = "id, site, comment, revision, action, rule, version, facts, automatic, actor, at"

func scanDecision(row interface{ Scan(...any) error }) (*rozmova.Decision, error) {
	var d rozmova.Decision
	var automatic int
	var at int64
	err := row.Scan(&d.ID, &d.Site, &d.Comment, &d.Revision, &d.Action, &d.Rule, &d.Version, &d.Facts, &automatic, &d.By, &at)
	d.Automatic, d.At = automatic == 1, moment(at)
	return &d, missing(err)
}

// AddDecision writes a decision and answers with it the notices that wait for one about the comment, which it gives. An automatic
// one answers none: whoever reported is answered by a person.
func (tx *Tx) AddDecision(d *rozmova.Decision) ([]rozmova.Notice, error) {
	automatic := 0
	if d.Automatic {
		automatic = 1
	}
	_, err := tx.exec("insert into decision ("+decisionColumns+") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
		d.ID, d.Site, d.Comment, d.Revision, d.Action, d.Rule, d.Version, d.Facts, automatic, d.By, micros(d.At))
	if err != nil || d.Automatic {
		return nil, err
	}
	rows, err := tx.query("update notice set decision = $2 where comment = $1 and decision is null returning "+noticeColumns, d.Comment, d.ID)
	return all(rows, err, scanNotice)
}

// Decision gives a decision; NotFound where there is none.
func (tx *Tx) Decision(id rozmova.ID[rozmova.Decision]) (*rozmova.Decision, error) {
	return scanDecision(tx.row("select "+decisionColumns+" from decision where id = $1", id))
}

// Decisions gives what was decided about a comment, the latest first.
func (tx *Tx) Decisions(comment rozmova.ID[rozmova.Comment]) ([]*rozmova.Decision, error) {
	rows, err := tx.query("select "+decisionColumns+" from decision where comment = $1 order by at desc, id desc", comment)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// RecentDecisions gives the last decision about each of up to limit comments of a site, the latest first. Only those under
// stories of some sections, where any are named.
func (tx *Tx) RecentDecisions(site rozmova.ID[rozmova.Site], sections []rozmova.Slug, limit int) ([]*rozmova.Decision, error) {
	where, args := inSections("(select story from comment where comment.id = d.comment)", sections, site, limit)
	rows, err := tx.query(`select `+decisionColumns+` from (
			select decision.* from decision where site = $1
				and not exists (select 1 from decision later where later.comment = decision.comment and (later.at, later.id) > (decision.at, decision.id))
		) d `+where+` order by at desc, id desc limit $2`, args...)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// LatestDecisions gives the last decision about each of some comments.
func (tx *Tx) LatestDecisions(comments []rozmova.ID[rozmova.Comment]) (map[rozmova.ID[rozmova.Comment]]*rozmova.Decision, error) {
	found := map[rozmova.ID[rozmova.Comment]]*rozmova.Decision{}
	if len(comments) == 0 {
		return found, nil
	}
	args := listed(comments)
	rows, err := tx.query("select "+decisionColumns+" from decision where comment in ("+places(len(args))+") order by at, id", args...)
	list, err := all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
	for _, d := range list {
		found[d.Comment] = d
	}
	return found, err
}

// AddReasons freezes the statement of reasons for a decision.
func (tx *Tx) AddReasons(r *rozmova.Reasons) error {
	doc, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.exec("insert into reasons (decision, author, doc, at) values ($1, $2, $3, $4)", r.Decision, r.Author, string(doc), micros(r.At))
	return err
}

// Reasons gives the statement of reasons for a decision; NotFound where none was owed.
func (tx *Tx) Reasons(decision rozmova.ID[rozmova.Decision]) (*rozmova.Reasons, error) {
	var doc []byte
	if err := tx.row("select doc from reasons where decision = $1", decision).Scan(&doc); err != nil {
		return nil, missing(err)
	}
	var r rozmova.Reasons
	if err := json.Unmarshal(doc, &r); err != nil {
		return nil, fmt.Errorf("reasons of decision %s: %w", decision, err)
	}
	return &r, nil
}

// DecisionsByID gives several decisions at once; one that is not there is left out. The caller bounds how many.
func (tx *Tx) DecisionsByID(ids []rozmova.ID[rozmova.Decision]) (map[rozmova.ID[rozmova.Decision]]*rozmova.Decision, error) {
	found := make(map[rozmova.ID[rozmova.Decision]]*rozmova.Decision, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	args := listed(ids)
	rows, err := tx.query("select "+decisionColumns+" from decision where id in ("+places(len(args))+")", args...)
	list, err := all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
	for _, d := range list {
		found[d.ID] = d
	}
	return found, err
}
