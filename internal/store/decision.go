package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/rozmova/rozmova"
)

const decisionColumns = "id, site, comment, revision, action, rule, version, facts, automatic, actor, at, scope, reader, before, final, settled, undone, " +
	"ground, law, source, label, score, model, repairs"

func scanDecision(row interface{ Scan(...any) error }) (*rozmova.Decision, error) {
	var d rozmova.Decision
	var automatic, score int
	var at, final, settled, undone int64
	var label string
	err := row.Scan(&d.ID, &d.Site, &d.Comment, &d.Revision, &d.Action, &d.Rule, &d.Version, &d.Facts, &automatic, &d.By, &at, &d.Scope, &d.Reader, &d.Before,
		&final, &settled, &undone, &d.Ground, &d.Law, &d.Source, &label, &score, &d.Model, &d.Repairs)
	if err != nil {
		return nil, missing(err)
	}
	d.Automatic, d.At, d.Final, d.Settled, d.Undone = automatic == 1, moment(at), moment(final), moment(settled), moment(undone)
	d.Score = float32(score) / tenThousandths
	if d.Model != "" {
		err = d.Label.UnmarshalText([]byte(label))
	}
	return &d, err
}

// AddDecision writes a decision and answers with it the notices that wait for one about the comment, which it gives. An automatic
// one answers none: whoever reported is answered by a person. Nor does one about a reader or a branch.
func (tx *Tx) AddDecision(d *rozmova.Decision) ([]rozmova.Notice, error) {
	automatic := 0
	if d.Automatic {
		automatic = 1
	}
	label := ""
	if d.Model != "" {
		label = d.Label.String()
	}
	if d.Scope == "" {
		d.Scope = rozmova.OfComment
	}
	if d.Ground == "" {
		d.Ground = rozmova.ByRule
	}
	if d.Source == "" {
		d.Source = rozmova.Voluntary
	}
	_, err := tx.exec("insert into decision ("+decisionColumns+", marked) values ("+places(24)+", coalesce((select marked from comment where comment.id = $3), 0))",
		d.ID, d.Site, d.Comment, d.Revision, d.Action, d.Rule, d.Version, d.Facts, automatic, d.By, micros(d.At), d.Scope, d.Reader, d.Before,
		micros(d.Final), micros(d.Settled), micros(d.Undone), d.Ground, d.Law, d.Source, label,
		int(math.Round(float64(d.Score)*tenThousandths)), d.Model, d.Repairs)
	if err != nil || d.Automatic || d.Scope != rozmova.OfComment {
		return nil, err
	}
	rows, err := tx.query("update notice set decision = $2 where comment = $1 and decision is null returning "+noticeColumns, d.Comment, d.ID)
	answered, err := all(rows, err, scanNotice)
	if err != nil {
		return nil, err
	}
	return answered, tx.requeueIfWaiting(d.Comment) // the reports are answered, or what is held is held by another rule
}

// SettleDecision writes down when DecisionFinal was appended for a decision; it is a Conflict when it was undone or settled before.
func (tx *Tx) SettleDecision(id rozmova.ID[rozmova.Decision], at time.Time) error {
	err := tx.change("update decision set settled = $2 where id = $1 and settled = 0 and undone = 0", id, micros(at))
	if errors.Is(err, rozmova.NotFound) {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "decision.settled"}
	}
	return err
}

// UndoDecision writes down that a decision was taken back, opens the reports that it answered again and takes its statement of reasons
// away, which nobody has seen. It is a Conflict when it is settled or was undone before.
func (tx *Tx) UndoDecision(id rozmova.ID[rozmova.Decision], at time.Time) error {
	err := tx.change("update decision set undone = $2 where id = $1 and settled = 0 and undone = 0", id, micros(at))
	if errors.Is(err, rozmova.NotFound) {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "decision.settled"}
	}
	if err != nil {
		return err
	}
	if _, err := tx.exec("update notice set decision = null, outcome = '', answer = '' where decision = $1 and comment = (select comment from decision where id = $1)", id); err != nil {
		return err
	}
	if _, err := tx.exec("delete from reasons where decision = $1", id); err != nil {
		return err
	}
	var comment rozmova.ID[rozmova.Comment]
	if err := tx.row("select comment from decision where id = $1", id).Scan(&comment); err != nil {
		return err
	}
	return tx.requeue(comment)
}

// MarkAgain puts a comment back on the moderators' list where it stood there before a decision that was taken back.
func (tx *Tx) MarkAgain(c *rozmova.Comment, undone rozmova.ID[rozmova.Decision]) error {
	var marked int64
	if err := tx.row("select marked from decision where id = $1", undone).Scan(&marked); err != nil {
		return missing(err)
	}
	if marked == 0 || c.State != rozmova.Published {
		return nil
	}
	return tx.MarkComment(c, moment(marked))
}

// Unsettled gives up to limit decisions of a site that nobody can undo any more at a time and whose DecisionFinal is not in the log
// yet, the oldest first.
func (tx *Tx) Unsettled(site rozmova.ID[rozmova.Site], at time.Time, limit int) ([]*rozmova.Decision, error) {
	rows, err := tx.query("select "+decisionColumns+" from decision where site = $1 and settled = 0 and undone = 0 and final > 0 and final <= $2 order by final, id limit $3",
		site, micros(at), limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// Decision gives a decision; NotFound where there is none.
func (tx *Tx) Decision(id rozmova.ID[rozmova.Decision]) (*rozmova.Decision, error) {
	return scanDecision(tx.row("select "+decisionColumns+" from decision where id = $1", id))
}

// Decisions gives what was decided about a comment and not undone, the latest first.
func (tx *Tx) Decisions(comment rozmova.ID[rozmova.Comment]) ([]*rozmova.Decision, error) {
	rows, err := tx.query("select "+decisionColumns+" from decision where comment = $1 and scope = 'comment' and undone = 0 order by at desc, id desc", comment)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// AllDecisions gives every decision that is about a comment or rests on it, also what was undone, the latest first.
func (tx *Tx) AllDecisions(comment rozmova.ID[rozmova.Comment]) ([]*rozmova.Decision, error) {
	rows, err := tx.query("select "+decisionColumns+" from decision where comment = $1 order by at desc, id desc", comment)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// RecentDecisions gives the last decision about each of up to limit comments of a site, the latest first. Only those under
// stories of some sections, where any are named.
func (tx *Tx) RecentDecisions(site rozmova.ID[rozmova.Site], sections []rozmova.Slug, limit int) ([]*rozmova.Decision, error) {
	where, args := inSections("(select story from comment where comment.id = d.comment)", sections, site, limit)
	rows, err := tx.query(`select `+decisionColumns+` from (
			select decision.* from decision where site = $1 and scope = 'comment' and undone = 0
				and not exists (select 1 from decision later where later.comment = decision.comment and later.scope = 'comment' and later.undone = 0
					and (later.at, later.id) > (decision.at, decision.id))
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
	rows, err := tx.query("select "+decisionColumns+" from decision where comment in ("+places(len(args))+") and scope = 'comment' and undone = 0 order by at, id", args...)
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
