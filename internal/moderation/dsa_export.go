package moderation

import (
	"context"
	"errors"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Statements gives the statements of reasons for what was decided from a time on and before another, for the Transparency Database, each
// batch of at most StatementsAtOnce to one call of give; it tells how many they were. Undone decisions and such as can still be undone are not
// among them. No more than a batch is held at a time.
func (d *Desk) Statements(ctx context.Context, from, to time.Time, origin string, give func([]*Statement) error) (n int, err error) {
	var after rozmova.ID[rozmova.Decision]
	for {
		batch, last, err := d.StatementsAfter(ctx, from, to, after, origin)
		if err != nil || len(batch) == 0 {
			return n, err
		}
		if err := give(batch); err != nil {
			return n, err
		}
		if n += len(batch); len(batch) < StatementsAtOnce {
			return n, nil
		}
		after = last
	}
}

// StatementsAfter gives one batch of Statements, of what was decided after the last of the batch before; the zero ID begins. A batch with fewer
// than StatementsAtOnce is the last.
func (d *Desk) StatementsAfter(ctx context.Context, from, to time.Time, after rozmova.ID[rozmova.Decision], origin string) (batch []*Statement, last rozmova.ID[rozmova.Decision], err error) {
	err = d.db.View(ctx, func(tx *store.Tx) error {
		batch, last = nil, after
		decisions, err := tx.Restrictions(d.site.ID, from, to, after, StatementsAtOnce)
		if err != nil {
			return err
		}
		for _, decision := range decisions {
			t, err := told(tx, decision, origin)
			if err != nil {
				return err
			}
			s, err := NewStatement(t)
			if err != nil {
				return err
			}
			batch, last = append(batch, s), decision.ID
		}
		return nil
	})
	return batch, last, err
}

// told gathers what the statement of a decision is made of.
func told(tx *store.Tx, decision *rozmova.Decision, origin string) (*Told, error) {
	t := &Told{Decision: decision, Source: decision.Source, Origin: origin}
	var err error
	if t.Reasons, err = tx.Reasons(decision.ID); err != nil {
		return nil, err
	}
	c, err := tx.Comment(decision.Comment)
	if err != nil {
		return nil, err
	}
	t.Written = c.Created
	if v, err := tx.Verdict(c.ID, decision.Revision); err == nil && v.Language != "other" {
		t.Language = v.Language
	} else if err != nil && !errors.Is(err, rozmova.NotFound) {
		return nil, err
	}
	if t.Source == rozmova.ByAppeal && !decision.Repairs.IsZero() {
		first, err := tx.Decision(decision.Repairs)
		if err != nil {
			return nil, err
		}
		t.Source = first.Source
	}
	people := []rozmova.ID[rozmova.Reader]{c.Author, decision.By, decision.Reader}
	if !c.Parent.IsZero() {
		parent, err := tx.Comment(c.Parent)
		if err != nil {
			return nil, err
		}
		people = append(people, parent.Author)
	}
	notices, err := tx.NoticesOf(decision.ID)
	if err != nil {
		return nil, err
	}
	for _, n := range notices {
		if people, t.Names = append(people, n.Reporter), append(t.Names, n.Name); t.Category == "" {
			t.Category = n.Category
		}
	}
	for _, id := range people {
		if id.IsZero() {
			continue
		}
		reader, err := tx.Reader(id)
		if errors.Is(err, rozmova.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		t.Names = append(t.Names, reader.PenName)
	}
	return t, nil
}
