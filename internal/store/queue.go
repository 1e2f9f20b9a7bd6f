package store

import (
	"database/sql"
	"errors"
	"math"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

const queueColumns = "list, subject, site, comment, story, section, author, rule, language, label, score, harm, doubt, reports, rank, since"

// requeue puts a comment into the queues where it waits now, and takes it out of the others: held, reported and new. It is part of every
// step that changes what that depends on: state, mark, open reports and verdict.
func (tx *Tx) requeue(id rozmova.ID[rozmova.Comment]) error {
	c, err := tx.Comment(id)
	if err != nil {
		return err
	}
	rows, err := tx.query("select "+noticeColumns+" from notice where comment = $1 and decision is null and kind = 'rule' order by at, id", id)
	open, err := all(rows, err, scanNotice)
	if err != nil {
		return err
	}
	waits := map[rozmova.QueueList]bool{
		rozmova.HeldList:     c.State == rozmova.Held,
		rozmova.NewList:      c.State == rozmova.Pending || !c.Marked.IsZero(),
		rozmova.ReportedList: len(open) > 0,
	}
	var q *rozmova.Queued
	for _, list := range []rozmova.QueueList{rozmova.HeldList, rozmova.NewList, rozmova.ReportedList} {
		if !waits[list] {
			if err := tx.DropQueue(list, id); err != nil {
				return err
			}
			continue
		}
		if q == nil {
			if q, err = tx.queued(c, open); err != nil {
				return err
			}
		}
		q.List = list
		switch list {
		case rozmova.HeldList:
			q.Since = c.Changed
			if d, err := tx.lastHold(c.ID); err == nil {
				q.Since, q.Rule = d.At, d.Rule
			} else if !errors.Is(err, rozmova.NotFound) {
				return err
			}
		case rozmova.NewList:
			q.Since, q.Rule = c.Changed, rozmova.RuleOf(q.Label)
			if c.State != rozmova.Pending {
				q.Since = c.Marked
			}
		case rozmova.ReportedList:
			q.Since, q.Rule = open[0].At, open[0].Rule
		}
		if err := tx.PutQueue(q); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) lastHold(comment rozmova.ID[rozmova.Comment]) (*rozmova.Decision, error) {
	return scanDecision(tx.row("select "+decisionColumns+" from decision where comment = $1 and scope = 'comment' and undone = 0 and action = 'hold' order by at desc, id desc limit 1", comment))
}

// queued is what a comment's rows in the queues have in common.
func (tx *Tx) queued(c *rozmova.Comment, open []rozmova.Notice) (*rozmova.Queued, error) {
	q := &rozmova.Queued{Subject: [16]byte(c.ID), Site: c.Site, Comment: c.ID, Story: c.Story, Author: c.Author}
	if err := tx.row("select section from story where id = $1", c.Story).Scan(&q.Section); err != nil {
		return nil, missing(err)
	}
	reports := 0
	for _, n := range open {
		reports += n.Weight
	}
	verdict, err := tx.Verdict(c.ID, c.Revision)
	if errors.Is(err, rozmova.NotFound) {
		verdict, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	if verdict != nil {
		label := rozmova.WorstOf(verdict)
		q.Language, q.Label, q.Score = verdict.Language, label.String(), verdict.Scores[label]
	}
	q.Urgency = rozmova.UrgencyOf(verdict, c.State, reports, c.Created)
	return q, nil
}

// requeueIfWaiting is requeue for a change that matters only to what waits already.
func (tx *Tx) requeueIfWaiting(id rozmova.ID[rozmova.Comment]) error {
	var n int
	if err := tx.row("select count(*) from queue where comment = $1", id).Scan(&n); err != nil || n == 0 {
		return err
	}
	return tx.requeue(id)
}

// PutQueue puts something into a queue, or changes its place there.
func (tx *Tx) PutQueue(q *rozmova.Queued) error {
	q.Urgency.Harm, q.Urgency.Doubt = float64(thousandths(q.Urgency.Harm))/1000, float64(thousandths(q.Urgency.Doubt))/1000 // as they are kept
	_, err := tx.exec("insert into queue ("+queueColumns+") values ("+places(16)+`)
		on conflict (list, subject) do update set section = excluded.section, author = excluded.author, rule = excluded.rule, language = excluded.language,
			label = excluded.label, score = excluded.score, harm = excluded.harm, doubt = excluded.doubt, reports = excluded.reports, rank = excluded.rank,
			since = excluded.since`,
		q.List, q.Subject[:], q.Site, q.Comment, q.Story, q.Section, q.Author, q.Rule, q.Language, q.Label, int(math.Round(float64(q.Score)*tenThousandths)),
		thousandths(q.Urgency.Harm), thousandths(q.Urgency.Doubt), q.Urgency.Reports, q.Urgency.Rank(), micros(q.Since))
	return err
}

func thousandths(n float64) int { return int(math.Round(n * 1000)) }

// DropQueue takes something out of a queue; it may not be there.
func (tx *Tx) DropQueue(list rozmova.QueueList, subject [16]byte) error {
	_, err := tx.exec("delete from queue where list = $1 and subject = $2", list, subject[:])
	return err
}

// A QueueFilter says what of a queue is asked for; what is zero does not bound it.
type QueueFilter struct {
	Site     rozmova.ID[rozmova.Site]
	List     rozmova.QueueList // empty: all
	Sections []rozmova.Slug    // that the moderator has; none: all of them
	Section  rozmova.Slug
	Story    rozmova.ID[rozmova.Story]
	Rule     string
	Language string
	Label    string
	MinScore float32
	Before   time.Time                  // waiting since then or longer
	Assigned rozmova.ID[rozmova.Reader] // to whom
	After    QueueCursor
	Limit    int
}

// A QueueCursor is a place in a queue; the zero one is its head. One comment may wait in several lists with one rank.
type QueueCursor struct {
	Rank    int64
	Subject [16]byte
	List    rozmova.QueueList
}

// After is the place behind a row.
func After(q *rozmova.Queued) QueueCursor {
	return QueueCursor{Rank: q.Urgency.Rank(), Subject: q.Subject, List: q.List}
}

func (f *QueueFilter) where() (string, []any) {
	var parts []string
	var args []any
	add := func(part string, values ...any) {
		for _, v := range values {
			args = append(args, v)
			part = strings.Replace(part, "?", place(len(args)), 1)
		}
		parts = append(parts, part)
	}
	add("q.site = ?", f.Site)
	if f.List != "" {
		add("q.list = ?", f.List)
	}
	if len(f.Sections) > 0 {
		values, marks := make([]any, len(f.Sections)), make([]string, len(f.Sections))
		for i, s := range f.Sections {
			values[i], marks[i] = s, "?"
		}
		add("q.section in ("+strings.Join(marks, ", ")+")", values...)
	}
	if f.Section != "" {
		add("q.section = ?", f.Section)
	}
	if !f.Story.IsZero() {
		add("q.story = ?", f.Story)
	}
	if f.Rule != "" {
		add("q.rule = ?", f.Rule)
	}
	if f.Language != "" {
		add("q.language = ?", f.Language)
	}
	if f.Label != "" {
		add("q.label = ?", f.Label)
	}
	if f.MinScore > 0 {
		add("q.score >= ?", int(math.Round(float64(f.MinScore)*tenThousandths)))
	}
	if !f.Before.IsZero() {
		add("q.since <= ?", micros(f.Before))
	}
	if !f.Assigned.IsZero() {
		add("exists (select 1 from claim where claim.comment = q.comment and claim.assigned = ?)", f.Assigned)
	}
	if f.After != (QueueCursor{}) {
		a := f.After
		add("(q.rank < ? or q.rank = ? and (q.subject > ? or q.subject = ? and q.list > ?))", a.Rank, a.Rank, a.Subject[:], a.Subject[:], a.List)
	}
	return " where " + strings.Join(parts, " and "), args
}

// Queue gives up to limit things that wait, the most urgent first.
func (tx *Tx) Queue(f QueueFilter) ([]rozmova.Queued, error) {
	where, args := f.where()
	args = append(args, f.Limit)
	rows, err := tx.query("select "+queueColumns+" from queue q"+where+" order by q.rank desc, q.subject, q.list limit "+place(len(args)), args...)
	return all(rows, err, scanQueued)
}

func scanQueued(rows *sql.Rows) (q rozmova.Queued, err error) {
	var subject []byte
	var score, harm, doubt int
	var rank, since int64
	err = rows.Scan(&q.List, &subject, &q.Site, &q.Comment, &q.Story, &q.Section, &q.Author, &q.Rule, &q.Language, &q.Label, &score, &harm, &doubt,
		&q.Urgency.Reports, &rank, &since)
	copy(q.Subject[:], subject)
	q.Score, q.Urgency.Harm, q.Urgency.Doubt, q.Since = float32(score)/tenThousandths, float64(harm)/1000, float64(doubt)/1000, moment(since)
	q.Urgency.Created = rozmova.CreatedOf(rank, q.Urgency.Harm, q.Urgency.Doubt)
	return q, err
}

// QueuedOf gives all rows of the queues whose card shows a comment.
func (tx *Tx) QueuedOf(comment rozmova.ID[rozmova.Comment]) ([]rozmova.Queued, error) {
	rows, err := tx.query("select "+queueColumns+" from queue where comment = $1 order by rank desc, list", comment)
	return all(rows, err, scanQueued)
}

// CountQueues tells how many rows each queue has within the filter's sections.
func (tx *Tx) CountQueues(f QueueFilter) (map[rozmova.QueueList]int, error) {
	where, args := f.where()
	rows, err := tx.query("select list, count(*) from queue q"+where+" group by list", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[rozmova.QueueList]int{}
	for rows.Next() {
		var list rozmova.QueueList
		var n int
		if err := rows.Scan(&list, &n); err != nil {
			return nil, err
		}
		counts[list] = n
	}
	return counts, rows.Err()
}

// CountWaiting tells how many comments of a site wait for a person, up to a bound.
func (tx *Tx) CountWaiting(site rozmova.ID[rozmova.Site], most int) (n int, err error) {
	err = tx.row("select count(*) from (select distinct comment from queue where site = $1 limit $2) waiting", site, most).Scan(&n)
	return n, err
}

// ToQueue gives up to limit comments behind one that wait in held, reported or new, or have a row there, by their IDs.
func (tx *Tx) ToQueue(site rozmova.ID[rozmova.Site], after rozmova.ID[rozmova.Comment], limit int) ([]rozmova.ID[rozmova.Comment], error) {
	rows, err := tx.query(`select id from comment where site = $1 and id > $2 and (state in (1, 3) or marked > 0
			or exists (select 1 from notice where notice.comment = comment.id and decision is null)
			or exists (select 1 from queue where queue.comment = comment.id)) order by id limit $3`, site, after[:], limit)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Comment], err error) { return id, rows.Scan(&id) })
}

// RebuildQueue makes the rows of a comment in held, reported and new anew from the other tables.
func (tx *Tx) RebuildQueue(comment rozmova.ID[rozmova.Comment]) error {
	if _, err := tx.CommentToChange(comment); err != nil {
		return err
	}
	return tx.requeue(comment)
}
