package bridges

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/rozmova/rozmova"
	"github.com/rozmova/rozmova/internal/ranking"
	"github.com/rozmova/rozmova/internal/store"
)

// fewestOwn is how many settled votes a thread has before it may have leanings of its own within its section.
const fewestOwn = 150

// A unit is what leanings are found in: a section, or a thread where each stands by itself.
type unit struct {
	key     string
	drawn   time.Time
	live    *ranking.Live
	own     map[ranking.ThreadID]*ranking.Live                     // of threads with leanings of their own
	waiting map[ranking.CommentID]map[ranking.VoterID]rozmova.Vote // of accounts that are too new
	trusted []ranking.CommentID                                    // whose votes moderators found to be harmless
	changed time.Time                                              // when the first vote came that no pass has seen, by the machine's clock; zero: none
	took    time.Duration                                          // the last pass
	stale   bool                                                   // threads have come or gone: it is read anew
}

// judge gives what a thread goes by.
func (u *unit) judge(id ranking.ThreadID) *ranking.Live {
	if own := u.own[id]; own != nil {
		return own
	}
	return u.live
}

// each gives all that its votes are counted in.
func (u *unit) each(thread ranking.ThreadID) []*ranking.Live {
	if own := u.own[thread]; own != nil {
		return []*ranking.Live{u.live, own}
	}
	return []*ranking.Live{u.live}
}

// A ballot is a vote as it is read for a picture.
type ballot struct {
	ranking.Vote
	changed, joined int64 // microseconds since 1970: many are read at once
}

func ballotOf(thread ranking.ThreadID, b *store.Ballot) ballot {
	return ballot{voteOf(thread, b), b.Changed.UnixMicro(), b.Joined.UnixMicro()}
}

// split tells votes apart as a picture drawn at some moment does: those that it was drawn from, those since, and those of accounts that
// were too new.
func split(list []ballot, drawn time.Time) (settled, later, waiting []ranking.Vote) {
	young, late := drawn.Add(-grownAfter).UnixMicro(), drawn.Add(-settleAfter).UnixMicro()
	for i := range list {
		switch b := &list[i]; {
		case b.joined > young:
			waiting = append(waiting, b.Vote)
		case b.changed < late:
			settled = append(settled, b.Vote)
		default:
			later = append(later, b.Vote)
		}
	}
	return settled, later, waiting
}

// grown reports whether the votes of an account count before the next settled picture.
func grown(joined, now time.Time) bool { return !joined.After(now.Add(-grownAfter)) }

// unit gives what the leanings with a key are found in, loaded, with its places written.
func (k *Keeper) unit(ctx context.Context, key string) (*unit, error) {
	if u := k.units[key]; u != nil {
		return u, nil
	}
	u, err := k.open(ctx, key)
	if err != nil {
		return nil, err
	}
	k.units[key] = u
	return u, k.settlePlaces(ctx, u)
}

// redraw reads a unit anew, with a new picture where the one before is an hour old. Where that has settled all votes there are, nothing
// is kept in memory until something happens.
func (k *Keeper) redraw(ctx context.Context, u *unit) error {
	delete(k.units, u.key)
	late := u.stale
	err := k.db.View(ctx, func(tx *store.Tx) error {
		list, err := tx.VotedThreads(k.o.Site.ID)
		for i := range list {
			if err == nil && !late && k.keyOf(&list[i]) == u.key {
				late, err = unsettled(tx, k.o.Site.ID, u.key, list[i].Voted)
			}
		}
		return err
	})
	if err == nil && late {
		_, err = k.unit(ctx, u.key)
		return err
	}
	for id, t := range k.threads {
		if t.unit == u {
			delete(k.threads, id)
		}
	}
	return err
}

// reading is all that the store knows of a unit.
type reading struct {
	at       time.Time
	threads  []store.VotedThread
	votes    map[ranking.ThreadID][]ballot
	pictures map[string]*store.SettledPicture // by key, of the unit and its threads
	trusted  []ranking.CommentID
}

