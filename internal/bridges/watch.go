package bridges

import (
	"context"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/moderation"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// From which numbers on moderators are shown what counts for less.
const (
	fewestFewer = 3 // votes on one comment that count for less, which
	fewestHeld  = 2 // together lose the weight of so many, or
	headShown   = 10
)

// A fall is a comment that left the head of its thread suddenly.
type fall struct {
	place       int64 // where it stood
	before, now int   // how many-th, from 1
	score       float64
	since       time.Time
}

// watch compares the order of a thread with what it was ten to twenty minutes ago, and gives what fell suddenly since.
func (t *thread) watch(order []ranking.Standing, now time.Time) map[ranking.CommentID]*fall {
	falls := map[ranking.CommentID]*fall{}
	for _, b := range t.bases {
		if b.head == nil {
			continue
		}
		for _, id := range ranking.Fallen(b.head, order) {
			had := t.rows[id]
			if falls[id] != nil || had == nil || now.Before(had.Row.Held) || slices.Contains(t.unit.trusted, id) {
				continue
			}
			before := slices.IndexFunc(b.head, func(s ranking.Standing) bool { return s.Comment == id })
			after := slices.IndexFunc(order, func(s ranking.Standing) bool { return s.Comment == id })
			f := &fall{place: ranking.Millionths(b.head[before].Score), before: before + 1, now: after + 1, since: b.at}
			if b.head[before].Score > 0 {
				f.score = 1 - order[after].Score/b.head[before].Score
			}
			falls[id] = f
		}
	}
	if now.Sub(t.bases[1].at) >= baseEvery || now.Before(t.bases[1].at) {
		t.bases[0], t.bases[1] = t.bases[1], base{now, slices.Clone(order[:min(len(order), headShown)])}
	}
	return falls
}

// nextHold finds when the first hold ends.
func (t *thread) nextHold() {
	t.held = time.Time{}
	for _, p := range t.rows {
		if h := p.Row.Held; !h.IsZero() && (t.held.IsZero() || h.Before(t.held)) {
			t.held = h
		}
	}
}

// release ends the holds of a thread whose time is over: what fell stands where it fell to, and that is what later falls are compared with.
func (k *Keeper) release(ctx context.Context, t *thread, now time.Time) error {
	t.bases = [2]base{}
	return k.placeAll(ctx, t, t.divide)
}

// tellFall shows moderators a comment that fell suddenly, with who voted on it meanwhile.
func (k *Keeper) tellFall(tx *store.Tx, t *thread, id ranking.CommentID, f *fall, now time.Time) error {
	ballots, err := tx.BallotsOn(id)
	if err != nil {
		return err
	}
	e := &moderation.Evidence{Total: len(ballots), Before: f.before, Now: f.now, From: f.since, To: now}
	for i := range ballots {
		if b := &ballots[i]; !b.Changed.Before(f.since) {
			e.Readers = append(e.Readers, b.Reader)
			e.Fewer++
			if !grown(b.Joined, now.Add(-2*grownAfter)) { // as of every burst: under three days
				e.Newcomers++
			}
		}
	}
	_, err = k.o.Moderation.RaisePlace(tx, moderation.FallSignal, id, f.score, e, now)
	return err
}

// discounted is what moderators are to see of the votes on one comment.
type discounted struct {
	comment  ranking.CommentID
	voters   []ranking.VoterID
	voices   int
	score    float64
	standing ranking.Standing
}

// gatherEvidence finds the comments of a unit on which votes count for less, by their threads.
func gatherEvidence(u *unit) map[ranking.ThreadID][]discounted {
	found := map[ranking.ThreadID][]discounted{}
	lives := map[ranking.ThreadID]*ranking.Live{{}: u.live}
	for id, own := range u.own {
		lives[id] = own
	}
	for only, l := range lives {
		on := map[ranking.CommentID]*discounted{}
		at := func(c ranking.CommentID) *discounted {
			d := on[c]
			if d == nil {
				d = &discounted{comment: c}
				on[c] = d
			}
			return d
		}
		for _, d := range l.Discounts() {
			for _, c := range d.Votes {
				x := at(c)
				x.voters = append(x.voters, d.Voter)
				x.voices = max(x.voices, d.Voices)
				x.score += 1 - d.Weight
			}
		}
		if floods := l.Floods(); len(floods) > 0 {
			_, later := l.Votes()
			for _, f := range floods {
				x := at(f.Comment)
				for i := range later {
					if v := &later[i]; v.Comment == f.Comment && v.Respect == f.For && (f.For || v.Opinion == rozmova.Disagree) && !slices.Contains(x.voters, v.Voter) {
						x.voters = append(x.voters, v.Voter)
						x.score += 1 - f.Weight
					}
				}
			}
		}
		if len(on) == 0 {
			continue
		}
		thread := threadsOf(l)
		for c, x := range on {
			id := thread[c]
			if only != (ranking.ThreadID{}) && id != only || only == (ranking.ThreadID{}) && u.own[id] != nil || slices.Contains(u.trusted, c) {
				continue
			}
			x.standing = l.Standing(c, id)
			if len(x.voters) >= fewestFewer && x.standing.Held >= fewestHeld {
				slices.SortFunc(x.voters, compareVoters)
				x.score /= float64(len(x.voters))
				found[id] = append(found[id], *x)
			}
		}
	}
	return found
}

func compareVoters(a, b ranking.VoterID) int { return slices.Compare(a[:], b[:]) }

// threadsOf gives the threads that comments are of.
func threadsOf(l *ranking.Live) map[ranking.CommentID]ranking.ThreadID {
	of := map[ranking.CommentID]ranking.ThreadID{}
	settled, later := l.Votes()
	for _, list := range [][]ranking.Vote{settled, later} {
		for i := range list {
			of[list[i].Comment] = list[i].Thread
		}
	}
	return of
}

// fresh reports whether moderators have not seen as much of the votes on a comment.
func (t *thread) fresh(d *discounted) bool {
	seen := [2]int{len(d.voters), int(d.standing.Held)}
	if t.shown[d.comment] == seen {
		return false
	}
	if t.shown == nil {
		t.shown = map[ranking.CommentID][2]int{}
	}
	t.shown[d.comment] = seen
	return true
}

// tell shows moderators the votes in a thread that count for less, where it stands by an order in which they do.
func (k *Keeper) tell(ctx context.Context, t *thread, list []discounted) error {
	if t.divide != rozmova.Divided || len(list) == 0 {
		return nil
	}
	slices.SortFunc(list, func(a, b discounted) int { return slices.Compare(a.comment[:], b.comment[:]) })
	return k.update(ctx, func(tx *store.Tx, now time.Time) error {
		for i := range list {
			d := &list[i]
			if !t.fresh(d) {
				continue
			}
			e := &moderation.Evidence{
				Readers: d.voters, Total: d.standing.Voters, Fewer: len(d.voters), Counted: float64(d.standing.Voters) - d.standing.Held, Voices: d.voices,
				From: t.unit.drawn.Add(-settleAfter), To: now,
			}
			if _, err := k.o.Moderation.RaisePlace(tx, moderation.DiscountSignal, d.comment, d.score, e, now); err != nil {
				return err
			}
		}
		return nil
	})
}
