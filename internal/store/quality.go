package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// SettledSince gives up to limit decisions about comments that people made on a site and that became final after a time, the oldest
// first.
func (tx *Tx) SettledSince(site rozmova.ID[rozmova.Site], after time.Time, limit int) ([]*rozmova.Decision, error) {
	rows, err := tx.query("select "+decisionColumns+` from decision
		where site = $1 and at > $2 and settled > $3 and scope = 'comment' and automatic = 0 and undone = 0 and repairs is null order by settled, id limit $4`,
		site, micros(after.Add(-48*time.Hour)), micros(after), limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Decision, error) { return scanDecision(rows) })
}

// DrawLook puts a decision among those that somebody else looks at again; it may be there already.
func (tx *Tx) DrawLook(decision rozmova.ID[rozmova.Decision], at time.Time) error {
	_, err := tx.exec("insert into second_look (decision, drawn) values ($1, $2) on conflict (decision) do nothing", decision, micros(at))
	return err
}

// NextLook gives the oldest decision that waits for a second look by a reader: made by somebody else, about the words as they still
// are, which the reader did not write. Only under stories of some sections, where any are named. NotFound where there is none.
func (tx *Tx) NextLook(site rozmova.ID[rozmova.Site], by rozmova.ID[rozmova.Reader], sections []rozmova.Slug) (*rozmova.Decision, error) {
	where, args := inSections("found.story", sections, site, by)
	var id rozmova.ID[rozmova.Decision]
	err := tx.row(`select id from (
			select d.id, l.drawn, c.story from second_look l join decision d on d.id = l.decision join comment c on c.id = d.comment
			where l.at = 0 and d.site = $1 and d.actor <> $2 and c.author is not null and c.author <> $2 and c.revision = d.revision and c.state in (1, 2, 3, 4)
		) found `+where+` order by drawn, id limit 1`, args...).Scan(&id)
	if err != nil {
		return nil, missing(err)
	}
	return tx.Decision(id)
}

// PutLook keeps what somebody says at the second look; Conflict when somebody else was first.
func (tx *Tx) PutLook(decision rozmova.ID[rozmova.Decision], by rozmova.ID[rozmova.Reader], action rozmova.Action, rule string, at time.Time) error {
	res, err := tx.exec("update second_look set actor = $2, action = $3, rule = $4, at = $5 where decision = $1 and at = 0", decision, by, action, rule, micros(at))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return conflictOr(err, "quality.answered")
	}
	return nil
}

func conflictOr(err error, reason string) error {
	if err != nil {
		return err
	}
	return &rozmova.Error{Kind: rozmova.Conflict, Reason: reason}
}

// A Look is a decision with what the second person said of it.
type Look struct {
	First, Second rozmova.Action
	Rule, Other   string // of the first and of the second
	By            rozmova.ID[rozmova.Reader]
}

// Looks gives the second looks at decisions of a site since a time.
func (tx *Tx) Looks(site rozmova.ID[rozmova.Site], since time.Time, limit int) ([]Look, error) {
	rows, err := tx.query(`select d.action, l.action, d.rule, l.rule, d.actor from second_look l join decision d on d.id = l.decision
		where l.at >= $2 and l.at > 0 and d.site = $1 order by l.at desc limit $3`, site, micros(since), limit)
	return all(rows, err, func(rows *sql.Rows) (l Look, err error) {
		return l, rows.Scan(&l.First, &l.Second, &l.Rule, &l.Other, &l.By)
	})
}

// DrawSamples adds up to count comments to the standing sample, by lot among those that the classifier read and that were written in a
// span of time. It tells how many.
func (tx *Tx) DrawSamples(site rozmova.ID[rozmova.Site], from, to time.Time, count int, at time.Time) (int64, error) {
	res, err := tx.exec(`insert into sample (comment, revision, language, drawn)
		select c.id, c.revision, v.language, cast($4 as bigint) from comment c join verdict v on v.comment = c.id and v.revision = c.revision
			where c.site = $1 and c.created >= $2 and c.created < $3 and c.state in (1, 2, 3, 4)
			order by random() limit $5
		on conflict (comment) do nothing`, site, micros(from), micros(to), micros(at), count)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// SamplesDrawn counts the comments that were added to the sample since a time.
func (tx *Tx) SamplesDrawn(site rozmova.ID[rozmova.Site], since time.Time) (n int, err error) {
	err = tx.row("select count(*) from sample where drawn >= $2 and (select site from comment where comment.id = sample.comment) = $1", site, micros(since)).Scan(&n)
	return n, err
}

// NextSample gives the oldest comment of the sample that nobody has answered about and whose words are as they were, but not the
// reader's own. Only under stories of some sections, where any are named. NotFound where there is none.
func (tx *Tx) NextSample(site rozmova.ID[rozmova.Site], by rozmova.ID[rozmova.Reader], sections []rozmova.Slug) (*rozmova.Comment, error) {
	where, args := inSections("found.story", sections, site, by)
	var id rozmova.ID[rozmova.Comment]
	err := tx.row(`select id from (
			select c.id, s.drawn, c.story from sample s join comment c on c.id = s.comment
			where s.at = 0 and c.site = $1 and c.author is not null and c.author <> $2 and c.revision = s.revision and c.state in (1, 2, 3, 4)
		) found `+where+` order by drawn, id limit 1`, args...).Scan(&id)
	if err != nil {
		return nil, missing(err)
	}
	return tx.Comment(id)
}

// PutSample keeps what somebody says of a comment of the sample; NotFound where it is not in it, Conflict when somebody else was first.
func (tx *Tx) PutSample(comment rozmova.ID[rozmova.Comment], by rozmova.ID[rozmova.Reader], said rozmova.Answer, at time.Time) error {
	var answered int64
	if err := tx.row("select at from sample where comment = $1", comment).Scan(&answered); err != nil {
		return missing(err)
	}
	res, err := tx.exec("update sample set actor = $2, said = $3, at = $4 where comment = $1 and at = 0", comment, by, said, micros(at))
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return conflictOr(err, "quality.answered")
	}
	return nil
}

