package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// A Working is the copy of a story that editors work on and readers do not see.
type Working struct {
	Story   rozmova.ID[rozmova.Story]
	Base    int                        // revision of the story that it was begun from, or that it became last
	Version int                        // counts the savings, from 1
	Doc     []byte                     // newsroom.Working as JSON
	By      rozmova.ID[rozmova.Reader] // who saved it last; zero: the program, or erased
	Changed time.Time
}

const workingColumns = "working.story, working.base, working.version, working.doc, working.actor, working.changed"

func scanWorking(row interface{ Scan(...any) error }) (*Working, error) {
	var w Working
	var changed int64
	if err := row.Scan(&w.Story, &w.Base, &w.Version, &w.Doc, &w.By, &changed); err != nil {
		return nil, missing(err)
	}
	w.Changed = moment(changed)
	return &w, nil
}

// Working gives the working copy of a story; NotFound where there is none.
func (tx *Tx) Working(story rozmova.ID[rozmova.Story]) (*Working, error) {
	return scanWorking(tx.row("select "+workingColumns+" from working where story = $1", story))
}

// SetWorking writes a working copy: a new one with Version 1, or the next version of the one that is there. It is a Conflict,
// working.changed, when somebody else wrote that one meanwhile.
func (tx *Tx) SetWorking(w *Working) error {
	conflict := &rozmova.Error{Kind: rozmova.Conflict, Reason: "working.changed"}
	if w.Version == 1 {
		result, err := tx.exec("insert into working (story, base, version, doc, actor, changed) values ($1, $2, 1, $3, $4, $5) on conflict (story) do nothing",
			w.Story, w.Base, string(w.Doc), w.By, micros(w.Changed))
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return firstOf(err, conflict)
		}
		return nil
	}
	err := tx.change("update working set base = $2, version = $3, doc = $4, actor = $5, changed = $6 where story = $1 and version = $3 - 1",
		w.Story, w.Base, w.Version, string(w.Doc), w.By, micros(w.Changed))
	if err == rozmova.NotFound {
		return conflict
	}
	return err
}

func firstOf(err error, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// DropWorking throws the working copy of a story away; there need be none.
func (tx *Tx) DropWorking(story rozmova.ID[rozmova.Story]) error {
	_, err := tx.exec("delete from working where story = $1", story)
	return err
}

// A DeskStory is a story as the newsroom lists it.
type DeskStory struct {
	Story   *rozmova.Story // whole, in whatever state
	Working *Working       // nil: nobody works on it
	At      time.Time      // when the story or its working copy was last changed
}

// DeskStories gives up to limit stories of a site, drafts too, from a cursor on, what was last changed first. Sections nil means all.
func (tx *Tx) DeskStories(site rozmova.ID[rozmova.Site], sections []rozmova.Slug, before Cursor[rozmova.Story], limit int) ([]DeskStory, error) {
	at := int64(1 << 62)
	if !before.At.IsZero() {
		at = micros(before.At)
	}
	args := []any{site, at, before.ID[:], limit}
	where := ""
	if sections != nil {
		where = " and story.section in (" + placesFrom(5, len(sections)) + ")"
		for _, s := range sections {
			args = append(args, string(s))
		}
		if len(sections) == 0 {
			return nil, nil
		}
	}
	const last = "case when working.changed > story.changed then working.changed else story.changed end"
	rows, err := tx.query(`with page as (select story.id as id, `+last+` as last from story left join working on working.story = story.id
			where story.site = $1 and (`+last+`, story.id) < ($2, $3)`+where+" order by "+last+` desc, story.id desc limit $4)
		select `+storyColumns+`, r.doc, coalesce(working.base, 0), coalesce(working.version, 0), coalesce(working.doc, ''), working.actor,
			coalesce(working.changed, 0)
		from page join story on story.id = page.id join story_revision r on r.story = story.id and r.revision = story.revision
			left join working on working.story = story.id
		order by page.last desc, story.id desc`, args...)
	return all(rows, err, func(rows *sql.Rows) (d DeskStory, err error) {
		w := &Working{}
		var changed int64
		d.Story, err = scanStory(also{rows, []any{&w.Base, &w.Version, &w.Doc, &w.By, &changed}}, true)
		if err != nil {
			return d, err
		}
		d.At = d.Story.Changed
		if w.Version > 0 {
			w.Story, w.Changed = d.Story.ID, moment(changed)
			d.Working = w
			if w.Changed.After(d.At) {
				d.At = w.Changed
			}
		}
		return d, nil
	})
}

// also reads more columns behind those that somebody else scans.
type also struct {
	row  interface{ Scan(...any) error }
	more []any
}

// Scan reads a row.
func (a also) Scan(dest ...any) error {
	return a.row.Scan(append(dest[:len(dest):len(dest)], a.more...)...)
}
