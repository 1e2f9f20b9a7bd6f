package bridges

import (
	"bytes"
	"context"
	"math"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// A thread is a discussion whose comments are kept in their places.
type thread struct {
	id     ranking.ThreadID
	unit   *unit
	divide rozmova.Divide                      // as it is stored
	rows   map[ranking.CommentID]*store.Placed // as they are stored, of one that is Divided; nil: not read
	sunk   map[ranking.CommentID]time.Time     // that both sides report, and since when
	bases  [2]base                             // what falls is compared with; the older first
	held   time.Time                           // when the first hold ends; zero: there is none
	shown  map[ranking.CommentID][2]int        // of what counts for less, what moderators were shown last: voters, and votes' worth
}

// A base is the head of an order at one moment.
type base struct {
	at   time.Time
	head []ranking.Standing
}

// close drops what is known of places.
func (t *thread) close() { t.rows, t.sunk, t.bases, t.held = nil, nil, [2]base{}, time.Time{} }

// sunkBy is how far a comment sinks that both sides report: below every score.
const sunkBy = 1_000_001

// writtenAtOnce is how many places one step writes.
const writtenAtOnce = 200

// pass judges all votes of a unit anew, and writes the places that have changed by it.
func (k *Keeper) pass(ctx context.Context, u *unit) error {
	began := time.Now()
	u.changed = time.Time{}
	again := func(l *ranking.Live) *ranking.Live {
		settled, later := l.Votes()
		return u.trust(ranking.NewLive(l.Picture(), settled, later))
	}
	u.live = again(u.live)
	for id, own := range u.own {
		u.own[id] = again(own)
	}
	err := k.settlePlaces(ctx, u)
	u.took = time.Since(began)
	settled, later := u.live.Votes()
	k.o.OnPass(u.took, len(settled)+len(later))
	return err
}

// settlePlaces writes what the threads of a unit go by, and the places of their comments, wherever that has changed.
func (k *Keeper) settlePlaces(ctx context.Context, u *unit) error {
	modes := u.live.Modes()
	for id, own := range u.own {
		modes[id] = own.Mode(id)
	}
	evidence := gatherEvidence(u)
	for _, t := range k.inOrder() {
		if t.unit != u {
			continue
		}
		if err := k.placeAll(ctx, t, rozmova.Divide(modes[t.id])); err != nil {
			return err
		}
		if err := k.tell(ctx, t, evidence[t.id]); err != nil {
			return err
		}
	}
	return nil
}

// inOrder gives the threads by their IDs, so that what is done is done in one order.
func (k *Keeper) inOrder() []*thread {
	list := make([]*thread, 0, len(k.threads))
	for _, t := range k.threads {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b *thread) int { return bytes.Compare(a.id[:], b.id[:]) })
	return list
}

// placeAll writes what a thread goes by, and all places that have changed.
func (k *Keeper) placeAll(ctx context.Context, t *thread, divide rozmova.Divide) error {
	if err := k.setDivide(ctx, t, divide); err != nil || divide != rozmova.Divided {
		return err
	}
	if t.rows == nil {
		if err := k.readRows(ctx, t); err != nil {
			return err
		}
	}
	now := k.o.Now()
	live := t.unit.judge(t.id)
	order := make([]ranking.Standing, 0, len(t.rows))
	for id := range t.rows {
		order = append(order, live.Standing(id, t.id))
	}
	slices.SortFunc(order, func(a, b ranking.Standing) int {
		if a.Score != b.Score {
			if a.Score > b.Score {
				return -1
			}
			return 1
		}
		return bytes.Compare(a.Comment[:], b.Comment[:])
	})
	falls := t.watch(order, now)
	var changed []store.Placed
	for i := range order {
		if p := t.wanted(&order[i], falls, now); p != *t.rows[p.Comment] {
			changed = append(changed, p)
		}
	}
	if err := k.write(ctx, t, changed, falls); err != nil {
		return err
	}
	t.nextHold()
	return nil
}

// setDivide writes what a thread goes by, where that has changed.
func (k *Keeper) setDivide(ctx context.Context, t *thread, divide rozmova.Divide) error {
	if t.divide == divide {
		return nil
	}
	err := k.update(ctx, func(tx *store.Tx, now time.Time) error {
		if err := tx.SetDivide(t.id, divide); err != nil {
			return err
		}
		return k.changed(tx, t.id, now)
	})
	if err != nil {
		return err
	}
	t.divide = divide
	t.close()
	return nil
}

