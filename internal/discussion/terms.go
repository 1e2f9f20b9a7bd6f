package discussion

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// Standard are the settings of a site that says nothing else.
func Standard() rozmova.ThreadSettings {
	return rozmova.ThreadSettings{
		SlowMinutes: 5, CloseAfterDays: rozmova.Never, Writers: rozmova.Anyone, OlderThanDays: 7, Runes: 5000, Links: 5, PerMinute: 4, Nesting: 100,
		Languages: []rozmova.Locale{rozmova.AnyLanguage},
	}
}

// Terms are what holds in one thread now: the story's settings over its section's over the site's, and what the clock makes
// of them.
type Terms struct {
	rozmova.ThreadSettings
	Mode  rozmova.ThreadMode // in force: Closed before Opens and from Ends on, whatever the thread's own
	Early bool               // closed because it has not opened yet
	Ends  time.Time          // from then on nothing is taken, by Closes or CloseAfterDays; zero: never
	Due   time.Time          // when Mode next changes by itself; zero: never
}

// Terms tells what holds in a thread now. The story may be a head, without its body; without one, nil, only the site's
// settings and the thread's own count. A story's own closing time wins over days that its section or the site set.
func (d *Desk) Terms(t *rozmova.Thread, s *rozmova.Story) Terms {
	now := d.now()
	terms := Terms{ThreadSettings: t.Settings.Over(d.beneath(s)), Mode: t.Mode}
	terms.Ends = terms.Closes
	days := terms.CloseAfterDays
	if !t.Settings.Closes.IsZero() && t.Settings.CloseAfterDays == 0 {
		days = rozmova.Never
	}
	if days > 0 && s != nil && !s.Published.IsZero() {
		if after := s.Published.AddDate(0, 0, days); terms.Ends.IsZero() || after.Before(terms.Ends) {
			terms.Ends = after
		}
	}
	switch over := !terms.Ends.IsZero() && (!now.Before(terms.Ends) || !terms.Opens.Before(terms.Ends)); {
	case t.Mode == rozmova.Closed:
	case over:
		terms.Mode = rozmova.Closed
	case now.Before(terms.Opens):
		terms.Mode, terms.Early, terms.Due = rozmova.Closed, true, terms.Opens
	default:
		terms.Due = terms.Ends
	}
	return terms
}

// beneath is what holds where a story's own settings say nothing.
func (d *Desk) beneath(s *rozmova.Story) rozmova.ThreadSettings {
	if s == nil {
		return d.settings
	}
	return d.sections[s.Section].Over(d.settings)
}

// closed refuses where nothing is taken now; nil: something may be.
func (t *Terms) closed() error {
	switch {
	case t.Early:
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "thread.not_yet", Args: map[string]any{"When": t.Opens}}
	case t.Mode == rozmova.Closed:
		return &rozmova.Error{Kind: rozmova.Conflict, Reason: "thread.closed"}
	}
	return nil
}

// mayWrite refuses who may not write in the thread, open as it is. The staff of the story's section may.
func (t *Terms) mayWrite(tx *store.Tx, r *rozmova.Reader, thread *rozmova.Thread, s *rozmova.Story, now time.Time) error {
	if r.HasFor(rozmova.Moderator, s.Section) || r.HasFor(rozmova.Editor, s.Section) {
		return nil
	}
	switch t.Writers {
	case rozmova.OlderReaders:
		if r.Joined.After(now.AddDate(0, 0, -t.OlderThanDays)) {
			return &rozmova.Error{Kind: rozmova.Forbidden, Reason: "thread.older_only", Args: map[string]any{"N": t.OlderThanDays, "Days": t.OlderThanDays}}
		}
	case rozmova.Invited:
		invited, err := tx.IsInvited(thread.ID, r.ID)
		if err == nil && !invited {
			err = &rozmova.Error{Kind: rozmova.Forbidden, Reason: "thread.invited_only"}
		}
		return err
	}
	return nil
}

// mendings is how many times as often as writing comments their words may be mended.
const mendings = 3

// pace refuses who writes too fast: more than so many times in a minute anywhere, or, in a slow thread, more than once in so
// many minutes there. Writing is a new comment, and whatever is put into one later than window after it was written: that is
// an addition, and others read it as a new comment. Until the step ends nothing else of the reader is taken.
func (t *Terms) pace(tx *store.Tx, author rozmova.ID[rozmova.Reader], thread rozmova.ID[rozmova.Thread], window time.Duration, now time.Time) error {
	if err := tx.Lock("posting " + author.String()); err != nil {
		return err
	}
	until := now.Add(time.Minute) // not more ahead: a clock that was put back
	if t.Mode == rozmova.Slow {
		slow := time.Duration(t.SlowMinutes) * time.Minute
		last, err := tx.Written(author, thread, now.Add(-slow).Add(time.Microsecond), until, window, 1)
		if err != nil {
			return err
		}
		if len(last) == 1 {
			wait := seconds(last[0].Add(slow).Sub(now))
			return &rozmova.Error{Kind: rozmova.TooMany, Reason: "comment.slow",
				Args: map[string]any{"Minutes": t.SlowMinutes, "Seconds": wait, "Wait": (wait + 59) / 60}}
		}
	}
	return perMinute(tx, author, window, t.PerMinute, now)
}

// paceMending refuses who mends words too often. It is a correction of what was just said, so that a slow thread does not slow
// it; but of new comments, additions and mendings together a reader has three times as many in a minute as of comments.
func (t *Terms) paceMending(tx *store.Tx, author rozmova.ID[rozmova.Reader], now time.Time) error {
	if err := tx.Lock("posting " + author.String()); err != nil {
		return err
	}
	return perMinute(tx, author, -1, mendings*t.PerMinute, now)
}

// perMinute refuses who has written so many times in the last minute; window is Written's.
func perMinute(tx *store.Tx, author rozmova.ID[rozmova.Reader], window time.Duration, limit int, now time.Time) error {
	lately, err := tx.Written(author, rozmova.ID[rozmova.Thread]{}, now.Add(-time.Minute), now.Add(time.Minute), window, limit)
	if err == nil && len(lately) >= limit {
		wait := lately[len(lately)-1].Add(time.Minute).Sub(now)
		return &rozmova.Error{Kind: rozmova.TooMany, Reason: "comment.too_fast", Args: map[string]any{"N": limit, "Seconds": seconds(wait)}}
	}
	return err
}

// seconds is how long somebody has to wait, rounded up.
func seconds(wait time.Duration) int {
	return max(1, int((wait+time.Second-1)/time.Second))
}
