package discussion

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// Totals says who sees how others voted.
type Totals string

// Who sees the totals of votes. One's own vote one always sees.
const (
	TotalsShown  Totals = "shown"  // everybody
	TotalsVoted  Totals = "voted"  // who has voted on the comment
	TotalsHidden Totals = "hidden" // nobody
)

// A Tally is a comment's votes at one moment.
type Tally struct {
	Comment rozmova.ID[rozmova.Comment]
	Votes   rozmova.Votes
}

// Vote puts a reader's word on a comment in place of the one there was; the zero Vote takes it back. The same vote again
// changes nothing. The answer has the comment with its votes, its thread and its story, but no people: a vote must be cheap.
// The page learns of it from the event that FlushVotes appends. Refusals: Unauthenticated; Forbidden guest.only_comment; NotFound; Invalid opinion; Conflict
// vote.own, vote.not_shown, thread.closed or thread.not_yet.
func (d *Desk) Vote(ctx context.Context, reader *rozmova.Reader, id rozmova.ID[rozmova.Comment], v rozmova.Vote) (*One, error) {
	return d.Revote(ctx, reader, id, func(rozmova.Vote) rozmova.Vote { return v })
}

// Revote is Vote for whoever names a part of it, such as the respect alone: change makes the vote from the one there was. It
// may be called more than once, and of two parts that a reader sends at once neither is lost.
func (d *Desk) Revote(ctx context.Context, reader *rozmova.Reader, id rozmova.ID[rozmova.Comment], change func(before rozmova.Vote) rozmova.Vote) (one *One, err error) {
	if err := member(reader); err != nil {
		return nil, err
	}
	var event rozmova.Event
	changed := false
	err = d.db.Update(ctx, func(tx *store.Tx) error {
		changed = false
		c, err := tx.CommentToChange(id) // its totals are of one voter at a time
		if err != nil {
			return err
		}
		thread, s, err := d.votable(tx, reader, c)
		if err != nil {
			return err
		}
		if err := d.mayAct(tx, reader, moderation.DeedVote); err != nil {
			return err
		}
		before, err := tx.Vote(id, reader.ID)
		if err != nil {
			return err
		}
		v := change(before)
		if v.Opinion < rozmova.Disagree || v.Opinion > rozmova.Agree {
			return &rozmova.Error{Kind: rozmova.Invalid, Reason: "vote.opinion", Field: "opinion"}
		}
		if changed = before != v; changed {
			now := d.now()
			totals := c.Votes
			ignored, err := tx.VoteIgnored(id, reader.ID)
			if err != nil {
				return err
			}
			if !ignored {
				totals = totals.Change(before, v)
			}
			rank := ranking.Millionths(ranking.Respected(totals.Respect, totals.Voters))
			if err := tx.PutVote(c, reader.ID, v, totals, rank, now); err != nil {
				return err
			}
			if d.moderation != nil {
				if err := d.moderation.LeaveOrigin(tx, reader.ID, moderation.FromOf(ctx).Network, string(moderation.DeedVote), now); err != nil {
					return err
				}
			}
			event = rozmova.Event{At: now, Kind: rozmova.VotesChanged, Site: c.Site, Story: c.Story, Thread: c.Thread}
		}
		node := &Node{Comment: c, Vote: v, Totals: d.seesTotals(v), MayVote: true}
		if !node.Totals {
			c.Votes = rozmova.Votes{}
		}
		one = &One{Node: node, Thread: thread, Story: s}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if changed {
		d.remember(event)
	}
	return one, nil
}

// votable refuses a vote of the reader on a comment, or gives the thread and the story it stands under.
func (d *Desk) votable(tx *store.Tx, reader *rozmova.Reader, c *rozmova.Comment) (*rozmova.Thread, *rozmova.Story, error) {
	thread, s, err := d.shown(tx, reader, c.Thread)
	switch {
	case err != nil:
		return nil, nil, err
	case !c.State.Placed() && c.Author != reader.ID:
		return nil, nil, rozmova.NotFound
	case c.State != rozmova.Published:
		return nil, nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "vote.not_shown"}
	case c.Author == reader.ID:
		return nil, nil, &rozmova.Error{Kind: rozmova.Conflict, Reason: "vote.own"}
	}
	terms := d.Terms(thread, s)
	return thread, s, terms.closed()
}

// seesTotals reports whether a reader with this vote on a comment sees how others voted on it.
func (d *Desk) seesTotals(own rozmova.Vote) bool {
	return d.totals == TotalsShown || d.totals == TotalsVoted && own != rozmova.Vote{}
}

// votedAtOnce is how many threads one step of FlushVotes tells of.
const votedAtOnce = 64

// FlushVotes tells of the votes since it was last called: for each thread voted in it appends one VotesChanged, however
// many they were. Its At is the time of the first of them, so that Tallies since then gives all. What it could not tell it
// keeps for the next time. It may be called from several goroutines.
func (d *Desk) FlushVotes(ctx context.Context) error {
	d.mu.Lock()
	voted := d.voted
	d.voted = map[rozmova.ID[rozmova.Thread]]rozmova.Event{}
	d.mu.Unlock()
	// In one order everywhere, so that two programs on one store never wait for each other.
	events := slices.SortedFunc(maps.Values(voted), func(a, b rozmova.Event) int { return cmp.Compare(string(a.Thread[:]), string(b.Thread[:])) })
	for len(events) > 0 {
		some := events[:min(len(events), votedAtOnce)]
		err := d.db.Update(ctx, func(tx *store.Tx) error {
			for _, e := range some {
				seq, err := tx.Append(e)
				if err != nil {
					return err
				}
				if err := tx.TouchThread(e.Thread, seq); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			d.remember(events...)
			return err
		}
		events = events[len(some):]
	}
	return nil
}

// remember keeps events of votes until FlushVotes; of those of one thread the first.
func (d *Desk) remember(events ...rozmova.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range events {
		if had, ok := d.voted[e.Thread]; !ok || e.At.Before(had.At) {
			d.voted[e.Thread] = e
		}
	}
}

// talliesAtOnce is how many comments Tallies tells of.
const talliesAtOnce = 200

// Tallies gives the votes of a thread's comments that changed at or after a time, the latest first and 200 at most; none
// where totals are not shown to everybody.
func (d *Desk) Tallies(ctx context.Context, thread rozmova.ID[rozmova.Thread], since time.Time) (list []Tally, err error) {
	if d.totals != TotalsShown {
		return nil, nil
	}
	err = d.db.View(ctx, func(tx *store.Tx) error {
		list = nil
		if _, _, err := d.shown(tx, nil, thread); err != nil {
			return err
		}
		tallies, err := tx.Tallies(thread, since, talliesAtOnce)
		for _, t := range tallies {
			list = append(list, Tally(t))
		}
		return err
	})
	return list, err
}
