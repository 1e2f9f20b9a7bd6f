package moderation

import (
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/store"
)

// What a report weighs, in hundredths of one by a reader of whom nothing is known.
const (
	fullWeight   = 100
	newWeight    = 50  // of a new account
	leastWeight  = 10  // it is never nothing: everybody can be right for once
	goodStanding = 60  // from which on a report counts towards holding a comment by itself
	standingDays = 180 // for which earlier reports are remembered
)

// reportsFacts is the message that says why several reports hold a comment.
const reportsFacts = "notice.facts_reports"

// WeighReport says what a reader's report weighs. Reports that people found right or wrong within half a year count: the weight is
// (right + 2) / (right + wrong + 2), so that two wrong ones halve it and right ones win it back. Where
// readers are divided a report weighs the more the nearer its reporter stands to the comment's author (docs/bridging.md).
func (d *Desk) WeighReport(tx *store.Tx, c *rozmova.Comment, reporter *rozmova.Reader, now time.Time) (int, error) {
	right, wrong, err := tx.ReportsOf(reporter.ID, now.AddDate(0, 0, -standingDays))
	if err != nil {
		return 0, err
	}
	weight := fullWeight * (right + 2) / (right + wrong + 2)
	if newcomer(reporter, now) {
		weight = min(weight, newWeight)
	}
	side, err := d.sideWeight(tx, c, reporter.ID)
	return max(weight*side/fullWeight, leastWeight), err
}

// Reported is called after a report about a comment was written, in the same step: where enough independent readers in good standing have
// reported what nobody has looked at, it is held until a person does. One network counts once, and reports that look concerted not at all.
func (d *Desk) Reported(tx *store.Tx, c *rozmova.Comment, _ *rozmova.Notice) error {
	if c.State != rozmova.Published {
		return nil
	}
	story, err := tx.StoryHead(c.Story)
	if err != nil {
		return err
	}
	p, err := d.PolicyOf(tx, story.Section, story.ID)
	if err != nil || p.Reports <= 0 {
		return err
	}
	open, err := tx.OpenNotices(c.ID)
	if err != nil {
		return err
	}
	sum := 0
	var origins []string
	for _, n := range open {
		if n.Kind != rozmova.RuleNotice || n.Reporter.IsZero() || n.Weight < goodStanding {
			continue
		}
		if len(n.Origin) > 0 {
			if slices.Contains(origins, string(n.Origin)) {
				continue
			}
			origins = append(origins, string(n.Origin))
		}
		sum += n.Weight
	}
	now := d.now()
	suspect, err := d.SuspectReports(tx, c, open, p, now)
	if err != nil || suspect || sum < p.Reports*fullWeight {
		return err
	}
	decisions, err := tx.Decisions(c.ID)
	if err != nil {
		return err
	}
	for _, decision := range decisions {
		if !decision.Automatic && decision.Revision == c.Revision { // a person has read these very words
			return nil
		}
	}
	_, err = d.holdByItself(tx, c, Outcome{Rule: mostNamed(open), Facts: reportsFacts}, nil)
	return err
}

// mostNamed is the rule that most reports name, of several the one named first.
func mostNamed(open []rozmova.Notice) string {
	counts, most := map[string]int{}, ""
	for _, n := range open {
		counts[n.Rule]++
	}
	for _, n := range open {
		if n.Rule != "" && counts[n.Rule] > counts[most] || most == "" {
			most = n.Rule
		}
	}
	return most
}

// OriginNow is the hash of the network that a request comes from, as it is kept beside a report; nil where it is not known.
func (d *Desk) OriginNow(tx *store.Tx, network string, now time.Time) ([]byte, error) {
	origins, err := d.originsAt(tx, network, now)
	if err != nil || len(origins) == 0 {
		return nil, err
	}
	return origins[len(origins)-1].Hash, nil
}