// A Sampled is a comment of the sample with what a person and the classifier say of it.
type Sampled struct {
	Language string
	Said     rozmova.Answer
	Scores   rozmova.Scores
}

// Samples gives the comments of the sample that people answered about from a time on and before another, up to limit, the latest first.
func (tx *Tx) Samples(site rozmova.ID[rozmova.Site], from, to time.Time, limit int) ([]Sampled, error) {
	rows, err := tx.query(`select s.language, s.said, v.toxicity, v.insult, v.threat, v.obscenity, v.identity_attack, v.participant
		from sample s join comment c on c.id = s.comment join verdict v on v.comment = s.comment and v.revision = s.revision
		where c.site = $1 and s.at >= $2 and s.at < $3 and s.said > 0 order by s.at desc limit $4`, site, micros(from), micros(to), limit)
	return all(rows, err, func(rows *sql.Rows) (s Sampled, err error) {
		var scores [rozmova.Labels]int
		into := []any{&s.Language, &s.Said}
		for i := range scores {
			into = append(into, &scores[i])
		}
		err = rows.Scan(into...)
		for i, score := range scores {
			s.Scores[i] = float32(score) / tenThousandths
		}
		return s, err
	})
}

// CountChecks counts the second looks and the samples of a site that wait for an answer.
func (tx *Tx) CountChecks(site rozmova.ID[rozmova.Site]) (looks, samples int, err error) {
	err = tx.row(`select
		(select count(*) from second_look l join decision d on d.id = l.decision join comment c on c.id = d.comment
			where l.at = 0 and d.site = $1 and c.revision = d.revision and c.state in (1, 2, 3, 4)),
		(select count(*) from sample s join comment c on c.id = s.comment
			where s.at = 0 and c.site = $1 and c.revision = s.revision and c.state in (1, 2, 3, 4))`, site).Scan(&looks, &samples)
	return looks, samples, err
}

// A Pace is how long a decision was waited for.
type Pace struct {
	By   rozmova.ID[rozmova.Reader]
	Took time.Duration
}

// Paces gives, of the decisions about comments that people made on a site since a time, how long each was waited for: since the first
// report that it answered, since the comment was held by itself or, where neither was, since it was written. The latest first.
func (tx *Tx) Paces(site rozmova.ID[rozmova.Site], since time.Time, limit int) ([]Pace, error) {
	rows, err := tx.query(`select d.actor, d.at - coalesce(
			(select min(n.at) from notice n where n.comment = d.comment and n.decision = d.id),
			(select max(h.at) from decision h where h.comment = d.comment and h.at < d.at and h.scope = 'comment' and h.automatic = 1 and h.undone = 0),
			c.created)
		from decision d join comment c on c.id = d.comment
		where d.site = $1 and d.at >= $2 and d.scope = 'comment' and d.automatic = 0 and d.undone = 0 and d.repairs is null and d.actor is not null
		order by d.at desc limit $3`, site, micros(since), limit)
	return all(rows, err, func(rows *sql.Rows) (p Pace, err error) {
		var took int64
		err = rows.Scan(&p.By, &took)
		p.Took = max(0, time.Duration(took)*time.Microsecond)
		return p, err
	})
}

// A Heard is an appeal that was heard: who had decided, and what became of it.
type Heard struct {
	By        rozmova.ID[rozmova.Reader] // zero: the decision was automatic
	Automatic bool
	State     rozmova.AppealState
}

// AppealsHeard gives the appeals of a site that were heard since a time, up to limit, the latest first.
func (tx *Tx) AppealsHeard(site rozmova.ID[rozmova.Site], since time.Time, limit int) ([]Heard, error) {
	rows, err := tx.query(`select d.actor, d.automatic, a.state from appeal a join decision d on d.id = a.decision
		where a.site = $1 and a.decided >= $2 and a.state > 1 order by a.decided desc limit $3`, site, micros(since), limit)
	return all(rows, err, func(rows *sql.Rows) (h Heard, err error) {
		var automatic int
		err = rows.Scan(&h.By, &automatic, &h.State)
		h.Automatic = automatic == 1
		return h, err
	})
}