// changed tells open pages that comments of a thread stand elsewhere, and makes kept ones stale.
func (k *Keeper) changed(tx *store.Tx, id ranking.ThreadID, now time.Time) error {
	t, err := tx.Thread(id)
	if err != nil {
		return err
	}
	seq, err := tx.Append(rozmova.Event{At: now, Kind: rozmova.OrderChanged, Site: t.Site, Story: t.Story, Thread: id})
	if err != nil {
		return err
	}
	return tx.TouchThread(id, seq)
}

// readRows reads the places of a thread that is Divided as they are stored, and who is reported.
func (k *Keeper) readRows(ctx context.Context, t *thread) error {
	return k.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.PlacesIn(t.id)
		if err != nil {
			return err
		}
		reported, err := tx.ReportedIn(t.id)
		if err != nil {
			return err
		}
		t.rows, t.sunk = map[ranking.CommentID]*store.Placed{}, map[ranking.CommentID]time.Time{}
		for i := range list {
			t.rows[list[i].Comment] = &list[i]
		}
		for _, id := range reported {
			if err := k.weigh(tx, t, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// readMissing reads the places of some comments that are not known yet.
func (k *Keeper) readMissing(ctx context.Context, t *thread, comments []ranking.CommentID) error {
	if t.rows == nil {
		return k.readRows(ctx, t)
	}
	return k.db.View(ctx, func(tx *store.Tx) error {
		for _, id := range comments {
			if t.rows[id] != nil {
				continue
			}
			p, err := tx.PlaceOne(id)
			if err != nil {
				return err
			}
			t.rows[id] = p
		}
		return nil
	})
}

// wanted gives how a comment is to stand, and what is told of it.
func (t *thread) wanted(s *ranking.Standing, falls map[ranking.CommentID]*fall, now time.Time) store.Placed {
	had := t.rows[s.Comment]
	place := ranking.Millionths(s.Score)
	told := s.Tell()
	p := store.Placed{Comment: s.Comment, Bridge: place, Row: store.Bridging{
		Comment: s.Comment, Thread: t.id, Discounted: int(math.Round(s.Held * 1000)), Sunk: t.sunk[s.Comment],
	}}
	if told.Label > ranking.NotYet { // that one is told of all the others
		p.Row.Told = store.Valued{Label: int(told.Label), More: told.More, Less: told.Less, MoreVotes: told.MoreVotes, LessVotes: told.LessVotes}
	}
	switch f := falls[s.Comment]; {
	case f != nil:
		p.Row.Held, p.Row.Place, p.Bridge = now.Add(holdFor).Truncate(time.Microsecond), place, max(place, f.place)
	case now.Before(had.Row.Held):
		p.Row.Held, p.Row.Place, p.Bridge = had.Row.Held, place, max(place, had.Bridge)
		if !had.Row.Sunk.IsZero() {
			p.Bridge = max(place, had.Bridge+sunkBy)
		}
	}
	if !p.Row.Sunk.IsZero() {
		p.Bridge -= sunkBy
	}
	return p
}

// write writes places and tells of them.
func (k *Keeper) write(ctx context.Context, t *thread, changed []store.Placed, falls map[ranking.CommentID]*fall) error {
	slices.SortFunc(changed, func(a, b store.Placed) int { return bytes.Compare(a.Comment[:], b.Comment[:]) })
	for len(changed) > 0 {
		some := changed[:min(len(changed), writtenAtOnce)]
		err := k.update(ctx, func(tx *store.Tx, now time.Time) error {
			if err := tx.PutPlaces(some, now); err != nil {
				return err
			}
			for i := range some {
				if f := falls[some[i].Comment]; f != nil {
					if err := k.tellFall(tx, t, some[i].Comment, f, now); err != nil {
						return err
					}
				}
			}
			return k.changed(tx, t.id, now)
		})
		if err != nil {
			t.close() // nobody knows what is stored now
			return err
		}
		for i := range some {
			p := some[i]
			t.rows[p.Comment] = &p
		}
		changed = changed[len(some):]
	}
	return nil
}

// place writes how some comments stand after a vote or a report, without asking whether they stand there already.
func (k *Keeper) place(ctx context.Context, t *thread, comments []ranking.CommentID) error {
	if t.divide != rozmova.Divided || len(comments) == 0 {
		return nil
	}
	if err := k.readMissing(ctx, t, comments); err != nil {
		return err
	}
	now := k.o.Now()
	live := t.unit.judge(t.id)
	var changed []store.Placed
	for _, id := range comments {
		if t.rows[id] != nil {
			s := live.Standing(id, t.id)
			changed = append(changed, t.wanted(&s, nil, now))
		}
	}
	return k.write(ctx, t, changed, nil)
}
