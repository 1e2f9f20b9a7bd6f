package store

import (
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/rozmova/rozmova"
)

// tenThousandths is how many parts of one a stored score has.
const tenThousandths = 10_000

const verdictColumns = "model, language, reading, toxicity, insult, threat, obscenity, identity_attack, participant, spans"

// PutVerdict keeps what the classifier says of a revision of a comment, in place of what it said before. Scores are kept to
// four decimal places; those of spans as they are.
func (tx *Tx) PutVerdict(comment rozmova.ID[rozmova.Comment], revision int, v *rozmova.Verdict, at time.Time) error {
	spans, err := json.Marshal(v.Spans)
	if err != nil {
		return err
	}
	args := []any{comment, revision, micros(at), v.Model, v.Language, v.Reading}
	for _, score := range v.Scores {
		args = append(args, int(math.Round(float64(score)*tenThousandths)))
	}
	_, err = tx.exec("insert into verdict (comment, revision, at, "+verdictColumns+`) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		on conflict (comment, revision) do update set model = excluded.model, language = excluded.language, reading = excluded.reading,
			toxicity = excluded.toxicity, insult = excluded.insult, threat = excluded.threat, obscenity = excluded.obscenity,
			identity_attack = excluded.identity_attack, participant = excluded.participant, spans = excluded.spans, at = excluded.at`,
		append(args, string(spans))...)
	if err != nil {
		return err
	}
	return tx.requeueIfWaiting(comment)
}

// Verdict gives what the classifier said of a revision of a comment; NotFound where it did not read it.
func (tx *Tx) Verdict(comment rozmova.ID[rozmova.Comment], revision int) (*rozmova.Verdict, error) {
	var v rozmova.Verdict
	var scores [rozmova.Labels]int
	var spans []byte
	into := []any{&v.Model, &v.Language, &v.Reading}
	for i := range scores {
		into = append(into, &scores[i])
	}
	row := tx.row("select "+verdictColumns+" from verdict where comment = $1 and revision = $2", comment, revision)
	if err := row.Scan(append(into, &spans)...); err != nil {
		return nil, missing(err)
	}
	for i, score := range scores {
		v.Scores[i] = float32(score) / tenThousandths
	}
	if err := json.Unmarshal(spans, &v.Spans); err != nil {
		return nil, fmt.Errorf("verdict on comment %s: %w", comment, err)
	}
	return &v, nil
}

// MarkComment puts a published comment on the moderators' list, or with the zero time takes it off. A comment that moves to
// another state is off it.
func (tx *Tx) MarkComment(c *rozmova.Comment, at time.Time) error {
	if err := tx.change("update comment set marked = $2 where id = $1", c.ID, micros(at)); err != nil {
		return err
	}
	c.Marked = at
	return tx.requeue(c.ID)
}
