// Package discussion is the desk of readers' comments: posting, editing, withdrawing, reporting and reading them. It holds
// every rule of who may do that, and when; what a new comment meets before it is shown is moderation's.
package discussion

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// EditWindow is how long an author may change a comment.
const EditWindow = 5 * time.Minute

// MaxRevisions is how many texts a comment may have had. All are kept, sent to open pages and compared on one page, so a
// reader must not make them by the thousand.
const MaxRevisions = 20

// Limits bound what readers send. A zero field has the default told beside it.
type Limits struct {
	Runes     int // of a comment; 5,000
	Links     int // in a comment; 5
	PerMinute int // comments of one reader; 4
}

// Options are what the desk needs besides the store.
type Options struct {
	Now      func() time.Time // nil: time.Now
	Site     *rozmova.Site
	Limits   Limits
	OnPosted func() // told of every new comment; may be nil
}

// A Desk takes and shows comments. It is safe for use by many goroutines.
type Desk struct {
	db     *store.DB
	now    func() time.Time
	site   *rozmova.Site
	limits Limits
	posted func()
}

// New makes the desk of a site.
func New(db *store.DB, o Options) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.OnPosted == nil {
		o.OnPosted = func() {}
	}
	d := &Desk{db: db, now: o.Now, site: o.Site, limits: o.Limits, posted: o.OnPosted}
	for field, standard := range map[*int]int{&d.limits.Runes: 5000, &d.limits.Links: 5, &d.limits.PerMinute: 4} {
		if *field == 0 {
			*field = standard
		}
	}
	return d
}

// Limits gives the limits in force.
func (d *Desk) Limits() Limits { return d.limits }

func signedIn(r *rozmova.Reader) error {
	if r == nil {
		return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	}
	return nil
}
