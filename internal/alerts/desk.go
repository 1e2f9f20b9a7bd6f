// Package alerts is the desk of what readers are told: which events concern whom, and by which channels each wants to hear of
// them. It reads the log in the background; what it decides is written in the step that moves its position, so that nothing is
// lost or told twice over restarts.
package alerts

import (
	"log/slog"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Options are what the desk needs besides the store.
type Options struct {
	Now      func() time.Time // nil: time.Now
	Site     *rozmova.Site
	Log      *slog.Logger   // nil: none
	Location *time.Location // of the site; nil: UTC
	Hour     int            // of the day on the site's time at which digests go

	Push      bool // alerts are pushed to browsers
	PlainPush bool // also to addresses that are not https: for tests
}

// A Desk knows who is told what. It is safe for use by many goroutines.
type Desk struct {
	db *store.DB
	o  Options
}

// New makes the desk of a site.
func New(db *store.DB, o Options) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	return &Desk{db: db, o: o}
}
