package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/rozmova/rozmova"
)

// A PolicyVersion is one version of the policy of a level: what is said there alone, without the levels beneath.
type PolicyVersion struct {
	Level   string // empty: the site; section/SLUG; story/ID
	Version int    // from 1
	Policy  rozmova.Policy
	By      rozmova.ID[rozmova.Reader]
	At      time.Time
}

// A PolicyMark tells one version of a level from another.
type PolicyMark struct {
	Level   string
	Version int
	At      int64
}

// PolicyMarks gives the newest version of each of some levels that has any, by level.
func (tx *Tx) PolicyMarks(site rozmova.ID[rozmova.Site], levels ...string) ([]PolicyMark, error) {
	args := []any{site}
	for _, l := range levels {
		args = append(args, l)
	}
	rows, err := tx.query(`select level, version, at from policy p where site = $1 and level in (`+placesFrom(2, len(levels))+`)
		and not exists (select 1 from policy n where n.site = p.site and n.level = p.level and n.version > p.version) order by level`, args...)
	return all(rows, err, func(rows *sql.Rows) (m PolicyMark, err error) { return m, rows.Scan(&m.Level, &m.Version, &m.At) })
}

// placesFrom gives n places for arguments, the first of which is numbered.
func placesFrom(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", first+i)
	}
	return b.String()
}

const policyColumns = "level, version, doc, actor, at"

func scanPolicy(row interface{ Scan(...any) error }) (*PolicyVersion, error) {
	var v PolicyVersion
	var doc []byte
	var at int64
	if err := row.Scan(&v.Level, &v.Version, &doc, &v.By, &at); err != nil {
		return nil, missing(err)
	}
	v.At = moment(at)
	return &v, json.Unmarshal(doc, &v.Policy)
}

// Policy gives a version of a level: NotFound where there is none. Version 0 asks for the newest.
func (tx *Tx) Policy(site rozmova.ID[rozmova.Site], level string, version int) (*PolicyVersion, error) {
	return scanPolicy(tx.row("select "+policyColumns+` from policy where site = $1 and level = $2 and ($3 = 0 or version = $3)
		order by version desc limit 1`, site, level, version))
}

// PolicyVersions gives the versions of a level, the newest first.
func (tx *Tx) PolicyVersions(site rozmova.ID[rozmova.Site], level string, limit int) ([]*PolicyVersion, error) {
	rows, err := tx.query("select "+policyColumns+" from policy where site = $1 and level = $2 order by version desc limit $3", site, level, limit)
	return all(rows, err, func(rows *sql.Rows) (*PolicyVersion, error) { return scanPolicy(rows) })
}

// Policies gives the newest version of every level of a site that has one, by level.
func (tx *Tx) Policies(site rozmova.ID[rozmova.Site]) ([]*PolicyVersion, error) {
	rows, err := tx.query("select "+policyColumns+` from policy p where site = $1
		and not exists (select 1 from policy n where n.site = p.site and n.level = p.level and n.version > p.version) order by level`, site)
	return all(rows, err, func(rows *sql.Rows) (*PolicyVersion, error) { return scanPolicy(rows) })
}

// AddPolicy writes a version; it is a Conflict that there is one of that number already.
func (tx *Tx) AddPolicy(site rozmova.ID[rozmova.Site], v *PolicyVersion) error {
	doc, err := json.Marshal(&v.Policy)
	if err != nil {
		return fmt.Errorf("write down a policy: %w", err)
	}
	_, err = tx.exec("insert into policy (site, "+policyColumns+") values ($1, $2, $3, $4, $5, $6)", site, v.Level, v.Version, string(doc), v.By, micros(v.At))
	return err
}

// Judgeable is a comment with what a policy may ask about it, and what was done.
type Judgeable struct {
	Comment   *rozmova.Comment
	Section   rozmova.Slug
	Verdict   *rozmova.Verdict // nil: there is none on these words
	Joined    time.Time        // of its author
	Staff     bool
	Guest     bool
	Before    int  // published comments of its author that are older, up to 50
	LastHour  int  // comments of its author in the hour before it, up to 100
	Held      bool // by itself, when it came or was changed
	Waited    bool // a person read it before others did
	Withdrawn bool // people decided that it is not to be seen: removed, or held by a person
}

