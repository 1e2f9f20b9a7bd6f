package store

import (
	"database/sql"
	"time"

	"github.com/rozmova/rozmova"
)

// Evidence is a file that proves who said what in a story. Readers never see it.
type Evidence struct {
	ID    rozmova.ID[Evidence]
	Story rozmova.ID[rozmova.Story]
	Name  string // unique within the story
	Size  int    // of Body, in bytes
	Body  []byte
	By    rozmova.ID[rozmova.Reader] // who brought it; zero: erased
	At    time.Time
}

const evidenceColumns = "evidence.id, evidence.story, evidence.name, evidence.size, evidence.actor, evidence.at"

func scanEvidence(row interface{ Scan(...any) error }, more ...any) (*Evidence, error) {
	var e Evidence
	var at int64
	if err := row.Scan(append([]any{&e.ID, &e.Story, &e.Name, &e.Size, &e.By, &at}, more...)...); err != nil {
		return nil, missing(err)
	}
	e.At = moment(at)
	return &e, nil
}

// AddEvidence keeps a file. Another of the story must not have its Name.
func (tx *Tx) AddEvidence(e *Evidence) error {
	_, err := tx.exec("insert into evidence (id, story, name, size, body, actor, at) values ($1, $2, $3, $4, $5, $6, $7)", e.ID, e.Story, e.Name, len(e.Body), e.Body, e.By, micros(e.At))
	return err
}

// Evidence gives a file with its Body; NotFound where there is none.
func (tx *Tx) Evidence(id rozmova.ID[Evidence]) (*Evidence, error) {
	var body []byte
	e, err := scanEvidence(tx.row("select "+evidenceColumns+", evidence.body from evidence where id = $1", id), &body)
	if err == nil {
		e.Body = body
	}
	return e, err
}

// EvidenceOf gives the files of a story by name, without their bodies.
func (tx *Tx) EvidenceOf(story rozmova.ID[rozmova.Story]) ([]*Evidence, error) {
	rows, err := tx.query("select "+evidenceColumns+" from evidence where story = $1 order by name, id", story)
	return all(rows, err, func(rows *sql.Rows) (*Evidence, error) { return scanEvidence(rows) })
}

// DropEvidence does away with a file. NotFound: there is none.
func (tx *Tx) DropEvidence(id rozmova.ID[Evidence]) error {
	return tx.change("delete from evidence where id = $1", id)
}
