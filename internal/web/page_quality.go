package web

import (
	"time"

	"github.com/rozmova/rozmova"
)

// QualityPage tells moderators how well moderation works. Page: quality.
type QualityPage struct {
	DeskFrame
	Months  int   // that the figures reach back
	Spans   []int // that may be chosen
	Looks   int   // decisions that wait for a second look
	Samples int   // comments that wait for an answer
	Work    []WorkView
	Kappa   string // agreement beyond chance, of all; empty: nothing was looked at again
	Machine ShareView
	Rows    []AccuracyView
	Nudges  *NudgeCounts // nil: nobody was nudged
}

// A WorkView is a row of the figures of people's decisions.
type WorkView struct {
	Who      string // pen name; empty for all
	Me       bool
	Decided  int
	Median   string // how long a decision was waited for; empty where there was none
	Ninth    string
	Agreed   ShareView
	SameRule ShareView
	Reversed ShareView
}

// A ShareView is a share as people read it.
type ShareView struct {
	Percent string // 83 %; empty: there is no case
	Of      string // 10 of 12
	Range   string // 55–95 %
}

// An AccuracyView is a row of the figures of the automation.
type AccuracyView struct {
	Language  string // uk, ru, en, other; empty for all
	Of        int    // comments that people answered about
	Breaks    int    // of them, what breaks the rule
	Correct   ShareView
	Precision ShareView
	Recall    ShareView
}

// A NudgeCounts is what came of asking writers to say it another way.
type NudgeCounts struct {
	Shown                    int
	Changed, Anyway, Dropped ShareView
}

// LookPage asks a moderator what they would have decided, or what they say of a comment drawn by lot. Pages: look, sampled.
type LookPage struct {
	DeskFrame
	Decision rozmova.ID[rozmova.Decision] // of a second look; zero elsewhere
	Item     *DeskItem                    // nil: nothing waits
	Rules    []RuleChoice
	Left     int // that wait, this one among them
	Action   rozmova.Action
	Rule     string
	Errors   FieldErrors // fields: action, rule, said
}

// sinceMonths is when the figures begin that reach back so many months.
func sinceMonths(now time.Time, months int) time.Time { return now.AddDate(0, -months, 0) }
