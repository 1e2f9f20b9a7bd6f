package store

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

const noticeColumns = "id, comment, reporter, rule, text, at, decision"

func scanNotice(rows *sql.Rows) (rozmova.Notice, error) {
	var n rozmova.Notice
	var at int64
	err := rows.Scan(&n.ID, &n.Comment, &n.Reporter, &n.Rule, &n.Text, &at, &n.Decision)
	n.At = moment(at)
	return n, err
}

// AddNotice writes a report.
func (tx *Tx) AddNotice(site rozmova.ID[rozmova.Site], n *rozmova.Notice) error {
	_, err := tx.exec("insert into notice (site, "+noticeColumns+") values ($1, $2, $3, $4, $5, $6, $7, $8)",
		site, n.ID, n.Comment, n.Reporter, n.Rule, n.Text, micros(n.At), n.Decision)
	return err
}

// OpenNotices gives the reports about a comment that wait for a decision.
func (tx *Tx) OpenNotices(comment rozmova.ID[rozmova.Comment]) ([]rozmova.Notice, error) {
	rows, err := tx.query("select "+noticeColumns+" from notice where comment = $1 and decision is null order by at, id", comment)
	return all(rows, err, scanNotice)
}

// NoticesOf gives the reports that a decision answered.
func (tx *Tx) NoticesOf(decision rozmova.ID[rozmova.Decision]) ([]rozmova.Notice, error) {
	rows, err := tx.query("select "+noticeColumns+" from notice where decision = $1 order by at, id", decision)
	return all(rows, err, scanNotice)
}

// Waiting is a comment that waits for a person, with the time since when and how many reports it has.
type Waiting struct {
	Comment *rozmova.Comment
	Since   time.Time
	Notices int
}

// Queue gives up to limit comments of a site that wait for a person, the most reported first, then the oldest: pending,
// held, what a verdict marked, and whatever has open reports, for every report is answered. Only those under stories of some sections, where any
// are named; the caller bounds how many.
func (tx *Tx) Queue(site rozmova.ID[rozmova.Site], sections []rozmova.Slug, limit int) ([]Waiting, error) {
	where, args := inSections("waiting.story", sections, site, limit)
	rows, err := tx.query(`select `+commentColumns+`, since, notices from (
			select comment.*, coalesce(n.since, comment.changed) as since, coalesce(n.notices, 0) as notices
			from comment join (select comment as reported, min(at) as since, count(*) as notices
				from notice where site = $1 and decision is null group by comment) n on n.reported = comment.id
			union all
			select comment.*, comment.changed, 0 from comment
			where site = $1 and state in (1, 3)
				and not exists (select 1 from notice where notice.comment = comment.id and notice.decision is null)
			union all
			select comment.*, comment.marked, 0 from comment
			where site = $1 and marked > 0
				and not exists (select 1 from notice where notice.comment = comment.id and notice.decision is null)
		) waiting `+where+`
		order by notices desc, since, id limit $2`, args...)
	return all(rows, err, func(rows *sql.Rows) (Waiting, error) {
		var w Waiting
		var since int64
		c, err := scanComment(rowWith{rows, []any{&since, &w.Notices}})
		w.Comment, w.Since = c, moment(since)
		return w, err
	})
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

// CountWaiting tells how many comments of a site wait for a person.
func (tx *Tx) CountWaiting(site rozmova.ID[rozmova.Site]) (int, error) {
	var n int
	err := tx.row(`select (select count(*) from comment where site = $1 and state in (1, 3)) +
		(select count(distinct comment) from notice where site = $1 and decision is null
			and exists (select 1 from comment where comment.id = notice.comment and comment.state not in (1, 3))) +
		(select count(*) from comment where site = $1 and marked > 0
			and not exists (select 1 from notice where notice.comment = comment.id and notice.decision is null))`, site).Scan(&n)
	return n, err
}

// rowWith scans more columns behind those of a noun.
type rowWith struct {
	rows *sql.Rows
	more []any
}

func (r rowWith) Scan(dest ...any) error { return r.rows.Scan(append(dest, r.more...)...) }