// Latest gives the latest comments of a level whose words are still there, the newest first.
func (tx *Tx) Latest(site rozmova.ID[rozmova.Site], level string, limit int) ([]Judgeable, error) {
	where, args := "c.site = $1", []any{site, limit}
	kind, name, _ := strings.Cut(level, "/")
	switch kind {
	case "section":
		where, args = where+" and c.story in (select id from story where site = $1 and section = $3)", append(args, name)
	case "story":
		id, err := rozmova.ParseID[rozmova.Story](name)
		if err != nil {
			return nil, err
		}
		where, args = where+" and c.story = $3", append(args, id)
	}
	comments, err := scanComments(tx.query("select "+commentColumns+" from comment c where "+where+" and c.state in (1, 2, 3, 4) and c.author is not null order by c.id desc limit $2", args...))
	if err != nil {
		return nil, err
	}
	list := make([]Judgeable, len(comments))
	sections := map[rozmova.ID[rozmova.Story]]rozmova.Slug{}
	for i, c := range comments {
		j := &list[i]
		j.Comment = c
		if _, known := sections[c.Story]; !known {
			story, err := tx.StoryHead(c.Story)
			if err != nil {
				return nil, err
			}
			sections[c.Story] = story.Section
		}
		j.Section = sections[c.Story]
		if j.Verdict, err = tx.verdictOrNone(c.ID, c.Revision); err != nil {
			return nil, err
		}
		if err := tx.judgeable(j); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (tx *Tx) judgeable(j *Judgeable) error {
	c := j.Comment
	var joined int64
	var staff, guest, held, waited, withdrawn int
	at := micros(c.Created)
	err := tx.row(`select r.joined, r.guest,
		case when exists (select 1 from reader_role g where g.reader = r.id) then 1 else 0 end,
		(select count(*) from (select 1 from comment o where o.author = r.id and o.state = 2 and o.created < $2 limit 50) older),
		(select count(*) from (select 1 from comment o where o.author = r.id and o.created < $2 and o.created > $3 limit 100) lately),
		case when exists (select 1 from decision d where d.comment = $1 and d.scope = 'comment' and d.automatic = 1 and d.action = 'hold' and d.undone = 0) then 1 else 0 end,
		case when exists (select 1 from decision d where d.comment = $1 and d.scope = 'comment' and d.automatic = 0 and d.undone = 0
			and (d.action = 'publish' or d.action = 'remove' and d.before = 1)) then 1 else 0 end,
		case when exists (select 1 from decision d where d.comment = $1 and d.scope = 'comment' and d.automatic = 0 and d.undone = 0 and d.action in ('hold', 'remove')) then 1 else 0 end
		from reader r where r.id = $4`, c.ID, at, at-(time.Hour).Microseconds(), c.Author).Scan(&joined, &guest, &staff, &j.Before, &j.LastHour, &held, &waited, &withdrawn)
	if err != nil {
		return missing(err)
	}
	j.Joined, j.Guest, j.Staff = moment(joined), guest == 1, staff == 1
	j.Held, j.Waited = held == 1, waited == 1 || c.State == rozmova.Pending
	j.Withdrawn = withdrawn == 1 && (c.State == rozmova.Removed || c.State == rozmova.Held)
	return nil
}

func (tx *Tx) verdictOrNone(comment rozmova.ID[rozmova.Comment], revision int) (*rozmova.Verdict, error) {
	v, err := tx.Verdict(comment, revision)
	if errors.Is(err, rozmova.NotFound) {
		return nil, nil
	}
	return v, err
}

// WrittenSince counts the comments of a reader after a time, up to most.
func (tx *Tx) WrittenSince(author rozmova.ID[rozmova.Reader], after time.Time, most int) (n int, err error) {
	err = tx.row("select count(*) from (select 1 from comment where author = $1 and created > $2 limit $3) lately", author, micros(after), most).Scan(&n)
	return n, err
}

// CountPublished counts the comments of a reader that others see, up to most.
func (tx *Tx) CountPublished(author rozmova.ID[rozmova.Reader], most int) (n int, err error) {
	err = tx.row("select count(*) from (select 1 from comment where author = $1 and state = 2 limit $2) published", author, most).Scan(&n)
	return n, err
}
