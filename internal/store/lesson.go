package store

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

const lessonColumns = "comment, revision, actor, participant, toxic, at"

// PutLesson keeps what a person says of a comment, in place of what the same person said of it before.
func (tx *Tx) PutLesson(l *rozmova.Lesson) error {
	_, err := tx.exec("insert into civility_label ("+lessonColumns+`) values ($1, $2, $3, $4, $5, $6)
		on conflict (comment, actor) do update set revision = excluded.revision, participant = excluded.participant, toxic = excluded.toxic, at = excluded.at`,
		l.Comment, l.Revision, l.By, l.Participant, l.Toxic, micros(l.At))
	return err
}

// Lessons gives what people said of the comments of a site, but where they said nothing: up to limit, the latest first.
func (tx *Tx) Lessons(site rozmova.ID[rozmova.Site], limit int) ([]rozmova.Lesson, error) {
	rows, err := tx.query("select "+lessonColumns+` from civility_label
		where participant + toxic > 0 and (select site from comment where comment.id = civility_label.comment) = $1
		order by at desc, comment, actor limit $2`, site, limit)
	return all(rows, err, func(rows *sql.Rows) (l rozmova.Lesson, err error) {
		var at int64
		err = rows.Scan(&l.Comment, &l.Revision, &l.By, &l.Participant, &l.Toxic, &at)
		l.At = moment(at)
		return l, err
	})
}

// PeoplesDecisions gives the last decision that a person made about each of up to limit comments of a site, the latest first, where a
// verdict stands on the revision that was decided about.
func (tx *Tx) PeoplesDecisions(site rozmova.ID[rozmova.Site], limit int) ([]*rozmova.Decision, error) {
	rows, err := tx.query(`select `+decisionColumns+` from decision
		where site = $1 and scope = 'comment' and undone = 0 and automatic = 0 and not exists (
				select 1 from decision later where later.comment = decision.comment and later.scope = 'comment' and later.undone = 0 and later.automatic = 0
					and (later.at, later.id) > (decision.at, decision.id)
			)
			and exists (select 1 from verdict where verdict.comment = decision.comment and verdict.revision = decision.revision)
		order by at desc, id desc limit $2`, site, limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// Told tells how much people have said. A comment counts once, by whatever the latest of them says of it.
type Told struct {
	Yes, No int // of participant: comments with a label or, where there is none, a decision
	Since   int // comments with a label or a decision since a time
	Today   int // comments that one person has labelled since another
}

// Told counts what people have said of the comments of a site: what breaks which rules, since when, and by whom from when on.
func (tx *Tx) Told(site rozmova.ID[rozmova.Site], rules []string, since time.Time, by rozmova.ID[rozmova.Reader], from time.Time) (t Told, err error) {
	args := []any{site, micros(since)}
	for _, r := range rules {
		args = append(args, r)
	}
	list := ""
	for i := range rules {
		if i > 0 {
			list += ", "
		}
		list += fmt.Sprintf("$%d", i+3)
	}
	err = tx.row(`select coalesce(sum(yes), 0), coalesce(sum(1 - yes), 0), coalesce(sum(fresh), 0) from (
			select case when participant = 2 then 1 else 0 end as yes, case when at > $2 then 1 else 0 end as fresh from civility_label
			where participant > 0 and (select site from comment where comment.id = civility_label.comment) = $1
				and not exists (select 1 from civility_label later where later.comment = civility_label.comment and later.participant > 0
					and (later.at, later.actor) > (civility_label.at, civility_label.actor))
			union all
			select case when action in ('hold', 'remove') then 1 else 0 end, case when at > $2 then 1 else 0 end from decision
			where site = $1 and scope = 'comment' and undone = 0 and automatic = 0 and (action not in ('hold', 'remove') or rule in (`+list+`))
				and not exists (select 1 from decision later where later.comment = decision.comment and later.scope = 'comment' and later.undone = 0 and later.automatic = 0
					and (later.at, later.id) > (decision.at, decision.id))
				and exists (select 1 from verdict where verdict.comment = decision.comment and verdict.revision = decision.revision)
				and not exists (select 1 from civility_label where civility_label.comment = decision.comment and participant > 0)
		) told`, args...).Scan(&t.Yes, &t.No, &t.Since)
	if err != nil {
		return t, err
	}
	err = tx.row("select count(*) from civility_label where actor = $1 and at >= $2 and participant + toxic > 0", by, micros(from)).Scan(&t.Today)
	return t, err
}

// mostUncertain is how many of the latest verdicts Uncertain looks at.
const mostUncertain = 5000

// Uncertain gives the comments of a site whose score of participant is nearest to a threshold, which differs by language ("": any
// other): up to limit of the latest 5,000 that were judged, are neither withdrawn nor erased, that nobody has labelled yet, that a
// reader has not passed over, and that are not their own. Only those under stories of some sections, where any are named.
func (tx *Tx) Uncertain(site rozmova.ID[rozmova.Site], by rozmova.ID[rozmova.Reader], sections []rozmova.Slug, thresholds map[string]float32, limit int) ([]rozmova.ID[rozmova.Comment], error) {
	threshold := func(language string) int { return int(thresholds[language] * tenThousandths) }
	where, args := inSections("judged.story", sections, site, by, threshold("uk"), threshold("ru"), threshold("en"), threshold(""), mostUncertain, limit)
	rows, err := tx.query(`select id from (
			select comment.id, comment.story, verdict.at,
				abs(verdict.participant - case verdict.language when 'uk' then cast($3 as integer) when 'ru' then cast($4 as integer) when 'en' then cast($5 as integer) else cast($6 as integer) end) as far
			from (select * from verdict order by at desc limit $7) verdict
				join comment on comment.id = verdict.comment and comment.revision = verdict.revision
			where comment.site = $1 and comment.state in (1, 2, 3, 4) and comment.author <> $2
				and not exists (select 1 from civility_label where civility_label.comment = comment.id and (participant + toxic > 0 or actor = $2))
		) judged `+where+` order by far, at desc, id limit $8`, args...)
	return all(rows, err, func(rows *sql.Rows) (id rozmova.ID[rozmova.Comment], err error) { return id, rows.Scan(&id) })
}
