package newsroom

import (
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// MostChanges is how many additions Changes gives.
const MostChanges = 100

// Changes are what became of a story since somebody read it.
type Changes struct {
	Story       *rozmova.Story // as it stands
	Before      *rozmova.Story // as it stood then
	Since       time.Time
	Additions   []*rozmova.Addition // published, changed or taken back since, in the order of time
	Corrections []int               // in Story.Corrections
}

// Published counts the additions that came since and stand.
func (c *Changes) Published() int {
	n := 0
	for _, a := range c.Additions {
		if a.State == rozmova.AdditionPublished && a.At.After(c.Since) {
			n++
		}
	}
	return n
}

// Worded reports whether headline, standfirst or text are others.
func (c *Changes) Worded() bool { return c.Story.WordedAfter(c.Before).After(c.Before.Changed) }

// Changes gives what became of a story since a time or, where it is not 0, since a revision. Who read it before it was published read the
// first revision. NotFound for what readers may not see, and for a revision that there is not.
func (d *Desk) Changes(ctx context.Context, slug rozmova.Slug, since time.Time, revision int) (*Changes, error) {
	revisions, err := d.Revisions(ctx, slug)
	if err != nil {
		return nil, err
	}
	if len(revisions) == 0 {
		return nil, rozmova.NotFound
	}
	at := slices.IndexFunc(revisions, func(r *rozmova.Story) bool {
		if revision > 0 {
			return r.Revision == revision
		}
		return !r.Changed.After(since)
	})
	if at < 0 && revision > 0 {
		return nil, rozmova.NotFound
	}
	if at < 0 {
		at = len(revisions) - 1
	}
	c := &Changes{Story: revisions[0], Before: revisions[at], Since: since}
	if revision > 0 || since.Before(c.Before.Changed) {
		c.Since = c.Before.Changed
	}
	for i, fix := range c.Story.Corrections {
		if !slices.ContainsFunc(c.Before.Corrections, func(old rozmova.Correction) bool {
			return old.Kind == fix.Kind && old.At.Equal(fix.At) && old.Text == fix.Text
		}) {
			c.Corrections = append(c.Corrections, i)
		}
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		c.Additions, err = tx.AdditionsSince(c.Story.ID, c.Since, MostChanges)
		return err
	})
	return c, err
}
