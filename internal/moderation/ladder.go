package moderation

import (
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// MostHours is the longest that any sanction lasts: a leap year. Nothing lasts for ever.
const MostHours = 366 * 24

// warningDays is how long a warning waits to be read before it ends by itself.
const warningDays = 180

// decayDays is in how many days in good standing one removal is counted off, where a ladder does not say.
const decayDays = 90

// ladders are those of a site whose policy has none: of most rules, of threats, of spam.
var ladders = map[string]rozmova.Ladder{
	"": {Rungs: []rozmova.Step{
		{Rung: rozmova.NoRung}, {Rung: rozmova.WarningRung}, {Rung: rozmova.CoolDownRung, Hours: 24}, {Rung: rozmova.SuspensionRung, Hours: 7 * 24},
		{Rung: rozmova.SuspensionRung, Hours: 30 * 24}, {Rung: rozmova.BanRung, Hours: 365 * 24},
	}},
	threatsRule: {Rungs: []rozmova.Step{
		{Rung: rozmova.CoolDownRung, Hours: 48}, {Rung: rozmova.SuspensionRung, Hours: 14 * 24}, {Rung: rozmova.BanRung, Hours: 365 * 24},
	}, DecayDays: 180},
	spamRule: {Rungs: []rozmova.Step{
		{Rung: rozmova.WarningRung}, {Rung: rozmova.CoolDownRung, Hours: 24}, {Rung: rozmova.SuspensionRung, Hours: 30 * 24}, {Rung: rozmova.BanRung, Hours: 365 * 24},
	}},
}

// ladderOf gives the ladder of a rule: the policy's for it, the policy's for all rules, the built-in ones.
func ladderOf(p *rozmova.Policy, rule string) rozmova.Ladder {
	for _, from := range []map[string]rozmova.Ladder{p.Ladders, ladders} {
		if l, ok := from[rule]; ok && len(l.Rungs) > 0 {
			return l
		}
		if l, ok := from[""]; ok && len(l.Rungs) > 0 {
			return l
		}
	}
	return ladders[""]
}

// counted tells how many removals count at a time: each adds one, and every so many days without another take one off, from the latest
// of the removal and the end of the sanctions that there were.
func counted(removals []time.Time, decay time.Duration, now time.Time) int {
	n := 0
	var last time.Time
	for _, at := range append(removals, now) {
		if !last.IsZero() && decay > 0 {
			n = max(0, n-int(at.Sub(last)/decay))
		}
		last = at
		n++
	}
	return n - 1 // now is none
}

// A Suggestion is the rung that a removal under a rule would lead to.
type Suggestion struct {
	Rung  rozmova.Rung
	Hours int // how long it lasts
	Count int // removals under the rule that count so far
}

// suggest gives the rung that the next removal of a reader's comment under a rule leads to.
func suggest(tx *store.Tx, p *rozmova.Policy, reader rozmova.ID[rozmova.Reader], rule string, now time.Time) (Suggestion, error) {
	ladder := ladderOf(p, rule)
	days := ladder.DecayDays
	if days == 0 {
		days = decayDays
	}
	removals, err := tx.Removals(reader, rule, 100)
	if err != nil {
		return Suggestion{}, err
	}
	n := counted(removals, time.Duration(days)*24*time.Hour, now)
	step := ladder.Rungs[min(n, len(ladder.Rungs)-1)]
	return Suggestion{Rung: step.Rung, Hours: lasting(step), Count: n}, nil
}

// lasting is how long a step lasts, in hours.
func lasting(s rozmova.Step) int {
	switch {
	case s.Rung == rozmova.WarningRung:
		return warningDays * 24
	case s.Rung == rozmova.NoRung:
		return 0
	case s.Hours > 0:
		return min(s.Hours, MostHours)
	}
	return map[rozmova.Rung]int{rozmova.CoolDownRung: 24, rozmova.SuspensionRung: 7 * 24, rozmova.BanRung: 365 * 24}[s.Rung]
}

// hoursOf is how long a rung lasts by a ladder: as its first step with that rung says, or as long as is usual.
func hoursOf(l rozmova.Ladder, rung rozmova.Rung) int {
	for _, s := range l.Rungs {
		if s.Rung == rung {
			return lasting(s)
		}
	}
	return lasting(rozmova.Step{Rung: rung})
}
