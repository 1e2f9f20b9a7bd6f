package moderation

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// ShownMonths is how many months the public page tells of, the present one among them.
const ShownMonths = 12

// A Month is what moderation did in one month (UTC). It holds nothing about anybody.
type Month struct {
	Start     time.Time
	Comments  int             // that came in
	Held      int             // comments held until a person decided
	Removed   int             // comments taken out of sight
	ByRule    map[string]int  // of these, by the key of the house rule
	ByLaw     int             // of these, on the ground of a law
	Released  int             // comments that a person let through or put back, other than on appeal
	Sanctions map[string]int  // by rozmova.Action
	Branches  int             // branches that grew heated
	Automatic Share           // of holds, removals and sanctions, what automation decided
	Reports   int             // of a broken house rule
	Illegal   int             // notices of illegal content
	Appeals   int             // that came in
	Heard     int             // of these, heard by now
	Reversed  int             // of those heard, decided otherwise
	Waited    map[string]Wait // by store.WaitHeld and its like
	Nudges    NudgeFigures
}

// A Wait is how long half of those who waited did so at the most.
type Wait struct {
	N      int
	Median time.Duration
}

// A Transparency is what the public page tells of moderation.
type Transparency struct {
	Made      time.Time
	Months    []Month         // the present one first; none before the first in which something happened
	Total     Month           // all of them together; Start is that of the first
	Accuracy  []Accuracy      // over these months
	Policy    *rozmova.Policy // of the site, in force
	Automatic rozmova.Rung    // the highest that automation may reach anywhere: sections and stories may allow more than the site
	Outside   bool            // a service elsewhere is asked about spam
}

// Figures of the present month are counted anew after freshFor, those of months that are over after oldFor: appeals are heard later.
const (
	freshFor = time.Minute
	oldFor   = 6 * time.Hour
)

// figures remembers what the public page tells, which takes a while to count on a large site.
type figures struct {
	mu     sync.Mutex // held while counting: those who ask meanwhile wait for what is counted
	page   *Transparency
	months map[time.Time]Month
	until  map[time.Time]time.Time
}

// Transparency gives the public figures. They may be a minute old; of months that are over, six hours.
func (d *Desk) Transparency(ctx context.Context) (*Transparency, error) {
	d.figures.mu.Lock()
	defer d.figures.mu.Unlock()
	now := d.now()
	if p := d.figures.page; p != nil && now.Sub(p.Made) < freshFor && !now.Before(p.Made) {
		return p, nil
	}
	t := &Transparency{Made: now, Outside: d.askSpam != nil}
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		t.Months = nil
		first := monthOf(now).AddDate(0, 1-ShownMonths, 0)
		for i := range ShownMonths {
			m, err := d.month(tx, monthOf(now).AddDate(0, -i, 0), now)
			if err != nil {
				return err
			}
			t.Months = append(t.Months, m)
		}
		for len(t.Months) > 1 && t.Months[len(t.Months)-1].idle() {
			t.Months = t.Months[:len(t.Months)-1]
		}
		if t.Total, err = d.tally(tx, t.Months[len(t.Months)-1].Start, soon(now)); err != nil {
			return err
		}
		if t.Accuracy, err = d.accuracy(tx, first, soon(now)); err != nil {
			return err
		}
		if t.Policy, err = d.PolicyOf(tx, "", rozmova.ID[rozmova.Story]{}); err != nil {
			return err
		}
		t.Automatic, err = d.mostAutomatic(tx, t.Policy)
		return err
	})
	if err != nil {
		return nil, err
	}
	d.figures.page = t
	return t, nil
}

// mostAutomatic gives the highest rung that automation may reach anywhere on the site.
func (d *Desk) mostAutomatic(tx *store.Tx, site *rozmova.Policy) (rozmova.Rung, error) {
	levels, err := tx.Policies(d.site.ID)
	highest := site.Automatic
	for _, l := range levels {
		highest = max(highest, l.Policy.Automatic)
	}
	return highest, err
}

