package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rozmova/rozmova"
)

// storyDoc is what belongs to one revision of a story, as it is stored.
type storyDoc struct {
	Headline     string                       `json:"headline"`
	Standfirst   string                       `json:"standfirst"`
	Byline       string                       `json:"byline"`
	Authors      []rozmova.ID[rozmova.Reader] `json:"authors,omitempty"`
	Body         []rozmova.Block              `json:"body"`
	Sources      []rozmova.Source             `json:"sources"`
	Sides        []rozmova.Side               `json:"sides"`
	Statements   []rozmova.Statement          `json:"statements"`
	Developments []rozmova.Development        `json:"developments"`
	Corrections  []rozmova.Correction         `json:"corrections"`
	Silences     []rozmova.Silence            `json:"silences,omitempty"`
	Worded       time.Time                    `json:"worded,omitzero"`
}

func docOf(s *rozmova.Story) (string, error) {
	doc, err := json.Marshal(storyDoc{s.Headline, s.Standfirst, s.Byline, s.Authors, s.Body, s.Sources, s.Sides, s.Statements, s.Developments, s.Corrections, s.Silences, s.Worded})
	return string(doc), err
}

func (d *storyDoc) into(s *rozmova.Story) {
	s.Headline, s.Standfirst, s.Byline, s.Authors, s.Body = d.Headline, d.Standfirst, d.Byline, d.Authors, d.Body
	s.Sources, s.Sides, s.Statements, s.Developments, s.Corrections, s.Silences = d.Sources, d.Sides, d.Statements, d.Developments, d.Corrections, d.Silences
	s.Worded = d.Worded
}

const storyColumns = "story.id, story.site, story.slug, story.section, story.language, story.state, story.translation, story.thread, story.revision, story.headline, story.standfirst, story.byline, story.published, story.changed, story.modified, story.developing"

// scanStory reads the columns, and the revision's document where the row has one.
func scanStory(row interface{ Scan(...any) error }, whole bool) (*rozmova.Story, error) {
	var s rozmova.Story
	var published, changed, modified int64
	dest := []any{&s.ID, &s.Site, &s.Slug, &s.Section, &s.Language, &s.State, &s.Group, &s.Thread, &s.Revision, &s.Headline, &s.Standfirst, &s.Byline, &published, &changed, &modified, &s.Developing}
	var doc []byte
	if whole {
		dest = append(dest, &doc)
	}
	if err := row.Scan(dest...); err != nil {
		return nil, missing(err)
	}
	s.Published, s.Changed, s.Modified = moment(published), moment(changed), moment(modified)
	if whole {
		var d storyDoc
		if err := json.Unmarshal(doc, &d); err != nil {
			return nil, fmt.Errorf("story %s: %w", s.Slug, err)
		}
		d.into(&s)
	}
	return &s, nil
}

