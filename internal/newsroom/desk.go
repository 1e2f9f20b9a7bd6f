// Package newsroom is the desk that stories come from: it reads the files that editors write (Parse), publishes and revises
// them (Publish), and gives them to whoever may read them (Read, Front, Feed …). What readers may see of a story never changes
// silently: every change makes a revision, and every revision since the first publication stays readable.
package newsroom

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// A Desk works for one site. It is safe for use by many goroutines.
type Desk struct {
	db   *store.DB
	now  func() time.Time
	site *rozmova.Site
}

// Options of a Desk.
type Options struct {
	Now  func() time.Time // time.Now where it is nil
	Site *rozmova.Site    // whose stories these are
}

// New makes a desk on a store.
func New(db *store.DB, o Options) *Desk {
	d := &Desk{db: db, now: o.Now, site: o.Site}
	if d.now == nil {
		d.now = time.Now
	}
	return d
}

// Ago gives the time that lies so long behind the desk's own.
func (d *Desk) Ago(long time.Duration) time.Time { return d.clock().Add(-long) }

// clock gives the time as the store keeps it.
func (d *Desk) clock() time.Time { return d.now().UTC().Truncate(time.Microsecond) }