func (k *Keeper) read(ctx context.Context, key string) (*reading, error) {
	r := &reading{at: k.o.Now(), votes: map[ranking.ThreadID][]ballot{}, pictures: map[string]*store.SettledPicture{}}
	err := k.db.View(ctx, func(tx *store.Tx) error {
		threads, err := tx.VotedThreads(k.o.Site.ID)
		if err != nil {
			return err
		}
		keys := []string{key}
		for i := range threads {
			t := &threads[i]
			if k.keyOf(t) != key {
				continue
			}
			r.threads = append(r.threads, *t)
			keys = append(keys, t.Thread.String())
			err := tx.BallotsIn(t.Thread, func(b *store.Ballot) error {
				r.votes[t.Thread] = append(r.votes[t.Thread], ballotOf(t.Thread, b))
				return nil
			})
			if err != nil {
				return err
			}
		}
		kept, err := tx.SettledPictures(k.o.Site.ID)
		for _, name := range kept {
			if err == nil && slices.Contains(keys, name) {
				r.pictures[name], err = tx.SettledPicture(k.o.Site.ID, name)
			}
		}
		if err != nil {
			return err
		}
		r.trusted, err = k.o.Moderation.Trusted(tx, r.at)
		return err
	})
	return r, err
}

func voteOf(thread ranking.ThreadID, b *store.Ballot) ranking.Vote {
	return ranking.Vote{Comment: b.Comment, Voter: b.Reader, Thread: thread, Vote: b.Vote}
}

// all gives the votes of every thread, in the order of the threads.
func (r *reading) all() (list []ballot) {
	for i := range r.threads {
		list = append(list, r.votes[r.threads[i].Thread]...)
	}
	return list
}

// open reads a unit. A kept picture from within the hour holds; else one is drawn, which goes on from the kept one.
func (k *Keeper) open(ctx context.Context, key string) (*unit, error) {
	r, err := k.read(ctx, key)
	if err != nil {
		return nil, err
	}
	u := &unit{key: key, own: map[ranking.ThreadID]*ranking.Live{}, trusted: r.trusted}
	all := r.all()
	kept, drawn := r.kept(key)
	fresh := kept == nil || r.at.Sub(drawn) >= drawEvery || drawn.After(r.at)
	if !fresh {
		u.drawn = drawn
		u.live = u.judged(kept, all, drawn)
		for i := range r.threads {
			id := r.threads[i].Thread
			if own, drawn := r.kept(id.String()); own != nil && !k.o.ByThread {
				u.own[id] = u.judged(own, r.votes[id], drawn)
			}
		}
	} else if err := k.draw(ctx, u, r, all); err != nil {
		return nil, err
	}
	u.waiting = waitingOf(all, u.drawn)
	for i := range r.threads {
		t := k.threads[r.threads[i].Thread]
		if t == nil {
			t = &thread{id: r.threads[i].Thread}
			k.threads[t.id] = t
		}
		t.unit, t.divide = u, r.threads[i].Divide
		if t.rows = nil; t.divide != rozmova.Divided {
			t.close()
		}
	}
	return u, nil
}

// kept gives a picture that is kept; nil where there is none that this program reads.
func (r *reading) kept(key string) (*ranking.Picture, time.Time) {
	kept := r.pictures[key]
	if kept == nil {
		return nil, time.Time{}
	}
	p := &ranking.Picture{}
	if err := p.UnmarshalBinary(kept.Doc); err != nil {
		return nil, time.Time{}
	}
	return p, kept.Drawn
}

// judged counts votes against a picture drawn at some moment.
func (u *unit) judged(p *ranking.Picture, list []ballot, drawn time.Time) *ranking.Live {
	settled, later, _ := split(list, drawn)
	return u.trust(ranking.NewLive(p, settled, later))
}