// monthOf gives the beginning of the month that a time falls in.
func monthOf(t time.Time) time.Time {
	y, m, _ := t.UTC().Date()
	return time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
}

// idle reports whether nothing happened.
func (m *Month) idle() bool {
	return m.Comments == 0 && m.Held == 0 && m.Removed == 0 && m.Reports == 0 && m.Illegal == 0 && m.Appeals == 0
}

// month gives the figures of one month, remembered where it is over.
func (d *Desk) month(tx *store.Tx, start, now time.Time) (Month, error) {
	end := start.AddDate(0, 1, 0)
	if m, ok := d.figures.months[start]; ok && now.Before(d.figures.until[start]) {
		return m, nil
	}
	m, err := d.tally(tx, start, end)
	if err == nil && !now.Before(end) {
		if d.figures.months == nil {
			d.figures.months, d.figures.until = map[time.Time]Month{}, map[time.Time]time.Time{}
		}
		d.figures.months[start], d.figures.until[start] = m, now.Add(oldFor)
	}
	return m, err
}

// tally counts what happened in a span of time.
func (d *Desk) tally(tx *store.Tx, from, to time.Time) (Month, error) {
	m := Month{Start: from, ByRule: map[string]int{}, Sanctions: map[string]int{}, Waited: map[string]Wait{}}
	var err error
	if m.Comments, err = tx.TallyComments(d.site.ID, from, to); err != nil {
		return m, err
	}
	decisions, err := tx.TallyDecisions(d.site.ID, from, to)
	if err != nil {
		return m, err
	}
	m.decisions(decisions)
	notices, err := tx.TallyNotices(d.site.ID, from, to)
	if err != nil {
		return m, err
	}
	for _, n := range notices {
		if n.Kind == rozmova.RuleNotice {
			m.Reports += n.N
		} else {
			m.Illegal += n.N
		}
	}
	appeals, err := tx.TallyAppeals(d.site.ID, from, to)
	if err != nil {
		return m, err
	}
	for _, a := range appeals {
		m.Appeals += a.N
		switch a.State {
		case rozmova.AppealReversed, rozmova.AppealAmended:
			m.Reversed += a.N
			m.Heard += a.N
		case rozmova.AppealUpheld:
			m.Heard += a.N
		}
	}
	for _, kind := range []string{store.WaitHeld, store.WaitReport, store.WaitIllegal, store.WaitAppeal} {
		took, err := tx.Waits(kind, d.site.ID, from, to, mostCounted)
		if err != nil {
			return m, err
		}
		m.Waited[kind] = waitOf(took)
	}
	m.Nudges, err = d.nudges(tx, from, to)
	return m, err
}

// decisions counts in what was decided. What came of an appeal is no measure of its own.
func (m *Month) decisions(decisions []store.DecisionTally) {
	for _, t := range decisions {
		switch {
		case t.Source == rozmova.ByAppeal:
			continue
		case t.Scope == rozmova.OfBranch:
			if t.Action == rozmova.SlowBranch {
				m.Branches += t.N
			}
			continue
		}
		switch t.Action {
		case rozmova.Hold:
			m.Held += t.N
		case rozmova.Remove:
			m.Removed += t.N
			if t.Ground == rozmova.ByLaw {
				m.ByLaw += t.N
			} else {
				m.ByRule[t.Rule] += t.N
			}
		case rozmova.Publish, rozmova.Restore:
			m.Released += t.N
		case rozmova.Warn, rozmova.CoolDown, rozmova.Suspend, rozmova.Ban:
			m.Sanctions[string(t.Action)] += t.N
		}
		if t.Action.Restricts() {
			m.Automatic.Of += t.N
			if t.Automatic {
				m.Automatic.N += t.N
			}
		}
	}
	m.Automatic = ShareOf(m.Automatic.N, m.Automatic.Of)
}

// waitOf gives the median of some waits.
func waitOf(took []time.Duration) Wait {
	if len(took) == 0 {
		return Wait{}
	}
	slices.Sort(took)
	return Wait{len(took), took[(len(took)-1)/2]}
}