// AddStory writes a new story with its first revision. A Conflict says that the slug is taken.
func (tx *Tx) AddStory(s *rozmova.Story, by rozmova.ID[rozmova.Reader]) error {
	_, err := tx.exec(`insert into story (id, site, slug, section, language, state, translation, thread, revision, headline, standfirst, byline, published, changed,
			modified, developing)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		s.ID, s.Site, s.Slug, s.Section, s.Language, s.State, s.Group, s.Thread, s.Revision, s.Headline, s.Standfirst, s.Byline, micros(s.Published), micros(s.Changed),
		micros(s.Modified), s.Developing)
	if err != nil {
		return tx.conflict(err, "publish.slug_taken", "slug")
	}
	return tx.addRevision(s, by)
}

// ReviseStory writes the next revision of a story, whose number s.Revision is. It is a Conflict when somebody else wrote
// that one meanwhile.
func (tx *Tx) ReviseStory(s *rozmova.Story, by rozmova.ID[rozmova.Reader]) error {
	err := tx.change(`update story set section = $2, language = $3, state = $4, translation = $5, revision = $6, headline = $7, standfirst = $8,
			byline = $9, published = $10, changed = $11, modified = $12, developing = $13
		where id = $1 and revision = $6 - 1`,
		s.ID, s.Section, s.Language, s.State, s.Group, s.Revision, s.Headline, s.Standfirst, s.Byline, micros(s.Published), micros(s.Changed),
		micros(s.Modified), s.Developing)
	if err == rozmova.NotFound {
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "publish.changed"}
	}
	if err != nil {
		return err
	}
	if _, err := tx.exec("update queue set section = $2 where story = $1 and section <> $2", s.ID, s.Section); err != nil {
		return err
	}
	return tx.addRevision(s, by)
}

func (tx *Tx) addRevision(s *rozmova.Story, by rozmova.ID[rozmova.Reader]) error {
	doc, err := docOf(s)
	if err != nil {
		return err
	}
	_, err = tx.exec("insert into story_revision (story, revision, doc, actor, at) values ($1, $2, $3, $4, $5)", s.ID, s.Revision, doc, by, micros(s.Changed))
	if err != nil {
		return err
	}
	var quoted []rozmova.ID[rozmova.Reader]
	for _, source := range s.Sources {
		if !source.Reader.IsZero() {
			quoted = append(quoted, source.Reader)
		}
	}
	if err := tx.listCorrections(s); err != nil {
		return err
	}
	if err := tx.putSaid(s); err != nil {
		return err
	}
	return tx.SetStoryReaders(s.ID, s.Authors, quoted)
}

// The parts that a reader can have in a story.
const (
	PartAuthor = "author"
	PartSource = "source"
)

// SetStoryReaders says which readers wrote a story and which are quoted in it, in place of those it was said of before.
// AddStory and ReviseStory do so from the story itself.
func (tx *Tx) SetStoryReaders(story rozmova.ID[rozmova.Story], authors, quoted []rozmova.ID[rozmova.Reader]) error {
	if _, err := tx.exec("delete from story_reader where story = $1", story); err != nil {
		return err
	}
	if err := insertEach(tx, "story_reader (story, part, reader)", authors, story, PartAuthor); err != nil {
		return err
	}
	return insertEach(tx, "story_reader (story, part, reader)", quoted, story, PartSource)
}

// StoryReaders gives the readers who wrote a story (PartAuthor) or are quoted in it (PartSource); who is both wrote it.
func (tx *Tx) StoryReaders(story rozmova.ID[rozmova.Story]) (map[rozmova.ID[rozmova.Reader]]string, error) {
	rows, err := tx.query("select reader, min(part) from story_reader where story = $1 group by reader", story)
	type part struct {
		reader rozmova.ID[rozmova.Reader]
		part   string
	}
	list, err := all(rows, err, func(rows *sql.Rows) (p part, err error) { return p, rows.Scan(&p.reader, &p.part) })
	parts := make(map[rozmova.ID[rozmova.Reader]]string, len(list))
	for _, p := range list {
		parts[p.reader] = p.part
	}
	return parts, err
}

const wholeStory = "select " + storyColumns + ", r.doc from story join story_revision r on r.story = story.id and r.revision = story.revision "

// Story gives a story whole; NotFound where there is none.
func (tx *Tx) Story(id rozmova.ID[rozmova.Story]) (*rozmova.Story, error) {
	return scanStory(tx.row(wholeStory+"where story.id = $1", id), true)
}

// StoryBySlug gives a story whole, in whatever state; NotFound where there is none.
func (tx *Tx) StoryBySlug(site rozmova.ID[rozmova.Site], slug rozmova.Slug) (*rozmova.Story, error) {
	return scanStory(tx.row(wholeStory+"where story.site = $1 and story.slug = $2", site, slug), true)
}

// StoryHead gives a story without body, sources and statements; NotFound where there is none.
func (tx *Tx) StoryHead(id rozmova.ID[rozmova.Story]) (*rozmova.Story, error) {
	return scanStory(tx.row("select "+storyColumns+" from story where id = $1", id), false)
}

// Stories gives up to limit stories that readers may see, newest first, from a cursor on, whole. An empty section means
// all. Of stories that translate each other only the one in lang is given, where there is one; an empty lang means all.
func (tx *Tx) Stories(site rozmova.ID[rozmova.Site], section rozmova.Slug, lang rozmova.Locale, before Cursor[rozmova.Story], limit int) ([]*rozmova.Story, error) {
	at := int64(1 << 62)
	if !before.At.IsZero() {
		at = micros(before.At)
	}
	rows, err := tx.query(wholeStory+`where site = $1 and (published, id) < ($2, $3) and state <> 1
		and ($5 = '' or section = $5)
		and ($6 = '' or language = $6 or not exists (select 1 from story other
			where other.translation = story.translation and other.language = $6 and other.state <> 1))
		order by published desc, id desc limit $4`, site, at, before.ID[:], limit, string(section), string(lang))
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Story, error) { return scanStory(rows, true) })
}

// StoryHeads gives up to limit stories that readers may see and that were published or changed since a time, newest
// first, without their bodies.
func (tx *Tx) StoryHeads(site rozmova.ID[rozmova.Site], since time.Time, limit int) ([]*rozmova.Story, error) {
	rows, err := tx.query("select "+storyColumns+" from story where site = $1 and published >= $2 and state <> 1 order by published desc, id desc limit $3", site, micros(since), limit)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Story, error) { return scanStory(rows, false) })
}

// Translations gives the stories that readers may see which translate each other, without their bodies.
func (tx *Tx) Translations(group rozmova.ID[rozmova.Story]) ([]*rozmova.Story, error) {
	rows, err := tx.query("select "+storyColumns+" from story where translation = $1 and state <> 1 order by language, id", group)
	return all(rows, err, func(rows *sql.Rows) (*rozmova.Story, error) { return scanStory(rows, false) })
}

// Sections gives the sections that have stories readers may see, in order of their names.
func (tx *Tx) Sections(site rozmova.ID[rozmova.Site]) ([]rozmova.Slug, error) {
	rows, err := tx.query("select distinct section from story where site = $1 and state <> 1 and section <> '' order by section", site)
	return all(rows, err, func(rows *sql.Rows) (s rozmova.Slug, err error) { return s, rows.Scan(&s) })
}

// scanRevision reads one text that a story had into a copy of the story.
func scanRevision(story *rozmova.Story) func(*sql.Rows) (*rozmova.Story, error) {
	return func(rows *sql.Rows) (*rozmova.Story, error) {
		s := *story
		var doc []byte
		var at int64
		if err := rows.Scan(&s.Revision, &doc, &at); err != nil {
			return nil, err
		}
		s.Changed = moment(at)
		var d storyDoc
		if err := json.Unmarshal(doc, &d); err != nil {
			return nil, fmt.Errorf("revision %d of story %s: %w", s.Revision, s.Slug, err)
		}
		d.into(&s)
		return &s, nil
	}
}

// StoryRevisions gives every text that a story had, the newest first: the story as it stood, with the time in Changed.
func (tx *Tx) StoryRevisions(story *rozmova.Story) ([]*rozmova.Story, error) {
	rows, err := tx.query("select revision, doc, at from story_revision where story = $1 order by revision desc limit 200", story.ID)
	return all(rows, err, scanRevision(story))
}
