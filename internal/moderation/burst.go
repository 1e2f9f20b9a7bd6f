package moderation

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// SuspectReports reports whether the open reports about a comment look as if several people sent them together, and shows that to the
// moderators: from one network for the most part, or from new accounts, within minutes. Such reports hold nothing.
func (d *Desk) SuspectReports(tx *store.Tx, c *rozmova.Comment, open []rozmova.Notice, p *rozmova.Policy, now time.Time) (bool, error) {
	open = slices.DeleteFunc(slices.Clone(open), func(n rozmova.Notice) bool { return n.Kind != rozmova.RuleNotice || n.At.Before(now.Add(-burstWithin)) })
	if len(open) < burstReports {
		return false, nil
	}
	var who []rozmova.ID[rozmova.Reader]
	for _, n := range open {
		if !n.Reporter.IsZero() && !slices.Contains(who, n.Reporter) {
			who = append(who, n.Reporter)
		}
	}
	e := &Evidence{Comments: []rozmova.ID[rozmova.Comment]{c.ID}, Readers: who, Total: len(open), From: now.Add(-burstWithin), To: now}
	suspect, score, err := d.burst(tx, e, now)
	if err != nil || !suspect {
		return false, err
	}
	act := actOn(p, ReportSignal)
	_, err = d.raiseSignal(tx, &rozmova.Signal{Kind: ReportSignal, Key: c.ID.String(), Comment: c.ID, Score: score, Acted: act}, e, now)
	return act == NumbersIgnore, err
}

// burst fills in how many of those in the evidence are new and how many come from one network, and tells whether that is a signal.
func (d *Desk) burst(tx *store.Tx, e *Evidence, now time.Time) (suspect bool, score float64, err error) {
	if len(e.Readers) == 0 {
		return false, 0, nil
	}
	people, err := tx.Readers(e.Readers)
	if err != nil {
		return false, 0, err
	}
	for _, r := range people {
		if newcomer(r, now) {
			e.Newcomers++
		}
	}
	origins, err := tx.OriginsOf(e.Readers, dayOf(now)-1)
	if err != nil {
		return false, 0, err
	}
	same := map[string][]rozmova.ID[rozmova.Reader]{}
	for _, o := range origins {
		if !slices.Contains(same[string(o.Hash)], o.Reader) {
			same[string(o.Hash)] = append(same[string(o.Hash)], o.Reader)
		}
	}
	for _, list := range same {
		if len(list) > 1 {
			e.Origin = max(e.Origin, len(list))
		}
	}
	n := float64(len(e.Readers))
	fresh, near := float64(e.Newcomers)/n, float64(e.Origin)/n
	return fresh >= newcomerShare || near >= originShare, min(1, max(fresh, near)), nil
}

// WatchVotes looks for votes that several people gave together in the last minutes, shows them to the moderators and, where the policy
// says so, has them not count. It is called by the program every minute.
func (d *Desk) WatchVotes(ctx context.Context) error {
	now := d.now()
	var ballots []store.Ballot
	err := d.db.View(ctx, func(tx *store.Tx) (err error) {
		ballots, err = tx.Ballots(d.site.ID, now.Add(-burstWithin), mostBallots)
		return err
	})
	if err != nil {
		return err
	}
	of := map[rozmova.ID[rozmova.Comment]][]store.Ballot{}
	for _, b := range ballots {
		of[b.Comment] = append(of[b.Comment], b)
	}
	var comments []rozmova.ID[rozmova.Comment]
	for c, list := range of {
		if len(list) >= burstVotes {
			comments = append(comments, c)
		}
	}
	slices.SortFunc(comments, func(a, b rozmova.ID[rozmova.Comment]) int { return cmp.Compare(string(a[:]), string(b[:])) })
	for _, c := range comments {
		if err := d.db.Update(ctx, func(tx *store.Tx) error { return d.watchVotesOn(tx, c, of[c], now) }); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) watchVotesOn(tx *store.Tx, id rozmova.ID[rozmova.Comment], ballots []store.Ballot, now time.Time) error {
	c, err := tx.CommentToChange(id)
	if err != nil {
		return err
	}
	e := &Evidence{Comments: []rozmova.ID[rozmova.Comment]{id}, Total: len(ballots), From: ballots[len(ballots)-1].Changed, To: ballots[0].Changed}
	for _, b := range ballots {
		e.Readers = append(e.Readers, b.Reader)
	}
	suspect, score, err := d.burst(tx, e, now)
	if err != nil || !suspect {
		return err
	}
	story, err := tx.StoryHead(c.Story)
	if err != nil {
		return err
	}
	p, err := d.PolicyOf(tx, story.Section, story.ID)
	if err != nil {
		return err
	}
	act := actOn(p, VoteSignal)
	fresh, err := d.raiseSignal(tx, &rozmova.Signal{Kind: VoteSignal, Key: id.String() + " " + now.Format(time.DateOnly), Comment: id, Score: score, Acted: act}, e, now)
	if err != nil || act != NumbersIgnore || !fresh {
		return err
	}
	return d.countVotes(tx, c, e.Readers, true, now) // of those that the evidence names, so that all of them can count again
}

// countVotes has the votes of some readers not count, or count again, and counts anew.
func (d *Desk) countVotes(tx *store.Tx, c *rozmova.Comment, voters []rozmova.ID[rozmova.Reader], ignored bool, now time.Time) error {
	if err := tx.IgnoreVotes(c.ID, voters, ignored); err != nil {
		return err
	}
	totals, err := tx.Recount(c.ID)
	if err != nil {
		return err
	}
	if err := tx.PutTotals(c, totals, ranking.Millionths(ranking.Respected(totals.Respect, totals.Voters)), now); err != nil {
		return err
	}
	seq, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.VotesChanged, Site: c.Site, Story: c.Story, Thread: c.Thread})
	if err != nil {
		return err
	}
	return tx.TouchThread(c.Thread, seq)
}