func (u *unit) trust(l *ranking.Live) *ranking.Live {
	for _, c := range u.trusted {
		l.Trust(c)
	}
	return l
}

// next draws the picture that follows one that was drawn at some moment; nil: there was none. What came since is held against the one before,
// that of new accounts too, so that a brigade does not come in with the new one.
func (u *unit) next(before *ranking.Picture, drawn time.Time, list []ballot, now time.Time) *ranking.Picture {
	var standing *ranking.Live
	if before != nil {
		settled, later, waiting := split(list, drawn)
		standing = u.trust(ranking.NewLive(before, settled, append(later, waiting...)))
	}
	settled, _, _ := split(list, now)
	return ranking.Settle(settled, standing)
}

// draw draws the pictures of a unit and keeps them.
func (k *Keeper) draw(ctx context.Context, u *unit, r *reading, all []ballot) error {
	now := r.at
	before, drawn := r.kept(u.key)
	wide := u.next(before, drawn, all, now)
	u.drawn, u.live = now, u.judged(wide, all, now)
	pictures := map[string]*ranking.Picture{u.key: wide}
	for i := range r.threads {
		id := r.threads[i].Thread
		if k.o.ByThread {
			break
		}
		votes := r.votes[id]
		settled, _, _ := split(votes, now)
		if len(settled) >= fewestOwn {
			before, drawn := r.kept(id.String())
			if own := u.next(before, drawn, votes, now); ranking.Better(own, wide, settled) == own {
				u.own[id] = u.judged(own, votes, now)
				pictures[id.String()] = own
				continue
			}
		}
		pictures[id.String()] = nil
	}
	return k.keep(ctx, u, r, pictures)
}

// keep writes pictures down, without those who were erased since their votes were read; nil is one that is not wanted any more.
func (k *Keeper) keep(ctx context.Context, u *unit, r *reading, pictures map[string]*ranking.Picture) error {
	return k.update(ctx, func(tx *store.Tx, _ time.Time) error {
		if err := tx.LockPictures(); err != nil {
			return err
		}
		gone, err := erasedSince(tx, r.at)
		if err != nil {
			return err
		}
		for key, p := range pictures {
			if p == nil {
				if r.pictures[key] != nil {
					err = tx.DropSettledPicture(k.o.Site.ID, key)
				}
			} else {
				for _, id := range gone {
					p = p.Forget(id)
				}
				var doc []byte
				if doc, err = p.MarshalBinary(); err == nil {
					err = tx.PutSettledPicture(k.o.Site.ID, &store.SettledPicture{Key: key, Drawn: u.drawn, Doc: doc})
				}
			}
			if err != nil {
				return fmt.Errorf("settled picture: %w", err)
			}
		}
		return nil
	})
}

// erasedSince gives the readers whose accounts were being erased at a moment or after it.
func erasedSince(tx *store.Tx, since time.Time) (gone []ranking.VoterID, err error) {
	list, err := tx.Erasures(false)
	for _, e := range list {
		if e.Done.IsZero() || !e.Done.Before(since) {
			gone = append(gone, e.Reader)
		}
	}
	return gone, err
}

func waitingOf(list []ballot, now time.Time) map[ranking.CommentID]map[ranking.VoterID]rozmova.Vote {
	waiting := map[ranking.CommentID]map[ranking.VoterID]rozmova.Vote{}
	for i := range list {
		if b := &list[i]; b.joined > now.Add(-grownAfter).UnixMicro() {
			wait(waiting, b.Vote)
		}
	}
	return waiting
}

func wait(waiting map[ranking.CommentID]map[ranking.VoterID]rozmova.Vote, v ranking.Vote) {
	if waiting[v.Comment] == nil {
		waiting[v.Comment] = map[ranking.VoterID]rozmova.Vote{}
	}
	waiting[v.Comment][v.Voter] = v.Vote
}
