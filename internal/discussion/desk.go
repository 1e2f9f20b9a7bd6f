// Package discussion is the desk of readers' comments: posting, editing, withdrawing, voting, reporting and reading them. It
// holds every rule of who may do that, and when; what a new comment meets before it is shown is moderation's.
package discussion

import (
	"log/slog"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/civility"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/store"
)

// MaxRevisions is how many texts a comment may have had. All are kept, sent to open pages and compared on one page, so a
// reader must not make them by the thousand.
const MaxRevisions = 20

// Options are what the desk needs besides the store.
type Options struct {
	Now        func() time.Time // nil: time.Now
	Site       *rozmova.Site
	OnPosted   func()                                  // told of every new comment; may be nil
	Settings   rozmova.ThreadSettings                  // the site's; fields that say nothing: Standard
	Sections   map[rozmova.Slug]rozmova.ThreadSettings // over the site's
	EditWindow time.Duration                           // how long an author may change every word of a comment; 0: 5 minutes
	Totals     Totals                                  // who sees how others voted; empty: TotalsShown
	Order      Order                                   // of a discussion where the reader chose none; empty: Oldest
	Log        *slog.Logger                            // nil: none

	// Moderation takes what the classifier says of a new text. nil: nobody is asked, and a comment begins as the mode of its
	// thread says.
	Moderation *moderation.Desk
	Judge      func(*civility.Input) rozmova.Verdict // the classifier; nil: there is none, which its policy hears as a failure
	TimeLimit  time.Duration                         // for one verdict; 0: 50 ms
	OnJudged   func(how string, took time.Duration)  // told what came of each question (Judged, Late …); may be nil
}

// A Desk takes and shows comments. It is safe for use by many goroutines.
type Desk struct {
	db       *store.DB
	now      func() time.Time
	site     *rozmova.Site
	posted   func()
	settings rozmova.ThreadSettings // the site's, complete
	sections map[rozmova.Slug]rozmova.ThreadSettings
	window   time.Duration
	totals   Totals
	order    Order
	log      *slog.Logger

	moderation *moderation.Desk
	judge      func(*civility.Input) rozmova.Verdict
	judging    chan struct{} // holds one for each verdict that is under way
	patience   time.Duration
	judged     func(how string, took time.Duration)

	mu    sync.Mutex                                   // guards voted; never held while the store is asked
	voted map[rozmova.ID[rozmova.Thread]]rozmova.Event // threads voted in that FlushVotes has not told of, each with the event to append
}

// New makes the desk of a site.
func New(db *store.DB, o Options) *Desk {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.OnPosted == nil {
		o.OnPosted = func() {}
	}
	if o.EditWindow == 0 {
		o.EditWindow = 5 * time.Minute
	}
	if o.Totals == "" {
		o.Totals = TotalsShown
	}
	if o.Order == "" {
		o.Order = Oldest
	}
	if o.TimeLimit == 0 {
		o.TimeLimit = 50 * time.Millisecond
	}
	if o.OnJudged == nil {
		o.OnJudged = func(string, time.Duration) {}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Desk{
		db: db, now: o.Now, site: o.Site, posted: o.OnPosted, settings: o.Settings.Over(Standard()), sections: o.Sections,
		window: o.EditWindow, totals: o.Totals, order: o.Order, log: o.Log,
		moderation: o.Moderation, judge: o.Judge, judging: make(chan struct{}, mostJudging), patience: o.TimeLimit, judged: o.OnJudged,
		voted: map[rozmova.ID[rozmova.Thread]]rozmova.Event{},
	}
}

// EditWindow is how long an author may change every word of a comment. Later there is only more to be added.
func (d *Desk) EditWindow() time.Duration { return d.window }

// Totals says who sees how others voted.
func (d *Desk) Totals() Totals { return d.totals }

func signedIn(r *rozmova.Reader) error {
	if r == nil {
		return &rozmova.Error{Kind: rozmova.Unauthenticated, Reason: "sign_in.needed"}
	}
	return nil
}
